"""Decide, for every generated document, what becomes of the file on disk; nothing is written here."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from iso20k_docs.model.changes import Change, ChangeKind, Conflict, Edit, Generated
from iso20k_docs.model.words import Language, Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.digests import sha256
from iso20k_docs.regenerate.identity import SUFFIX
from iso20k_docs.regenerate.paths import beside, fold, suffix_of
from iso20k_docs.regenerate.store import Entry, Files, orphans
from iso20k_docs.regenerate.survey import ABSENT, Seen


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes to put at a path, provided that what lies there still has the digest `before` (None: nothing).

    `document` is the path of the document for whose sake it is written: itself, or the one it lies beside. `source`:
    the file lies there until then, and is renamed.
    """

    path: str
    document: str
    data: bytes
    before: str | None
    entry: Entry
    source: str = ""

    @property
    def origin(self) -> str:
        """Where the file lies before."""
        return self.source or self.path


@dataclass(frozen=True, slots=True)
class Decision:
    """The changes, the writes that carry them out, and what there is to remember when all have succeeded."""

    changes: tuple[Change, ...]
    writes: tuple[Write, ...]
    files: Files


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of merging: the new bytes, or why there are none; `left` counts the places still to be decided."""

    data: bytes | None
    refusal: Words | None = None
    edits: tuple[Edit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    settings: tuple[str, ...] = ()
    left: int = 0


Line = tuple[str, Language, str]
"""Id, language and kind of file."""


class Merging:
    """Merges nothing: edited files are kept and the new version is laid beside."""

    def merge(self, document: Generated, path: str, generation: str) -> Attempt:
        """Merge a document into the file at a path that stems from a generation."""
        del document, path, generation
        return Attempt(None)

    def left(self, path: str) -> int:
        """Return the number of places in the file at a path that are still to be decided."""
        del path
        return 0

    def refusal(self, path: str) -> Words | None:
        """Return why the file at a path can't be opened; None where it can or nobody tried."""
        del path
        return None

    def content(self, path: str) -> bytes | None:
        """Return the bytes of the file at a path, None where they can't be had."""
        del path
        return None


_NO_MERGING = Merging()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run is told: `whole`, all documents of the organisation were generated; what may be written again.

    `keep_deleted`: a file that the user deleted is not written again, unless its document is among `restored`.
    `rename`: a document that is called something else now is renamed even where somebody edited it.
    """

    whole: bool
    keep_deleted: bool = False
    restored: frozenset[str] = frozenset()
    rename: bool = False


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of one document."""

    change: Change
    write: Write | None = None
    files: Files = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known when deciding: the tool's memory, the disk, and the paths that belong to documents."""

    known: Files
    seen: Mapping[str, Seen]
    taken: Container[str]
    rules: Rules
    merging: Merging
    generations: Mapping[str, str]
    recorded: Mapping[Line, str]
    copies: Mapping[Line, Sequence[str]]

    def at(self, path: str) -> Seen:
        return self.seen.get(path, ABSENT)

    def is_ours(self, path: str) -> bool:
        """Tell whether the file at the path is what the tool last wrote there."""
        return path in self.known and self.at(path).sha256 == self.known[path].sha256

    def is_untouched(self, path: str) -> bool:
        """Tell whether the file at the path has nothing in it but what the tool generated."""
        return self.is_ours(path) and not self.known[path].merged

    def entry(self, document: Generated) -> Entry | None:
        """Return what the tool remembers of a document."""
        return self.known.get(self.recorded.get(_line(document, document.path), document.path))

    def places(self, document: Generated) -> list[str]:
        """Return where a document lies: nowhere, in one place, or in several among which a person has to choose."""
        key = _line(document, document.path)
        usual = [path for path in (self.recorded.get(key), document.path) if path and self._may_be(path, document)]
        copies = [path for path in self.copies.get(key, ()) if path not in usual]
        if not usual:
            return copies
        entry = self.known.get(usual[0])
        form = any((found := self.at(path).identity) is not None and found.form for path in copies)
        return usual[:1] if form or (entry and entry.chosen) else usual[:1] + copies

    def _may_be(self, path: str, document: Generated) -> bool:
        """Tell whether a file lies at a path and does not say that it is another document."""
        there = self.at(path)
        found = there.identity
        other = found is not None and (found.document, found.language) != (document.id, document.language)
        return there.exists and not (other and path != document.path)


def reconcile(
    generated: Sequence[Generated],
    known: Files,
    seen: Mapping[str, Seen],
    *,
    rules: Rules,
    merging: Merging = _NO_MERGING,
    generations: Mapping[str, str] | None = None,
) -> Decision:
    """Decide what becomes of each generated document and of each file generated earlier.

    `known` is what the tool last wrote by path, `seen` what lies on disk now, `generations` the id of the version that
    each path's document is in.
    """
    taken = {fold(document.path) for document in generated}
    scene = _Scene(known, seen, taken, rules, merging, generations or {}, _recorded(known), _copies(seen))
    verdicts = [_judge(document, scene) for document in generated]
    current = {path: entry for verdict in verdicts for path, entry in verdict.files.items()}
    documents = {document.path for document in generated} | set(current)
    renamed = {verdict.write.source for verdict in verdicts if verdict.write}
    left = _left_over(scene, current, documents, renamed) if rules.whole else {}
    return Decision(
        changes=tuple(verdict.change for verdict in verdicts) + tuple(orphans(left)),
        writes=tuple(verdict.write for verdict in verdicts if verdict.write),
        files={**current, **left} if rules.whole else {**_without_moved(scene, current, renamed), **current},
    )


def located(generated: Sequence[Generated], known: Files, seen: Mapping[str, Seen]) -> dict[str, tuple[str, ...]]:
    """Return where each document lies, by the path it is generated at: nowhere, in one place, or in several."""
    scene = _Scene(known, seen, (), Rules(whole=True), _NO_MERGING, {}, _recorded(known), _copies(seen))
    return {document.path: tuple(scene.places(document)) for document in generated}


def _line(of: Generated | Entry, path: str) -> Line:
    """Return what stays the same of a document from run to run."""
    return of.id, of.language, suffix_of(path)


def _recorded(known: Files) -> dict[Line, str]:
    return {_line(entry, path): path for path, entry in known.items() if not entry.beside_of}


def _copies(seen: Mapping[str, Seen]) -> dict[Line, list[str]]:
    """Return the files that say of themselves which document they are."""
    found: dict[Line, list[str]] = {}
    for path, there in sorted(seen.items()):
        if there.identity:
            key = (there.identity.document, there.identity.language, suffix_of(path))
            found.setdefault(key, []).append(path)
    return found


def _judge(document: Generated, scene: _Scene) -> _Verdict:
    places = scene.places(document)
    if len(places) > 1:
        return _skip(document, scene, places[0], reasons.COPIES)
    path = places[0] if places else document.path
    there = scene.at(path)
    if there.problem:
        return _skip(document, scene, path, there.problem)
    if there.sha256 is None:
        return _missing(document, scene)
    return _in_its_place(_brought_up_to_date(document, scene, path, there), document, scene, path)


def _brought_up_to_date(document: Generated, scene: _Scene, path: str, there: Seen) -> _Verdict:
    if there.sha256 == sha256(document.data):
        return _Verdict(_change(document, path, "unchanged"), files={path: _entry(document, scene, path)})
    if scene.is_untouched(path) and not document.issued:
        return _write(document, scene, path, "updated")
    return _bring_in(document, scene, path, there)


def _in_its_place(verdict: _Verdict, document: Generated, scene: _Scene, path: str) -> _Verdict:
    """Rename a file whose document is called something else now; where that isn't done, say so.

    What the user named or moved stays there; what the user edited is renamed only where that was asked for.
    """
    entry = verdict.files.get(path)
    ours = entry is not None and not (entry.placed or entry.chosen)
    if path == document.path or entry is None or not ours or verdict.change.change not in _SETTLED:
        return verdict
    change, there = verdict.change, scene.at(path)
    data = verdict.write.data if verdict.write else scene.merging.content(path)
    allowed = scene.rules.rename or scene.is_untouched(path)
    if not allowed or data is None or there.obstacle or scene.at(document.path).exists:
        told = change.reason if change.change == "conflict" else reasons.old_name(path, document.path)
        return replace(verdict, change=replace(change, reason=told))
    told = change.reason if change.change == "conflict" else reasons.renamed(path)
    kind: ChangeKind = "updated" if change.change == "unchanged" else change.change
    made = replace(entry, sha256=sha256(data), seen="")
    write = Write(document.path, document.path, data, there.sha256, made, path)
    return _Verdict(replace(change, path=document.path, change=kind, reason=told), write, {document.path: made})


_SETTLED: frozenset[ChangeKind] = frozenset(("updated", "unchanged", "merged", "conflict"))


def _missing(document: Generated, scene: _Scene) -> _Verdict:
    """Write a document that isn't there, unless the user deleted it."""
    entry = scene.entry(document)
    if entry is None or not scene.rules.keep_deleted or document.id in scene.rules.restored:
        return _write(document, scene, document.path, "created")
    path = scene.recorded.get(_line(entry, document.path), document.path)
    return _Verdict(
        _change(document, path, "absent", reasons.ABSENT), files={path: replace(entry, absent=True, orphan=False)}
    )


def _write(document: Generated, scene: _Scene, path: str, change: Literal["created", "updated"]) -> _Verdict:
    """Write the document as it was generated, unless something is in the way."""
    there = scene.at(path)
    if there.obstacle:
        return _skip(document, scene, path, there.obstacle)
    write = Write(path, path, document.data, there.sha256, _entry(document, scene, path))
    return _Verdict(_change(document, path, change), write, {path: write.entry})


def _bring_in(document: Generated, scene: _Scene, path: str, there: Seen) -> _Verdict:
    """Merge the document into the user's file; lay it beside where that can't be done."""
    generation = _generation_of(document, scene, path, there)
    if not generation:
        refusal = scene.merging.refusal(path) if path in scene.known else None
        return _keep(document, scene, path, refusal)
    entry = scene.known.get(path)
    if generation == scene.generations.get(document.path):
        return _up_to_date(document, scene, path, _still_left(scene, path, entry))
    attempt = scene.merging.merge(document, path, generation)
    if attempt.data is None:
        return _keep(document, scene, path, attempt.refusal)
    if sha256(attempt.data) == there.sha256:
        return _up_to_date(document, scene, path, attempt.left, attempt)
    if there.obstacle:
        return _skip(document, scene, path, there.obstacle)
    made = replace(
        _entry(document, scene, path), sha256=sha256(attempt.data), merged=True, conflicts=attempt.left
    )  # fmt: skip
    change = _told(_change(document, path, "merged"), attempt)
    return _Verdict(change, Write(path, path, attempt.data, there.sha256, made), {path: made})


def _generation_of(document: Generated, scene: _Scene, path: str, there: Seen) -> str:
    """Return which generation a file stems from: as it says itself, or as the tool remembers of its own file."""
    entry = scene.known.get(path)
    if there.identity and (there.identity.document, there.identity.language) == (document.id, document.language):
        return there.identity.generation or (entry.generation if entry else "")
    carries_none = not path.endswith(SUFFIX)
    return entry.generation if entry and (scene.is_ours(path) or entry.chosen or carries_none) else ""


def _still_left(scene: _Scene, path: str, entry: Entry | None) -> int:
    """Return how many places are to be decided in a file with nothing to merge; edited since, it is counted anew."""
    if entry and scene.at(path).sha256 in (entry.sha256, entry.seen):
        return entry.conflicts
    return scene.merging.left(path)


def _up_to_date(document: Generated, scene: _Scene, path: str, left: int, attempt: Attempt | None = None) -> _Verdict:
    """Leave a file as it is that has nothing to merge; places that wait for a decision still wait."""
    entry = scene.known.get(path)
    there = scene.at(path).sha256 or ""
    last = entry.sha256 if entry else there
    seen = "" if there == last else there
    made = replace(_entry(document, scene, path), sha256=last, seen=seen, merged=True, conflicts=left)
    change = _told(_change(document, path, "unchanged"), attempt or Attempt(None, left=left))
    return _Verdict(change, files={path: made})


def _told(change: Change, attempt: Attempt) -> Change:
    """Return a change with what the merge did; with places left to decide it is a conflict."""
    told = replace(change, edits=attempt.edits, conflicts=attempt.conflicts, settings=attempt.settings)
    if attempt.left:
        return replace(told, change="conflict", reason=reasons.open_conflicts(attempt.left))
    return told


def _keep(document: Generated, scene: _Scene, path: str, refusal: Words | None = None) -> _Verdict:
    """Leave the user's file and lay the new version beside it."""
    new = _place_beside(document, scene, path)
    there = scene.at(new)
    entry = replace(_entry(document, scene, path), beside_of=path)
    same = there.sha256 == entry.sha256
    if there.obstacle and not same:
        return _skip(document, scene, path, there.obstacle)
    reason = reasons.refused(refusal, new) if refusal else reasons.kept(new, ours=path in scene.known)
    return _Verdict(
        _change(document, path, "kept", reason, new),
        None if same else Write(new, path, document.data, there.sha256, entry),
        {**_remembered(document, scene, path), new: entry},
    )


def _place_beside(document: Generated, scene: _Scene, path: str) -> str:
    """Return where the new version lies already, or else the first place where nothing of the user's is lost."""
    names = _free_names(path, scene)
    existing = list(itertools.takewhile(lambda name: scene.at(name).exists, names))
    digest = sha256(document.data)
    there = next((name for name in existing if scene.at(name).sha256 == digest), None)
    ours = next((name for name in existing if scene.is_ours(name)), None)
    return there or ours or next(itertools.islice(_free_names(path, scene), len(existing), None))


def _free_names(path: str, scene: _Scene) -> Iterable[str]:
    """Yield NAME.new.docx, NAME.new-2.docx and so on, without the paths of other documents."""
    names = (beside(path, count) for count in itertools.count(1))
    return (name for name in names if fold(name) not in scene.taken)


def _skip(document: Generated, scene: _Scene, path: str, reason: Words) -> _Verdict:
    return _Verdict(_change(document, path, "skipped", reason), files=_remembered(document, scene, path))


def _remembered(document: Generated, scene: _Scene, path: str) -> Files:
    """Return what the tool last wrote at the document's path, if it ever did: that has not changed."""
    entry = scene.known.get(path)
    return {path: replace(entry, id=document.id, language=document.language, orphan=False)} if entry else {}


def _left_over(scene: _Scene, current: Container[str], documents: Container[str], renamed: Container[str]) -> Files:
    """Return what remains on disk of earlier runs; a new version beside a current document is no orphan."""
    return {
        path: replace(entry, orphan=entry.beside_of not in documents)
        for path, entry in sorted(scene.known.items())
        if path not in current and path not in renamed and scene.at(path).exists
    }


def _without_moved(scene: _Scene, current: Files, renamed: Container[str]) -> Files:
    """Return what is known without the old places of documents that lie elsewhere now."""
    moved = {_line(entry, path) for path, entry in current.items() if not entry.beside_of}
    return {
        path: entry
        for path, entry in scene.known.items()
        if path not in renamed and (entry.beside_of or _line(entry, path) not in moved or scene.at(path).exists)
    }


def _entry(document: Generated, scene: _Scene, path: str) -> Entry:
    before = scene.known.get(path)
    generation = scene.generations.get(document.path, "")
    chosen = before is not None and before.chosen
    placed = path != document.path and (before is None or before.placed)
    return Entry(
        document.id, document.language, sha256(document.data), generation=generation, chosen=chosen, placed=placed
    )


def _change(
    document: Generated, path: str, change: ChangeKind, reason: Words | None = None, new: str | None = None
) -> Change:
    if reason is None and path != document.path:
        reason = reasons.moved(path, document.path)
    return Change(document.id, document.language, path, change, new, reason)
