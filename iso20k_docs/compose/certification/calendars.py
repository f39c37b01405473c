"""The timetable as a calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from iso20k_docs.compose.certification.schedule import ScheduledPhase, dates_of, scheduled
from iso20k_docs.model.calendar import Calendar, Event
from iso20k_docs.model.nodes import Document
from iso20k_docs.model.words import Language

if TYPE_CHECKING:
    from iso20k_docs.compose.context import Organisation


def calendar_of(organisation: Organisation, document: Document) -> Calendar | None:
    """Return the calendar that lies beside a document; None beside others, and while no phase has its days.

    The stamp is the day of issue that the profile states, before there is one the first day of the timetable: the file
    changes only with the profile.
    """
    timetable = organisation.library.certification.timetable
    if document.id != timetable.calendar:
        return None
    profile = organisation.profile
    known, _ = dates_of(profile, timetable.gaps)
    phases = (*timetable.phases, *timetable.cycle)
    found = [_event(phase, document.language) for phase in scheduled(phases, known, profile.cycles) if phase.dated]
    events = tuple(event for event in found if event)
    if not events:
        return None
    stamp: dt.date = profile.dates.issued or min(event.start for event in events)
    name = f"{profile.org.short.in_(document.language)} {document.title}"
    return Calendar(document.control.code, name, document.language, stamp, events)


def _event(phase: ScheduledPhase, language: Language) -> Event | None:
    if phase.start is None or phase.end is None:
        return None
    planned = phase.planned
    return Event(planned.id, phase.start, phase.end, planned.name.in_(language), planned.what.in_(language))
