"""The lines of a flow chart: from each step to what follows, with few bends and crossings, never through a box.

Every line is chosen among a handful of simple forms; the cheapest that runs over no other line and through no place
kept for a label is taken. A line for which none is left is reported; its outcome becomes a hint at the step's number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from iso20k_docs.compose.diagrams.flow import Flow, Outcome
from iso20k_docs.compose.diagrams.grid import (
    BOTTOM,
    GATE_WIDTH,
    IN,
    MIDDLE,
    NECK,
    OUT,
    ROW,
    TAP,
    TOP,
    TRACK,
    WIDTH,
    Cells,
    Grid,
)
from iso20k_docs.compose.diagrams.text import fits, width_of, wrap
from iso20k_docs.model.words import Language

Way = Literal["left", "right", "down"]
_CLEAR = 1.0
"""Lines that are nearer than this many millimetres would run into one."""
_LABEL_GAP = 0.8
_TRUNK = 1.5
_BEND, _CROSSING, _LENGTH, _ROWS, _RIGHT, _MERGED = 2.0, 3.0, 0.03, 0.08, 0.3, 1.5
_LABEL_WIDTHS = tuple(float(w) for w in range(8, 36, 2))
_LABEL_LINES = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight piece of a line: from (x1, y1) to (x2, y2), the smaller first."""

    x1: float
    y1: int
    x2: float
    y2: int
    source: int
    target: int
    upright: bool

    def clashes(self, other: Stretch) -> bool:
        """Tell whether both run one over the other though they lead to different steps."""
        if self.upright != other.upright or self.target == other.target:
            return False
        if self.upright:
            return abs(self.x1 - other.x1) < _CLEAR and self.y1 <= other.y2 and other.y1 <= self.y2
        if self.source == other.source:
            return False
        return self.y1 == other.y1 and self.x1 <= other.x2 + _CLEAR and other.x1 <= self.x2 + _CLEAR

    def crosses(self, other: Stretch) -> bool:
        """Tell whether one runs across the other."""
        if self.upright == other.upright or self.target == other.target:
            return False
        across, upright = (other, self) if self.upright else (self, other)
        return across.x1 < upright.x1 < across.x2 and upright.y1 < across.y1 < upright.y2

    def merges(self, other: Stretch) -> bool:
        """Tell whether both share a way up or down to the same step."""
        return (
            self.target == other.target and self.upright and other.upright
            and self.x1 == other.x1 and self.y1 <= other.y2 and other.y1 <= self.y2
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """A place kept for a label."""

    x1: float
    y1: int
    x2: float
    y2: int

    def holds(self, stretch: Stretch) -> bool:
        """Tell whether a line runs through it."""
        return stretch.x1 < self.x2 and stretch.x2 > self.x1 and stretch.y1 < self.y2 and stretch.y2 > self.y1


@dataclass(slots=True)
class Route:
    """A line from a step: corner points across and down, and the label at its beginning."""

    source: int
    place: int
    outcome: Outcome
    way: Way
    points: list[tuple[float, int]]
    beside_exit: bool = False
    label_left: bool = False
    tap: int = 0

    def stretches(self) -> Iterator[Stretch]:
        """Yield the straight pieces."""
        target = -1 - self.source * 16 - self.place if self.outcome.to is None else self.outcome.to
        for (x1, y1), (x2, y2) in pairwise(self.points):
            yield Stretch(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), self.source, target, x1 == x2)


@dataclass(slots=True)
class Router:
    """Routes all lines of one flow in a grid."""

    flow: Flow
    grid: Grid
    cells: Cells
    routes: list[Route] = field(default_factory=list)
    failed: list[tuple[int, int]] = field(default_factory=list)
    _stretches: list[Stretch] = field(default_factory=list)
    _zones: list[Zone] = field(default_factory=list)
    _down: set[int] = field(default_factory=set)
    _chained: set[tuple[int, Way]] = field(default_factory=set)
    _slots: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note the sides of boxes that are taken by an arrow from one box to the next beside it."""
        for at, (row, following) in enumerate(pairwise(self.cells.rows)):
            if row == following:
                self._chained |= {(at, "right"), (at + 1, "left")}
        self._slots = self.grid.all_slots()

    def run(self) -> None:
        """Route every outcome: ways out first, then by distance."""
        edges = [(at, place) for at, step in enumerate(self.flow.steps) for place in range(len(step.outcomes))]
        for at, place in sorted(edges, key=self._order):
            self._route(at, place)

    def _order(self, edge: tuple[int, int]) -> tuple[int, int, int, int]:
        at, place = edge
        to = self.flow.steps[at].outcomes[place].to
        if to is None:
            return (1, 0, at, place)
        rows = self.cells.rows
        distance = abs(rows[to] - rows[at])
        straight = distance == 0 or (distance == 1 and to > at and self.cells.lanes[to] == self.cells.lanes[at])
        return (0 if straight else 2, distance, at, place)

    def _route(self, at: int, place: int) -> None:
        outcome = self.flow.steps[at].outcomes[place]
        if outcome.to is None:
            best = self._cheapest(self._exits(at, place))
        else:
            best = self._cheapest(self._straight(at, place, outcome.to))
            best = best or self._cheapest(self._ways(at, place, outcome.to))
        if best is None:
            self.failed.append((at, place))
        else:
            self._take(best)

    def _cheapest(self, ways: Iterable[Route]) -> Route | None:
        best: tuple[float, Route] | None = None
        for least, route in sorted(((self._least_cost(way), way) for way in ways), key=_first):
            if best is not None and least - _MERGED >= best[0]:
                break
            cost = self._cost(route, least)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, route
        return best[1] if best else None

    def _take(self, route: Route) -> None:
        self.routes.append(route)
        self._stretches += route.stretches()
        zone = self._zone(route)
        if zone is not None:
            self._zones.append(zone)
        if route.way == "down":
            self._down.add(route.source)

    # --- ways

    def _exits(self, at: int, place: int) -> Iterator[Route]:
        """Yield the way down to a terminator below the last step, or straight to the column of ways out."""
        outcome = self.flow.steps[at].outcomes[place]
        row, x = self.cells.rows[at], self._x(at)
        last = at == len(self.flow.steps) - 1
        if last and outcome.kind != "document" and at not in self._down:
            yield from self._labelled(at, place, [(x, row * ROW + BOTTOM), (x, (row + 1) * ROW + TOP)], "down")
            if not self.grid.exits:
                return
        start, level = self._side(at, "right")
        points = [(start, level), (self.grid.lanes_end, level)]
        yield Route(at, place, outcome, "right", points)
        if outcome.label:
            yield Route(at, place, outcome, "right", points, beside_exit=True)

    def _ways(self, at: int, place: int, to: int) -> Iterator[Route]:
        for points, way in self._forms(at, to):
            yield from self._labelled(at, place, _tidied(points), way)

    def _labelled(self, at: int, place: int, points: list[tuple[float, int]], way: Way) -> Iterator[Route]:
        """Yield the route with its label at the usual place; beside a way down it may stand left as well."""
        outcome = self.flow.steps[at].outcomes[place]
        yield Route(at, place, outcome, way, points)
        if way == "down" and outcome.label:
            yield Route(at, place, outcome, way, points, label_left=True)

    def _straight(self, at: int, place: int, to: int) -> Iterator[Route]:
        """Yield the way without a bend: down to the step below, or across to the one beside."""
        row, goal, lane, x = self.cells.rows[at], self.cells.rows[to], self.cells.lanes[at], self._x(at)
        if row == goal and to == at + 1 and not self.flow.steps[at].decision:
            level = row * ROW + MIDDLE
            yield from self._labelled(at, place, [(x + self._half, level), (self._x(to) - self._half, level)], "right")
        below = goal > row and lane == self.cells.lanes[to] and not self.cells.between(lane, row + 1, goal - 1)
        if below and at not in self._down:
            yield from self._labelled(at, place, [(x, row * ROW + BOTTOM), (x, goal * ROW + TOP)], "down")

    def _forms(self, at: int, to: int) -> Iterator[tuple[list[tuple[float, int]], Way]]:
        if self.cells.rows[to] > self.cells.rows[at]:
            yield from self._downward(at, to)
        yield from self._sideways(at, to)

    def _downward(self, at: int, to: int) -> Iterator[tuple[list[tuple[float, int]], Way]]:
        """Yield the ways that come in from above: across below the step, or round one corner."""
        row, goal, x, end = self.cells.rows[at], self.cells.rows[to], self._x(at), self._x(to)
        lane, aim = self.cells.lanes[at], self.cells.lanes[to]
        top = goal * ROW + TOP
        if at not in self._down:
            for gap in dict.fromkeys((goal - 1, row)):
                free = not self.cells.between(lane, row + 1, gap) and not self.cells.between(aim, gap + 1, goal - 1)
                if lane != aim and free:
                    track = self._track(gap, x, end, to)
                    yield [(x, row * ROW + BOTTOM), (x, track), (end, track), (end, top)], "down"
        way: Way = "right" if end > x else "left"
        below = row + 1 if self.flow.steps[at].decision else row
        if lane != aim and self._free(at, way) and not self.cells.between(aim, below, goal - 1):
            start, level = self._side(at, way)
            if self._open(at, start, end):
                yield [(start, level), (end, level), (end, top)], way

    def _sideways(self, at: int, to: int) -> Iterator[tuple[list[tuple[float, int]], Way]]:
        """Yield the ways along a channel between lanes, into the side of the step."""
        row, goal = self.cells.rows[at], self.cells.rows[to]
        level = goal * ROW + IN
        for slot in self._slots:
            entry: Way = "left" if slot < self._x(to) else "right"
            end = self._x(to) + (self._half if entry == "right" else -self._half)
            if (to, entry) in self._chained or self.cells.across(goal, self.grid, slot, end):
                continue
            way: Way = "right" if slot > self._x(at) else "left"
            start, out = self._side(at, way)
            if self._free(at, way) and self._open(at, start, slot) and row != goal:
                yield [(start, out), (slot, out), (slot, level), (end, level)], way
            if at not in self._down and row != goal:
                track = self._track(row, self._x(at), slot, to)
                x = self._x(at)
                yield [(x, row * ROW + BOTTOM), (x, track), (slot, track), (slot, level), (end, level)], "down"

    # --- places

    @property
    def _half(self) -> float:
        return self.grid.box_width / 2

    def _x(self, at: int) -> float:
        return self.grid.center(self.cells.lanes[at])

    def _side(self, at: int, way: Way) -> tuple[float, int]:
        """Return where a line leaves a step sideways: at its diamond, or at the box itself."""
        decision = self.flow.steps[at].decision
        half = GATE_WIDTH / 2 if decision else self._half
        level = self.cells.rows[at] * ROW + (TAP if decision else OUT)
        return self._x(at) + (half if way == "right" else -half), level

    def _free(self, at: int, way: Way) -> bool:
        return (at, way) not in self._chained

    def _open(self, at: int, start: float, end: float) -> bool:
        """Tell whether the way sideways out of a step meets no box of its row."""
        return self.flow.steps[at].decision or not self.cells.across(self.cells.rows[at], self.grid, start, end)

    def _track(self, gap: int, begin: float, end: float, to: int) -> int:
        """Return the first level below a row on which nobody runs between two places."""
        level = gap * ROW + TRACK
        low, high = min(begin, end), max(begin, end)
        taken = {s.y1 for s in self._stretches if not s.upright and s.target != to and s.x1 < high and s.x2 > low}
        while level in taken:
            level += 1
        return level

    # --- outcomes that leave sideways

    def arrange(self) -> None:
        """Put the lines in the order of their steps and outcomes, and those that leave on one side below each other."""
        self.routes.sort(key=lambda route: (route.source, route.place))
        for at, step in enumerate(self.flow.steps):
            if step.decision:
                self._assign_taps(at)

    def _assign_taps(self, at: int) -> None:
        """Put the outcomes that leave on one side one below the other, so that they don't cross each other."""
        for odd, way in enumerate(("right", "left")):
            mine = [route for route in self.routes if route.source == at and route.way == way]
            for tap, route in enumerate(sorted(mine, key=self._tap_order)):
                route.tap = tap
                level = self.cells.rows[at] * ROW + TAP
                _lower(route, level, level + 2 * tap + odd, self._trunk(at, way))

    def _trunk(self, at: int, way: str) -> float:
        x = self.grid.center(self.cells.lanes[at])
        reach = GATE_WIDTH / 2 + _TRUNK
        return x + reach if way == "right" else x - reach

    def _tap_order(self, route: Route) -> tuple[int, float, int]:
        if route.outcome.to is None:
            return 1, 0, route.place
        reach = abs(route.points[1][0] - route.points[0][0])
        upward = route.points[2][1] < route.points[1][1]
        return (0, reach, route.place) if upward else (2, -reach, route.place)

    # --- cost

    def _least_cost(self, route: Route) -> float:
        """Return what a line costs by itself: bends and length."""
        length = rows = 0.0
        for (x1, y1), (x2, y2) in pairwise(route.points):
            length += abs(x2 - x1)
            rows += abs(y2 - y1) / ROW
        bends = len(route.points) - 2
        right = _RIGHT if route.way == "right" and bends and self.grid.exits else 0
        return _BEND * (bends + route.beside_exit) + _RIGHT * route.label_left + _LENGTH * length + _ROWS * rows + right

    def _cost(self, route: Route, least: float) -> float | None:
        """Return what a line costs among the others; None where it can't be drawn."""
        mine = list(route.stretches())
        zone = self._zone(route)
        if route.outcome.label and not route.beside_exit and zone is None:
            return None
        if self._blocked(mine, zone):
            return None
        crossings = sum(s.crosses(other) for s in mine for other in self._stretches)
        merged = any(s.merges(other) for s in mine for other in self._stretches)
        return least + _CROSSING * crossings - (_MERGED if merged else 0)

    def _blocked(self, mine: list[Stretch], zone: Zone | None) -> bool:
        if any(kept.holds(s) for s in mine for kept in self._zones):
            return True
        if any(s.clashes(other) for s in mine for other in self._stretches):
            return True
        return zone is not None and any(zone.holds(s) for s in (*self._stretches, *mine))

    # --- labels

    def _zone(self, route: Route) -> Zone | None:
        """Return the least place that a line's label needs; None where it has none or there is no room."""
        if not route.outcome.label or route.beside_exit:
            return None
        width = least_label(route.outcome.label, self.flow.language)
        row = self.cells.rows[route.source] * ROW
        x = self._x(route.source)
        if route.way == "down":
            begin = x - _LABEL_GAP - width if route.label_left else x + _LABEL_GAP
            zone = Zone(begin, row + NECK - 8, begin + width, row + NECK + 8)
        else:
            begin = x + GATE_WIDTH / 2 + _TRUNK + _LABEL_GAP
            span = (begin, begin + width) if route.way == "right" else (2 * x - begin - width, 2 * x - begin)
            zone = Zone(span[0], row + BOTTOM + 1, span[1], row + TAP - 1)
        end = self.grid.lanes_end if self.grid.exits else WIDTH
        return zone if zone.x1 >= 0 and zone.x2 <= end - _LABEL_GAP / 2 else None


def _lower(route: Route, level: int, to: int, trunk: float) -> None:
    """Let an outcome leave at a lower level, by way of the trunk beside the diamond."""
    points = [(x, to if y == level else y) for x, y in route.points]
    if route.tap:
        points = [(points[0][0], level + to % 2), (trunk, level + to % 2), (trunk, to), *points[1:]]
    route.points = points


def _tidied(points: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Drop corners that are none."""
    found: list[tuple[float, int]] = []
    for point in points:
        if found and point == found[-1]:
            continue
        if len(found) > 1 and (point[0] == found[-1][0] == found[-2][0] or point[1] == found[-1][1] == found[-2][1]):
            found.pop()
        found.append(point)
    return found


@lru_cache(maxsize=1 << 10)
def least_label(label: str, language: Language) -> float:
    """Return the least width in which a label takes at most three lines and no word is broken."""
    for width in _LABEL_WIDTHS:
        if fits(label, width, language, "small") and len(_lines(label, width, language)) <= _LABEL_LINES:
            return width
    return _LABEL_WIDTHS[-1]


def label_lines(label: str, room: float, language: Language) -> tuple[str, ...]:
    """Return a label in the lines that it takes in so much room."""
    return _lines(label, min(room, _LABEL_WIDTHS[-1]), language)


def label_width(lines: Iterable[str], language: Language) -> float:
    """Return the width of a label's longest line."""
    return max(width_of(line, language, "small") for line in lines) + 0.4


def _lines(label: str, width: float, language: Language) -> tuple[str, ...]:
    return wrap(label, width, language, "small")


def _first(pair: tuple[float, Route]) -> float:
    return pair[0]
