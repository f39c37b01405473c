"""The library as it was last read, kept in the user's cache folder: reading it anew takes most of a run's time.

The folder is the user's own, like that of compiled templates; it may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from pathlib import Path

import pydantic

from iso20k_docs.library.folders import Folders

_PACKAGE = Path(__file__).resolve().parent.parent
#: What decides about the meaning of a definition besides the library's files.
_OWN_CODE = (
    "library/definitions.py",
    "library/standard.py",
    "library/files.py",
    "library/load.py",
    "library/rules.py",
    "library/wording.py",
    "library/certification.py",
    "library/changes.py",
    "model/words.py",
)


class KnownLibrary:
    """One library in the cache, by the digest of its YAML files and of the code that reads them."""

    def __init__(self, cache: Path | None, folders: Folders, edition: str) -> None:
        self._path = cache / f"library-{_digest(folders, edition)}.pickle" if cache else None
        self._folders = folders

    def fetch(self) -> object:
        """Return the library, or None where it isn't there or cannot be used."""
        if self._path is None:
            return None
        try:
            return pickle.loads(self._path.read_bytes())
        except Exception:  # whatever a damaged or foreign file does to the reader: read the library itself
            return None

    def keep(self, library: object) -> None:
        """Put the library into the cache; a cache that cannot be written is no error."""
        if self._path is None:
            return
        temporary = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(pickle.dumps(library, protocol=pickle.HIGHEST_PROTOCOL))
            temporary.replace(self._path)
        except OSError:
            return


def _digest(folders: Folders, edition: str) -> str:
    found = hashlib.sha256(f"{sys.version_info[:2]} {pydantic.VERSION} {edition}".encode())
    for name in _OWN_CODE:
        path = _PACKAGE / name
        found.update(path.read_bytes() if path.is_file() else b"")
    for base in folders.bases:
        found.update(f"\0{base.as_posix()}".encode())
        for path in sorted(base.rglob("*.yaml")):
            found.update(f"\0{path.relative_to(base).as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()[:32]
