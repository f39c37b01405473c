"""The shipped library: every definition loads, both languages are there and say the same."""

from __future__ import annotations

import pytest

from iso20k_docs.compose.parity import check_texts, parity
from iso20k_docs.library.definitions import DocumentDefinition
from iso20k_docs.library.folders import Folders, shipped
from iso20k_docs.library.load import Library, load_library
from iso20k_docs.report import diagnostic_line
from tests.sets import PROFILES, in_both_languages


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(Folders(shipped()))


def definitions(library: Library) -> list[DocumentDefinition]:
    return [document.definition for document in library.documents.values()]


def test_it_loads_and_follows_the_numbering_plan(library: Library) -> None:
    numbers = [d.number for d in definitions(library)]
    assert numbers == sorted(numbers, key=lambda n: ("MPWRS".index(n[0]), n))


def test_every_text_is_there_in_both_languages_and_names_the_same_facts(library: Library) -> None:
    assert [diagnostic_line(found, "en") for found in check_texts(library)] == []


def test_no_text_lies_about_that_no_definition_asks_for(library: Library) -> None:
    asked = {f"{d.stem}.{language}.md.j2" for d in library.documents.values() for language in ("zh", "en")}
    there = {
        name
        for tier in library.definition.tiers
        for name in library.folders.names(tier.folder, ".j2")
    }  # fmt: skip
    assert there - asked == set()


@pytest.mark.parametrize("name", PROFILES)
def test_the_languages_say_the_same_in_the_same_places(name: str) -> None:
    found = parity(in_both_languages(name).documents)
    assert [diagnostic_line(each, "en") for each in found] == []


def test_documents_are_called_what_the_plan_calls_them(library: Library) -> None:
    planned = {p.id: (p.number, p.title) for p in library.definition.planned}
    called = {d.id: (d.number, d.title) for d in definitions(library)}
    assert {i: called[i] for i in called if i in planned} == {i: planned[i] for i in called if i in planned}


def test_no_number_of_the_plan_is_planned_twice_or_taken_by_another(library: Library) -> None:
    by_number: dict[str, set[str]] = {}
    for each in (*library.definition.planned, *(d for d in definitions(library) if not d.merges)):
        by_number.setdefault(each.number, set()).add(each.id)
    assert {number: ids for number, ids in by_number.items() if len(ids) > 1} == {}


def test_every_record_is_named_by_the_document_that_produces_it(library: Library) -> None:
    by_id = {d.id: d for d in definitions(library)}
    orphans = [
        d.id
        for d in by_id.values()
        if d.form and d.type == "R" and d.form.process in by_id and d.id not in by_id[d.form.process].records
    ]  # fmt: skip
    assert orphans == []


def test_a_record_that_a_step_writes_is_in_the_documents_list_of_records(library: Library) -> None:
    missing = [
        f"{d.id}: step {step.id} writes {record}"
        for d in definitions(library)
        if d.process
        for step in d.process.steps
        for record in step.records
        if record not in d.records and record in library.documents
        and library.documents[record].definition.form is not None
        and library.documents[record].definition.form.process == d.id
    ]  # fmt: skip
    assert missing == []


def test_a_document_that_may_be_left_out_says_what_is_cited_instead(library: Library) -> None:
    silent = [d.id for d in definitions(library) if d.when and not d.merges and not d.instead]
    assert silent == []


def test_nothing_is_cited_instead_that_may_be_left_out_too(library: Library) -> None:
    by_id = {d.id: d for d in definitions(library)}
    targets = {d.id: d.instead.partition("#")[0] for d in by_id.values() if d.instead}
    assert {name: target for name, target in targets.items() if by_id[target].when} == {}
