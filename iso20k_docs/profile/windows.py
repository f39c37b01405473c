"""Whether a maintenance window lies inside the hours of a service."""

from __future__ import annotations

from iso20k_docs.model.quantities import Hours, Weekday

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def overlaps(hours: Hours, day: Weekday, start: str, end: str) -> bool:
    """Whether a window of one weekday meets the service hours; one that ends before it starts runs past midnight."""
    if start < end:
        return _meets(hours, _DAYS.index(day.name), start, end)
    first = _DAYS.index(day.name)
    return _meets(hours, first, start, "24:00") or _meets(hours, (first + 1) % len(_DAYS), "00:00", end)


def _meets(hours: Hours, day: int, start: str, end: str) -> bool:
    return (
        _DAYS.index(hours.first.name) <= day <= _DAYS.index(hours.last.name) and start < hours.end and hours.start < end
    )
