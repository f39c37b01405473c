"""The tool's memory in an organisation's folder: what it last wrote there, and what it is about to write."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from iso20k_docs import __version__
from iso20k_docs.model.changes import Change
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.paths import STORE, is_safe

FORMAT = 1
_TEXTS = ("beside_of", "generation", "seen")
_MARKS = ("orphan", "merged", "absent", "chosen", "placed")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that the tool wrote: of which document, and the digest of what it last wrote there.

    `beside_of` is the path of the user's file that this new version was laid beside. `orphan`: the last
    whole generation did not contain the document any more. `generation`: which version of the document the file was
    merged with last. `seen` is the digest of the file, edited by the user, that had nothing to merge at the last run.
    `conflicts` is the number of places in it that a person has to decide on. `absent`: the user deleted it. `chosen`:
    the user said that this file, not a copy of it, is the controlled one. `merged`: what the tool last wrote there
    has the user's words in it. `placed`: the user gave it the name or place that it has.
    """

    id: str
    language: Language
    sha256: str
    beside_of: str = ""
    orphan: bool = False
    generation: str = ""
    seen: str = ""
    conflicts: int = 0
    merged: bool = False
    absent: bool = False
    chosen: bool = False
    placed: bool = False

    @property
    def key(self) -> tuple[str, Language]:
        """The document in its language."""
        return self.id, self.language


Files = Mapping[str, Entry]
Bases = Mapping[str, str]
"""What the tool generated: "id language generation" to the digest of the file, the oldest first."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the tool remembers of a folder.

    `inputs` is the digest of the inputs that all the files together were generated from, empty where they do
    not stem from one generation or somebody has to look at a file. `folder` is the name of the folder: a copy
    of it under another name is nobody's current set.
    """

    folder: str
    inputs: str = ""
    tool: str = __version__
    files: Files = field(default_factory=dict)
    bases: Bases = field(default_factory=dict)


def base_key(document: str, language: str, generation: str) -> str:
    """Return the key of a generated version in `Manifest.bases`."""
    return f"{document} {language} {generation}"


def orphans(files: Files) -> Iterator[Change]:
    """Yield the change of each file that is generated no longer: it stays where it is."""
    for path, entry in files.items():
        if entry.orphan:
            yield Change(entry.id, entry.language, path, "orphan", reason=reasons.ORPHAN)


def manifest_path(folder: Path) -> Path:
    """Return the place of the manifest."""
    return folder / STORE / "manifest.json"


def journal_path(folder: Path) -> Path:
    """Return the place of the journal, which is there only during a run or after one that broke off."""
    return folder / STORE / "journal.json"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest; a missing or unusable one knows no file, an unusable entry is left out.

    Raises UserError where it cannot be read or a newer tool wrote it.
    """
    data = _read(manifest_path(folder))
    stored = _object(data.get("files"))
    files = _entries(stored)
    return Manifest(
        folder=_text(data, "folder"),
        inputs=_text(data, "inputs") if len(files) == len(stored) else "",
        tool=_text(data, "tool"),
        files=files,
        bases={key: found for key, found in _object(data.get("bases")).items() if isinstance(found, str)},
    )


def read_journal(folder: Path) -> Files:
    """Read what a broken-off run meant to write."""
    return _entries(_object(_read(journal_path(folder)).get("files")))


def read_moves(folder: Path) -> dict[str, str]:
    """Read which files a broken-off run meant to rename: the new path to the old one."""
    found = _object(_read(journal_path(folder)).get("moves")).items()
    return {new: old for new, old in found if isinstance(old, str) and is_safe(new) and is_safe(old)}


def read_bases(folder: Path) -> Bases:
    """Read which generated versions the store has, those of a run that broke off included."""
    later = _object(_read(journal_path(folder)).get("bases"))
    return {**read_manifest(folder).bases, **{key: str(found) for key, found in later.items()}}


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as it is stored: the files in the order of the document register."""
    data: dict[str, object] = {
        "format": FORMAT,
        "tool": manifest.tool,
        "folder": manifest.folder,
        "inputs": manifest.inputs,
        "files": _plain(manifest.files),
    }
    if manifest.bases:
        data["bases"] = dict(manifest.bases)
    return _json(data)


def journal_bytes(files: Files, bases: Bases, moves: Mapping[str, str]) -> bytes:
    """Return the journal as it is stored; `moves` are the new paths of files that are renamed, to the old ones."""
    data: dict[str, object] = {"format": FORMAT, "files": _plain(files)}
    more = {"bases": dict(bases), "moves": dict(moves)}
    return _json(data | {name: found for name, found in more.items() if found})


def _plain(files: Files) -> dict[str, dict[str, object]]:
    return {path: _plain_entry(entry) for path, entry in files.items()}


def _plain_entry(entry: Entry) -> dict[str, object]:
    plain: dict[str, object] = {"id": entry.id, "language": entry.language, "sha256": entry.sha256}
    more = {name: getattr(entry, name) for name in _TEXTS + _MARKS}
    if entry.conflicts:
        plain["conflicts"] = entry.conflicts
    return plain | {name: value for name, value in more.items() if value}


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _read(path: Path) -> dict[str, object]:
    """Read a file of the store as JSON, empty where it is missing, garbage, or of an unknown format."""
    try:
        data = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return {}
    except OSError as problem:
        raise UserError([store_unusable(path, problem)]) from problem
    version = _object(data).get("format")
    if isinstance(version, int) and version > FORMAT:
        raise UserError([_too_new(path)])
    return _object(data) if version == FORMAT else {}


def _entries(stored: Mapping[str, object]) -> dict[str, Entry]:
    found = ((path, _entry(_object(plain))) for path, plain in stored.items() if is_safe(path))
    return {path: entry for path, entry in found if entry}


def _entry(plain: Mapping[str, object]) -> Entry | None:
    language = next((known for known in LANGUAGES if known == plain.get("language")), None)
    if language is None or not _text(plain, "id") or not _text(plain, "sha256"):
        return None
    beside_of, conflicts = _text(plain, "beside_of"), plain.get("conflicts")
    return Entry(
        id=_text(plain, "id"),
        language=language,
        sha256=_text(plain, "sha256"),
        beside_of=beside_of if is_safe(beside_of) else "",
        orphan=plain.get("orphan") is True,
        generation=_text(plain, "generation"),
        seen=_text(plain, "seen"),
        conflicts=conflicts if isinstance(conflicts, int) else 0,
        merged=plain.get("merged") is True,
        absent=plain.get("absent") is True,
        chosen=plain.get("chosen") is True,
        placed=plain.get("placed") is True,
    )


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def store_unusable(path: Path, problem: OSError) -> Diagnostic:
    """Say that the tool cannot read or write its own files in the folder."""
    cause = reasons.cause(problem)
    message = Words(f"无法读写本工具的记录：{cause.zh}", f"the tool's own files cannot be used: {cause.en}")
    hint = Words(
        "检查该文件夹的权限，或用 -o 指定其他输出文件夹",
        "check the permissions of the folder, or choose another output folder with -o",
    )
    return error("store-unusable", message, Place(path.as_posix()), hint)


def _too_new(path: Path) -> Diagnostic:
    message = Words("该文件夹由更新版本的 iso20k-docs 写出", "the folder was written by a newer version of iso20k-docs")
    hint = Words("请升级 iso20k-docs", "update iso20k-docs")
    return error("store-too-new", message, Place(path.as_posix()), hint)
