"""Derives the clause cross-reference from the marks on sections, steps and records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from iso20k_docs.compose.derived import columns
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.markdown import plain
from iso20k_docs.library.load import Library
from iso20k_docs.library.standard import DocumentedInformation
from iso20k_docs.model.index import Index, Section
from iso20k_docs.model.matrix import Answer, Evidence, Matrix, MatrixRow
from iso20k_docs.model.nodes import Cell, Inlines, Reference, Row, Text
from iso20k_docs.model.register import Entry, Register
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Profile


@dataclass(frozen=True, slots=True)
class MatrixSource:
    """What the matrix is derived from; the index holds both languages, or one, whose titles then stand for both."""

    library: Library
    register: Register
    index: Index


def derive_matrix(source: MatrixSource) -> Matrix:
    """Return the cross-reference of every requirement of the standard, in its order."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    records: dict[str, list[Evidence]] = defaultdict(list)
    for entry in source.register.values():
        for requirement, answer in _answers(source, entry):
            answers[requirement].append(answer)
        for requirement in source.library.documents[entry.id].definition.requirements:
            records[requirement].append(Evidence(entry.id, entry.code, entry.title))
    standard = source.library.standard
    owners = source.library.definition.clause_owners
    rows = tuple(
        MatrixRow(
            clause.clause,
            clause.title,
            requirement.id,
            requirement.summary,
            tuple(answers[requirement.id]),
            tuple(records[requirement.id]),
            owners[clause.clause],
        )
        for clause, requirement in standard.requirements.values()
    )
    return Matrix(standard.name, standard.amendments, rows)


def _answers(source: MatrixSource, entry: Entry) -> Iterable[tuple[str, Answer]]:
    for anchor, section in _sections(source, entry).items():
        for requirement in section.requirements:
            title = _title(source, entry, anchor)
            yield requirement, Answer(entry.id, entry.code, section.number, anchor, title)
    yield from _step_answers(source, entry)


def _sections(source: MatrixSource, entry: Entry) -> dict[str, Section]:
    for language in LANGUAGES:
        if (entry.id, language) in source.index:
            return dict(source.index[entry.id, language].sections)
    return {}


def _title(source: MatrixSource, entry: Entry, anchor: str) -> Words:
    titles: dict[str, str] = {}
    for language in LANGUAGES:
        index = source.index.get((entry.id, language))
        if index and anchor in index.sections:
            titles[language] = plain(index.sections[anchor].title)
    only = next(iter(titles.values()))
    return Words(titles.get("zh", only), titles.get("en", only))


def _step_answers(source: MatrixSource, entry: Entry) -> Iterable[tuple[str, Answer]]:
    process = source.library.documents[entry.id].definition.process
    sections = _sections(source, entry)
    if process is None or "steps" not in sections:
        return
    for number, step in enumerate(process.steps, start=1):
        section = f"{sections['steps'].number}/{number}"
        for requirement in step.requirements:
            yield requirement, Answer(entry.id, entry.code, section, f"step-{step.id}", step.name)


# --- as tables of a document -------------------------------------------------------------------------


class MatrixTables:
    """Prints the matrix into the documents that ask for it."""

    def __init__(self, matrix: Matrix, library: Library, roles: RoleCatalogue, profile: Profile) -> None:
        self._matrix, self._library, self._roles, self._profile = matrix, library, roles, profile

    def cross_reference(self, language: Language) -> tuple[Row, ...]:
        """Return a row per requirement, under a group row per clause."""
        rows: list[Row] = []
        width = len(columns("cross-reference", language))
        clause = ""
        for row in self._matrix.rows:
            if row.clause != clause:
                clause = row.clause
                title = f"{clause} {row.title.in_(language)}"
                heading = Cell(((Text(title, strong=True),),), "accent", width)
                rows.append(Row(f"clause-{clause}", (heading,), group=True))
            rows.append(self._requirement(row, language))
        return tuple(rows)

    def _requirement(self, row: MatrixRow, language: Language) -> Row:
        none: Inlines = (Text(LABELS["unanswered"].in_(language)),)
        answers = tuple(_answer(answer, language) for answer in row.answers) or (none,)
        records = tuple(_evidence(record, language) for record in row.records) or ((Text("—"),),)
        cells = (
            Cell(((Text(row.requirement),),)),
            Cell(((Text(row.summary.in_(language)),),)),
            Cell(answers),
            Cell(records),
            Cell(((Text(self._role(row.owner, language), fact=True),),)),
        )
        return Row(f"requirement-{row.requirement}", cells)

    def _role(self, role: str, language: Language) -> str:
        holder = self._profile.roles.get(role)
        title = holder.title if holder and holder.title else self._roles.roles[role].title
        return title.in_(language)

    def mandatory(self, language: Language) -> tuple[Row, ...]:
        """Return a row per item of documented information: asked for or expected, and where it is held."""
        return tuple(
            self._information(item, f"information-{position}", language)
            for position, item in enumerate(self._library.standard.mandatory, start=1)
        )

    def _information(self, item: DocumentedInformation, key: str, language: Language) -> Row:
        held = self._holders(item)
        places = tuple((Reference("code", i), Text(" "), Reference("title", i)) for i in held)
        none: Inlines = (Text(LABELS["unanswered"].in_(language)),)
        cells = (
            Cell(((Text(", ".join(item.clauses)),),)),
            Cell(((Text(item.name.in_(language)),),)),
            Cell(((Text(LABELS[item.basis].in_(language)),),)),
            Cell(places or (none,)),
        )
        return Row(key, cells)

    def _holders(self, item: DocumentedInformation) -> list[str]:
        """Return the documents that answer or prove a requirement of the item's clauses, of the item's type."""
        found: dict[str, None] = {}
        for row in self._matrix.rows:
            if row.clause in item.clauses:
                places = row.records if item.type == "record" else row.answers
                found.update(dict.fromkeys(place.id for place in places))
        return list(found)


def _answer(answer: Answer, language: Language) -> Inlines:
    section, _, step = answer.section.partition("/")
    said = f" {section}"
    if step:
        said += f"步骤{step}" if language == "zh" else f", step {step}"
    return (
        Reference("code", answer.id, answer.anchor, answer.code + said),
        Text(" " + answer.title.in_(language)),
    )


def _evidence(record: Evidence, language: Language) -> Inlines:
    return (Reference("code", record.id), Text(" " + record.title.in_(language)))
