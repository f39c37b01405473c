"""What the loader finds in definitions of merged and repeated documents: one thing wrong, the whole message."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.library.minimal import Data, documents, load, problems, write_library

BOTH = "procedures/changes-and-releases"
PLACE = f"templates/{BOTH}.yaml"
CANNOT = "cannot be merged: it is of another tier, merged itself, made per item, or merged elsewhere"


def both(**more: object) -> Data:
    return {
        "id": "changes-and-releases",
        "number": "P-16",
        "kind": "procedure",
        "title": "Changes and releases",
        "owner": "change_manager",
        "clauses": [],
        "when": 'size == "small"',
        "merges": ["change-management", "release-management"],
        "purpose": "Both are done by the same people.",
        **more,
    }


def said(folder: Path, **definitions: Data) -> list[str]:
    named = {f"procedures/{name.replace('_', '-')}": definition for name, definition in definitions.items()}
    return problems(write_library(folder, {**documents(), **named}))


def test_a_merged_document_shares_the_number_of_a_part(tmp_path: Path) -> None:
    library = load(write_library(tmp_path, {**documents(), BOTH: both()}))
    assert library.documents["changes-and-releases"].definition.merges == ("change-management", "release-management")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"number": "P-17"}, ":2:9: error: a merged document has the number of one of its parts"),
        (
            {"merges": ["change-management", "change-assessment"]},
            f":10:3: error: 'change-assessment' {CANNOT}",
        ),
        (
            {"merges": ["change-management", "changes-and-releases"]},
            f":10:3: error: 'changes-and-releases' {CANNOT}",
        ),
        (
            {"merges": ["change-management", "release-managment"]},
            ":10:3: error: there is no document 'release-managment' (Did you mean 'release-management'?)",
        ),
        (
            {"purpose": None},
            ":9:1: error: a merged document has a 'purpose'; processes, forms and requirements stand in its parts",
        ),
        (
            {"requirements": ["8.5.3-1"]},
            ":9:1: error: a merged document has a 'purpose'; processes, forms and requirements stand in its parts",
        ),
    ],
)
def test_what_cannot_be_merged(tmp_path: Path, wrong: Data, message: str) -> None:
    (found,) = said(tmp_path, changes_and_releases=both(**wrong))
    assert found.startswith(PLACE)
    assert found.partition(": ")[2] == message.partition(": ")[2]


def test_a_part_belongs_to_one_merged_document(tmp_path: Path) -> None:
    again = both(id="releases-and-changes")
    found = said(tmp_path, changes_and_releases=both(), releases_and_changes=again)
    assert len(found) == 4
    assert all(CANNOT in line for line in found)


def test_a_purpose_is_for_merged_documents(tmp_path: Path) -> None:
    spoilt = documents()
    spoilt["procedures/release-management"]["purpose"] = "To release"
    (found,) = problems(write_library(tmp_path, spoilt))
    assert found.endswith("error: 'purpose' is for merged documents only")


def test_what_is_cited_instead_needs_a_condition(tmp_path: Path) -> None:
    spoilt = documents()
    spoilt["procedures/release-management"]["instead"] = "change-management#purpose"
    (found,) = problems(write_library(tmp_path, spoilt))
    assert found.endswith("error: 'instead' is for documents with a 'when' only")


def test_what_is_cited_instead_exists(tmp_path: Path) -> None:
    spoilt = documents()
    spoilt["procedures/release-management"].update(when="false", instead="change-managment#purpose")
    (found,) = problems(write_library(tmp_path, spoilt))
    assert found.endswith("error: there is no document 'change-managment' (Did you mean 'change-management'?)")
