"""The product's own checks of Word files, as sentences that a test can compare with an empty list."""

from __future__ import annotations

from iso20k_docs.inspect.lint import findings as findings_of
from iso20k_docs.inspect.package import read_package


def findings(content: bytes) -> list[str]:
    """Return what is wrong with a document, as `check number name: message: place`."""
    return [
        f"check {found.number} {found.name}: {found.problem.message.en}: {found.problem.part} {found.problem.text}"
        for found in findings_of(read_package(content, "document.docx"))
    ]
