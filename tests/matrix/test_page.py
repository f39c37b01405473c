"""The cross-reference as a page, used in a real browser without a network."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from iso20k_docs.model.words import LANGUAGES, Language
from iso20k_docs.writers.twins import twins
from tests.judges.browser import look_at
from tests.sets import document_set


def _page(folder: Path, name: str, language: Language) -> Path:
    """The page in its place in the set."""
    made = document_set(name)
    papers = [d for d in made.built.documents if d.id == "clause-cross-reference" and d.language == language]
    (page,) = [
        twin
        for twin in twins(papers, made.built.reference, made.prepared.look, made.prepared.languages)
        if twin.path.endswith(".html")
    ]
    file = folder / page.path
    file.parent.mkdir(parents=True)
    file.write_bytes(page.data)
    return file


def _ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["requirement"] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_auditor_uses_the_page(language: Language, tmp_path: Path) -> None:
    reference = document_set("example").built.reference
    rows = {row.requirement: row for row in reference.matrix.rows}
    seen = look_at("matrix_page.cjs", _page(tmp_path, "example", language))

    assert seen["problems"] == []
    assert {request.partition(":")[0] for request in seen["requests"]} == {"file"}
    assert seen["language"] == {"zh": "zh-CN", "en": "en-GB"}[language]
    assert _ids(seen["all"]) == list(rows)
    assert seen["views"] == ["view-requirements"]
    assert (seen["scrolled"], seen["wider"]) == (0, 0)

    assert (seen["focused"], seen["outline"]) == ("q", "solid")
    assert {row.clause for row in rows.values() if row.requirement in _ids(seen["searched"])} >= {"8.6.1"}
    assert all("8.6.1" in row["text"] + row["head"] for row in seen["searched"])
    assert seen["cleared"] == len(rows)

    in_86 = [name for name, row in rows.items() if row.clause.startswith("8.6.")]
    assert _ids(seen["ofClause"]) == _ids(seen["afterReload"]) == in_86
    assert _ids(seen["byAddress"]) == [name for name in _ids(seen["searched"]) if name in in_86]
    assert _ids(seen["ofOwner"]) == [name for name, row in rows.items() if row.owner == "incident_manager"]
    assert {tier for row in seen["ofTier"] for tier in row["tiers"].split()} >= {"W"}
    assert _ids(seen["missing"]) == list(reference.matrix.uncovered)
    assert _ids(seen["unproven"]) == [name for name, row in rows.items() if not row.records]
    assert _ids(seen["documented"]) == [name for name, row in rows.items() if row.documented]

    assert seen["afterArrow"] == ["view-clauses"]
    assert seen["afterClauseLink"]["views"] == ["view-requirements"]
    assert {row.clause for name, row in rows.items() if name in _ids(seen["afterClauseLink"]["rows"])} == {"9.3"}
    assert len({tab["view"] for tab in seen["tabs"]}) == len(seen["tabs"])

    assert min(seen["contrast"][0], *(tab["contrast"] for tab in seen["tabs"])) >= 4.5
    assert seen["printed"] == 0
    assert seen["withoutScript"] > 50_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_the_page_leads_to_a_place_in_a_document(language: Language, tmp_path: Path) -> None:
    made = document_set("example")
    page = _page(tmp_path, "example", language)
    ways = {unquote(way) for way in re.findall(r'href="([^"]+)"', page.read_text(encoding="utf-8"))}
    places: dict[str, set[str]] = {}
    for path, _, bookmark in (way.partition("#") for way in ways if ".docx" in way):
        document = posixpath.normpath(posixpath.join(language, "5-application", path))
        places.setdefault(document, set()).update(filter(None, [bookmark]))
    files = {file.path: file.data for file in made.files}
    assert len(places) > 40
    lost = {path: names - _bookmarks(files[path]) for path, names in places.items()}
    assert {path: names for path, names in lost.items() if names} == {}


def _bookmarks(document: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', archive.read("word/document.xml").decode()))
