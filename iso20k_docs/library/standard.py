"""An edition of the standard as data: clauses, requirements in our own words, documented information.

Nothing here or elsewhere in the program knows an edition's clauses: a profile names the edition, and its file is read.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from iso20k_docs.library.definitions import Definition, RequirementId, RoleId, Wording

ClauseNumber = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]
Confidence = Literal["high", "medium", "low"]


class Requirement(Definition):
    """One requirement; `documented` is true where the standard itself asks to document, record or retain."""

    id: RequirementId
    summary: Wording
    kind: Literal["responsibility", "activity", "record", "policy", "procedure", "plan", "agreement", "process"]
    documented: bool
    evidence: Wording
    confidence: Confidence


class Clause(Definition):
    """A clause; `untitled` marks a numbered paragraph whose title here is our own subject line."""

    clause: ClauseNumber
    title: Wording
    untitled: bool = False
    requirements: tuple[Requirement, ...] = ()


class DocumentedInformation(Definition):
    """Documented information; `basis` is `implied` where auditors expect what the standard does not ask for."""

    clauses: tuple[ClauseNumber, ...]
    name: Wording
    type: Literal["document", "record"]
    basis: Literal["explicit", "implied"]
    item: str | None = None
    confidence: Confidence


class StandardDefinition(Definition):
    """An edition of the standard.

    `provenance` says where its content comes from. `clause_owners` are needed where its clauses are not those that
    the library's own owners are given for.
    """

    id: str
    name: str
    provenance: Wording
    amendments: tuple[str, ...] = ()
    clause_owners: dict[str, RoleId] = Field(default_factory=dict)
    clauses: tuple[Clause, ...]
    mandatory: tuple[DocumentedInformation, ...] = ()

    @cached_property
    def requirements(self) -> dict[str, tuple[Clause, Requirement]]:
        """Requirement id -> its clause and itself, in the standard's order."""
        return {r.id: (clause, r) for clause in self.clauses for r in clause.requirements}


class RelatedStandard(Definition):
    """Another standard or framework; the id is its key in the profile's `integrated`."""

    id: str
    name: Wording


class RelatedClause(Definition):
    """What in other standards fits a clause, by their ids; clauses below it that are not listed have the same."""

    clause: ClauseNumber
    fits: dict[str, Wording]
    note: Wording | None = None


class CrossMap(Definition):
    """The other standards that an edition is compared with."""

    standards: tuple[RelatedStandard, ...] = ()
    clauses: tuple[RelatedClause, ...] = ()

    @cached_property
    def by_clause(self) -> dict[str, RelatedClause]:
        """Clause -> what fits it."""
        return {each.clause: each for each in self.clauses}

    def fitting(self, clause: str) -> RelatedClause | None:
        """Return what fits a clause: its own line, or that of the nearest clause above it."""
        while clause:
            if clause in self.by_clause:
                return self.by_clause[clause]
            clause = clause.rpartition(".")[0]
        return None


_NOT_IN_NAMES = re.compile("[^a-z0-9]+")


def standard_file(edition: str) -> str:
    """Return an edition's file without its ending: `standards/iso-iec-20000-1-2018` for `ISO/IEC 20000-1:2018`."""
    return "standards/" + _NOT_IN_NAMES.sub("-", edition.lower()).strip("-")
