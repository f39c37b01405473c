"""Turns the clause cross-reference into questions: what an internal auditor asks about this organisation's documents.

A row per clause and place that answers it. Where the place is a step of a procedure, the question carries the role,
the limit and the criterion printed there, so that a promise altered in the profile is asked about as altered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from iso20k_docs.compose.environment import the
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.matrix_tables import answer_said, evidence_said
from iso20k_docs.compose.set_rows import group_row, said_elsewhere, tables_of
from iso20k_docs.model.index import Index
from iso20k_docs.model.matrix import Answer, Evidence, Matrix, MatrixRow
from iso20k_docs.model.nodes import Cell, Document, Inlines, Reference, Row, Text
from iso20k_docs.model.register import Register
from iso20k_docs.model.words import Language
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Profile

_STEP = "step-"
_ROLE, _LIMIT, _CRITERION, _RECORDS = 2, 3, 4, 5
"""Where a table of steps has them."""
#: A procedure is asked about before the manual, which says the same in fewer words.
_FIRST = {"P": 0, "W": 1, "M": 2, "S": 3}
_MANUAL = 9


@dataclass(frozen=True, slots=True)
class _Question:
    """The requirements of a clause that one place answers."""

    place: Answer | None
    rows: tuple[MatrixRow, ...]

    @property
    def records(self) -> tuple[Evidence, ...]:
        return tuple(dict.fromkeys(record for row in self.rows for record in row.records))


class AuditChecklist:
    """Prints the questions of one organisation; columns: place, question, evidence."""

    def __init__(self, matrix: Matrix, register: Register, roles: RoleCatalogue, profile: Profile) -> None:
        self._matrix, self._register, self._roles, self._profile = matrix, register, roles, profile

    def rows(self, documents: Iterable[Document], index: Index, language: Language) -> tuple[Row, ...]:
        """Return a row per question under a group row per clause; `documents` hold the steps as composed."""
        steps = {
            (document.id, row.id): replace(
                row, cells=tuple(Cell((said_elsewhere(cell, document, index),)) for cell in row.cells)
            )
            for document, table in tables_of(documents, language)
            for row in table.rows
            if row.id.startswith(_STEP)
        }
        found: list[Row] = []
        for clause, members in groupby(self._matrix.rows, key=lambda row: row.clause):
            rows = tuple(members)
            title = f"{clause} {rows[0].title.in_(language)}"
            found.append(group_row(f"clause-{clause}", (Text(title, strong=True),)))
            found += (self._row(question, steps, language) for question in self._questions(rows))
        return tuple(found)

    def _questions(self, rows: Iterable[MatrixRow]) -> Iterator[_Question]:
        by_place: dict[tuple[str, str], list[MatrixRow]] = {}
        places: dict[tuple[str, str], Answer | None] = {}
        for row in rows:
            place = min(row.answers, key=self._rank, default=None)
            key = (place.id, place.anchor) if place else ("", "")
            places[key] = place
            by_place.setdefault(key, []).append(row)
        for key, members in by_place.items():
            yield _Question(places[key], tuple(members))

    def _rank(self, answer: Answer) -> tuple[int, bool]:
        entry = self._register[answer.id]
        rank = _MANUAL if entry.kind == "manual" else _FIRST.get(entry.type, _MANUAL)
        return rank, not answer.anchor.startswith(_STEP)

    def _row(self, question: _Question, steps: Mapping[tuple[str, str], Row], language: Language) -> Row:
        unanswered: Inlines = (Text(LABELS["unanswered"].in_(language)),)
        place = question.place
        step = steps.get((place.id, place.anchor)) if place else None
        asked = _of_step(place, step, language) if place and step else self._of_section(question, language)
        gap = "　" if language == "zh" else " "
        evidence = tuple(evidence_said(record, language) for record in question.records)
        points = tuple((Text(f"{row.requirement}{gap}{row.summary.in_(language)}"),) for row in question.rows)
        cells = (
            Cell((answer_said(place, language) if place else unanswered,)),
            Cell((asked, *points)),
            Cell(evidence or self._records_of(step) or ((Text("—"),),)),
        )
        first = question.rows[0].requirement
        return Row(f"question-{first}", cells)

    def _of_section(self, question: _Question, language: Language) -> Inlines:
        role = Text(self._title(question.rows[0].owner, language), fact=True)
        if language == "zh":
            return (Text("问"), role, Text("：本节规定最近一次怎样执行？看原始记录。"))
        return (
            Text("Ask "),
            replace(role, text=the(role.text)),
            Text(": how was this last carried out? See the records."),
        )

    def _records_of(self, step: Row | None) -> tuple[Inlines, ...]:
        """Return the records that a step names: evidence where no record is said to prove the requirement."""
        found = (item for text in step.cells[_RECORDS].paragraphs for item in text) if step else ()
        named = [item for item in found if isinstance(item, Reference) and item.document in self._register]
        return tuple((replace(n, label_kind="code"), Text(" "), replace(n, label_kind="title")) for n in named)

    def _title(self, role: str, language: Language) -> str:
        return self._roles.title(role, self._profile.roles).in_(language)


def _of_step(place: Answer, step: Row, language: Language) -> Inlines:
    role, limit, criterion = (step.cells[at].paragraphs[0] for at in (_ROLE, _LIMIT, _CRITERION))
    name = Text(place.title.in_(language))
    if language == "zh":
        return (
            Text("问"),
            *role,
            Text("：最近一次“"),
            name,
            Text("”是否在时限内（"),
            *limit,
            Text("），是否达到判据（"),
            *criterion,
            Text("）？"),
        )
    asked = tuple(replace(r, text=the(r.text)) if isinstance(r, Text) else r for r in role)
    return (
        *(Text("Ask "), *asked, Text(": was the latest “"), name, Text("” in time ("), *limit),
        *(Text(") and was the criterion met ("), *criterion, Text(")?")),
    )
