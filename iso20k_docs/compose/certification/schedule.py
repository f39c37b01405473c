"""Dates on the way to the certificate: those that the profile states, those counted from them, and the phases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from iso20k_docs.library.certification import OPERATION, DateName, Gap, Moment, PlannedPhase
from iso20k_docs.model.quantities import Duration
from iso20k_docs.profile.days import SATURDAY, earlier, later, months_later
from iso20k_docs.profile.schema import Cycles, Profile

_MOST_MONTHS = 12
Known = Mapping[DateName, dt.date]


@dataclass(frozen=True, slots=True)
class ScheduledPhase:
    """A phase with its days: none where the profile lacks the dates it counts from; a milestone has one day."""

    planned: PlannedPhase
    start: dt.date | None
    end: dt.date | None

    @property
    def milestone(self) -> bool:
        """Tell whether the phase is one day."""
        return self.planned.end is None

    @property
    def dated(self) -> bool:
        """Tell whether both days are known and in order."""
        return self.start is not None and self.end is not None and self.start <= self.end


def dates_of(profile: Profile, gaps: Iterable[Gap]) -> tuple[dict[DateName, dt.date], frozenset[DateName]]:
    """Return the dates by name, and the names of those that are derived.

    Derived is only what is missing, and only where the profile says from which date (`derive_from`).
    """
    dates = profile.dates
    stated = {name: getattr(dates, name) for name in get_args(DateName) if getattr(dates, name) is not None}
    if dates.derive_from is None or dates.derive_from not in stated:
        return stated, frozenset()
    known = dict(stated)
    chain = tuple(gaps)
    while new := dict(_counted(known, chain, profile.application.operation)):
        known |= new
    return known, frozenset(known) - frozenset(stated)


def _counted(known: Known, gaps: Iterable[Gap], operation: Duration) -> Iterator[tuple[DateName, dt.date]]:
    """Yield what one gap further is known: on a weekend the Friday before or the Monday behind it."""
    for gap in gaps:
        by = operation if gap.by == OPERATION else gap.by
        assert isinstance(by, Duration)
        if gap.later in known and gap.earlier not in known:
            yield gap.earlier, _on_a_working_day(earlier(known[gap.later], by), -1)
        elif gap.earlier in known and gap.later not in known:
            yield gap.later, _on_a_working_day(later(known[gap.earlier], by), 1)


def _on_a_working_day(date: dt.date, way: int) -> dt.date:
    while date.weekday() >= SATURDAY:
        date += dt.timedelta(days=way)
    return date


def scheduled(phases: Iterable[PlannedPhase], known: Known, cycles: Cycles) -> tuple[ScheduledPhase, ...]:
    """Return the phases with their days."""
    found = []
    for phase in phases:
        start = _day(phase.begin, known, cycles)
        found.append(ScheduledPhase(phase, start, _day(phase.end, known, cycles) if phase.end else start))
    return tuple(found)


def _day(moment: Moment, known: Known, cycles: Cycles) -> dt.date | None:
    date = known.get(moment.date)
    if date is None:
        return None
    if moment.cycle:
        date = later(date, getattr(cycles, moment.cycle))
    if moment.plus:
        date = later(date, moment.plus)
    return earlier(date, moment.minus) if moment.minus else date


def months_of_operation(known: Known) -> tuple[str, ...]:
    """Return the months from the start of the system to the last audit or application that is dated: `2026-03`.

    Empty where the start or the end isn't known; twelve at most.
    """
    start = known.get("system_start")
    ends = [known[name] for name in ("application", "stage1", "stage2") if name in known]
    if start is None or not ends or max(ends) < start:
        return ()
    count = (max(ends).year - start.year) * 12 + max(ends).month - start.month + 1
    return tuple(f"{months_later(start, at):%Y-%m}" for at in range(min(count, _MOST_MONTHS)))
