"""Figures in finished documents: valid with every branch taken, clean in every check, shown by LibreOffice."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from iso20k_docs.compose.diagrams.ladder import Ladder, Rung, escalation_ladder
from iso20k_docs.compose.diagrams.organisation import Unit, organisation_charts
from iso20k_docs.compose.diagrams.process_map import MapGroup, MapProcess, process_maps
from iso20k_docs.compose.diagrams.swimlane import swimlanes
from iso20k_docs.compose.diagrams.timetable import Phase, timetables
from iso20k_docs.compose.number import number
from iso20k_docs.model.bookmarks import bookmark
from iso20k_docs.model.drawing import Drawing
from iso20k_docs.model.nodes import Block, Document, Figure, Heading, Paragraph, Reference, Text
from iso20k_docs.model.words import LANGUAGES, Language
from iso20k_docs.writers.docx import DocxWriter
from tests.compose_diagrams.samples import incident
from tests.judges import office, validator
from tests.judges.word_checks import findings
from tests.writers.docx import samples
from tests.writers.docx.test_writer import part


def drawings(language: Language) -> dict[str, Drawing]:
    groups = [MapGroup("8.6", "解决与实现", "operate", (MapProcess("19", "事件管理程序", ("22",)),))]
    return {
        "flow": swimlanes(incident(language))[0],
        "organisation": organisation_charts(Unit("总部", "陈", (Unit("运维", "刘"),)), "组织机构图", language)[0],
        "map": process_maps(groups, "过程图", language)[0],
        "ladder": escalation_ladder([Ladder("P1", "紧急", (Rung(0, "立即", "经理"),))], "升级阶梯", language),
        "plan": timetables([Phase("编写", dt.date(2026, 3, 2), dt.date(2026, 5, 8))], "时间表", language)[0],
    }


def document(language: Language) -> Document:
    base = samples.procedure(language)
    blocks: list[Block] = [Heading("figures", 1, "figures", (Text("图" if language == "zh" else "Figures"),))]
    for name, drawing in drawings("zh" if language == "zh" else "en").items():
        if language == "zh" or name == "flow":
            blocks.append(Figure(f"figure-{name}", drawing, (Text(drawing.title),), name))
    label = "图 1" if language == "zh" else "Figure 1"
    blocks.append(Paragraph("p", (Reference("figure", "", "flow", label, "#" + bookmark("figure", "flow")),)))
    return number(replace(base, id=f"figures-{language}", blocks=tuple(blocks)))[0]


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    writer = DocxWriter()
    return {language: writer.write(document(language)) for language in LANGUAGES}


def test_every_check_is_passed(written: dict[str, bytes]) -> None:
    assert {name: findings(content) for name, content in written.items()} == {name: [] for name in written}


def test_the_open_xml_validator_finds_nothing_whichever_branch_is_taken(written: dict[str, bytes]) -> None:
    assert validator.all_clean(written) == []


def test_libreoffice_shows_the_texts_of_the_shapes(written: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "figures.docx"
    file.write_bytes(written["en"])
    shown = "".join(office.pages(office.to_pdf([file], tmp_path)[file]))
    for text in ("Service desk", "Classify", "Otherwise", "Not restored", "continuity", "End"):
        assert text in shown


def test_the_caption_stands_below_and_is_cited_by_a_field(written: dict[str, bytes]) -> None:
    xml = part(written["zh"])
    figure, caption = xml.index("<wpg:wgp>"), xml.index('w:val="FigureCaption"')
    assert figure < caption < xml.index('w:val="FigureCaption"', caption + 1)
    assert 'w:name="fig_flow"' in xml
    assert "SEQ 图 \\* ARABIC" in xml
    assert "REF fig_flow \\h" in xml


def test_shapes_have_ids_of_their_own_and_words_for_screen_readers(written: dict[str, bytes]) -> None:
    xml = part(written["zh"])
    numbers = re.findall(r'<(?:wps:cNvPr|wp:docPr) id="(\d+)"', xml)
    assert len(numbers) == len(set(numbers)) > 50
    assert 'descr=""' not in xml
    assert 'descr="泳道流程图。1 登记（服务台）→2；' in xml


def test_a_reader_without_shapes_gets_the_drawing_in_words(written: dict[str, bytes]) -> None:
    fallback = re.findall(r"<mc:Fallback>(.*?)</mc:Fallback>", part(written["en"]))
    assert len(fallback) == 1
    assert fallback[0].startswith("<w:t>Swimlane flow chart. 1 Log (Service desk) → 2; 2 Classify")
