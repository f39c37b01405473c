"""A process as swimlane flow charts: one drawing, or several where a page can't hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from iso20k_docs.compose.diagrams.flow import Flow
from iso20k_docs.compose.diagrams.grid import (
    BOTTOM,
    GATE_HEIGHT,
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
    rows_of,
)
from iso20k_docs.compose.diagrams.heads import head
from iso20k_docs.compose.diagrams.routes import Route, Router, label_lines, label_width
from iso20k_docs.compose.diagrams.text import fits, height_of, room_in, width_of, wrap
from iso20k_docs.model.drawing import Area, Colour, Drawing, Item, Label, Line, Point, Shape, Side, Size

HEIGHT = 204.0
"""A chart up to this height stands on one page with two headings above and its caption below."""
_TRACK_SPACING, _TRACK_ABOVE = 2.4, 1.8
_TAP_SPACING = 3.4
_HEAD_PADDING, _PILL_PADDING = 3.2, 2.4
_LABEL_ABOVE = 0.5
_LABEL_BELOW = 0.4
_LABEL_GAP = 0.8
_TRUNK = 1.5
_PORT = 1.7
_EXIT_GAP = 1.5
_EXIT_INSET = 3.0
_PILL_INSET = 1.2
_CROWDED = 6
_WIDEST_START = 24.0
_EVEN_LINES = 2
_SIDEWAYS = ("left", "right")


@dataclass(frozen=True, slots=True)
class _Spacing:
    """Room above and below things, in millimetres. `even` gives all boxes of a chart one height."""

    padding: float
    first: float
    stem: float
    gap: float
    arrow: float
    even: bool


_USUAL = _Spacing(4.4, 2.6, 2.2, 5.2, 4.0, True)
_TIGHT = _Spacing(3.2, 2.0, 1.8, 4.2, 3.4, False)
_DENSE = _Spacing(2.6, 1.6, 1.3, 3.5, 2.9, False)
_CUT = 18.0
"""A line that is cut is as bad as so many millimetres of empty page."""


def swimlanes(flow: Flow, height: float = HEIGHT) -> tuple[Drawing, ...]:
    """Return the charts of a flow, none higher than `height` millimetres where its steps allow it.

    A chart that is too high is cut between two steps so that the first page is well filled and few lines are cut;
    those become hints at the number of the step where the flow goes on.
    """
    whole = _chart(flow, height, (_USUAL, _TIGHT, _DENSE))
    if whole.height <= height or len(flow.steps) == 1:
        return (whole.drawing(),)
    halves = _halves(flow, whole, height)
    if halves:
        return halves
    first = max(1, min(whole.fitting(height), len(flow.steps) - 1))
    while first > 1 and (head := _chart(flow.part(0, first), height)).height > height:
        first -= 1
    head = _chart(flow.part(0, first), height)
    return (head.drawing(), *swimlanes(flow.part(first, len(flow.steps)), height))


def _halves(flow: Flow, whole: _Chart, height: float) -> tuple[Drawing, ...]:
    """Return the flow on two pages; nothing where it needs more."""
    count = len(flow.steps)
    places = [at for at in range(2, count - 1) if max(whole.split(at)) < height]
    for at in sorted(places, key=lambda at: _CUT * _cuts(flow, at) + height - whole.split(at)[0]):
        parts = [_chart(flow.part(0, at), height), _chart(flow.part(at, count), height)]
        if max(part.height for part in parts) <= height:
            return tuple(part.drawing() for part in parts)
    return ()


def _cuts(flow: Flow, at: int) -> int:
    return sum(
        outcome.to is not None and (number < at) != (outcome.to < at)
        for number, step in enumerate(flow.steps)
        for outcome in step.outcomes
    )


def _chart(flow: Flow, height: float, spacings: Sequence[_Spacing] = (_USUAL, _TIGHT)) -> _Chart:
    """Return the better of two layouts: steps side by side where they simply follow, or each in a row of its own.

    It is drawn with the widest spacing that fits the height, else with the narrowest.
    """
    packed, jumps = _routed(flow, True)
    if jumps:
        loose, fewer = _routed(flow, False)
        packed = loose if fewer < jumps else packed
    for spacing in spacings:
        chart = _Chart(packed, spacing)
        if chart.height <= height:
            break
    return chart


def _routed(flow: Flow, packed: bool) -> tuple[Router, int]:
    """Route a flow; outcomes for which there is no line left become hints. Return how many did."""
    jumps, exits = 0, False
    while True:
        exits = exits or any(_leaves(flow, at) for at in range(len(flow.steps)))
        grid = Grid(len(flow.lanes), exits)
        cells = Cells(rows_of(flow, packed), [step.lane for step in flow.steps])
        router = Router(flow, grid, cells)
        router.run()
        if not router.failed:
            router.arrange()
            return router, jumps
        lost = [(at, place) for at, place in router.failed if flow.steps[at].outcomes[place].to is not None]
        for at, place in lost:
            flow = flow.jump(at, place)
        jumps, exits = jumps + len(lost), True


def _leaves(flow: Flow, at: int) -> bool:
    """Tell whether a step has a way out other than the one that stands below the last step."""
    outs = [outcome for outcome in flow.steps[at].outcomes if outcome.to is None]
    last = at == len(flow.steps) - 1
    return bool(outs) and not (last and len(outs) == 1 and outs[0].kind != "document")


@dataclass(slots=True)
class _RowPlace:
    """Where a row is, in millimetres."""

    top: float = 0.0
    center: float = 0.0
    bottom: float = 0.0
    taps: dict[int, float] = field(default_factory=dict)
    neck: float = 0.0
    tracks: dict[int, float] = field(default_factory=dict)
    end: float = 0.0


class _Chart:
    """A routed flow on its way to a drawing."""

    def __init__(self, router: Router, spacing: _Spacing) -> None:
        self.flow, self.grid, self.cells, self.routes = router.flow, router.grid, router.cells, router.routes
        self.spacing = spacing
        self.size: Size = "small" if len(self.flow.lanes) >= _CROWDED else "text"
        self.texts = [self._step_lines(at) for at in range(len(self.flow.steps))]
        self.stretches = [stretch for route in self.routes for stretch in route.stretches()]
        self.labels = {id(route): self._label(route) for route in self.routes if route.outcome.label}
        self.pills = {id(route): self._pill_lines(route) for route in self.routes if route.outcome.to is None}
        room = room_in(self._start_width() - 2 * _PILL_INSET)
        self.entry = wrap(self.flow.entry, room, self.flow.language, "small", bold=True)
        self.both = self._sides("in") & self._sides("out")
        self.exit_bottom = self.head = self._head_height()
        self.places: list[_RowPlace] = []
        self._place_rows()
        self.height = self._height()

    # --- texts

    def _step_lines(self, at: int) -> tuple[str, ...]:
        step = self.flow.steps[at]
        indent = width_of(step.number + " ", self.flow.language, self.size, bold=True)
        return wrap(step.name, room_in(self.grid.box_width), self.flow.language, self.size, indent=indent)

    def _head_lines(self, lane: int) -> tuple[str, ...]:
        begin, end = self.grid.area(lane)
        return wrap(self.flow.lanes[lane], room_in(end - begin), self.flow.language, self._head_size(), bold=True)

    def _head_size(self) -> Size:
        """Return the smaller size where a word of a lane's name would have to be broken."""
        widths = [end - begin for begin, end in map(self.grid.area, range(len(self.flow.lanes)))]
        whole = all(
            fits(name, room_in(width), self.flow.language, "text", True)
            for name, width in zip(self.flow.lanes, widths, strict=True)
        )
        return "text" if whole else "small"

    def _head_height(self) -> float:
        lines = [len(self._head_lines(lane)) for lane in range(len(self.flow.lanes))]
        if self.grid.exits:
            lines.append(len(self._exit_head()))
        return height_of(max(lines), self._head_size()) + _HEAD_PADDING

    def _exit_head(self) -> tuple[str, ...]:
        word = self.flow.word("exits")
        return wrap(word, room_in(self.grid.exit_width), self.flow.language, self._head_size(), bold=True)

    def _pill_lines(self, route: Route) -> tuple[str, ...]:
        width = self._pill_width(route) - 2 * _PILL_INSET
        return wrap(route.outcome.text, room_in(width), self.flow.language, "small", bold=True)

    def _pill_width(self, route: Route) -> float:
        if route.way == "down":
            return self.grid.box_width
        return self.grid.exit_width - 1.5 - _EXIT_INSET

    # --- labels

    def _label(self, route: Route) -> tuple[str, ...]:
        """Return the lines of a route's label: as few as its room allows."""
        text = route.outcome.label
        if route.beside_exit:
            return label_lines(text, self.grid.exit_width - _EXIT_INSET - 1.0, self.flow.language)
        room = self._label_room(route)
        if route.way != "down" and len(route.points) > 2:  # noqa: PLR2004 - it turns a corner
            straight = abs(self._corner(route) - self._label_start(route)) - _LABEL_GAP
            own = min(room, straight)
            if (
                fits(text, own, self.flow.language, "small")
                and len(label_lines(text, own, self.flow.language)) <= _EVEN_LINES
            ):
                return label_lines(text, own, self.flow.language)
        return label_lines(text, room, self.flow.language)

    def _corner(self, route: Route) -> float:
        return route.points[1 if route.tap == 0 else 3][0]

    def _label_start(self, route: Route) -> float:
        x = self.grid.center(self.cells.lanes[route.source])
        if route.way == "down":
            return x - _LABEL_GAP if route.label_left else x + _LABEL_GAP
        several = sum(r.source == route.source and r.way == route.way for r in self.routes) > 1
        reach = GATE_WIDTH / 2 + (_TRUNK if several else 0) + _LABEL_GAP
        return x + reach if route.way == "right" else x - reach

    def _label_room(self, route: Route) -> float:
        """Return how far a label may reach before it meets a line or the edge of the lanes."""
        low, high = self._label_levels(route)
        start = self._label_start(route)
        meeting = [s.x1 for s in self.stretches if s.upright and s.y1 < high and s.y2 > low]
        if route.way == "left" or route.label_left:
            return start - max([x for x in meeting if x < start] + [0.0]) - _LABEL_GAP
        end = self.grid.lanes_end if self.grid.exits else WIDTH
        return min([x for x in meeting if x > start] + [end]) - start - _LABEL_GAP

    def _label_levels(self, route: Route) -> tuple[int, int]:
        row = self.cells.rows[route.source] * ROW
        if route.way == "down":
            return row + NECK - 8, row + NECK + 8
        if route.tap == 0:
            return row + BOTTOM, row + TAP
        return row + TAP + 2 * route.tap - 2, row + TAP + 2 * route.tap

    # --- heights

    def _sides(self, which: str) -> set[tuple[int, str]]:
        """Return the sides of boxes at which lines come in, or from which they go out, beside each other."""
        found: set[tuple[int, str]] = set()
        for route in self.routes:
            begin, end = route.points[0], route.points[-1]
            if which == "out" and begin[1] % ROW in (OUT, MIDDLE):
                found.add((route.source, route.way))
            if which == "in" and end[1] % ROW == IN and route.outcome.to is not None:
                x = self.grid.center(self.cells.lanes[route.outcome.to])
                found.add((route.outcome.to, "right" if end[0] > x else "left"))
        return found

    def _place_rows(self) -> None:
        top = self.head + self.spacing.first + self._pill_height(len(self.entry)) + self.spacing.arrow
        for row in range(self.cells.rows[-1] + 1):
            place = self._place_row(row, top)
            self.places.append(place)
            top = place.end

    def _box_height(self, row: int) -> float:
        """Return the height of a row's boxes; all boxes of a chart have one height as long as none has many lines."""
        counts = [len(lines) for lines in self.texts]
        mine = max(count for count, it in zip(counts, self.cells.rows, strict=True) if it == row)
        usual = max([count for count in counts if count <= _EVEN_LINES] or [1])
        return height_of(max(mine, usual if self.spacing.even else 1), self.size) + self.spacing.padding

    def _place_row(self, row: int, top: float) -> _RowPlace:
        height = self._box_height(row)
        steps = [at for at, it in enumerate(self.cells.rows) if it == row]
        decision = next((at for at in steps if self.flow.steps[at].decision), None)
        top = self._pushed(row, top, height)
        place = _RowPlace(top, top + height / 2, top + height)
        floor = place.bottom
        if decision is not None:
            floor = self._place_taps(decision, place)
        floor = self._place_neck(steps, place, floor)
        self._place_tracks(row, place, floor)
        return place

    def _pushed(self, row: int, top: float, height: float) -> float:
        """Move a row down where a way out at the height of its box would run into the one above."""
        for route in self.routes:
            at_box = route.outcome.to is None and route.way == "right" and route.points[0][1] == row * ROW + OUT
            if at_box:
                wanted = self._exit_center(route)
                top = max(top, wanted - height / 2)
                self.exit_bottom = max(wanted, top + height / 2) + self._pill_height(len(self.pills[id(route)])) / 2
        return top

    def _exit_center(self, route: Route) -> float:
        """Return the highest place for the middle of a terminator in the column of ways out."""
        above = height_of(len(self.labels[id(route)]), "small") + _LABEL_ABOVE if route.beside_exit else 0.0
        return self.exit_bottom + _EXIT_GAP + above + self._pill_height(len(self.pills[id(route)])) / 2

    def _pill_height(self, lines: int) -> float:
        return height_of(lines, "small") + _PILL_PADDING

    def _place_taps(self, at: int, place: _RowPlace) -> float:
        """Place the diamond and the outcomes beside it; return where the room below begins."""
        sides = {
            way: sorted((r for r in self.routes if r.source == at and r.way == way), key=lambda route: route.tap)
            for way in _SIDEWAYS
        }
        gate = max(
            place.bottom + self.spacing.stem + GATE_HEIGHT / 2,
            *(self._tap_place(routes[0], place.bottom, 0.0) for routes in sides.values() if routes),
            0.0,
        )
        floor = gate + GATE_HEIGHT / 2
        place.taps[TAP] = place.taps[TAP + 1] = gate
        for odd, way in enumerate(("right", "left")):
            y = gate
            for route in sides[way]:
                if route.tap:
                    y = self._tap_place(route, y, _TAP_SPACING)
                    place.taps[TAP + 2 * route.tap + odd] = y
                if route.outcome.to is None:
                    self.exit_bottom = y + self._pill_height(len(self.pills[id(route)])) / 2
            floor = max(floor, y + _LABEL_ABOVE)
        return floor

    def _tap_place(self, route: Route, above: float, least: float) -> float:
        """Return how far down an outcome leaves so that its label fits between it and what is above."""
        label = 0.0
        if route.outcome.label and not route.beside_exit:
            label = height_of(len(self.labels[id(route)]), "small") + _LABEL_ABOVE + _LABEL_BELOW
        y = above + max(label, least)
        return max(y, self._exit_center(route)) if route.outcome.to is None else y

    def _place_neck(self, steps: list[int], place: _RowPlace, floor: float) -> float:
        """Place the label of the outcome that goes down; return where the room below begins."""
        place.neck = floor + _LABEL_BELOW
        for route in self.routes:
            if route.source in steps and route.way == "down" and route.outcome.label:
                return place.neck + height_of(len(self.labels[id(route)]), "small") - 1.0
        return floor

    def _place_tracks(self, row: int, place: _RowPlace, floor: float) -> None:
        levels = sorted({y for route in self.routes for _, y in route.points if y // ROW == row and y % ROW >= TRACK})
        y = floor + _TRACK_ABOVE - _TRACK_SPACING
        for level in levels:
            y += _TRACK_SPACING
            place.tracks[level % ROW] = y
        place.end = y + self.spacing.arrow if levels else floor + self.spacing.gap

    # --- drawing

    def _height(self) -> float:
        last, first = self.places[-1], self.spacing.first
        bottoms = [last.bottom + first, self.exit_bottom + first, last.neck + _LABEL_ABOVE]
        last_step = len(self.flow.steps) - 1
        for route in self.routes:
            if route.source == last_step and route.way == "down" and route.outcome.to is None:
                bottoms.append(last.end + self._pill_height(len(self.pills[id(route)])) + first)
        bottoms += [y + first for place in self.places for y in (*place.taps.values(), *place.tracks.values())]
        if self.flow.steps[last_step].decision:
            bottoms.append(last.taps[TAP] + GATE_HEIGHT / 2 + first)
        return round(max(bottoms), 2)

    def fitting(self, height: float) -> int:
        """Return about how many steps fit into a height."""
        return sum(self.places[row].bottom < height - self.spacing.gap for row in self.cells.rows)

    def split(self, at: int) -> tuple[float, float]:
        """Return about how high the chart would be up to a step and from it on."""
        above = self.places[self.cells.rows[at]].top
        return above, self.height - above + self.places[0].top

    def drawing(self) -> Drawing:
        """Return the finished chart."""
        areas = self._areas(self.height)
        items = (*areas, *self._heads(), *self._lines(), *self._boxes(), *self._pills(), *self._labels())
        return Drawing(WIDTH, self.height, items, self.flow.title, self.flow.alt)

    def _areas(self, height: float) -> list[Item]:
        found: list[Item] = []
        for lane in range(len(self.flow.lanes)):
            begin, end = self.grid.area(lane)
            found.append(Area(begin, 0, end - begin, height, "soft" if lane % 2 == 0 else "paper"))
        if self.grid.exits:
            found.append(Area(self.grid.lanes_end, 0, self.grid.exit_width, height, "tint"))
        return found

    def _heads(self) -> list[Item]:
        found: list[Item] = []
        size, count = self._head_size(), len(self.flow.lanes)
        for lane in range(count):
            begin, end = self.grid.area(lane)
            lines = self._head_lines(lane)
            found.append(head(begin, end - begin, self.head, lines, size))
        if self.grid.exits:
            found.append(head(self.grid.lanes_end, self.grid.exit_width, self.head, self._exit_head(), size, "grey"))
        return found

    def _boxes(self) -> list[Item]:
        found: list[Item] = [self._start()]
        for at, step in enumerate(self.flow.steps):
            place, x = self.places[self.cells.rows[at]], self.grid.center(self.cells.lanes[at])
            box = Shape(
                "rounded", x - self.grid.box_width / 2, place.top, self.grid.box_width, place.bottom - place.top,
                lines=self.texts[at], number=step.number, size=self.size,
            )  # fmt: skip
            found.append(box)
            if step.decision:
                found.append(
                    Shape(
                        "diamond", x - GATE_WIDTH / 2, place.taps[TAP] - GATE_HEIGHT / 2, GATE_WIDTH, GATE_HEIGHT,
                        "warn_tint", "warn", alt=f"{step.number} ?",
                    )
                )  # fmt: skip
        return found

    def _start_width(self) -> float:
        return min(self.grid.box_width, _WIDEST_START)

    def _start(self) -> Shape:
        width = self._start_width()
        x, y = self.grid.center(self.cells.lanes[0]) - width / 2, self.head + self.spacing.first
        lines, height = self.entry, self._pill_height(len(self.entry))
        return Shape("terminator", x, y, width, height, "accent_tint", "accent", lines, bold=len(lines), size="small")

    def _pills(self) -> list[Item]:
        return [self._pill(route) for route in self.routes if route.outcome.to is None]

    def _pill(self, route: Route) -> Shape:
        lines, width = self.pills[id(route)], self._pill_width(route)
        height = self._pill_height(len(lines))
        if route.way == "down":
            x = self.grid.center(self.cells.lanes[route.source]) - width / 2
            y = self.places[-1].end
        else:
            x = self.grid.lanes_end + _EXIT_INSET
            y = self._points(route)[-1][1] - height / 2
        fill, stroke, ink = _PILLS[route.outcome.kind]
        return Shape("terminator", x, y, width, height, fill, stroke, lines, ink, bold=len(lines), size="small")

    def _lines(self) -> list[Item]:
        x = self.grid.center(self.cells.lanes[0])
        begin = self.head + self.spacing.first + self._pill_height(len(self.entry))
        found: list[Item] = [Line(((x, begin), (x, self.places[0].top)), arrow=True)]
        for at, step in enumerate(self.flow.steps):
            if step.decision:
                place, middle = self.places[self.cells.rows[at]], self.grid.center(self.cells.lanes[at])
                found.append(Line(((middle, place.bottom), (middle, place.taps[TAP] - GATE_HEIGHT / 2))))
        found += [Line(tuple(self._points(route)), arrow=True, alt=self._told(route)) for route in self.routes]
        return found

    def _told(self, route: Route) -> str:
        target = route.outcome.text if route.outcome.to is None else self.flow.steps[route.outcome.to].number
        return f"{self.flow.steps[route.source].number} → {target}"

    def _points(self, route: Route) -> list[Point]:
        points = [(x, self._y(route, y)) for x, y in route.points]
        if route.way != "down" and route.outcome.to is None:
            points[-1] = (points[-1][0] + _EXIT_INSET, points[-1][1])
        if route.way == "down" and self.flow.steps[route.source].decision:
            place = self.places[self.cells.rows[route.source]]
            points[0] = (points[0][0], place.taps[TAP] + GATE_HEIGHT / 2)
        return points

    def _y(self, route: Route, level: int) -> float:
        """Return where a level of the grid is, in millimetres."""
        row, kind = divmod(level, ROW)
        if kind == TOP:
            return self.places[row].top if row < len(self.places) else self.places[-1].end
        place = self.places[row]
        if kind == BOTTOM:
            return place.bottom
        if kind < TAP:
            return place.center + self._port(route, kind)
        return place.taps[kind] if kind < NECK else place.tracks[kind]

    def _port(self, route: Route, kind: int) -> float:
        """Return how far from the middle of its box a line goes in or out, where both happen on one side."""
        if kind == OUT:
            return _PORT if (route.source, route.way) in self.both else 0.0
        if kind == IN and route.outcome.to is not None:
            x = self.grid.center(self.cells.lanes[route.outcome.to])
            side = "right" if route.points[-1][0] > x else "left"
            return -_PORT if (route.outcome.to, side) in self.both else 0.0
        return 0.0

    def _labels(self) -> list[Item]:
        return [self._label_item(route) for route in self.routes if route.outcome.label]

    def _label_item(self, route: Route) -> Label:
        lines = self.labels[id(route)]
        width, height = label_width(lines, self.flow.language), height_of(len(lines), "small")
        if route.beside_exit:
            pill = self._pill(route)
            return Label(pill.x, pill.y - _LABEL_ABOVE - height, pill.width, lines, side="center")
        start = self._label_start(route)
        if route.way == "down":
            x = start - width if route.label_left else start
            side: Side = "right" if route.label_left else "left"
            return Label(x, self.places[self.cells.rows[route.source]].neck, width, lines, side=side)
        y = self._points(route)[0 if route.tap == 0 else 2][1] - _LABEL_ABOVE - height
        if route.way == "right":
            return Label(start, y, width, lines)
        return Label(start - width, y, width, lines, side="right")


_PILLS: dict[str, tuple[Colour, Colour, Colour]] = {
    "document": ("paper", "accent", "ink"),
    "end": ("primary", "primary", "paper"),
    "jump": ("paper", "grey", "grey"),
}
