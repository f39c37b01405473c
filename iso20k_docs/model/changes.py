"""What a run does to the files of one organisation: the documents going in, the changes coming out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from iso20k_docs.model.words import Language, Words

ChangeKind = Literal["created", "updated", "unchanged", "kept", "merged", "conflict", "skipped", "absent", "orphan"]
FOR_A_PERSON: frozenset[ChangeKind] = frozenset({"kept", "conflict", "skipped"})


ConflictKind = Literal[
    "both-edited", "deleted-by-template", "deleted-by-user", "moved-by-template", "turned-by-template", "cannot-edit"
]


@dataclass(frozen=True, slots=True)
class Generated:
    """One document in one language as it was just written in memory.

    `path` is relative to the organisation's folder, with `/`: "zh/2-procedures/YFZL-ITSMS-P-19.docx". `issued`: the
    version on disk is in force, so that even a file nobody edited gets its changes as tracked changes. `sections` says
    which requirements each heading's section answers.
    """

    id: str
    language: Language
    path: str
    data: bytes
    issued: bool = False
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the template or profile in one document, the section it stands in and what that section answers."""

    kind: Literal["changed", "inserted", "deleted"]
    section: str
    before: str
    after: str
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of the profile that differs from the last run: its place, and the values; empty where it is not there."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that a person has to decide on: the three texts, and the section it stands in.

    `part` is the part of the file; a place in a header or footer and a property (`part` empty) carry no comment.
    """

    kind: ConflictKind
    section: str
    base: str
    mine: str
    theirs: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened, or in a preview would happen, to one file.

    `kept`: the file is not as the tool last wrote it and stays as it is; the new version lies `beside` it.
    `skipped`: the file could not be written now, for the `reason` given. `orphan`: the tool wrote the file
    once and generates it no longer; it stays. `merged`: the user's file got the changes as tracked changes.
    `conflict`: so did this one, but in some places the user and the template differ; the user's text stays there.
    `absent`: the user deleted the file; it is not written again. `edits`, `conflicts` and `settings` (properties that
    were set directly) say what a merge changed, or for `updated` what differs where that was asked for.
    """

    id: str
    language: Language
    path: str
    change: ChangeKind
    beside: str | None = None
    reason: Words | None = None
    edits: tuple[Edit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """All changes of one run in one organisation's folder, in the order of the document register.

    `run` is the number under which the run can be undone, 0 where it wrote nothing. `facts` are what changed in the
    profile since the last whole run.
    """

    folder: str
    changes: tuple[Change, ...]
    run: int = field(default=0, compare=False)
    facts: tuple[FactChange, ...] = field(default=(), compare=False)

    @property
    def needs_person(self) -> bool:
        """Tell whether somebody has to look at a file (exit status 3)."""
        return any(change.change in FOR_A_PERSON for change in self.changes)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file that the tool once wrote stands on disk now.

    `edited`: it differs from what the tool last wrote. `orphan`: no longer generated. `beside_of` is the path
    of the user's file that this new version was laid beside, empty for a document itself.
    """

    id: str
    language: Language
    path: str
    state: Literal["generated", "edited", "missing", "unreadable"]
    orphan: bool = False
    beside_of: str = ""
