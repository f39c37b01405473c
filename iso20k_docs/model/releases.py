"""What was released: the versions of each document that are or were in force, and how it stands against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from iso20k_docs.model.changes import Outcome as Written
from iso20k_docs.model.register import Entry, Named, Version
from iso20k_docs.model.words import Language, Words

Standing = Literal["draft", "in-force", "changed"]
"""`draft`: never released; `in-force`: as it was released; `changed`: a version that waits for its approval."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a version as what (`prepared`, `reviewed`, `approved`), and when; ISO 8601 or empty."""

    part: str
    by: Named
    date: str


@dataclass(frozen=True, slots=True)
class Content:
    """The content in force in one language.

    `digest` is that of its lines, `edits` that of what people wrote into the file on top, empty where nobody did.
    """

    digest: str
    edits: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """A released document: its history, the newest version first, and the content in force.

    `library` is the version of the content library that it was made from.
    """

    history: tuple[Version, ...]
    effective: str
    library: str
    signed: tuple[Signed, ...]
    contents: Mapping[Language, Content]

    @property
    def version(self) -> str:
        """The version in force."""
        return self.history[0].version

    @property
    def date(self) -> str:
        """The day on which it was released."""
        return self.history[0].date


Releases = Mapping[str, Released]
"""Document id to what was released of it."""


@dataclass(frozen=True, slots=True)
class Issue:
    """How a document stands now, and what is printed of it: the history, the newest version first, dates, signatures.

    `digests` are those of its content now, `in_force` the version in force, empty for a draft.
    """

    standing: Standing
    history: tuple[Version, ...]
    issued: str
    effective: str
    signed: tuple[Signed, ...]
    digests: Mapping[Language, str]
    in_force: str = ""

    @property
    def version(self) -> str:
        """The version that the document bears."""
        return self.history[0].version


# --- a release


@dataclass(frozen=True, slots=True)
class Approved:
    """A document that a release brought into force: the version before, empty for a draft, and how it stands now."""

    entry: Entry
    before: str
    issue: Issue

    @property
    def line(self) -> Version:
        """The line of its history for this version."""
        return self.issue.history[0]


@dataclass(frozen=True, slots=True)
class Held:
    """A file for whose sake a document was not released, and why."""

    id: str
    path: str
    reason: Words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a release did, or in a preview would do, in the order of the document register."""

    written: Written
    approved: tuple[Approved, ...]
    held: tuple[Held, ...]

    @property
    def needs_person(self) -> bool:
        """Tell whether somebody has to look at a file (exit status 3)."""
        return bool(self.held) or self.written.needs_person
