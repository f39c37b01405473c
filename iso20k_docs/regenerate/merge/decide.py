"""Decide for every block what becomes of it, and have it written: the three-way merge itself.

mine \\ theirs    same        changed               removed
same             -           tracked change        tracked deletion
changed          -           word by word          kept, with a comment
deleted          deleted     not restored, note    -
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from lxml import etree

from iso20k_docs.model.changes import Conflict, ConflictKind, Edit
from iso20k_docs.regenerate.merge.align import Alignment, by_ids, by_text, moved_elsewhere
from iso20k_docs.regenerate.merge.blocks import Block, Cell, Para, Part, Row, Table
from iso20k_docs.regenerate.merge.revise import CannotEditError, Where
from iso20k_docs.regenerate.merge.words import Hunk, carried, collide, hunks, readable_hunks

Element = etree._Element
Piece = Block | Row


@dataclass(slots=True)
class Record:
    """What was decided so far."""

    applied: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    places: list[tuple[Element, Conflict]] = field(default_factory=list)
    """Paragraphs of the main part that get a comment."""
    same: int = 0


class Hand(Protocol):
    """Writes what was decided: `Reviser`, or somebody who only looks on."""

    main: str
    target: str
    lists: dict[str, str]

    def replace(self, para: Para, start: int, end: int, new: Para, new_start: int, new_end: int) -> None:
        """Strike out characters of a paragraph and put characters of another in their place."""

    def delete(self, block: Piece) -> None:
        """Strike out a whole block or row."""

    def insert(self, place: Element, where: Where, block: Piece) -> Element:
        """Put in a block or row of theirs beside an element of mine; return the last element put in."""


class Looker:
    """Writes nothing: for telling what differs between two versions."""

    def __init__(self) -> None:
        self.main = self.target = ""
        self.lists: dict[str, str] = {}

    def replace(self, para: Para, start: int, end: int, new: Para, new_start: int, new_end: int) -> None:
        """Leave everything as it is."""

    def delete(self, block: Piece) -> None:
        """Leave everything as it is."""

    def insert(self, place: Element, where: Where, block: Piece) -> Element:
        """Leave everything as it is."""
        del where, block
        return place


class Merger:
    """Merges the stories of one document one after the other."""

    def __init__(self, reviser: Hand) -> None:
        self.reviser = reviser
        self.record = Record()
        self.section = ""

    def story(self, base: Sequence[Block], mine: Sequence[Block], theirs: Sequence[Block]) -> None:
        """Merge a body, a header or a footer."""
        self.section = ""
        _Sequence(self, base, mine, theirs).merge()

    # --- what all levels use

    def apply(self, kind: Literal["changed", "inserted", "deleted"], before: str, after: str) -> None:
        """Note a change that was written."""
        self.record.applied.append(Edit(kind, self.section, before, after))

    def conflict(self, kind: ConflictKind, place: Element | None, base: str, mine: str, theirs: str) -> None:
        """Note a place that a person has to decide on."""
        part = self.reviser.target
        found = Conflict(kind, self.section, base, mine, theirs, part)
        self.record.conflicts.append(found)
        paragraph = _first_paragraph(place)
        if paragraph is not None and part == self.reviser.main:
            self.record.places.append((paragraph, found))

    def pair(self, base: Piece, mine: Piece, theirs: Piece) -> None:
        """Merge a block that all three versions have."""
        if base.key == theirs.key:
            return
        if isinstance(base, Para) and isinstance(mine, Para) and isinstance(theirs, Para):
            self._paragraph(base, mine, theirs)
        elif isinstance(base, Table) and isinstance(mine, Table) and isinstance(theirs, Table):
            self._table(base, mine, theirs)
        elif isinstance(base, Row) and isinstance(mine, Row) and isinstance(theirs, Row):
            self._row(base, mine, theirs)

    # --- tables

    def _table(self, base: Table, mine: Table, theirs: Table) -> None:
        if base.columns == theirs.columns:
            _Sequence(self, base.rows, mine.rows, theirs.rows).merge()
        elif mine.key == base.key:
            self._replace_table(mine, theirs)
        elif mine.key == theirs.key:
            self.record.same += 1
        else:
            self.conflict("both-edited", mine.element, base.shown, mine.shown, theirs.shown)

    def _replace_table(self, mine: Table, theirs: Table) -> None:
        """Strike out an untouched table and put in the new one: its columns changed."""
        try:
            self.reviser.insert(mine.element, "after", theirs)
            self.reviser.delete(mine)
        except CannotEditError:
            self.conflict("cannot-edit", mine.element, mine.shown, mine.shown, theirs.shown)
        else:
            self.apply("changed", mine.shown, theirs.shown)

    def _row(self, base: Row, mine: Row, theirs: Row) -> None:
        if mine.key == theirs.key:
            self.record.same += 1
        elif len(base.cells) != len(theirs.cells):
            self.conflict("both-edited", mine.element, base.shown, mine.shown, theirs.shown)
        elif len(base.cells) == len(mine.cells):
            for one, two, three in zip(base.cells, mine.cells, theirs.cells, strict=True):
                self._cell(one, two, three)
        else:
            self._row_of_other_width(base, mine, theirs)

    def _row_of_other_width(self, base: Row, mine: Row, theirs: Row) -> None:
        """Merge a row that the user gave another number of cells: cells are found by what they say."""
        places = dict(by_text(base.cells, mine.cells))
        for at, (one, three) in enumerate(zip(base.cells, theirs.cells, strict=True)):
            if at in places:
                self._cell(one, mine.cells[places[at]], three)
            elif one.key != three.key:
                self.conflict("deleted-by-user", mine.element, one.shown, "", three.shown)

    def _cell(self, base: Cell, mine: Cell, theirs: Cell) -> None:
        if base.key == theirs.key:
            return
        alone = [_only(cell) for cell in (base, mine, theirs)]
        if all(alone):
            one, two, three = alone
            self._paragraph(one, two, three)  # type: ignore[arg-type]
        else:
            _Sequence(self, base.blocks, mine.blocks, theirs.blocks).merge()

    # --- paragraphs

    def _paragraph(self, base: Para, mine: Para, theirs: Para) -> None:
        if mine.key == theirs.key:
            self.record.same += 1
            return
        changes = readable_hunks(base.words, theirs.words)
        own = [] if mine.words == base.words else hunks(base.words, mine.words)
        if any(hunk.i1 == 0 and hunk.i2 == len(base.words) for hunk in changes) and not own:
            changes = [Hunk(0, len(base.words), 0, len(theirs.words))]
        wanted = [hunk for hunk in changes if self._is_clear(hunk, own, base, mine, theirs)]
        before, done = mine.shown, 0
        for hunk in reversed(wanted):
            done += self._rewrite(hunk, own, mine, theirs)
        if done:
            self.apply("changed", before, _after(mine, own, theirs, wanted))

    def _is_clear(self, hunk: Hunk, own: Sequence[Hunk], base: Para, mine: Para, theirs: Para) -> bool:
        """Tell whether a change of theirs can be written; note why where it can't."""
        met = [one for one in own if collide(one, hunk)]
        if not met:
            return True
        new = theirs.words[hunk.j1 : hunk.j2]
        if any((one.i1, one.i2) == (hunk.i1, hunk.i2) and mine.words[one.j1 : one.j2] == new for one in met):
            self.record.same += 1
            return False
        low, high = min(hunk.i1, *(one.i1 for one in met)), max(hunk.i2, *(one.i2 for one in met))
        others = [_span(base.words, other.words, low, high) for other in (mine, theirs)]
        shown = ["".join(words).replace("\ufffc", "▣") for words in (base.words[low:high], *others)]
        self.conflict("both-edited", mine.element, *shown)
        return False

    def _rewrite(self, hunk: Hunk, own: Sequence[Hunk], mine: Para, theirs: Para) -> int:
        first = carried(own, hunk.i1, left=hunk.i1 == hunk.i2)
        last = first if hunk.i1 == hunk.i2 else carried(own, hunk.i2, left=True)
        start, end = _characters(mine, first, last)
        new_start, new_end = _characters(theirs, hunk.j1, hunk.j2)
        try:
            self.reviser.replace(mine, start, end, theirs, new_start, new_end)
        except CannotEditError:
            old, new = mine.raw[start:end], theirs.raw[new_start:new_end]
            self.conflict("cannot-edit", mine.element, old, old, new)
            return 0
        return 1


def _characters(para: Para, first: int, last: int) -> tuple[int, int]:
    """Return the first character of a word and the one behind the last word before another."""
    start = para.spans[first][1] if first < len(para.spans) else len(para.raw)
    return start, para.spans[last - 1][2] if last > first else start


def _span(base: Sequence[str], other: Sequence[str], low: int, high: int) -> Sequence[str]:
    changes = hunks(base, other)
    return other[carried(changes, low, left=True) : carried(changes, high, left=False)]


def _after(mine: Para, own: Sequence[Hunk], theirs: Para, wanted: Sequence[Hunk]) -> str:
    """Return what the paragraph says with the changes accepted."""
    if not own:
        return theirs.shown
    words = list(mine.words)
    for hunk in reversed(wanted):
        first = carried(own, hunk.i1, left=hunk.i1 == hunk.i2)
        last = first if hunk.i1 == hunk.i2 else carried(own, hunk.i2, left=True)
        words[first:last] = theirs.words[hunk.j1 : hunk.j2]
    return "".join(words).replace("\ufffc", "▣").strip()


def _only(cell: Cell) -> Para | None:
    blocks = [block for block in cell.blocks if not block.gone]
    return blocks[0] if len(blocks) == 1 and isinstance(blocks[0], Para) else None


def _first_paragraph(place: Element | None) -> Element | None:
    if place is None or place.tag.endswith("}p"):
        return place
    return next((one for one in place.iter("{*}p")), None)


class _Sequence:
    """One sequence of blocks or rows in its three versions."""

    def __init__(self, merger: Merger, base: Sequence[Piece], mine: Sequence[Piece], theirs: Sequence[Piece]) -> None:
        self.merger = merger
        self.base, self.mine, self.theirs = ([one for one in side if not one.gone] for side in (base, mine, theirs))
        self.to_mine = dict(by_text(self.base, self.mine))
        moved = moved_elsewhere(self.base, self.mine, self.to_mine)
        self.in_place = dict(self.to_mine)
        self.to_mine |= moved
        ours = by_ids(self.base, self.theirs)
        self.to_theirs = ours.pairs
        self.from_theirs = ours.inverse
        self.template_moves = self._template_moves(ours)
        self._learn_lists()

    def _template_moves(self, ours: Alignment) -> dict[int, int]:
        """Return the blocks that theirs has in another place, from base to theirs."""
        moves = dict(ours.moved)
        taken = set(moves.values()) | set(self.from_theirs)
        free: dict[tuple[str, str], list[int]] = {}
        for j, one in enumerate(self.theirs):
            if j not in taken and one.key:
                free.setdefault((one.kind, one.key), []).append(j)
        for i, one in enumerate(self.base):
            if i not in self.to_theirs and i not in moves and free.get((one.kind, one.key)):
                moves[i] = free[one.kind, one.key].pop(0)
        return moves

    def _learn_lists(self) -> None:
        known = self.merger.reviser.lists
        for i, j in self.to_theirs.items():
            if i in self.to_mine:
                new, own = _list_of(self.theirs[j]), _list_of(self.mine[self.to_mine[i]])
                if new and own:
                    known.setdefault(new, own)

    def merge(self) -> None:
        """Merge the blocks that base has, then put in what theirs has new."""
        outer = self.merger.section
        for i, one in enumerate(self.base):
            self._enter(one)
            self._known(i)
        self.merger.section = outer
        self._new()
        self.merger.section = outer

    def _enter(self, one: Part) -> None:
        if isinstance(one, Para) and _is_heading(one):
            self.merger.section = one.shown

    def _known(self, i: int) -> None:
        base = self.base[i]
        mine = self.mine[self.to_mine[i]] if i in self.to_mine else None
        theirs = self.theirs[self.to_theirs[i]] if i in self.to_theirs else None
        moved = self.theirs[self.template_moves[i]] if theirs is None and i in self.template_moves else None
        if mine is None:
            self._deleted_by_user(i, base, theirs or moved)
        elif theirs is not None:
            self.merger.pair(base, mine, theirs)
        elif base.key or not isinstance(base, Para):
            self._gone_from_template(base, mine, moved)

    def _deleted_by_user(self, i: int, base: Piece, theirs: Piece | None) -> None:
        if theirs is not None and theirs.key != base.key:
            near = next((self.mine[self.to_mine[k]] for k in range(i - 1, -1, -1) if k in self.in_place), None)
            place = near or (self.mine[0] if self.mine else None)
            element = place.element if place else None
            self.merger.conflict("deleted-by-user", element, base.shown, "", theirs.shown)

    def _gone_from_template(self, base: Piece, mine: Piece, moved: Piece | None) -> None:
        """Strike out what theirs no longer has in this place, unless the user changed it."""
        if mine.key != base.key:
            if moved is None:
                self.merger.conflict("deleted-by-template", mine.element, base.shown, mine.shown, "")
            else:
                self.merger.conflict("moved-by-template", mine.element, base.shown, mine.shown, moved.shown)
                self.merger.pair(base, mine, moved)
            return
        try:
            self.merger.reviser.delete(mine)
        except CannotEditError:
            self.merger.conflict("cannot-edit", mine.element, base.shown, mine.shown, "")
        else:
            self.merger.apply("deleted", base.shown, "")

    # --- what theirs has new

    def _new(self) -> None:
        placed: Mapping[int, int] = {j: i for i, j in self.template_moves.items()}
        own = self._written_by_user()
        last: tuple[int, Element] | None = None
        for j, one in enumerate(self.theirs):
            self._enter(one)
            if j in self.from_theirs or (isinstance(one, Para) and not one.key):
                continue
            if j in placed and not self._stays_as_it_was(placed[j]):
                continue
            if own.get((one.kind, one.key), 0):
                own[one.kind, one.key] -= 1
                self.merger.record.same += 1
                continue
            last = self._put_in(j, one, last)

    def _stays_as_it_was(self, i: int) -> bool:
        """Tell whether a block that theirs moved is as it was: edited it stays there, deleted it stays deleted."""
        return i in self.to_mine and self.mine[self.to_mine[i]].key == self.base[i].key

    def _written_by_user(self) -> dict[tuple[str, str], int]:
        taken = set(self.to_mine.values())
        found: dict[tuple[str, str], int] = {}
        for k, one in enumerate(self.mine):
            if k not in taken:
                found[one.kind, one.key] = found.get((one.kind, one.key), 0) + 1
        return found

    def _put_in(self, j: int, new: Piece, last: tuple[int, Element] | None) -> tuple[int, Element] | None:
        """Put in a block behind what the user added in that place; `last` is what was put in just before."""
        before = next((self.from_theirs[k] for k in range(j - 1, -1, -1) if k in self.from_theirs), -1)
        if last is not None and last[0] == before:
            place: tuple[Element, Where] | None = (last[1], "after")
        else:
            place = self._place(before)
        if place is None:
            self.merger.conflict("cannot-edit", None, "", "", new.shown)
            return last
        try:
            element = self.merger.reviser.insert(*place, new)
        except CannotEditError:
            self.merger.conflict("cannot-edit", place[0], "", "", new.shown)
            return last
        self.merger.apply("inserted", "", new.shown)
        return before, element

    def _place(self, before: int) -> tuple[Element, Where] | None:
        """Return where a block goes that follows a block of base: before the next one that is still there."""
        left, right = (
            next((self.mine[self.in_place[k]] for k in places if k in self.in_place), None)
            for places in (range(before, -1, -1), range(before + 1, len(self.base)))
        )
        if right is not None and (left is None or right.element.getparent() is left.element.getparent()):
            return right.element, "before"
        if left is not None and right is not None:
            return left.element, "after"
        return (self.mine[-1].element, "after") if self.mine else None


def _is_heading(para: Para) -> bool:
    return "heading" in para.style or para.style.startswith("标题")


def _list_of(one: Part) -> str:
    if not isinstance(one, Para):
        return ""
    found = one.element.find("{*}pPr/{*}numPr/{*}numId")
    return "" if found is None else next((str(v) for v in found.attrib.values()), "")
