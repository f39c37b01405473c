"""Files that lie beside a document under its name: a register as a workbook, the cross-reference as workbook and page.

The writers of these formats are imported where one is written: most commands need none.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from iso20k_docs.model.changes import Generated
from iso20k_docs.model.crossreference import CrossReference
from iso20k_docs.model.nodes import Document, Table, flat
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.links import Links

CROSS_REFERENCE = "cross-reference"


def twins(
    documents: Sequence[Document], reference: CrossReference, look: Look, languages: Sequence[Language]
) -> tuple[Generated, ...]:
    """Return the twins of these documents; `languages` are those of the whole set."""
    return tuple(twin for document in documents for twin in _twins_of(document, reference, look, languages))


def _twins_of(
    document: Document, reference: CrossReference, look: Look, languages: Sequence[Language]
) -> Iterator[Generated]:
    from iso20k_docs.writers.xlsx.register import is_register, register_xlsx

    if is_register(document):
        yield _twin(document, "xlsx", register_xlsx(document, look))
    if holds_matrix(document):
        links = Links.within(reference, document.language, document.path)
        yield _twin(document, "xlsx", matrix_as("xlsx", links, look, document))
        yield _twin(document, "html", matrix_as("html", links, look, document, languages))


def _twin(document: Document, ending: str, data: bytes) -> Generated:
    return Generated(document.id, document.language, twin_path(document.path, ending), data)


def twin_path(path: str, ending: str) -> str:
    """Return the path of a document's twin."""
    return f"{posixpath.splitext(path)[0]}.{ending}"


def holds_matrix(document: Document) -> bool:
    """Tell whether a document prints the cross-reference."""
    return any(isinstance(block, Table) and block.source == CROSS_REFERENCE for block in flat(document.blocks))


def matrix_as(
    form: str, links: Links, look: Look, document: Document | None, languages: Sequence[Language] = ()
) -> bytes:
    """Return the cross-reference as `xlsx` or `html`; `document` is the paper whose code and version it bears."""
    if form == "html":
        from iso20k_docs.writers.html.matrix import matrix_html

        code = document.control.code if document else ""
        return matrix_html(links, look, code, _other_language(links, document, languages))
    from iso20k_docs.writers.xlsx.matrix import about_matrix, matrix_xlsx
    from iso20k_docs.writers.xlsx.register import about

    return matrix_xlsx(links, look, about(document) if document else about_matrix(links))


def _other_language(links: Links, document: Document | None, languages: Sequence[Language]) -> str:
    """Return the way to the page in the set's other language, empty where it has one only."""
    other: Language = "en" if links.language == "zh" else "zh"
    if document is None or other not in languages:
        return ""
    path = twin_path(links.reference.documents[document.id].files[other], "html")
    return posixpath.relpath(path, posixpath.dirname(document.path))
