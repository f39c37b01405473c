"""Merge one document: base, mine and theirs in, the user's own file with tracked changes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iso20k_docs.model.changes import Conflict, Edit
from iso20k_docs.model.words import Language
from iso20k_docs.regenerate.merge.decide import Looker, Merger
from iso20k_docs.regenerate.merge.notes import Notes, waiting_comments
from iso20k_docs.regenerate.merge.pages import turned_pages
from iso20k_docs.regenerate.merge.reading import Known, read_story, same_main, surely_same
from iso20k_docs.regenerate.merge.result import Merged, said
from iso20k_docs.regenerate.merge.revise import Reviser, Stamp
from iso20k_docs.regenerate.merge.settings import Disputed, merge_settings, set_generation
from iso20k_docs.regenerate.merge.undo import Said, has_changes, told, without_changes
from iso20k_docs.regenerate.merge.words import Vocabulary
from iso20k_docs.regenerate.merge.workpiece import Workpiece

AUTHOR = "iso20k-docs"
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)<")
_EARLIEST = "2000-01-01T00:00:00Z"
_LOOK = ("word/styles.xml", "word/theme/theme1.xml", "word/fontTable.xml", "word/media/")


@dataclass(frozen=True, slots=True)
class Versions:
    """The three files of one document, and its language.

    `generation` is that of theirs. `date` (ISO 8601, UTC) is that of the tracked changes; where it is empty, that of
    theirs' newest revision. `whole` are strings of the profile, old and new, that are replaced as a whole.
    """

    name: str
    language: Language
    base: bytes
    mine: bytes
    theirs: bytes
    generation: str
    date: str = ""
    whole: Iterable[str] = ()


def date_of(work: Workpiece) -> str:
    """Return the date of a document's newest revision with a time, a fixed early one where it has none."""
    found = _MODIFIED.search(work.parts.get("docProps/core.xml", b""))
    return found[1].decode() if found else _EARLIEST


class UnsafeMergeError(Exception):
    """The result does not give the user's document back when our changes are rejected: it is not to be written."""


def merge(versions: Versions) -> Merged:
    """Return the user's document with the changes between base and theirs.

    Raises UserError where one of the files can't be read, UnsafeMergeError where the result failed its own check.
    """
    return _Merge(versions).done()


def differences(name: str, base: bytes, theirs: bytes) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """Return what differs between two generated versions of a document, and which properties do."""
    old, new = (Workpiece(content, name, own=True) for content in (base, theirs))
    settings, _ = merge_settings(old, Workpiece(base, name, own=True), new)
    merger = Merger(Looker())
    for new_part, _, old_part in pairs_of_stories(old, old, new):
        known: Known = {}
        blocks = read_story(old, old_part, known=known)
        merger.story(blocks, blocks, read_story(new, new_part, known=known))
    return tuple(merger.record.applied), tuple(settings)


def pairs_of_stories(base: Workpiece, mine: Workpiece, theirs: Workpiece) -> Iterator[tuple[str, str, str]]:
    """Yield the parts that belong together, of theirs, mine and base; headers by their section."""
    yield theirs.main, mine.main, base.main
    sections = [work.sections for work in (base, mine, theirs)]
    places = range(len(sections[1]))
    if len({len(one) for one in sections}) > 1:  # the first and the last section are the same in every version
        places = range(-1, min(1, len(sections[1]) - 1))
    done: set[str] = set()
    for at in places:
        before, own, new = (one[at] if one else {} for one in sections)
        for kind, part in new.items():
            target = own.get(kind)
            if target is not None and target not in done and kind in before:
                done.add(target)
                yield part, target, before[kind]


class _Merge:
    """One document on its way."""

    def __init__(self, versions: Versions) -> None:
        self.versions = versions
        self.mine = Workpiece(versions.mine, versions.name)
        self.base, self.theirs = (Workpiece(own, versions.name, own=True) for own in (versions.base, versions.theirs))
        self.stamp = Stamp(AUTHOR, versions.date or date_of(self.theirs))
        self.vocabulary = Vocabulary(versions.whole)
        self.same_main = same_main(self.base, self.theirs)
        if self.same_main:
            self.base.sections = self.theirs.sections
        self.before: dict[str, tuple[Said, Known]] = {}
        """What each edited story said, and its blocks by their bytes."""

    def done(self) -> Merged:
        """Merge properties and look, then the stories; check; return the outcome."""
        for part in self.mine.stories():
            self.mine.remember(part)
        settings, disputed = merge_settings(self.base, self.mine, self.theirs)
        settings += self._look()
        reviser = Reviser(self.mine, self.theirs, self.stamp)
        merger = Merger(reviser)
        for reviser.source, reviser.target, base_part in pairs_of_stories(self.base, self.mine, self.theirs):
            self._story(merger, reviser, base_part)
        reviser.finish()
        record = merger.record
        notes = Notes(self.mine, self.stamp)
        turned = turned_pages(self.base, self.mine, self.theirs, self.versions.language)
        for paragraph, conflict in () if self.same_main else turned:
            record.conflicts.append(conflict)
            record.places += [] if paragraph is None else [(paragraph, conflict)]
        for paragraph, conflict in record.places:
            notes.add(paragraph, said(conflict, self.versions.language))
        conflicts = [*record.conflicts, *map(_disputed, disputed)]
        if record.applied or record.places or settings:
            set_generation(self.mine, self.versions.generation)
        data = self.mine.save()
        if record.applied or record.places:
            self._check(data)
        waiting = len(waiting_comments(self.mine, AUTHOR))
        return Merged(data, tuple(record.applied), tuple(conflicts), record.same, tuple(settings), waiting)

    def _story(self, merger: Merger, reviser: Reviser, base_part: str) -> None:
        """Merge one story, unless it says the same in base and theirs."""
        if self.same_main and reviser.source == self.theirs.main:
            return
        if surely_same(self.base, base_part, self.theirs, reviser.source):
            return
        known: Known = {}
        base, theirs = (
            read_story(work, part, self.vocabulary, known)
            for work, part in ((self.base, base_part), (self.theirs, reviser.source))
        )
        own: Known = {}
        mine = read_story(self.mine, reviser.target, self.vocabulary, own, afresh=True)
        self.before[reviser.target] = told(mine), own
        merger.story(base, mine, theirs)

    def _look(self) -> list[str]:
        """Take over the template's styles, colours and pictures where the file still has those of base."""
        found = []
        for part, data in self.theirs.parts.items():
            before = self.base.parts.get(part, data)
            if part.startswith(_LOOK) and before not in (data, b"") and self.mine.parts.get(part) == before:
                self.mine.replace(part, data)
                found.append("look")
        return found[:1]

    def _check(self, data: bytes) -> None:
        """Raise UnsafeMergeError unless rejecting our changes gives back what the user's file says."""
        after = self._rejected(data)
        pending = any(has_changes(self.mine, part, AUTHOR) for part in self.before)
        original = self._rejected(self.versions.mine) if pending else None
        for part, (mine, known) in self.before.items():
            wanted = mine if original is None else told(read_story(original, part, known=known))
            if told(read_story(after, part, known=known)) != wanted:
                raise UnsafeMergeError(self.versions.name)

    def _rejected(self, content: bytes) -> Workpiece:
        work = Workpiece(content, self.versions.name, own=True)
        return without_changes(work, AUTHOR, accept=False, parts=self.before)


def _disputed(found: Disputed) -> Conflict:
    return Conflict("both-edited", found.name, found.base, found.mine, found.theirs)
