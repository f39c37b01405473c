"""Everything that the cross-reference says around its table: documents, owners, records, other standards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from iso20k_docs.model.matrix import Matrix, MatrixRow
from iso20k_docs.model.words import Language, Words

#: Main responsibility of a department for a clause, or a part in it.
Mark = Literal["▲", "△", ""]


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document of the set as lists print it.

    `files` are paths below the organisation's folder; an organisation's own document in place of a generated one has
    none, but a `path` there, a web `address`, or only a `location` in words. `family` is the id by which the table
    names several documents of one kind together; the line that stands for them has `is_family`. The last five are for
    records.
    """

    id: str
    code: str
    title: Words
    type: str
    tier: Words
    version: str
    owner: str
    clauses: tuple[str, ...]
    files: Mapping[Language, str]
    path: str = ""
    address: str = ""
    location: Words | None = None
    is_own: bool = False
    family: str = ""
    is_family: bool = False
    producer: str = ""
    keeper: str = ""
    medium: Words | None = None
    period: Words | None = None
    rule: Words | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The ids by which the table names it."""
        return (self.id, self.family) if self.family else (self.id,)


@dataclass(frozen=True, slots=True)
class Held:
    """An item of documented information and the documents that hold it; `item` is its letter in 7.5.4."""

    clauses: tuple[str, ...]
    name: Words
    item: str
    type: Literal["document", "record"]
    basis: Literal["explicit", "implied"]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name by which others ask for a document, and the documents that answer to it."""

    name: Words
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherStandard:
    """A standard or framework that the organisation has integrated, and what fits each clause: informative."""

    id: str
    name: Words
    clauses: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause with requirements: who answers for it, and a mark for each department."""

    clause: str
    title: Words
    owner: str
    marks: tuple[Mark, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def missing(self) -> int:
        """How many of its requirements nothing answers."""
        return sum(not row.is_answered for row in self.rows)


@dataclass(frozen=True)
class CrossReference:
    """The matrix with all that its readers look up beside it; roles and documents by id.

    `headings` are the titles of all clauses, those without requirements of their own too.
    """

    matrix: Matrix
    provenance: Words
    organisation: Words
    headings: Mapping[str, Words]
    documents: Mapping[str, ListedDocument]
    roles: Mapping[str, Words]
    departments: tuple[Words, ...]
    clauses: tuple[ClauseLine, ...]
    held: tuple[Held, ...]
    names: tuple[Named, ...]
    standards: tuple[OtherStandard, ...]

    @property
    def listed(self) -> tuple[ListedDocument, ...]:
        """The documents of the set, each once."""
        return tuple(document for document in self.documents.values() if not document.is_family)

    def answered_by(self, document: ListedDocument) -> tuple[MatrixRow, ...]:
        """Return the requirements that a document answers."""
        return self._rows(self._answered, document)

    def proven_by(self, document: ListedDocument) -> tuple[MatrixRow, ...]:
        """Return the requirements that a record proves."""
        return self._rows(self._proven, document)

    @cached_property
    def _answered(self) -> Found:
        return _by_document((answer.id for answer in row.answers) for row in self.matrix.rows)

    @cached_property
    def _proven(self) -> Found:
        return _by_document((record.id for record in row.records) for row in self.matrix.rows)

    def _rows(self, found: Found, document: ListedDocument) -> tuple[MatrixRow, ...]:
        places = sorted({place for name in document.names for place in found.get(name, ())})
        return tuple(self.matrix.rows[place] for place in places)


Found = Mapping[str, Sequence[int]]
"""Document id to the places of its rows in the matrix."""


def _by_document(rows: Iterable[Iterable[str]]) -> Found:
    found: dict[str, list[int]] = {}
    for place, names in enumerate(rows):
        for name in names:
            found.setdefault(name, []).append(place)
    return found
