"""What a YAML file may hold, and where its values stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml as library
from hypothesis import given, settings
from hypothesis import strategies as st

from iso20k_docs.model.diagnostics import Place, UserError
from iso20k_docs.reading import yaml
from iso20k_docs.reading.source import Source


def parsed(text: str) -> Source:
    return yaml.parse(text.encode(), "a.yaml")


def codes(data: bytes) -> list[str]:
    with pytest.raises(UserError) as raised:
        yaml.parse(data, "a.yaml")
    return [each.code for each in raised.value.diagnostics]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x: 云帆", "云帆"),
        ("x: 12", 12),
        ("x: -3", -3),
        ("x: 0", 0),
        ("x: 99.9", 99.9),
        ("x: 007", "007"),
        ("x: 0571", "0571"),
        ("x: 1e5", "1e5"),
        ("x: 0x1F", "0x1F"),
        ("x: 1_000", "1_000"),
        ("x: .inf", ".inf"),
        ("x: 123456789012345678901234567890", "123456789012345678901234567890"),
        ("x: true", True),
        ("x: False", False),
        ("x: yes", "yes"),
        ("x: no", "no"),
        ("x: on", "on"),
        ("x: off", "off"),
        ("x: y", "y"),
        ("x: 15:00", "15:00"),
        ("x: 2026-03-02", dt.date(2026, 3, 2)),
        ("x: 2026-02-30", "2026-02-30"),
        ("x: 2026-03-02 10:00:00", "2026-03-02 10:00:00"),
        ("x: '2026-03-02'", "2026-03-02"),
        ("x: '12'", "12"),
        ("x: !!str 12", "12"),
        ("x: !!int 12", 12),
        ("x: !!float 1.5", 1.5),
        ("x:", None),
        ("x: ~", None),
        ("x: ''", ""),
        ("x: []", []),
        ("x: {}", {}),
        ("x: =", "="),
        ("x: |\n  a\n  b\n", "a\nb\n"),
        ("x: >-\n  a\n  b\n", "a b"),
    ],
)
def test_values(text: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parsed(text).data == {"x": value}
    monkeypatch.setattr(yaml, "_FAST", library.SafeLoader)
    assert parsed(text).data == {"x": value}


def test_keys_are_text() -> None:
    assert parsed("1: a\ntrue: b\non: c\n2026-03-02: d\n~: e").data == {
        "1": "a",
        "true": "b",
        "on": "c",
        "2026-03-02": "d",
        "~": "e",
    }


def test_places_count_from_one_and_name_keys_and_values() -> None:
    source = parsed("# comment\norg:\n  name: 云帆\n  sites:\n    - id: a\n    -  id: b\n")
    assert source.places[("org", "name")] == Place("a.yaml", 3, 9)
    assert source.keys[("org", "name")] == Place("a.yaml", 3, 3)
    assert source.places[("org", "sites", 1)] == Place("a.yaml", 6, 8)
    assert source.places[("org", "sites", 1, "id")] == Place("a.yaml", 6, 12)


def test_a_missing_value_stands_in_what_would_hold_it() -> None:
    source = parsed("org:\n  name: a\n")
    assert source.place(("org", "code")) == Place("a.yaml", 2, 3)
    assert source.key_place(("org", "code")) == Place("a.yaml", 1, 1)
    assert source.place(("people", 0, "name")) == Place("a.yaml", 1, 1)


def test_aliases_and_merge_keys_are_written_out() -> None:
    source = parsed("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: *a\nd:\n  <<: [{x: 7}, *a]\n")
    assert source.data == {"a": {"x": 1, "y": 2}, "b": {"y": 3, "x": 1}, "c": {"x": 1, "y": 2}, "d": {"x": 7, "y": 2}}
    assert source.places[("c", "x")] == Place("a.yaml", 1, 11)


def test_an_anchor_may_be_set_again() -> None:
    assert parsed("a: &x 1\nb: *x\nc: &x 2\nd: *x").data == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_byte_order_mark_and_windows_line_ends() -> None:
    source = yaml.parse("﻿a: 1\r\nb: 2\r\n".encode(), "a.yaml")
    assert source.data == {"a": 1, "b": 2}
    assert source.places[("a",)] == Place("a.yaml", 1, 4)
    assert source.places[("b",)] == Place("a.yaml", 2, 4)


@pytest.mark.parametrize(
    ("encoding", "hint"),
    [("gbk", "像是 GBK"), ("utf-16", "像是 UTF-16"), ("utf-16-le", "像是 UTF-16"), ("utf-16-be", "像是 UTF-16")],
)
def test_other_encodings_are_named(encoding: str, hint: str) -> None:
    with pytest.raises(UserError) as raised:
        yaml.parse("name: abc\nshort: 云帆\n".encode(encoding), "a.yaml")
    (found,) = raised.value.diagnostics
    assert found.code == "not-utf8"
    assert hint in found.message.zh


def test_gbk_is_shown_at_its_first_character() -> None:
    with pytest.raises(UserError) as raised:
        yaml.parse("name: abc\nshort: 云帆\n".encode("gbk"), "a.yaml")
    assert raised.value.diagnostics[0].place == Place("a.yaml", 2, 8)


def test_bytes_of_no_encoding() -> None:
    assert codes(b"a: \xff\xff\xff") == ["not-utf8"]


def test_bombs_are_refused() -> None:
    steps = [f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 10)}]" for i in range(12)]
    assert codes("\n".join(["a: &a [1]", *steps]).encode()) == ["too-large"]
    chain = [f"k{i + 1}: &k{i + 1} [*k{i}]" for i in range(100)]
    assert codes("\n".join(["k0: &k0 [1]", *chain]).encode()) == ["too-large"]
    merges = [f"m{i + 1}: &m{i + 1} {{<<: [*m{i}, *m{i}]}}" for i in range(40)]
    assert codes("\n".join(["m0: &m0 {x: 1}", *merges]).encode()) == ["too-large"]
    assert codes(b"[" * 10_000) == ["too-large"]
    assert codes(b"a" * 3_000_000) == ["too-large"]


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    for path, message in ((tmp_path, "这是文件夹，不是文件"), (tmp_path / "no.yaml", "没有这个文件")):
        with pytest.raises(UserError) as raised:
            yaml.read(path, "p.yaml")
        (found,) = raised.value.diagnostics
        assert (found.code, found.place.file, found.message.zh) == ("unreadable-file", "p.yaml", message)


#: Lines in which everything that the two parsers could see differently occurs.
_GOOD = (
    "a: 1",
    "- c",
    "  d: {e: f}",
    "h: |",
    "    i",
    "'j': \"k\"",
    "l: &l m",
    "n: *l",
    "# t",
    "u:",
    "- - v",
    "z: >-",
    "",
)
_ODD = (
    "b: [x, y",
    "\tg: 1",
    "? o",
    ": p",
    "q: r: s",
    "---",
    "...",
    "%YAML 1.2",
    "w: 'x",
    "名：称",
    "y: !!str 1",
    "}",
    " ",
)
_PIECES = st.sampled_from(_GOOD + _ODD)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=7))
def test_both_parsers_read_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    results = []
    fast = yaml._FAST
    for parser in (fast, library.SafeLoader):
        yaml._FAST = parser
        try:
            results.append(outcome(text))
        finally:
            yaml._FAST = fast
    assert results[0] == results[1]


def outcome(text: str) -> object:
    try:
        source = parsed(text)
    except UserError as failure:
        return failure.diagnostics
    return source.data, source.places, source.keys
