"""What a profile says to the conditions of certification."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from iso20k_docs.checking import not_ready
from iso20k_docs.compose.certification.readiness import readiness
from iso20k_docs.compose.context import Organisation
from iso20k_docs.model.quantities import Duration
from iso20k_docs.model.words import Words
from tests.sets import prepared


def organisation(group: str, **facts: Any) -> Organisation:
    """The example organisation with other facts in one group of its profile."""
    known = prepared("example").organisation
    changed = getattr(known.profile, group).model_copy(update=facts)
    return replace(known, profile=known.profile.model_copy(update={group: changed}))


def answer(organisation: Organisation, condition: str) -> tuple[str, str]:
    found = next(a.finding for a in readiness(organisation) if a.condition.id == condition)
    return found.state, found.said.en


def test_every_condition_of_the_example_is_answered_and_none_is_broken() -> None:
    states = {a.condition.id: a.finding.state for a in readiness(prepared("example").organisation)}
    assert "not-met" not in states.values()
    assert states["operation"] == states["audit"] == states["review"] == states["working-days"] == "met"
    assert states["records"] == states["penalties"] == states["top-management"] == "to-show"


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        (dt.date(2026, 6, 16), "met"),
        (dt.date(2026, 6, 15), "not-met"),
    ],
)
def test_operation_is_full_on_the_same_day_of_the_last_month(application: dt.date, expected: str) -> None:
    said = f"Start 2026-03-16, application {application}; 3 months are full on 2026-06-16"
    assert answer(organisation("dates", application=application), "operation") == (expected, said)


def test_the_certification_bodys_own_number_of_months_counts() -> None:
    longer = organisation("application", operation=Duration(6, "month"))
    assert answer(longer, "operation") == (
        "not-met",
        "Start 2026-03-16, application 2026-07-13; 6 months are full on 2026-09-16",
    )


@pytest.mark.parametrize(
    ("condition", "dates"),
    [
        ("audit", {"audit_start": dt.date(2026, 3, 16)}),
        ("audit", {"audit_end": dt.date(2026, 7, 14)}),
        ("review", {"review": dt.date(2026, 6, 23)}),
        ("review", {"review": dt.date(2026, 7, 14)}),
        ("training", {"training": dt.date(2026, 6, 23)}),
        ("working-days", {"review": dt.date(2026, 7, 4)}),
    ],
)
def test_order_and_weekends(condition: str, dates: dict[str, dt.date]) -> None:
    assert answer(organisation("dates", **dates), condition)[0] == "not-met"


def test_a_missing_date_is_named_and_nothing_is_guessed() -> None:
    assert answer(organisation("dates", application=None), "review") == ("to-show", "No date yet: application")


def test_few_people_outsource_or_are_too_few() -> None:
    known = prepared("example").organisation.profile.org
    few = known.headcount.model_copy(update={"total": 4, "it_fulltime": 2})
    small = organisation("org", headcount=few)
    assert answer(small, "people") == ("not-met", "4 people; 5 are claimed to be needed")
    assert answer(small, "specialists")[0] == "met"  # a part is outsourced
    outsourcing = small.profile.outsourcing.model_copy(update={"has": False, "processes": ()})
    alone = replace(small, profile=small.profile.model_copy(update={"outsourcing": outsourcing}))
    assert answer(alone, "specialists")[0] == "not-met"


def test_a_consultant_does_not_certify() -> None:
    body = Words("甲认证", "A Cert")
    assert answer(organisation("application", certification_body=body, consultant=body), "impartiality") == (
        "not-met",
        "Certification: A Cert; consultant: A Cert",
    )


def test_check_tells_what_is_not_met_as_information() -> None:
    ready = replace(prepared("example"), organisation=organisation("dates", application=dt.date(2026, 6, 30)))
    told = [(d.severity.value, d.code, d.message.en) for d in not_ready(ready)]
    assert told == [
        (
            "info",
            "not-ready",
            "a condition of certification isn't met: At least one management review before the application, after the "
            "internal audit (Audit until 2026-06-24, review 2026-07-03, application 2026-06-30)",
        )
    ]


def test_conditions_phases_and_subsidies_name_what_there_is() -> None:
    library = prepared("example").organisation.library
    certification = library.certification
    known = set(library.documents) | {document.id for document in library.definition.planned}
    sources = {source.id for source in certification.readiness.sources}
    phases = (*certification.timetable.phases, *certification.timetable.cycle)
    assert {name for c in certification.readiness.conditions for name in c.evidence} <= known
    assert {name for phase in phases for name in phase.result} <= known
    assert {s for condition in certification.readiness.conditions for s in condition.sources} <= sources
    assert {s for phase in phases for s in phase.sources} <= sources
    assert {subsidy.source for subsidy in certification.subsidies.subsidies} <= sources
    assert not any(subsidy.verified for subsidy in certification.subsidies.subsidies)
    assert {phase.role for phase in phases} <= set(prepared("example").organisation.roles.roles)
