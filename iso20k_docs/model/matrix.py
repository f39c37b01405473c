"""The clause cross-reference: every requirement, where it is answered, which record proves it."""

from __future__ import annotations

from dataclasses import dataclass

from iso20k_docs.model.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """A place that answers a requirement.

    `section` is the printed number ("8.2", "A", or "7.1/3" for step 3 of section 7.1); `anchor` is the section's
    anchor, or `step-<id>`. Both are empty where the whole document answers: one of the organisation's own.
    """

    id: str
    code: str
    section: str
    anchor: str
    title: Words


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record that proves a requirement."""

    id: str
    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What of the organisation's own, outside the set, answers a requirement: a document or a tool."""

    by: Words
    place: Words | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One requirement of the standard.

    `owner` is the role that answers for its clause. `documented`: the standard itself asks to document, record or
    retain.
    """

    clause: str
    title: Words
    requirement: str
    summary: Words
    answers: tuple[Answer, ...]
    records: tuple[Evidence, ...]
    owner: str
    documented: bool = False
    own: tuple[OwnAnswer, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether a section, a document or a tool answers it."""
        return bool(self.answers or self.own)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table, in the standard's order."""

    standard: str
    amendments: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The requirements that nothing answers."""
        return tuple(row.requirement for row in self.rows if not row.is_answered)
