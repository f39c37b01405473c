"""The cross-reference as tables of the documents that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from iso20k_docs.compose.derived import columns
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.model.crossreference import ClauseLine, CrossReference, Held, ListedDocument
from iso20k_docs.model.matrix import Answer, Evidence, MatrixRow, OwnAnswer
from iso20k_docs.model.nodes import Cell, Inlines, Reference, Row, Text
from iso20k_docs.model.words import Language


class MatrixTables:
    """Prints the cross-reference of one organisation as rows."""

    def __init__(self, reference: CrossReference) -> None:
        self._reference = reference

    def cross_reference(self, language: Language) -> tuple[Row, ...]:
        """Return a row per requirement, under a group row per clause that names the departments."""
        rows: list[Row] = []
        width = len(columns("cross-reference", language))
        for line in self._reference.clauses:
            heading = Cell((self._heading(line, language),), "accent", width)
            rows.append(Row(f"group-{line.clause}", (heading,), group=True))
            rows += [self._requirement(row, language) for row in line.rows]
        return tuple(rows)

    def _heading(self, line: ClauseLine, language: Language) -> Inlines:
        title = (Text(f"{line.clause} {line.title.in_(language)}", strong=True),)
        said = departments_said(self._reference, line, language)
        return (*title, Text("　" if language == "zh" else "\u2003"), Text(said, fact=True)) if said else title

    def _requirement(self, row: MatrixRow, language: Language) -> Row:
        answers = (
            *(answer_said(answer, language) for answer in row.answers),
            *(_own(answer, language) for answer in row.own),
        )
        records = tuple(evidence_said(record, language) for record in row.records)
        cells = (
            Cell(((Text(row.requirement),),)),
            Cell(((Text(row.summary.in_(language)),),)),
            Cell(answers or (_label("unanswered", language),)),
            Cell(records or (_label("none", language),)),
            Cell((self._role(row.owner, language),)),
        )
        return Row(f"requirement-{row.requirement}", cells)

    def _role(self, role: str, language: Language) -> Inlines:
        return (Text(self._reference.roles[role].in_(language), fact=True),)

    def mandatory(self, language: Language) -> tuple[Row, ...]:
        """Return a row per item of documented information: asked for or expected, and where it is held."""
        return tuple(
            self._information(item, f"information-{position}", language)
            for position, item in enumerate(self._reference.held, start=1)
        )

    def _information(self, item: Held, key: str, language: Language) -> Row:
        clauses = ", ".join(item.clauses) + (f" (7.5.4 {item.item})" if item.item else "")
        cells = (
            Cell(((Text(clauses),),)),
            Cell(((Text(item.name.in_(language)),),)),
            Cell((_label(item.basis, language),)),
            Cell(_links(item.documents) or (_label("unanswered", language),)),
        )
        return Row(key, cells)

    def documents_to_clauses(self, language: Language) -> tuple[Row, ...]:
        """Return a row per document: the requirements that it answers and those that it proves."""
        return tuple(self._document(document, language) for document in self._reference.listed)

    def _document(self, document: ListedDocument, language: Language) -> Row:
        none = "—"
        answered = by_clause(self._reference.answered_by(document), language) or none
        proven = by_clause(self._reference.proven_by(document), language) or none
        cells = (
            Cell(((Reference("code", document.id),),)),
            Cell(((Reference("title", document.id),),)),
            Cell(((Text(answered),),)),
            Cell(((Text(proven),),)),
        )
        return Row(f"document-{document.id}", cells)

    def source_names(self, language: Language) -> tuple[Row, ...]:
        """Return a row per name by which applicants are asked for documents."""
        return tuple(
            Row(
                f"name-{position}",
                (
                    Cell(((Text(str(position)),),)),
                    Cell(((Text(source.name.in_(language)),),)),
                    Cell(_links(source.documents) or (_label("none", language),)),
                ),
            )
            for position, source in enumerate(self._reference.names, start=1)
        )


def departments_said(reference: CrossReference, line: ClauseLine, language: Language) -> str:
    """Return the departments of a clause, the main one first: `▲服务台 △研发部`."""
    marked = list(zip(line.marks, reference.departments, strict=True)) if line.marks else []
    between = "、" if language == "zh" else ", "
    parts = []
    for mark in ("▲", "△"):
        names = [department.in_(language) for found, department in marked if found == mark]
        if names:
            parts.append(mark + between.join(names))
    return " ".join(parts)


def by_clause(rows: Iterable[MatrixRow], language: Language) -> str:
    """Return requirements briefly, clause by clause: `8.6.1 a, b, c; 8.6.2 1`."""
    between, end = ("、", "；") if language == "zh" else (", ", "; ")
    parts = []
    for clause, members in groupby(rows, key=lambda row: row.clause):
        letters = [row.requirement.removeprefix(f"{clause}-") for row in members]
        parts.append(f"{clause} {between.join(letters)}")
    return end.join(parts)


def _links(documents: Sequence[str]) -> tuple[Inlines, ...]:
    return tuple((Reference("code", i), Text(" "), Reference("title", i)) for i in documents)


def _label(key: str, language: Language) -> Inlines:
    return (Text(LABELS[key].in_(language)),)


def answer_said(answer: Answer, language: Language) -> Inlines:
    """Return an answer as a link with code and place, and its title."""
    label = code_and_place(answer, language)
    return (Reference("code", answer.id, answer.anchor, label), Text(" " + answer.title.in_(language)))


def code_and_place(answer: Answer, language: Language) -> str:
    """Return where an answer stands: `YFZL-ITSMS-P-19 8.2`; the code alone of a whole document."""
    return " ".join(filter(None, [answer.code, place_said(answer, language)]))


def place_said(answer: Answer, language: Language) -> str:
    """Return the place of an answer in its document: `8.2`, `A`, `7.1, step 3`; empty for a whole document."""
    section, _, step = answer.section.partition("/")
    if not step:
        return section
    return f"{section}步骤{step}" if language == "zh" else f"{section}, step {step}"


def own_said(answer: OwnAnswer, language: Language) -> str:
    """Return what of the organisation's own answers a requirement, with the place in it."""
    place = answer.place.in_(language) if answer.place else ""
    return ("，" if language == "zh" else ", ").join(filter(None, [answer.by.in_(language), place]))


def _own(answer: OwnAnswer, language: Language) -> Inlines:
    return (Text(own_said(answer, language), fact=True),)


def evidence_said(record: Evidence, language: Language) -> Inlines:
    """Return a record as a link with its code, and its title."""
    return (Reference("code", record.id), Text(" " + record.title.in_(language)))
