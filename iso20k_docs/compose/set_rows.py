"""Rows of record forms that come from the whole set: the indicators of all processes, the clauses to be audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.resolve import place_label
from iso20k_docs.library.load import Library
from iso20k_docs.model.index import DocumentIndex, Index
from iso20k_docs.model.nodes import Cell, Document, Inline, Inlines, Reference, Row, Table, Text, flat
from iso20k_docs.model.words import Language
from iso20k_docs.profile.people import People
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Auditor, Person, Profile

_STEP = "step-"
_INDICATOR = "indicator-"
_INDICATORS = "-indicators"
"""How the rows and the table of a process's indicators are called; a chapter's name stands before the latter."""
_NAME, _TARGET, _CYCLE = 0, 3, 4
"""Where a table of indicators has them."""


def tables_of(documents: Iterable[Document], language: Language) -> Iterator[tuple[Document, Table]]:
    """Yield the tables of the documents in one language."""
    for document in documents:
        if document.language == language:
            yield from ((document, block) for block in flat(document.blocks) if isinstance(block, Table))


def said_elsewhere(cell: Cell, document: Document, index: Index) -> Inlines:
    """Return what a cell of a document says, its references to its own places led back to that document."""
    places = index[document.id, document.language]
    return tuple(_led_back(item, document, places) for text in cell.paragraphs for item in text)


def _led_back(item: Inline, document: Document, places: DocumentIndex) -> Inline:
    """Keep the label that the reference has in its document: the text around it was written for that."""
    if not isinstance(item, Reference) or item.place is None:
        return item
    anchor = _STEP + item.anchor if item.place == "step" else item.anchor
    label = place_label(item.place, item.anchor, places, document.language) or ""
    return Reference("document", document.id, anchor, label)


def group_row(key: str, title: Inlines) -> Row:
    """Return the row over a group; the resolve stage gives it the table's width."""
    return Row(key, (Cell((title,), "accent"),), group=True)


def indicator_rows(documents: Iterable[Document], index: Index, language: Language) -> tuple[Row, ...]:
    """Return name, target and cycle of every process indicator, under a group row per process."""
    found: list[Row] = []
    for document, table in tables_of(documents, language):
        rows = [row for row in table.rows if _INDICATOR in row.id]
        if not rows or not table.id.endswith(_INDICATORS):
            continue
        process = table.id.removesuffix(_INDICATORS).removeprefix("table").removeprefix("-") or document.id
        title = (Reference("code", process), Text(" "), Reference("title", process))
        found.append(group_row(f"process-{process}", title))
        for row in rows:
            cells = tuple(Cell((said_elsewhere(row.cells[at], document, index),)) for at in (_NAME, _TARGET, _CYCLE))
            found.append(Row(f"{process}-{row.id}", cells))
    return tuple(found)


class AuditProgramme:
    """Prints what the year's audits have to cover: clause, role and department that answer, who may audit, when."""

    def __init__(self, library: Library, roles: RoleCatalogue, profile: Profile) -> None:
        self._library, self._roles, self._profile = library, roles, profile
        self._people = People.of(profile)

    def rows(self, language: Language) -> tuple[Row, ...]:
        """Return a row per clause that has requirements."""
        titles = {c.clause: c.title for c in self._library.standard.clauses}
        rows = []
        for clause, role in self._library.clause_owners.items():
            texts = (f"{clause} {titles[clause].in_(language)}", *self._answering(role, language), self._month())
            rows.append(Row(f"clause-{clause}", tuple(_printed(text) for text in texts)))
        return tuple(rows)

    def _answering(self, role: str, language: Language) -> tuple[str, str, str]:
        """Return role, its department, and the auditors that don't belong to it."""
        title = self._roles.title(role, self._profile.roles)
        person = self._people.holder(role)
        own = person.department if person else None
        departments = {d.id: d.name.in_(language) for d in self._profile.departments}
        others = [name for a in self._profile.auditors if (name := self._independent(a, person, own, language))]
        between = "、" if language == "zh" else ", "
        return (
            title.in_(language),
            departments.get(own or "", "—"),
            between.join(others) or LABELS["outside"].in_(language),
        )

    def _independent(self, auditor: Auditor, person: Person | None, own: str | None, language: Language) -> str:
        if auditor.person is None:
            return auditor.external.in_(language) if auditor.external else ""
        found = self._people.find(auditor.person)
        if found is None or found == person or (own is not None and found.department == own):
            return ""
        return found.name.in_(language)

    def _month(self) -> str:
        start, end = self._profile.dates.audit_start, self._profile.dates.audit_end
        months = [f"{day:%Y-%m}" for day in (start, end) if day]
        return "–".join(dict.fromkeys(months))


def _printed(text: str) -> Cell:
    return Cell(((Text(text, fact=True),),)) if text else Cell()
