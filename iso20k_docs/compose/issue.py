"""The stage behind `resolve`: how each document stands against what was released, which version it bears, and why.

A document is a draft until it is first released. From then on a change of its content raises the version, adds a line
to its history and waits for approval. Versions are composed as stamps, so that no document's content depends on the
version of another; here they are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from iso20k_docs.compose.content import Lines, digest, said
from iso20k_docs.compose.context import Organisation
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.planned import planned, printed, status
from iso20k_docs.compose.revision import UNKNOWN, Revision, edited_in_word, revision
from iso20k_docs.compose.stamps import Values, filled, values
from iso20k_docs.model.control import Control, Signatory
from iso20k_docs.model.control import Revision as HistoryLine
from iso20k_docs.model.crossreference import CrossReference
from iso20k_docs.model.nodes import Document
from iso20k_docs.model.quantities import Percent
from iso20k_docs.model.register import Entry, Version
from iso20k_docs.model.releases import Issue, Released, Releases, Signed
from iso20k_docs.model.versions import next_version
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.profile.people import People
from iso20k_docs.profile.schema import RevisionNote

InForce = Callable[[str, Language], Lines | None]
"""Gives the content in force of a document in a language; None where it is not to be had any more."""
Edited = Mapping[str, Mapping[Language, Sequence[str]]]
"""Document id and language to the sections whose text people changed in Word since the last release."""
Issues = Mapping[str, Issue]
_NOTHING: Edited = {}
_OPEN = LABELS["open"]
_ADDED = {"zh": Words("增加中文版", "Chinese version added"), "en": Words("增加英文版", "English version added")}
_CORRECTED = {"zh": Words("中文版：", "Chinese version: "), "en": Words("英文版：", "English version: ")}
_TEMPLATE = Words("（模板{version}：{why}）", " (template {version}: {why})")
_RULE_OF_THE_SET = "documented-information"
_MAJOR_SHARE = 30.0


@dataclass(frozen=True, slots=True)
class Raise:
    """What raises a version: the texts of its line in the history, and whether it is a structural change."""

    texts: Mapping[Language, str]
    structural: bool = False


class Standings:
    """How the documents of a set stand; they have to be composed with stamps, in all languages of the profile."""

    def __init__(
        self, organisation: Organisation, documents: Sequence[Document], releases: Releases, in_force: InForce
    ) -> None:
        self.organisation, self.releases, self._in_force = organisation, releases, in_force
        self._said = {(document.id, document.language): said(document) for document in documents}
        self.languages = organisation.profile.languages
        self._people = People.of(organisation.profile)

    def issues(self, edited: Edited = _NOTHING) -> dict[str, Issue]:
        """Return how every document stands that is generated, `edited` taken for changes of content."""
        generated = {document for document, _ in self._said}
        entries = (entry for entry in self.organisation.register.values() if entry.id in generated)
        return {entry.id: self._issue(entry, edited.get(entry.id, {})) for entry in entries}

    def lines(self, document: str, language: Language) -> Lines:
        """Return what a document says."""
        return self._said[document, language].lines

    def approved(self, document: str, issue: Issue, date: str, effective: str) -> Issue:
        """Return how a document stands once its version is released on a date (ISO 8601)."""
        entry, dates = self.organisation.register[document], self.organisation.profile.dates
        first = issue.standing == "draft"
        known = {"prepared": dates.prepared, "reviewed": dates.reviewed} if first else {}
        earlier = {part: day.isoformat() for part, day in known.items() if day and day.isoformat() <= date}
        signed = _signed(entry, {**earlier, "approved": date})
        newest = replace(issue.history[0], date=date, approver=entry.approver.name)
        history = (newest, *issue.history[1:])
        return Issue("in-force", history, date, effective, signed, issue.digests, newest.version)

    def _issue(self, entry: Entry, edited: Mapping[Language, Sequence[str]]) -> Issue:
        digests = {
            language: digest(self._said[entry.id, language].lines)
            for language in self.languages
            if (entry.id, language) in self._said
        }
        released = self.releases.get(entry.id)
        if released is None:
            return planned(entry, self.organisation.profile, digests)
        note = self._own_note(entry, released)
        raised = [*self._changes(entry.id, released, digests), *_edits(edited, self.languages)]
        if not raised and note is None:
            return Issue(
                "in-force", released.history, released.date, released.effective, released.signed, digests,
                released.version,
            )  # fmt: skip
        line = self._line(entry, released, raised, note)
        history = (line, *released.history)
        signed = _signed(entry, {})
        return Issue("changed", history, released.date, released.effective, signed, digests, released.version)

    # --- what raises a version

    def _changes(self, document: str, released: Released, digests: Mapping[Language, str]) -> Iterable[Raise]:
        """Yield what changed in the content: in the words of each language, or what it is in the other one."""
        added = [language for language in digests if language not in released.contents]
        altered = [
            language
            for language, now in digests.items()
            if language not in added and released.contents[language].digest != now
        ]
        for language in added:
            yield Raise({each: _ADDED[language].in_(each) for each in LANGUAGES})
        found = {language: self._revision(document, language) for language in altered}
        if found:
            structural = any(one.structural or one.share > self._major_share() for one in found.values())
            texts = {language: one.text for language, one in found.items()}
            yield Raise(_in_all(texts, self.languages), structural)

    def _revision(self, document: str, language: Language) -> Revision:
        before = self._in_force(document, language)
        if before is None:
            return Revision(UNKNOWN, structural=False, share=0)
        return revision(before, self.lines(document, language))

    def _major_share(self) -> float:
        """Return the share of altered text, 0 to 1, from which the set's own rules call for a new edition."""
        own = self.organisation.profile.processes.get(_RULE_OF_THE_SET) or {}
        found = own.get("major_share")
        return (found.value if isinstance(found, Percent) else _MAJOR_SHARE) / 100

    def _line(self, entry: Entry, released: Released, raised: Sequence[Raise], note: RevisionNote | None) -> Version:
        """Return the line of the history for the version that waits for approval; the profile's wording goes first."""
        structural = any(one.structural for one in raised)
        version = note.version if note else next_version(released.version, structural=structural)
        note = note or self._shared_note(released, version)
        if note:
            by = self._people.find(note.by)
            return Version(version, "", note.change, by.name if by else entry.author.name, _OPEN)
        change = Words(*(self._text(entry, released, raised, language) for language in LANGUAGES))
        return Version(version, "", change, entry.author.name, _OPEN)

    def _text(self, entry: Entry, released: Released, raised: Sequence[Raise], language: Language) -> str:
        texts = [one.texts.get(language) or next(iter(one.texts.values())) for one in raised]
        return ("；" if language == "zh" else "; ").join(texts) + self._reasons(entry, released, language)

    def _reasons(self, entry: Entry, released: Released, language: Language) -> str:
        """Return why newer templates changed the document, by the library's changelog."""
        library = self.organisation.library
        if released.library == library.definition.version:
            return ""
        ids = [entry.definition, *(part.id for part in entry.parts)]
        found = library.changes.since(released.library, ids)
        return "".join(_TEMPLATE.in_(language).format(version=version, why=why.in_(language)) for version, why in found)

    def _own_note(self, entry: Entry, released: Released) -> RevisionNote | None:
        """Return the profile's line for a version of this document that is not released yet."""
        notes = self._new_notes(released)
        own = [note for note in notes if note.document in (entry.id, entry.definition)]
        return max(own, key=lambda note: note.date, default=None)

    def _shared_note(self, released: Released, version: str) -> RevisionNote | None:
        shared = (note for note in self._new_notes(released) if note.document is None and note.version == version)
        return next(shared, None)

    def _new_notes(self, released: Released) -> list[RevisionNote]:
        known = {line.version for line in released.history}
        notes = self.organisation.profile.revisions
        return [note for note in notes if note.version not in known and note.date.isoformat() >= released.date]

    # --- what is printed

    def documents(self, documents: Iterable[Document], issues: Issues) -> tuple[Document, ...]:
        """Return documents with their control data, and what they print of others' filled in."""
        tables = {language: self._values(issues, language) for language in LANGUAGES}
        return tuple(self._document(document, issues, tables[document.language]) for document in documents)

    def reference(self, reference: CrossReference, issues: Issues) -> CrossReference:
        """Return the cross-reference with the documents' versions filled in."""
        table = self._values(issues, LANGUAGES[0])
        listed = {name: filled(document, table) for name, document in reference.documents.items()}
        return replace(reference, documents=listed)

    def _document(self, document: Document, issues: Issues, table: Values) -> Document:
        issue, entry = issues[document.id], self.organisation.register[document.id]
        found = filled(document, table) if self._said[document.id, document.language].stamped else document
        return found if issue.standing == "draft" else replace(found, control=_control(found, issue, entry))

    def _values(self, issues: Issues, language: Language) -> Values:
        register, profile = self.organisation.register, self.organisation.profile
        listed = ((entry, issues.get(entry.id) or planned(entry, profile, {})) for entry in register.values())
        return values(
            {register.position(entry.id): printed(issue, entry, language) for entry, issue in listed if not entry.own}
        )


def _control(document: Document, issue: Issue, entry: Entry) -> Control:
    language = document.language
    return replace(
        document.control,
        version=issue.version,
        status=status(issue, entry, language),
        effective=issue.effective,
        issued=issue.issued,
        signatories=tuple(
            Signatory(one.part, one.by.name.in_(language), one.by.position.in_(language), one.date)
            for one in issue.signed
        ),
        revisions=tuple(
            HistoryLine(
                v.version, v.date or _NO_DATE, v.change.in_(language), v.author.in_(language), v.approver.in_(language)
            )
            for v in issue.history
        ),
    )


_NO_DATE = "—"


def _signed(entry: Entry, dates: Mapping[str, str]) -> tuple[Signed, ...]:
    people = {"prepared": entry.author, "reviewed": entry.reviewer, "approved": entry.approver}
    return tuple(Signed(part, by, dates.get(part, "")) for part, by in people.items())


def _edits(edited: Mapping[Language, Sequence[str]], languages: Sequence[Language]) -> Iterable[Raise]:
    """Yield what people changed in Word."""
    texts = {language: edited_in_word(sections) for language, sections in edited.items()}
    if texts:
        yield Raise(_in_all(texts, languages))


def _in_all(texts: Mapping[Language, Words], languages: Sequence[Language]) -> dict[Language, str]:
    """Return a text in both languages: what only one language of the set has is told as that in the other."""
    found = {language: text.in_(language) for language, text in texts.items()}
    for language in LANGUAGES:
        if language not in texts:
            other = next(iter(texts))
            lead = _CORRECTED[other].in_(language) if language in languages else ""
            found[language] = lead + texts[other].in_(language)
    return found
