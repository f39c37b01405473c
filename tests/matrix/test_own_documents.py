"""The organisation's own documents and tools, and the standards that it has integrated, in every format."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from iso20k_docs.compose.walk import with_texts
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.nodes import Document, Inlines, Reference
from iso20k_docs.pipeline import Built, Prepared, build, prepare, register_rows, write, write_twins
from iso20k_docs.report import diagnostic_line
from iso20k_docs.writers.text import matrix_csv, matrix_json, matrix_markdown
from tests.matrix.reading import opened, rows
from tests.sets import PROFILES

OWN = """
integrated: {iso9001: true, itil4: true}
answers:
  8.6.1-b: {zh: iTop，工单界面, en: "iTop, ticket screen"}
  9.1-1: {by: Grafana, place: {zh: 容量看板, en: capacity board}, link: "https://grafana.example/d/1"}
own_documents:
  incident-management:
    {code: QP-07, title: {zh: 故障处理规定, en: Fault handling rules}, version: "3.2", path: own/QP-07.docx}
  incident-record: {version: "1.0", date: 2025-06-01, location: {zh: iTop, en: iTop}}
  problem-management: {version: "2", location: "https://wiki.example/problems"}
"""


def _profile(text: str) -> Path:
    file = Path(mkdtemp()) / "profile.yaml"
    base = PROFILES["english"].read_text(encoding="utf-8").replace("integrated: {iso27001: true}", "")
    file.write_text(base + text, encoding="utf-8")
    return file


@cache
def _set() -> tuple[Prepared, Built]:
    ready = prepare(_profile(OWN))
    return ready, build(ready, ready.languages)


def test_the_generated_document_gives_way_to_the_own_one(tmp_path: Path) -> None:
    ready, built = _set()
    assert not {"incident-management", "incident-record", "problem-management"} & {d.id for d in built.documents}
    listed = {row["id"]: row for row in register_rows(ready, tmp_path)}
    own = listed["incident-management"]
    assert (own["code"], own["title"], own["version"], own["files"]) == (
        "QP-07",
        {"zh": "故障处理规定", "en": "Fault handling rules"},
        "3.2",
        {},
    )
    assert listed["incident-record"]["code"] == "CHS-ITSMS-R-19-01"


def _references(document: Document, to: str) -> list[Reference]:
    found: list[Reference] = []

    def seen(text: Inlines) -> Inlines:
        found.extend(item for item in text if isinstance(item, Reference) and item.document == to)
        return text

    for block in document.blocks:
        with_texts(block, seen)
    return found


def test_citations_print_the_own_title_and_lead_to_the_own_file() -> None:
    _, built = _set()
    cited = [r for d in built.documents for r in _references(d, "incident-management") if d.path.startswith("en/2-")]
    assert cited
    assert {r.label for r in cited} <= {"Fault handling rules", "QP-07"}
    assert {r.href for r in cited} == {"../../own/QP-07.docx"}
    there = [r for d in built.documents for r in _references(d, "problem-management")]
    assert {r.href for r in there} == {"https://wiki.example/problems"}


def test_the_files_lead_out_to_the_own_ones() -> None:
    ready, built = _set()
    citing = next(d for d in built.documents if _references(d, "incident-management") and d.path.startswith("en/2-"))
    (file,) = write([citing], ready.look)
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        ways = archive.read("word/_rels/document.xml.rels").decode()
    assert 'Target="../../own/QP-07.docx" TargetMode="External"' in ways


def test_the_matrix_counts_what_the_own_ones_answer() -> None:
    _, built = _set()
    found = {row.requirement: row for row in built.matrix.rows}
    assert built.matrix.uncovered == ()
    assert ("incident-management", "QP-07", "", "") in {
        (a.id, a.code, a.section, a.anchor) for a in found["8.6.1-b"].answers
    }
    assert [answer.by.en for answer in found["8.6.1-b"].own] == ["iTop, ticket screen"]
    assert "incident-record" in {r.id for row in built.matrix.rows for r in row.records}


def test_an_answer_of_its_own_covers_a_requirement_that_no_document_does() -> None:
    row = next(row for row in _set()[1].matrix.rows if row.own)
    bare = type(row)(row.clause, row.title, row.requirement, row.summary, (), (), row.owner)
    assert row.is_answered
    assert not bare.is_answered


def test_every_format_shows_own_answers_and_integrated_standards() -> None:
    ready, built = _set()
    reference = built.reference
    heading, *lines = csv.reader(io.StringIO(matrix_csv(reference, "en").removeprefix("\ufeff"), newline=""))
    assert heading[10:] == ["ISO 9001:2015 (informative)", "ITIL 4 practices (informative)"]
    by_tool = next(line for line in lines if line[5] == "Grafana")
    assert by_tool[6:11] == ["capacity board", "", by_tool[8], "Service level manager", "9.1.1, 9.1.3"]
    assert {line[9] for line in lines} <= {words.en for words in reference.roles.values()}

    row = next(row for row in matrix_json(reference)["rows"] if row["requirement"] == "9.1-1")  # type: ignore[attr-defined]
    assert row["own"] == [
        {
            "by": {"zh": "Grafana", "en": "Grafana"},
            "place": {"zh": "容量看板", "en": "capacity board"},
            "link": "https://grafana.example/d/1",
        }
    ]
    assert list(row["integrated"]) == ["iso9001", "itil4"]
    json.dumps(matrix_json(reference))

    assert "Grafana, capacity board" in matrix_markdown(reference, "en")
    assert "ITIL 4 practices (informative): " in matrix_markdown(reference, "en")

    papers = [d for d in built.documents if d.id == "clause-cross-reference" and d.language == "en"]
    book, page = (twin.data for twin in write_twins(ready, built, papers))
    sheet = opened(book)["Requirements"]
    assert "iTop, ticket screen" in next(line[5] for line in rows(sheet) if line[2] == "8.6.1-b")
    text = page.decode()
    assert '<a href="https://grafana.example/d/1">Grafana, capacity board</a>' in text
    assert '<a href="../../own/QP-07.docx">' in text
    assert "ISO 9001:2015<br>(informative)" in text


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (
            "answers: {8.6.1-z: iTop}",
            "error: ISO/IEC 20000-1:2018 has no requirement 8.6.1-z (Did you mean '8.6.1-e'?)",
        ),
        (
            "own_documents: {incident-managment: {version: '1', location: here}}",
            "error: there is no document 'incident-managment' (Did you mean 'incident-management'?)",
        ),
        (
            "own_documents: {incident-management: {version: '1'}}",
            "error: one of 'path' and 'location' is needed",
        ),
        (
            "own_documents: {incident-management: {version: '1', path: ../secret.docx}}",
            "error: 'path' leads from the folder of the set to a file in it, with '/'",
        ),
    ],
)
def test_what_there_is_not_is_an_error_with_its_place(stated: str, said: str) -> None:
    file = _profile("\n" + stated + "\n")
    with pytest.raises(UserError) as failure:
        prepare(file)
    (line,) = [diagnostic_line(found, "en") for found in failure.value.diagnostics if found.severity.value == "error"]
    place, _, message = line.partition(": ")
    assert message.startswith(said), line
    assert place.startswith(f"{file.as_posix()}:{len(file.read_text(encoding='utf-8').splitlines())}:")
