"""Texts of two documents as chapters of one."""

from __future__ import annotations

from dataclasses import replace

from iso20k_docs.compose.markdown import plain
from iso20k_docs.compose.merge import Chapter, merged
from iso20k_docs.compose.number import number
from iso20k_docs.model.nodes import Form, Heading, Landscape, Paragraph, Reference, Row, Table
from iso20k_docs.model.words import Language
from tests.compose.reading import read
from tests.compose.test_numbers_and_links import document
from tests.compose.trees import show

LOGS = """
# Purpose {#purpose req="8.6.1-a"}

By chapter [](sec:rules) and [](tbl:rules).

# Rules {#rules}

::: table Rules {#rules}
| Rule |
|---|
| Log it |
:::

## More rules {#more}

# Who does what {#raci .appendix}

A table.
"""
CALLS = """
# Purpose {#purpose}

See [](doc:logs#rules).

:::: landscape
# Who is called {#list .appendix}
::::
"""


def chapters(language: Language = "en") -> tuple[Chapter, ...]:
    return (
        Chapter("logs", "p-01", "Logs", read(LOGS, language)),
        Chapter("calls", "p-02", "Calls", read(CALLS, language)),
    )


def test_chapters_are_a_level_deeper_and_appendices_come_last() -> None:
    counted, index = number(replace(document(""), blocks=merged(chapters(), "en")))
    assert {anchor: section.number for anchor, section in index.sections.items()} == {
        "logs": "1", "logs-purpose": "1.1", "logs-rules": "1.2", "logs-more": "1.2.1",
        "calls": "2", "calls-purpose": "2.1", "logs-raci": "A", "calls-list": "B",
    }  # fmt: skip
    assert index.tables == {"logs-rules": "1"}
    assert index.sections["logs-purpose"].requirements == ("8.6.1-a",)
    assert plain(index.sections["calls-list"].title) == "Who is called: Calls"
    opening = {b.anchor: b.new_page for b in counted.blocks if isinstance(b, Heading) and b.level == 1}
    assert opening == {"logs": False, "calls": True, "logs-raci": False}
    assert "heading 1: B Who is called: Calls (#calls-list appendix) [calls-list]" in show(counted.blocks)


def test_references_within_a_part_move_with_it_and_others_stay() -> None:
    blocks = merged(chapters(), "en")
    found = [item for block in blocks if isinstance(block, Paragraph) for item in block.text]
    assert [item for item in found if isinstance(item, Reference)] == [
        Reference("section", "", "logs-rules"),
        Reference("table", "", "logs-rules"),
        Reference("document", "logs", "rules"),
    ]


def test_what_was_a_chapter_is_called_a_section() -> None:
    text = "# One {#one}\n\n按第[](sec:one)章的规定。\n"
    (_, _, paragraph) = merged([Chapter("a", "p-01", "甲", read(text, "zh"))], "zh")
    assert isinstance(paragraph, Paragraph)
    assert [getattr(item, "text", "…") for item in paragraph.text] == ["按第", "…", "节的规定。"]
    (_, _, paragraph) = [b for b in merged(chapters(), "en") if not isinstance(b, Table)][:3]
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.text).startswith("By section ")


def test_ids_of_rows_and_fields_are_short_and_unique() -> None:
    form = read("# A {#a}\n\n::: table T {#t}\n| a |\n|---|\n| 1 |\n:::\n", "en")
    both = merged([Chapter("first-of-all", "r-01-01", "A", form), Chapter("second", "r-01-02", "B", form)], "en")
    rows = [row.id for block in both if isinstance(block, Table) for row in block.rows]
    assert [row[:8] for row in rows] == ["r-01-01-", "r-01-02-"]
    assert [row[8:] for row in rows] == [rows[0][8:]] * 2
    assert not any(isinstance(block, Form) for block in both)


def test_a_step_keeps_its_kind_of_id() -> None:
    step = Table("table-steps", (), (Row("step-log", (), "log"),), (), "steps")
    (_, table) = merged([Chapter("logs", "p-01", "Logs", (step,))], "en")
    assert isinstance(table, Table)
    assert (table.id, table.anchor) == ("table-logs-steps", "logs-steps")
    assert [(row.id, row.anchor) for row in table.rows] == [("step-logs-log", "logs-log")]


def test_a_landscape_part_is_turned_with_its_heading() -> None:
    (turned,) = merged([Chapter("logs", "r-01-01", "Logs", (Paragraph("p", ()),), landscape=True)], "en")
    assert isinstance(turned, Landscape)
    assert [type(block) for block in turned.blocks] == [Heading, Paragraph]
