"""Workbooks read back, by a library other than the one that wrote them."""

from __future__ import annotations

import io
import warnings
from functools import cache

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from iso20k_docs.model.changes import Generated
from iso20k_docs.writers.twins import twins
from tests.sets import document_set

HEAD = 3
"""The row of the column heads."""


@cache
def twins_of(name: str) -> tuple[Generated, ...]:
    """All twins of a profile's set."""
    made = document_set(name)
    return twins(made.built.documents, made.built.reference, made.prepared.look, made.prepared.languages)


def opened(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data))


def twin(name: str, document: str, language: str, ending: str = ".xlsx") -> bytes:
    (found,) = [
        t.data for t in twins_of(name) if (t.id, t.language) == (document, language) and t.path.endswith(ending)
    ]
    return found


def heads(sheet: Worksheet) -> list[str]:
    return [str(cell.value or "") for cell in sheet[HEAD]]


def rows(sheet: Worksheet) -> list[list[str]]:
    """The rows below the heads, as texts, up to the last that has any."""
    found = [
        ["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=HEAD + 1)
    ]
    while found and not any(found[-1]):
        found.pop()
    return found


def choices(book: Workbook, sheet: Worksheet, column: int) -> list[str]:
    """What can be chosen in a column (counted from 1), as the validation of its first entry says."""
    cell = sheet.cell(HEAD + 1, column).coordinate
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list" and cell in rule.sqref:
            name, _, area = rule.formula1.replace("'", "").partition("!")
            return [str(cell.value) for row in book[name][area.replace("$", "")] for cell in row]
    return []
