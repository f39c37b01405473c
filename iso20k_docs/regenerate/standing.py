"""How an organisation's files stand: unchanged since the last run, edited by hand, or missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from iso20k_docs import __version__
from iso20k_docs.model.changes import Change, Outcome, Standing
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.identity import identity_of
from iso20k_docs.regenerate.paths import STORE
from iso20k_docs.regenerate.store import Entry, Files, Manifest, journal_path, orphans, read_manifest
from iso20k_docs.regenerate.survey import Seen, known, look


def nothing_to_do(out: Path, inputs: str) -> Outcome | None:
    """Return the outcome of a whole run with these inputs if it would change nothing, else None.

    It reads the manifests below the output folder and hashes the files of the one made from these inputs.
    """
    for path in sorted(out.glob(f"*/{STORE}/manifest.json")):
        outcome = _as_left(path.parent.parent, inputs)
        if outcome:
            return outcome
    return None


def status(folder: Path) -> list[Standing]:
    """Tell for every file that the tool remembers how it stands; new versions only while they are there."""
    files = known(folder)
    standings = [_standing(folder, path, entry) for path, entry in files.items()]
    theirs = {entry.beside_of: entry for entry in files.values() if entry.beside_of not in files}
    standings += [_standing(folder, path, _unwritten(entry)) for path, entry in theirs.items() if path]
    return [found for found in standings if found.state != "missing" or _was_ours(found, files)]


def _as_left(folder: Path, inputs: str) -> Outcome | None:
    """Return the outcome where the folder is as a run with these inputs left it."""
    try:
        manifest = read_manifest(folder)
    except UserError:  # the full run says what is wrong
        return None
    if not _made_from(manifest, folder, inputs) or journal_path(folder).exists():
        return None
    documents = {path: entry for path, entry in manifest.files.items() if _is_current(entry)}
    changes = [_as_it_was(folder, path, entry) for path, entry in documents.items()]
    if not all(changes):
        return None
    left = {path: entry for path, entry in manifest.files.items() if entry.orphan}
    there = {path: entry for path, entry in left.items() if look(folder / path).exists}
    return Outcome(folder.as_posix(), (*filter(None, changes), *orphans(there)))


def _as_it_was(folder: Path, path: str, entry: Entry) -> Change | None:
    """Return the change of a document that is as the last run left it, or has been edited only since."""
    there = look(folder / path)
    told = Change(entry.id, entry.language, path, "unchanged")
    if entry.absent:
        return None if there.exists else replace(told, change="absent", reason=reasons.ABSENT)
    if there.sha256 in (entry.sha256, entry.seen):
        waiting = replace(told, change="conflict", reason=reasons.open_conflicts(entry.conflicts))
        return waiting if entry.conflicts else told
    found = identity_of(folder / path) if there.exists and entry.generation and not entry.conflicts else None
    same = found is not None and (found.document, found.language, found.generation) == (*entry.key, entry.generation)
    return told if same else None


def _made_from(manifest: Manifest, folder: Path, inputs: str) -> bool:
    now = (inputs, __version__, folder.name)
    return bool(inputs) and (manifest.inputs, manifest.tool, manifest.folder) == now


def _is_current(entry: Entry) -> bool:
    return not entry.orphan and not entry.beside_of


def _unwritten(entry: Entry) -> Entry:
    """Return the entry of a user's own file that a new version was laid beside."""
    return replace(entry, sha256="", beside_of="")


def _was_ours(found: Standing, files: Files) -> bool:
    """Tell whether a missing file is worth telling: a document of ours is, a new version once read is not."""
    return found.path in files and not found.beside_of


def _standing(folder: Path, path: str, entry: Entry) -> Standing:
    state = _state(look(folder / path), "" if entry.merged else entry.sha256)
    return Standing(entry.id, entry.language, path, state, entry.orphan, entry.beside_of)


def _state(seen: Seen, written: str) -> Literal["generated", "edited", "missing", "unreadable"]:
    if seen.problem:
        return "unreadable"
    if seen.sha256 is None:
        return "missing"
    return "generated" if seen.sha256 == written else "edited"
