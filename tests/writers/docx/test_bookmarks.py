"""Bookmark names: readable where they can be, never too long, never the same for two anchors."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso20k_docs.model.bookmarks import LONGEST_NAME, PlaceKind, bookmark


@pytest.mark.parametrize(
    ("kind", "anchor", "name"),
    [
        ("section", "prioritise", "sec_prioritise"),
        ("table", "priority-matrix", "tbl_priority_matrix"),
        ("step", "log", "step_log"),
        ("section", "事件", "sec_c560201b"),
        ("section", "x" * 50, "sec_xxxxxxxxxxxxxxxxxxxxxxxxxxx_5c3ebee1"),
    ],
)
def test_names(kind: PlaceKind, anchor: str, name: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", bookmark(kind, anchor))
    assert len(bookmark(kind, anchor)) <= LONGEST_NAME
    if not anchor.startswith("x"):
        assert bookmark(kind, anchor) == name


def test_different_anchors_have_different_names() -> None:
    anchors = ["a-b", "a_b", "A-b", "a--b", "事件", "问题", "a" * 60, "a" * 61]
    assert len({bookmark("section", anchor) for anchor in anchors}) == len(anchors)


@given(st.text(min_size=1))
def test_every_anchor_has_a_name_that_word_takes(anchor: str) -> None:
    assert re.fullmatch(r"tbl_[a-z0-9_]{1,36}", bookmark("table", anchor))
