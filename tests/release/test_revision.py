"""One line of a revision history: which places it names, in which words, and whether the structure changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iso20k_docs.compose.content import Lines, digest, said
from iso20k_docs.compose.number import number
from iso20k_docs.compose.revision import edited_in_word, revision
from iso20k_docs.model.nodes import Block, Document
from iso20k_docs.model.versions import next_version
from tests.regenerate.merge import desk

P1 = ("P1", "30 min", "4 h")
P2 = ("P2", "1 h", "8 h")


def levels(*rows: tuple[str, ...]) -> Block:
    """The table of priorities."""
    return replace(desk.table("table-levels", ("Level", "Respond", "Restore"), *rows), header=True)


def content(*blocks: Block) -> Lines:
    return said(_document(*blocks)).lines


def _document(*blocks: Block) -> Document:
    made = replace(desk.document(*blocks), language="en")
    return number(made)[0]


BASE = (
    desk.heading("purpose", "Purpose"),
    desk.body("purpose/p-1", "The desk restores every incident of P1 within 4 hours, by day and by night."),
    desk.heading("levels", "Levels"),
    levels(P1, P2),
    desk.heading("records", "Records"),
    desk.body("records/p-1", "Records are kept for 3 years."),
)


def told(*blocks: Block) -> tuple[str, bool]:
    found = revision(content(*BASE), content(*blocks))
    return found.text.en, found.structural


def test_a_cell_is_named_by_section_row_and_column() -> None:
    changed = (*BASE[:3], levels(("P1", "30 min", "2 h"), P2), *BASE[4:])
    assert told(*changed) == ("2 P1 Restore 4 h → 2 h", False)
    assert revision(content(*BASE), content(*changed)).text.zh == "2 P1 Restore 4 h → 2 h"


def test_a_paragraph_is_named_by_the_words_before_the_change() -> None:
    text = "The desk restores every incident of P1 within 2 hours, by day and by night."
    assert told(BASE[0], desk.body("purpose/p-1", text), *BASE[2:])[0] == "1 of P1 within 4 hours → 2 hours"


def test_the_same_change_in_several_places_is_said_once() -> None:
    changed = (*BASE[:3], levels(("P1", "30 min", "2 h"), P2), *BASE[4:])
    found = revision(content(*BASE, levels_again(P1)), content(*changed, levels_again(("P1", "30 min", "2 h"))))
    assert (found.text.en, found.text.zh) == ("4 h → 2 h (2 places: 2 and 3)", "4 h → 2 h（2、3，共2处）")


def test_two_changes_are_both_named() -> None:
    changed = (*BASE[:3], levels(("P1", "5 min", "4 h"), ("P2", "1 h", "6 h")), *BASE[4:])
    assert told(*changed) == ("2 P1 Respond 30 min → 5 min; 2 P2 Restore 8 h → 6 h", False)


def levels_again(*rows: tuple[str, ...]) -> Block:
    return replace(desk.table("table-again", ("Level", "Respond", "Restore"), *rows), header=True)


def test_more_than_two_changes_are_counted() -> None:
    changed = (
        BASE[0], desk.body("purpose/p-1", "The desk restores every incident of P1 within 2 hours, by day."), BASE[2],
        levels(("P1", "20 min", "2 h"), P2), *BASE[4:],
    )  # fmt: skip
    found = revision(content(*BASE), content(*changed))
    assert (found.text.en, found.text.zh) == ("3 places changed in 1 and 2", "修改1、2，共3处")


def test_a_new_section_changes_the_structure() -> None:
    new = (desk.heading("tools", "Tools"), desk.body("tools/p-1", "The tool keeps every step."))
    assert told(*BASE, *new) == ("4 Tools added", True)
    found = revision(content(*BASE, *new), content(*BASE))
    assert (found.text.en, found.text.zh, found.structural) == ("4 Tools removed", "删除4 Tools", True)


def test_a_row_more_is_local_a_column_more_is_not() -> None:
    assert told(*BASE[:3], levels(P1, P2, ("P3", "4 h", "2 d")), *BASE[4:]) == ("2 P3 added", False)
    wide = desk.table("table-levels", ("Level", "Respond", "Restore", "Report"), (*P1, "daily"), (*P2, "weekly"))
    assert told(*BASE[:3], wide, *BASE[4:])[1]


def test_a_reworded_paragraph_is_one_change() -> None:
    found = told(*BASE[:5], desk.body("records/p-9", "Records are kept for 3 years and then shredded."))
    assert found == ('3 for 3 years "and then shredded" added', False)


def test_a_new_owner_changes_the_structure() -> None:
    made = _document(*BASE)
    other = replace(made, control=replace(made.control, owner="Problem manager"))
    found = revision(said(made).lines, said(other).lines)
    assert (found.structural, found.text.en) == (True, "cover Owner 服务级别经理 → Problem manager")


def test_a_change_of_order_is_a_change() -> None:
    swapped = (*BASE[:3], levels(P2, P1), *BASE[4:])
    assert digest(content(*swapped)) != digest(content(*BASE))
    assert told(*swapped) == ("order changed", False)


def test_formatting_and_ids_are_no_content() -> None:
    assert digest(content(desk.body("one", "Text."))) == digest(content(desk.body("two", "Text.")))


@pytest.mark.parametrize(
    ("sections", "zh", "en"),
    [
        (("5.2", "6"), "修改了第5.2、6节正文", "text of 5.2 and 6 edited in Word"),
        (("Tools",), "修改了Tools正文", "text of Tools edited in Word"),
        ((), "修改了全文正文", "text of the document edited in Word"),
    ],
)
def test_words_of_people(sections: tuple[str, ...], zh: str, en: str) -> None:
    found = edited_in_word(sections)
    assert (found.zh, found.en) == (zh, en)


@pytest.mark.parametrize(
    ("version", "local", "structural"),
    [
        ("V1.0", "V1.1", "V2.0"),
        ("V1.9", "V1.10", "V2.0"),
        ("A/0", "A/1", "B/0"),
        ("Z/9", "Z/10", "AA/0"),
        ("AZ/1", "AZ/2", "BA/0"),
        ("3", "4", "4"),
        ("first", "first-2", "first-2"),
    ],
)
def test_versions_go_on(version: str, local: str, structural: str) -> None:
    assert next_version(version, structural=False) == local
    assert next_version(version, structural=True) == structural


def test_a_row_whose_own_name_changed_is_one_change() -> None:
    base = (desk.heading("check", "Check"), levels(("Does the target of 2 hours hold", "yes", "monthly")))
    now = (desk.heading("check", "Check"), levels(("Does the target of 90 minutes hold", "yes", "monthly")))
    assert revision(content(*base), content(*now)).text.en.endswith("2 hours → 90 minutes")
    other = (desk.heading("check", "Check"), levels(("Who answers the telephone", "the desk", "always")))
    assert revision(content(*base), content(*other)).text.en == (
        "1 Who answers the telepho… added; 1 Does the target of 2 ho… removed"
    )
