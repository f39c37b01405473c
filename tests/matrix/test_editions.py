"""The edition of the standard is data: another one needs a file, no code."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from iso20k_docs.compose.matrix import MatrixSource, derive_matrix
from iso20k_docs.compose.tailor import tailor
from iso20k_docs.library.folders import Folders, shipped
from iso20k_docs.library.load import editions, load_library
from iso20k_docs.library.standard import standard_file
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.index import DocumentIndex, Section
from iso20k_docs.model.nodes import Text
from iso20k_docs.pipeline import prepare
from iso20k_docs.profile.load import load
from iso20k_docs.report import diagnostic_line
from tests.library.minimal import documents, write_library
from tests.sets import PROFILES

EDITION = "Example Standard 7:2031"
TINY = """
id: example-standard-7-2031
name: Example Standard 7:2031
provenance: Made up for a test.
clause_owners: {"1": change_manager, "2.1": release_manager}
clauses:
  - clause: "1"
    title: {zh: 变更, en: Changes}
    requirements:
      - {id: 1-a, summary: Changes are asked for, kind: record, documented: true, evidence: A request, confidence: high}
      - {id: 1-b, summary: Changes are decided, kind: activity, documented: false, evidence: Minutes, confidence: low}
  - clause: "2"
    title: {zh: 发布, en: Releases}
  - clause: "2.1"
    title: {zh: 计划, en: Plans}
    requirements:
      - {id: 2.1-1, summary: Releases are planned, kind: plan, documented: false, evidence: A plan, confidence: high}
mandatory:
  - {clauses: ["1"], name: Requests, type: record, basis: explicit, confidence: high}
"""
CROSS_MAP = """
standards: [{id: iso9001, name: "ISO 9001:2015"}]
clauses: [{clause: "2", fits: {iso9001: "8.5.6"}}]
"""


def _library(folder: Path) -> Path:
    """The minimal library with both editions; its documents answer the tiny one."""
    definitions = documents()
    for definition in definitions.values():
        definition["clauses"] = ["1"]
        definition.pop("requirements", None)
        definition.pop("marks", None)
        for step in definition.get("process", {}).get("steps", ()):
            step.pop("requirements", None)
    definitions["records/change-request"]["requirements"] = ["1-a"]
    definitions["procedures/change-management"]["process"]["steps"][1]["requirements"] = ["1-b"]
    write_library(folder, definitions)
    (folder / f"{standard_file(EDITION)}.yaml").write_text(TINY, encoding="utf-8")
    (folder / f"{standard_file(EDITION)}-crossmap.yaml").write_text(CROSS_MAP, encoding="utf-8")
    return folder


def test_a_second_edition_is_a_second_file(tmp_path: Path) -> None:
    folders = Folders(_library(tmp_path / "library"))
    assert editions(folders) == [EDITION, "ISO/IEC 20000-1:2018"]
    library = load_library(folders, edition=EDITION)
    assert list(library.standard.requirements) == ["1-a", "1-b", "2.1-1"]
    assert dict(library.clause_owners) == {"1": "change_manager", "2.1": "release_manager"}
    fitting = library.cross_map.fitting("2.1")
    assert fitting is not None
    assert fitting.fits["iso9001"].en == "8.5.6"

    profile = load(PROFILES["english"], shipped()).profile
    register = tailor(profile, library)
    sections = {"steps": Section("steps", "5", (Text("Steps"),), False, ())}
    index = {("change-management", "en"): DocumentIndex(sections, {}, {"log": "1", "decide": "2", "close": "3"})}
    matrix = derive_matrix(MatrixSource(library, register, index))  # type: ignore[arg-type]
    assert matrix.standard == EDITION
    assert matrix.uncovered == ("1-a", "2.1-1")
    first, second, _ = matrix.rows
    assert [record.id for record in first.records] == ["change-request"]
    assert first.documented
    assert [(answer.id, answer.section) for answer in second.answers] == [("change-management", "5/2")]


def test_the_clauses_of_a_document_must_be_those_of_the_edition(tmp_path: Path) -> None:
    library = _library(tmp_path / "library")
    with pytest.raises(UserError) as failure:
        load_library(Folders(library))
    said = [diagnostic_line(found, "en") for found in failure.value.diagnostics]
    assert any("the standard has no requirement 1-a" in line for line in said)


def test_an_edition_that_the_library_has_not_is_an_error_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    text = PROFILES["english"].read_text(encoding="utf-8")
    file.write_text(text + "\nstandard: {edition: ISO/IEC 20000-1:2031}\n", encoding="utf-8")
    with pytest.raises(UserError) as failure:
        prepare(file)
    (found,) = failure.value.diagnostics
    assert diagnostic_line(found, "en").partition(": ")[2] == (
        "error: the library has no edition 'ISO/IEC 20000-1:2031' of the standard "
        "(There is: ISO/IEC 20000-1:2018. To add one see docs/standard.md)"
    )


def test_the_shipped_edition_says_where_it_comes_from() -> None:
    facts = yaml.safe_load((shipped() / f"{standard_file('ISO/IEC 20000-1:2018')}.yaml").read_text(encoding="utf-8"))
    assert set(facts["provenance"]) == {"zh", "en"}
    requirements = [r for clause in facts["clauses"] for r in clause.get("requirements", ())]
    assert len(requirements) == 389
    assert all(isinstance(r["documented"], bool) for r in requirements)
