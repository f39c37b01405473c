"""What the profile says to each condition of certification: met, not met, or to be shown by evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from iso20k_docs.compose.certification.schedule import Known, dates_of
from iso20k_docs.library.certification import CheckName, Condition, DateName
from iso20k_docs.library.load import EDITION
from iso20k_docs.model.quantities import Duration
from iso20k_docs.model.words import Words
from iso20k_docs.profile.days import SATURDAY, later
from iso20k_docs.profile.schema import Profile

if TYPE_CHECKING:
    from iso20k_docs.compose.context import Organisation

State = Literal["met", "not-met", "to-show"]
STATES: Mapping[State, Words] = {
    "met": Words("满足", "Met"),
    "not-met": Words("不满足", "Not met"),
    "to-show": Words("待证明", "To be shown"),
}
_NAMES: Mapping[DateName, Words] = {
    "prepared": Words("编制", "preparation"),
    "reviewed": Words("审核", "review of documents"),
    "approved": Words("批准", "approval"),
    "issued": Words("发布", "issue"),
    "effective": Words("实施", "effective date"),
    "system_start": Words("体系运行", "start of the system"),
    "training": Words("全员培训", "training"),
    "audit_start": Words("内部审核开始", "start of the internal audit"),
    "audit_end": Words("内部审核结束", "end of the internal audit"),
    "review": Words("管理评审", "management review"),
    "application": Words("申请", "application"),
    "stage1": Words("第一阶段审核", "stage 1"),
    "stage2": Words("第二阶段审核", "stage 2"),
    "cert_target": Words("取证目标", "certificate"),
}
_SIGNED: tuple[DateName, ...] = (
    *("prepared", "reviewed", "approved", "issued", "training"),
    *("audit_start", "audit_end", "review"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """How a condition stands, with the facts that say so."""

    state: State
    said: Words


@dataclass(frozen=True, slots=True)
class Answered:
    """A condition and how it stands."""

    condition: Condition
    finding: Finding


@dataclass(frozen=True, slots=True)
class _Case:
    """One condition for one organisation."""

    organisation: Organisation
    condition: Condition
    dates: Known

    @property
    def profile(self) -> Profile:
        return self.organisation.profile

    @property
    def least(self) -> int:
        return self.condition.least or 1


def readiness(organisation: Organisation) -> tuple[Answered, ...]:
    """Return every condition of the library with the answer that the profile gives."""
    certification = organisation.library.certification
    dates, _ = dates_of(organisation.profile, certification.timetable.gaps)
    return tuple(
        Answered(condition, _found(_Case(organisation, condition, dates)))
        for condition in certification.readiness.conditions
    )


def _found(case: _Case) -> Finding:
    name = case.condition.check
    return _CHECKS[name](case) if name else Finding("to-show", Words("由记录证明", "Proven by records"))


def _met_if(holds: bool, said: Words) -> Finding:
    return Finding("met" if holds else "not-met", said)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _without_dates(case: _Case, *names: DateName) -> Finding | None:
    """Return what to say where a date is missing."""
    missing = [_NAMES[name] for name in names if name not in case.dates]
    if not missing:
        return None
    zh, en = "、".join(n.zh for n in missing), ", ".join(n.en for n in missing)
    return Finding("to-show", Words(f"尚无日期：{zh}", f"No date yet: {en}"))


# --- the organisation


def _identity(case: _Case) -> Finding:
    org = case.profile.org
    if org.uscc:
        return Finding("met", Words(f"统一社会信用代码{org.uscc}", f"Unified social credit code {org.uscc}"))
    if org.registration:
        return Finding("met", Words(f"注册号{org.registration}", f"Registration {org.registration}"))
    return Finding("to-show", Words("配置中没有信用代码或注册号", "The profile has no code or registration"))


def _licence_scope(case: _Case) -> Finding:
    if case.profile.org.licence_scope is None:
        said = Words(
            "配置中没有经营范围，按执照核对", "The profile doesn't state the licensed business: see the licence"
        )
        return Finding("to-show", said)
    return Finding("to-show", case.profile.org.licence_scope)


def _permits(case: _Case) -> Finding:
    permits = case.profile.org.permits
    if not permits:
        return Finding("to-show", Words("配置中没有许可", "The profile lists no permit"))
    day = max(
        (case.dates[n] for n in ("application", "stage1", "stage2", "cert_target") if n in case.dates), default=None
    )
    over = [p for p in permits if day and p.expires and p.expires < day]
    if over:
        zh = "、".join(f"{p.name.zh}（{p.expires}到期）" for p in over)
        return Finding("not-met", Words(zh, ", ".join(f"{p.name.en} (expires {p.expires})" for p in over)))
    undated = any(p.expires is None for p in permits) or day is None
    said = Words("、".join(p.name.zh for p in permits), ", ".join(p.name.en for p in permits))
    return Finding("to-show" if undated else "met", said)


def _age(case: _Case) -> Finding:
    founded = case.profile.org.founded
    if founded is None:
        return Finding("to-show", Words("配置中没有成立日期", "The profile doesn't state the founding"))
    if missing := _without_dates(case, "application"):
        return missing
    enough = later(founded, Duration(case.least, "month")) <= case.dates["application"]
    return _met_if(enough, _two(founded, Words("成立", "Founded"), case.dates["application"], _NAMES["application"]))


def _two(first: dt.date, called: Words, second: dt.date, then: Words) -> Words:
    return Words(f"{first}{called.zh}，{second}{then.zh}", f"{called.en} {first}, {then.en} {second}")


def _people(case: _Case) -> Finding:
    count = case.profile.org.headcount
    said = Words(
        f"员工{count.total}人，说法为{case.least}人", f"{count.total} people; {case.least} are claimed to be needed"
    )
    return _met_if(count.total >= case.least, said)


def _specialists(case: _Case) -> Finding:
    count, outsourced = case.profile.org.headcount.it_fulltime, case.profile.outsourcing.has
    said = Words(
        f"信息技术专职{count}人，说法为{case.least}人；{'有' if outsourced else '没有'}外包",
        f"{count} full time in IT, {case.least} are claimed to be needed; "
        f"{'a part is' if outsourced else 'nothing'} outsourced",
    )
    return _met_if(count >= case.least or outsourced, said)


def _projects(case: _Case) -> Finding:
    count = len(case.profile.customers)
    dated = sum(1 for customer in case.profile.customers if customer.contract)
    said = Words(
        f"签约客户{count}家，其中写明合同号的{dated}家；说法为{case.least}个",
        f"{_counted(count, 'customer')}, {dated} with a contract number; {case.least} are claimed to be needed",
    )
    if count < case.least:
        return Finding("not-met", said)
    return Finding("met" if dated >= case.least else "to-show", said)


def _outsourcing(case: _Case) -> Finding:
    outsourcing = case.profile.outsourcing
    if not outsourcing.has:
        return Finding("met", Words("没有外包", "Nothing is outsourced"))
    zh = "；".join(part.what.zh for part in outsourcing.processes)
    return _met_if(bool(zh), Words(zh, "; ".join(part.what.en for part in outsourcing.processes)))


def _impartiality(case: _Case) -> Finding:
    application = case.profile.application
    body, consultant = application.certification_body, application.consultant
    if body is None:
        return Finding("to-show", Words("尚未选定认证机构", "The certification body isn't chosen yet"))
    if consultant is None:
        return Finding("met", Words(f"{body.zh}；没有咨询机构", f"{body.en}; no consultant"))
    said = Words(f"认证：{body.zh}；咨询：{consultant.zh}", f"Certification: {body.en}; consultant: {consultant.en}")
    return _met_if(body != consultant, said)


# --- the system


def _edition(case: _Case) -> Finding:
    standard = case.profile.standard
    named = "; ".join(filter(None, [standard.edition, standard.amendment]))
    return _met_if(standard.edition == EDITION, Words.same(named))


def _core_processes(case: _Case) -> Finding:
    register = case.organisation.register
    named = case.organisation.library.definition.source_names
    lacking = [n.name for n in named if any(register.cited(d) is None for d in n.documents)]
    if lacking:
        zh = "、".join(n.zh for n in lacking)
        return Finding("not-met", Words(f"缺：{zh}", f"Missing: {', '.join(n.en for n in lacking)}"))
    return Finding(
        "met",
        Words(f"通常索要的{len(named)}项文件均在本文件集", f"All {len(named)} customary documents are in the set"),
    )


def _agreements(case: _Case) -> Finding:
    agreed = {agreement.service for agreement in case.profile.agreements}
    lacking = [service for service in case.profile.services if service.status == "live" and service.id not in agreed]
    if lacking:
        zh = "、".join(s.name.zh for s in lacking)
        return Finding("not-met", Words(f"没有协议：{zh}", f"No agreement: {', '.join(s.name.en for s in lacking)}"))
    count = len(case.profile.agreements)
    return Finding(
        "to-show", Words(f"协议{count}份，待客户签字", f"{_counted(count, 'agreement')}, to be signed by the customers")
    )


# --- operation


def _operation(case: _Case) -> Finding:
    if missing := _without_dates(case, "system_start", "application"):
        return missing
    start, application = case.dates["system_start"], case.dates["application"]
    needed = case.profile.application.operation
    earliest = later(start, needed)
    said = Words(
        f"{start}运行，{application}申请；满{needed.in_('zh')}为{earliest}",
        f"Start {start}, application {application}; {needed.in_('en')} are full on {earliest}",
    )
    return _met_if(application >= earliest, said)


def _audit(case: _Case) -> Finding:
    if missing := _without_dates(case, "system_start", "audit_start", "audit_end", "application"):
        return missing
    dates = case.dates
    said = Words(
        f"{dates['audit_start']}至{dates['audit_end']}，申请{dates['application']}",
        f"{dates['audit_start']} to {dates['audit_end']}, application {dates['application']}",
    )
    return _met_if(dates["system_start"] < dates["audit_start"] <= dates["audit_end"] <= dates["application"], said)


def _review(case: _Case) -> Finding:
    if missing := _without_dates(case, "audit_end", "review", "application"):
        return missing
    dates = case.dates
    said = Words(
        f"审核{dates['audit_end']}结束，评审{dates['review']}，申请{dates['application']}",
        f"Audit until {dates['audit_end']}, review {dates['review']}, application {dates['application']}",
    )
    return _met_if(dates["audit_end"] <= dates["review"] <= dates["application"], said)


def _auditors(case: _Case) -> Finding:
    auditors = case.profile.auditors
    trained = [a for a in auditors if a.certificate]
    said = Words(
        f"审核员{len(auditors)}名，写明证书的{len(trained)}名",
        f"{len(auditors)} auditors, {len(trained)} with a certificate",
    )
    if not auditors:
        return Finding("not-met", said)
    return Finding("met" if len(trained) == len(auditors) else "to-show", said)


def _training(case: _Case) -> Finding:
    if missing := _without_dates(case, "training", "audit_start"):
        return missing
    said = _two(case.dates["training"], Words("培训", "Training"), case.dates["audit_start"], _NAMES["audit_start"])
    return Finding("to-show", said) if case.dates["training"] <= case.dates["audit_start"] else Finding("not-met", said)


def _working_days(case: _Case) -> Finding:
    known = [name for name in _SIGNED if name in case.dates]
    off = [name for name in known if case.dates[name].weekday() >= SATURDAY]
    if off:
        zh = "、".join(f"{_NAMES[name].zh}（{case.dates[name]}）" for name in off)
        return Finding("not-met", Words(zh, ", ".join(f"{_NAMES[name].en} ({case.dates[name]})" for name in off)))
    if len(known) < len(_SIGNED):
        return _without_dates(case, *_SIGNED) or Finding("to-show", STATES["to-show"])
    return Finding("met", Words(f"{len(known)}个日期均非周末", f"None of {len(known)} dates is on a weekend"))


_CHECKS: Mapping[CheckName, Callable[[_Case], Finding]] = {
    "identity": _identity,
    "licence-scope": _licence_scope,
    "permits": _permits,
    "age": _age,
    "people": _people,
    "specialists": _specialists,
    "projects": _projects,
    "outsourcing": _outsourcing,
    "impartiality": _impartiality,
    "edition": _edition,
    "core-processes": _core_processes,
    "agreements": _agreements,
    "operation": _operation,
    "audit": _audit,
    "review": _review,
    "auditors": _auditors,
    "training": _training,
    "working-days": _working_days,
}
