"""What LibreOffice adds where it is installed: exact page numbers, and the set as PDF files.

PDF files lie under `pdf/` in the organisation's folder, published like the documents: that folder has a store of its
own, so a PDF file that somebody put or changed there stays, and the new one lies beside it (NAME.new.pdf).
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from iso20k_docs.inspect.office import require_office, to_pdf
from iso20k_docs.inspect.pdf import Outline, finished, outline, source_digest
from iso20k_docs.model.changes import Change, Generated, Outcome
from iso20k_docs.model.diagnostics import Diagnostic, Place, warning
from iso20k_docs.model.nodes import Document, Heading, flat
from iso20k_docs.model.words import Words
from iso20k_docs.regenerate.publish import Order, publish
from iso20k_docs.regenerate.survey import known
from iso20k_docs.writers.docx import DocxWriter, Pagination

PDF_FOLDER = "pdf"
_EXACT = Words("精确页码（--exact-pages）", "exact page numbers (--exact-pages)")
_PDF = Words("生成 PDF（--pdf）", "making PDF files (--pdf)")
_ROUNDS = 3
"""Layouts until the page numbers must stand still: a number in the contents list moves nothing."""


# --- exact page numbers


def write_exact(
    documents: Sequence[Document], writer: DocxWriter
) -> tuple[tuple[Generated, ...], tuple[Diagnostic, ...]]:
    """Write documents with the pages on which LibreOffice has their headings.

    Written with estimated pages, laid out, written anew with what came out, laid out again to see that it holds. A
    warning names each document that keeps its estimate. Raises UserError where there is no LibreOffice.
    """
    office = require_office(_EXACT)
    by_path = {document.path: document for document in documents}
    data = {path: writer.write(document) for path, document in by_path.items()}
    estimated, doubtful = dict(data), dict.fromkeys(by_path, False)
    pending = list(by_path)
    for _ in range(_ROUNDS):
        laid_out = to_pdf(office, {path: data[path] for path in pending}).files
        anew = {path: _written(writer, by_path[path], outline(laid_out[path])) for path in pending}
        doubtful |= {path: new is None for path, new in anew.items()}
        pending = [path for path, new in anew.items() if new is not None and new != data[path]]
        data |= {path: new for path, new in anew.items() if new is not None}
        if not pending:
            break
    unsure = [path for path in by_path if doubtful[path] or path in pending]
    data |= {path: estimated[path] for path in unsure}
    found = (Generated(d.id, d.language, path, data[path]) for path, d in by_path.items())
    return tuple(found), tuple(map(_unsure, unsure))


def _written(writer: DocxWriter, document: Document, laid_out: Outline) -> bytes | None:
    """Return the document with the pages of its layout; None where the layout has other headings."""
    headings = [block.id for block in flat(document.blocks) if isinstance(block, Heading)]
    if len(headings) != len(laid_out.bookmarks):
        return None
    pages = {heading: mark.page for heading, mark in zip(headings, laid_out.bookmarks, strict=True)}
    return writer.write(document, Pagination(pages, laid_out.pages))


def _unsure(path: str) -> Diagnostic:
    message = Words("版面不稳定，目录页码仍为估算", "the layout doesn't stand still: its contents pages are estimated")
    return warning("estimated-pages", message, Place(path))


# --- PDF


def publish_pdf(folder: Path, changes: Sequence[Change], *, whole: bool) -> Outcome:
    """Bring the set's PDF files into `folder`/pdf: each shows the document as it lies there now, edits included.

    A PDF file that shows the document's very bytes already isn't made again. Raises UserError where there is no
    LibreOffice or a document can't be converted: nothing is written then.
    """
    documents = _on_disk(folder, changes)
    digests = {change.path: hashlib.sha256(data).hexdigest() for change, data in documents}
    place = folder / PDF_FOLDER
    made = _still_good(place, digests)
    missing = {change.path: data for change, data in documents if change.path not in made}
    converted = to_pdf(require_office(_PDF), missing) if missing else None
    for change, _ in documents:
        if converted and change.path in converted.files:
            made[change.path] = finished(
                converted.files[change.path],
                path=change.path,
                base=converted.base,
                language=change.language,
                digest=digests[change.path],
            )
    files = [Generated(c.id, c.language, pdf_path(c.path), made[c.path]) for c, _ in documents]
    return publish(place, files, Order(whole))


def pdf_path(document: str) -> str:
    """Return the path of a document's PDF file in the PDF folder."""
    return document.removesuffix(".docx") + ".pdf"


def _on_disk(folder: Path, changes: Sequence[Change]) -> list[tuple[Change, bytes]]:
    found = []
    for change in changes:
        with contextlib.suppress(OSError):
            if change.change != "orphan" and change.path.endswith(".docx"):
                found.append((change, (folder / change.path).read_bytes()))
    return found


def _still_good(place: Path, digests: Mapping[str, str]) -> dict[str, bytes]:
    """Return the PDF files that are as the tool left them and were made from these documents."""
    ours = known(place) if place.is_dir() else {}
    found = {}
    for path, digest in digests.items():
        entry = ours.get(pdf_path(path))
        with contextlib.suppress(OSError):
            data = (place / pdf_path(path)).read_bytes() if entry else b""
            if entry and hashlib.sha256(data).hexdigest() == entry.sha256 and source_digest(data) == digest:
                found[path] = data
    return found
