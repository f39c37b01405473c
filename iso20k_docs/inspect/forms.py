"""The filled fields of a record form, so that filled forms can be counted.

A form carries the list of its fields in its custom part. Word keeps the tag of every control; LibreOffice drops tags
and the mark of an unfilled field, and writes a text field several times over: there the list tells which is which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from lxml import etree

from iso20k_docs.inspect.markup import BOUND, NS, W14, W, text_of, value
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.docinfo import DOCINFO

Kind = Literal["text", "date", "choice", "check"]
_KINDS: dict[str, Kind] = {W + "date": "date", W + "dropDownList": "choice", W + "comboBox": "choice",
                           W14 + "checkbox": "check", W + "text": "text"}  # fmt: skip
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
_PROMPTS = frozenset(("点击填写", "请选择", "选择日期", "Click to enter", "Choose", "Select date"))
_ON = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class FilledField:
    """A field: its tag (empty where it is lost), its label, and its value; an unfilled one is "" or False.

    A date is ISO 8601 where it can be understood: 2026-03-02, or 2026-03-02T14:30.
    """

    tag: str
    label: str
    kind: Kind
    value: str | bool


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form and the fields in it; `form` is the document's id, empty where the file doesn't say."""

    form: str
    code: str
    version: str
    title: str
    language: str
    fields: tuple[FilledField, ...]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A field as the form's own list has it."""

    tag: str
    label: str
    kind: str
    prompt: str


def read_form(package: Package) -> FilledForm:
    """Return the fields of a form in reading order."""
    own = {etree.QName(one).localname: one for one in _docinfo(package).iterchildren(etree.Element)}
    properties = package.tree("docProps/custom.xml").iterchildren(etree.Element)
    mirror = {one.get("name", ""): "".join(map(str, one.itertext())) for one in properties}

    def said(name: str, mirrored: str = "") -> str:
        return (own[name].text or "" if name in own else "") or mirror.get(mirrored, "")

    return FilledForm(
        form=said("document"),
        code=said("code", "DocCode"),
        version=said("version", "DocVersion"),
        title=mirror.get("DocTitle", "") or package.core.findtext("dc:title", "", NS),
        language=said("language") or package.language,
        fields=tuple(_fields(package, _listed(own.get("fields")))),
    )


def _docinfo(package: Package) -> etree._Element:
    parts = (tree for part, tree in package.trees.items() if part.startswith("customXml/"))
    return next((tree for tree in parts if tree.tag == f"{{{DOCINFO}}}docinfo"), etree.Element("none"))


def _listed(fields: etree._Element | None) -> list[_Listed]:
    entries = () if fields is None else fields.iterchildren(etree.Element)
    return [_Listed(*(one.get(key, "") for key in ("tag", "label", "kind", "prompt"))) for one in entries]


def _fields(package: Package, listed: Sequence[_Listed]) -> list[FilledField]:
    controls = [control for control in package.body.iter(W + "sdt") if _kind(control) and not _is_bound(control)]
    if any(_tag(control) for control in controls):
        prompts = {entry.tag: entry.prompt for entry in listed}
        return [_field(control, prompts.get(_tag(control), "")) for control in controls]
    return _named([_merged(list(group)) for _, group in groupby(controls, _place)], listed)


def _kind(control: etree._Element) -> Kind | None:
    properties = control.find("w:sdtPr", NS)
    names = () if properties is None else (str(one.tag) for one in properties)
    return next((_KINDS[name] for name in names if name in _KINDS), None)


def _is_bound(control: etree._Element) -> bool:
    bound = control.find("w:sdtPr/w:dataBinding", NS) is not None
    return bound or _tag(control) in BOUND


def _tag(control: etree._Element) -> str:
    return value(control.find("w:sdtPr/w:tag", NS))


def _label(control: etree._Element) -> str:
    """Return the name of a control; where it has none, what stands in the cell before."""
    name = value(control.find("w:sdtPr/w:alias", NS))
    cell = next(control.iterancestors(W + "tc"), None)
    before = None if cell is None else next(cell.itersiblings(W + "tc", preceding=True), None)
    return name or ("" if before is None else text_of(before).removesuffix(" *").strip())


def _field(control: etree._Element, prompt: str) -> FilledField:
    kind = _kind(control) or "text"
    return FilledField(_tag(control), _label(control), kind, _value(control, kind, _text(control), prompt))


def _value(control: etree._Element, kind: Kind, text: str, prompt: str) -> str | bool:
    if kind == "check":
        return _is_ticked(control)
    if _shows_prompt(control) or (text and text == prompt):
        return ""
    return _date(text, value(control.find("w:sdtPr/w:date", NS), "fullDate")) if kind == "date" else text


def _is_ticked(control: etree._Element) -> bool:
    """Tell whether a box is ticked."""
    checked = control.find("w:sdtPr/w14:checkbox/w14:checked", NS)
    return checked is not None and checked.get(W14 + "val", "1") in _ON


def _shows_prompt(control: etree._Element) -> bool:
    if control.find("w:sdtPr/w:showingPlcHdr", NS) is not None:
        return True
    printed = [run for run in control.iter(W + "r") if text_of(run)]
    return bool(printed) and all(value(run.find("w:rPr/w:rStyle", NS)) == "PlaceholderText" for run in printed)


def _text(control: etree._Element) -> str:
    """Return the text of a control; a line break or a new paragraph is a newline."""
    pieces: list[str] = []
    for element in control.iter(W + "t", W + "br", W + "tab", W + "p"):
        if element.tag == W + "t":
            pieces.append(element.text or "")
        else:
            pieces.append("\t" if element.tag == W + "tab" else "\n")
    return "".join(pieces).strip()


def _date(text: str, stored: str) -> str:
    found = _DATE.fullmatch(text) or _DATE.match(stored)
    if found is None:
        return text
    year, month, day, hour, minute = found.groups()
    time = f"T{int(hour):02}:{minute}" if hour and _DATE.fullmatch(text) else ""
    return f"{year}-{int(month):02}-{int(day):02}{time}"


# --- files that LibreOffice saved


def _place(control: etree._Element) -> tuple[str, str]:
    """Return what is the same for the pieces that LibreOffice cuts one text field into: paragraph and name."""
    name = value(control.find("w:sdtPr/w:alias", NS))
    shared = next(control.iterancestors(W + "p"), control) if name and _kind(control) == "text" else control
    return control.getroottree().getpath(shared), name


def _merged(pieces: Sequence[etree._Element]) -> FilledField:
    """Return one field of its pieces; the last text of each piece is the whole text."""
    field = _field(pieces[-1], "")
    if field.kind != "text" or not field.value:
        return field
    last = list(pieces[-1].iter(W + "t"))[-1].text or ""
    return replace(field, value=last.strip())


def _named(found: Sequence[FilledField], listed: Sequence[_Listed]) -> list[FilledField]:
    """Give the fields of each kind the tags of the form's list where both have equally many."""
    named = list(found)
    for kind in sorted({field.kind for field in found}):
        places = [at for at, field in enumerate(found) if field.kind == kind]
        entries: Sequence[_Listed | None] = [entry for entry in listed if entry.kind == kind]
        if len(places) != len(entries):
            entries = [None] * len(places)
        for at, entry in zip(places, entries, strict=True):
            named[at] = _completed(found[at], entry)
    return named


def _completed(field: FilledField, entry: _Listed | None) -> FilledField:
    prompts = _PROMPTS if entry is None else _PROMPTS | {entry.prompt}
    text = "" if isinstance(field.value, str) and field.value in prompts else field.value
    if entry is None:
        return replace(field, value=text)
    return replace(field, tag=entry.tag, label=entry.label, value=text)
