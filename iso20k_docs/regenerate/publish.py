"""Put the generated documents in place: journal first, each file in one step, manifest last.

A run that breaks off at any point leaves every file whole, old or new, and a journal of what it meant to
write. The next run counts a file with the journal's digest as written by the tool. What a user wrote is
never written over, so nothing has to be undone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path

from iso20k_docs.model.changes import Change, Generated, Outcome
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.disk import Disk
from iso20k_docs.regenerate.lock import only_run
from iso20k_docs.regenerate.paths import check_paths, temporary
from iso20k_docs.regenerate.reconcile import Decision, Write, reconcile
from iso20k_docs.regenerate.store import (
    Files,
    Manifest,
    journal_bytes,
    journal_path,
    manifest_bytes,
    manifest_path,
    read_journal,
    read_manifest,
    store_unusable,
)
from iso20k_docs.regenerate.survey import known, look, survey


def preview(folder: Path, generated: Sequence[Generated], *, whole: bool) -> Outcome:
    """Return what `publish` would do; nothing is written, not even the folder."""
    check_paths(folder, [document.path for document in generated])
    decision = _decide(folder, generated, whole=whole)
    return Outcome(folder.as_posix(), decision.changes)


def publish(
    folder: Path, generated: Sequence[Generated], *, inputs: str, whole: bool, disk: Disk | None = None
) -> Outcome:
    """Bring the documents of one organisation into its folder and remember what was written.

    `inputs` is the digest of all inputs of the run (`digests.inputs_digest`); `whole`: all documents of the
    organisation were generated, none left out by a filter. Raises UserError where a path is unsafe, another
    run is at work, the disk is full or the store cannot be used: no document is half-written then.
    """
    check_paths(folder, [document.path for document in generated])
    with only_run(folder):
        run = _Run(folder, disk or Disk())
        run.settle()
        decision = _decide(folder, generated, whole=whole)
        run.carry_out(decision.writes)
        outcome = Outcome(folder.as_posix(), tuple(map(run.came_out, decision.changes)))
        run.remember(decision, "" if outcome.needs_person else inputs, whole=whole)
    return outcome


def _decide(folder: Path, generated: Sequence[Generated], *, whole: bool) -> Decision:
    written = known(folder)
    seen = survey(folder, {document.path for document in generated} | set(written))
    return reconcile(generated, written, seen, whole=whole)


class _Run:
    """One run's changes on disk; `failed` says which documents it could not write, and why."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self.disk = disk
        self.failed: dict[str, Words] = {}

    def settle(self) -> None:
        """Finish a run that broke off: remember the files it wrote, clear its temporary files."""
        journal = journal_path(self.folder)
        for path in read_journal(self.folder):
            self._clear(self.folder / temporary(path))
        self._clear(_draft(journal))
        self._clear(_draft(manifest_path(self.folder)))
        if journal.exists():
            manifest = read_manifest(self.folder)
            self._save_manifest(replace(manifest, inputs="", files=known(self.folder)))
            self._clear(journal)

    def carry_out(self, writes: Sequence[Write]) -> None:
        """Write all files under temporary names, then put each in its place: a full disk replaces none."""
        if not writes:
            return
        self._save(journal_path(self.folder), journal_bytes({write.path: write.entry for write in writes}))
        try:
            self._stage(writes)
            self._place([write for write in writes if write.document not in self.failed])
        except OSError as problem:
            raise UserError([_full(self.folder)]) from problem
        finally:
            for write in writes:
                self._clear(self._waiting(write))

    def came_out(self, change: Change) -> Change:
        """Return a change as it came out."""
        reason = self.failed.get(change.path)
        return replace(change, change="skipped", beside=None, reason=reason) if reason else change

    def remember(self, decision: Decision, inputs: str, *, whole: bool) -> None:
        """Write the manifest if it differs, then drop the journal."""
        before = read_manifest(self.folder)
        not_written = {write.path for write in decision.writes if write.document in self.failed}
        files = _without(decision.files, not_written, before.files)
        if whole or files != before.files:
            self._save_manifest(Manifest(self.folder.name, inputs if whole else "", files=files))
        if decision.writes:
            self._clear(journal_path(self.folder))

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
            self.disk.copy_mode(target, waiting)

    def _place(self, writes: Sequence[Write]) -> None:
        """Replace each file that is still what it was when the decision was made."""
        for write in writes:
            target = self.folder / write.path
            there = look(target)
            if there.problem or there.sha256 != write.before:
                self.failed[write.document] = reasons.CHANGED_MEANWHILE
                continue
            with self._failing(write):
                self.disk.replace(self._waiting(write), target)
        for place in sorted({(self.folder / write.path).parent for write in writes}):
            self.disk.fsync_folder(place)

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
        path, data = manifest_path(self.folder), manifest_bytes(manifest)
        if not path.exists() or path.read_bytes() != data:
            self._save(path, data)

    def _save(self, path: Path, data: bytes) -> None:
        """Write one of the tool's own files in one step."""
        try:
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
