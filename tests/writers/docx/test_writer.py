"""The DOCX writer: what it writes for a whole document, in both languages."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso20k_docs.inspect.lint import findings
from iso20k_docs.inspect.markup import NS, W, style_of, text_of, value
from iso20k_docs.inspect.package import Package, read_package
from iso20k_docs.model.nodes import (
    Cell,
    Column,
    Document,
    Field,
    Form,
    FormSection,
    Heading,
    List,
    ListItem,
    Paragraph,
    Reference,
    Row,
    Table,
    Text,
)
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx import DocxWriter, Look, content_digest
from tests.judges import office, validator, word_checks
from tests.writers.docx import samples

ROOT = Path(__file__).parents[3]
WRITE_AND_DIGEST = """
import hashlib
from iso20k_docs.writers.docx import DocxWriter, Look
from tests.writers.docx import samples
writer = DocxWriter(Look(logo=samples.picture()))
for name, document in sorted(samples.all_samples().items()):
    print(name, hashlib.sha256(writer.write(document)).hexdigest())
"""


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """All samples: in the usual look with a logo, and the procedures in the formal look without one."""
    writer = DocxWriter(Look(logo=samples.picture()))
    formal = DocxWriter(Look.preset("formal"))
    found = {name: writer.write(document) for name, document in samples.all_samples().items()}
    found |= {f"formal-{language}": formal.write(samples.procedure(language)) for language in ("zh", "en")}
    return found


def part(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def opened(content: bytes) -> Package:
    return read_package(content, "document.docx")


def body_text(content: bytes) -> str:
    return "".join(element.text or "" for element in opened(content).body.iter(W + "t"))


def only(*blocks: object, language: str = "zh", **more: object) -> bytes:
    """A document of these blocks without a cover."""
    made = samples.report(language)  # type: ignore[arg-type]
    return DocxWriter().write(replace(made, blocks=blocks, **more))  # type: ignore[arg-type]


def test_every_document_passes_every_check(written: dict[str, bytes]) -> None:
    assert [f"{name}: {one}" for name, content in written.items() for one in word_checks.findings(content)] == []


def test_the_open_xml_validator_finds_nothing(written: dict[str, bytes]) -> None:
    assert validator.all_clean(written) == []


def test_the_open_xml_validator_finds_nothing_for_newer_versions(written: dict[str, bytes]) -> None:
    some = {name: written[name] for name in ("procedure-zh", "form-en")}
    assert validator.all_clean(some, ("Microsoft365",)) == []


def test_libreoffice_shows_every_document_and_the_contents_pages_are_right(
    written: dict[str, bytes], tmp_path: Path
) -> None:
    files = []
    for name, content in written.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(content)
    pdfs = {file.stem: pdf for file, pdf in office.to_pdf(files, tmp_path).items()}
    found = {
        name: _compare(samples.all_samples()[name], written[name], pdfs[name])
        for name in ("procedure-zh", "procedure-en")
    }
    assert found == {"procedure-zh": [], "procedure-en": []}
    assert {name: office.page_count(pdfs[name]) for name in ("form-zh", "form-en")} == {"form-zh": 1, "form-en": 1}


def _compare(document: Document, content: bytes, pdf: Path) -> list[str]:
    """Say where the contents list and the number of pages differ from the rendered document by more than a page."""
    pages = office.pages(pdf)
    package = opened(content)
    problems = []
    for paragraph in package.body.iter(W + "p"):
        if not style_of(paragraph).startswith("TOC") or style_of(paragraph) == "TOCHeading":
            continue
        link = paragraph.find("w:hyperlink", NS)
        entry = text_of(link)
        printed = [t.text or "" for t in link.iter(W + "t")]
        real = office.page_of(pages, "".join(printed[:-1]), after=2)
        if real is None or abs(real - int(printed[-1])) > 1:
            problems.append(f"{entry} is on page {real}")
    shown = part(content, "word/header2.xml")
    if f"<w:t>{len(pages)}</w:t>" not in shown:
        problems.append(f"{document.id} has {len(pages)} pages")
    return problems


def test_same_document_same_bytes_in_every_process() -> None:
    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC{seed}"}
        done = subprocess.run(
            [sys.executable, "-c", WRITE_AND_DIGEST],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    first = run("1")
    assert len(first.splitlines()) == 8
    assert run("2") == first


def test_one_writer_writes_the_same_as_a_fresh_one(written: dict[str, bytes]) -> None:
    fresh = DocxWriter(Look(logo=samples.picture())).write(samples.form("en"))
    assert hashlib.sha256(fresh).hexdigest() == hashlib.sha256(written["form-en"]).hexdigest()


def test_the_content_digest_does_not_depend_on_compression(written: dict[str, bytes]) -> None:
    content = written["form-zh"]
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stored, "w") as target:
        for name in reversed(source.namelist()):
            target.writestr(name, source.read(name))
    assert content_digest(stored.getvalue()) == content_digest(content)
    assert content_digest(content) != content_digest(written["form-en"])


def test_python_docx_reads_core_properties_and_tables(written: dict[str, bytes]) -> None:
    read = docx.Document(io.BytesIO(written["procedure-en"]))
    assert read.core_properties.title == "Incident Management Procedure"
    assert read.core_properties.version == "V1.2"
    assert read.core_properties.created.isoformat() == "2024-12-02T00:00:00+00:00"
    assert read.core_properties.modified.isoformat() == "2026-01-12T00:00:00+00:00"
    assert [cell.text for cell in read.tables[3].rows[1].cells] == [
        "Incident",
        "An unplanned interruption, a drop in service quality, or a failure that has not yet reached the customer "
        "but could.",
    ]


def test_references_become_fields_and_links(written: dict[str, bytes]) -> None:
    document, links = part(written["procedure-zh"]), part(written["procedure-zh"], "word/_rels/document.xml.rels")
    assert " REF tbl_priority \\h " in document
    assert " REF sec_major \\r \\h " in document
    assert " REF sec_raci \\r \\h " in document
    assert '<w:hyperlink w:anchor="step_r1" w:history="1">' in document
    assert 'w:anchor="sec_open" w:history="1">' in document
    assert 'Target="../procedures/ITSM-P-10.docx" TargetMode="External"' in links
    assert "《配置管理计划》" in body_text(written["procedure-zh"])
    assert links.count('Target="ITSM-P-09.docx"') == 1


def test_a_reference_to_a_place_that_is_not_there_is_printed_as_text() -> None:
    lost = Reference("section", "", "gone", "9.9", "#sec_gone")
    content = only(Paragraph("p", (lost,)))
    assert "9.9" in body_text(content)
    assert "sec_gone" not in part(content)


def test_a_reference_whose_label_is_more_than_a_number_stays_as_written() -> None:
    heading = Heading("h", 1, "rules", (Text("规则"),), number="1")
    reference = Reference("section", "", "rules", "第1章“规则”", "#sec_rules")
    content = only(heading, Paragraph("p", (reference,)))
    assert '<w:hyperlink w:anchor="sec_rules" w:history="1">' in part(content)
    assert "第1章“规则”" in body_text(content)


def test_text_is_escaped_and_control_characters_are_dropped(written: dict[str, bytes]) -> None:
    text = body_text(written["report-en"])
    assert "Control characters are dropped, <tags> & ampersands escaped." in text
    awkward = 'a"b<c>&d\x00\x08\ud800\ufffe\tе'
    assert 'a"b<c>&d е' in body_text(only(Paragraph("p", (Text(awkward),)), title=awkward, language="en"))


def test_each_numbered_list_begins_at_one() -> None:
    lists = tuple(List(f"l{n}", True, (ListItem(f"i{n}", 0, (Text("x"),)),)) for n in range(3))
    content = only(*lists)
    assert [f'<w:numId w:val="{n}"/>' in part(content) for n in (101, 102, 103)] == [True] * 3
    assert part(content, "word/numbering.xml").count("<w:startOverride") == 6


def test_without_a_logo_no_picture_is_drawn(written: dict[str, bytes]) -> None:
    assert "<w:drawing>" not in part(written["formal-zh"])
    assert "<w:drawing>" in part(written["procedure-zh"])


def test_the_formal_look_sets_song_and_hei(written: dict[str, bytes]) -> None:
    styles = part(written["formal-zh"], "word/styles.xml")
    assert 'w:eastAsia="SimSun"' in styles
    assert 'w:eastAsia="SimHei"' in styles
    assert "YaHei" not in styles + part(written["formal-zh"], "word/fontTable.xml")


def test_a_document_without_blocks_is_still_a_document() -> None:
    assert word_checks.findings(only()) == []
    bare = replace(samples.procedure("en"), blocks=(), subtitle="")
    assert word_checks.findings(DocxWriter().write(bare)) == []


def test_text_goes_on_below_the_revision_history_where_there_is_no_contents_list() -> None:
    without = replace(samples.procedure("zh"), contents=False)
    content = DocxWriter().write(without)
    assert part(content).count("<w:sectPr>") == 3
    assert "TOC" not in part(content)
    assert word_checks.findings(content) == []


def test_what_the_profile_does_not_give_is_printed_as_a_dash() -> None:
    made = samples.procedure("en")
    draft = replace(made, control=replace(made.control, effective="", owner="", issued="", revisions=()))
    content = DocxWriter().write(draft)
    assert "<q:effective>—</q:effective>" in part(content, "customXml/item1.xml")
    assert "dcterms:created" not in part(content, "docProps/core.xml")
    assert validator.all_clean({"draft": content}) == []


def test_a_long_table_repeats_its_header_and_is_not_kept_together(written: dict[str, bytes]) -> None:
    document = opened(written["register-zh"]).body
    rows = document.findall("w:tbl/w:tr", NS)
    assert rows[0].find("w:trPr/w:tblHeader", NS) is not None
    assert rows[4].find(".//w:keepNext", NS) is None


def test_the_last_row_of_a_table_that_ends_a_document_stays_with_the_paragraph_behind_it() -> None:
    table = Table("t", (Column("c", (Text("c"),)),), tuple(Row(f"r{at}", (Cell(((Text("x"),),)),)) for at in range(20)))
    content = DocxWriter().write(replace(samples.procedure("en"), blocks=(table,), footnote=()))
    rows = opened(content).body.findall("w:tbl/w:tr", NS)
    assert rows[-1].find(".//w:keepNext", NS) is not None


def test_a_table_before_a_new_page_is_followed_by_next_to_nothing() -> None:
    table = Table("t", (Column("c", (Text("c"),)),), (Row("r", (Cell(((Text("x"),),)),)),))
    chapter = Heading("h", 1, "next", (Text("Next"),), new_page=True)
    other = replace(table, id="u")
    content = DocxWriter().write(replace(samples.procedure("en"), blocks=(table, other, chapter), footnote=()))
    tables = opened(content).body.findall("w:tbl", NS)[-2:]
    gaps = [each.getnext().find("w:pPr/w:spacing", NS) for each in tables]
    assert [value(gap, "line") for gap in gaps] == ["180", "20"]
    assert [each.findall("w:tr", NS)[-1].find(".//w:keepNext", NS) is not None for each in tables] == [False, True]


def test_empty_lines_of_a_register_are_high_enough_to_write_in(written: dict[str, bytes]) -> None:
    rows = opened(written["register-en"]).body.findall("w:tbl/w:tr", NS)
    heights = [value(row.find("w:trPr/w:trHeight", NS)) for row in rows]
    assert heights == [""] * 16 + ["440"] * 8


def test_form_fields_have_their_names_and_types(written: dict[str, bytes]) -> None:
    found = []
    for control in opened(written["form-en"]).body.iter(W + "sdt"):
        properties = control.find("w:sdtPr", NS)
        tag = value(properties.find("w:tag", NS))
        found.append((tag, properties[-1].tag.rpartition("}")[2], text_of(control)))
    assert found == [
        ("DocTitle", "text", "Incident Record"),
        ("number", "text", "INC-year-number"),
        ("logged", "date", "Select date"),
        ("reporter", "text", "Click to enter"),
        ("contact", "text", "Click to enter"),
        *((f"channel.{n}", "checkbox", "☐") for n in range(1, 6)),
        ("service", "dropDownList", "Choose"),
        ("item", "text", "CI-0001"),
        ("priority", "dropDownList", "Choose"),
        ("major.1", "checkbox", "☐"),
        ("major.2", "checkbox", "☐"),
        ("symptoms", "text", "When, where, what was seen, who was affected"),
        ("actions", "text", "Actions and results in order of time"),
        ("effort", "text", "Click to enter"),
        ("restored", "date", "Select date"),
        ("at", "text", "HH:mm"),
        ("agreed", "checkbox", "☐"),
        ("closed", "date", "2026-01-20"),
    ]


def test_a_row_with_fewer_cells_than_columns_is_filled_up() -> None:
    table = samples.register("en").blocks[0]
    assert isinstance(table, Table)
    short = replace(table, rows=(replace(table.rows[0], cells=table.rows[0].cells[:3]),))
    assert word_checks.findings(only(short, language="en", landscape=True)) == []


def test_a_look_that_would_spoil_every_document_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^ink isn't a colour of six hexadecimal digits: 'red'$"):
        Look(ink="red")


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["zh", "en"]))
@settings(max_examples=60, deadline=None)
def test_any_text_anywhere_gives_well_formed_parts(text: str, language: Language) -> None:
    made = samples.form(language)
    form = made.blocks[0]
    assert isinstance(form, Form)
    field = Field("f", (Text(text),), "choice", options=(text or "x", "y"), hint=text, unit=text)
    long = replace(field, id="g", type="long", value=(Text(text),))
    section = FormSection("s", (Text(text),), (field, long))
    table = Table("t", (Column("c", (Text(text),)),), (Row("r", (Cell(((Text(text),),)),)),), (Text(text),), "t")
    heading = Heading("h", 1, "h", (Text(text),), number="1")
    content = replace(
        samples.procedure(language),
        title=text,
        subtitle=text,
        eyebrow=text,
        controlled=text,
        description=text,
        keywords=(text,),
        blocks=(heading, table, Form("form", (section,)), Paragraph("p", (Text(text, strong=True, emphasis=True),))),
        footnote=(Text(text),),
        control=replace(made.control, organisation=text, code=text, owner=text),
    )
    package = opened(DocxWriter().write(content))
    assert set(package.trees) == {name for name in package.parts if not name.endswith(".png")}
    assert [found for found in findings(package) if found.name == "tables"] == []
