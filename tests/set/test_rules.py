"""Every rule over a finished set finds what breaks it, and nothing in the sets of the example profiles."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from iso20k_docs.checking import checked_set
from iso20k_docs.compose.checks import RULES, agreement, coverage, wording
from iso20k_docs.compose.checks.leaks import facts_of_another
from iso20k_docs.compose.checks.scene import CheckedSet
from iso20k_docs.library.wording import ByLanguage, Count
from iso20k_docs.model.matrix import Matrix, MatrixRow
from iso20k_docs.model.nodes import Block, Cell, Document, Heading, Paragraph, Reference, Row, Table, Text
from iso20k_docs.report import diagnostic_line
from tests.sets import PROFILES, in_both_languages, prepared


@cache
def scene(name: str) -> CheckedSet:
    return checked_set(prepared(name), in_both_languages(name))


@pytest.mark.parametrize("name", PROFILES)
def test_the_examples_break_no_rule(name: str) -> None:
    found = [diagnostic_line(each, "en") for rule in RULES for each in rule(scene(name))]
    assert found == []


@pytest.mark.parametrize("name", PROFILES)
def test_no_example_prints_the_facts_of_another(name: str) -> None:
    others = {other: prepared(other).organisation.profile for other in PROFILES if other != name}
    found = [d for other, profile in others.items() for d in facts_of_another(scene(name), profile, other)]
    assert [diagnostic_line(each, "en") for each in found] == []


# --- one slip at a time, in the English incident procedure


def said(rule: object, broken: CheckedSet) -> list[str]:
    assert callable(rule)
    return [diagnostic_line(each, "en") for each in rule(broken)]


def with_blocks(*blocks: Block, document: str = "incident-management") -> CheckedSet:
    """The English set with blocks put at the end of a document."""
    whole = scene("english")
    documents = tuple(
        replace(d, blocks=(*d.blocks, *blocks)) if (d.id, d.language) == (document, "en") else d
        for d in whole.documents
    )
    return replace(whole, documents=documents)


def paragraph(text: str) -> Paragraph:
    return Paragraph("added", (Text(text),))


def row(*cells: str, link: str = "") -> Table:
    texts = [(Text(cell),) for cell in cells]
    linked = [(Reference("document", link),)] if link else []
    return Table("added", (), (Row("added-row", tuple(Cell((text,)) for text in [*linked, *texts])),))


def without(document: Document, mark: str) -> Document:
    """The document with a mark taken from its sections."""
    blocks = (
        replace(b, requirements=()) if isinstance(b, Heading) and mark in b.requirements else b for b in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


FILE = "templates/procedures/incident-management.en.md.j2"


def test_a_requirement_without_an_answer() -> None:
    whole = scene("english")
    rows = tuple(replace(r, answers=()) if r.requirement == "4.1-2" else r for r in whole.matrix.rows)
    broken = replace(whole, matrix=replace(whole.matrix, rows=rows))
    assert said(coverage.requirements_are_answered, broken) == [
        "templates/standards: error: 1 requirements are answered by no section: 4.1-2"
    ]


def test_a_mark_that_the_standard_does_not_have() -> None:
    broken = with_blocks(Heading("x", 1, "x", (Text("X"),), ("8.6.1-z",), number="99"), paragraph("Text."))
    assert said(coverage.marks_are_requirements, broken) == [
        f"{FILE}: error: section 99 is marked with 8.6.1-z, which the standard does not have"
    ]


def test_a_clause_without_a_record() -> None:
    whole = scene("english")
    rows = tuple(replace(r, records=()) if r.clause == "8.6.3" else r for r in whole.matrix.rows)
    broken = replace(whole, matrix=replace(whole.matrix, rows=rows))
    assert said(coverage.clauses_have_records, broken) == [
        "templates/records: error: clauses that no record proves: 8.6.3"
    ]


def test_a_section_that_is_marked_and_empty() -> None:
    broken = with_blocks(Heading("x", 1, "x", (Text("X"),), ("8.6.1-a",), number="99"))
    assert said(coverage.marked_sections_say_something, broken) == [
        f"{FILE}: error: section 99 is marked as an answer and is empty"
    ]


def test_a_section_that_a_condition_drops_and_nothing_else_answers() -> None:
    whole = scene("english")
    rows = tuple(replace(r, answers=()) if r.requirement == "8.6.1-a" else r for r in whole.matrix.rows)
    unmarked = tuple(
        without(d, "8.6.1-a") if d.id == "priority-matrix" else d for d in whole.documents
    )  # fmt: skip
    broken = replace(whole, documents=unmarked, matrix=replace(whole.matrix, rows=rows))
    assert (
        "templates/instructions/priority-matrix.en.md.j2: error: the section 'classification' is dropped for this "
        "organisation, and nothing else answers 8.6.1-a"
    ) in said(coverage.marks_of_texts_are_printed, broken)


def test_a_document_that_nobody_needs() -> None:
    whole = scene("english")
    rows = tuple(
        MatrixRow(
            r.clause,
            r.title,
            r.requirement,
            r.summary,
            tuple(a for a in r.answers if a.id != "release-checklist"),
            r.records,
            r.owner,
        )
        for r in whole.matrix.rows
    )
    alone = tuple(d for d in whole.documents if d.id == "release-checklist")
    broken = replace(whole, documents=alone, matrix=Matrix("", (), rows))
    found = said(coverage.documents_are_needed, broken)
    code = whole.organisation.register["release-checklist"].code
    assert [line for line in found if code in line] == [
        f"templates/…/release-checklist.yaml: error: {code} Release, deployment and roll-back instruction answers no "
        "requirement and no document cites it"
    ]


def test_a_holder_that_the_profile_does_not_have() -> None:
    whole = scene("english")
    held = whole.profile.roles["incident_manager"]
    stranger = next(
        p for p in whole.profile.people if p.id not in (held.holder, held.deputy) and p.name.en != held.holder
    )
    broken = with_blocks(row("Incident manager", stranger.name.en))
    found = said(agreement.holders_are_those_of_the_profile, broken)
    assert len(found) == 1
    assert f"names {stranger.name.en} beside 'Incident manager', the profile does not" in found[0]


def test_a_target_that_the_profile_does_not_have() -> None:
    broken = with_blocks(row("P1", "7 minutes"))
    found = said(agreement.targets_are_those_of_the_profile, broken)
    assert len(found) == 1
    assert "prints '7 minutes' for P1, which is no target of the profile" in found[0]


def test_a_retention_that_is_another_records() -> None:
    whole = scene("english")
    entry = whole.organisation.register["incident-record"]
    other = next(name for name in whole.profile.retention.classes if name != entry.retention)
    broken = with_blocks(row(whole.profile.retention.classes[other].rule.en, link="incident-record"))
    found = said(agreement.retention_is_that_of_the_record, broken)
    assert len(found) == 1
    assert f"{entry.code} is kept by class {entry.retention}, here by {other}" in found[0]


def test_a_title_that_no_document_has() -> None:
    found = said(agreement.titles_are_those_of_the_register, with_blocks(paragraph("See 《Things to do》.")))
    assert len(found) == 1
    assert "names 'Things to do', which is no document of the set" in found[0]


def test_a_live_service_that_a_document_forgets() -> None:
    whole = scene("english")
    emptied = tuple(replace(d, blocks=()) if d.id == "service-catalogue" else d for d in whole.documents)
    found = said(agreement.services_are_everywhere, replace(whole, documents=emptied))
    live = [s.name.en for s in whole.profile.services if s.status == "live"]
    english = [line for line in found if "service-catalogue" in line]
    assert {
        name for name in live if any(f"does not name the live service '{name}'" in line for line in english)
    } == set(live)


def test_an_outsourced_part_that_a_document_conceals() -> None:
    whole = scene("example")
    emptied = tuple(replace(d, blocks=()) if d.id == "control-of-parties" else d for d in whole.documents)
    found = said(agreement.outsourcing_is_told_alike, replace(whole, documents=emptied))
    assert found and all("does not tell the outsourced" in line for line in found)


def test_vague_words() -> None:
    broken = with_blocks(*(paragraph("Act promptly and as appropriate.") for _ in range(40)))
    assert [line[: line.index(": “")] for line in said(wording.vague_words_are_few, broken)] == [
        f"{FILE}: warning: vague words"
    ]


def test_a_number_that_is_nobodys_fact() -> None:
    broken = with_blocks(paragraph("Close the ticket within three working days."))
    found = said(wording.numbers_are_facts, broken)
    assert len(found) == 1
    assert "numbers of the text's own (they belong to the profile)" in found[0]
    allowed = replace(broken, wording=broken.wording.model_copy(update={"counts": (
        *broken.wording.counts, Count(text="three working days", why="a test"),
    )}))  # fmt: skip
    assert said(wording.numbers_are_facts, allowed) == []


def test_an_interval_that_is_not_stated() -> None:
    whole = scene("english")
    broken = replace(whole, wording=whole.wording.model_copy(update={"intervals": ("8.6.1-a",)}))
    assert all("8.6.1-a says how often" in line for line in said(wording.intervals_are_stated, broken))


def test_a_bare_section_number() -> None:
    link = Reference("section", "", "steps", label="6.2")
    bare = Paragraph("added", (Text("Act as "), link, Text(" says.")))
    right = Paragraph("more", (Text("Act as section "), link, Text(" says.")))
    found = said(wording.section_numbers_have_their_word, with_blocks(bare, right))
    assert found == [f"{FILE}: warning: section numbers without a word: Act as 6.2 says."]


def test_another_word_for_a_term() -> None:
    found = said(wording.terms_are_those_of_the_glossary, with_blocks(paragraph("Tell the stakeholders.")))
    assert found == [f"{FILE}: warning: the term is 'Interested party': “Tell the stakeholders.”"]


def test_a_sentence_that_two_procedures_share() -> None:
    sentence = "The duty engineer writes the reading of each gauge into the book before the kettle boils."
    once = with_blocks(paragraph(sentence))
    documents = tuple(
        replace(d, blocks=(*d.blocks, paragraph(sentence))) if (d.id, d.language) == ("problem-management", "en") else d
        for d in once.documents
    )
    found = said(wording.procedures_share_no_sentences, replace(once, documents=documents))
    assert found == [
        "templates/procedures (en): warning: incident-management, problem-management share the words "
        "'The duty engineer writes the reading of each gauge into the book'"
    ]
    skeleton = once.wording.model_copy(
        update={"skeleton": ByLanguage(zh=once.wording.skeleton.zh, en=(*once.wording.skeleton.en, sentence))}
    )
    assert said(wording.procedures_share_no_sentences, replace(once, documents=documents, wording=skeleton)) == []


def test_a_fact_of_another_organisation() -> None:
    other = prepared("example").organisation.profile
    broken = with_blocks(paragraph(f"As at {other.org.name.en}."))
    found = [diagnostic_line(each, "en") for each in facts_of_another(broken, other, "example.yaml")]
    assert f"{FILE}: error: the en text prints '{other.org.name.en}', which is org.name.en of example.yaml" in found
