"""Exact page numbers and PDF files, by LibreOffice."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from iso20k_docs.inspect import office
from iso20k_docs.inspect.lint import lint
from iso20k_docs.inspect.lint.references import contents_entries
from iso20k_docs.inspect.markup import fields
from iso20k_docs.inspect.package import read_package
from iso20k_docs.model.changes import Generated, Outcome
from iso20k_docs.model.nodes import Document, Heading, Paragraph, Text
from iso20k_docs.regenerate.publish import Order, publish
from iso20k_docs.regenerate.store import read_manifest
from iso20k_docs.rendering import publish_pdf, write_exact
from iso20k_docs.writers.docx import DocxWriter
from tests.judges.office import require_office
from tests.writers.docx import samples


def misleading() -> Document:
    """A procedure whose letters with separate accents look twice as wide as they are to the estimate."""
    accents = Paragraph("p-accents", (Text("e\u0301" * 4000),))
    end = Heading("h-end", 1, "end", (Text("End"),), number="9")
    made = samples.procedure("en")
    return replace(made, blocks=(*made.blocks[:2], accents, end))


def contents_pages(content: bytes) -> list[str]:
    entries = contents_entries(read_package(content, "P.docx"))
    return [result for entry in entries for name, result in fields(entry) if name.startswith("PAGEREF")]


def test_exact_pages_are_those_of_the_layout(tmp_path: Path) -> None:
    require_office()
    document = misleading()
    (made,), doubts = write_exact([document], DocxWriter())
    assert doubts == ()
    assert contents_pages(DocxWriter().write(document)) == ["3", "5"]
    assert contents_pages(made.data) == ["3", "4"]
    file = tmp_path / "P.docx"
    file.write_bytes(made.data)
    report = lint([file], pages=True)
    assert [finding for finding in report.findings if finding.number == 9] == []
    assert report.skipped == ()


# --- PDF


def generated(language: str, *codes: str) -> list[Generated]:
    found = []
    for code in codes:
        document = replace(samples.procedure(language), path=f"{language}/2-procedures/{code}.docx")  # type: ignore[arg-type]
        found.append(Generated(code, document.language, document.path, DocxWriter().write(document)))
    return found


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A folder with two documents and their PDF files."""
    require_office()
    folder = tmp_path_factory.mktemp("output") / "BC"
    outcome = publish(folder, generated("zh", "ITSM-P-08", "ITSM-P-09"), Order(whole=True))
    publish_pdf(folder, outcome.changes, whole=True)
    return folder, outcome


def told(outcome: Outcome) -> list[tuple[str, str]]:
    return [(change.change, change.path) for change in outcome.changes]


def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.NAMED, "/nowhere/soffice")


def test_pdf_files_lie_in_their_own_folder_and_store(published: tuple[Path, Outcome]) -> None:
    folder, _ = published
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf")) == [
        "pdf/zh/2-procedures/ITSM-P-08.pdf",
        "pdf/zh/2-procedures/ITSM-P-09.pdf",
    ]
    assert list(read_manifest(folder).files) == ["zh/2-procedures/ITSM-P-08.docx", "zh/2-procedures/ITSM-P-09.docx"]


def test_a_pdf_file_is_tagged_has_bookmarks_language_and_links_into_the_set(published: tuple[Path, Outcome]) -> None:
    folder, _ = published
    pdf = pypdf.PdfReader(io.BytesIO((folder / "pdf/zh/2-procedures/ITSM-P-08.pdf").read_bytes()))
    root = pdf.root_object
    assert bool(root["/MarkInfo"]["/Marked"])  # type: ignore[index]
    assert str(root["/Lang"]) == "zh-CN"
    assert str(pdf.outline[0].title) == "1 目的"  # type: ignore[union-attr]
    links = {
        str(annotation.get_object()["/A"]["/URI"])
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object()
    }
    assert links == {"ITSM-P-09.pdf", "../procedures/ITSM-P-10.pdf#sec_open"}
    assert pdf.metadata is not None
    assert "/CreationDate" not in pdf.metadata


def test_a_second_run_makes_nothing_again(published: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, outcome = published
    no_office(monkeypatch)
    assert told(publish_pdf(folder, outcome.changes, whole=True)) == [
        ("unchanged", "zh/2-procedures/ITSM-P-08.pdf"),
        ("unchanged", "zh/2-procedures/ITSM-P-09.pdf"),
    ]


def test_the_same_documents_give_the_same_bytes(published: tuple[Path, Outcome], tmp_path: Path) -> None:
    folder, _ = published
    other = tmp_path / "elsewhere" / "BC"
    outcome = publish(other, generated("zh", "ITSM-P-08"), Order(whole=True))
    publish_pdf(other, outcome.changes, whole=True)
    path = "pdf/zh/2-procedures/ITSM-P-08.pdf"
    assert (other / path).read_bytes() == (folder / path).read_bytes()


def test_a_pdf_file_that_a_person_put_there_stays(tmp_path: Path) -> None:
    require_office()
    folder = tmp_path / "BC"
    outcome = publish(folder, generated("en", "ITSM-P-08"), Order(whole=True))
    theirs = folder / "pdf/en/2-procedures/ITSM-P-08.pdf"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"signed and scanned")
    made = publish_pdf(folder, outcome.changes, whole=True)
    assert told(made) == [("kept", "en/2-procedures/ITSM-P-08.pdf")]
    assert made.changes[0].beside == "en/2-procedures/ITSM-P-08.new.pdf"
    assert theirs.read_bytes() == b"signed and scanned"
    assert (folder / "pdf/en/2-procedures/ITSM-P-08.new.pdf").read_bytes().startswith(b"%PDF")


def test_the_pdf_file_shows_the_document_as_its_user_left_it(tmp_path: Path) -> None:
    require_office()
    folder = tmp_path / "BC"
    outcome = publish(folder, generated("en", "ITSM-P-08"), Order(whole=True))
    edited = replace(samples.report("en"), title="Edited by hand")
    (folder / "en/2-procedures/ITSM-P-08.docx").write_bytes(DocxWriter().write(edited))
    publish_pdf(folder, outcome.changes, whole=True)
    pdf = pypdf.PdfReader(io.BytesIO((folder / "pdf/en/2-procedures/ITSM-P-08.pdf").read_bytes()))
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Edited by hand"
