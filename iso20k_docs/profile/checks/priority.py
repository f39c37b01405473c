"""Checks of priorities and major incidents: the matrix is complete, targets grow, criteria can be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from iso20k_docs.model.diagnostics import Diagnostic, error, warning
from iso20k_docs.model.quantities import Duration
from iso20k_docs.model.words import Words
from iso20k_docs.profile.checks.context import Facts, both
from iso20k_docs.profile.schema import Level
from iso20k_docs.reading.nearest import suggestion
from iso20k_docs.reading.source import Path

_HOURS_A_DAY, _SERVICE_HOURS_A_DAY = 24, 9
_SLOW_CLOCK = _HOURS_A_DAY / _SERVICE_HOURS_A_DAY
_KNOWN_LEVELS = Words("已有的优先级", "Known priorities")


def matrix_is_total(facts: Facts) -> Iterator[Diagnostic]:
    """The matrix has a row for each impact and a column for each urgency, and only known priorities."""
    priority = facts.profile.priority
    rows, columns = len(priority.impacts), len(priority.urgencies)
    if len(priority.matrix) != rows:
        message = Words(
            f"优先级矩阵有 {len(priority.matrix)} 行，影响度有 {rows} 级",
            f"the priority matrix has {len(priority.matrix)} rows for {rows} impacts",
        )
        yield error("priority-matrix", message, facts.key("priority", "matrix"))
    for i, row in enumerate(priority.matrix):
        if len(row) != columns:
            message = Words(
                f"优先级矩阵第 {i + 1} 行有 {len(row)} 格，紧急度有 {columns} 级",
                f"row {i + 1} of the priority matrix has {len(row)} cells for {columns} urgencies",
            )
            yield error("priority-matrix", message, facts.at("priority", "matrix", i))
        yield from _unknown_levels(facts, i, row)


def _unknown_levels(facts: Facts, row: int, cells: tuple[str, ...]) -> Iterator[Diagnostic]:
    known = [level.id for level in facts.profile.priority.levels]
    for column, cell in enumerate(cells):
        if cell not in known:
            message = Words(f"没有“{cell}”这个优先级", f"unknown priority '{cell}'")
            place = facts.at("priority", "matrix", row, column)
            yield error("unknown-reference", message, place, suggestion(cell, known, _KNOWN_LEVELS))


def matrix_is_monotone(facts: Facts) -> Iterator[Diagnostic]:
    """Less impact or less urgency never gives a higher priority."""
    rank = {level.id: n for n, level in enumerate(facts.profile.priority.levels)}
    matrix = facts.profile.priority.matrix
    ranks = [[rank.get(cell, len(rank)) for cell in row] for row in matrix]
    for i, row in enumerate(ranks):
        for k, value in enumerate(row):
            above = ranks[i - 1][k] if i and k < len(ranks[i - 1]) else value
            left = row[k - 1] if k else value
            if value < max(above, left):
                message = Words(
                    f"优先级矩阵第 {i + 1} 行第 {k + 1} 列的“{matrix[i][k]}”高于影响更大或更急的一格",
                    f"'{matrix[i][k]}' in row {i + 1}, column {k + 1} is higher than a cell of more impact or urgency",
                )
                yield error("priority-matrix-order", message, facts.at("priority", "matrix", i, k))


def unused_levels(facts: Facts) -> Iterator[Diagnostic]:
    """Each priority stands somewhere in the matrix."""
    used = {cell for row in facts.profile.priority.matrix for cell in row}
    for level in facts.profile.priority.levels:
        if level.id not in used:
            message = Words(f"优先级矩阵中没有用到“{level.id}”", f"'{level.id}' does not occur in the priority matrix")
            yield warning("unused-priority", message, facts.key("priority", "matrix"))


def targets_grow(facts: Facts) -> Iterator[Diagnostic]:
    """A lower priority is not answered or restored sooner than a higher one."""
    for i, (higher, lower) in enumerate(pairwise(facts.profile.priority.levels)):
        for name, what in (("respond", Words("响应", "response")), ("restore", Words("恢复", "restore"))):
            first, second = getattr(higher, name), getattr(lower, name)
            if _length(second, lower) < _length(first, higher):
                message = Words(
                    f"{lower.id} 的{what.zh}目标 {second.in_('zh')}比 {higher.id} 的 {first.in_('zh')}短",
                    f"the {what.en} target of {lower.id} ({second.in_('en')}) is shorter than that of {higher.id} "
                    f"({first.in_('en')})",
                )
                yield error("priority-targets", message, facts.at("priority", "levels", i + 1, name))


def targets_agree(facts: Facts) -> Iterator[Diagnostic]:
    """Within a priority: response, updates and escalation come before the restore target ends."""
    for i, level in enumerate(facts.profile.priority.levels):
        for what, value, path in _limits(level, ("priority", "levels", i)):
            if _length(value, level) >= _length(level.restore, level):
                limit, restore = both(value), both(level.restore)
                message = Words(
                    f"{level.id} 的{what.zh} {limit.zh}不短于恢复目标 {restore.zh}",
                    f"the {what.en} of {level.id} ({limit.en}) is not shorter than its restore target ({restore.en})",
                )
                yield error("priority-targets", message, facts.at(*path))


def _limits(level: Level, path: Path) -> Iterator[tuple[Words, Duration, Path]]:
    yield Words("响应目标", "response target"), level.respond, (*path, "respond")
    if isinstance(level.update, Duration):
        yield Words("通报间隔", "update interval"), level.update, (*path, "update")
    for k, step in enumerate(level.escalate):
        yield Words("升级时限", "escalation limit"), step.after, (*path, "escalate", k, "after")


def _length(duration: Duration, level: Level) -> float:
    """Return minutes for comparing: on the clock of service hours, nine of them are a working day."""
    slow = duration.unit == "service_h" or (level.clock == "service_hours" and duration.unit in ("min", "h"))
    return duration.minutes * _SLOW_CLOCK if slow else duration.minutes


def major_incident_criteria(facts: Facts) -> Iterator[Diagnostic]:
    """The criteria name the highest priority, and each can be measured or seen."""
    criteria = facts.profile.major_incident.criteria
    top = facts.top_level.id
    if not any(top in criterion.text.zh and top in criterion.text.en for criterion in criteria):
        message = Words(f"重大事件判据没有提到最高优先级 {top}", f"no major-incident criterion names {top}")
        yield warning("major-incident-criteria", message, facts.key("major_incident", "criteria"))
    if not any(re.search(r"\d", criterion.text.zh.replace(top, "")) for criterion in criteria):
        message = Words("重大事件判据中没有数字", "no major-incident criterion has a number")
        hint = Words("写明分钟数、客户数等", "State minutes, customers or the like")
        yield warning("major-incident-criteria", message, facts.key("major_incident", "criteria"), hint)


def major_incident_clock(facts: Facts) -> Iterator[Diagnostic]:
    """The call-out and the first notices come before the restore target of the highest priority ends."""
    major, restore = facts.profile.major_incident, facts.top_level.restore
    for name in ("declare", "call_out", "inform_top", "notify_customer"):
        limit = both(getattr(major, name))
        if getattr(major, name).minutes >= restore.minutes:
            message = Words(
                f"重大事件的“{name}”{limit.zh}不短于 {facts.top_level.id} 的恢复目标 {restore.in_('zh')}",
                f"'{name}' of major incidents ({limit.en}) is not shorter than the restore target of "
                f"{facts.top_level.id} ({restore.in_('en')})",
            )
            yield warning("major-incident-clock", message, facts.at("major_incident", name))
