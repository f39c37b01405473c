"""The DOCX writer: document trees to WordprocessingML packages."""

from __future__ import annotations

from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.package import content_digest
from iso20k_docs.writers.docx.paging import Pagination
from iso20k_docs.writers.docx.writer import DocxWriter

__all__ = ["DocxWriter", "Look", "Pagination", "content_digest"]
