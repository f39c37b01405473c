"""Checks of the numbers of single processes: parts make a whole, and one indicator has one target."""

from __future__ import annotations

from collections.abc import Iterator

from iso20k_docs.model.diagnostics import Diagnostic, warning
from iso20k_docs.model.quantities import Percent, Target, plain_number
from iso20k_docs.model.words import Words
from iso20k_docs.profile.checks.context import Facts, both
from iso20k_docs.profile.schema import Objective

#: Numbers of one process, by how their names begin, that are parts of a hundred.
_PARTS = (("supplier-scoring", "weight_"), ("supplier-scoring", "year_"))
_WHOLE = 100
#: What the indicators of the customer survey are called.
_SURVEY = {
    "target": Words("客户满意度", "Customer satisfaction"),
    "return_rate": Words("调查回收率", "Survey return rate"),
}


def parts_make_a_whole(facts: Facts) -> Iterator[Diagnostic]:
    """The weights of an evaluation add up to a hundred, and so do the full marks of its parts."""
    for process, prefix in _PARTS:
        values = facts.profile.processes.get(process, {})
        parts = {name: value for name, value in values.items() if name.startswith(prefix)}
        total = round(sum(value for value in parts.values() if isinstance(value, int | float)), 6)
        if parts and total != _WHOLE:
            shown = ", ".join(f"{name} {value}" for name, value in parts.items())
            message = Words(
                f"“{process}”中 {prefix}… 各项合计 {plain_number(total)}，应为 {_WHOLE}：{shown}",
                f"the numbers {prefix}… of '{process}' add up to {plain_number(total)}, not to {_WHOLE}: {shown}",
            )
            hint = Words("没有写的取自默认值，也要一并调整", "Those not stated are defaults: state them too")
            yield warning("parts-of-a-whole", message, facts.at("processes", process), hint)


def indicators_have_one_target(facts: Facts) -> Iterator[Diagnostic]:
    """An objective and the indicator of a process that is called the same have the same target."""
    for at, objective in enumerate(facts.profile.objectives):
        for path, target in _targets_of(facts, objective):
            stated = facts.states("objectives") or facts.states(*path)
            if stated and both(target) != both(objective.target):
                name, value, other = objective.name, both(objective.target), both(target)
                message = Words(
                    f"“{name.zh}”有两个目标值：{objective.id} 是 {value.zh}，{'.'.join(path)} 是 {other.zh}",
                    f"'{name.en}' has two targets: {value.en} in {objective.id}, {other.en} in {'.'.join(path)}",
                )
                place = facts.at(*path) if facts.states(*path) else facts.at("objectives", at, "target")
                yield warning("two-targets", message, place, Words("两处写成一样", "State the same in both"))


def _targets_of(facts: Facts, objective: Objective) -> Iterator[tuple[tuple[str, ...], Target | Percent]]:
    """Yield the numbers of processes and of the survey that bear the name of an objective."""
    for process, numbers in facts.numbers.items():
        for name, number in numbers.items():
            value = facts.profile.processes[process][name]
            if _is_called(objective, number.label) and isinstance(value, Target | Percent):
                yield ("processes", process, name), value
    for name, label in _SURVEY.items():
        if _is_called(objective, label):
            yield ("survey", name), Target(">=", getattr(facts.profile.survey, name))


def _is_called(objective: Objective, label: Words) -> bool:
    return objective.name.zh == label.zh or objective.name.en == label.en
