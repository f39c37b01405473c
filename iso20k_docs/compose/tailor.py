"""Library and profile to the register: which documents an organisation has, and what control says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

from iso20k_docs.compose.context import items_of, profile_names
from iso20k_docs.compose.environment import TemplateEnvironment
from iso20k_docs.compose.facts import Facts, View
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.markdown import inline, plain
from iso20k_docs.compose.own import with_own
from iso20k_docs.library.definitions import DocumentDefinition, Each, LibraryDefinition, TierDefinition
from iso20k_docs.library.load import Library
from iso20k_docs.model.diagnostics import Place, UserError, error
from iso20k_docs.model.register import Entry, Family, Named, Part, Register, Version
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.profile.approval import Tier, signatories
from iso20k_docs.profile.people import People
from iso20k_docs.profile.schema import Person, Profile

_NOBODY = Words.same("")
_FEWEST_PARTS = 2
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def tailor(profile: Profile, library: Library) -> Register:
    """Return the register of the documents whose condition holds for this profile, in the numbering plan's order."""
    tailoring = _Tailoring(profile, library)
    chosen = [d.definition for d in library.documents.values() if tailoring.applies(d.definition)]
    chapters = _chapters(d for d in chosen if d.id not in profile.own_documents)
    within = {part.id for parts in chapters.values() for part in parts}
    entries = [
        entry
        for definition in chosen
        if definition.id not in within and (not definition.merges or definition.id in chapters)
        for entry in tailoring.entries(definition, chapters.get(definition.id, ()))
    ]
    left_out = library.documents.keys() - {definition.id for definition in chosen}
    instead = {i: library.documents[i].definition.instead for i in left_out}
    own = [with_own(entry, profile) for entry in entries]
    register = Register(own, {i: target for i, target in instead.items() if target})
    return register.known_as(_asked_for(register, library.definition))


def _asked_for(register: Register, library: LibraryDefinition) -> dict[str, list[Words]]:
    """Return the names by which others ask for the documents of the set, by the document that answers to them."""
    found: dict[str, list[Words]] = {}
    for source in library.source_names:
        for name in source.documents:
            cited = register.cited(name)
            if cited and not cited.entry.family and source.name not in found.setdefault(cited.document, []):
                found[cited.document].append(source.name)
    return found


def _chapters(chosen: Iterable[DocumentDefinition]) -> dict[str, tuple[DocumentDefinition, ...]]:
    """Return the chapters of each merged document; one alone stays a document of its own."""
    by_id = {definition.id: definition for definition in chosen}
    found = {d.id: tuple(by_id[part] for part in d.merges if part in by_id) for d in by_id.values() if d.merges}
    return {name: parts for name, parts in found.items() if len(parts) >= _FEWEST_PARTS}


class _Tailoring:
    """Makes the entries of one organisation."""

    def __init__(self, profile: Profile, library: Library) -> None:
        self._library, self._people = library, People.of(profile)
        self._environments = {language: TemplateEnvironment(library.folders, language, None) for language in LANGUAGES}
        self._names = {language: profile_names(View(language), profile) for language in LANGUAGES}

    def applies(self, definition: DocumentDefinition) -> bool:
        """Tell whether the condition of a document holds."""
        if definition.when is None:
            return True
        try:
            value = self._environments["en"].value(definition.when, self._names["en"])
            return bool(value) if not isinstance(value, Facts) else True
        except Exception as failure:  # a condition is a template expression: whatever it raises is the library's fault
            message = Words(f"条件不能求值：{failure}", f"the condition cannot be evaluated: {failure}")
            raise UserError([error("bad-condition", message, self._place(definition))]) from None

    def entries(self, definition: DocumentDefinition, parts: tuple[DocumentDefinition, ...]) -> Iterable[Entry]:
        """Yield the entry of a document, or one for each of its items."""
        tier = self._library.tier(definition)
        if definition.each is None:
            yield _entry(definition, tier, self._people, parts)
            return
        try:
            members = [self._members(definition.each, language) for language in LANGUAGES]
        except Exception as failure:  # the same holds for the list and the titles of its items
            message = Words(f"各份文件不能列出：{failure}", f"its documents cannot be listed: {failure}")
            raise UserError([error("bad-list", message, self._place(definition))]) from None
        first = _entry(definition, tier, self._people, parts)
        for position, ((key, zh), (_, en)) in enumerate(zip(*members, strict=True), start=1):
            yield self._member(replace(first, title=Words(zh, en), family=Family(definition.title, key)), position)

    def _members(self, each: Each, language: Language) -> list[tuple[str, str]]:
        """Return the key and the title of each item, in the profile's order."""
        environment, names = self._environments[language], self._names[language]
        return [
            tuple(  # type: ignore[misc]
                plain(inline(environment.fill(text, {**names, "item": item}), language))
                for text in (each.key, each.title.in_(language))
            )
            for item in items_of(environment, each.of, names)
        ]

    def _member(self, entry: Entry, position: int) -> Entry:
        """Return the entry of one item: number and code count on, id and file name carry the item's key."""
        assert entry.family
        number = f"{entry.number}-{position:02d}"
        code = document_code(number, self._people.profile)
        name = f"{entry.definition}-{_NOT_IN_IDS.sub('-', entry.family.item.lower()).strip('-')}"
        tier = self._library.tier(self._library.documents[entry.definition].definition)
        files = {language: _path(language, tier, name, code) for language in LANGUAGES}
        return replace(entry, id=name, number=number, code=code, files=files)

    def _place(self, definition: DocumentDefinition) -> Place:
        return Place(f"templates/{self._library.documents[definition.id].stem}.yaml")


def _entry(
    definition: DocumentDefinition, tier: TierDefinition, people: People, parts: tuple[DocumentDefinition, ...]
) -> Entry:
    code = document_code(definition.number, people.profile)
    signing = signatories(people, _TIERS[definition.type], definition.owner, definition.approver)
    author, reviewer, approver = map(_named, signing)
    every = parts or (definition,)
    form = every[0].form
    return Entry(
        id=definition.id,
        number=definition.number,
        code=code,
        type=definition.type,
        kind=definition.kind,
        title=definition.title,
        subtitle=definition.subtitle,
        tier=tier.title,
        eyebrow=tier.eyebrow[definition.kind],
        owner=definition.owner,
        clauses=_united(d.clauses for d in every),
        records=_united(d.records for d in every),
        author=author,
        reviewer=reviewer,
        approver=approver,
        history=_history(definition, people, author, approver),
        files={language: _path(language, tier, definition.id, code) for language in LANGUAGES},
        aliases=_aliases(definition, parts),
        process=form.process if form else "",
        keeper=form.keeper if form else "",
        retention=form.retention if form else "",
        definition=definition.id,
        parts=tuple(map(_part, parts)),
    )


def _part(definition: DocumentDefinition) -> Part:
    part = Part(definition.id, definition.number, definition.kind, definition.title, definition.owner)
    form = definition.form
    return replace(part, process=form.process, keeper=form.keeper, retention=form.retention) if form else part


T = TypeVar("T")


def _united(lists: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for each in lists for item in each))


def _aliases(definition: DocumentDefinition, parts: tuple[DocumentDefinition, ...]) -> tuple[Words, ...]:
    """Return the other names of a document; a merged one is found under the titles and names of its chapters too."""
    names = [*definition.aliases, *(name for part in parts for name in (part.title, *part.aliases))]
    return tuple(name for name in dict.fromkeys(names) if name != definition.title)


def _path(language: str, tier: TierDefinition, name: str, code: str) -> str:
    safe = "".join(c if (c.isalnum() and c.isascii()) or c in "-_." else "-" for c in code)
    return str(PurePosixPath(language, tier.output, f"{safe}-{name}.docx"))


def document_code(number: str, profile: Profile) -> str:
    """Return the printed code of a number of the plan: P-19 becomes YFZL-ITSMS-P-19."""
    kind, _, serial = number.partition("-")
    return profile.numbering.pattern.format(code=profile.org.code, type=kind, number=serial)


_TIERS: dict[str, Tier] = {"M": "manual", "P": "procedure", "W": "instruction", "R": "record", "S": "application"}


def _named(person: Person | None) -> Named:
    return Named(person.name, person.title) if person else Named(_NOBODY, _NOBODY)


def _history(definition: DocumentDefinition, people: People, author: Named, approver: Named) -> tuple[Version, ...]:
    profile = people.profile
    notes = [note for note in profile.revisions if note.document in (None, definition.id)]
    if not notes:
        issued = profile.dates.issued.isoformat() if profile.dates.issued else ""
        change = LABELS["first-issue"]
        return (Version(profile.numbering.first_version, issued, change, author.name, approver.name),)
    lines = [
        Version(note.version, note.date.isoformat(), note.change, _named(people.find(note.by)).name, approver.name)
        for note in sorted(notes, key=lambda note: note.date)
    ]
    return tuple(reversed(lines))
