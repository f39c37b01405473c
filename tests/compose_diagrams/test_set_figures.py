"""The figures of the example profile's documents: they keep the laws and agree with the tables beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from iso20k_docs.compose.markdown import plain
from iso20k_docs.model.drawing import Shape
from iso20k_docs.model.nodes import Block, Document, Figure, Landscape, Table
from iso20k_docs.model.words import LANGUAGES, Language
from tests.compose_diagrams.laws import findings
from tests.sets import in_both_languages

PROFILE = "example"


def figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Landscape):
            yield from figures(block.blocks)
        elif isinstance(block, Figure):
            yield block


def documents(language: Language) -> list[Document]:
    return [document for document in in_both_languages(PROFILE).documents if document.language == language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_keeps_the_laws(language: Language) -> None:
    drawn = [(document.id, figure) for document in documents(language) for figure in figures(document.blocks)]
    found = {f"{name}#{figure.anchor}": findings(figure.drawing, language) for name, figure in drawn}
    assert {name: broken for name, broken in found.items() if broken} == {}
    assert {"service-management-manual#organisation", "service-management-manual#process-map"} <= set(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flow_chart_has_the_steps_and_numbers_of_the_step_table(language: Language) -> None:
    compared = {d.id: (_drawn(d), _listed(d)) for d in documents(language) if _listed(d)}
    assert "incident-management" in compared
    assert {name: pair for name, pair in compared.items() if pair[0] != pair[1]} == {}


def _drawn(document: Document) -> list[str]:
    flows = [figure for figure in figures(document.blocks) if figure.id.startswith("figure-flow")]
    return [item.number for flow in flows for item in flow.drawing.items if isinstance(item, Shape) and item.number]


def _listed(document: Document) -> list[str]:
    tables = [block for block in document.blocks if isinstance(block, Table) and block.anchor == "steps"]
    rows = [row for table in tables for row in table.rows if row.anchor]
    return [plain(row.cells[0].paragraphs[0]) for row in rows]
