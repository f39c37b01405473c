from __future__ import annotations

import pytest
from lxml import etree

from iso20k_docs.compose.diagrams.swimlane import swimlanes
from iso20k_docs.model.drawing import Area, Drawing, Label, Line, Shape
from iso20k_docs.model.words import LANGUAGES, Language
from iso20k_docs.writers.docx.diagrams import palette
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.svg import svg
from tests.compose_diagrams.samples import incident

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = palette(Look())


def test_each_item_is_drawn_in_the_colours_of_the_look() -> None:
    items = (
        Area(0, 0, 40, 30, "soft"),
        Line(((10, 10), (20, 10), (20, 15)), arrow=True),
        Shape("rounded", 2, 5, 8, 6, lines=("A <b> & c",), number="7"),
        Shape("diamond", 18, 15, 4, 4, "warn_tint", "warn"),
        Label(25, 5, 10, ("left", "below"), bold=True),
    )
    drawn = svg(Drawing(40, 30, items, "Title", "What it shows"), COLOURS)
    assert drawn == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="30mm" viewBox="0 0 40 30" role="img" '
        "font-family=\"Arial, 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif\">"
        "<title>Title</title><desc>What it shows</desc>"
        '<rect x="0" y="0" width="40" height="30" fill="#F5F7F9"/>'
        '<path d="M10 10L20 10L20 13.3" fill="none" stroke="#5B6B7A" stroke-width="0.3" stroke-linejoin="round"/>'
        '<path d="M20 15L19.25 13.3L20.75 13.3Z" fill="#5B6B7A"/>'
        '<rect x="2" y="5" width="8" height="6" rx="1" fill="#FFFFFF" stroke="#12355B" stroke-width="0.3"/>'
        '<text x="6" y="9.02" font-size="2.82" text-anchor="middle" fill="#1B2733">'
        '<tspan fill="#12355B" font-weight="bold">7 </tspan>A &lt;b&gt; &amp; c</text>'
        '<path d="M20 15L22 17L20 19L18 17Z" fill="#FDF4E7" stroke="#9A4A06" stroke-width="0.3"/>'
        '<text x="25" y="7.75" font-size="2.65" fill="#5B6B7A" font-weight="bold">left</text>'
        '<text x="25" y="11.35" font-size="2.65" fill="#5B6B7A" font-weight="bold">below</text></svg>'
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flow_chart_says_all_its_texts(language: Language) -> None:
    (drawing,) = swimlanes(incident(language))
    root = etree.fromstring(svg(drawing, COLOURS).encode())
    told = ["".join(text.itertext()) for text in root.iter(SVG + "text")]
    for step in incident(language).steps:
        assert any(text.startswith(f"{step.number} ") for text in told), step.name
    assert root.findtext(SVG + "desc") == drawing.alt


def test_characters_that_xml_forbids_are_dropped() -> None:
    label = Label(0, 0, 10, ("a\x00b\ufffe",))
    assert etree.fromstring(svg(Drawing(10, 10, (label,), "\x01", ""), COLOURS).encode()).findtext(SVG + "text") == "ab"
