"""Counting days: so much later or earlier than a date."""

from __future__ import annotations

import datetime as dt

from iso20k_docs.model.quantities import Duration

SATURDAY = 5
_WEEK = 7
_YEAR = 12


def later(date: dt.date, by: Duration) -> dt.date:
    """Return the day so much later; a day that the month hasn't got becomes its last, hours and minutes count not."""
    return _moved(date, by, 1)


def earlier(date: dt.date, by: Duration) -> dt.date:
    """Return the day so much earlier; a day that the month hasn't got becomes its last, hours and minutes count not."""
    return _moved(date, by, -1)


def months_later(date: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or its last day where that comes first."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(date.day, last.day))


def _moved(date: dt.date, by: Duration, sign: int) -> dt.date:
    amount = sign * round(by.amount)
    match by.unit:
        case "year":
            return months_later(date, _YEAR * amount)
        case "month":
            return months_later(date, amount)
        case "w":
            return date + dt.timedelta(days=_WEEK * amount)
        case "d":
            return date + dt.timedelta(days=amount)
        case "wd":
            return _working_days_on(date, amount)
        case _:
            return date


def _working_days_on(date: dt.date, days: int) -> dt.date:
    step = dt.timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        date += step
        left -= date.weekday() < SATURDAY
    return date
