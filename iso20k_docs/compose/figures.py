"""Figures that come from data: a process's flow chart, the organisation, the process map, the escalation ladder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from iso20k_docs.compose.certification.schedule import ScheduledPhase, dates_of, scheduled
from iso20k_docs.compose.context import Context
from iso20k_docs.compose.diagrams.flow import WORDS, Flow, FlowStep, Outcome
from iso20k_docs.compose.diagrams.ladder import Ladder, Rung, escalation_ladder
from iso20k_docs.compose.diagrams.organisation import Unit, organisation_charts
from iso20k_docs.compose.diagrams.process_map import Band, MapGroup, MapProcess, process_maps
from iso20k_docs.compose.diagrams.swimlane import swimlanes
from iso20k_docs.compose.diagrams.timetable import Phase, timetables
from iso20k_docs.compose.facts import Facts
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.markdown import plain
from iso20k_docs.compose.resolve import planned_titles
from iso20k_docs.library.definitions import Branch, Process, Step
from iso20k_docs.model.drawing import Drawing
from iso20k_docs.model.nodes import Figure, Inlines, Text
from iso20k_docs.model.register import Entry
from iso20k_docs.model.words import Language

#: Chapters whose processes stand in one band of the process map; chapter 8 has a column for each of its sections.
_BANDS: dict[str, Band] = {
    "4": "plan", "5": "plan", "6": "plan", "7": "support", "8.1": "plan", "9": "improve", "10": "improve",
}  # fmt: skip
_OPERATION = "8"


class DrawnFigures:
    """Draws the figures of one document."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._builders: dict[str, Callable[[str], Sequence[Drawing]]] = {
            "flow": lambda title: swimlanes(self._flow(title)),
            "business-process": lambda title: swimlanes(self._business(title)),
            "organisation-chart": self._organisation,
            "process-map": self._process_map,
            "escalation-ladder": self._ladder,
            "timetable": lambda title: self._timetable("phases", title),
            "certificate-cycle": lambda title: self._timetable("cycle", title),
        }

    def __call__(self, name: str, caption: Inlines, anchor: str) -> tuple[Figure, ...] | None:
        """Return the figures that a directive asks for; None where there is no such directive."""
        builder = self._builders.get(name)
        if builder is None:
            return None
        if not caption:
            raise ValueError(f"'::: {name}' has a caption, and an anchor {{#...}}")
        drawings = builder(plain(caption))
        place, count = anchor or name, len(drawings)
        part = "（{}/{}）" if self._context.language == "zh" else " ({}/{})"
        parts = [(*caption, Text(part.format(at, count))) if count > 1 else caption for at in range(1, count + 1)]
        return tuple(_figure(drawing, parts[at], place, at + 1) for at, drawing in enumerate(drawings))

    # --- flow chart

    def _flow(self, title: str) -> Flow:
        process = self._context.definition.process
        if process is None:
            raise ValueError(f"'{self._context.definition.id}' has no process definition")
        roles = list(dict.fromkeys(step.role for step in process.steps))
        lanes = tuple(str(self._context.role_facts(role)) for role in roles)
        steps = tuple(self._step(process, at, roles) for at in range(len(process.steps)))
        return Flow(title, self._context.language, lanes, steps, WORDS["start"].in_(self._context.language))

    def _step(self, process: Process, at: int, roles: list[str]) -> FlowStep:
        step = process.steps[at]
        outcomes = [self._outcome(process, branch) for branch in step.branches]
        if not step.branches or step.next:
            outcomes.append(self._target(process, step.next or _following(process.steps, at), ""))
        name = plain(self._context.text(step.name))
        return FlowStep(str(at + 1), name, roles.index(step.role), tuple(outcomes), bool(step.branches))

    def _outcome(self, process: Process, branch: Branch) -> Outcome:
        return self._target(process, branch.to, plain(self._context.text(branch.when)))

    def _target(self, process: Process, to: str, label: str) -> Outcome:
        if to == "end":
            return Outcome(None, label, LABELS["end"].in_(self._context.language), "end")
        if to.startswith("doc:"):
            return Outcome(None, label, self._title(to.removeprefix("doc:")), "document")
        ids = [step.id for step in process.steps]
        return Outcome(ids.index(to), label)

    def _title(self, document: str) -> str:
        organisation = self._context.organisation
        cited = organisation.register.cited(document)
        if cited:
            return (cited.part or cited.entry).title.in_(self._context.language)
        title = planned_titles(organisation.library.definition).get(document)
        return title.in_(self._context.language) if title else document

    # --- main business process

    def _business(self, title: str) -> Flow:
        """Return the organisation's main business process: a step after the other, in lanes of departments."""
        org = self._context.names["org"]
        assert isinstance(org, Facts)
        stages = org["business_process"]
        assert isinstance(stages, tuple)
        lanes = [str(stage["department"] or org["short"]) for stage in stages]
        names = list(dict.fromkeys(lanes))
        language = self._context.language
        end = Outcome(None, "", LABELS["end"].in_(language), "end")
        outcomes = [Outcome(at + 1) if at + 1 < len(stages) else end for at in range(len(stages))]
        steps = [
            FlowStep(str(at + 1), str(stage["name"]), names.index(lanes[at]), (outcomes[at],))
            for at, stage in enumerate(stages)
        ]
        return Flow(title, language, tuple(names), tuple(steps), WORDS["start"].in_(language))

    # --- organisation chart

    def _organisation(self, title: str) -> Sequence[Drawing]:
        departments = self._facts("departments")
        tops = [d for d in departments if not isinstance(d["parent"], Facts)]
        charts = (organisation_charts(_unit(top, departments), title, self._context.language) for top in tops)
        return [drawing for drawings in charts for drawing in drawings]

    def _facts(self, name: str) -> tuple[Facts, ...]:
        found = self._context.names[name]
        assert isinstance(found, tuple)
        return found

    # --- process map

    def _process_map(self, title: str) -> Sequence[Drawing]:
        titles = {clause.clause: clause.title for clause in self._context.organisation.library.standard.clauses}
        groups: dict[str, list[Entry]] = {}
        for entry in self._processes():
            groups.setdefault(_chapter(entry.clauses), []).append(entry)
        made = [
            MapGroup(
                number, titles[number].in_(self._context.language), _BANDS.get(number, "operate"), self._mapped(entries)
            )
            for number, entries in sorted(groups.items(), key=lambda item: _order(item[0]))
        ]
        return process_maps(made, title, self._context.language)

    def _processes(self) -> Iterable[Entry]:
        found = (entry for entry, _, _ in self._context.organisation.processes() if entry.clauses)
        return {entry.id: entry for entry in found}.values()

    def _mapped(self, entries: Iterable[Entry]) -> tuple[MapProcess, ...]:
        return tuple(
            MapProcess(_serial(entry), entry.title.in_(self._context.language), tuple(self._delivers(entry)))
            for entry in entries
        )

    def _delivers(self, entry: Entry) -> list[str]:
        """Return the numbers of the documents whose processes those of a document hand something over to."""
        organisation = self._context.organisation
        processes = (definition.process for definition in organisation.definitions(entry))
        partners = {i.process for process in processes if process for i in process.interfaces if i.direction == "out"}
        found = {partner.id: partner for i in partners if (partner := organisation.register.get(i))}
        return sorted(_serial(partner) for partner in found.values() if partner.id != entry.id)

    # --- escalation ladder

    def _ladder(self, title: str) -> Sequence[Drawing]:
        language = self._context.language
        levels = self._context.organisation.profile.priority.levels
        ladders = [
            Ladder(
                level.id,
                level.name.in_(language),
                tuple(
                    Rung(
                        round(rule.after.minutes),
                        rule.after.in_(language) if rule.after.minutes else LABELS["at-once"].in_(language),
                        str(self._context.role_facts(rule.to)),
                    )
                    for rule in sorted(level.escalate, key=lambda rule: rule.after.minutes)
                ),
            )
            for level in levels
        ]
        return [escalation_ladder(ladders, title, language)]

    # --- timetable

    def _timetable(self, part: Literal["phases", "cycle"], title: str) -> Sequence[Drawing]:
        """Return the bars of the dated phases; ValueError where the profile has no date to count from."""
        organisation, language = self._context.organisation, self._context.language
        planned = organisation.library.certification.timetable
        known, _ = dates_of(organisation.profile, planned.gaps)
        phases = scheduled(planned.phases if part == "phases" else planned.cycle, known, organisation.profile.cycles)
        dated = [found for phase in phases if (found := _phase(phase, language))]
        if not dated:
            raise ValueError("the profile has no dates for '::: timetable'; test certification.phases_dated first")
        return timetables(dated, title, language)


def _phase(phase: ScheduledPhase, language: Language) -> Phase | None:
    if phase.start is None or phase.end is None or not phase.dated:
        return None
    return Phase(phase.planned.name.in_(language), phase.start, phase.end, phase.milestone)


def _figure(drawing: Drawing, caption: Inlines, anchor: str, part: int) -> Figure:
    """Return the first figure of a directive under its anchor, the others under numbered ones."""
    if part == 1:
        return Figure(f"figure-{anchor}", drawing, caption, anchor)
    return Figure(f"figure-{anchor}/{part}", drawing, caption, f"{anchor}-{part}")


def _following(steps: Sequence[Step], at: int) -> str:
    return steps[at + 1].id if at + 1 < len(steps) else "end"


def _unit(top: Facts, departments: Iterable[Facts]) -> Unit:
    below = [d for d in departments if isinstance(d["parent"], Facts) and d["parent"]["id"] == top["id"]]
    return Unit(str(top), str(top["head"]), tuple(_unit(department, departments) for department in below))


def _section(clause: str) -> str:
    """Return the chapter of a clause; in chapter 8 its section."""
    parts = clause.split(".")
    return ".".join(parts[:2]) if parts[0] == _OPERATION else parts[0]


def _chapter(clauses: Sequence[str]) -> str:
    """Return the chapter that most of a process's clauses belong to; of several, one that isn't planning."""
    chapters = [_section(clause) for clause in clauses]
    return max(chapters, key=lambda chapter: (chapters.count(chapter), _BANDS.get(chapter) != "plan"))


def _order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _serial(entry: Entry) -> str:
    return entry.number.rpartition("-")[2]
