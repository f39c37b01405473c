"""A calendar as an iCalendar file (RFC 5545), for Outlook and other calendars."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from iso20k_docs import __version__
from iso20k_docs.model.calendar import Calendar, Event
from iso20k_docs.model.words import LANGUAGE_TAGS

_LONGEST = 75
"""Octets in a line (RFC 5545, 3.1)."""
_NOT_IN_UID = re.compile(r"[^A-Za-z0-9.-]+")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar_ics(calendar: Calendar) -> bytes:
    """Return the bytes of the file; its events bear the calendar's stamp, so that it is always the same."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//iso20k-docs//iso20k-docs {__version__}//{calendar.language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(calendar.name)}",
        *(line for event in calendar.events for line in _event(event, calendar)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(event: Event, calendar: Calendar) -> Iterator[str]:
    domain = _NOT_IN_UID.sub("-", calendar.id).lower()
    after = event.end + dt.timedelta(days=1)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}.{calendar.language}@{domain}.iso20k-docs.invalid"
    yield f"DTSTAMP:{calendar.stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY;LANGUAGE={LANGUAGE_TAGS[calendar.language]}:{_escaped(event.name)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    yield "CLASS:PUBLIC"
    yield "TRANSP:TRANSPARENT"
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPES)


def _folded(line: str) -> str:
    """Fold a line after at most 75 octets, never inside a character; what follows begins with a blank."""
    found = [""]
    room = _LONGEST
    for character in line:
        size = len(character.encode())
        if size > room:
            found.append("")
            room = _LONGEST - 1
        found[-1] += character
        room -= size
    return "\r\n ".join(found)
