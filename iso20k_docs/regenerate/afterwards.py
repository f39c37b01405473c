"""What a person may want after a run: undo it, bring back a deleted document, name the controlled copy."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from pathlib import Path

from iso20k_docs.model.changes import Change, Outcome
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.digests import sha256
from iso20k_docs.regenerate.disk import Disk
from iso20k_docs.regenerate.history import Done, Json, Run, Shelf, backup_path, read_run, run_numbers
from iso20k_docs.regenerate.identity import identity_of
from iso20k_docs.regenerate.lock import only_run
from iso20k_docs.regenerate.paths import STORE
from iso20k_docs.regenerate.publish import Carrier, Versions
from iso20k_docs.regenerate.reconcile import Decision, Write
from iso20k_docs.regenerate.releases import (
    read_releases,
    released_from,
    released_json,
    releases_bytes,
    releases_path,
)
from iso20k_docs.regenerate.store import Entry, read_bases
from iso20k_docs.regenerate.survey import known, look

Likeliest = Callable[[bytes, Iterator[tuple[str, bytes]]], str]
"""Says which generation a file without an id stems from: its bytes and the candidates in, the generation out."""


def organisation_of(path: Path) -> Path:
    """Return the organisation's folder that a path lies in; UserError where it lies in none."""
    for folder in (path, *path.parents):
        if (folder / STORE).is_dir():
            return folder
    message = Words("此路径不在本工具生成的文件夹中", "this does not lie in a folder that the tool generated")
    raise UserError([error("no-store", message, Place(path.as_posix()))])


def only_organisation(out: Path, code: str = "") -> Path:
    """Return the one organisation's folder below the output folder; UserError where there is none or several."""
    found = sorted(path.parent for path in out.glob(f"*/{STORE}") if not code or path.parent.name == code)
    if len(found) == 1:
        return found[0]
    names = "、".join(path.name for path in found), ", ".join(path.name for path in found)
    message = (
        Words(f"有几个组织的文件夹：{names[0]}", f"there are folders of several organisations: {names[1]}")
        if found
        else Words("没有生成过的文件夹", "there is no generated folder")
    )
    hint = Words(
        "用 -o 指定输出文件夹，用 --org 指定组织代码", "name the output folder with -o, the organisation with --org"
    )
    raise UserError([error("which-organisation", message, Place(out.as_posix()), hint)])


def undo(folder: Path, number: int, disk: Disk | None = None) -> Outcome:
    """Put back the files that a run replaced, where nobody changed them since; what it created stays."""
    with only_run(folder):
        carrier = Carrier(folder, disk or Disk())
        carrier.settle()
        run = read_run(folder, number)
        if run is None:
            raise UserError([_no_run(folder, number)])
        entries, shelf = known(folder), Shelf(folder, read_bases(folder))
        changes: list[Change] = []
        writes: list[Write] = []
        for done in run.files:
            entry = entries.get(done.path)
            if entry is None:
                continue
            change, write = _put_back(folder, number, done, entry, shelf)
            changes.append(change)
            writes += [write] if write else []
        releases = _Withdrawal(folder, run, {change.id for change in changes if change.change == "skipped"})
        changes, writes = releases.together(changes, writes)
        renamed = {write.source for write in writes}
        left = {path: entry for path, entry in entries.items() if path not in renamed}
        files = {**left, **{write.path: write.entry for write in writes}}
        decision = Decision(tuple(changes), tuple(writes), files)
        carrier.notes = releases.notes
        outcome = carrier.carry(decision, Versions(known=shelf.bases), "", whole=False)
        releases.carry(carrier)
        return outcome


class _Withdrawal:
    """What was released of a set before a run that is undone: it comes back where all files of a document do."""

    def __init__(self, folder: Path, run: Run, stuck: Set[str]) -> None:
        self.folder = folder
        self.releases = dict(read_releases(folder) or {}) if run.released else {}
        still = {name: told for name, told in run.released.items() if self._version(name) == told.get("version")}
        self.stuck = run.released.keys() & (stuck | (run.released.keys() - still.keys()))
        self.before = {name: told.get("before") for name, told in still.items() if name not in self.stuck}

    def _version(self, document: str) -> str:
        return self.releases[document].version if document in self.releases else ""

    @property
    def notes(self) -> Json:
        """What the undoing run records, so that it can be undone too."""
        found: Json = {}
        for name, before in self.before.items():
            version = released_from(before).version if isinstance(before, dict) else ""
            now = self.releases.get(name)
            found[name] = {"version": version, "before": released_json(now) if now else None}
        return {"released": found} if found else {}

    def together(self, changes: list[Change], writes: list[Write]) -> tuple[list[Change], list[Write]]:
        """Leave all files of a document as they are of which one can't be put back."""
        told = [
            replace(change, change="skipped", reason=change.reason or reasons.RELEASED_SINCE)
            if change.id in self.stuck and change.change == "updated"
            else change
            for change in changes
        ]
        return told, [write for write in writes if write.entry.id not in self.stuck]

    def carry(self, carrier: Carrier) -> None:
        """Put back what was in force before; without any release there is nothing to keep."""
        if not self.before:
            return
        for name, before in self.before.items():
            self.releases.pop(name, None)
            if isinstance(before, dict):
                self.releases[name] = released_from(before)
        path = releases_path(self.folder)
        if self.releases:
            carrier.keep(path, releases_bytes(self.releases))
        else:
            carrier.disk.remove(path)


def _put_back(folder: Path, number: int, done: Done, entry: Entry, shelf: Shelf) -> tuple[Change, Write | None]:
    told = Change(entry.id, entry.language, done.path, "unchanged")
    there = look(folder / done.path)
    if done.before is None:
        return replace(told, reason=reasons.CREATED_THEN), None
    if there.sha256 != done.after:
        return replace(told, change="skipped", reason=there.problem or reasons.CHANGED_SINCE), None
    path = done.source or done.path
    if done.source and look(folder / path).exists:
        return replace(told, change="skipped", reason=reasons.CHANGED_SINCE), None
    data = _as_it_was(folder, number, path, done.before, shelf)
    if data is None or there.obstacle:
        return replace(told, change="skipped", reason=there.obstacle or reasons.NO_BACKUP), None
    found = identity_of(data)
    pristine = done.before in shelf.bases.values()
    before = replace(
        entry,
        sha256=done.before,
        generation=found.generation if found else "",
        seen="",
        conflicts=0,
        merged=not pristine,
    )
    write = Write(path, path, data, done.after, before, done.path if done.source else "")
    return replace(told, path=path, change="updated"), write


def _as_it_was(folder: Path, number: int, path: str, digest: str, shelf: Shelf) -> bytes | None:
    with contextlib.suppress(OSError):
        data = backup_path(folder, number, path).read_bytes()
        if sha256(data) == digest:
            return data
    return shelf.content(digest)


def restore(
    folder: Path, document: str, languages: tuple[Language, ...] = LANGUAGES, disk: Disk | None = None
) -> Outcome:
    """Write a deleted document again as it was last generated; the next run brings it up to date."""
    with only_run(folder):
        carrier = Carrier(folder, disk or Disk())
        carrier.settle()
        entries, shelf = known(folder), Shelf(folder, read_bases(folder))
        chosen = {path: e for path, e in entries.items() if e.id == document and e.language in languages}
        if not chosen:
            raise UserError([_unknown(folder, document, {entry.id for entry in entries.values()})])
        changes: list[Change] = []
        writes: list[Write] = []
        for path, entry in chosen.items():
            told = Change(entry.id, entry.language, path, "unchanged")
            data = shelf.content(shelf.digest(entry.id, entry.language, entry.generation))
            data = data or shelf.latest(entry.id, entry.language)
            if look(folder / path).exists or entry.beside_of:
                changes.append(told)
            elif data is None:
                changes.append(replace(told, change="skipped", reason=reasons.NO_BACKUP))
            else:
                found = identity_of(data)
                generation = found.generation if found else entry.generation
                made = Entry(entry.id, entry.language, sha256(data), generation=generation)
                changes.append(replace(told, change="created"))
                writes.append(Write(path, path, data, None, made))
        files = {**entries, **{write.path: write.entry for write in writes}}
        decision = Decision(tuple(changes), tuple(writes), files)
        return carrier.carry(decision, Versions(known=shelf.bases), "", whole=False)


def adopt(
    path: Path, document: str = "", language: Language | None = None, likeliest: Likeliest | None = None
) -> Change:
    """Make a file the controlled one of its document, wherever it lies in the folder; nothing is written to it.

    A file that does not say which document it is needs `document` and `language`; which version it stems from is then
    guessed from its words. Raises UserError where that can't be told.
    """
    folder = organisation_of(path.absolute())
    with only_run(folder):
        carrier = Carrier(folder, Disk())
        carrier.settle()
        relative = path.absolute().relative_to(folder).as_posix()
        content = _content(path)
        found = identity_of(content)
        entries = dict(known(folder))
        key = (document or (found.document if found else ""), language or (found.language if found else None))
        old = next((one for one, e in entries.items() if (e.id, e.language) == key and not e.beside_of), None)
        if old is None or key[1] is None:
            raise UserError([_unknown(path, key[0], {entry.id for entry in entries.values()})])
        shelf = Shelf(folder, read_bases(folder))
        generation = found.generation if found and found.document == key[0] else ""
        if not generation and likeliest:
            generation = likeliest(content, shelf.generations(key[0], key[1]))
        entry = entries.pop(old)
        base = shelf.digest(entry.id, entry.language, generation)
        mine = sha256(content)
        entries[relative] = replace(
            entry, sha256=base or mine, generation=generation, seen="", merged=base != mine, absent=False, chosen=True
        )
        decision = Decision((), (), entries)
        carrier.carry(decision, Versions(known=shelf.bases), "", whole=False)
    return Change(entry.id, entry.language, relative, "unchanged")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UserError([error("unreadable-file", reasons.unreadable(problem), Place(path.as_posix()))]) from problem


def _no_run(folder: Path, number: int) -> Diagnostic:
    runs = run_numbers(folder)
    last = ", ".join(map(str, runs[-5:])) or "-"
    message = Words(f"没有第{number}次运行的记录", f"there is no record of run {number}")
    return error(
        "no-such-run", message, Place(folder.as_posix()), Words(f"最近的运行：{last}", f"the last runs: {last}")
    )


def _unknown(place: Path, document: str, there: set[str]) -> Diagnostic:
    if not document:
        message = Words("文件没有说明它是哪份文件", "the file does not say which document it is")
        hint = Words("用 --id 和 --lang 指定", "name it with --id and --lang")
        return error("which-document", message, Place(place.as_posix()), hint)
    near = ", ".join(sorted(one for one in there if document in one or one in document)[:5])
    message = Words(f"没有文件“{document}”", f'there is no document "{document}"')
    similar = Words(f"相近的有：{near}", f"similar: {near}") if near else None
    return error("unknown-document", message, Place(place.as_posix()), similar)
