"""Which document of which generation a Word file is, read from inside the file: names and paths may change.

A part of the file says so, and a property once more: LibreOffice drops the part when it saves a file a second time.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from iso20k_docs.model.docinfo import DOCINFO, IDENTITY
from iso20k_docs.model.words import LANGUAGES, Language

SUFFIX = ".docx"
_PART = re.compile(r"customXml/item\d*\.xml")
_VALUE = re.compile(rb"<(?:\w+:)?(document|language|generation)>([\w.-]{1,80})</")
_PROPERTIES = "docProps/custom.xml"
_PROPERTY = re.compile(
    rb'name="%s"[^>]*>\s*<(?:\w+:)?lpwstr>([\w.-]{1,80}) (\w\w) ([\w.-]{1,80})( form)?</' % IDENTITY.encode()
)
_LARGEST, _MOST = 1 << 20, 2000


@dataclass(frozen=True, slots=True)
class Identity:
    """The document's id and language, the generation that the file was merged with last, and whether it is a form."""

    document: str
    language: Language
    generation: str
    form: bool = False


def identity_of(file: Path | bytes) -> Identity | None:
    """Return what a file says of itself; None where it is no Word file of ours."""
    with contextlib.suppress(OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, KeyError):
        source: IO[bytes] | Path = BytesIO(file) if isinstance(file, bytes) else file
        with zipfile.ZipFile(source) as archive:
            return _read(archive)
    return None


def _read(archive: zipfile.ZipFile) -> Identity | None:
    entries = [entry for entry in archive.infolist()[:_MOST] if entry.file_size <= _LARGEST]
    for entry in entries:
        if _PART.fullmatch(entry.filename):
            data = archive.read(entry)
            if DOCINFO.encode() in data:
                return _parse(data)
    mirror = next((entry for entry in entries if entry.filename == _PROPERTIES), None)
    return _parse_property(archive.read(mirror)) if mirror else None


def _parse_property(data: bytes) -> Identity | None:
    if not (found := _PROPERTY.search(data)):
        return None
    document, said, generation = (text.decode() for text in found.groups()[:3])
    language = next((one for one in LANGUAGES if one == said), None)
    return Identity(document, language, generation, bool(found[4])) if language else None


def _parse(data: bytes) -> Identity | None:
    found = {name.decode(): text.decode() for name, text in _VALUE.findall(data)}
    language = next((one for one in LANGUAGES if one == found.get("language")), None)
    if language is None or "document" not in found:
        return None
    return Identity(found["document"], language, found.get("generation", ""), b"fields>" in data)
