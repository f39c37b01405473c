"""Generated documents of every kind in the look of foreign templates, before the same judges as the others."""

from __future__ import annotations

from functools import cache

import pytest

from iso20k_docs.inspect.package import read_package
from iso20k_docs.inspect.template import template_of
from iso20k_docs.model.nodes import Document
from iso20k_docs.pipeline import write
from iso20k_docs.writers.docx import Look
from iso20k_docs.writers.docx.adapt import adapt
from iso20k_docs.writers.docx.look import Preset
from tests.judges import validator, word_checks
from tests.sets import in_both_languages
from tests.templates import made


@cache
def one_of_each_kind() -> tuple[Document, ...]:
    """The first document of each kind, in both languages."""
    first: dict[tuple[str, str], Document] = {}
    for document in in_both_languages("example").documents:
        first.setdefault((document.kind, document.language), document)
    return tuple(first.values())


def written(template: str, preset: Preset) -> dict[str, bytes]:
    found = template_of(read_package(made.all_templates()[template], template))
    look = adapt(found, Look.preset(preset)).look
    return {file.path: file.data for file in write(one_of_each_kind(), look)}


@pytest.mark.parametrize("preset", ["modern", "formal"])
@pytest.mark.parametrize("template", made.all_templates())
def test_every_kind_of_document_passes_the_word_checks(template: str, preset: Preset) -> None:
    files = written(template, preset)
    found = {path: word_checks.findings(data)[:3] for path, data in files.items()}
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize("template", made.all_templates())
def test_the_open_xml_sdk_finds_no_error(template: str) -> None:
    found = validator.errors(written(template, "formal"))
    assert {path: messages for path, messages in found.items() if messages} == {}
