"""Checks of change management: scores, approvals, boards, standard changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from iso20k_docs.model.diagnostics import Diagnostic, error
from iso20k_docs.model.words import Words
from iso20k_docs.profile.checks.context import Facts

_REQUEST = re.compile(
    r"重置.{0,4}密码|密码.{0,2}重置|解锁.{0,2}账[号户]|账[号户].{0,2}解锁|(开通|新建|创建|开设).{0,4}(账[号户]|用户|邮箱|权限)"
    r"|(账[号户]|用户|邮箱|权限).{0,2}(开通|新建|创建|申请)"
    r"|password\W+reset|reset\w*\W+(a |the |user )*password|unlock\w*\W+(an? |the |user )*account"
    r"|account\W+creation|(creat|add|open)\w*\W+(an? |new |user )*(account|user|mailbox)\b|new\W+(user|account)\b",
    re.IGNORECASE,
)


def standard_changes_are_changes(facts: Facts) -> Iterator[Diagnostic]:
    """Password resets and new accounts are service requests, not standard changes."""
    for i, change in enumerate(facts.profile.change.standard_changes):
        if _REQUEST.search(change.name.zh) or _REQUEST.search(change.name.en):
            message = Words(
                f"“{change.name.zh}”是服务请求，不是标准变更",
                f"'{change.name.en}' is a service request, not a standard change",
            )
            hint = Words("从 standard_changes 中删除，按服务请求管理", "Delete it here; it belongs to service requests")
            yield error("request-as-change", message, facts.at("change", "standard_changes", i, "name"), hint)


def approvals_cover_scores(facts: Facts) -> Iterator[Diagnostic]:
    """Approval limits grow, and the last one reaches the highest score."""
    change = facts.profile.change
    for i, (lower, higher) in enumerate(pairwise(change.approvals)):
        if higher.up_to <= lower.up_to:
            message = Words(
                f"批准权限的上限应逐级增大：{lower.up_to} 之后是 {higher.up_to}",
                f"approval limits grow: {higher.up_to} cannot follow {lower.up_to}",
            )
            yield error("approval-limits", message, facts.at("change", "approvals", i + 1, "up_to"))
    highest = sum(max(level.score for level in aspect.levels) for aspect in change.score)
    last = change.approvals[-1].up_to
    if last < highest:
        message = Words(
            f"风险得分最高 {highest} 分，批准权限只到 {last} 分",
            f"scores reach {highest}, approval rules end at {last}",
        )
        yield error("approval-limits", message, facts.at("change", "approvals", len(change.approvals) - 1, "up_to"))


def boards_can_meet(facts: Facts) -> Iterator[Diagnostic]:
    """The boards have as many different members as they need, and the CAB is more than the change manager."""
    change = facts.profile.change
    for name, members, needed in (
        ("cab", change.cab.members, change.cab.quorum),
        ("ecab", change.ecab.members, change.ecab.minimum),
    ):
        count = _members(facts, members)
        title = name.upper()
        if count < needed:
            message = Words(
                f"{title} 最少到会 {needed} 人，成员角色只由 {count} 人担任",
                f"the {title} needs {needed} people, but {count} hold the roles of its members",
            )
            yield error("board-members", message, facts.at("change", name, "members"))
        elif count == 1 or needed == 1:
            message = Words(f"{title} 一个人就能作出决定", f"one person alone can decide in the {title}")
            yield error("board-members", message, facts.at("change", name, "members"))


def _members(facts: Facts, roles: tuple[str, ...]) -> int:
    """Count the people behind some roles; a group such as the engineers counts as one more."""
    groups = [role for role in roles if role not in facts.profile.roles]
    return len(facts.people.holders(roles)) + len(set(groups))
