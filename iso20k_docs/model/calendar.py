"""Days that belong into people's calendars."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from iso20k_docs.model.words import Language


@dataclass(frozen=True, slots=True)
class Event:
    """Whole days from `start` to `end`, both included; `id` is unique in its calendar and stays when days move."""

    id: str
    start: dt.date
    end: dt.date
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Events of one document; `id` is unique among calendars (its code), `stamp` the day of the document's version."""

    id: str
    name: str
    language: Language
    stamp: dt.date
    events: tuple[Event, ...]
