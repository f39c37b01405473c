"""What a run does to the files of one organisation: the documents going in, the changes coming out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from iso20k_docs.model.words import Language, Words

ChangeKind = Literal["created", "updated", "unchanged", "kept", "merged", "conflict", "skipped", "absent", "orphan"]
FOR_A_PERSON: frozenset[ChangeKind] = frozenset({"kept", "conflict", "skipped"})


@dataclass(frozen=True, slots=True)
class Generated:
    """One document in one language as it was just written in memory.

    `path` is relative to the organisation's folder, with `/`: "zh/2-procedures/YFZL-ITSMS-P-19.docx".
    """

    id: str
    language: Language
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """What happened, or in a preview would happen, to one file.

    `kept`: the file is not as the tool last wrote it and stays as it is; the new version lies `beside` it.
    `skipped`: the file could not be written now, for the `reason` given. `orphan`: the tool wrote the file
    once and generates it no longer; it stays. `merged`, `conflict` and `absent` belong to the merge.
    """

    id: str
    language: Language
    path: str
    change: ChangeKind
    beside: str | None = None
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All changes of one run in one organisation's folder, in the order of the document register."""

    folder: str
    changes: tuple[Change, ...]

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
