"""The places of a flow chart: lanes side by side, rows below each other, channels for lines between the lanes.

Across, places are millimetres. Down, a place is a whole number, `row * ROW + level`: which line runs above which is
decided before anybody knows how high a row will be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from iso20k_docs.compose.diagrams.flow import Flow

WIDTH = 164.0
"""Width of the text on a portrait page."""
ROW = 100
TOP, IN, MIDDLE, OUT, BOTTOM = 10, 20, 25, 30, 40
"""Levels of a box: upper edge, lines that come in and go out sideways, lower edge."""
TAP, NECK, TRACK = 50, 70, 80
"""Levels below a box: outcomes that leave sideways, the label of the outcome that goes down, lines across."""
GATE_WIDTH, GATE_HEIGHT = 6.4, 4.8
"""Size of the diamond below a step with several outcomes."""

_EXIT_WIDTHS = {2: 34.0, 3: 33.0, 4: 31.0, 5: 28.0, 6: 26.0}
_NARROW_EXIT = 24.0
_WIDEST_BOX = 40.0
_BOX_SHARE = 0.76
_CROWDED = 5
_EDGE = 2.6
_STUB = 2.1
"""Least length of the last stretch of a line, so that its arrow head is free."""
_SPACING = 2.2
_TOUCH = 0.01


@dataclass(frozen=True)
class Grid:
    """The measures across: `lanes` equal lanes, then a column of ways out where the flow has any."""

    lanes: int
    exits: bool

    @cached_property
    def exit_width(self) -> float:
        """Width of the column of ways out."""
        return _EXIT_WIDTHS.get(max(self.lanes, 2), _NARROW_EXIT) if self.exits else 0.0

    @cached_property
    def edge(self) -> float:
        """Room left and right of the lanes, for lines."""
        return _EDGE if self.lanes >= _CROWDED else 0.0

    @cached_property
    def lanes_end(self) -> float:
        """Where the lanes end."""
        return WIDTH - self.exit_width

    @cached_property
    def lane_width(self) -> float:
        """Width of a lane."""
        return (self.lanes_end - 2 * self.edge) / self.lanes

    @cached_property
    def box_width(self) -> float:
        """Width of a step's box."""
        return min(self.lane_width * _BOX_SHARE, self.lane_width - 2 * _STUB - 0.2, _WIDEST_BOX)

    @cached_property
    def centers(self) -> tuple[float, ...]:
        """The middles of the lanes."""
        return tuple(self.edge + (lane + 0.5) * self.lane_width for lane in range(self.lanes))

    def center(self, lane: int) -> float:
        """Return the middle of a lane."""
        return self.centers[lane]

    def area(self, lane: int) -> tuple[float, float]:
        """Return where a lane begins and ends; the outer lanes take the room at the edges."""
        begin = 0.0 if lane == 0 else self.edge + lane * self.lane_width
        end = self.lanes_end if lane == self.lanes - 1 else self.edge + (lane + 1) * self.lane_width
        return begin, end

    def slots(self, channel: int) -> list[float]:
        """Return where lines may run down between lane `channel - 1` and lane `channel`."""
        before = self.center(channel - 1) + self.box_width / 2 if channel else -_STUB + 0.8
        after = self.center(channel) - self.box_width / 2 if channel < self.lanes else self.lanes_end + _STUB - 0.8
        room = after - before - 2 * _STUB
        count = min(int(room / _SPACING + 1e-6) + 1, 4)
        middle = (before + after) / 2
        return [middle + (k - (count - 1) / 2) * _SPACING for k in range(max(count, 1))]

    def all_slots(self) -> list[float]:
        """Return the places of all channels."""
        return [slot for channel in range(self.lanes + 1) for slot in self.slots(channel)]


def rows_of(flow: Flow, packed: bool) -> list[int]:
    """Return the row of every step; `packed` puts a step beside the one before where it simply follows to the right."""
    rows: list[int] = []
    for at, step in enumerate(flow.steps):
        beside = packed and at > 0 and _follows(flow, at - 1) and step.lane > flow.steps[at - 1].lane
        rows.append(0 if not rows else rows[-1] + (0 if beside else 1))
    return rows


def _follows(flow: Flow, at: int) -> bool:
    step = flow.steps[at]
    return not step.decision and len(step.outcomes) == 1 and step.outcomes[0].to == at + 1


@dataclass(frozen=True, slots=True)
class Cells:
    """Which cells of the chart hold a box."""

    rows: Sequence[int]
    lanes: Sequence[int]

    def between(self, lane: int, first: int, last: int) -> bool:
        """Tell whether a box stands in a lane in the rows `first` to `last`, both included."""
        return any(it == lane and first <= row <= last for it, row in zip(self.lanes, self.rows, strict=True))

    def across(self, row: int, grid: Grid, begin: float, end: float) -> bool:
        """Tell whether a box of a row stands between two places."""
        half = grid.box_width / 2 - _TOUCH
        low, high = min(begin, end) - half, max(begin, end) + half
        return any(
            it == row and low < grid.centers[lane] < high for lane, it in zip(self.lanes, self.rows, strict=True)
        )
