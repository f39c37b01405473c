"""Every generated document before real judges: the Open XML SDK, Word's own rules, LibreOffice."""

from __future__ import annotations

import os
import zlib
from collections import Counter
from pathlib import Path

import pytest

from iso20k_docs.model.changes import Generated
from iso20k_docs.model.nodes import Document
from tests.judges import office, validator, word_checks
from tests.sets import PROFILES, document_set

#: Pages of a document, least and most, by the kind of document.
PAGES = {
    **{"manual": (20, 60), "procedure": (5, 25), "instruction": (4, 20)},
    **{"form": (1, 6), "register": (1, 12), "paper": (1, 90)},
}
OTHER_PAGES = (1, 30)
#: Lists of the whole set, which are as long as the set: a line per document, per form, and questions per section.
LISTS = {"controlled-document-list": (1, 25), "record-form-list": (1, 20), "audit-checklist": (20, 60)}
#: The judges take most of the time: on the build server they see all sets, elsewhere one.
JUDGED = list(PROFILES) if os.environ.get("CI") else ["minimal"]
#: Sets that the judges see whole; of the others, which come from the same texts, they see a third.
WHOLE = ("example", "small")


def before_the_judges(name: str) -> list[tuple[Document, Generated]]:
    """The documents of a set that are judged, always the same ones."""
    pairs = list(document_set(name).pairs())
    return pairs if name in WHOLE else [pair for pair in pairs if zlib.crc32(pair[1].path.encode()) % 3 == 0]


@pytest.mark.parametrize("name", JUDGED)
def test_the_open_xml_sdk_finds_no_error(name: str) -> None:
    found = validator.errors({file.path: file.data for _, file in before_the_judges(name)})
    assert {path: messages for path, messages in found.items() if messages} == {}


@pytest.mark.parametrize("name", PROFILES)
def test_every_document_passes_the_word_checks(name: str) -> None:
    found = {file.path: word_checks.findings(file.data) for file in document_set(name).files}
    assert {path: findings[:3] for path, findings in found.items() if findings} == {}


@pytest.mark.parametrize("name", JUDGED)
def test_libreoffice_shows_every_page(name: str, tmp_path: Path) -> None:
    made = document_set(name)
    files = {_save(tmp_path, file.path, file.data): document for document, file in before_the_judges(name)}
    problems: list[str] = []
    for file, pdf in office.to_pdf(list(files), tmp_path / "pdf").items():
        pages = office.pages(pdf)
        least, most = LISTS.get(files[file].id) or PAGES.get(files[file].kind, OTHER_PAGES)
        most *= max(1, len(made.prepared.organisation.register[files[file].id].parts))
        problems += [f"{file.name}: {text}" for text in ("Error!", "错误!", "错误！") if text in "".join(pages)]
        problems += [f"{file.name}: page {number} is empty" for number in _empty(pages)]
        if not least <= len(pages) <= most:
            problems.append(f"{file.name}: {len(pages)} pages")
    assert problems == []


def _save(folder: Path, path: str, data: bytes) -> Path:
    """Put a document of whichever language into one folder."""
    file = folder / path.replace("/", "_")
    file.write_bytes(data)
    return file


def _empty(pages: list[str]) -> list[int]:
    """The pages that hold nothing but what stands on nearly all pages, such as header and footer."""
    lines = [{line for line in map(_squeezed, page.splitlines()) if line} for page in pages]
    everywhere = Counter(line for page in lines for line in page)
    furniture = {line for line, count in everywhere.items() if count >= max(3, len(pages) - 2)}
    return [number for number, page in enumerate(lines, 1) if not page - furniture]


def _squeezed(line: str) -> str:
    """A line without spaces and figures: page numbers differ."""
    return "".join(c for c in line if not c.isspace() and not c.isdigit())
