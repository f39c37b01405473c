"""Checks of dates: in order, on working days, permits still valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from iso20k_docs.model.diagnostics import Diagnostic, error, warning
from iso20k_docs.model.words import Words
from iso20k_docs.profile.checks.context import Facts, both
from iso20k_docs.profile.days import SATURDAY
from iso20k_docs.profile.days import later as days_later

#: Each list is in order of time; a date may stand in several.
_ORDERS = (
    ("prepared", "reviewed", "approved", "issued", "effective", "system_start", "audit_start"),
    ("issued", "training", "audit_start"),
    ("audit_start", "audit_end", "review", "application", "stage1", "stage2", "cert_target"),
)
#: Days on which people sign or meet.
_WORKING = ("prepared", "reviewed", "approved", "issued", "training", "audit_start", "audit_end", "review")
_SUNDAY = Words("星期日", "a Sunday")


def dates_are_in_order(facts: Facts) -> Iterator[Diagnostic]:
    """Documents are prepared, reviewed, approved, issued, in force; then audit, review, application, certificate."""
    said: set[tuple[str, str]] = set()
    for order in _ORDERS:
        known = [(name, date) for name in order if (date := _date(facts, name)) is not None]
        for (earlier, first), (later, second) in pairwise(known):
            if second < first and (earlier, later) not in said:
                said.add((earlier, later))
                message = Words(
                    f"{later}（{second}）早于 {earlier}（{first}）", f"{later} ({second}) is before {earlier} ({first})"
                )
                yield error("date-order", message, facts.at("dates", later))


def founded_before_documents(facts: Facts) -> Iterator[Diagnostic]:
    """The organisation is older than its documents."""
    founded, prepared = facts.profile.org.founded, facts.profile.dates.prepared
    if founded is not None and prepared is not None and prepared < founded:
        message = Words(
            f"prepared（{prepared}）早于成立日期（{founded}）",
            f"prepared ({prepared}) is before the founding ({founded})",
        )
        yield error("date-order", message, facts.at("dates", "prepared"))


def system_ran_long_enough(facts: Facts) -> Iterator[Diagnostic]:
    """The system has run long enough before the application."""
    start, application = facts.profile.dates.system_start, facts.profile.dates.application
    if start is None or application is None:
        return
    needed = both(facts.profile.application.operation)
    earliest = days_later(start, facts.profile.application.operation)
    if application < earliest:
        message = Words(
            f"application（{application}）距 system_start（{start}）不足{needed.zh}",
            f"application ({application}) is less than {needed.en} after system_start ({start})",
        )
        hint = Words(f"不早于 {earliest}", f"Not before {earliest}")
        yield warning("short-operation", message, facts.at("dates", "application"), hint)


def signed_on_working_days(facts: Facts) -> Iterator[Diagnostic]:
    """Nobody signs or meets on a weekend."""
    for name in _WORKING:
        date = _date(facts, name)
        if date is not None and date.weekday() >= SATURDAY:
            day = Words("星期六", "a Saturday") if date.weekday() == SATURDAY else _SUNDAY
            message = Words(f"{name}（{date}）是{day.zh}", f"{name} ({date}) is {day.en}")
            yield warning("weekend-date", message, facts.at("dates", name))


def permits_are_valid(facts: Facts) -> Iterator[Diagnostic]:
    """No permit ends before the last date that the profile plans."""
    dates = facts.profile.dates
    planned = [date for date in (dates.cert_target, dates.stage2, dates.stage1, dates.application) if date is not None]
    for i, permit in enumerate(facts.profile.org.permits):
        if planned and permit.expires is not None and permit.expires < planned[0]:
            message = Words(
                f"“{permit.name.zh}”{permit.expires} 到期，早于认证审核（{planned[0]}）",
                f"'{permit.name.en}' expires on {permit.expires}, before the certification ({planned[0]})",
            )
            yield warning("permit-expires", message, facts.at("org", "permits", i, "expires"))


def revisions_ascend(facts: Facts) -> Iterator[Diagnostic]:
    """The revision history of a document goes forward."""
    last: dict[str | None, dt.date] = {}
    for i, note in enumerate(facts.profile.revisions):
        before = last.get(note.document)
        if before is not None and note.date < before:
            message = Words(
                f"修订日期 {note.date} 早于前一条 {before}", f"the revision of {note.date} follows one of {before}"
            )
            yield error("date-order", message, facts.at("revisions", i, "date"))
        last[note.document] = note.date


def _date(facts: Facts, name: str) -> dt.date | None:
    date = getattr(facts.profile.dates, name)
    return date if isinstance(date, dt.date) else None
