"""The document register: every document of the set and what document control says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iso20k_docs.model.nodes import Kind
from iso20k_docs.model.words import Language, Words


@dataclass(frozen=True, slots=True)
class Named:
    """A person or role as the register prints it: the name and the position."""

    name: Words
    position: Words


@dataclass(frozen=True, slots=True)
class Version:
    """A line of the revision history; `date` is ISO 8601 or empty while the profile gives none."""

    version: str
    date: str
    change: Words
    author: Words
    approver: Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the set, in all its languages.

    `owner` is a role id; `history` is newest first; `files` are paths below the organisation's folder, with `/`.
    `keeper` (role id), `retention` (class), `process` (document id) are filled for records only.
    """

    id: str
    number: str
    code: str
    type: str
    kind: Kind
    title: Words
    subtitle: Words | None
    tier: Words
    eyebrow: Words
    owner: str
    clauses: tuple[str, ...]
    records: tuple[str, ...]
    author: Named
    reviewer: Named
    approver: Named
    history: tuple[Version, ...]
    files: Mapping[Language, str]
    aliases: tuple[Words, ...] = ()
    process: str = ""
    keeper: str = ""
    retention: str = ""
    requirements: tuple[str, ...] = field(default=())

    @property
    def version(self) -> str:
        """The current version."""
        return self.history[0].version


Register = Mapping[str, Entry]
