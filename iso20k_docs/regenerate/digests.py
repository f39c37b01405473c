"""Digests that tell whether bytes, inputs or a folder of templates are the same as before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def sha256(data: bytes) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inputs_digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """Return one digest of everything a run depends on, given as (name, content) in any order."""
    digest = hashlib.sha256()
    for name, content in sorted(parts):
        for piece in (name.encode(), content):
            digest.update(len(piece).to_bytes(8, "big"))
            digest.update(piece)
    return digest.hexdigest()


def tree_digest(folder: Path) -> str:
    """Return a digest of the relative names and the content of all files below the folder."""
    return inputs_digest(
        (path.relative_to(folder).as_posix(), path.read_bytes()) for path in _files(folder, frozenset())
    )


def _files(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    """Yield the files below the folder; a link that leads back to a folder above is not followed."""
    real = folder.resolve()
    if real in above or not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, above | {real})
        elif entry.is_file():
            yield entry
