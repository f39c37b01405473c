"""PDF files as LibreOffice writes them: their outline, and what has to be set right in them.

Read and written with pypdf: pure Python, maintained since 2005, BSD licence. PyMuPDF is faster but a binary under
the AGPL, poppler is a program that Windows and macOS do not have.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote

import pypdf
from pypdf.generic import ByteStringObject, ArrayObject, DictionaryObject, NameObject, TextStringObject

from iso20k_docs.model.words import Language

SOURCE_KEY = "/SourceDigest"
"""Entry of the document information: the SHA-256 of the DOCX file that the PDF file shows."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: level from 0, page from 1, distance of its heading from the page's foot in points."""

    level: int
    title: str
    page: int
    top: float


def outline(pdf: pypdf.PdfReader) -> list[Bookmark]:
    """Return the outline in reading order."""
    return list(_entries(pdf, pdf.outline, 0))


def _entries(pdf: pypdf.PdfReader, entries: Any, level: int) -> Iterator[Bookmark]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _entries(pdf, entry, level + 1)
        else:
            page = pdf.get_destination_page_number(entry)
            yield Bookmark(level, str(entry.title), (page or 0) + 1, float(entry.get("/Top") or 0))
