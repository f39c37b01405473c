"""From a text to a cell: a string unless its column holds numbers or dates, and what a column accepts."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from iso20k_docs.model.nodes import FieldType
from iso20k_docs.model.words import Language
from iso20k_docs.writers.xlsx.sheets import Link, Value
from iso20k_docs.writers.xlsx.words import label

_LONGEST_TEXT, _LONGEST_LINK = 32_767, 2_000
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?")
_FORMULA_STARTS = ("=", "+", "-", "@")
_FIRST_DAY, _LAST_DAY = dt.date(1990, 1, 1), dt.date(2199, 12, 31)
_LARGEST = 10**12
_EXTERNAL = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def write(sheet: Worksheet, row: int, column: int, value: Value, kind: FieldType, form: Format) -> None:
    """Write a value: a link, a number or date where the column holds one and the text is one, else a string."""
    if isinstance(value, Link):
        _link(sheet, row, column, value, form)
        return
    text = value[:_LONGEST_TEXT]
    typed = _typed(text, kind)
    if not text:
        sheet.write_blank(row, column, None, form)
    elif isinstance(typed, int | float):
        sheet.write_number(row, column, typed, form)
    elif typed is not None:
        sheet.write_datetime(row, column, typed, form)  # type: ignore[call-overload]  # takes dates and times too
    else:
        sheet.write_string(row, column, text, form)


def looks_like_formula(value: Value) -> bool:
    """Tell whether Excel would compute the text once somebody edits the cell, unless it is marked as a text."""
    return isinstance(value, str) and value.startswith(_FORMULA_STARTS)


def _link(sheet: Worksheet, row: int, column: int, link: Link, form: Format) -> None:
    text = link.text[:_LONGEST_TEXT]
    if len(link.href) > _LONGEST_LINK:
        sheet.write_string(row, column, text, form)
        return
    is_file = not _EXTERNAL.match(link.href)
    way = Url(f"external:{link.href}" if is_file else link.href)
    way.text = text
    if is_file:
        # XlsxWriter turns / into \\, which other systems than Windows take for a part of the name.
        way._relationship_link = way._relationship_link.replace("\\", "/")
    refused = sheet.write_url(row, column, way, form)  # type: ignore[call-overload]  # takes a Url too
    if refused:  # more links than Excel takes
        sheet.write_string(row, column, text, form)


def _typed(text: str, kind: FieldType) -> int | float | dt.date | dt.datetime | dt.time | None:
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    readers: dict[FieldType, Any] = {
        "date": dt.date.fromisoformat,
        "datetime": dt.datetime.fromisoformat,
        "time": dt.time.fromisoformat,
    }
    try:
        found: dt.date | dt.datetime | dt.time | None = readers[kind](text) if kind in readers else None
    except ValueError:
        return None
    return None if getattr(found, "tzinfo", None) else found


def rule(kind: FieldType, listed: str, language: Language) -> dict[str, object] | None:
    """Return the validation of a cell of this kind; `listed` is the range of its choices, empty where it has none."""
    if listed:
        strict = kind in ("choice", "check")
        said = {"error_title": label("choose-title", language), "error_message": label("choose", language)}
        return {"validate": "list", "source": listed, "show_error": strict, **said}
    typed: dict[FieldType, dict[str, object]] = {
        "date": {"validate": "date", "minimum": _FIRST_DAY, "maximum": _LAST_DAY},
        "datetime": {"validate": "date", "minimum": _FIRST_DAY, "maximum": _LAST_DAY},
        "time": {"validate": "time", "minimum": dt.time(0, 0), "maximum": dt.time(23, 59, 59)},
        "number": {"validate": "decimal", "minimum": -_LARGEST, "maximum": _LARGEST},
    }
    if kind not in typed:
        return None
    words = "date" if kind == "datetime" else kind
    return {
        **typed[kind],
        "criteria": "between",
        "error_type": "warning",
        "error_title": label(f"{words}-title", language),
        "error_message": label(words, language),
    }
