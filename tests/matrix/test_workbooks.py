"""Registers and the cross-reference as workbooks: sound, safe, and with this organisation's own lists."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from iso20k_docs.model.nodes import Document, Table
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.xlsx.book import Book
from iso20k_docs.writers.xlsx.pages import Lists, add_sheet
from iso20k_docs.writers.xlsx.register import is_register, register_xlsx
from iso20k_docs.writers.xlsx.sheets import About, Line, Link, Sheet, SheetColumn
from tests.cli.running import ENGLISH, generated, run
from tests.judges import office, validator
from tests.matrix.reading import HEAD, choices, heads, opened, rows, twin, twins_of
from tests.sets import document_set

ABOUT = About("list", "List & more", "X-R-01", "A/0", "Internal", "Acme", "Owner", "Register", "A list", "Draft", ())


def _book(*columns: SheetColumn, lines: tuple[Line, ...] = ()) -> bytes:
    book = Book(Look(), "en", ABOUT)
    lists = Lists(book)
    add_sheet(book, Sheet("List", "List", "lead", columns, lines, entries=True, blank=5), lists)
    lists.add()
    return book.finish()


def _registers(name: str) -> list[Document]:
    return [document for document in document_set(name).built.documents if is_register(document)]


def test_every_register_has_a_workbook_of_its_name_beside_it() -> None:
    made = document_set("english")
    expected = {d.path.replace(".docx", ".xlsx") for d in _registers("english")}
    paper = "en/5-application/CHS-ITSMS-S-04-clause-cross-reference"
    assert {t.path for t in twins_of("english")} == expected | {f"{paper}.xlsx", f"{paper}.html"}
    assert {d.kind for d in made.built.documents if d.path.replace(".docx", ".xlsx") in expected} == {"register"}


def test_the_open_xml_sdk_finds_no_error() -> None:
    files = {t.path: t.data for t in twins_of("english") if t.path.endswith(".xlsx")}
    assert validator.all_clean(files) == []
    broken = {"broken.xlsx": _without(next(iter(files.values())), "<sheetPr>", "<sheetPr><colour/>")}
    assert validator.all_clean(broken) != []


def _without(data: bytes, old: str, new: str) -> bytes:
    """The workbook with another first sheet."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, text.replace(old.encode(), new.encode()) if name.endswith("sheet1.xml") else text)
    return out.getvalue()


def test_libreoffice_opens_registers_and_cross_reference(tmp_path: Path) -> None:
    wanted = ("incident-register", "service-catalogue", "clause-cross-reference")
    files = [tmp_path / f"{name}.xlsx" for name in wanted]
    for file in files:
        file.write_bytes(twin("english", file.stem, "en"))
    for pdf in office.to_pdf(files, tmp_path / "pdf").values():
        pages = office.pages(pdf)
        assert pages
        assert not [page for page in pages if "Err:" in page or "#REF!" in page]
        assert all("CHS-ITSMS-" in page for page in pages), "the code stands in the footer of every page"


def test_the_same_bytes_every_time() -> None:
    document = _registers("english")[0]
    look = document_set("english").prepared.look
    assert register_xlsx(document, look) == register_xlsx(document, look)
    dated = zipfile.ZipFile(BytesIO(register_xlsx(document, look)))
    assert {info.date_time for info in dated.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    created = re.search(r"<dcterms:created[^>]*>([^<]+)<", dated.read("docProps/core.xml").decode())
    assert created and created[1] == f"{document.control.revisions[-1].date}T00:00:00Z"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A1", "https://a.example", "0012"])
def test_a_text_stays_a_text(text: str) -> None:
    data = _book(SheetColumn("What"), SheetColumn("More"), lines=(Line((text, "x")),))
    cell = opened(data).worksheets[0].cell(HEAD + 1, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.quotePrefix is text.startswith(("=", "+", "-", "@"))
    assert b"<f>" not in zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_numbers_and_dates_are_such_only_where_the_column_holds_them() -> None:
    columns = (SheetColumn("N", "number"), SheetColumn("D", "date"), SheetColumn("T", "time"), SheetColumn("X"))
    lines = (Line(("12.5", "2026-03-02", "09:30", "12.5")), Line(("about 3", "in March", "noon", "2026-03-02")))
    sheet = opened(_book(*columns, lines=lines)).worksheets[0]
    first, second = ([cell.value for cell in sheet[HEAD + at]] for at in (1, 2))
    assert first == [12.5, dt.datetime(2026, 3, 2), dt.time(9, 30), "12.5"]
    assert second == ["about 3", "in March", "noon", "2026-03-02"]
    assert [cell.number_format for cell in sheet[HEAD + 1]] == ["General", "yyyy-mm-dd", "hh:mm", "General"]


def test_a_register_is_ready_to_work_in() -> None:
    data = twin("english", "incident-register", "en")
    book = opened(data)
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == f"B{HEAD + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{HEAD}:")
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    page = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    footer = page.partition("<oddFooter>")[2].partition("</oddFooter>")[0].replace("&amp;", "&")
    assert all(part in footer for part in ("CHS-ITSMS-R-19-02", "Version", "Kept for", "Page &P of &N"))
    protection = sheet.protection
    assert (protection.sheet, protection.password, protection.autoFilter, protection.sort) == (True, None, False, False)
    assert sheet.cell(HEAD, 1).protection.locked
    assert not sheet.cell(HEAD + 1, 1).protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    titles = heads(sheet)
    assert choices(book, sheet, titles.index("Priority *") + 1) == ["P1", "P2", "P3", "P4"]
    assert choices(book, sheet, titles.index("Resp. met") + 1) == ["Yes", "No"]
    note = sheet.cell(HEAD, titles.index("Linked no.") + 1).comment
    assert note and note.text.startswith("Number of the major incident, problem, change or release")


def test_the_lists_are_those_of_this_organisation() -> None:
    """Where a person is asked for, the people of the profile are offered and others may be written."""
    profile = document_set("english").prepared.organisation.profile
    book = opened(twin("english", "controlled-document-list", "en"))
    sheet = book.worksheets[0]
    at = heads(sheet).index("Author") + 1
    assert choices(book, sheet, at) == [person.name.en for person in profile.people]
    (rule,) = [r for r in sheet.data_validations.dataValidation if sheet.cell(HEAD + 1, at).coordinate in r.sqref]
    assert not rule.showErrorMessage


def test_prefilled_rows_are_those_of_the_document() -> None:
    catalogue = next(d for d in _registers("english") if d.id == "service-catalogue")
    table = next(block for block in catalogue.blocks if isinstance(block, Table))
    sheet = opened(twin("english", "service-catalogue", "en")).worksheets[0]
    services = document_set("english").prepared.organisation.profile.services
    assert [row[0] for row in rows(sheet)] == [service.id for service in services]
    assert len(heads(sheet)) == len(table.columns)


def test_what_is_prefilled_can_be_chosen() -> None:
    """A row that the program filled in would otherwise be refused as soon as somebody edits it."""
    strict = [
        (document.path, column.id, text)
        for document in _registers("english")
        for table in (block for block in document.blocks if isinstance(block, Table))
        for at, column in enumerate(table.columns)
        if column.kind == "choice" and column.options
        for row in table.rows
        if not row.group and (text := _text(row.cells[at])) and text not in column.options
    ]
    assert strict == []


def _text(cell: object) -> str:
    return "\n".join(i.text for p in cell.paragraphs for i in p if hasattr(i, "text"))  # type: ignore[attr-defined]


def test_names_of_sheets_are_what_excel_takes() -> None:
    book = Book(Look(), "en", ABOUT)
    wanted = [
        "A/B [x]: *?",
        "a b  x ",
        "'Quoted'",
        "History",
        "",
        "Thirty-one characters and then some more",
        "Lists",
        "Lists",
    ]
    names = [book.free_name(name) for name in wanted]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert names[2:5] == ["Quoted", "History 2", "Sheet"]


def test_the_sheets_of_the_cross_reference() -> None:
    made = document_set("english")
    book = opened(twin("english", "clause-cross-reference", "en"))
    assert book.sheetnames == [
        "Requirements", "Clauses", "Documents to clauses", "Documented information", "Records and retention",
        "Integrated standards", "Names asked for", "Responsibilities", "About",
    ]  # fmt: skip
    reference = made.built.reference
    requirements = book["Requirements"]
    assert [row[2] for row in rows(requirements)] == [row.requirement for row in reference.matrix.rows]
    assert heads(requirements)[12:] == ["ISO/IEC 27001:2022\n(informative)"]
    assert [row[0] for row in rows(book["Clauses"])] == [line.clause for line in reference.clauses]
    linked = {cell.value: cell.hyperlink for (cell,) in book["Documents to clauses"]["D4:D400"] if cell.hyperlink}
    assert {link.target.split("/")[0] for link in linked.values()} == {".."}
    assert all(link.location.startswith(("sec_", "step_")) for link in linked.values())
    kept = {row[0]: row[5] for row in rows(book["Records and retention"])}
    assert kept["CHS-ITSMS-R-19-02"] == "3 years"
    assert len(rows(book["Names asked for"])) == 15
    assert {mark for row in rows(book["Responsibilities"]) for mark in row[3:]} == {"▲", "△", ""}


def test_a_link_that_excel_cannot_hold_stays_a_text() -> None:
    data = _book(SheetColumn("What"), SheetColumn("More"), lines=(Line((Link("far", "x" * 3000), "x")),))
    cell = opened(data).worksheets[0].cell(HEAD + 1, 1)
    assert (cell.value, cell.hyperlink) == ("far", None)


def test_an_edited_register_keeps_its_rows_and_gets_what_is_new(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    register = next(folder.glob("en/4-records/*incident-register.xlsx"))
    book = opened(register.read_bytes())
    book.worksheets[0].cell(HEAD + 1, 1).value = "INC-0001"
    book.save(register)
    profile = tmp_path / "profile.yaml"
    profile.write_text(ENGLISH.read_text(encoding="utf-8") + "\nnumbering: {first_version: V7.0}\n", encoding="utf-8")
    said = run("generate", profile, "-o", tmp_path / "output").out
    assert ", 1 merged" in said.splitlines()[0]
    assert opened(register.read_bytes()).worksheets[0].cell(HEAD + 1, 1).value == "INC-0001"
