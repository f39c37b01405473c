"""PDF files as LibreOffice writes them: their outline, what stands on their pages, and what is set right in them.

Read and written with pypdf: pure Python, maintained since 2005, BSD licence. PyMuPDF is faster, but a binary under
the AGPL; poppler is a set of programs that Windows and macOS do not have.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pypdf
from pypdf.generic import Destination, DictionaryObject, NameObject, TextStringObject

from iso20k_docs.model.words import LANGUAGE_TAGS, Language

SOURCE_KEY = "/SourceDigest"
"""Entry of the document information: the SHA-256 of the DOCX file that the PDF file shows."""
_IDENTITY = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\]")
_DROPPED = ("/CreationDate", "/ModDate")


# --- reading


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: level from 0, page from 1, the height of its heading above the page's foot in points."""

    level: int
    title: str
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A piece of text and where its baseline begins, in points from the left and from the foot."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class PrintedBox:
    """A filled or drawn rectangle in points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What stands on a page: its size in points, its texts and the rectangles of its tables and drawings."""

    width: float
    height: float
    texts: list[PrintedText] = field(default_factory=list)
    boxes: list[PrintedBox] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a PDF file in reading order, and the number of its pages."""

    bookmarks: tuple[Bookmark, ...]
    pages: int


def outline(pdf: bytes) -> Outline:
    """Read the outline."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return Outline(tuple(_entries(reader, reader.outline, 0)), len(reader.pages))


def _entries(reader: pypdf.PdfReader, entries: Iterable[object], level: int) -> Iterator[Bookmark]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _entries(reader, entry, level + 1)
        elif isinstance(entry, Destination):
            page = reader.get_destination_page_number(entry)
            yield Bookmark(level, str(entry.title), (-1 if page is None else page) + 1, float(entry.get("/Top") or 0))


def printed_pages(pdf: bytes) -> list[PrintedPage]:
    """Read where everything stands on every page."""
    return [_printed(page) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def _printed(page: pypdf.PageObject) -> PrintedPage:
    found = PrintedPage(float(page.mediabox.width), float(page.mediabox.height))

    def see_text(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            found.texts.append(PrintedText(*_placed(cm, tm[4], tm[5]), text.strip()))

    def see_box(operator: bytes, operands: list[Any], cm: list[float], *_: object) -> None:
        if operator == b"re":
            x, y, width, height = (float(operand) for operand in operands)
            (left, bottom), (right, top) = _placed(cm, x, y), _placed(cm, x + width, y + height)
            found.boxes.append(PrintedBox(min(left, right), min(bottom, top), max(left, right), max(bottom, top)))

    page.extract_text(visitor_text=see_text, visitor_operand_before=see_box)
    return found


def _placed(matrix: list[float], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def source_digest(pdf: bytes) -> str:
    """Return the digest of the DOCX file that a PDF file was made from; empty where it doesn't say so."""
    try:
        metadata = pypdf.PdfReader(io.BytesIO(pdf)).metadata
        return "" if metadata is None else str(metadata.get(SOURCE_KEY, ""))
    except pypdf.errors.PyPdfError:
        return ""


# --- setting right


def finished(pdf: bytes, *, path: str, base: str, language: Language, digest: str) -> bytes:
    """Return a PDF file that depends on its document alone and fits into its set.

    `path` is the document's place in the set, `base` the address the set had while LibreOffice read it. Links to
    other documents are made relative and lead to their PDF files. The clock and LibreOffice's random identity are
    taken out, the language is that of the text (LibreOffice writes that of the Latin letters), and the digest of
    the document is noted.
    """
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_identified(pdf, digest)))
    for page in writer.pages:
        for annotation in page.get("/Annots", []):
            _relink(annotation.get_object(), path, base)
    writer.root_object[NameObject("/Lang")] = TextStringObject(LANGUAGE_TAGS[language])
    kept = {key: value for key, value in (writer.metadata or {}).items() if key not in _DROPPED}
    writer.metadata = {**kept, SOURCE_KEY: digest}
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _identified(pdf: bytes, digest: str) -> bytes:
    """Give the file an identity made of its document's digest."""

    def identity(found: re.Match[bytes]) -> bytes:
        own = hashlib.sha256(digest.encode()).hexdigest().upper().encode()[: len(found[1])]
        return b"/ID [ <%b>\n<%b> ]" % (own, own)

    return _IDENTITY.sub(identity, pdf)


def _relink(annotation: object, path: str, base: str) -> None:
    action = annotation.get("/A") if isinstance(annotation, DictionaryObject) else None
    action = action.get_object() if action is not None else None
    address = str(action.get("/URI", "")) if isinstance(action, DictionaryObject) else ""
    if isinstance(action, DictionaryObject) and address.startswith(base):
        target, mark, place = unquote(address.removeprefix(base)).partition("#")
        relative = posixpath.relpath(target.removesuffix(".docx") + ".pdf", posixpath.dirname(path) or ".")
        action[NameObject("/URI")] = TextStringObject(relative + mark + place)
