"""Workbooks: what people entered is never touched, the template's own cells are brought up to date."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import pytest
import xlsxwriter

from iso20k_docs.regenerate.merge.sheets import DifferentSheetsError, merge_workbooks

Rows = Mapping[int, Sequence[str]]
HEAD = ["编号", "服务", "目标"]
PREFILLED = {1: ["SLA-01", "ERP 运维", "99.5%"], 2: ["SLA-02", "网络运维", "98%"]}


def workbook(
    rows: Rows, *, head: Sequence[str] = HEAD, choices: Sequence[str] = ("是", "否"), sheet: str = "台账"
) -> bytes:
    found = io.BytesIO()
    with xlsxwriter.Workbook(found, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, head)
        for number, texts in rows.items():
            page.write_row(number, 0, texts)
        page.data_validation("D2:D20", {"validate": "list", "source": list(choices)})
    return found.getvalue()


def texts(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = b"".join(archive.read(name) for name in archive.namelist() if "sheet1" in name or "Strings" in name)
    return " ".join(re.findall(r"<t[^>]*>([^<]*)</t>|sqref=\"([^\"]*)\"", data.decode()).__str__().split())


BASE = workbook(PREFILLED)
NEW = workbook({**PREFILLED, 1: ["SLA-01", "ERP 运维", "99.9%"]}, head=["编号", "服务", "服务目标"])


def test_headings_and_prefilled_rows_change_and_the_users_rows_stay() -> None:
    mine = workbook({**PREFILLED, 3: ["SLA-03", "桌面运维", "95%"]})
    merged = merge_workbooks(BASE, mine, NEW, "a.xlsx")
    assert [(e.kind, e.section, e.before, e.after) for e in merged.applied] == [
        ("changed", "台账 C1", "目标", "服务目标"),
        ("changed", "台账 C2", "99.5%", "99.9%"),
    ]
    said = texts(merged.data)
    assert "桌面运维" in said
    assert "99.9%" in said
    assert merge_workbooks(NEW, merged.data, NEW, "a.xlsx").data == merged.data


def test_a_new_prefilled_row_comes_where_nobody_wrote() -> None:
    longer = workbook({**PREFILLED, 3: ["SLA-03", "数据备份", "99%"]})
    assert "数据备份" in texts(merge_workbooks(BASE, BASE, longer, "a.xlsx").data)
    mine = workbook({**PREFILLED, 3: ["我的", "一行", "1"]})
    with pytest.raises(DifferentSheetsError):
        merge_workbooks(BASE, mine, longer, "a.xlsx")


def test_a_cell_that_the_user_changed_too_is_not_merged() -> None:
    mine = workbook({**PREFILLED, 1: ["SLA-01", "ERP 运维", "99.7%"]})
    with pytest.raises(DifferentSheetsError):
        merge_workbooks(BASE, mine, NEW, "a.xlsx")


def test_rows_put_in_above_are_not_merged() -> None:
    mine = workbook({1: ["我的", "一行", "1"], 2: PREFILLED[1], 3: PREFILLED[2]})
    with pytest.raises(DifferentSheetsError):
        merge_workbooks(BASE, mine, NEW, "a.xlsx")


def test_new_choices_of_a_list_arrive() -> None:
    mine = workbook({**PREFILLED, 3: ["SLA-03", "桌面运维", "95%"]})
    theirs = workbook(PREFILLED, choices=("是", "否", "不适用"))
    merged = merge_workbooks(BASE, mine, theirs, "a.xlsx")
    with zipfile.ZipFile(io.BytesIO(merged.data)) as archive:
        assert "不适用" in archive.read("xl/worksheets/sheet1.xml").decode()
    assert "桌面运维" in texts(merged.data)


def test_another_sheet_is_not_merged() -> None:
    with pytest.raises(DifferentSheetsError):
        merge_workbooks(BASE, BASE, workbook(PREFILLED, sheet="登记"), "a.xlsx")


def test_nothing_new_leaves_every_byte() -> None:
    mine = workbook({**PREFILLED, 3: ["SLA-03", "桌面运维", "95%"]})
    assert merge_workbooks(BASE, mine, BASE, "a.xlsx").data == mine
