"""The timetable: dated phases as bars over a calendar, milestones as diamonds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from iso20k_docs.compose.diagrams.grid import WIDTH
from iso20k_docs.compose.diagrams.heads import head
from iso20k_docs.compose.diagrams.text import height_of, room_in, width_of, wrap
from iso20k_docs.model.drawing import Area, Drawing, Item, Label, Shape
from iso20k_docs.model.words import Language, Words
from iso20k_docs.profile.days import months_later

HEIGHT = 204.0
"""A timetable up to this height stands on one page with headings and caption."""
_NAMES = 46.0
_DATES = 24.0
_BAR, _ROW_PADDING = 4.0, 3.4
_HEAD_PADDING = 3.0
_MARK = 4.0
_LEAST_BAR = 1.2
_HAIR = 0.2
_MOST_TICKS = 6
_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)
"""Months from one mark of the calendar to the next."""
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_PHASE, _DATES_HEAD = Words("阶段", "Phase"), Words("起止日期", "Dates")
_ALT = Words("时间表。", "Timetable. ")


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase from `start` to `end`, both days included; a milestone is one day."""

    name: str
    start: dt.date
    end: dt.date
    milestone: bool = False


def timetables(phases: Sequence[Phase], title: str, language: Language) -> tuple[Drawing, ...]:
    """Return the bars of all phases on one calendar, over several pages where one can't hold them."""
    calendar = _Calendar(min(p.start for p in phases), max(p.end for p in phases), language)
    pages: list[list[Phase]] = [[]]
    used = calendar.head
    for phase in phases:
        row = _row_height(phase, language)
        if pages[-1] and used + row > HEIGHT:
            pages.append([])
            used = calendar.head
        pages[-1].append(phase)
        used += row
    return tuple(_drawing(page, calendar, title, language) for page in pages)


class _Calendar:
    """Months across the page."""

    def __init__(self, first: dt.date, last: dt.date, language: Language) -> None:
        self.language = language
        self.first = first.replace(day=1)
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        self.step = next((step for step in _STEPS if -(-months // step) <= _MOST_TICKS), _STEPS[-1])
        self.count = -(-months // self.step)
        self.last = months_later(self.first, self.count * self.step)
        self.head = height_of(1, "small") + _HEAD_PADDING

    @property
    def width(self) -> float:
        return WIDTH - _NAMES - _DATES

    def x(self, date: dt.date) -> float:
        return _NAMES + self.width * (date - self.first).days / (self.last - self.first).days

    def ticks(self) -> list[tuple[dt.date, dt.date, str]]:
        """Return begin, end and name of each stretch between two marks."""
        found = []
        for at in range(self.count):
            begin = months_later(self.first, at * self.step)
            found.append((begin, months_later(begin, self.step), self._name(begin)))
        return found

    def _name(self, date: dt.date) -> str:
        return f"{date.year}-{date.month:02}" if self.language == "zh" else f"{_MONTHS[date.month - 1]} {date.year}"


def _row_height(phase: Phase, language: Language) -> float:
    lines = wrap(phase.name, room_in(_NAMES), language, "text")
    return max(height_of(len(lines), "text"), height_of(2, "small")) + _ROW_PADDING


def _drawing(phases: Sequence[Phase], calendar: _Calendar, title: str, language: Language) -> Drawing:
    items: list[Item] = []
    areas: list[Item] = []
    y = calendar.head
    for at, phase in enumerate(phases):
        height = _row_height(phase, language)
        areas.append(Area(0, y, WIDTH, height, "soft" if at % 2 == 0 else "paper"))
        items += _row(phase, calendar, y, height, language)
        y += height
    marks = [
        Area(calendar.x(begin) - _HAIR / 2, calendar.head, _HAIR, y - calendar.head, "line")
        for begin, _, _ in calendar.ticks()[1:]
    ]
    content = (*areas, *marks, *_heads(calendar, language), *items)
    return Drawing(WIDTH, round(y, 2), content, title, _told(phases, language))


def _heads(calendar: _Calendar, language: Language) -> list[Item]:
    ticks = [
        head(calendar.x(begin), calendar.x(end) - calendar.x(begin), calendar.head, (name,), "small")
        for begin, end, name in calendar.ticks()
    ]
    names, dates = _PHASE.in_(language), _DATES_HEAD.in_(language)
    first = head(0, _NAMES, calendar.head, (names,), "small")
    return [first, *ticks, head(WIDTH - _DATES, _DATES, calendar.head, (dates,), "small")]


def _row(phase: Phase, calendar: _Calendar, top: float, height: float, language: Language) -> list[Item]:
    middle = top + height / 2
    names = wrap(phase.name, room_in(_NAMES), language, "text")
    name = Label(0.9, middle - height_of(len(names), "text") / 2, _NAMES - 1.8, names, "ink", phase.milestone, "text")
    days = [phase.start.isoformat()] if phase.milestone else [phase.start.isoformat(), phase.end.isoformat()]
    width = max(width_of(day, language, "small") for day in days) + 0.4
    dates = Label(WIDTH - _DATES + 1.2, middle - height_of(len(days), "small") / 2, width, tuple(days))
    return [name, _bar(phase, calendar, middle), dates]


def _bar(phase: Phase, calendar: _Calendar, middle: float) -> Shape:
    begin = calendar.x(phase.start)
    if phase.milestone:
        x = min(max(begin - _MARK / 2, _NAMES), WIDTH - _DATES - _MARK)
        return Shape("diamond", x, middle - _MARK / 2, _MARK, _MARK, "accent", "accent", alt=phase.name)
    end = max(calendar.x(phase.end + dt.timedelta(days=1)), begin + _LEAST_BAR)
    return Shape("rounded", begin, middle - _BAR / 2, end - begin, _BAR, "primary", None, alt=phase.name)


def _told(phases: Sequence[Phase], language: Language) -> str:
    stop = "；" if language == "zh" else "; "
    rows = [f"{phase.name} {phase.start.isoformat()} – {phase.end.isoformat()}" for phase in phases]
    return _ALT.in_(language) + stop.join(rows)
