"""An edition of the standard as data: clauses, requirements in our own words, documented information."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import StringConstraints

from iso20k_docs.library.definitions import Definition, RequirementId, Wording

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
    """An edition of the standard."""

    id: str
    name: str
    amendments: tuple[str, ...]
    clauses: tuple[Clause, ...]
    mandatory: tuple[DocumentedInformation, ...]

    @cached_property
    def requirements(self) -> dict[str, tuple[Clause, Requirement]]:
        """Requirement id -> its clause and itself, in the standard's order."""
        return {r.id: (clause, r) for clause in self.clauses for r in clause.requirements}
