"""Look at the files on disk that a run may touch; nothing is changed."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from iso20k_docs.model.words import Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.identity import SUFFIX, Identity, identity_of
from iso20k_docs.regenerate.paths import is_safe, parent
from iso20k_docs.regenerate.store import Files, read_journal, read_manifest, read_moves

_BESIDE = re.compile(r"(?P<stem>.*)\.new(-[0-9]+)?(?P<suffix>\.[^.]*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seen:
    """What lies at a path: the digest of its content, None where no file is.

    `problem`: something is there that cannot be read. `obstacle`: it can be read, but not be replaced now. `identity`
    is what a Word file says of itself, read only where its bytes are not known.
    """

    sha256: str | None = None
    problem: Words | None = None
    obstacle: Words | None = None
    identity: Identity | None = None

    @property
    def exists(self) -> bool:
        """Tell whether anything lies at the path."""
        return self.sha256 is not None or self.problem is not None


ABSENT = Seen()
_NOTHING: Files = {}


def known(folder: Path) -> Files:
    """Return what the tool last wrote by path, a run that broke off included."""
    journal = read_journal(folder)
    done = {path: entry for path, entry in journal.items() if look(folder / path).sha256 == entry.sha256}
    files = dict(read_manifest(folder).files)
    for new, old in read_moves(folder).items():
        if old in files and not look(folder / old).exists:
            files[new] = files.pop(old)
    return {**files, **done}


def survey(folder: Path, paths: Iterable[str], written: Files = _NOTHING) -> Mapping[str, Seen]:
    """Look at the paths below the folder, at the new versions that lie beside them, and at copies of our documents.

    `written` is what the tool last wrote: a file with other bytes is asked for its identity. Copies are looked for in
    the folders of the paths, in the whole folder only where a file is missing.
    """
    asked = set(paths)
    seen = dict(_at(folder, asked))
    for path, there in seen.items():
        if _is_to_be_asked(path, there, written):
            seen[path] = replace(there, identity=identity_of(folder / path))
    missing = any(not seen[path].exists for path in asked & written.keys())
    places = {".": None} if missing else dict.fromkeys(sorted({parent(path) for path in asked}))
    for path in _others(folder, places, deep=missing):
        if path not in seen:
            identity = identity_of(folder / path)
            if identity:
                seen[path] = replace(look(folder / path, _names((folder / path).parent)), identity=identity)
    return seen


def _is_to_be_asked(path: str, there: Seen, written: Files) -> bool:
    if not path.endswith(SUFFIX) or there.sha256 is None:
        return False
    entry = written.get(path)
    return entry is None or entry.sha256 != there.sha256


def _others(folder: Path, places: Iterable[str], *, deep: bool) -> Iterator[str]:
    """Yield the Word files in folders, in the order of their names; hidden ones and new versions beside are none."""
    for place in places:
        try:
            entries = sorted(os.scandir(folder / place), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = entry.name if place == "." else f"{place}/{entry.name}"
            if entry.name.startswith((".", "~$")) or not is_safe(path):
                continue
            if deep and entry.is_dir(follow_symlinks=False):
                yield from _others(folder, [path], deep=True)
            elif _is_document(entry):
                yield path


def _is_document(entry: os.DirEntry[str]) -> bool:
    is_new_version = _BESIDE.fullmatch(entry.name)
    return entry.name.endswith(SUFFIX) and not is_new_version and entry.is_file(follow_symlinks=False)


def _at(folder: Path, asked: set[str]) -> Mapping[str, Seen]:
    """Look at the paths and at the new versions beside them (NAME.new.docx)."""
    names = {name: _names(folder / name) for name in {parent(path) for path in asked}}
    siblings = {
        name if place == "." else f"{place}/{name}"
        for place, there in names.items()
        for name in there
        if _is_beside(place, name, asked)
    }
    return {path: look(folder / path, names[parent(path)]) for path in asked | siblings}


def look(path: Path, neighbours: frozenset[str] = frozenset()) -> Seen:
    """Look at one file; the names in its folder tell whether an office program has it open."""
    obstacle = _open_elsewhere(path.name, neighbours)
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return Seen(problem=reasons.NOT_A_FILE)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return Seen(obstacle=obstacle)
    except OSError as problem:
        return Seen(problem=reasons.unreadable(problem))
    if not status.st_mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        obstacle = obstacle or reasons.READ_ONLY
    return Seen(digest, obstacle=obstacle)


def _names(folder: Path) -> frozenset[str]:
    """Return the names in a folder, none where it is missing or closed to us."""
    try:
        return frozenset(path.name for path in folder.iterdir())
    except OSError:
        return frozenset()


def _is_beside(place: str, name: str, asked: set[str]) -> bool:
    found = _BESIDE.fullmatch(name)
    if not found:
        return False
    original = found["stem"] + (found["suffix"] or "")
    return (original if place == "." else f"{place}/{original}") in asked


def _open_elsewhere(name: str, neighbours: frozenset[str]) -> Words | None:
    """Return the obstacle of a lock file: Word and WPS cut up to two letters off the name in theirs."""
    locks = (f".~lock.{name}#", f"~${name}", f"~${name[1:]}", f"~${name[2:]}")
    lock = next((lock for lock in locks if lock in neighbours), None)
    return reasons.open_elsewhere(lock) if lock else None
