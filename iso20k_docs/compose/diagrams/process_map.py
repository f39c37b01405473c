"""The process map: processes in the groups of the standard's chapters, and to which others each delivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from iso20k_docs.compose.diagrams.grid import WIDTH
from iso20k_docs.compose.diagrams.text import height_of, room_in, width_of, wrap
from iso20k_docs.model.drawing import Area, Drawing, Item, Label, Line, Shape
from iso20k_docs.model.words import Language, Words

#: Planning above, operation in the middle, evaluation and support below.
Band = Literal["plan", "operate", "improve", "support"]

HEIGHT = 212.0
"""A map up to this height stands on one page with a heading and its caption."""
_LOOP, _BAR, _BAR_GAP = 5.0, 13.0, 4.0
_BAND_GAP = 4.6
_GAP = 1.6
_PADDING = 2.4
_MOST_COLUMNS, _MOST_STACKED = 6, 8
_IN_ROW = 5
_MOST_IN_BAND = 5
_WORDS: dict[str, Words] = {
    "needs": Words("服务要求", "Service needs"),
    "services": Words("服务成果", "Service results"),
    "legend": Words(
        "左侧为客户和其他相关方的要求，右侧为交付给他们的服务。框中编号为程序文件的序号。",
        "Left, what customers and other interested parties ask; right, what they get. Numbers are those of the "
        "procedures. ",
    ),
    "legend-delivers": Words(
        "“→”之后是该过程向其输出的过程。",
        "Behind the arrow stand the processes to which a process delivers.",
    ),
    "alt": Words("过程图。", "Process map. "),
    "loop": Words("改进的决定返回策划", "Decisions to improve lead back to planning"),
    "needs-flow": Words("要求进入运行", "Requirements enter operation"),
    "services-flow": Words("服务交付给客户", "Services are delivered to customers"),
    "down": Words("上一组决定下一组", "What is above directs what is below"),
    "up": Words("支持其他过程", "Supports the other processes"),
}


@dataclass(frozen=True, slots=True)
class MapProcess:
    """A process: the number of its procedure, its title and the numbers of those that it delivers to."""

    number: str
    title: str
    delivers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapGroup:
    """The processes of one chapter of the standard, which has a `number` and a title."""

    number: str
    title: str
    band: Band
    processes: tuple[MapProcess, ...]


def process_maps(groups: Sequence[MapGroup], title: str, language: Language) -> tuple[Drawing, ...]:
    """Return the map of all processes on one page.

    Where that can't hold them, it doesn't say to whom they deliver, or the bands stand on pages of their own.
    """
    shown = [group for group in groups if group.processes]
    for told in (shown, [replace(group, processes=tuple(map(_silent, group.processes))) for group in shown]):
        whole = _Map(told, title, language).drawing()
        if whole.height <= HEIGHT:
            return (whole,)
    bands = dict.fromkeys(group.band for group in shown)
    pages = [page for band in bands for page in _pages([group for group in shown if group.band == band])]
    return tuple(_Map(page, title, language).drawing() for page in pages)


def _silent(process: MapProcess) -> MapProcess:
    return replace(process, delivers=())


def _pages(groups: Sequence[MapGroup]) -> Iterator[list[MapGroup]]:
    """Yield the groups of one band so that a page holds them: few columns, or few processes in rows."""
    parts = [part for group in groups for part in _stacks(group)]
    most = _MOST_COLUMNS if groups[0].band == "operate" else _MOST_IN_BAND
    for first in range(0, len(parts), most):
        yield parts[first : first + most]


class _Map:
    """Bands one below the other; the operation stands between what customers ask and what they get."""

    def __init__(self, groups: Sequence[MapGroup], title: str, language: Language) -> None:
        self.groups, self.title, self.language = groups, title, language
        self.items: list[Item] = []
        self.bands: dict[Band, tuple[float, float]] = {}
        self.y = 0.0
        # The line that leads from improvement back to planning runs left of everything.
        self.left = _LOOP if self._of("plan") and self._of("improve") else 0.0

    def drawing(self) -> Drawing:
        self._row_band("plan")
        self._operation()
        self._row_band("improve")
        self._row_band("support")
        arrows = list(self._arrows())
        self._legend()
        areas = [item for item in self.items if isinstance(item, Area)]
        rest = [item for item in self.items if not isinstance(item, Area)]
        return Drawing(WIDTH, round(self.y, 2), (*areas, *arrows, *rest), self.title, self._told())

    def _word(self, key: str) -> str:
        return _WORDS[key].in_(self.language)

    def _of(self, band: Band) -> list[MapGroup]:
        return [group for group in self.groups if group.band == band]

    # --- bands of one row of boxes after another

    def _row_band(self, band: Band) -> None:
        groups = self._of(band)
        if not groups:
            return
        top, left = self._open(), self.left
        titles = " · ".join(f"{group.number} {group.title}" for group in groups)
        self._strip(titles, left, WIDTH - left)
        self._boxes_in_rows([p for group in groups for p in group.processes], left + _GAP, WIDTH - left - 2 * _GAP)
        self._close(band, top, left, WIDTH - left)

    def _boxes_in_rows(self, processes: Sequence[MapProcess], left: float, room: float) -> None:
        per_row = -(-len(processes) // -(-len(processes) // _IN_ROW))
        width = (room - (_IN_ROW - 1) * _GAP) / _IN_ROW
        for first in range(0, len(processes), per_row):
            row = processes[first : first + per_row]
            begin = left + (room - len(row) * width - (len(row) - 1) * _GAP) / 2
            texts = [self._lines(process, width) for process in row]
            height = max(height_of(len(lines), "small") for lines in texts) + _PADDING
            for at, (process, text) in enumerate(zip(row, texts, strict=True)):
                self._box(process, text, begin + at * (width + _GAP), self.y, width, height)
            self.y += height + _GAP

    # --- the operation: a column for each group

    def _operation(self) -> None:
        columns = [part for group in self._of("operate") for part in _stacks(group)]
        if not columns:
            return
        top = self._open()
        left = self.left + _BAR + _BAR_GAP
        room = WIDTH - left - _BAR - _BAR_GAP
        tiers = -(-len(columns) // _MOST_COLUMNS)
        per_tier = -(-len(columns) // tiers)
        for first in range(0, len(columns), per_tier):
            self._columns(columns[first : first + per_tier], left + _GAP, room - 2 * _GAP, per_tier)
        self._close("operate", top, left, room)
        self._bars(top)

    def _columns(self, columns: Sequence[MapGroup], left: float, room: float, per_tier: int) -> None:
        width = (room - (per_tier - 1) * _GAP) / per_tier
        heads = [(group.number, *self._bold(group.title, width)) for group in columns]
        head = height_of(max(len(lines) for lines in heads), "small") + _PADDING
        top = self.y
        bottom = top
        for at, (group, lines) in enumerate(zip(columns, heads, strict=True)):
            x = left + at * (width + _GAP)
            self.items.append(
                Shape("rect", x, top, width, head, "primary", None, lines, "paper", bold=len(lines), size="small")
            )
            self.y = top + head + _GAP
            for process in group.processes:
                text = self._lines(process, width)
                height = height_of(len(text), "small") + _PADDING
                self._box(process, text, x, self.y, width, height)
                self.y += height + _GAP
            bottom = max(bottom, self.y)
        self.y = bottom

    def _bars(self, top: float) -> None:
        bottom = self.bands["operate"][1]
        for key, x in (("needs", self.left), ("services", WIDTH - _BAR)):
            lines = self._bold(self._word(key), _BAR)
            height, bold = bottom - top, len(lines)
            bar = Shape("rounded", x, top, _BAR, height, "tint", "primary", lines, "primary", bold=bold, size="small")
            self.items.append(bar)

    # --- pieces

    def _open(self) -> float:
        if self.y:
            self.y += _BAND_GAP
        top = self.y
        self.y += _GAP
        return top

    def _close(self, band: Band, top: float, left: float, width: float) -> None:
        self.bands[band] = (top, self.y)
        self.items.append(Area(left, top, width, self.y - top, "soft", "line"))

    def _bold(self, text: str, width: float) -> tuple[str, ...]:
        return wrap(text, room_in(width), self.language, "small", bold=True)

    def _strip(self, text: str, left: float, width: float) -> None:
        lines = wrap(text, width - 2 * _GAP - 1, self.language, "text", bold=True)
        self.items.append(Label(left + _GAP, self.y - 0.4, width - 2 * _GAP, lines, "primary", True, "text"))
        self.y += height_of(len(lines), "text") + 0.8

    def _lines(self, process: MapProcess, width: float) -> tuple[str, ...]:
        indent = width_of(process.number + " ", self.language, "small", bold=True)
        names = wrap(process.title, room_in(width), self.language, "small", indent=indent)
        targets = wrap("→ " + " ".join(process.delivers), room_in(width), self.language, "small")
        return names + targets if process.delivers else names

    def _box(
        self, process: MapProcess, lines: tuple[str, ...], x: float, y: float, width: float, height: float
    ) -> None:
        self.items.append(Shape("rounded", x, y, width, height, lines=lines, number=process.number, size="small"))

    def _arrows(self) -> Iterator[Line]:
        middle = (self.left + WIDTH) / 2
        order: list[Band] = [band for band in ("plan", "operate", "improve") if band in self.bands]
        for above, below in pairwise(order):
            yield self._arrow(((middle, self.bands[above][1]), (middle, self.bands[below][0])), "down")
        if "support" in self.bands and order:
            yield self._arrow(((middle, self.bands["support"][0]), (middle, self.bands[order[-1]][1])), "up")
        if "operate" in self.bands:
            y = sum(self.bands["operate"]) / 2
            left, right = self.left + _BAR, WIDTH - _BAR
            yield self._arrow(((left, y), (left + _BAR_GAP, y)), "needs-flow")
            yield self._arrow(((right - _BAR_GAP, y), (right, y)), "services-flow")
        if "plan" in self.bands and "improve" in self.bands:
            begin, end = sum(self.bands["improve"]) / 2, sum(self.bands["plan"]) / 2
            yield self._arrow(((self.left, begin), (1.0, begin), (1.0, end), (self.left, end)), "loop")

    def _arrow(self, points: tuple[tuple[float, float], ...], key: str) -> Line:
        return Line(points, "grey", arrow=True, alt=self._word(key))

    def _legend(self) -> None:
        told = any(process.delivers for group in self.groups for process in group.processes)
        text = self._word("legend") + (self._word("legend-delivers") if told else "")
        lines = wrap(text.strip(), WIDTH - self.left - 1, self.language, "small")
        self.items.append(Label(self.left, self.y + 1.6, WIDTH - self.left, lines))
        self.y += 1.8 + height_of(len(lines), "small")

    def _told(self) -> str:
        stop, colon, comma = ("；", "：", "、") if self.language == "zh" else ("; ", ": ", ", ")
        groups = [
            f"{group.number} {group.title}{colon}" + comma.join(f"{p.number} {p.title}" for p in group.processes)
            for group in self.groups
        ]
        return self._word("alt") + stop.join(groups)


def _stacks(group: MapGroup) -> Iterator[MapGroup]:
    """Yield a group in columns of at most eight processes."""
    parts = -(-len(group.processes) // _MOST_STACKED)
    size = -(-len(group.processes) // parts)
    for first in range(0, len(group.processes), size):
        yield MapGroup(group.number, group.title, group.band, group.processes[first : first + size])
