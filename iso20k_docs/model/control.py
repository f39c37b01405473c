"""Document control: who prepared, reviewed and approved a version, and what changed in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signatory:
    """One line of the approval table; `part` is `prepared`, `reviewed` or `approved`.

    `date` is ISO 8601 (2026-03-02) or empty while the profile gives none.
    """

    part: str
    name: str
    position: str
    date: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One line of the revision history; the newest comes first."""

    version: str
    date: str
    change: str
    author: str
    approver: str


@dataclass(frozen=True, slots=True)
class Control:
    """The control data of one document in one language, all as printable text."""

    code: str
    version: str
    status: str
    classification: str
    owner: str
    effective: str
    issued: str
    organisation: str
    standard: str
    signatories: tuple[Signatory, ...]
    revisions: tuple[Revision, ...]
