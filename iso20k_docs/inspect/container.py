"""The zip file around a document, and the XML in it: nothing is believed before it was looked at."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

from lxml import etree

from iso20k_docs.inspect.refusals import refused

LARGEST_FILE = 64 << 20
MOST_PARTS = 2000
LARGEST_PART = 64 << 20
LARGEST_WHOLE = 256 << 20
"""Sizes in bytes; a document with pictures stays far below."""
HIGHEST_RATIO, RATIO_FROM = 200, 4 << 20
"""XML of tables deflates to a fiftieth at most; a part over 4 MB that was deflated further is a bomb."""
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"ascii")
_DECLARATION = ["<!DOCTYPE".encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")]
_XML = (".xml", ".rels")


def check_container(content: bytes, name: str) -> None:
    """Refuse what is no zip file, with the format it has instead where it is known."""
    if len(content) > LARGEST_FILE:
        raise refused("file-too-large", name)
    if content.startswith(_OLE):
        raise refused("encrypted-file" if _ENCRYPTED in content else "old-format", name)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise refused("not-a-zip", name)


def unpack(content: bytes, name: str) -> tuple[tuple[zipfile.ZipInfo, ...], dict[str, bytes]]:
    """Return the entries and what they hold.

    The sizes are checked before anything is inflated; `zipfile` inflates no more than they promise.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = tuple(archive.infolist())
            _check_entries(entries, name)
            return entries, {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as problem:
        raise refused("damaged-file", name) from problem


def _check_entries(entries: Sequence[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise refused("zip-bomb", name)
    if any(entry.file_size > LARGEST_PART or _deflated_too_far(entry) for entry in entries):
        raise refused("zip-bomb", name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused("encrypted-file", name)
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise refused("part-twice", name)


def _deflated_too_far(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)


def parse(parts: dict[str, bytes], name: str) -> dict[str, etree._Element]:
    """Return the roots of the XML parts; no entity is expanded, nothing is fetched."""
    return {part: parse_one(data, part, name) for part, data in parts.items() if part.endswith(_XML)}


def parse_one(data: bytes, part: str, name: str) -> etree._Element:
    """Return the root of one part, read as carefully; `part` is what messages call it."""
    encoding = _ENCODING.match(data)
    if encoding and encoding[1].lower() not in _ENCODINGS:
        raise refused("encoding", name, part)
    if any(declaration in data for declaration in _DECLARATION):
        raise refused("entities", name, part)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, no_network=True, huge_tree=False
    )
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise refused("malformed-part", name, part) from problem
    if tree.getroottree().docinfo.internalDTD is not None:
        raise refused("entities", name, part)
    return tree
