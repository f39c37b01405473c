"""Sample rows in registers: off by default, marked, in a folder of their own."""

from __future__ import annotations

from pathlib import Path

from iso20k_docs.commands.request import Request
from iso20k_docs.compose.samples import SAMPLES, with_samples
from iso20k_docs.model.nodes import Document, Table, Text
from tests.sets import document_set


def document(name: str) -> Document:
    return next(d for d in document_set("example").built.documents if d.id == name and d.language == "en")


def rows(found: Document) -> list[list[str]]:
    table = next(block for block in found.blocks if isinstance(block, Table))
    return [
        ["".join(i.text for i in p if isinstance(i, Text)) for c in r.cells for p in c.paragraphs] for r in table.rows
    ]


def test_a_register_gets_three_marked_rows_and_keeps_the_rest() -> None:
    register = document("document-issue-register")
    plain, sampled = rows(register), rows(with_samples(register))
    assert [row[0] for row in sampled[:SAMPLES]] == ["SAMPLE 1", "SAMPLE 2", "SAMPLE 3"]
    assert sampled[0][2] == "sample date"
    assert sampled[SAMPLES:] == plain[SAMPLES:]
    assert not any("SAMPLE" in text for row in plain for text in row)
    notice = with_samples(register).help[0]
    assert isinstance(notice, Text)
    assert notice.text == "This file has sample rows marked SAMPLE, which are no records; delete them before use. "


def test_other_documents_stay_as_they_are() -> None:
    form = document("incident-record")
    assert with_samples(form) is form


def test_samples_do_not_come_into_the_working_folder() -> None:
    def label(edition: str, *, samples: bool) -> str:
        return Request(Path(), (), (), None, edition, preview=False, samples=samples).label

    assert label("working", samples=False) == ""
    assert label("working", samples=True) == "samples"
    assert label("auditor", samples=True) == "auditor-samples"
