"""Whether a maintenance window lies inside the hours of a service."""

from __future__ import annotations

from iso20k_docs.model.quantities import Hours, Weekday

_WEEK = 7


def overlaps(hours: Hours, day: Weekday, start: str, end: str) -> bool:
    """Whether a window of one weekday meets the service hours; one that ends before it starts runs past midnight."""
    if start < end:
        return _meets(hours, day.place, start, end)
    return _meets(hours, day.place, start, "24:00") or _meets(hours, (day.place + 1) % _WEEK, "00:00", end)


def _meets(hours: Hours, day: int, start: str, end: str) -> bool:
    return hours.first.place <= day <= hours.last.place and start < hours.end and hours.start < end
