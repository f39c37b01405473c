"""The fields of a form come back: as Word saves it, as LibreOffice saves it, and from a locked build."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from iso20k_docs.inspect.forms import FilledForm, read_form
from iso20k_docs.inspect.lint import findings
from iso20k_docs.inspect.package import read_package
from iso20k_docs.model.nodes import Cell, Column, Document, Row, Table, Text
from iso20k_docs.writers.docx import DocxWriter
from tests.inspect.filling import filled
from tests.judges import office, validator
from tests.writers.docx import samples

ENTRIES: dict[str, str | bool] = {
    "number": "INC-2026-0042",
    "logged": "2026-02-03 14:05",
    "channel.2": True,
    "service": "Mail",
    "symptoms": "No mail since 13:50\nAbout 40 users",
    "effort": "1.5",
    "restored": "3/2/2026",
    "agreed": True,
}


def read(content: bytes) -> FilledForm:
    return read_form(read_package(content, "form.docx"))


def values(form: FilledForm) -> dict[str, str | bool]:
    return {field.tag or field.label: field.value for field in form.fields}


def with_table(document: Document) -> Document:
    """The form with a table of empty rows to be filled in."""
    rows = tuple(Row(f"log-{n}", (Cell(((Text(str(n)),),)), Cell(), Cell())) for n in (1, 2))
    columns = (Column("no", (Text("No."),)), Column("time", (Text("Time"),)), Column("what", (Text("What"),)))
    return replace(document, blocks=(*document.blocks, Table("log", columns, rows, style="grid")))


def test_an_unfilled_form_has_no_values_but_the_printed_ones() -> None:
    form = read(DocxWriter().write(samples.form("en")))
    assert (form.form, form.code, form.version, form.language) == ("itsm-r-08-01", "ITSM-R-08-01", "V1.2", "en")
    assert form.title == "Incident Record"
    assert {tag: value for tag, value in values(form).items() if value} == {"item": "CI-0001", "closed": "2026-01-20"}


def test_what_word_filled_in_comes_back_by_tag() -> None:
    form = read(filled(DocxWriter().write(samples.form("en")), ENTRIES))
    found = {tag: value for tag, value in values(form).items() if value}
    assert found == {
        **ENTRIES,
        "logged": "2026-02-03T14:05",
        "item": "CI-0001",
        "closed": "2026-01-20",
    }
    kinds = {field.tag: (field.label, field.kind) for field in form.fields}
    assert kinds["number"] == ("Incident no.", "text")
    assert kinds["channel.2"] == ("Channel: Portal", "check")
    assert kinds["service"] == ("Service affected", "choice")
    assert kinds["restored"] == ("Restored at", "date")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("2026-02-03", "2026-02-03"),
        ("2026/2/3", "2026-02-03"),
        ("2026年2月3日", "2026-02-03"),
        ("2026-02-03 9:05", "2026-02-03T09:05"),
        ("early in February", "early in February"),
    ],
)
def test_a_date_is_iso_where_it_can_be_understood(typed: str, read_as: str) -> None:
    assert values(read(filled(DocxWriter().write(samples.form("zh")), {"restored": typed})))["restored"] == read_as


def test_a_box_that_was_unticked_again_is_false() -> None:
    once = filled(DocxWriter().write(samples.form("en")), {"agreed": True})
    assert values(read(filled(once, {"agreed": False})))["agreed"] is False


def test_a_document_without_fields_is_a_form_without_values() -> None:
    assert read(DocxWriter().write(samples.report("en"))).fields == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_saves_no_tags_and_yet_the_fields_come_back(tmp_path: Path, language: str) -> None:
    blank = DocxWriter().write(samples.form(language))  # type: ignore[arg-type]
    choice = {"service": "邮件与协同" if language == "zh" else "Mail"}
    entries: dict[str, str | bool] = {
        **ENTRIES,
        **choice,
        "restored": "2026-02-03",
        "symptoms": "没有邮件" if language == "zh" else "No mail",
    }
    saved = office.saved_as_docx(filled(blank, entries), tmp_path)
    assert b"w:tag" not in zipfile.ZipFile(io.BytesIO(saved)).read("word/document.xml")
    form = read(saved)
    assert (form.form, form.code, form.version, form.language) == ("itsm-r-08-01", "ITSM-R-08-01", "V1.2", language)
    expected = {**entries, "logged": "2026-02-03T14:05", "item": "CI-0001", "closed": "2026-01-20"}
    assert {tag: value for tag, value in values(form).items() if value} == expected


# --- locked forms


def settings(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/settings.xml").decode()


def test_only_forms_are_locked_and_only_on_demand() -> None:
    lock = '<w:documentProtection w:edit="forms" w:enforcement="1"/>'
    locking = DocxWriter(protect=True)
    assert lock in settings(locking.write(samples.form("en")))
    assert lock not in settings(locking.write(samples.procedure("en")))
    assert lock not in settings(locking.write(samples.register("en")))
    assert "documentProtection" not in settings(DocxWriter().write(samples.form("en")))


def test_in_a_locked_form_empty_cells_are_fields_too() -> None:
    locked = DocxWriter(protect=True).write(with_table(samples.form("en")))
    content = filled(locked, {"log-1.time": "14:20", "log-2.what": "Restarted", "number": "INC-1"})
    found = values(read(content))
    assert found["log-1.what"] == ""
    assert {tag: value for tag, value in found.items() if value} == {
        "number": "INC-1",
        "item": "CI-0001",
        "closed": "2026-01-20",
        "log-1.time": "14:20",
        "log-2.what": "Restarted",
    }
    assert "log-1.time" not in values(read(DocxWriter().write(with_table(samples.form("en")))))


def test_a_locked_form_is_valid_and_clean() -> None:
    locked = {
        language: DocxWriter(protect=True).write(with_table(samples.form(language)))  # type: ignore[arg-type]
        for language in ("zh", "en")
    }
    assert [one for content in locked.values() for one in findings(read_package(content, "form.docx"))] == []
    assert validator.all_clean(locked) == []
