"""Column widths come from the contents: codes keep their line, long texts get the room, the sum is exact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso20k_docs.model.letters import EM
from iso20k_docs.model.measure import line_count, text_width
from iso20k_docs.model.nodes import Cell, Column, Row, Table, Text
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.columns import arrange
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.scale import LANDSCAPE, PORTRAIT, layout

LONG = {
    "zh": "服务台在受理后十分钟内建立事件记录，填写全部必填项，并按服务目录分类；不能判断的，由事件经理裁定。",
    "en": "The service desk opens a record within ten minutes, completes the mandatory fields and classifies it; "
    "where it cannot tell, the incident manager decides within half an hour.",
}


def table(*rows: tuple[str, ...], titles: tuple[str, ...] | None = None, dense: bool = False) -> Table:
    names = titles or tuple("x" for _ in rows[0])
    columns = tuple(Column(f"c{at}", (Text(name),)) for at, name in enumerate(names))
    made = tuple(Row(f"r{at}", tuple(Cell(((Text(text),),)) for text in row)) for at, row in enumerate(rows))
    return Table("t", columns, made, dense=dense)


def test_in_a_crowded_table_names_break_before_words_do() -> None:
    names = ("Chen Weidong", "General manager", "2026-03-09", "Approver") * 3
    made = arrange(table(names, titles=names), LANDSCAPE.text_width, layout(Look(), "en"))
    for width, name in zip(made.widths, names, strict=True):
        assert width - 200 >= max(text_width(word, "en") for word in name.split()) * 17 / 20


@pytest.mark.parametrize("language", ["zh", "en"])
def test_codes_and_dates_keep_their_line_beside_long_texts(language: Language) -> None:
    long = LONG[language]
    rows = table(("ITSM-R-08-01", "2026-03-02", long, long, "P1"))
    made = arrange(rows, PORTRAIT.text_width, layout(Look(), language))
    size = 18 if language == "zh" else 17
    for at, text in ((0, "ITSM-R-08-01"), (1, "2026-03-02"), (4, "P1")):
        assert made.widths[at] - 200 >= text_width(text, language) * size / 20
    assert min(made.widths[2:4]) > 2 * max(made.widths[0], made.widths[1])


def test_longer_texts_get_more_room() -> None:
    made = arrange(table((LONG["zh"], LONG["zh"] * 3, "是")), PORTRAIT.text_width, layout(Look(), "zh"))
    assert made.widths[1] > made.widths[0] > made.widths[2]


def test_a_short_table_is_kept_together_and_a_high_one_is_not() -> None:
    assert arrange(table(("a", "b")), PORTRAIT.text_width, layout(Look(), "en")).kept
    assert not arrange(table(*[("a", "b")] * 15), PORTRAIT.text_width, layout(Look(), "en")).kept
    assert not arrange(table(*[("a", LONG["en"] * 9)] * 5), PORTRAIT.text_width, layout(Look(), "en")).kept


@pytest.mark.parametrize(
    ("rows", "note", "stay"),
    [(6, "", "111110"), (7, "", "1000010"), (9, "", "100000010"), (9, "note", "100000011"), (2, "note", "11")],
)
def test_of_a_longer_table_two_rows_each_stay_together_at_its_ends(rows: int, note: str, stay: str) -> None:
    made = replace(table(*[("a", "b")] * rows), note=(Text(note),) if note else ())
    arrangement = arrange(made, PORTRAIT.text_width, layout(Look(), "en"))
    assert "".join(str(int(arrangement.stays(at, made))) for at in range(rows)) == stay


def test_a_matrix_of_marks_stays_whole_up_to_fourteen_rows() -> None:
    columns = tuple(Column(f"c{at}", (Text("x"),), align="center" if at else "left") for at in range(4))
    for rows, whole in ((14, True), (15, False)):
        made = replace(table(*[("a", "A", "R", "C")] * rows), columns=columns)
        assert arrange(made, PORTRAIT.text_width, layout(Look(), "en")).kept is whole


def test_an_empty_register_may_break_anywhere() -> None:
    made = replace(table(("a", "b")), rows=tuple(Row(f"r{at}", (Cell(), Cell())) for at in range(9)))
    arrangement = arrange(made, PORTRAIT.text_width, layout(Look(), "en"))
    assert not any(arrangement.stays(at, made) for at in range(9))


def test_more_columns_than_room_still_add_up() -> None:
    made = arrange(table(tuple(f"ITSM-R-08-{n:02}" for n in range(20))), PORTRAIT.text_width, layout(Look(), "en"))
    assert sum(made.widths) == PORTRAIT.text_width
    assert min(made.widths) > 0


@given(
    st.lists(st.lists(st.text(max_size=60), min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(["zh", "en"]),
    st.booleans(),
)
def test_widths_always_add_up(rows: list[list[str]], language: Language, dense: bool) -> None:
    made = arrange(table(*(tuple(row) for row in rows), dense=dense), LANDSCAPE.text_width, layout(Look(), language))
    assert sum(made.widths) == LANDSCAPE.text_width
    assert min(made.widths) > 0
    assert all(height > 0 for height in made.rows)


def test_a_chinese_character_is_one_em_and_arial_is_measured() -> None:
    assert text_width("事件", "zh") == 2 * EM
    assert text_width("ill", "en") < text_width("WWW", "en")
    assert text_width("“a”", "en") < text_width("“a”", "zh")


@pytest.mark.parametrize(
    ("text", "language", "ems", "lines"),
    [
        ("", "zh", 10, 1),
        ("事件管理程序事件管理程序", "zh", 6.5, 2),
        ("one two three", "en", 4, 2),
        ("first\nsecond", "en", 20, 2),
        ("Donaudampfschifffahrt", "en", 5, 3),
    ],
)
def test_lines(text: str, language: Language, ems: float, lines: int) -> None:
    assert line_count(text, language, int(ems * EM)) == lines
