"""The escalation ladder: who is notified at which time, for every priority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from iso20k_docs.compose.diagrams.grid import WIDTH
from iso20k_docs.compose.diagrams.heads import head
from iso20k_docs.compose.diagrams.text import height_of, room_in, wrap
from iso20k_docs.model.drawing import Area, Colour, Drawing, Item, Line, Shape, Size
from iso20k_docs.model.words import Language, Words

_FIRST_COLUMN = 24.0
_PADDING = 4.4
_ROW_GAP = 5.0
_HEAD_PADDING = 3.2
_BOX_SHARE, _WIDEST = 0.84, 40.0
_MOST_TIMES, _CROWDED = 7, 5
_TONES: tuple[tuple[Colour, Colour], ...] = (
    ("risk_tint", "risk"),
    ("warn_tint", "warn"),
    ("accent_tint", "accent"),
    ("soft", "grey"),
)
_PRIORITY = Words("优先级", "Priority")
_STAGE = Words("第{number}次", "Stage {number}")
_ALT = Words("升级阶梯图。", "Escalation ladder. ")


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is notified after how long: `order` sorts the times, `time` and `role` are printed."""

    order: int
    time: str
    role: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """A priority and its rungs in the order of time."""

    id: str
    name: str
    rungs: tuple[Rung, ...]


def escalation_ladder(ladders: Sequence[Ladder], title: str, language: Language) -> Drawing:
    """Return the ladder: a row for each priority, a column for each time.

    With more than seven different times the columns count the stages, and the time stands in the box.
    """
    times = sorted({(rung.order, rung.time) for ladder in ladders for rung in ladder.rungs})
    if len(times) <= _MOST_TIMES:
        columns = {time: place for place, time in enumerate(times)}
        places = [[columns[rung.order, rung.time] for rung in ladder.rungs] for ladder in ladders]
        return _Ladder(ladders, [time for _, time in times], places, False, title, language).drawing()
    most = max(len(ladder.rungs) for ladder in ladders)
    heads = [_STAGE.in_(language).format(number=number) for number in range(1, most + 1)]
    places = [list(range(len(ladder.rungs))) for ladder in ladders]
    return _Ladder(ladders, heads, places, True, title, language).drawing()


class _Ladder:
    """Rows and columns on their way to a drawing."""

    def __init__(
        self,
        ladders: Sequence[Ladder],
        heads: Sequence[str],
        places: Sequence[Sequence[int]],
        timed: bool,
        title: str,
        language: Language,
    ) -> None:
        self.ladders, self.heads, self.places, self.timed = ladders, heads, places, timed
        self.title, self.language = title, language
        self.size: Size = "small" if len(heads) > _CROWDED else "text"
        self.column = (WIDTH - _FIRST_COLUMN) / max(len(heads), 1)
        self.box = min(self.column * _BOX_SHARE, _WIDEST)

    def drawing(self) -> Drawing:
        heads = [self._wrapped(text, self.column, True) for text in (_PRIORITY.in_(self.language), *self.heads)]
        top = height_of(max(len(lines) for lines in heads), self.size) + _HEAD_PADDING
        areas: list[Item] = []
        items: list[Item] = [
            head(self._left(at - 1) if at else 0.0, self.column if at else _FIRST_COLUMN, top, lines, self.size)
            for at, lines in enumerate(heads)
        ]
        y = top
        for row, ladder in enumerate(self.ladders):
            height = self._row_height(ladder)
            areas.append(Area(0, y, WIDTH, height, "soft" if row % 2 == 0 else "paper"))
            items += self._row(row, y, height)
            y += height
        return Drawing(WIDTH, round(y, 2), (*areas, *items), self.title, self._told())

    def _left(self, column: int) -> float:
        return _FIRST_COLUMN + column * self.column

    def _wrapped(self, text: str, width: float, bold: bool) -> tuple[str, ...]:
        return wrap(text, room_in(width), self.language, self.size, bold=bold)

    def _texts(self, ladder: Ladder) -> list[tuple[tuple[str, ...], int]]:
        """Return the lines of each box and how many of them are the time."""
        found = []
        for rung in ladder.rungs:
            time = self._wrapped(rung.time, self.box, True) if self.timed else ()
            found.append((time + self._wrapped(rung.role, self.box, False), len(time)))
        return found

    def _level_lines(self, ladder: Ladder) -> tuple[str, ...]:
        return (ladder.id, *self._wrapped(ladder.name, _FIRST_COLUMN * _BOX_SHARE, False))

    def _row_height(self, ladder: Ladder) -> float:
        counts = [len(lines) for lines, _ in self._texts(ladder)]
        lines = max([*counts, len(self._level_lines(ladder))])
        return height_of(lines, self.size) + _PADDING + _ROW_GAP

    def _row(self, row: int, top: float, height: float) -> list[Item]:
        ladder, middle = self.ladders[row], top + height / 2
        fill, stroke = _TONES[min(row, len(_TONES) - 1)]
        width, inner = _FIRST_COLUMN * _BOX_SHARE, height - _ROW_GAP
        left = (_FIRST_COLUMN - width) / 2
        y = top + _ROW_GAP / 2
        names = self._level_lines(ladder)
        boxes: list[Item] = [
            Shape("rounded", left, y, width, inner, fill, stroke, names, stroke, bold=1, size=self.size)
        ]
        edges = [(left, left + width)]
        for place, (text, bold) in zip(self.places[row], self._texts(ladder), strict=True):
            x = self._left(place) + (self.column - self.box) / 2
            boxes.append(Shape("rounded", x, y, self.box, inner, "paper", stroke, text, bold=bold, size=self.size))
            edges.append((x, x + self.box))
        lines: list[Item] = [
            Line(((end, middle), (begin, middle)), arrow=True, alt=ladder.id)
            for (_, end), (begin, _) in pairwise(edges)
        ]
        return [*lines, *boxes]

    def _told(self) -> str:
        stop, comma = ("；", "，") if self.language == "zh" else ("; ", ", ")
        rows = [
            f"{ladder.id}: " + comma.join(f"{rung.time} → {rung.role}" for rung in ladder.rungs)
            for ladder in self.ladders
        ]
        return _ALT.in_(self.language) + stop.join(rows)
