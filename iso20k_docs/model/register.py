"""The document register: every document of the set and what document control says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

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
class Part:
    """A document of the library that is a chapter of a merged document; `id` is also the chapter's anchor."""

    id: str
    number: str
    kind: Kind
    title: Words
    owner: str
    process: str = ""
    keeper: str = ""
    retention: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Documents made from one definition, one per item: what they are called together, and whose this one is."""

    title: Words
    item: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """Where the organisation's own document lies that stands for a generated one.

    `path` leads from the folder of the set; `location` says it in words or is a web address.
    """

    path: str = ""
    location: Words | None = None

    @property
    def address(self) -> str:
        """The web address, empty where the location is none."""
        said = self.location.en if self.location else ""
        return said if said.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the set, in all its languages.

    `definition` is the library's document that it is made from: its own id, but for the members of a `family`.
    `parts` are the chapters of a merged document. `own` is the organisation's own file: then nothing is generated
    at the paths of `files`.
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
    definition: str = ""
    parts: tuple[Part, ...] = ()
    family: Family | None = None
    own: OwnFile | None = None

    @property
    def version(self) -> str:
        """The current version."""
        return self.history[0].version


@dataclass(frozen=True, slots=True)
class Cited:
    """What stands for a document that a text cites.

    `entry` says what is printed, `document` is the id of the file to open, `part` the chapter where the cited
    document is one, `anchor` the place: in the chapter, or in the document where there is none.
    """

    entry: Entry
    document: str
    part: Part | None = None
    anchor: str = ""


class Register(Mapping[str, Entry]):
    """The documents of the set, in the order of the numbering plan.

    It counts and lists documents of the set. Asked for the id of any document of the library, it gives the document
    of the set that holds it: the merged one, the whole family, or what is used instead of one that is left out.
    """

    def __init__(self, entries: Iterable[Entry], instead: Mapping[str, str] | None = None) -> None:
        """Take the entries, and for documents left out the `document#anchor` that is cited instead."""
        self._entries = {entry.id: entry for entry in entries}
        self._parts = {part.id: (entry, part) for entry in self._entries.values() for part in entry.parts}
        self._families = _families(self._entries.values())
        self._instead = dict(instead or {})
        self._positions = {name: position for position, name in enumerate(self._entries)}

    def known_as(self, names: Mapping[str, Iterable[Words]]) -> Register:
        """Return the register with more names by which its documents are found; those that they have stay once."""
        entries = (_named(entry, names.get(entry.id, ())) for entry in self._entries.values())
        return Register(entries, self._instead)

    def __getitem__(self, document: str) -> Entry:
        """Return the document of the set that holds a document of the library."""
        found = self.cited(document)
        if found is None:
            raise KeyError(document)
        return found.entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def position(self, document: str) -> int:
        """Return the place in the register, from 0, of the document that holds a document of the library."""
        found = self.cited(document)
        if found is None:
            raise KeyError(document)
        return self._positions[found.document]

    def records(self) -> Iterator[Entry]:
        """Yield the record forms and registers of the set, each chapter of a merged one by itself."""
        for entry in self._entries.values():
            if entry.type == "R":
                yield from (chapter(entry, part) for part in entry.parts) if entry.parts else (entry,)

    def record(self, document: str) -> Entry | None:
        """Return what a record of the library is in the set, a chapter by itself; None where it is left out."""
        found = self.cited(document)
        if found is None or found.entry.type != "R":
            return None
        return chapter(found.entry, found.part) if found.part else found.entry

    def cited(self, document: str, anchor: str = "") -> Cited | None:
        """Return where a citation leads, None where the set has nothing for it."""
        if document in self._entries:
            return Cited(self._entries[document], document, None, anchor)
        if document in self._parts:
            entry, part = self._parts[document]
            return Cited(entry, entry.id, part, anchor)
        if document in self._families:
            family, first = self._families[document]
            return Cited(family, first, None, anchor)
        if document in self._instead:
            target, _, place = self._instead[document].partition("#")
            return self.cited(target, place)
        return None


def _named(entry: Entry, names: Iterable[Words]) -> Entry:
    known = {entry.title.zh, *(alias.zh for alias in entry.aliases)}
    return replace(entry, aliases=(*entry.aliases, *(name for name in names if name.zh not in known)))


def chapter(entry: Entry, part: Part) -> Entry:
    """Return the entry of a chapter as if it were a document: code, version and file are those of the whole."""
    return replace(
        entry,
        id=part.id,
        number=part.number,
        kind=part.kind,
        title=part.title,
        owner=part.owner,
        process=part.process,
        keeper=part.keeper,
        retention=part.retention,
        definition=part.id,
        parts=(),
    )


def _families(entries: Iterable[Entry]) -> dict[str, tuple[Entry, str]]:
    """Return for each family by its definition: what is printed for all of them, and the first member's id."""
    members: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.family:
            members.setdefault(entry.definition, []).append(entry)
    return {name: (_together(name, found), found[0].id) for name, found in members.items()}


def _together(name: str, members: list[Entry]) -> Entry:
    """Return what is printed for a family: its title, and the codes from the first to the last."""
    first, last = members[0], members[-1]
    assert first.family
    code = first.code if first is last else f"{first.code}–{last.number.rpartition('-')[2]}"
    return replace(first, id=name, title=first.family.title, code=code, number=first.number.rpartition("-")[0])
