"""Derives the clause cross-reference from the marks on sections, steps and records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from iso20k_docs.compose.markdown import plain
from iso20k_docs.library.definitions import DocumentDefinition
from iso20k_docs.library.load import Library
from iso20k_docs.model.index import Index, Section
from iso20k_docs.model.matrix import Answer, Evidence, Matrix, MatrixRow, OwnAnswer
from iso20k_docs.model.register import Entry, Register
from iso20k_docs.model.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True)
class MatrixSource:
    """What the matrix is derived from; the index holds both languages, or one, whose titles then stand for both."""

    library: Library
    register: Register
    index: Index
    own: Mapping[str, tuple[OwnAnswer, ...]] = field(default_factory=dict)


def derive_matrix(source: MatrixSource) -> Matrix:
    """Return the cross-reference of every requirement of the standard, in its order."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    records: dict[str, list[Evidence]] = defaultdict(list)
    for entry in source.register.values():
        for requirement, answer in _answers(source, entry):
            answers[requirement].append(answer)
        for requirement, evidence in _evidence_of(source, entry):
            if evidence not in records[requirement]:
                records[requirement].append(evidence)
    standard = source.library.standard
    owners = source.library.clause_owners
    rows = tuple(
        MatrixRow(
            clause.clause,
            clause.title,
            requirement.id,
            requirement.summary,
            tuple(answers[requirement.id]),
            tuple(records[requirement.id]),
            owners[clause.clause],
            requirement.documented,
            source.own.get(requirement.id, ()),
        )
        for clause, requirement in standard.requirements.values()
    )
    return Matrix(standard.name, standard.amendments, rows)


def _answers(source: MatrixSource, entry: Entry) -> Iterable[tuple[str, Answer]]:
    """Yield what a document answers; an organisation's own answers as a whole what the generated one would."""
    found = list(_answers_by_section(source, entry))
    if entry.own is None:
        return found
    return [(r, Answer(entry.id, entry.code, "", "", entry.title)) for r in dict.fromkeys(r for r, _ in found)]


def _answers_by_section(source: MatrixSource, entry: Entry) -> Iterable[tuple[str, Answer]]:
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
    for prefix, definition in _definitions(source, entry):
        yield from _process_answers(source, entry, prefix, definition)


def _process_answers(
    source: MatrixSource, entry: Entry, prefix: str, definition: DocumentDefinition
) -> Iterable[tuple[str, Answer]]:
    sections = _sections(source, entry)
    if definition.process is None or f"{prefix}steps" not in sections:
        return
    for number, step in enumerate(definition.process.steps, start=1):
        section = f"{sections[f'{prefix}steps'].number}/{number}"
        for requirement in step.requirements:
            yield requirement, Answer(entry.id, entry.code, section, f"step-{prefix}{step.id}", step.name)


def _evidence_of(source: MatrixSource, entry: Entry) -> Iterable[tuple[str, Evidence]]:
    """Yield what a record proves; the members of a family are one evidence."""
    whole = source.register[entry.definition]
    for _, definition in _definitions(source, entry):
        for requirement in definition.requirements:
            yield requirement, Evidence(whole.id, whole.code, whole.title)


def _definitions(source: MatrixSource, entry: Entry) -> Iterable[tuple[str, DocumentDefinition]]:
    """Yield a document's definitions with what their anchors begin with: a chapter's with its id."""
    for part in entry.parts:
        yield f"{part.id}-", source.library.documents[part.id].definition
    if not entry.parts:
        yield "", source.library.documents[entry.definition].definition
