"""The dates of the timetable, its months, the subsidies and the calendar file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from iso20k_docs.compose.certification.calendars import calendar_of
from iso20k_docs.compose.certification.schedule import dates_of, months_of_operation, scheduled
from iso20k_docs.compose.certification.subsidies import offers
from iso20k_docs.library.certification import Subsidies, Subsidy
from iso20k_docs.model.calendar import Calendar, Event
from iso20k_docs.model.quantities import Duration
from iso20k_docs.model.words import Words
from iso20k_docs.profile.days import earlier, later
from iso20k_docs.profile.schema import Application, Dates
from iso20k_docs.writers.ics import calendar_ics
from tests.sets import document_set, prepared

_SATURDAY = 5


# --- days


@pytest.mark.parametrize(
    ("day", "by", "expected"),
    [
        ("2026-11-30", Duration(3, "month"), "2027-02-28"),
        ("2024-02-29", Duration(1, "year"), "2025-02-28"),
        ("2026-03-02", Duration(2, "w"), "2026-03-16"),
        ("2026-03-06", Duration(1, "wd"), "2026-03-09"),
        ("2026-03-06", Duration(4, "h"), "2026-03-06"),
    ],
)
def test_days_on(day: str, by: Duration, expected: str) -> None:
    assert later(dt.date.fromisoformat(day), by).isoformat() == expected


def test_days_back() -> None:
    assert earlier(dt.date(2026, 5, 31), Duration(3, "month")) == dt.date(2026, 2, 28)
    assert earlier(dt.date(2026, 3, 9), Duration(1, "wd")) == dt.date(2026, 3, 6)


# --- dates and phases


def test_stated_dates_stay_and_nothing_is_derived_unless_asked_for() -> None:
    organisation = prepared("example").organisation
    gaps = organisation.library.certification.timetable.gaps
    known, derived = dates_of(organisation.profile, gaps)
    assert known["application"] == dt.date(2026, 7, 13)
    assert not derived
    bare = organisation.profile.model_copy(update={"dates": Dates(stage1=dt.date(2026, 10, 12))})
    assert dates_of(bare, gaps) == ({"stage1": dt.date(2026, 10, 12)}, frozenset())


def test_all_dates_follow_from_stage_1_in_order_and_on_working_days() -> None:
    organisation = prepared("example").organisation
    gaps = organisation.library.certification.timetable.gaps
    dates = Dates(stage1=dt.date(2026, 10, 12), derive_from="stage1")
    profile = organisation.profile.model_copy(update={"dates": dates})
    known, derived = dates_of(profile, gaps)
    order = [
        *("prepared", "reviewed", "approved", "issued", "system_start", "audit_start", "audit_end", "review"),
        *("application", "stage1", "stage2", "cert_target"),
    ]
    days = [known[name] for name in order]  # type: ignore[index]
    assert days == sorted(days)
    assert all(day.weekday() < _SATURDAY for day in days)
    assert "stage1" not in derived
    assert later(known["system_start"], profile.application.operation) <= known["application"]
    assert known["application"] == dt.date(2026, 9, 14)


def test_phases_of_the_example() -> None:
    organisation = prepared("example").organisation
    timetable = organisation.library.certification.timetable
    known, _ = dates_of(organisation.profile, timetable.gaps)
    phases = scheduled((*timetable.phases, *timetable.cycle), known, organisation.profile.cycles)
    days = {phase.planned.id: f"{phase.start} {phase.end}" for phase in phases}
    assert days["preparation"] == "2026-01-26 2026-02-08"
    assert days["operation"] == "2026-03-16 2026-07-13"
    assert days["correction"] == "2026-09-01 2026-09-30"
    assert days["validity"] == "2026-09-30 2029-09-29"
    assert days["surveillance-1"] == "2027-06-30 2027-09-29"
    assert days["next-review"] == "2027-07-03 2027-07-03"


def test_months_run_from_the_start_to_the_last_audit() -> None:
    assert months_of_operation({"system_start": dt.date(2026, 11, 16), "stage2": dt.date(2027, 2, 1)}) == (
        *("2026-11", "2026-12"),
        *("2027-01", "2027-02"),
    )
    assert months_of_operation({"system_start": dt.date(2026, 11, 16)}) == ()


# --- subsidies


def subsidy(name: str, region: str, **facts: object) -> Subsidy:
    return Subsidy.model_validate(
        {"id": name, "region": region, "names": (region,), "told": "-", "source": "x", **facts}
    )


KNOWN = Subsidies(
    subsidies=(
        subsidy("a", "甲市", share=50, cap=20000),
        subsidy("b", "甲市", share=50, ends=dt.date(2024, 7, 10)),
        subsidy("c", "B", cap=5000),
    )
)


def test_subsidies_are_those_of_the_region_and_an_expired_one_pays_nothing() -> None:
    application = Application(subsidy_region=Words.same("某省甲市"), cost=60000)
    found = offers(KNOWN, application, {"cert_target": dt.date(2026, 9, 30)})
    assert [(o.subsidy.id, o.state, o.at_most, o.net) for o in found] == [
        ("a", "to-verify", 20000, 40000),
        ("b", "expired", None, None),
    ]


def test_without_region_or_cost_nothing_is_said() -> None:
    assert offers(KNOWN, Application(cost=60000), {}) == ()
    (only,) = offers(KNOWN, Application(subsidy_region=Words.same("B")), {})
    assert (only.at_most, only.net) == (None, None)


# --- calendar file


def test_a_calendar_file() -> None:
    event = Event("stage-1", dt.date(2026, 12, 31), dt.date(2026, 12, 31), "Stage 1, on site; part\\1", "a\nb")
    calendar = Calendar("YFZL-ITSMS-S-08", "Timetable", "en", dt.date(2026, 3, 9), (event,))
    lines = calendar_ics(calendar).decode().split("\r\n")
    assert lines[:1] == ["BEGIN:VCALENDAR"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines[6:12] == [
        "BEGIN:VEVENT",
        "UID:stage-1.en@yfzl-itsms-s-08.iso20k-docs.invalid",
        "DTSTAMP:20260309T000000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY;LANGUAGE=en-GB:Stage 1\\, on site\\; part\\\\1",
    ]
    assert lines[12] == "DESCRIPTION:a\\nb"


def test_lines_are_folded_after_75_octets_between_characters() -> None:
    name = "认证机构到现场访谈、抽样、观察" * 8
    event = Event("x", dt.date(2026, 1, 1), dt.date(2026, 1, 2), name)
    data = calendar_ics(Calendar("C", name, "zh", dt.date(2026, 1, 1), (event,)))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert f"SUMMARY;LANGUAGE=zh-CN:{name}" in data.decode().replace("\r\n ", "")


def test_the_timetable_of_the_set_has_its_calendar_and_no_other_document_has() -> None:
    built = document_set("example").built
    organisation = prepared("example").organisation
    calendars = {d.id: calendar_of(organisation, d) for d in built.documents if d.language == "zh"}
    assert [name for name, calendar in calendars.items() if calendar] == ["readiness-and-timetable"]
    calendar = calendars["readiness-and-timetable"]
    assert calendar is not None
    assert calendar.stamp == dt.date(2026, 3, 9)
    assert [event.id for event in calendar.events][:3] == ["preparation", "documents", "training"]


def test_without_dates_there_is_no_calendar() -> None:
    organisation = prepared("minimal").organisation
    paper = next(d for d in document_set("example").built.documents if d.id == "readiness-and-timetable")
    assert organisation.profile.dates == Dates()
    assert calendar_of(replace(organisation), paper) is None
