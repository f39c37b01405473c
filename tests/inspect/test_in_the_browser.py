"""Documents in the previewer that web mail and file stores build on: docx-preview in a headless Chromium."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from iso20k_docs.model.changes import Generated
from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import Block, Document, Figure, Form, Heading, Landscape, Table
from iso20k_docs.model.words import LANGUAGES, Language
from tests.judges.browser import look_at
from tests.sets import document_set

#: The kinds of document that look different: text with pictures, a flow chart, fields to fill in, a wide table.
VIEWED = ("service-management-manual", "incident-management", "incident-record", "risk-register")
BROKEN = ("undefined", "NaN", "[object Object]", "Error!", "错误!", "错误！")


def _made(identifier: str, language: Language) -> tuple[Document, Generated]:
    (pair,) = [
        (document, file)
        for document, file in document_set("example").pairs()
        if document.id == identifier and document.language == language
    ]
    return pair


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield from _blocks(block.blocks) if isinstance(block, Landscape) else (block,)


def _squeezed(text: str) -> str:
    """A text without its white space: a previewer breaks lines where it likes."""
    return re.sub(r"\s", "", text)


def _figure_words(data: bytes) -> list[str]:
    """What a reader that doesn't know groups of shapes shows in place of each drawing."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    return [
        "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", fallback))
        for fallback in re.findall(r"<mc:Fallback>(.*?)</mc:Fallback>", body, re.DOTALL)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identifier", VIEWED)
def test_a_previewer_in_the_browser_shows_the_whole_document(
    identifier: str, language: Language, tmp_path: Path
) -> None:
    document, made = _made(identifier, language)
    file = tmp_path / "document.docx"
    file.write_bytes(made.data)
    seen = look_at("docx_preview.cjs", file, "docx-preview", "jszip")
    blocks = list(_blocks(document.blocks))
    text = _squeezed(seen["text"])

    assert seen["problems"] == []
    assert seen["pages"] > 0
    assert seen["blank"] == []
    assert [word for word in BROKEN if word in seen["text"]] == []
    headings = [_squeezed(plain(block.text)) for block in blocks if isinstance(block, Heading)]
    assert [heading for heading in headings if heading not in text] == []
    tables = sum(isinstance(block, Table) for block in blocks)
    assert len(seen["tables"]) >= tables + sum(isinstance(block, Form) for block in blocks)
    assert [table for table in seen["tables"] if not table["rows"] or table["width"] < 100] == []
    assert [picture for picture in seen["pictures"] if picture["width"] < 1 or picture["own"] == 0] == []
    figures = sum(isinstance(block, Figure) for block in blocks)
    words = _figure_words(made.data)
    assert len(words) >= figures
    assert seen["drawings"] >= figures or [word for word in words if _squeezed(word) not in text] == []


def test_the_documents_viewed_hold_what_a_previewer_may_fail_at() -> None:
    kinds = {type(block) for name in VIEWED for block in _blocks(_made(name, "en")[0].blocks)}
    assert {Figure, Form, Heading, Table} <= kinds
