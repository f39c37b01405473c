"""Foreign Word templates: which style is for what, what it says, what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from iso20k_docs.inspect.package import read_package
from iso20k_docs.inspect.template import read_template, template_of
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.template import Edge, Sheet, Template
from tests.templates import made


def read(content: bytes) -> Template:
    return template_of(read_package(content, "template.dotx"))


def changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The same file with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, change(data.decode()).encode() if name == part else data)
    return target.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(UserError) as caught:
        read(content)
    return caught.value.diagnostics[0].code


def test_a_chinese_template_by_its_names_whatever_the_ids_are() -> None:
    found = read(made.chinese())
    assert found.names == {
        "normal": "Normal", "heading1": "heading 1", "heading2": "heading 2", "heading3": "标题 3", "title": "Title",
        "caption": "caption", "contents1": "toc 1", "table": "表格文字",
    }  # fmt: skip
    first = found.styles["heading1"]
    assert (first.cjk, first.latin, first.size, first.bold, first.colour) == ("SimHei", "Arial", 32, True, "C00000")
    assert (first.before, first.after, first.line, first.align) == (340, 330, 578, "center")
    assert (found.styles["normal"].cjk, found.styles["normal"].latin) == ("SimSun", "Times New Roman")
    assert found.styles["heading3"].before == 120  # half a line
    assert found.sheet == Sheet(11906, 16838, 1440, 1440, 1800, 1800, 851, 992)


def test_an_english_template_through_its_theme() -> None:
    found = read(made.english())
    first, third = found.styles["heading1"], found.styles["heading3"]
    assert (first.latin, first.fill, first.colour, first.caps) == ("Arial", "1B5E20", "FFFFFF", True)
    assert (third.colour, third.italic) == ("144618", True)  # three quarters of the theme's green
    assert found.styles["heading2"].below == Edge("1B5E20", 8, 2)
    assert (found.styles["body"].latin, found.styles["body"].size) == ("Times New Roman", 22)
    assert found.styles["title"].before == 0  # the defaults say nothing else
    assert found.colours["accent2"] == "E65100"
    assert found.sheet is not None
    assert (found.sheet.width, found.sheet.height) == (12240, 15840)


def test_a_template_that_libreoffice_saved() -> None:
    found = read(made.libreoffice())
    assert found.names["heading1"] == "Heading 1"
    assert found.names["body"] == "Body Text"
    assert found.names["table"] == "Table Contents"
    first = found.styles["heading1"]
    assert (first.latin, first.cjk, first.colour) == ("Liberation Sans", "Noto Sans CJK SC", "4527A0")
    assert first.below == Edge("4527A0", 8, 2)
    assert found.colours == {}  # it writes no theme


@pytest.mark.parametrize(
    ("name", "role"),
    [("标题1", "heading1"), ("标题　１", "heading1"), ("正文文本", "body"), ("目录 2", "contents2"),
     ("题注", "caption"),
     ("TOC 标题", "contents_title"), ("Title,文档标题", "title"), ("副标题", "subtitle")],
)  # fmt: skip
def test_names_that_chinese_programs_write(name: str, role: str) -> None:
    own, _, other = name.partition(",")
    alias = f'<w:aliases w:val="{other}"/>' if other else ""
    style = f'<w:style w:type="paragraph" w:styleId="x9"><w:name w:val="{own}"/>{alias}</w:style>'
    assert read(made.package([style], "<w:p/>")).names[role] == own.replace("　", " ")  # type: ignore[index]


def test_a_heading_of_another_name_is_found_by_its_level() -> None:
    level = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    style = f'<w:style w:type="paragraph" w:styleId="c"><w:name w:val="章"/>{level}</w:style>'
    found = read(made.package([style], "<w:p/>"))
    assert found.names["heading1"] == "章"
    assert [note.message.en for note in found.notes if note.subject.en == "heading 1"] == [
        "'章' stands for it (in the documents it is called heading 1)"
    ]


def test_words_own_name_wins_over_a_style_that_is_called_alike() -> None:
    styles = [
        f'<w:style w:type="paragraph" w:styleId="{at}"><w:name w:val="{name}"/></w:style>'
        for at, name in enumerate(("标题 1", "一级标题", "Heading 1"))
    ]
    assert read(made.package(styles, "<w:p/>")).names["heading1"] == "Heading 1"


def test_styles_based_on_each_other_come_to_an_end() -> None:
    circle = changed(
        made.chinese(), "word/styles.xml", lambda text: text.replace("<w:qFormat/>", '<w:basedOn w:val="1"/>')
    )
    assert read(circle).styles["heading2"].cjk == "SimHei"


def test_a_typeface_for_another_script_isnt_taken_for_chinese() -> None:
    japanese = changed(made.chinese(), "word/styles.xml", lambda text: text.replace("宋体", "ＭＳ 明朝"))
    found = read(japanese)
    assert found.styles["normal"].cjk == ""
    assert [note.message.en for note in found.notes if note.subject.en == "Chinese typeface"] == [
        "'ＭＳ 明朝' is no typeface for Chinese; that of brand.fonts is used"
    ]


def test_absurd_values_are_brought_within_reason() -> None:
    wild = changed(
        made.chinese(), "word/styles.xml",
        lambda text: re.sub(r'w:sz w:val="\d+"', 'w:sz w:val="99999999"', text).replace("C00000", 'red&quot;/&gt;'),
    )  # fmt: skip
    found = read(wild)
    assert found.styles["heading1"].size == 144
    assert found.styles["heading1"].colour == "C00000"  # by the theme: what the style says itself is no colour
    evil = changed(made.chinese(), "word/styles.xml", lambda text: text.replace("华文中宋", "&lt;a&gt;" * 40))
    assert read(evil).styles["title"].cjk == "SimSun"  # that of the style it is based on


def test_what_is_no_template_is_refused_with_the_reason(tmp_path: Path) -> None:
    good = made.english()
    macros = changed(
        good,
        "[Content_Types].xml",
        lambda text: text.replace("template.main+xml", "template.macroEnabledTemplate.main+xml"),
    )
    entity = changed(good, "word/styles.xml", lambda text: '<!DOCTYPE w [<!ENTITY a "b">]>' + text)
    assert refusal(macros) == "macros"
    assert refusal(entity) == "entities"
    assert refusal(good[: len(good) // 2]) in ("not-a-zip", "damaged-file")
    assert refusal(b"%PDF-1.7") == "not-a-zip"
    assert refusal(bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le")) == "encrypted-file"
    assert refusal(made.package([], "<w:p/>")) == "no-styles"
    assert refusal(changed(good, "word/styles.xml", lambda text: text[:-20])) == "malformed-part"
    large = tmp_path / "large.dotx"
    with large.open("wb") as file:
        file.truncate((20 << 20) + 1)
    with pytest.raises(UserError) as caught:
        read_template(large)
    assert caught.value.diagnostics[0].code == "file-too-large"
