"""The way to the certificate as data: conditions, phases, subsidies, each with its source and what to doubt in it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from iso20k_docs.library.definitions import Definition, RoleId, Slug, Wording
from iso20k_docs.library.files import read_if_there
from iso20k_docs.library.folders import Folders
from iso20k_docs.model.quantities import Duration

FOLDER = "readiness"
DateName = Literal[
    "prepared", "reviewed", "approved", "issued", "effective", "system_start", "training", "audit_start", "audit_end",
    "review", "application", "stage1", "stage2", "cert_target",
]  # fmt: skip
CheckName = Literal[
    "identity", "licence-scope", "permits", "age", "people", "specialists", "projects", "agreements", "edition",
    "core-processes", "operation", "audit", "review", "auditors", "training", "working-days", "impartiality",
    "outsourcing",
]  # fmt: skip
OPERATION = "operation"


def _duration(value: object) -> Duration:
    try:
        return Duration.parse(str(value))
    except ValueError:
        raise PydanticCustomError("form", "not of the form {form}", {"form": "`2 w`"}) from None


Span = Annotated[Duration, BeforeValidator(_duration)]
Cycle = Literal["internal_audit", "management_review"]


class PageSource(Definition):
    """Where a condition, duration or amount was read."""

    id: Slug
    name: Wording


class Condition(Definition):
    """A condition of certification.

    `check` names the function that answers it from the profile (`least` is its number); without one it is shown by
    evidence only. `shown` is what is laid before the certification body, `evidence` the documents that hold it.
    """

    id: Slug
    group: Literal["organisation", "system", "operation"]
    what: Wording
    check: CheckName | None = None
    least: Annotated[int, Field(ge=1)] | None = None
    shown: Wording
    evidence: tuple[Slug, ...] = ()
    sources: tuple[Slug, ...] = Field(min_length=1)
    caveat: Wording | None = None


class Conditions(Definition):
    """The conditions in the order in which they are checked, and the pages they come from."""

    sources: tuple[PageSource, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Moment(Definition):
    """A day counted from a date of the profile: so much before or after it, or one of the profile's cycles later."""

    date: DateName
    plus: Span | None = None
    minus: Span | None = None
    cycle: Cycle | None = None


class PlannedPhase(Definition):
    """A phase with its first and last day; without `end` it is a milestone. `usual` is how long it usually takes."""

    id: Slug
    name: Wording
    what: Wording
    role: RoleId
    begin: Moment
    end: Moment | None = None
    usual: Wording | None = None
    result: tuple[Slug, ...] = ()
    sources: tuple[Slug, ...] = ()


class Gap(Definition):
    """How long after `earlier` the date `later` comes where it is derived; `operation`: the months of operation."""

    earlier: DateName
    later: DateName
    by: Span | Literal["operation"]


class Timetable(Definition):
    """The phases up to the certificate and those of its cycle; `calendar` is the document that has a calendar file."""

    calendar: Slug | None = None
    phases: tuple[PlannedPhase, ...] = ()
    cycle: tuple[PlannedPhase, ...] = ()
    gaps: tuple[Gap, ...] = ()
    claims: tuple[Wording, ...] = Field((), description="How long pages say that it all takes")


class Subsidy(Definition):
    """A subsidy of a region as a page told it: `share` of the cost in per cent, at most `cap`, in yuan.

    `names` are what a profile may call the region. `verified: false`: nobody compared it with the authority's notice.
    """

    id: Slug
    region: Wording
    names: tuple[str, ...] = Field(min_length=1)
    share: Annotated[int, Field(ge=1, le=100)] | None = None
    cap: Annotated[int, Field(ge=1)] | None = None
    terms: Wording | None = None
    begins: dt.date | None = None
    ends: dt.date | None = None
    told: Wording
    source: Slug
    verified: bool = False
    note: Wording | None = None


class Subsidies(Definition):
    """Subsidies, with the day on which the list was compiled."""

    compiled: dt.date | None = None
    subsidies: tuple[Subsidy, ...] = ()


class Certification(Definition):
    """All that the library knows of the way to the certificate."""

    readiness: Conditions = Conditions()
    timetable: Timetable = Timetable()
    subsidies: Subsidies = Subsidies()


def load_certification(folders: Folders) -> Certification:
    """Load the three files of `readiness/`; a missing one is empty. UserError with all that is wrong in them."""
    return Certification(
        readiness=read_if_there(Conditions, folders, f"{FOLDER}/conditions.yaml"),
        timetable=read_if_there(Timetable, folders, f"{FOLDER}/timetable.yaml"),
        subsidies=read_if_there(Subsidies, folders, f"{FOLDER}/subsidies.yaml"),
    )
