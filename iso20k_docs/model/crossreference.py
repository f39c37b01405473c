"""Everything that the cross-reference says around its table: documents, owners, records, other standards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
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
        return tuple(row for row in self.matrix.rows if any(answer.id in document.names for answer in row.answers))

    def proven_by(self, document: ListedDocument) -> tuple[MatrixRow, ...]:
        """Return the requirements that a record proves."""
        return tuple(row for row in self.matrix.rows if any(record.id in document.names for record in row.records))
