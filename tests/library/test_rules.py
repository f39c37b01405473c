"""What the loader of the library finds: one thing spoilt, the whole message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.minimal import Data, documents, load, problems, write_library

Spoil = Callable[[dict[str, Data]], object]
CHANGE, RELEASE = "procedures/change-management", "procedures/release-management"
ASSESSMENT, REQUEST = "instructions/change-assessment", "records/change-request"


def steps(all_: dict[str, Data]) -> list[Data]:
    found: list[Data] = all_[CHANGE]["process"]["steps"]
    return found


def parts(all_: dict[str, Data]) -> list[Data]:
    found: list[Data] = all_[REQUEST]["form"]["parts"]
    return found


def test_the_minimal_library_is_in_order(tmp_path: Path) -> None:
    library = load(write_library(tmp_path, documents()))
    assert list(library.documents) == ["change-management", "release-management", "change-assessment", "change-request"]


CASES: dict[str, tuple[Spoil, list[str]]] = {
    "the id is not the file's name": (
        lambda d: d[ASSESSMENT].update(id="assessment") or d[CHANGE].update(instructions=[]),
        [
            "templates/instructions/change-assessment.yaml:1:5: error: "
            "the id 'assessment' differs from the name of the file"
        ],
    ),
    "a number taken twice": (
        lambda d: d[RELEASE].update(number="P-16"),
        ["templates/procedures/release-management.yaml:2:9: error: number P-16 is taken by 'change-management'"],
    ),
    "an unknown clause": (
        lambda d: d[RELEASE].update(clauses=["8.5.9"]),
        [
            "templates/procedures/release-management.yaml:7:3: error: "
            "the standard has no clause 8.5.9 (Did you mean '8.5.3'?)"
        ],
    ),
    "an unknown requirement of a section": (
        lambda d: d[CHANGE]["marks"].update(purpose=["8.5.1.1-x"]),
        [
            "templates/procedures/change-management.yaml:10:5: error: "
            "the standard has no requirement 8.5.1.1-x (Did you mean '8.5.1.1-c'?)"
        ],
    ),
    "an unknown requirement of a step": (
        lambda d: steps(d)[0].update(requirements=["1-a"]),
        ["templates/procedures/change-management.yaml:39:7: error: the standard has no requirement 1-a"],
    ),
    "an unknown requirement of a record": (
        lambda d: d[REQUEST].update(requirements=["7-a"]),
        ["templates/records/change-request.yaml:9:3: error: the standard has no requirement 7-a"],
    ),
    "an unknown instruction": (
        lambda d: d[CHANGE].update(instructions=["change-assesment"]),
        [
            "templates/procedures/change-management.yaml:12:3: error: "
            "there is no document 'change-assesment' (Did you mean 'change-assessment'?)"
        ],
    ),
    "an unknown record of a step": (
        lambda d: steps(d)[1].update(records=["nothing-of-the-kind"]),
        ["templates/procedures/change-management.yaml:51:7: error: there is no document 'nothing-of-the-kind'"],
    ),
    "an interface that the other process does not confirm": (
        lambda d: d[RELEASE]["process"].update(interfaces=[]),
        [
            "templates/procedures/change-management.yaml:61:5: error: "
            "'release-management' does not confirm the interface 'ready' in the other direction"
        ],
    ),
    "an interface with the same direction on both sides": (
        lambda d: d[RELEASE]["process"]["interfaces"][0].update(direction="out"),
        [
            "templates/procedures/change-management.yaml:61:5: error: "
            "'release-management' does not confirm the interface 'ready' in the other direction",
            "templates/procedures/release-management.yaml:50:5: error: "
            "'change-management' does not confirm the interface 'ready' in the other direction",
        ],
    ),
    "a field that the record does not have": (
        lambda d: steps(d)[0].update(fields=["title", "result", "titel"]),
        [
            "templates/procedures/change-management.yaml:38:7: error: "
            "the records (change-request) have no field 'titel' (Did you mean 'title'?)"
        ],
    ),
    "a field without a record": (
        lambda d: steps(d)[1].update(fields=["title"]),
        ["templates/procedures/change-management.yaml:51:7: error: the records (—) have no field 'title'"],
    ),
    "a next step that does not exist": (
        lambda d: steps(d)[2].update(next="finish"),
        ["templates/procedures/change-management.yaml:55:11: error: there is no step 'finish'"],
    ),
    "a branch to a step that does not exist": (
        lambda d: steps(d)[1]["branches"][1].update(to="closed"),
        ["templates/procedures/change-management.yaml:49:11: error: there is no step 'closed' (Did you mean 'close'?)"],
    ),
    "a branch to a document that does not exist": (
        lambda d: steps(d)[1]["branches"][1].update(to="doc:nowhere"),
        ["templates/procedures/change-management.yaml:49:11: error: there is no document 'nowhere'"],
    ),
    "an unknown owner": (
        lambda d: d[ASSESSMENT].update(owner="change_manger"),
        [
            "templates/instructions/change-assessment.yaml:5:8: error: "
            "there is no role 'change_manger' (Did you mean 'change_manager'?)"
        ],
    ),
    "an unknown role in a step": (
        lambda d: steps(d)[2].update(consulted=["committee"]),
        ["templates/procedures/change-management.yaml:57:7: error: there is no role 'committee'"],
    ),
    "an unknown keeper": (
        lambda d: d[REQUEST]["form"].update(keeper="archive"),
        ["templates/records/change-request.yaml:12:11: error: there is no role 'archive'"],
    ),
    "an unknown tool": (
        lambda d: steps(d)[0].update(tool="ticket"),
        [
            "templates/procedures/change-management.yaml:37:11: error: "
            "there is no tool 'ticket' (Did you mean 'ticketing'?)"
        ],
    ),
    "an unknown retention class": (
        lambda d: d[REQUEST]["form"].update(retention="Z"),
        ["templates/records/change-request.yaml:13:14: error: there is no retention class 'Z'"],
    ),
    "a step id twice": (
        lambda d: steps(d)[1].update(id="log"),
        ["templates/procedures/change-management.yaml:28:3: error: the id 'log' stands twice"],
    ),
    "a field id twice": (
        lambda d: parts(d).append({"id": "more", "title": "More", "fields": parts(d)[0]["fields"]}),
        ["templates/records/change-request.yaml:16:3: error: the id 'title' stands twice"],
    ),
    "a part id twice": (
        lambda d: parts(d)[1].update(id="what"),
        ["templates/records/change-request.yaml:16:3: error: the id 'what' stands twice"],
    ),
    "a column id twice": (
        lambda d: parts(d)[1]["table"]["columns"][1].update(id="test"),
        ["templates/records/change-request.yaml:25:7: error: the id 'test' stands twice"],
    ),
    "a standing row for a column that isn't there": (
        lambda d: parts(d)[1]["table"].update(rows=[{"id": "first", "cells": {"tests": "Restart"}}]),
        [
            "templates/records/change-request.yaml:36:18: error: "
            "the table 'tests' has no column 'tests' (Did you mean 'test'?)"
        ],
    ),
    "a part with neither fields nor a table": (
        lambda d: parts(d)[1].pop("table"),
        ["templates/records/change-request.yaml:22:5: error: exactly one of 'fields' and 'table' is needed"],
    ),
    "an input from two sides": (
        lambda d: d[CHANGE]["process"]["inputs"][0].update(process="release-management"),
        ["templates/procedures/change-management.yaml:19:5: error: exactly one of 'party' and 'process' is needed"],
    ),
    "a wording in one language only": (
        lambda d: d[ASSESSMENT].update(title={"zh": "评估"}),
        [
            "templates/instructions/change-assessment.yaml:5:3: error: "
            "'title' is a group of keys; expected text, or {zh: Chinese, en: English}"
        ],
    ),
    "several at once": (
        lambda d: (d[RELEASE].update(number="P-16"), d[ASSESSMENT].update(owner="nobody_at_all")),
        [
            "templates/procedures/release-management.yaml:2:9: error: number P-16 is taken by 'change-management'",
            "templates/instructions/change-assessment.yaml:5:8: error: there is no role 'nobody_at_all'",
        ],
    ),
}


@pytest.mark.parametrize(("spoil", "said"), CASES.values(), ids=CASES)
def test_a_spoilt_library_says_what_is_wrong(spoil: Spoil, said: list[str], tmp_path: Path) -> None:
    definitions = documents()
    spoil(definitions)
    assert problems(write_library(tmp_path, definitions)) == said


def test_clause_owners_are_checked(tmp_path: Path) -> None:
    owners = {"8.5.9": "change_manager", "8.5.3": "nobody_at_all"}
    found = problems(write_library(tmp_path, documents(), {"clause_owners": owners}))
    assert found[:3] == [
        "templates/library.yaml: error: there is no role 'nobody_at_all'",
        "templates/library.yaml: error: the standard has no clause 8.5.9",
        "templates/library.yaml: error: clause 8.5.1.1 has no owner in clause_owners",
    ]


def test_a_library_without_its_own_file_says_so(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["templates/library.yaml: error: the library lacks library.yaml"]
