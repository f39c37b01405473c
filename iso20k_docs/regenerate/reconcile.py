"""Decide, for every generated document, what becomes of the file on disk; nothing is read or written here."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from iso20k_docs.model.changes import Change, ChangeKind, Generated
from iso20k_docs.model.words import Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.digests import sha256
from iso20k_docs.regenerate.paths import beside, fold
from iso20k_docs.regenerate.store import Entry, Files, orphans
from iso20k_docs.regenerate.survey import ABSENT, Seen


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes to put at a path, provided that what lies there still has the digest `before` (None: nothing).

    `document` is the path of the document for whose sake it is written: itself, or the one it lies beside.
    """

    path: str
    document: str
    data: bytes
    before: str | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Decision:
    """The changes, the writes that carry them out, and what there is to remember when all have succeeded."""

    changes: tuple[Change, ...]
    writes: tuple[Write, ...]
    files: Files


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

    def at(self, path: str) -> Seen:
        return self.seen.get(path, ABSENT)

    def is_ours(self, path: str) -> bool:
        """Tell whether the file at the path is what the tool last wrote there."""
        return path in self.known and self.at(path).sha256 == self.known[path].sha256


def reconcile(generated: Sequence[Generated], known: Files, seen: Mapping[str, Seen], *, whole: bool) -> Decision:
    """Decide what becomes of each generated document and of each file generated earlier.

    `known` is what the tool last wrote by path, `seen` what lies on disk now. `whole`: all documents of the
    organisation were generated, so that what is missing among them is generated no longer.
    """
    scene = _Scene(known, seen, {fold(document.path) for document in generated})
    verdicts = [_judge(document, scene) for document in generated]
    current = {path: entry for verdict in verdicts for path, entry in verdict.files.items()}
    left = _left_over(scene, current, {document.path for document in generated}) if whole else {}
    return Decision(
        changes=tuple(verdict.change for verdict in verdicts) + tuple(orphans(left)),
        writes=tuple(verdict.write for verdict in verdicts if verdict.write),
        files={**current, **left} if whole else {**known, **current},
    )


def _judge(document: Generated, scene: _Scene) -> _Verdict:
    there = scene.at(document.path)
    if there.problem:
        return _skip(document, scene, there.problem)
    if there.sha256 is None:
        return _write(document, scene, "created")
    if there.sha256 == sha256(document.data):
        return _Verdict(_change(document, "unchanged"), files={document.path: _entry(document)})
    if scene.is_ours(document.path):
        return _write(document, scene, "updated")
    return _keep(document, scene)


def _write(document: Generated, scene: _Scene, change: Literal["created", "updated"]) -> _Verdict:
    """Write the document in its own place, unless something is in the way."""
    there = scene.at(document.path)
    if there.obstacle:
        return _skip(document, scene, there.obstacle)
    write = Write(document.path, document.path, document.data, there.sha256, _entry(document))
    return _Verdict(_change(document, change), write, {document.path: write.entry})


def _keep(document: Generated, scene: _Scene) -> _Verdict:
    """Leave the user's file and lay the new version beside it."""
    path = _place_beside(document, scene)
    there = scene.at(path)
    entry = replace(_entry(document), beside_of=document.path)
    same = there.sha256 == entry.sha256
    if there.obstacle and not same:
        return _skip(document, scene, there.obstacle)
    reason = reasons.kept(path, ours=document.path in scene.known)
    return _Verdict(
        _change(document, "kept", reason, path),
        None if same else Write(path, document.path, document.data, there.sha256, entry),
        {**_remembered(document, scene), path: entry},
    )


def _place_beside(document: Generated, scene: _Scene) -> str:
    """Return where the new version lies already, or else the first place where nothing of the user's is lost."""
    existing = list(itertools.takewhile(lambda path: scene.at(path).exists, _free_names(document, scene)))
    digest = sha256(document.data)
    there = next((path for path in existing if scene.at(path).sha256 == digest), None)
    ours = next((path for path in existing if scene.is_ours(path)), None)
    return there or ours or next(itertools.islice(_free_names(document, scene), len(existing), None))


def _free_names(document: Generated, scene: _Scene) -> Iterable[str]:
    """Yield NAME.new.docx, NAME.new-2.docx and so on, without the paths of other documents."""
    names = (beside(document.path, count) for count in itertools.count(1))
    return (name for name in names if fold(name) not in scene.taken)


def _skip(document: Generated, scene: _Scene, reason: Words) -> _Verdict:
    return _Verdict(_change(document, "skipped", reason), files=_remembered(document, scene))


def _remembered(document: Generated, scene: _Scene) -> Files:
    """Return what the tool last wrote at the document's path, if it ever did: that has not changed."""
    entry = scene.known.get(document.path)
    return {document.path: replace(_entry(document), sha256=entry.sha256)} if entry else {}


def _left_over(scene: _Scene, current: Container[str], documents: Container[str]) -> Files:
    """Return what remains on disk of earlier runs; a new version beside a current document is no orphan."""
    return {
        path: replace(entry, orphan=entry.beside_of not in documents)
        for path, entry in sorted(scene.known.items())
        if path not in current and scene.at(path).exists
    }


def _entry(document: Generated) -> Entry:
    return Entry(document.id, document.language, sha256(document.data))


def _change(document: Generated, change: ChangeKind, reason: Words | None = None, path: str | None = None) -> Change:
    return Change(document.id, document.language, document.path, change, path, reason)
