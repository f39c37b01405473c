"""Properties of a document: the values that its cover and headers show, and which generation it stems from.

A control that shows a property follows the property, whatever stands in it, so a change of it can't be tracked: it is
set in the property and in every control, unless the user has another value there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from iso20k_docs.inspect.markup import NS, W, value
from iso20k_docs.model.docinfo import DOCINFO, IDENTITY
from iso20k_docs.regenerate.merge.workpiece import Workpiece

Element = etree._Element
Key = tuple[str, str]
"""The kind of part and the name of the property in it."""
_CORE, _APP, _CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
_LAST_STEP = re.compile(r"(\w+)(?:\[\d+\])?$")
_EDITORS_OWN = frozenset(("lastModifiedBy", "modified", "created", "revision", "lastPrinted"))
"""Core properties that every editor writes."""
_OF_THE_FILE = frozenset(("document", "language", "generation", "fields"))
_SHOWN = frozenset(("title", "Company", "code", "version", "effective", "classification"))
_MIRRORED = {
    "DocTitle": "title", "CompanyName": "Company", "DocCode": "code", "DocVersion": "version",
    "EffectiveDate": "effective", "Classification": "classification",
}  # fmt: skip
"""The properties that mirror what is shown: LibreOffice may have dropped the part that the controls are bound to."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A property that the user and the profile both changed."""

    name: str
    base: str
    mine: str
    theirs: str


def docinfo(work: Workpiece) -> Element | None:
    """Return the root of the part with the document's own data, None where somebody removed it."""
    part = _docinfo_part(work)
    return work.tree(part) if part else None


def set_generation(work: Workpiece, generation: str) -> None:
    """Write down which generation the document is merged with, in its part and in the property that mirrors it."""
    _set_mirror(work, generation)
    part = _docinfo_part(work)
    if part is None:
        return
    root = work.tree(part)
    found = root.find(f"{{{DOCINFO}}}generation")
    if found is not None and found.text == generation:
        return
    if found is None:
        found = etree.SubElement(work.change(part), f"{{{DOCINFO}}}generation")
    found.text = generation
    work.change(part)


def _set_mirror(work: Workpiece, generation: str) -> None:
    properties = work.tree(_CUSTOM).iterfind("cust:property", NS) if _CUSTOM in work.parts else ()
    for one in properties:
        words = _text(one).split()
        if one.get("name") == IDENTITY and words[2:] and words[2] != generation:
            _set(work, ("custom", IDENTITY), one, " ".join((*words[:2], generation, *words[3:])))


def merge_settings(base: Workpiece, mine: Workpiece, theirs: Workpiece) -> tuple[list[str], list[Disputed]]:
    """Set what changed in the properties; return the names of what was set, and what the user changed too."""
    before, own, new = (dict(_properties(work)) for work in (base, mine, theirs))
    done: list[str] = []
    disputed: list[Disputed] = []
    for key, element in new.items():
        was, now = _text(before.get(key)), _text(element)
        held = own.get(key)
        if was == now or held is None or _text(held) == now:
            continue
        if _text(held) == was:
            _set(mine, key, held, now)
            done.append(key[1])
        elif key[1] in _SHOWN:
            disputed.append(Disputed(key[1], was, _text(held), now))
    for name in sorted(_SHOWN.intersection(_MIRRORED.get(name, name) for name in done)):
        _show(mine, name, next(_text(new[key]) for key in new if key[1] == name))
    return sorted(set(done)), disputed


def _set(mine: Workpiece, key: Key, element: Element, text: str) -> None:
    target = next(iter(element), element) if key[0] == "custom" else element
    target.text = text
    mine.change(_part_of(mine, key[0]))


def _part_of(work: Workpiece, kind: str) -> str:
    return {"core": _CORE, "app": _APP, "custom": _CUSTOM}.get(kind) or _docinfo_part(work) or ""


def _properties(work: Workpiece) -> Iterator[tuple[Key, Element]]:
    if _CORE in work.parts:
        for one in work.tree(_CORE):
            if isinstance(one.tag, str) and _local(one) not in _EDITORS_OWN:
                yield ("core", _local(one)), one
    company = work.tree(_APP).find("ap:Company", NS) if _APP in work.parts else None
    if company is not None:
        yield ("app", "Company"), company
    if _CUSTOM in work.parts:
        for one in work.tree(_CUSTOM).iterfind("cust:property", NS):
            if one.get("name") != IDENTITY:
                yield ("custom", one.get("name", "")), one
    own = docinfo(work)
    for one in () if own is None else own:
        if _local(one) not in _OF_THE_FILE:
            yield ("docinfo", _local(one)), one


def _docinfo_part(work: Workpiece) -> str | None:
    names = (name for name in work.parts if name.startswith("customXml/item") and name.endswith(".xml"))
    return next((name for name in names if work.tree(name).tag == f"{{{DOCINFO}}}docinfo"), None)


def _show(mine: Workpiece, name: str, text: str) -> None:
    """Put a value into every control that shows the property."""
    for part in mine.stories():
        for control in mine.tree(part).iter(W + "sdt"):
            step = _LAST_STEP.search(value(control.find("w:sdtPr/w:dataBinding", NS), "xpath"))
            if step and step[1] == name:
                _fill(mine, control, text)


def _fill(mine: Workpiece, control: Element, text: str) -> None:
    texts = list(control.iter(W + "t"))
    if texts and "".join(one.text or "" for one in texts) != text:
        mine.touch(texts[0])
        texts[0].text = text
        for rest in texts[1:]:
            mine.touch(rest)
            rest.text = ""


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(map(str, element.itertext()))


def _local(element: Element) -> str:
    return etree.QName(element).localname
