"""The zip file of a document: fixed order, fixed date, parts that repeat deflated once."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from iso20k_docs.writers.docx.markup import DECLARATION, R, escape

_LEVEL = 6
_LEAST_WINDOW, _SMALL = 9, 13
"""Window sizes as powers of two."""
_DEFLATED = 8
_ZIP_VERSION = 20
_UTF8_NAME = 0x800
_DATE_1980 = 0x0021
_FIRST = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
_PICTURES = {"jpg": "image/jpeg", "svg": "image/svg+xml"}
_CONTENT_TYPES = {
    "/word/document.xml": _WORD_TYPE + "document.main+xml",
    "/word/styles.xml": _WORD_TYPE + "styles+xml",
    "/word/settings.xml": _WORD_TYPE + "settings+xml",
    "/word/numbering.xml": _WORD_TYPE + "numbering+xml",
    "/word/fontTable.xml": _WORD_TYPE + "fontTable+xml",
    "/word/theme/theme1.xml": _OFFICE_TYPE + "theme+xml",
    "/customXml/itemProps1.xml": _OFFICE_TYPE + "customXmlProperties+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": _OFFICE_TYPE + "extended-properties+xml",
    "/docProps/custom.xml": _OFFICE_TYPE + "custom-properties+xml",
}


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it stands in the zip file: checksum, size, deflated bytes."""

    crc: int
    size: int
    deflated: bytes


def pack(content: bytes) -> Packed:
    """Deflate one part; a window no larger than the part gives the same bytes with less to set up."""
    window = min(max(len(content).bit_length(), _LEAST_WINDOW), zlib.MAX_WBITS)
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -window, zlib.DEF_MEM_LEVEL if window > _SMALL else 6)
    return Packed(zlib.crc32(content), len(content), compressor.compress(content) + compressor.flush())


@lru_cache(maxsize=128)
def pack_shared(content: str | bytes) -> Packed:
    """Deflate a part that many documents have in common, once."""
    return pack(content.encode() if isinstance(content, str) else content)


def zip_parts(parts: dict[str, Packed]) -> bytes:
    """Return the zip file: content types, package relationships, document, then the other parts by name."""
    names = [*_FIRST, *sorted(parts.keys() - set(_FIRST))]
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in names:
        part, encoded = parts[name], name.encode()
        flags = 0 if encoded.isascii() else _UTF8_NAME
        sizes = (part.crc, len(part.deflated), part.size)
        local = _LOCAL.pack(b"PK\x03\x04", _ZIP_VERSION, flags, _DEFLATED, 0, _DATE_1980, *sizes, len(encoded), 0)
        body += (local, encoded, part.deflated)
        directory.append(
            _CENTRAL.pack(
                b"PK\x01\x02", _ZIP_VERSION, _ZIP_VERSION, flags, _DEFLATED, 0, _DATE_1980, *sizes,
                len(encoded), 0, 0, 0, 0, 0, offset,
            ) + encoded
        )  # fmt: skip
        offset += len(local) + len(encoded) + len(part.deflated)
    entries = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(names), len(names), len(entries), offset, 0)
    return b"".join((*body, entries, end))


def content_digest(package: bytes) -> str:
    """Return the SHA-256 over part names and contents: the same for every implementation of deflate."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in sorted(archive.namelist()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(archive.read(name)).digest())
    return digest.hexdigest()


def generation(parts: dict[str, Packed]) -> str:
    """Return what tells one version of a document from another: the same content, the same id of 16 digits."""
    digest = hashlib.sha256()
    for name, part in sorted(parts.items()):
        digest.update(f"{name} {part.size} {part.crc}\n".encode())
    return digest.hexdigest()[:16]


def content_types_xml(headers: int, footers: int, parts: Iterable[str] = ()) -> str:
    """Return the list of content types of a package with so many headers and footers and these parts."""
    names = tuple(parts)
    pictures = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in _PICTURES.items()
        if any(name.endswith("." + ending) for name in names)
    )
    types = dict(_CONTENT_TYPES)
    types |= {f"/word/header{n}.xml": _WORD_TYPE + "header+xml" for n in range(1, headers + 1)}
    types |= {f"/word/footer{n}.xml": _WORD_TYPE + "footer+xml" for n in range(1, footers + 1)}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{pictures}{overrides}</Types>"
    )


def relationships_xml(relationships: list[str]) -> str:
    """Return a relationships part."""
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(relationships)}</Relationships>'


def relationship(number: int, kind: str, target: str, external: bool = False) -> str:
    """Return one relationship; `kind` is the last word of an office relationship type or a whole address."""
    address = kind if ":" in kind else f"{R}/{kind}"
    where, mode = (quote(target, safe="/.-_~:?=&%"), ' TargetMode="External"') if external else (target, "")
    return f'<Relationship Id="rId{number}" Type="{address}" Target="{escape(where)}"{mode}/>'


def package_relationships_xml() -> str:
    """Return the relationships of the package itself."""
    return relationships_xml(
        [
            relationship(1, "officeDocument", "word/document.xml"),
            relationship(2, f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            relationship(3, "extended-properties", "docProps/app.xml"),
            relationship(4, "custom-properties", "docProps/custom.xml"),
        ]
    )
