"""Quantities that organisations promise: durations, percentages, targets, hours, as values that know their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from iso20k_docs.model.words import Language, Words

Unit = Literal["min", "h", "service_h", "d", "wd", "w", "month", "year"]

_UNIT_WORDS: dict[Unit, tuple[Words, str]] = {
    "min": (Words("分钟", "minute"), "minutes"),
    "h": (Words("小时", "hour"), "hours"),
    "service_h": (Words("个服务小时", "service hour"), "service hours"),
    "d": (Words("天", "day"), "days"),
    "wd": (Words("个工作日", "working day"), "working days"),
    "w": (Words("周", "week"), "weeks"),
    "month": (Words("个月", "month"), "months"),
    "year": (Words("年", "year"), "years"),
}
_UNIT_NAMES: dict[str, Unit] = {
    **dict.fromkeys(("min", "minute", "minutes", "分钟"), "min"),
    **dict.fromkeys(("h", "hour", "hours", "小时"), "h"),
    **dict.fromkeys(("service h", "service hour", "service hours", "服务小时", "个服务小时"), "service_h"),
    **dict.fromkeys(("d", "day", "days", "天", "日"), "d"),
    **dict.fromkeys(("wd", "working day", "working days", "工作日", "个工作日"), "wd"),
    **dict.fromkeys(("w", "week", "weeks", "周"), "w"),
    **dict.fromkeys(("month", "months", "月", "个月"), "month"),
    **dict.fromkeys(("y", "year", "years", "年"), "year"),
}
#: Minutes on the wall clock; a working day counts as a day, a month as 30 days, a year as 365.
_MINUTES: dict[Unit, int] = {
    "min": 1,
    "h": 60,
    "service_h": 60,
    "d": 1440,
    "wd": 1440,
    "w": 10080,
    "month": 43200,
    "year": 525600,
}
_WHOLE = 100.0
DURATION_UNITS = "min, h, service h, d, wd, w, month, year; 分钟、小时、服务小时、天、工作日、周、个月、年"


def plain_number(value: float) -> str:
    """Print a number without a needless decimal point: 4.0 as 4, 99.9 as 99.9."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as the organisation states it, such as 15 minutes or 5 working days."""

    amount: float
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `15 min`, `4 h`, `5 wd`, `24 service h`, `6 months`, `15 分钟`; ValueError otherwise."""
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(\D+)", text.strip())
        unit = _UNIT_NAMES.get(match[2].strip().lower()) if match else None
        if match is None or unit is None:
            raise ValueError(text)
        return cls(float(match[1]), unit)

    @property
    def minutes(self) -> float:
        """Wall-clock minutes, for comparing two durations."""
        return self.amount * _MINUTES[self.unit]

    @property
    def hours(self) -> float:
        """Wall-clock hours."""
        return self.minutes / 60

    def in_(self, language: Language) -> str:
        """Return `15分钟` or `15 minutes`."""
        number = plain_number(self.amount)
        words, plural = _UNIT_WORDS[self.unit]
        if language == "zh":
            return number + words.zh
        return f"{number} {words.en if self.amount == 1 else plural}"


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage, 0 to 100."""

    value: float

    @classmethod
    def parse(cls, text: str) -> Percent:
        """Read `99.9 %` or `99.9%`; ValueError otherwise."""
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*[%％]", text.strip())
        if match is None or float(match[1]) > _WHOLE:
            raise ValueError(text)
        return cls(float(match[1]))

    def in_(self, language: Language) -> str:
        """Return `99.9%` in either language."""
        return f"{plain_number(self.value)}%"


Comparison = Literal[">=", "<=", "="]
_SIGNS: dict[Comparison, str] = {">=": "≥", "<=": "≤", "=": ""}


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: a comparison and a number, percentage or duration."""

    comparison: Comparison
    value: float | Percent | Duration

    @classmethod
    def parse(cls, text: str) -> Target:
        """Read `>= 95 %`, `≤ 2`, `<= 4 h`, `100 %`; ValueError otherwise."""
        match = re.fullmatch(r"(>=|<=|=|≥|≤)?\s*(.+)", text.strip())
        if match is None:
            raise ValueError(text)
        signs: dict[str, Comparison] = {"≥": ">=", "≤": "<=", ">=": ">=", "<=": "<="}
        return cls(signs.get(match[1] or "=", "="), parse_measure(match[2]))

    def in_(self, language: Language) -> str:
        """Return `≥95%`, `≤4小时`, `100%`."""
        return _SIGNS[self.comparison] + print_measure(self.value, language)


def parse_measure(text: str) -> float | Percent | Duration:
    """Read a number, a percentage or a duration; ValueError otherwise."""
    if re.fullmatch(r"\d+(\.\d+)?", text.strip()):
        return float(text)
    try:
        return Percent.parse(text)
    except ValueError:
        return Duration.parse(text)


def print_measure(value: float | Percent | Duration, language: Language) -> str:
    """Print a number, a percentage or a duration in one language."""
    return value.in_(language) if isinstance(value, Percent | Duration) else plain_number(value)


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_WORDS = {
    "mon": Words("周一", "Monday"),
    "tue": Words("周二", "Tuesday"),
    "wed": Words("周三", "Wednesday"),
    "thu": Words("周四", "Thursday"),
    "fri": Words("周五", "Friday"),
    "sat": Words("周六", "Saturday"),
    "sun": Words("周日", "Sunday"),
}


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week."""

    name: str

    @classmethod
    def parse(cls, text: str) -> Weekday:
        """Read `wed`, `Wednesday` or `周三`; ValueError otherwise."""
        wanted = text.strip().lower()
        for name, words in _DAY_WORDS.items():
            if wanted in (name, words.en.lower(), words.zh):
                return cls(name)
        raise ValueError(text)

    @property
    def place(self) -> int:
        """Its place in the week: 0 is Monday."""
        return _DAYS.index(self.name)

    def in_(self, language: Language) -> str:
        """Return `周三` or `Wednesday`."""
        return _DAY_WORDS[self.name].in_(language)


_HOURS = re.compile(r"(\w+)\s*(?:-|to|至|–)\s*(\w+)\s*,?\s*(\d{1,2}:\d{2})\s*(?:-|to|至|–)\s*(\d{1,2}:\d{2})", re.I)


@dataclass(frozen=True, slots=True)
class Hours:
    """Service hours: around the clock, or from one clock time to another on a run of weekdays."""

    first: Weekday
    last: Weekday
    start: str
    end: str

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Read `24x7`, `7×24` or `Mon-Fri 09:00-18:00` (also 周一至周五 09:00-18:00); ValueError otherwise."""
        if re.fullmatch(r"(24\s*[x×*]\s*7|7\s*[x×*]\s*24)\s*(小时)?", text.strip(), re.I):
            return cls(Weekday("mon"), Weekday("sun"), "00:00", "24:00")
        match = _HOURS.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        first, last = Weekday.parse(match[1]), Weekday.parse(match[2])
        start, end = (f"{m:0>5}" for m in (match[3], match[4]))
        if not ("00:00" <= start < end <= "24:00") or first.place > last.place:
            raise ValueError(text)
        return cls(first, last, start, end)

    @property
    def always(self) -> bool:
        """Whether the service runs around the clock on every day."""
        return (self.first.name, self.last.name, self.start, self.end) == ("mon", "sun", "00:00", "24:00")

    @property
    def hours_per_week(self) -> float:
        """Agreed hours in a week, for availability arithmetic."""
        days = self.last.place - self.first.place + 1
        minutes = [int(t[:2]) * 60 + int(t[3:]) for t in (self.start, self.end)]
        return days * (minutes[1] - minutes[0]) / 60

    def in_(self, language: Language) -> str:
        """Return `7×24小时` or `Monday to Friday, 09:00 to 18:00`."""
        if self.always:
            return "7×24小时" if language == "zh" else "24 x 7"
        first, last = self.first.in_(language), self.last.in_(language)
        if language == "zh":
            return f"{first}至{last} {self.start}–{self.end}"
        return f"{first} to {last}, {self.start} to {self.end}"
