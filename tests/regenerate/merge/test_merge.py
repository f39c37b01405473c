"""What becomes of the user's words and of the template's: one document, merged. Numbers are those of the design."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from iso20k_docs.inspect.markup import NS, W
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.docinfo import DOCINFO
from iso20k_docs.model.nodes import Block, Document, Landscape
from iso20k_docs.regenerate.merge.merge import AUTHOR
from tests.regenerate.merge import desk
from tests.regenerate.merge.desk import accepted, body, edited, merged, redline, rejected, said, table, types

OLD, NEW = "华辰科技有限公司", "华辰信息技术股份有限公司"
SERVICES = ["SLA-01 | ERP 运维 | 99.5%", "SLA-02 | 网络运维 | 98%"]


def level_management(
    *, organisation: str = OLD, target: str = "99.5%", keep: str = "3", extra: tuple[Block, ...] = ()
) -> Document:
    return desk.document(
        desk.heading("purpose", "目的"),
        body("purpose/p-1", f"本文件规定了{organisation}服务级别管理过程的活动，并明确各部门的接口。"),
        desk.heading("targets", "服务目标"),
        body("targets/p-1", "各项目标每月统计一次，由服务级别经理确认。"),
        table("targets-table", ["编号", "服务", "目标"], ["SLA-01", "ERP 运维", target], ["SLA-02", "网络运维", "98%"]),
        desk.bullets("targets/l-1", "目标以工作日计算。", "停机窗口不计入。"),
        *extra,
        desk.heading("records", "记录"),
        body("records/p-1", f"服务级别协议保存{keep}年，期满后由档案管理员销毁。"),
        organisation=organisation,
    )


BASE = desk.written(level_management())
CHANGED = desk.written(level_management(organisation=NEW, target="99.9%", keep="5"))


def texts(stories: list[desk.Said]) -> str:
    return "\n".join(key for story in stories for _, key in story)


# --- 1 to 4: who edited what


def test_01_nothing_edited_and_nothing_changed_leaves_every_byte() -> None:
    assert merged(BASE, BASE, BASE).data == BASE


def test_02_edited_and_nothing_changed_leaves_every_byte() -> None:
    mine = edited(BASE, types("每月统计", "每周统计"), desk.adds_row("SLA-02", "SLA-03", "桌面运维", "95%"))
    assert merged(BASE, mine, BASE).data == mine


def test_03_not_edited_accepting_gives_the_new_version_and_rejecting_the_old() -> None:
    result = merged(BASE, BASE, CHANGED, whole=(OLD, NEW))
    assert accepted(result.data) == said(CHANGED)
    assert rejected(result.data) == said(BASE)
    assert redline(result.data) == [
        f"本文件规定了[-{OLD}-]{{+{NEW}+}}服务级别管理过程的活动，并明确各部门的接口。",
        "[-99.5%-]{+99.9%+}",
        "服务级别协议保存[-3-]{+5+}年，期满后由档案管理员销毁。",
    ]
    assert [edit.section for edit in result.applied if edit.section] == ["目的", "服务目标", "记录"]


def test_04_both_edited_different_places_all_is_kept() -> None:
    mine = edited(
        BASE,
        types("并明确各部门的接口", "并明确各部门和供应商的接口"),
        desk.adds_paragraph("每月统计一次", "未达标时，当月分析原因。"),
        desk.adds_row("SLA-02", "SLA-03", "桌面运维", "95%"),
        desk.deletes("停机窗口不计入"),
        desk.makes_bold("期满后由档案管理员"),
    )
    result = merged(BASE, mine, CHANGED, whole=(OLD, NEW))
    assert rejected(result.data) == said(mine)
    assert not result.conflicts
    text = texts(accepted(result.data))
    for words in (f"规定了{NEW}服务", "部门和供应商的接口", "未达标时，当月分析原因。", "桌面运维", "99.9%", "保存5年"):
        assert words in text
    assert "停机窗口不计入" not in text
    bold = [
        r
        for r in etree.fromstring(desk.unpacked(result.data)[desk.PART]).iter(W + "r")
        if r.find("w:rPr/w:b", NS) is not None
    ]
    assert "期满后由档案管理员" in "".join(map(desk.text_of, bold))


# --- 5 and 6: conflicts


def test_05_both_edited_the_same_words_the_users_stay_with_a_comment() -> None:
    mine = edited(BASE, types("保存3年", "保存7年"))
    result = merged(BASE, mine, CHANGED)
    assert "保存7年" in texts(accepted(result.data))
    (conflict,) = result.conflicts
    assert (conflict.kind, conflict.section, conflict.base, conflict.mine, conflict.theirs) == (
        "both-edited", "记录", "3", "7", "5",
    )  # fmt: skip
    assert desk.comments(result.data) == [
        "冲突：您与模板都修改了这里，已保留您的文字。\n模板新文字：5\n原文字：3",
    ]
    assert rejected(result.data) == said(mine)


def test_06_what_the_user_deleted_is_not_restored() -> None:
    mine = edited(BASE, desk.deletes("服务级别协议保存3年"))
    result = merged(BASE, mine, CHANGED)
    assert "保存5年" not in texts(accepted(result.data))
    assert [(c.kind, c.theirs) for c in result.conflicts] == [
        ("deleted-by-user", "服务级别协议保存5年，期满后由档案管理员销毁。")
    ]
    assert "未恢复" in desk.comments(result.data)[0]


def test_06_what_the_template_deletes_but_the_user_edited_is_kept() -> None:
    mine = edited(BASE, types("停机窗口不计入", "停机窗口和演练不计入"))
    made = level_management()
    shorter = desk.with_blocks(made, [b for b in made.blocks if b.id != "targets/l-1"])
    result = merged(BASE, mine, desk.written(shorter))
    assert "停机窗口和演练不计入" in texts(accepted(result.data))
    assert "目标以工作日计算" not in texts(accepted(result.data))
    assert [c.kind for c in result.conflicts] == ["deleted-by-template"]


# --- 7 and 8: moved sections and other columns


def test_07_a_change_arrives_where_the_user_moved_the_paragraph() -> None:
    mine = edited(BASE, desk.moves("服务级别协议保存3年", behind="本文件规定了"))
    result = merged(BASE, mine, CHANGED)
    assert not result.conflicts
    keys = [key for _, key in accepted(result.data)[0]]
    assert keys.index("服务级别协议保存5年，期满后由档案管理员销毁。") < keys.index("服务目标")


def test_08_a_figure_changes_in_the_right_cell_of_a_table_with_a_column_of_the_user() -> None:
    mine = edited(BASE, desk.adds_column("SLA-01", "客户"))
    result = merged(BASE, mine, CHANGED)
    assert "客户1\x1fSLA-01\x1fERP 运维\x1f99.9%" in texts(accepted(result.data))
    assert rejected(result.data) == said(mine)


def wider() -> bytes:
    made = level_management()
    new = table("targets-table", ["编号", "服务", "目标", "统计"], *[[*r.split(" | "), "每月"] for r in SERVICES])
    return desk.written(desk.with_blocks(made, [new if b.id == "targets-table" else b for b in made.blocks]))


def test_08_a_column_of_the_template_replaces_a_table_that_nobody_touched() -> None:
    result = merged(BASE, BASE, wider())
    assert accepted(result.data) == said(wider())
    assert rejected(result.data) == said(BASE)


def test_08_a_column_of_the_template_is_a_conflict_in_a_table_that_the_user_changed() -> None:
    mine = edited(BASE, desk.adds_row("SLA-02", "SLA-03", "桌面运维", "95%"))
    result = merged(BASE, mine, wider())
    assert [c.kind for c in result.conflicts] == ["both-edited"]
    assert accepted(result.data) == said(mine)


# --- 9: a colleague's tracked changes


def test_09_a_colleagues_pending_changes_stay_theirs() -> None:
    mine = edited(BASE, desk.tracked_insertion("服务级别协议保存3年", "销毁须有两人在场。"))
    result = merged(BASE, mine, CHANGED)
    root = etree.fromstring(desk.unpacked(result.data)[desk.PART])
    authors = {one.get(W + "author") for one in root.iter(W + "ins")}
    assert authors == {"李娜", AUTHOR}
    assert not [one for one in root.iter(W + "ins", W + "del") if one.getparent().tag in (W + "ins", W + "del")]  # type: ignore[union-attr]
    assert rejected(result.data) == said(mine)
    assert "保存5年" in texts(accepted(result.data))


# --- 10 to 13: run after run


def test_10_a_second_run_without_review_changes_no_byte() -> None:
    first = merged(BASE, edited(BASE, types("每月", "每周")), CHANGED)
    again = merged(CHANGED, first.data, CHANGED)
    assert again.data == first.data
    assert again.changes == 0


@pytest.mark.parametrize("accept", [True, False], ids=["accepted", "rejected"])
def test_11_after_review_nothing_is_proposed_again(accept: bool) -> None:
    first = merged(BASE, edited(BASE, types("每月", "每周")), CHANGED)
    reviewed = desk.settled(first.data, accept=accept)
    assert merged(CHANGED, reviewed, CHANGED).data == reviewed


def test_12_a_rejected_change_comes_back_as_a_comment_when_the_template_changes_there_again() -> None:
    first = merged(BASE, BASE, CHANGED, whole=(OLD, NEW))
    reviewed = desk.settled(first.data, accept=False)
    third = desk.written(level_management(organisation=NEW, target="99.95%", keep="6"))
    result = merged(CHANGED, reviewed, third, whole=(OLD, NEW))
    assert accepted(result.data) == said(reviewed)
    assert [(c.mine, c.theirs) for c in result.conflicts] == [("99.5%", "99.95%"), ("3", "6")]


def test_13_a_newer_version_takes_the_place_of_what_is_still_pending() -> None:
    first = merged(BASE, BASE, CHANGED)
    third = desk.written(level_management(organisation=NEW, target="99.95%", keep="6"))
    result = merged(CHANGED, first.data, third)
    assert not result.conflicts
    assert accepted(result.data) == said(third)
    assert rejected(result.data) == said(BASE)
    assert "[-99.5%-]{+99.95%+}" in redline(result.data)


# --- 22: files that can't be opened


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BASE[:-200], "not-a-zip"),
        (b"not a document", "not-a-zip"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "encrypted-file"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"WordDocument", "old-format"),
        (
            desk.packed(
                {
                    name: data.replace(
                        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
                        b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
                    )
                    for name, data in desk.unpacked(BASE).items()
                }
            ),
            "strict-format",
        ),
    ],
    ids=["cut off", "no zip", "encrypted", "doc", "strict"],
)
def test_22_a_file_that_cannot_be_opened_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UserError) as raised:
        merged(BASE, content, CHANGED)
    assert [found.code for found in raised.value.diagnostics] == [code]


# --- properties and look


def test_a_bound_value_is_set_everywhere_and_not_tracked() -> None:
    result = merged(BASE, edited(BASE, types("每月", "每周")), CHANGED, whole=(OLD, NEW))
    assert "Company" in result.settings
    parts = desk.unpacked(result.data)
    assert f"<Company>{NEW}</Company>".encode() in parts["docProps/app.xml"]
    headers = [data for name, data in parts.items() if name.startswith("word/header")]
    assert not any(OLD.encode() in data for data in (*headers, parts["docProps/custom.xml"]))
    assert b"<q:generation>g2</q:generation>" in parts["customXml/item1.xml"]


def classified(word: str) -> desk.Edit:
    return lambda root: setattr(root.find(f"{{{DOCINFO}}}classification"), "text", word)


def test_a_bound_value_that_the_user_changed_too_is_kept_and_told() -> None:
    mine = edited(
        BASE,
        lambda root: setattr(root.find(f"{{{DOCINFO}}}classification"), "text", "机密"),
        part="customXml/item1.xml",
    )
    other = desk.written(level_management()).replace(b"x", b"x")
    theirs = edited(
        other,
        lambda root: setattr(root.find(f"{{{DOCINFO}}}classification"), "text", "公开"),
        part="customXml/item1.xml",
    )
    result = merged(BASE, mine, theirs)
    assert [(c.section, c.mine, c.theirs) for c in result.conflicts] == [("classification", "机密", "公开")]
    assert "机密".encode() in desk.unpacked(result.data)["customXml/item1.xml"]


def test_a_new_look_of_the_template_arrives_where_nobody_changed_the_styles() -> None:
    parts = desk.unpacked(CHANGED)
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"<w:styles ", b"<w:styles  ", 1)
    theirs = desk.packed(parts)
    result = merged(BASE, edited(BASE, types("每月", "每周")), theirs)
    assert "look" in result.settings
    assert desk.unpacked(result.data)["word/styles.xml"] == parts["word/styles.xml"]
    own = desk.unpacked(BASE)
    own["word/styles.xml"] += b"<!-- the user's -->"
    kept = merged(BASE, desk.packed(own), theirs)
    assert desk.unpacked(kept.data)["word/styles.xml"] == own["word/styles.xml"]


# --- what is put in keeps working


def test_a_new_section_keeps_its_bookmark_and_its_list_its_numbers() -> None:
    extra = (
        desk.heading("reporting", "服务报告"),
        desk.bullets("reporting/l-1", "每月一次。", "抄送客户。", ordered=True),
    )
    theirs = desk.written(level_management(extra=extra))
    result = merged(BASE, edited(BASE, types("每月统计", "每周统计")), theirs)
    root = etree.fromstring(desk.unpacked(result.data)[desk.PART])
    names = [mark.get(W + "name") for mark in root.iter(W + "bookmarkStart")]
    assert "sec_reporting" in names
    numbers = {one.get(W + "val") for one in desk.find(root, "抄送客户").iter(W + "numId")}
    numbering = etree.fromstring(desk.unpacked(result.data)["word/numbering.xml"])
    assert numbers <= {one.get(W + "numId") for one in numbering.iter(W + "num")}
    assert "每周统计" in texts(accepted(result.data))


def test_paragraphs_that_nobody_edits_keep_their_bytes() -> None:
    """Editors write XML in their own way; only the edited paragraphs and rows are written anew."""
    parts = desk.unpacked(BASE)
    strange = (
        parts[desk.PART]
        .replace("每月统计一次".encode(), "每月&quot;统计&#x22;一次".encode())
        .replace(b"<w:p ", b"<w:p  ")
    )
    mine = desk.packed({**parts, desk.PART: strange})
    result = merged(BASE, mine, CHANGED)
    new = desk.unpacked(result.data)[desk.PART]
    old = set(re.findall(rb"<w:p[ >].*?</w:p>", strange, re.DOTALL))
    kept = [p for p in re.findall(rb"<w:p[ >].*?</w:p>", new, re.DOTALL) if p in old]
    assert len(old) - len(kept) <= 5
    assert "每月&quot;统计&#x22;一次".encode() in new


@pytest.mark.parametrize("comes", [True, False], ids=["comes", "goes"])
def test_a_contents_list_comes_and_goes_with_all_its_entries(comes: bool) -> None:
    """It is one field over many paragraphs: half of one damages the file."""
    without = desk.document(body("b1", "总则。"), body("b2", "附则。"))
    headed = desk.document(
        desk.heading("s1", "目的"), *without.blocks[:1], desk.heading("s2", "范围"), *without.blocks[1:]
    )
    base, theirs = map(desk.written, (without, headed) if comes else (headed, without))
    mine = edited(base, types("附则", "附则与解释"))
    result = merged(base, mine, theirs)
    assert result.conflicts == ()
    assert rejected(result.data) == said(mine)
    new = accepted(result.data)
    assert [key for _, key in new[0]] == [key.replace("附则", "附则与解释") for _, key in said(theirs)[0]]
    for accept in (True, False):
        text = desk.unpacked(desk.settled(result.data, accept=accept))[desk.PART]
        assert text.count(b'"begin"') == text.count(b'"end"')


WIDE = desk.table("wide", ["编号", "目标"], ["SLA-01", "99.5%"])


@pytest.mark.parametrize("turned", [True, False], ids=["to landscape", "to portrait"])
def test_pages_that_the_template_turns_stay_as_they_are_with_a_comment(turned: bool) -> None:
    """Putting a section break in would move the text around it: the user is told where to do it."""
    first, last = desk.heading("s1", "目的"), desk.heading("s3", "记录")
    blocks = (desk.heading("s2", "目标"), WIDE)
    upright = desk.written(desk.document(first, body("b1", "总则。"), *blocks, last))
    lying = desk.written(desk.document(first, body("b1", "总则。"), Landscape("pages", blocks), last))
    base, theirs = (upright, lying) if turned else (lying, upright)
    mine = edited(base, types("总则", "总则和范围"))
    result = merged(base, mine, theirs)
    ways = ("纵向", "横向") if turned else ("横向", "纵向")
    assert [(c.kind, c.section, c.base, c.theirs) for c in result.conflicts] == [("turned-by-template", "目标", *ways)]
    assert desk.comments(result.data) == [
        f"提示：模板把这部分由{ways[0]}页面改为{ways[1]}页面，未改动；请在 Word 中调整此处的分节和纸张方向。"
    ]
    assert said(result.data) == said(mine)
    assert merged(theirs, result.data, theirs).data == result.data


def test_new_pages_of_the_template_arrive_as_text_and_are_named() -> None:
    first = (desk.heading("s1", "目的"), body("b1", "总则。"))
    base = desk.written(desk.document(*first))
    theirs = desk.written(desk.document(*first, Landscape("pages", (desk.heading("s2", "目标"), WIDE))))
    result = merged(base, edited(base, types("总则", "总则和范围")), theirs)
    assert [(c.kind, c.section) for c in result.conflicts] == [("turned-by-template", "目标")]
    assert "SLA-01" in texts(accepted(result.data))
    assert "SLA-01" not in texts(rejected(result.data))


def test_pages_that_the_user_turned_already_are_no_conflict() -> None:
    blocks = (desk.heading("s1", "目的"), WIDE)
    upright, lying = desk.written(desk.document(*blocks)), desk.written(desk.document(Landscape("pages", blocks)))
    assert merged(upright, edited(lying, types("99.5%", "99.9%")), lying).conflicts == ()
