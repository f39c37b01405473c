"""Write tracked changes into the user's document (ISO/IEC 29500-1, 17.13.5).

Runs are split, never rewritten; text is struck out with `w:del` and put in with `w:ins`. A tracked insertion is never
put inside somebody else's: Word refuses such files.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from iso20k_docs.inspect.markup import NS, W, value
from iso20k_docs.regenerate.merge.blocks import Block, Para, Piece, Row, Table
from iso20k_docs.regenerate.merge.borrow import Borrower
from iso20k_docs.regenerate.merge.words import OBJECT
from iso20k_docs.regenerate.merge.workpiece import Workpiece

Element = etree._Element
Where = Literal["before", "after"]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RUN, _TEXT, _PARAGRAPH, _TABLE, _CELL = (W + name for name in ("r", "t", "p", "tbl", "tc"))
_INSERTED, _DELETED, _LINK, _CONTROLLED = (W + name for name in ("ins", "del", "hyperlink", "sdtContent"))
_TRACKED = frozenset(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
_NO_NESTING = _TRACKED | {W + "fldSimple"}
_LATER_IN_PARAGRAPH_PROPERTIES = frozenset((W + "sectPr", W + "pPrChange"))
_STRUCK = {_TEXT: W + "delText", W + "instrText": W + "delInstrText"}
_MADE = {"\t": W + "tab", "\n": W + "br", "\u2011": W + "noBreakHyphen"}
_HOLDER = "iso20k-place"
_APART = dt.timedelta(minutes=5)
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes and when: `date` is ISO 8601 with a time, in UTC.

    Whole paragraphs are dated five minutes later than changes inside paragraphs: LibreOffice joins changes of one
    author and one minute over the end of a paragraph, and rejecting them would then fuse paragraphs.
    """

    author: str
    date: str

    @property
    def block_date(self) -> str:
        """The date of changes that concern whole paragraphs and rows."""
        return (dt.datetime.strptime(self.date, _MOMENT) + _APART).strftime(_MOMENT)


class CannotEditError(Exception):
    """The place cannot be edited without touching more than is meant."""


class Reviser:
    """Edits one document; `source` and `target` are the parts of theirs and mine that are being merged."""

    def __init__(self, mine: Workpiece, theirs: Workpiece, stamp: Stamp) -> None:
        self.mine, self.stamp = mine, stamp
        self.borrow = Borrower(mine, theirs)
        self.source = theirs.main
        self.target = mine.main
        self.main = mine.main
        self.lists = self.borrow.lists
        self._holders: list[Element] = []
        self._whole = 0

    # --- text inside a paragraph

    def replace(self, para: Para, start: int, end: int, new: Para, new_start: int, new_end: int) -> None:
        """Strike out characters of a paragraph and put characters of another in their place.

        Paragraphs are edited from their end to their beginning. Raises CannotEditError before anything is changed.
        """
        if para.sealed:
            raise CannotEditError
        runs = self._isolated(para, start, end)
        look = _look(_piece_at(para, start if end > start else start - 1))
        fresh = self._fresh(new, new_start, new_end, look, insertion=start == end)
        self.mine.touch(para.element)
        anchor = self._strike(runs) if runs else None
        if fresh:
            self._place(para, start, anchor, fresh)

    def _isolated(self, para: Para, start: int, end: int) -> list[Element]:
        """Return the runs of a stretch, split so that they carry nothing else."""
        _cut(para, end)
        _cut(para, start)
        inside: list[Element] = []
        outside: set[Element] = set()
        at = 0
        for piece in para.pieces:
            if start <= at and at + len(piece.text) <= end and start < end:
                inside += [run for run in piece.runs if run not in inside]
            else:
                outside.update(piece.runs)
            at += len(piece.text)
        if outside.intersection(inside):
            raise CannotEditError
        return inside

    def _strike(self, elements: Iterable[Element]) -> Element | None:
        """Strike out runs; what we put in and nobody has accepted yet is taken back. Return the last place."""
        last: Element | None = None
        for run in (run for element in elements for run in _leaves(element)):
            if _inside(run, _INSERTED, self.stamp.author) is not None:
                last = self._take_back(run)
            elif _inside(run, _DELETED) is None:
                last = self._strike_run(run, last)
        return last

    def _take_back(self, run: Element) -> Element:
        holder = etree.Element(_HOLDER)
        run.addprevious(holder)
        _detach(run)
        self._holders.append(holder)
        return holder

    def _strike_run(self, run: Element, last: Element | None) -> Element:
        if last is not None and last.tag == _DELETED and last.getnext() is run:
            struck = last
        else:
            struck = self._mark("del")
            run.addprevious(struck)
        struck.append(run)
        for node in run:
            if node.tag in _STRUCK:
                node.tag = _STRUCK[node.tag]
                node.set(_SPACE, "preserve")
        return struck

    def _fresh(self, new: Para, start: int, end: int, look: Element | None, *, insertion: bool) -> list[Element]:
        """Return what to put in: insertions, each link as a link with its insertion inside."""
        found: list[Element] = []
        link: Element | None = None
        at = 0
        before = _look(_piece_at(new, start - 1))
        for piece in new.pieces:
            text = piece.text[max(start - at, 0) : max(end - at, 0)]
            at += len(piece.text)
            if not text:
                continue
            around = _link_of(piece)
            if not found or around is not link:
                link = around
                found.append(self._mark("ins"))
            own = insertion and not _same(_look(piece), before)
            properties = self._borrowed_look(piece) if own else look
            found[-1].extend(self._runs(piece, text, properties))
            if link is not None:
                found[-1].set(_HOLDER, link.get(f"{{{NS['r']}}}id") or "#" + value(link, "anchor"))
        return found

    def _runs(self, piece: Piece, text: str, properties: Element | None) -> Iterator[Element]:
        if text == OBJECT:
            yield from (self.borrow.copy(run, self.source, self.target) for run in piece.runs)
            return
        run = etree.Element(_RUN)
        if properties is not None:
            run.append(copy.deepcopy(properties))
        if text in _MADE:
            etree.SubElement(run, _MADE[text])
        else:
            element = etree.SubElement(run, _TEXT)
            element.text = text
            element.set(_SPACE, "preserve")
        yield run

    def _borrowed_look(self, piece: Piece) -> Element | None:
        found = _look(piece)
        return None if found is None else self.borrow.copy(found, self.source, self.target)

    def _place(self, para: Para, at: int, anchor: Element | None, fresh: list[Element]) -> None:
        """Put insertions behind what was struck out, or else where the character `at` begins."""
        where: Where = "after"
        if anchor is None:
            left, right = _piece_at(para, at - 1), _piece_at(para, at)
            if left is not None:
                anchor = _out_of(left.runs[-1], where)
            elif right is not None:
                where = "before"
                anchor = _out_of(right.runs[0], where)
        if anchor is None:
            para.element.extend(self._linked(fresh, None))
            return
        anchor, where = self._beside_tracked(anchor, where)
        parts = self._linked(fresh, anchor)
        for part in parts if where == "before" else reversed(parts):
            (anchor.addprevious if where == "before" else anchor.addnext)(part)

    def _linked(self, fresh: Sequence[Element], anchor: Element | None) -> list[Element]:
        """Put the insertions that belong to a link into one, unless they come to stand in a link already."""
        found = []
        inside = anchor is not None and _inside(anchor, _LINK) is not None
        for one in fresh:
            place = one.get(_HOLDER)
            if place is not None:
                del one.attrib[_HOLDER]
            if place is None or inside:
                found.append(one)
                continue
            link = etree.Element(_LINK)
            if str(place).startswith("#"):
                link.set(W + "anchor", str(place)[1:])
            else:
                link.set(f"{{{NS['r']}}}id", str(place))
                self.borrow.relate(link, self.source, self.target)
            link.append(one)
            found.append(link)
        return found

    def _beside_tracked(self, anchor: Element, where: Where) -> tuple[Element, Where]:
        """Return a place outside other people's tracked changes; one that lies around the place is split there."""
        parent = anchor.getparent()
        while parent is not None and parent.tag in _NO_NESTING:
            at = parent.index(anchor)
            rest = list(parent)[at + 1 :] if where == "after" else list(parent)[at:]
            if rest and (where == "after" or at > 0):
                right = _empty_copy(parent)
                if right.get(W + "id"):
                    right.set(W + "id", self.borrow.number())
                right.extend(rest)
                parent.addnext(right)
                where = "after"
            anchor, parent = parent, parent.getparent()
        return anchor, where

    # --- whole paragraphs, tables and rows

    def delete(self, block: Block | Row) -> None:
        """Strike out a whole block or row."""
        if any(para.torn for para in _paragraphs(block)):
            raise CannotEditError
        self._whole += 1
        self.mine.touch(block.element)
        if isinstance(block, Para):
            self._delete_paragraph(block)
        else:
            for row in block.rows if isinstance(block, Table) else [block]:
                self._delete_row(row)
        self._whole -= 1

    def _delete_paragraph(self, para: Para) -> None:
        self._strike(run for piece in para.pieces for run in piece.runs)
        for element in (para.element, *para.rest):
            if not _ends_cell(element):
                self.mine.touch(element)
                self._mark_paragraph(element, "del")

    def _delete_row(self, row: Row) -> None:
        self.mine.touch(row.element)
        for para in _paragraphs(row):
            self.mine.touch(para.element)
            self._strike(run for piece in para.pieces for run in piece.runs)
        self._mark_row(row.element, "del")

    def insert(self, place: Element, where: Where, block: Block | Row) -> Element:
        """Put in a block or row of theirs beside an element of mine; return the last element put in."""
        if any(para.torn for para in _paragraphs(block)):
            raise CannotEditError
        self._whole += 1
        found = self.borrow.copy(block.element, self.source, self.target)
        if isinstance(block, Para):
            self._wrap(found)
            self._mark_inserted_paragraph(place, where, found)
        else:
            for row in [found] if isinstance(block, Row) else list(found.iter(W + "tr")):
                self._mark_row(row, "ins")
            if isinstance(block, Row):
                _fit_to_columns(found, place)
        self.mine.touch(place)
        (place.addnext if where == "after" else place.addprevious)(found)
        if isinstance(block, Table):
            self._keep_apart(found)
        for element in block.rest if isinstance(block, Para) else ():
            following = self.borrow.copy(element, self.source, self.target)
            self._wrap(following)
            self._mark_paragraph(following, "ins")
            found.addnext(following)
            found = following
        self._whole -= 1
        return found

    def _mark_inserted_paragraph(self, place: Element, where: Where, found: Element) -> None:
        """Mark the end of a new paragraph; in a cell the last one's can't be tracked, so the one before is the new."""
        last = where == "after" and place.tag == _PARAGRAPH and _ends_cell(place)
        self._mark_paragraph(place if last else found, "ins")

    def _keep_apart(self, table: Element) -> None:
        """Put a paragraph between tables that touch, for they would be joined, and at the end of a cell."""
        following, preceding = table.getnext(), table.getprevious()
        parent = table.getparent()
        ends = parent is not None and parent.tag == _CELL and following is None
        if ends or (following is not None and following.tag == _TABLE):
            table.addnext(self._empty_paragraph())
        if preceding is not None and preceding.tag == _TABLE:
            table.addprevious(self._empty_paragraph())

    def _empty_paragraph(self) -> Element:
        found = etree.Element(_PARAGRAPH)
        self._mark_paragraph(found, "ins")
        return found

    def _wrap(self, paragraph: Element) -> None:
        """Put the content of a new paragraph into insertions; links and simple fields hold theirs inside."""
        insertion: Element | None = None
        for one in list(paragraph):
            if one.tag in (_LINK, W + "fldSimple"):
                inner = self._mark("ins")
                inner.extend(list(one))
                one.append(inner)
                insertion = None
            elif one.tag in (_RUN, W + "sdt", W + "smartTag"):
                if insertion is None:
                    insertion = self._mark("ins")
                    one.addprevious(insertion)
                insertion.append(one)
            else:
                insertion = None

    def _mark_paragraph(self, paragraph: Element, tag: Literal["ins", "del"]) -> None:
        properties = paragraph.find("w:pPr", NS)
        if properties is None:
            properties = etree.Element(W + "pPr")
            paragraph.insert(0, properties)
        marks = properties.find("w:rPr", NS)
        if marks is None:
            marks = etree.Element(W + "rPr")
            at = next(
                (i for i, one in enumerate(properties) if one.tag in _LATER_IN_PARAGRAPH_PROPERTIES), len(properties)
            )
            properties.insert(at, marks)
        if marks.find(f"w:{tag}", NS) is None:
            marks.insert(1 if tag == "del" and len(marks) and marks[0].tag == _INSERTED else 0, self._mark(tag))

    def _mark_row(self, row: Element, tag: Literal["ins", "del"]) -> None:
        properties = row.find("w:trPr", NS)
        if properties is None:
            properties = etree.Element(W + "trPr")
            row.insert(1 if len(row) and row[0].tag == W + "tblPrEx" else 0, properties)
        later = {W + "trPrChange", *({_DELETED} if tag == "ins" else ())}
        at = next((i for i, one in enumerate(properties) if one.tag in later), len(properties))
        properties.insert(at, self._mark(tag))
        self.mine.touch(properties)
        if tag == "ins":
            for paragraph in row.iter(_PARAGRAPH):
                if _inside(paragraph, W + "txbxContent") is None:
                    self._wrap(paragraph)

    def _mark(self, tag: Literal["ins", "del"]) -> Element:
        found = etree.Element(W + tag)
        found.set(W + "id", self.borrow.number())
        found.set(W + "author", self.stamp.author)
        found.set(W + "date", self.stamp.block_date if self._whole else self.stamp.date)
        return found

    def finish(self) -> None:
        """Remove what only held a place, and the insertions of ours that nothing is left of."""
        for holder in self._holders:
            parent = holder.getparent()
            _detach(holder)
            if parent is not None and parent.tag == _INSERTED and not len(parent):
                _detach(parent)
        self._holders.clear()


def _cut(para: Para, at: int) -> None:
    """Split the piece and the run that the character `at` lies in, so that a run begins there."""
    begin = 0
    for index, piece in enumerate(para.pieces):
        if begin < at < begin + len(piece.text):
            right = Piece(piece.text[at - begin :], piece.node, list(piece.runs))
            run, node = _split(piece.runs[0], piece.node, at - begin)
            piece.text = piece.text[: at - begin]
            right.node = node
            para.pieces.insert(index + 1, right)
            _rehang(para.pieces[index + 1 :], piece.runs[0], run)
            return
        if begin == at and index:
            before = para.pieces[index - 1].runs[-1]
            if piece.runs[0] is before and piece.node is not before:
                run, _ = _split(before, piece.node, 0)
                _rehang(para.pieces[index:], before, run)
            return
        begin += len(piece.text)


def _rehang(pieces: Iterable[Piece], old: Element, new: Element) -> None:
    for piece in pieces:
        piece.runs = [new if run is old else run for run in piece.runs]


def _split(run: Element, node: Element, at: int) -> tuple[Element, Element]:
    """Split a run before the character `at` of one of its nodes; return the right run and the node there."""
    right = _empty_copy(run)
    properties = run.find("w:rPr", NS)
    if properties is not None:
        right.append(copy.deepcopy(properties))
    moved = list(node.itersiblings())
    if at:
        text = node.text or ""
        rest = etree.SubElement(right, _TEXT)
        rest.text, node.text = text[at:], text[:at]
        for one in (node, rest):
            one.set(_SPACE, "preserve")
    else:
        rest = node
        moved.insert(0, node)
    right.extend(moved)
    run.addnext(right)
    return right, rest


def _empty_copy(element: Element) -> Element:
    found = etree.Element(element.tag)
    for name, said in element.attrib.items():
        found.set(name, said)
    return found


def _piece_at(para: Para, at: int) -> Piece | None:
    """Return the piece that the character `at` lies in."""
    begin = 0
    for piece in para.pieces:
        if begin <= at < begin + len(piece.text):
            return piece
        begin += len(piece.text)
    return None


def _look(piece: Piece | None) -> Element | None:
    """Return the run properties of a piece without marks of tracked changes."""
    run = piece.runs[0] if piece else None
    found = run.find("w:rPr", NS) if run is not None and run.tag == _RUN else None
    if found is None:
        return None
    found = copy.deepcopy(found)
    for one in list(found):
        if one.tag in _TRACKED or one.tag == W + "rPrChange":
            found.remove(one)
    return found if len(found) else None


def _same(one: Element | None, other: Element | None) -> bool:
    if one is None or other is None:
        return one is other
    return etree.tostring(one) == etree.tostring(other)


def _link_of(piece: Piece) -> Element | None:
    return _inside(piece.runs[0], _LINK)


def _inside(element: Element, tag: str, author: str = "") -> Element | None:
    """Return the nearest element of a kind around another within its paragraph."""
    for around in element.iterancestors():
        if around.tag == tag and (not author or value(around, "author") == author):
            return around
        if around.tag == _PARAGRAPH:
            return None
    return None


def _out_of(run: Element, where: Where) -> Element:
    """Return what stands around a run at the edge of a link or control: what is put in there belongs outside."""
    found = run
    parent = found.getparent()
    while parent is not None and parent.tag in (_LINK, _CONTROLLED):
        beyond = found.getnext() if where == "after" else found.getprevious()
        if beyond is not None:
            return found
        found = parent if parent.tag == _LINK else _parent(parent)
        parent = found.getparent()
    return found


def _parent(element: Element) -> Element:
    parent = element.getparent()
    if parent is None:
        raise CannotEditError
    return parent


def _leaves(element: Element) -> list[Element]:
    """Return the runs of an element, those in drawings not: the run itself, or those of a control or simple field."""
    if element.tag == _RUN:
        return [element]
    return [run for run in element.iter(_RUN) if _inside(run, W + "txbxContent") is None]


def _paragraphs(block: Block | Row) -> Iterator[Para]:
    if isinstance(block, Para):
        yield block
        return
    for row in block.rows if isinstance(block, Table) else [block]:
        for cell in row.cells:
            for inner in cell.blocks:
                yield from _paragraphs(inner)


def _ends_cell(paragraph: Element) -> bool:
    """Tell whether a paragraph is the last one of a cell, whose end is the cell's own."""
    parent = paragraph.getparent()
    if parent is None or parent.tag != _CELL:
        return False
    return not any(one.tag in (_PARAGRAPH, _TABLE) for one in paragraph.itersiblings())


def _detach(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _fit_to_columns(row: Element, neighbour: Element) -> None:
    """Give the cells of a row that comes into a table the widths of the table's columns."""
    table = next((one for one in neighbour.iterancestors(W + "tbl")), None)
    grid = [] if table is None else [value(one, "w") for one in table.iterfind("w:tblGrid/w:gridCol", NS)]
    cells = [(cell, cell.find("w:tcPr", NS)) for cell in row.iterchildren(W + "tc")]
    spans = [int(value(own.find("w:gridSpan", NS)) or 1) if own is not None else 1 for _, own in cells]
    if sum(spans) != len(grid) or not all(width.isdecimal() for width in grid):
        return
    at = 0
    for (_, own), span in zip(cells, spans, strict=True):
        width = None if own is None else own.find("w:tcW", NS)
        if width is not None:
            width.set(W + "w", str(sum(map(int, grid[at : at + span]))))
        at += span
