"""Checks of the organisation and of duties that one person may not hold together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from iso20k_docs.model.diagnostics import Diagnostic, error, info, warning
from iso20k_docs.model.words import Words
from iso20k_docs.profile.approval import TIERS, Tier, signatories
from iso20k_docs.profile.checks.context import Facts, joined

_SIGNERS: dict[Tier, int] = {"manual": 3, "procedure": 3, "instruction": 2, "record": 2, "application": 2}
_TIER_NAMES: dict[Tier, Words] = {
    "manual": Words("一级文件", "manual documents"),
    "procedure": Words("程序文件", "procedures"),
    "instruction": Words("作业指导书", "work instructions"),
    "record": Words("记录表单", "record forms"),
    "application": Words("申报资料", "application papers"),
}
_FEWEST_PEOPLE, _FEWEST_IT = 5, 3
_FEWEST_AUDITING_DEPARTMENTS = 2
_MOST_OWNERS = 3


def signatures_are_apart(facts: Facts) -> Iterator[Diagnostic]:
    """Manual and procedures are prepared, reviewed and approved by three people, everything else by two."""
    owners = facts.catalogue.ids("person")
    say = warning if facts.small else error
    for tier in TIERS:
        short = [owner for owner in owners if signatories(facts.people, tier, owner).people < _SIGNERS[tier]]
        if not short:
            continue
        name, needed = _TIER_NAMES[tier], _SIGNERS[tier]
        whose = _owners([facts.catalogue.roles[owner].title for owner in short]) if short != owners else Words("", "")
        message = Words(
            f"{name.zh}应由 {needed} 人编制、审核、批准，现在不足 {needed} 人{whose.zh}",
            f"{name.en} need {needed} different people to prepare, review and approve; there are fewer{whose.en}",
        )
        hint = Words("把角色分给不同的人，或调整 control", "Give the roles to different people, or change `control`")
        yield say("signatures-apart", message, facts.key("roles"), hint)


def _owners(titles: list[Words]) -> Words:
    listed, rest = joined(titles[:_MOST_OWNERS]), len(titles) - _MOST_OWNERS
    if rest <= 0:
        return Words(f"（文件负责人：{listed.zh}）", f" (owned by: {listed.en})")
    return Words(
        f"（文件负责人：{listed.zh}等 {len(titles)} 个角色）", f" (owned by: {listed.en} and {rest} more roles)"
    )


def auditors_are_independent(facts: Facts) -> Iterator[Diagnostic]:
    """The auditors come from two departments, or one of them from outside, so that nobody audits their own work."""
    auditors = facts.profile.auditors
    if any(auditor.external is not None for auditor in auditors):
        return
    people = [facts.people.find(auditor.person) for auditor in auditors if auditor.person is not None]
    departments = {person.department for person in people if person is not None}
    if len(departments) < _FEWEST_AUDITING_DEPARTMENTS:
        message = Words("没有审核员", "there are no auditors")
        if departments:
            message = Words(
                "审核员都在同一部门，无人可以审核该部门", "all auditors are of one department, which nobody can audit"
            )
        hint = Words("增加其他部门的审核员，或聘请外部审核员", "Add an auditor of another department or from outside")
        yield error("auditor-independence", message, facts.key("auditors"), hint)


def auditors_are_named(facts: Facts) -> Iterator[Diagnostic]:
    """An auditor is either a member of staff or somebody from outside."""
    for i, auditor in enumerate(facts.profile.auditors):
        if (auditor.person is None) == (auditor.external is None):
            message = Words("审核员写 person 或 external，二者取一", "an auditor has either `person` or `external`")
            yield error("auditor-name", message, facts.at("auditors", i))


def departments_are_a_tree(facts: Facts) -> Iterator[Diagnostic]:
    """One department has no parent, and every other leads up to it."""
    departments = facts.profile.departments
    parents = {department.id: department.parent for department in departments}
    roots = [name for name, parent in parents.items() if parent is None]
    if len(roots) > 1:
        names = ", ".join(roots)
        message = Words(f"有几个最高部门：{names}", f"several departments have no parent: {names}")
        hint = Words("只留一个，其余写明 parent", "Leave one, and state the `parent` of the others")
        yield error("department-tree", message, facts.key("departments"), hint)
    for i, department in enumerate(departments):
        if _in_circle(department.id, parents):
            message = Words(f"部门“{department.id}”的上级成环", f"the parents of '{department.id}' go in a circle")
            yield error("department-tree", message, facts.at("departments", i, "parent"))


def _in_circle(start: str, parents: dict[str, str | None]) -> bool:
    seen, above = {start}, parents.get(start)
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == start


def headcount_adds_up(facts: Facts) -> Iterator[Diagnostic]:
    """Nobody is counted who is not employed."""
    count, people = facts.profile.org.headcount, len(facts.profile.people)
    for name, value, zh, en in (
        ("in_scope", count.in_scope, "范围内人数", "people in scope"),
        ("it_fulltime", count.it_fulltime, "IT 专职人数", "full-time IT staff"),
        ("total", people, "people 中列出的人数", "people listed"),
    ):
        if value > count.total:
            message = Words(f"{zh} {value} 超过总人数 {count.total}", f"{value} {en}, but {count.total} in total")
            yield error("headcount", message, facts.at("org", "headcount", name))
    if count.in_scope < _FEWEST_PEOPLE or count.it_fulltime < _FEWEST_IT:
        message = Words(
            f"范围内少于 {_FEWEST_PEOPLE} 人或 IT 专职少于 {_FEWEST_IT} 人，认证机构可能提出疑问",
            f"under {_FEWEST_PEOPLE} people in scope or {_FEWEST_IT} full time in IT: the certification body may ask",
        )
        yield info("headcount-low", message, facts.at("org", "headcount"))


def spending_limits_grow(facts: Facts) -> Iterator[Diagnostic]:
    """Spending limits grow, and only the last is without limit."""
    limits = facts.profile.finance.limits
    for i, (lower, higher) in enumerate(pairwise(limits)):
        if lower.up_to is None or (higher.up_to is not None and higher.up_to <= lower.up_to):
            message = Words("金额权限应逐级增大，不限额的放在最后", "limits grow, and the one without limit comes last")
            yield error("spending-limits", message, facts.at("finance", "limits", i + 1))
    finance = facts.profile.finance
    if finance.escalate_above.value < finance.explain_above.value:
        message = Words("上报的差异应不小于说明的差异", "the variance to escalate is not less than the one to explain")
        yield error("spending-limits", message, facts.at("finance", "escalate_above"))
