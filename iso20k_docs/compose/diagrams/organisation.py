"""The organisation chart: departments under their parents, over several pages where one can't hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iso20k_docs.compose.diagrams.grid import WIDTH
from iso20k_docs.compose.diagrams.text import height_of, room_in, wrap
from iso20k_docs.model.drawing import Colour, Drawing, Item, Line, Shape
from iso20k_docs.model.words import Language, Words

HEIGHT = 204.0
"""A chart up to this height stands on one page with headings and caption."""
_MOST_COLUMNS, _DEEPEST = 6, 3
_WIDEST, _SHARE = 44.0, 0.88
_PADDING = 3.6
_GAP, _BUS = 4.0, 5.0
_INDENT, _SPINE = 6.0, 3.0
_TRUNK = 1.0
_MARGIN = 0.4
_CONTINUED = Words("（下设部门见续图）", "(continued below)")
_ALT = Words("组织机构图。", "Organisation chart. ")


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, who heads it and the departments below it."""

    name: str
    head: str
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Box:
    """A unit's box: place, size and text."""

    unit: Unit
    depth: int
    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    names: int

    @property
    def height(self) -> float:
        return height_of(len(self.lines), "text") + _PADDING

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class _Tier:
    """Columns that hang from one line: the boxes, their places counted from the tier's top."""

    columns: tuple[tuple[_Box, ...], ...]

    @property
    def height(self) -> float:
        return max(box.y + box.height for column in self.columns for box in column)


def organisation_charts(root: Unit, title: str, language: Language) -> tuple[Drawing, ...]:
    """Return the charts of a tree of units.

    Units of the second level stand side by side, at most six in a line; those below them hang under their parent. A
    branch that is too long or too deep for a page gets a chart of its own.
    """
    found: list[Drawing] = []
    waiting = [root]
    while waiting:
        top = waiting.pop(0)
        made, cut = _charts(top, title, language)
        found += made
        waiting += cut
    return tuple(found)


def _charts(root: Unit, title: str, language: Language) -> tuple[list[Drawing], list[Unit]]:
    """Return the charts with one unit at their head, and the branches that they leave out."""
    head = _box(root, 0, (WIDTH - _WIDEST * 1.2) / 2, _MARGIN, _WIDEST * 1.2, language, False)
    room = HEIGHT - head.height - 2 * _MARGIN - 2 * _BUS
    cut = [unit for unit in root.units if not _hangs(unit, len(root.units), room, language)]
    tiers = list(_tiers(root, cut, language))
    pages: list[list[_Tier]] = [[]]
    for tier in tiers:
        used = sum(t.height + 2 * _BUS for t in pages[-1])
        if pages[-1] and used + tier.height > room:
            pages.append([])
        pages[-1].append(tier)
    return [_drawing(head, page, title, language) for page in pages], cut


def _hangs(unit: Unit, neighbours: int, room: float, language: Language) -> bool:
    """Tell whether all units below one can hang under it on a page."""
    width = _column_width(_columns(neighbours))
    column = list(_column(unit, 0.0, width, language, False))
    deepest = max(box.depth for box in column)
    return deepest <= _DEEPEST and column[-1].y + column[-1].height <= room


def _columns(count: int) -> int:
    tiers = -(-count // _MOST_COLUMNS)
    return -(-count // max(tiers, 1))


def _column_width(columns: int) -> float:
    return (WIDTH - 2 * _TRUNK) / max(columns, 1)


def _tiers(root: Unit, cut: Sequence[Unit], language: Language) -> Iterator[_Tier]:
    columns = _columns(len(root.units))
    width = _column_width(columns)
    for first in range(0, len(root.units), max(columns, 1)):
        units = root.units[first : first + columns]
        begin = (WIDTH - width * columns) / 2
        yield _Tier(
            tuple(
                tuple(_column(unit, begin + at * width, width, language, unit in cut)) for at, unit in enumerate(units)
            )
        )


def _column(unit: Unit, x: float, room: float, language: Language, cut: bool) -> Iterator[_Box]:
    """Yield the boxes of a unit and of all below it, from the top down."""
    width = min(room * _SHARE, _WIDEST)
    left = x + (room - width) / 2
    y = 0.0
    for depth, it in _walk(unit, 1) if not cut else [(1, unit)]:
        indent = (depth - 1) * _INDENT
        box = _box(it, depth, left + indent, y, width - indent, language, cut)
        yield box
        y += box.height + _GAP


def _walk(unit: Unit, depth: int) -> Iterator[tuple[int, Unit]]:
    yield depth, unit
    for below in unit.units:
        yield from _walk(below, depth + 1)


def _box(unit: Unit, depth: int, x: float, y: float, width: float, language: Language, cut: bool) -> _Box:
    names = wrap(unit.name, room_in(width), language, "text", bold=True)
    heads = wrap(unit.head, room_in(width), language, "text") if unit.head else ()
    note = wrap(_CONTINUED.in_(language), room_in(width), language, "text") if cut and unit.units else ()
    return _Box(unit, depth, x, y, width, names + heads + note, len(names))


def _drawing(head: _Box, tiers: Sequence[_Tier], title: str, language: Language) -> Drawing:
    lines: list[Item] = []
    boxes: list[Item] = [_shape(head, 0.0)]
    y, middle = head.y + head.height, head.middle
    bus = y + _BUS
    for at, tier in enumerate(tiers):
        lines += _tier_lines(tier, bus, at, len(tiers), middle)
        boxes += [_shape(box, bus + _BUS) for column in tier.columns for box in column]
        y = bus + _BUS + tier.height
        bus = y + _BUS
    if tiers:
        lines.insert(0, Line(((middle, head.y + head.height), (middle, head.y + head.height + _BUS))))
    return Drawing(WIDTH, round(y + _MARGIN, 2), (*lines, *boxes), title, _told(head, tiers, language))


def _tier_lines(tier: _Tier, bus: float, at: int, count: int, middle: float) -> Iterator[Line]:
    """Yield the lines above a tier and those within its columns; the trunk on the left leads to the next tier."""
    tops = [column[0].middle for column in tier.columns]
    begin = min([_TRUNK if count > 1 else tops[0], *([middle] if at == 0 else [])])
    end = max([*tops, *([middle] if at == 0 else [])])
    if end - begin > _MARGIN:
        yield Line(((begin, bus), (end, bus)))
    if at + 1 < count:
        yield Line(((_TRUNK, bus), (_TRUNK, bus + 2 * _BUS + tier.height)))
    for column in tier.columns:
        yield Line(((column[0].middle, bus), (column[0].middle, bus + _BUS)))
        yield from _hanging(column, bus + _BUS)


def _hanging(column: Sequence[_Box], top: float) -> Iterator[Line]:
    for at, box in enumerate(column):
        below = list(_children(column, at))
        if not below:
            continue
        spine = box.x + _SPINE
        last = top + below[-1].y + below[-1].height / 2
        yield Line(((spine, top + box.y + box.height), (spine, last)))
        for it in below:
            y = top + it.y + it.height / 2
            yield Line(((spine, y), (it.x, y)))


def _children(column: Sequence[_Box], at: int) -> Iterator[_Box]:
    for box in column[at + 1 :]:
        if box.depth <= column[at].depth:
            return
        if box.depth == column[at].depth + 1:
            yield box


def _shape(box: _Box, top: float) -> Shape:
    fills: dict[int, tuple[Colour, Colour, Colour]] = {
        0: ("primary", "primary", "paper"),
        1: ("tint", "primary", "ink"),
    }
    fill, stroke, ink = fills.get(box.depth, ("paper", "line", "ink"))
    return Shape("rounded", box.x, top + box.y, box.width, box.height, fill, stroke, box.lines, ink, bold=box.names)


def _told(head: _Box, tiers: Sequence[_Tier], language: Language) -> str:
    stop = "；" if language == "zh" else "; "
    units = [box.unit for tier in tiers for column in tier.columns for box in column]
    named = [f"{unit.name}（{unit.head}）" if language == "zh" else f"{unit.name} ({unit.head})" for unit in units]
    return _ALT.in_(language) + head.unit.name + ("：" if language == "zh" else ": ") + stop.join(named)
