"""Three-way merge of workbooks, cell by cell: what people entered is never touched.

A cell that the template changed is set in the user's workbook where it still holds what the template put there. Where
anything else stands there, rows were put in above or sheets differ, nothing is merged at all: the new workbook goes
beside the user's.
"""

from __future__ import annotations

import io
import posixpath
import re
import string
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from iso20k_docs.inspect.container import check_container, parse_one, unpack
from iso20k_docs.model.changes import Edit
from iso20k_docs.regenerate.merge.result import Merged

Element = etree._Element
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LISTS = ("dataValidations", "conditionalFormatting")
_BOOK = "xl/workbook.xml"


class DifferentSheetsError(Exception):
    """The workbooks differ in more than cells that nobody touched."""


@dataclass(frozen=True, slots=True)
class _Value:
    """What a cell holds: text, or the literal of a number or truth value with its type; a formula as text."""

    text: str = ""
    kind: str = "text"


_EMPTY = _Value()


@dataclass
class _Sheet:
    """A worksheet: its part, its cells by reference."""

    part: str
    root: Element
    cells: dict[str, _Value] = field(default_factory=dict)


class _Book:
    """A workbook read into cells."""

    def __init__(self, content: bytes, name: str) -> None:
        check_container(content, name)
        self.name = name
        self.entries, parts = unpack(content, name)
        self.parts = dict(parts)

    def tree(self, part: str) -> Element:
        return parse_one(self.parts[part], part, self.name)

    @cached_property
    def sheets(self) -> dict[str, _Sheet]:
        """The worksheets by name."""
        targets = {one.get("Id"): one.get("Target", "") for one in self.tree("xl/_rels/workbook.xml.rels")}
        found = {}
        for one in self.tree(_BOOK).iter(_S + "sheet"):
            part = posixpath.normpath(posixpath.join("/xl", targets.get(one.get(_R + "id"), ""))).lstrip("/")
            root = self.tree(part)
            found[one.get("name", "")] = _Sheet(part, root, dict(self._cells(root)))
        return found

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        part = "xl/sharedStrings.xml"
        return [_text(one) for one in self.tree(part).iter(_S + "si")] if part in self.parts else []

    def _cells(self, root: Element) -> Iterator[tuple[str, _Value]]:
        for cell in root.iter(_S + "c"):
            value = self._value(cell)
            if value != _EMPTY:
                yield cell.get("r", ""), value

    def _value(self, cell: Element) -> _Value:
        formula = cell.find(_S + "f")
        if formula is not None:
            return _Value(f"{formula.get('t', '')}={formula.text or ''}", "formula")
        kind, literal = cell.get("t", "n"), cell.findtext(_S + "v") or ""
        if kind == "s":
            return _Value(self.strings[int(literal)])
        if kind == "inlineStr":
            return _Value(_text(cell))
        if kind == "str":
            return _Value(literal)
        return _Value(literal, kind) if literal else _EMPTY


def merge_workbooks(base: bytes, mine: bytes, theirs: bytes, name: str) -> Merged:
    """Return the user's workbook with the cells set that the template changed.

    Raises UserError where a file can't be read, DifferentSheetsError where cells alone don't tell the difference.
    """
    old, own, new = (_Book(content, name) for content in (base, mine, theirs))
    if not old.sheets.keys() == new.sheets.keys() <= own.sheets.keys():
        raise DifferentSheetsError
    edits: list[Edit] = []
    changed: dict[str, bytes] = {}
    for title, sheet in new.sheets.items():
        target = own.sheets[title]
        found = list(_merge_sheet(title, old.sheets[title], target, sheet))
        if found or _merge_lists(old.sheets[title], target, sheet):
            edits += found
            changed[target.part] = _DECLARATION + etree.tostring(target.root, encoding="UTF-8")
    data = _saved(own, changed) if changed else mine
    _check(own, _Book(data, name), edits)
    return Merged(data, tuple(edits))


def _merge_sheet(title: str, base: _Sheet, mine: _Sheet, theirs: _Sheet) -> Iterator[Edit]:
    for reference in sorted(base.cells.keys() | theirs.cells.keys()):
        old, new = base.cells.get(reference, _EMPTY), theirs.cells.get(reference, _EMPTY)
        held = mine.cells.get(reference, _EMPTY)
        if new in (old, held):
            continue
        if held != old or "formula" in (old.kind, new.kind):
            raise DifferentSheetsError
        _set(mine.root, reference, new)
        kind = "inserted" if old == _EMPTY else "deleted" if new == _EMPTY else "changed"
        yield Edit(kind, f"{title} {reference}", old.text, new.text)  # type: ignore[arg-type]


def _merge_lists(base: _Sheet, mine: _Sheet, theirs: _Sheet) -> bool:
    """Take over new lists to choose from, where the user's workbook still has the old ones; tell whether any came."""
    done = False
    for name in _LISTS:
        old, held, new = ([_canonical(one) for one in s.root.iter(_S + name)] for s in (base, mine, theirs))
        if new in (old, held):
            continue
        if held != old:
            raise DifferentSheetsError
        for one, other in zip(list(mine.root.iter(_S + name)), list(theirs.root.iter(_S + name)), strict=False):
            parent = one.getparent()
            if parent is not None:
                parent.replace(one, other)
                done = True
    return done


def _set(root: Element, reference: str, value: _Value) -> None:
    """Put a value into a cell; the cell keeps its look."""
    cell = _cell(root, reference)
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    if value.kind == "text" and value.text:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, _S + "is"), _S + "t")
        text.text = value.text
        text.set(_SPACE, "preserve")
    elif value.text:
        if value.kind != "n":
            cell.set("t", value.kind)
        etree.SubElement(cell, _S + "v").text = value.text


def _cell(root: Element, reference: str) -> Element:
    place = _REFERENCE.fullmatch(reference)
    data = root.find(_S + "sheetData")
    if place is None or data is None:
        raise DifferentSheetsError
    row = _put(data, _S + "row", place[2], _number)
    return _put(row, _S + "c", reference, _column)


def _put(parent: Element, tag: str, reference: str, order: Callable[[str], int]) -> Element:
    """Return the row or cell with a reference, a new one in its place where there is none."""
    wanted = order(reference)
    for at, one in enumerate(parent):
        there = order(one.get("r", ""))
        if there == wanted:
            return one
        if there > wanted:
            new = etree.Element(tag, r=reference)
            parent.insert(at, new)
            return new
    return etree.SubElement(parent, tag, r=reference)


def _number(reference: str) -> int:
    return int(reference) if reference.isdecimal() else 0


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip(string.digits):
        number = number * len(string.ascii_uppercase) + string.ascii_uppercase.index(letter) + 1
    return number


def _saved(book: _Book, changed: dict[str, bytes]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in book.entries:
            if not entry.is_dir():
                like = zipfile.ZipInfo(entry.filename, entry.date_time)
                like.compress_type, like.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
                archive.writestr(like, changed.get(entry.filename, book.parts[entry.filename]))
    return found.getvalue()


def _check(mine: _Book, result: _Book, edits: list[Edit]) -> None:
    """Raise DifferentSheetsError unless every cell but those that were set is as it was."""
    before = mine.sheets
    written = {edit.section for edit in edits}
    for title, sheet in result.sheets.items():
        old = before[title].cells
        for reference in old.keys() | sheet.cells.keys():
            if f"{title} {reference}" not in written and old.get(reference) != sheet.cells.get(reference):
                raise DifferentSheetsError


def _canonical(element: Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def _text(element: Element) -> str:
    phonetic = _S + "rPh"
    return "".join(t.text or "" for t in element.iter(_S + "t") if next(t.iterancestors(phonetic), None) is None)
