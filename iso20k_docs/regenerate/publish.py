"""Put the generated documents in place: journal first, each file in one step, manifest last.

A run that breaks off at any point leaves every file whole, old or new, and a journal of what it meant to
write. The next run counts a file with the journal's digest as written by the tool. What a user wrote is
never written over, so nothing has to be undone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from iso20k_docs.model.changes import Change, Edit, Generated, Outcome
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.digests import sha256
from iso20k_docs.regenerate.disk import Disk
from iso20k_docs.regenerate.facts import Facts, changed, facts_bytes, facts_path, read_facts
from iso20k_docs.regenerate.history import (
    KEPT_RUNS,
    Done,
    Shelf,
    backup_path,
    object_path,
    pruned,
    run_bytes,
    run_numbers,
    run_path,
)
from iso20k_docs.regenerate.identity import SUFFIX, Identity, identity_of
from iso20k_docs.regenerate.lock import only_run
from iso20k_docs.regenerate.paths import check_paths, suffix_of, temporary
from iso20k_docs.regenerate.reconcile import Attempt, Decision, Merging, Rules, Write, reconcile
from iso20k_docs.regenerate.store import (
    Entry,
    Files,
    Manifest,
    base_key,
    journal_bytes,
    journal_path,
    manifest_bytes,
    manifest_path,
    read_bases,
    read_journal,
    read_manifest,
    store_unusable,
)
from iso20k_docs.regenerate.survey import Seen, known, look, survey


@dataclass(frozen=True, slots=True)
class Task:
    """A merge that is going to be asked for."""

    document: Generated
    mine: bytes
    base: bytes
    generation: str


class Merger(Protocol):
    """Brings the changes between two generated versions into a file that somebody edited."""

    def begin(self, tasks: Sequence[Task]) -> None:
        """Take note of the merges that are going to be asked for."""

    def merge(self, document: Generated, mine: bytes, base: bytes, generation: str) -> Attempt:
        """Return the user's file with the changes from base to the document, which is in a generation."""

    def left(self, content: bytes) -> int:
        """Return the number of places in a file that are still to be decided."""

    def refusal(self, content: bytes) -> Words | None:
        """Return why a file can't be opened; None where it can."""

    def differences(self, document: Generated, base: bytes) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
        """Return what differs between a generated version and a document, and which properties do."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked to do, but for the documents.

    `inputs` is the digest of all inputs of the run (`digests.inputs_digest`); `whole`: all documents of the
    organisation were generated, none left out by a filter. `merger` brings changes into files that somebody edited;
    without one the new version is laid beside. `keep_deleted`: a document that the user deleted is not written again,
    unless it is among `restored`. `rename`: files that somebody edited get their document's new name too. `facts` are
    those of the profile; `details`: say what differs in updated files too.
    """

    whole: bool
    inputs: str = ""
    merger: Merger | None = None
    keep_deleted: bool = False
    restored: frozenset[str] = frozenset()
    rename: bool = False
    facts: Facts = field(default_factory=dict)
    details: bool = False


def preview(folder: Path, generated: Sequence[Generated], order: Order) -> Outcome:
    """Return what `publish` would do; nothing is written, not even the folder."""
    check_paths(folder, [document.path for document in generated])
    sight = Sight(folder, generated, order)
    told = changed(read_facts(folder), order.facts) if order.facts else ()
    return Outcome(folder.as_posix(), sight.told(generated), facts=told)


def publish(folder: Path, generated: Sequence[Generated], order: Order, disk: Disk | None = None) -> Outcome:
    """Bring the documents of one organisation into its folder and remember what was written.

    Raises UserError where a path is unsafe, another run is at work, the disk is full or the store cannot be used: no
    document is half-written then.
    """
    check_paths(folder, [document.path for document in generated])
    with only_run(folder):
        run = Carrier(folder, disk or Disk())
        run.settle()
        sight = Sight(folder, generated, order)
        decision = replace(sight.decision, changes=sight.told(generated))
        told = changed(read_facts(folder), order.facts) if order.facts else ()
        outcome = run.carry(decision, sight.versions, order.inputs, whole=order.whole)
        if order.whole and order.facts:
            run.keep_facts(order.facts)
    return replace(outcome, facts=told)


def _generation(document: Generated, identity: Identity | None) -> str:
    """Return the id of a document's version; a file that can't carry one is told by its bytes."""
    if identity:
        return identity.generation
    return "" if document.path.endswith(SUFFIX) else sha256(document.data)[:_SHORT]


_SHORT = 16


class Sight(Merging):
    """What a run sees of a folder, and what it decides from that."""

    def __init__(self, folder: Path, generated: Sequence[Generated], order: Order) -> None:
        self.folder, self.merger = folder, order.merger
        self.shelf = Shelf(folder, read_bases(folder))
        written = dict(known(folder))
        seen = survey(folder, {document.path for document in generated} | set(written), written)
        identities = {document.path: identity_of(document.data) for document in generated}
        self.generations = {one.path: _generation(one, identities[one.path]) for one in generated}
        written |= self._recognised(seen, written)
        self.written, self.seen, self.details = written, seen, order.details
        rules = Rules(order.whole, order.keep_deleted, order.restored, order.rename)
        self._begin(generated, seen, written)
        self.decision = reconcile(
            generated, written, seen, rules=rules, merging=self, generations=self.generations
        )  # fmt: skip
        self.versions = self._versions(generated, seen)

    def _begin(self, generated: Sequence[Generated], seen: Mapping[str, Seen], written: Files) -> None:
        """Hand the merger all that it will most likely be asked for, so that it can work on several at once."""
        tasks = []
        recorded = {(entry.id, entry.language, suffix_of(path)): path for path, entry in written.items()}
        for one in generated if self.merger else ():
            old = recorded.get((one.id, one.language, suffix_of(one.path)), one.path)
            path = old if old in seen and seen[old].exists else one.path
            there, entry = seen.get(path), written.get(path)
            found = there.identity if there else None
            generation = (
                found.generation if found else entry.generation if entry and (entry.merged or one.issued) else ""
            )
            if not there or there.sha256 is None or generation in ("", self.generations[one.path]):
                continue
            base = self.shelf.content(self.shelf.digest(one.id, one.language, generation))
            with contextlib.suppress(OSError):
                mine = (self.folder / path).read_bytes()
                tasks += [Task(one, mine, base, self.generations[one.path])] if base is not None else []
        if self.merger:
            self.merger.begin(tasks)

    def _versions(self, generated: Sequence[Generated], seen: Mapping[str, Seen]) -> Versions:
        done = {(change.id, change.language) for change in self.decision.changes if change.change in _SETTLED}
        fresh = [one for one in generated if self.generations[one.path] and (one.id, one.language) in done]
        digests = {one.path: sha256(one.data) for one in fresh}
        found = (there.identity for there in seen.values() if there.identity)
        return Versions(
            {digests[one.path]: one.data for one in fresh},
            {base_key(one.id, one.language, self.generations[one.path]): digests[one.path] for one in fresh},
            self.shelf.bases,
            [base_key(one.document, one.language, one.generation) for one in found],
        )

    def _recognised(self, seen: Mapping[str, Seen], written: Files) -> Files:
        """Return the files that are as the tool generated them, though its memory of them was lost."""
        found = {}
        there_still = (path for path in written if path in seen and seen[path].exists and path.endswith(SUFFIX))
        remembered = {written[path].key for path in there_still}
        for path, there in seen.items():
            one = there.identity
            if (
                one
                and (one.document, one.language) not in remembered
                and self.shelf.digest(one.document, one.language, one.generation)
            ):
                digest = self.shelf.digest(one.document, one.language, one.generation)
                if digest == there.sha256:
                    found[path] = Entry(one.document, one.language, digest, generation=one.generation, placed=True)
        return found

    def told(self, generated: Sequence[Generated]) -> tuple[Change, ...]:
        """Return the changes; where details are asked for, with what differs in the files that are updated."""
        changes = self.decision.changes
        if not self.details or self.merger is None:
            return changes
        documents = {(one.id, one.language, suffix_of(one.path)): one for one in generated}
        keys = ((change.id, change.language, suffix_of(change.path)) for change in changes)
        return tuple(self._in_detail(c, documents.get(key)) for c, key in zip(changes, keys, strict=True))

    def _in_detail(self, change: Change, document: Generated | None) -> Change:
        entry = self.written.get(change.path) or self._recorded(change)
        if change.change != "updated" or document is None or entry is None or self.merger is None:
            return change
        base = self.shelf.content(entry.sha256)
        if base is None:
            return change
        edits, settings = self.merger.differences(document, base)
        return replace(change, edits=edits, settings=settings)

    def _recorded(self, change: Change) -> Entry | None:
        """Return what is remembered of a document that is going to be renamed."""
        key = (change.id, change.language, suffix_of(change.path))
        found = (e for path, e in self.written.items() if (e.id, e.language, suffix_of(path)) == key)
        return next(found, None)

    def merge(self, document: Generated, path: str, generation: str) -> Attempt:
        """Merge a document into the user's file, if the version that it stems from is still there."""
        if self.merger is None:
            return Attempt(None)
        base = self.shelf.content(self.shelf.digest(document.id, document.language, generation))
        if base is None:
            return Attempt(None, reasons.NO_BASE)
        try:
            mine = (self.folder / path).read_bytes()
        except OSError as problem:
            return Attempt(None, reasons.unreadable(problem))
        return self.merger.merge(document, mine, base, self.generations[document.path])

    def left(self, path: str) -> int:
        """Return the number of places in a file that are still to be decided."""
        with contextlib.suppress(OSError):
            return self.merger.left((self.folder / path).read_bytes()) if self.merger else 0
        return 0

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a file, None where it can't be read."""
        with contextlib.suppress(OSError):
            return (self.folder / path).read_bytes()
        return None

    def refusal(self, path: str) -> Words | None:
        """Return why a file can't be opened; None where it can."""
        with contextlib.suppress(OSError):
            return self.merger.refusal((self.folder / path).read_bytes()) if self.merger else None
        return None


_SETTLED = frozenset(("created", "updated", "unchanged", "merged", "conflict"))


@dataclass(frozen=True, slots=True)
class Versions:
    """The generated versions of a run: by digest the new ones, by key what files stem from, and those still in use."""

    fresh: Mapping[str, bytes] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    in_use: Sequence[str] = ()


class Carrier:
    """Carries one run's changes to the disk; `failed` says which documents it could not write, and why.

    `together` names the group of a path: where one file of it can't be written, none is. `notes` are what else is to be
    recorded of the run.
    """

    def __init__(
        self,
        folder: Path,
        disk: Disk,
        together: Mapping[str, str] | None = None,
        notes: Mapping[str, object] | None = None,
    ) -> None:
        self.folder = folder
        self.disk = disk
        self.failed: dict[str, Words] = {}
        self.together, self.notes = together or {}, notes or {}
        self.origins: dict[str, str] = {}

    def settle(self) -> None:
        """Finish a run that broke off: remember the files it wrote, clear its temporary files."""
        journal = journal_path(self.folder)
        for path in read_journal(self.folder):
            self._clear(self.folder / temporary(path))
        self._clear(_draft(journal))
        self._clear(_draft(manifest_path(self.folder)))
        if journal.exists():
            manifest = read_manifest(self.folder)
            self._save_manifest(replace(manifest, inputs="", files=known(self.folder), bases=read_bases(self.folder)))
            self._clear(journal)

    def carry(self, decision: Decision, versions: Versions, inputs: str, *, whole: bool) -> Outcome:
        """Write what was decided and remember it; return what came of it."""
        number = self._carry_out(decision, versions, inputs)
        outcome = Outcome(self.folder.as_posix(), tuple(map(self._came_out, decision.changes)), number)
        waiting = any(change.change in ("kept", "skipped") for change in outcome.changes)
        self._remember(decision, versions, "" if waiting else inputs, whole=whole)
        return outcome

    def _carry_out(self, decision: Decision, versions: Versions, inputs: str) -> int:
        """Write all files under temporary names, then put each in its place: a full disk replaces none.

        Return the number of the run, 0 where there was nothing to write.
        """
        writes = decision.writes
        self.origins = {write.document: write.origin for write in writes if write.source}
        self._keep_versions(versions)
        if not writes:
            return 0
        number = max([0, *run_numbers(self.folder)]) + 1
        entries = {write.path: write.entry for write in writes}
        moves = {write.path: write.source for write in writes if write.source}
        self._save(journal_path(self.folder), journal_bytes(entries, versions.bases, moves))
        try:
            self._stage(writes)
            self._hold_together(writes)
            self._back_up(number, [write for write in writes if write.document not in self.failed])
            self._record(number, inputs, decision)
            self._place([write for write in writes if write.document not in self.failed])
        except OSError as problem:
            raise UserError([_full(self.folder)]) from problem
        finally:
            for write in writes:
                self._clear(self._waiting(write))
        self._forget_old_runs(number)
        return number

    def keep_facts(self, facts: Facts) -> None:
        """Keep the facts of the profile, to tell the next time what changed."""
        self.keep(facts_path(self.folder), facts_bytes(facts))

    def keep(self, path: Path, data: bytes) -> None:
        """Keep one of the tool's own files; the same bytes aren't written again."""
        if not path.exists() or path.read_bytes() != data:
            self._save(path, data)

    def _keep_versions(self, versions: Versions) -> None:
        """Put the generated versions into the store that files on disk stem from."""
        for digest, data in versions.fresh.items():
            path = object_path(self.folder, digest)
            if not path.exists():
                self._save(path, data)

    def _back_up(self, number: int, writes: Sequence[Write]) -> None:
        """Keep the user's files as they are; what the tool generated is in the store already."""
        for write in writes:
            if write.before is None or object_path(self.folder, write.before).exists():
                continue
            place = backup_path(self.folder, number, write.origin)
            with contextlib.suppress(FileNotFoundError):
                data = (self.folder / write.origin).read_bytes()
                self.disk.make_folder(place.parent)
                self.disk.remove(place)
                self.disk.write(place, data)

    def _record(self, number: int, inputs: str, decision: Decision) -> None:
        done = [Done(write.path, write.before, write.entry.sha256, write.source) for write in decision.writes]
        path = run_path(self.folder, number)
        self.disk.make_folder(path.parent)
        self.disk.remove(path)
        self.disk.write(path, run_bytes(inputs, done, decision.changes, self.notes))

    def _hold_together(self, writes: Sequence[Write]) -> None:
        """Write no file of a group of which one can't be staged, or was changed since the decision."""
        for write in writes if self.together else ():
            if write.document not in self.failed and self._has_changed(write):
                self.failed[write.document] = reasons.CHANGED_MEANWHILE
        stopped = {self.together[path]: reason for path, reason in self.failed.items() if path in self.together}
        for write in writes:
            group = self.together.get(write.document)
            if group in stopped:
                self.failed.setdefault(write.document, stopped[group])

    def _forget_old_runs(self, number: int) -> None:
        """Drop the backups of all but the last runs."""
        for old in run_numbers(self.folder):
            if old <= number - KEPT_RUNS:
                with contextlib.suppress(OSError):
                    self.disk.remove_folder(backup_path(self.folder, old, ""))

    def _came_out(self, change: Change) -> Change:
        """Return a change as it came out; a file that should have been renamed is where it was."""
        reason = self.failed.get(change.path)
        path = self.origins.get(change.path, change.path)
        return replace(change, path=path, change="skipped", beside=None, reason=reason) if reason else change

    def _remember(self, decision: Decision, versions: Versions, inputs: str, *, whole: bool) -> None:
        """Write the manifest if it differs, then drop the journal."""
        before = read_manifest(self.folder)
        failed = [write for write in decision.writes if write.document in self.failed]
        not_written = {path for write in failed for path in (write.path, write.origin)}
        files = _without(decision.files, not_written, before.files)
        bases = self._bases(versions, files)
        if whole or files != before.files or bases != before.bases:
            self._save_manifest(Manifest(self.folder.name, inputs if whole else "", files=files, bases=bases))
        if decision.writes:
            self._clear(journal_path(self.folder))

    def _bases(self, versions: Versions, files: Files) -> dict[str, str]:
        """Return the generated versions to remember; the bytes of the others are dropped."""
        bases = {**versions.known, **versions.bases}
        used = [base_key(entry.id, entry.language, entry.generation) for entry in files.values()]
        kept = pruned(bases, [*used, *versions.in_use])
        for digest in set(bases.values()) - set(kept.values()):
            self._clear(object_path(self.folder, digest))
        return kept

    def _stage(self, writes: Sequence[Write]) -> None:
        """Write each file under a temporary name in its folder; drop the journal if the disk is full."""
        try:
            for write in writes:
                with self._failing(write):
                    self._stage_one(write)
        except OSError:
            self._clear(journal_path(self.folder))
            raise

    def _stage_one(self, write: Write) -> None:
        target, waiting = self.folder / write.path, self._waiting(write)
        self.disk.make_folder(target.parent)
        self.disk.remove(waiting)
        self.disk.write(waiting, write.data)
        if write.before is not None:
            self.disk.copy_mode(self.folder / write.origin, waiting)

    def _place(self, writes: Sequence[Write]) -> None:
        """Replace each file that is still what it was when the decision was made."""
        for write in writes:
            if self._has_changed(write):
                self.failed[write.document] = reasons.CHANGED_MEANWHILE
                continue
            with self._failing(write):
                self._put(write)
        for place in sorted({(self.folder / path).parent for write in writes for path in (write.path, write.origin)}):
            self.disk.fsync_folder(place)

    def _has_changed(self, write: Write) -> bool:
        """Tell whether a file is no longer what it was when the decision was made."""
        there = look(self.folder / write.origin)
        in_the_way = bool(write.source) and look(self.folder / write.path).exists
        return in_the_way or there.problem is not None or there.sha256 != write.before

    def _put(self, write: Write) -> None:
        """Give a file its new name, if it gets one, and then its new content: at no time are there two of them."""
        origin, target = self.folder / write.origin, self.folder / write.path
        if write.source:
            self.disk.replace(origin, target)
        try:
            self.disk.replace(self._waiting(write), target)
        except OSError:
            if write.source:
                self.disk.replace(target, origin)
            raise

    @contextlib.contextmanager
    def _failing(self, write: Write) -> Iterator[None]:
        """Note a file that cannot be written and go on with the rest; a full disk ends the run."""
        try:
            yield
        except OSError as problem:
            if reasons.is_full(problem):
                raise
            self.failed[write.document] = reasons.unwritable(problem)

    def _waiting(self, write: Write) -> Path:
        return self.folder / temporary(write.path)

    def _save_manifest(self, manifest: Manifest) -> None:
        self.keep(manifest_path(self.folder), manifest_bytes(manifest))

    def _save(self, path: Path, data: bytes) -> None:
        """Write one of the tool's own files in one step."""
        try:
            self.disk.make_folder(path.parent)
            self.disk.remove(_draft(path))
            self.disk.write(_draft(path), data)
            self.disk.replace(_draft(path), path)
            self.disk.fsync_folder(path.parent)
        except OSError as problem:
            self._clear(_draft(path))
            full = reasons.is_full(problem)
            raise UserError([_full(self.folder) if full else store_unusable(path, problem)]) from problem

    def _clear(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            self.disk.remove(path)


def _draft(path: Path) -> Path:
    return path.with_name(path.name + ".tmp")


def _without(files: Files, not_written: Set[str], before: Files) -> Files:
    """Return what there is to remember where some files were not written after all."""
    written = {path: entry for path, entry in files.items() if path not in not_written}
    return {**written, **{path: before[path] for path in sorted(not_written) if path in before}}


def _full(folder: Path) -> Diagnostic:
    message = Words(
        "磁盘已满：写入中止，原有文件完好",
        "the disk is full: writing stopped, the files that were there are intact",
    )
    hint = Words("腾出空间后重新运行", "free some space and run again")
    return error("disk-full", message, Place(folder.as_posix()), hint)
