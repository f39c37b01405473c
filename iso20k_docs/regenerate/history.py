"""What earlier runs did, and the bytes that let them be undone: generated versions, the user's files as they were.

.iso20k/objects/ab/<digest>      every generated version that a file on disk may stem from
.iso20k/runs/<number>.json       what a run did
.iso20k/backup/<number>/<path>   the user's files as they were before that run
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from iso20k_docs.model.changes import Change, Conflict, Edit
from iso20k_docs.regenerate.digests import sha256
from iso20k_docs.regenerate.identity import identity_of
from iso20k_docs.regenerate.paths import STORE, is_safe
from iso20k_docs.regenerate.store import Bases, base_key

_DIGEST = re.compile(r"[0-9a-f]{64}")
KEPT_RUNS, KEPT_GENERATIONS = 10, 5
Json = dict[str, object]
_NO_NOTES: Mapping[str, object] = {}


def object_path(folder: Path, digest: str) -> Path:
    """Return where the bytes with a digest are kept."""
    return folder / STORE / "objects" / digest[:2] / digest


def run_path(folder: Path, run: int) -> Path:
    """Return where a run is recorded."""
    return folder / STORE / "runs" / f"{run}.json"


def backup_path(folder: Path, run: int, path: str) -> Path:
    """Return where a user's file is kept as it was before a run."""
    return folder / STORE / "backup" / str(run) / path


class Shelf:
    """The generated versions in the store; where the manifest was lost they tell themselves what they are."""

    def __init__(self, folder: Path, bases: Bases) -> None:
        self.folder = folder
        self.bases = dict(bases)
        self._searched = False

    def digest(self, document: str, language: str, generation: str) -> str:
        """Return the digest of a generated version, empty where the store does not have it."""
        key = base_key(document, language, generation)
        if key not in self.bases and not self._searched:
            self._searched = True
            self.bases = {**dict(self._found()), **self.bases}
        return self.bases.get(key, "")

    def content(self, digest: str) -> bytes | None:
        """Return the bytes with a digest; None where they are missing or damaged."""
        if not _DIGEST.fullmatch(digest):
            return None
        with contextlib.suppress(OSError):
            data = object_path(self.folder, digest).read_bytes()
            return data if sha256(data) == digest else None
        return None

    def latest(self, document: str, language: str) -> bytes | None:
        """Return the newest version of a document that is whole."""
        self.digest(document, language, "")
        keys = [key for key in self.bases if key.startswith(f"{document} {language} ")]
        return next((data for key in reversed(keys) if (data := self.content(self.bases[key])) is not None), None)

    def generations(self, document: str, language: str) -> Iterator[tuple[str, bytes]]:
        """Yield the generations of a document that the store has, the newest first."""
        self.digest(document, language, "")
        for key in reversed(self.bases):
            if key.startswith(f"{document} {language} "):
                data = self.content(self.bases[key])
                if data is not None:
                    yield key.rpartition(" ")[2], data

    def _found(self) -> Iterator[tuple[str, str]]:
        for path in sorted((self.folder / STORE / "objects").glob("*/*")):
            found = identity_of(path)
            if found and found.generation and _DIGEST.fullmatch(path.name):
                yield base_key(found.document, found.language, found.generation), path.name


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did to one file: the digests before (None: there was none) and after; `source`: its old path."""

    path: str
    before: str | None
    after: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A recorded run; `released` has, by document, the version that it released and what was in force before."""

    number: int
    inputs: str
    files: tuple[Done, ...]
    changes: tuple[Json, ...]
    released: Mapping[str, Json] = field(default_factory=dict)


def run_numbers(folder: Path) -> list[int]:
    """Return the numbers of the recorded runs, the oldest first."""
    found = (path.stem for path in (folder / STORE / "runs").glob("*.json"))
    return sorted(int(name) for name in found if name.isdecimal())


def read_run(folder: Path, number: int) -> Run | None:
    """Read a recorded run; None where there is none or it is damaged."""
    try:
        data = json.loads(run_path(folder, number).read_bytes())
        files = tuple(map(_done, (file for file in data["files"] if is_safe(file["path"]))))
        return Run(number, str(data["inputs"]), files, tuple(data["changes"]), dict(data.get("released", {})))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _done(plain: Json) -> Done:
    before, source = plain["before"], str(plain.get("source", ""))
    digest = None if before is None else str(before)
    return Done(str(plain["path"]), digest, str(plain["after"]), source if is_safe(source) else "")


def run_bytes(
    inputs: str, files: Iterable[Done], changes: Sequence[Change], notes: Mapping[str, object] = _NO_NOTES
) -> bytes:
    """Return a run as it is recorded, with notes of its kind."""
    data: Json = {
        "format": 1,
        "inputs": inputs,
        "files": [_done_json(done) for done in files],
        "changes": [change_json(change) for change in changes if change.change != "unchanged"],
        **notes,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _done_json(done: Done) -> Json:
    found: Json = {"path": done.path, "before": done.before, "after": done.after}
    return found | {"source": done.source} if done.source else found


def change_json(change: Change) -> Json:
    """Return a change with all that a report needs."""
    found: Json = {"id": change.id, "language": change.language, "path": change.path, "change": change.change}
    if change.beside:
        found["beside"] = change.beside
    if change.reason:
        found["reason"] = {"zh": change.reason.zh, "en": change.reason.en}
    if change.edits:
        found["edits"] = [edit_json(edit) for edit in change.edits]
    if change.conflicts:
        found["conflicts"] = [conflict_json(conflict) for conflict in change.conflicts]
    if change.settings:
        found["settings"] = list(change.settings)
    return found


def edit_json(edit: Edit) -> Json:
    """Return an edit as JSON."""
    return {"kind": edit.kind, "section": edit.section, "before": edit.before, "after": edit.after}


def conflict_json(conflict: Conflict) -> Json:
    """Return a conflict as JSON."""
    texts = {"base": conflict.base, "mine": conflict.mine, "theirs": conflict.theirs}
    return {"kind": conflict.kind, "section": conflict.section, **texts, "part": conflict.part}


def pruned(bases: Bases, in_use: Iterable[str]) -> dict[str, str]:
    """Return the generated versions worth keeping: the last five of each document and those that files stem from."""
    kept: dict[str, str] = {}
    counts: dict[str, int] = {}
    used = set(in_use)
    for key, digest in reversed(list(bases.items())):
        document = key.rpartition(" ")[0]
        counts[document] = counts.get(document, 0) + 1
        if counts[document] <= KEPT_GENERATIONS or key in used:
            kept[key] = digest
    return dict(reversed(kept.items()))
