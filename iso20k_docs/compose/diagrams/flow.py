"""What a swimlane flow chart shows: steps in lanes, and where each step goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from iso20k_docs.model.words import Language, Words

#: How a way out of the chart looks: into another document, the end, or on to a step that isn't drawn near.
ExitKind = Literal["document", "end", "jump"]

WORDS: dict[str, Words] = {
    "start": Words("开始", "Start"),
    "end": Words("结束", "End"),
    "exits": Words("转出或结束", "Exits"),
    "jump": Words("转步骤{number}", "To step {number}"),
    "entry": Words("接步骤{number}", "From step {number}"),
    "step": Words("{number} {name}（{lane}）", "{number} {name} ({lane})"),
    "alt": Words("泳道流程图。", "Swimlane flow chart. "),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a step goes on: to the step at place `to`, or out of the chart to what `text` names."""

    to: int | None = None
    label: str = ""
    text: str = ""
    kind: ExitKind = "document"


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A step in its lane; `decision` steps have labelled outcomes."""

    number: str
    name: str
    lane: int
    outcomes: tuple[Outcome, ...]
    decision: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A process to be drawn; `entry` stands in the terminator above its first step."""

    title: str
    language: Language
    lanes: tuple[str, ...]
    steps: tuple[FlowStep, ...]
    entry: str

    def word(self, key: str, **values: str) -> str:
        """Return a word of the chart itself."""
        return WORDS[key].in_(self.language).format(**values)

    def jump(self, at: int, place: int) -> Flow:
        """Return the flow with one outcome of a step turned into a hint at the step's number."""
        step = self.steps[at]
        outcome = step.outcomes[place]
        assert outcome.to is not None
        hint = replace(outcome, to=None, text=self.word("jump", number=self.steps[outcome.to].number), kind="jump")
        outcomes = (*step.outcomes[:place], hint, *step.outcomes[place + 1 :])
        changed = replace(step, outcomes=outcomes)
        return replace(self, steps=(*self.steps[:at], changed, *self.steps[at + 1 :]))

    def part(self, first: int, last: int) -> Flow:
        """Return the steps from `first` up to, not including, `last`; outcomes beyond them become hints."""
        entry = self.entry if first == 0 else self.word("entry", number=self.steps[first - 1].number)
        steps = tuple(
            replace(step, outcomes=tuple(self._within(outcome, first, last) for outcome in step.outcomes))
            for step in self.steps[first:last]
        )
        return replace(self, steps=steps, entry=entry)

    def _within(self, outcome: Outcome, first: int, last: int) -> Outcome:
        if outcome.to is None:
            return outcome
        if first <= outcome.to < last:
            return replace(outcome, to=outcome.to - first)
        text = self.word("jump", number=self.steps[outcome.to].number)
        return replace(outcome, to=None, text=text, kind="jump")

    @property
    def alt(self) -> str:
        """The chart in words."""
        parts = [self._told(step) for step in self.steps]
        stop = "；" if self.language == "zh" else "; "
        return self.word("alt") + stop.join(parts) + ("。" if self.language == "zh" else ".")

    def _told(self, step: FlowStep) -> str:
        told = self.word("step", number=step.number, name=step.name, lane=self.lanes[step.lane])
        ways = [self._way(outcome) for outcome in step.outcomes]
        arrow, comma = ("→", "，") if self.language == "zh" else (" → ", ", ")
        return told + arrow + comma.join(ways) if ways else told

    def _way(self, outcome: Outcome) -> str:
        target = outcome.text if outcome.to is None else self.steps[outcome.to].number
        if not outcome.label:
            return target
        return f"{outcome.label}：{target}" if self.language == "zh" else f"{outcome.label}: {target}"
