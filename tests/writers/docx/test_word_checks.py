"""Every check of the Word judge catches the defect it is there for."""

# ruff: noqa: E501 - one line per defect

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from iso20k_docs.writers.docx import DocxWriter, Look
from iso20k_docs.writers.docx.package import pack, zip_parts
from tests.judges import word_checks
from tests.writers.docx import samples

Change = Callable[[str], str]


def swap(old: str, new: str, count: int = 1) -> Change:
    def change(text: str) -> str:
        assert old in text, f"the sample has no {old}"
        return text.replace(old, new, count)

    return change


def sub(pattern: str, new: str) -> Change:
    def change(text: str) -> str:
        changed, count = re.subn(pattern, new, text, count=1, flags=re.DOTALL)
        assert count, f"the sample has no {pattern}"
        return changed

    return change


DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
DEFECTS: list[tuple[str, str, Change, str]] = [
    ("check_1", DOCUMENT, swap('w:val="BodyText"', 'w:val="Nothing"'), "style Nothing isn't defined"),
    ("check_1", DOCUMENT, swap("</w:p></w:tc>", "</w:p><w:bookmarkEnd w:id=\"1\"/></w:tc>"), "end with a paragraph"),
    ("check_3", DOCUMENT, swap("<w:p>", '<w:p w:rsidR="00000001">'), "rsid"),
    ("check_4", "docProps/core.xml", swap("</dc:title>", "</dc:title><!-- python-docx -->"), "library"),
    ("check_5", "word/_rels/document.xml.rels", swap('Target="ITSM-P-09.docx"', 'Target="file:///tmp/x.docx"'), "neither"),
    ("check_6", SETTINGS, swap("<w:compat>", '<w:updateFields w:val="true"/><w:compat>'), "updateFields"),
    ("check_6", DOCUMENT, swap('w:fldCharType="begin"', 'w:fldCharType="begin" w:dirty="true"'), "dirty"),
    ("check_7", DOCUMENT, sub(r'<w:r>(<w:rPr>((?!</w:rPr>).)*</w:rPr>)?<w:fldChar w:fldCharType="end"/></w:r>', ""), "ends"),
    ("check_8", DOCUMENT, swap("<w:t>目的</w:t>", "<w:t>目标</w:t>"), "says something else"),
    ("check_8", DOCUMENT, swap('TOC \\o', 'TOC \\t \\o'), "separator"),
    ("check_10", DOCUMENT, swap('w:name="sec_scope"', 'w:name="sec_purpose"'), "stands 2 times"),
    ("check_10", DOCUMENT, swap('w:name="tbl_priority"', 'w:name="tbl_other"'), "nothing is called tbl_priority"),
    ("check_11", DOCUMENT, swap("<w:t>表 2</w:t>", "<w:t>表 3</w:t>"), "prints '表 3'"),
    ("check_12", "word/header2.xml", swap('w:val="DocVersion"', 'w:val="Other"'), "header lacks DocVersion"),
    ("check_13", "customXml/item1.xml", swap("V1.2", "V1.3"), "DocVersion shows 'V1.2', store 'V1.3'"),
    ("check_14", "word/footer2.xml", swap("受控", "参考"), "controlled-copy statement"),
    ("check_15", "customXml/item1.xml", swap("V1.2", "V1.3"), "isn't the document's version V1.3"),
    ("check_16", DOCUMENT, swap("<w:t>适用范围</w:t></w:r><w:bookmarkEnd", "<w:t>2 适用范围</w:t></w:r><w:bookmarkEnd"), "typed"),
    ("check_16", DOCUMENT, swap('w:val="Heading2"', 'w:val="Heading3"'), "level 3 follows level 1"),
    ("check_17", "word/numbering.xml", swap("w:startOverride", "w:start", 4), "begin its own list"),
    ("check_18", DOCUMENT, swap("<w:sectPr>", "</w:pPr></w:p><w:p><w:pPr><w:sectPr>"), "empty paragraph"),
    ("check_19", DOCUMENT, sub(r'(<w:tblW w:w=")\d+', r"\g<1>1"), "add up"),
    ("check_19", DOCUMENT, swap("<w:cantSplit/>", ""), "may be split over pages"),
    ("check_19", DOCUMENT, swap("<w:tblHeader/>", ""), "doesn't repeat"),
    ("check_20", DOCUMENT, sub(r"(SEQ 表((?!<w:t>).)*<w:t>)1", r"\g<1>7"), "numbered [7, 2, 3, 4, 5]"),
    ("check_21", DOCUMENT, sub(r'<w:pgMar w:top="1928" w:right="1304"', '<w:pgMar w:top="1928" w:right="3304"'), "wider"),
    ("check_23", STYLES, swap('w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"'), "zh-CN"),
    ("check_23", "word/theme/theme1.xml", sub('<a:ea typeface="[^"]+"', '<a:ea typeface=""'), "no East Asian font"),
    ("check_24", DOCUMENT, sub(r'<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>(<w:t[^>]*>[^<]*“)', r"\1"), "Latin font"),
    ("check_25", STYLES, swap('w:line="360" w:lineRule="atLeast"', 'w:line="240" w:lineRule="auto"', 9), "at least"),
    ("check_26", STYLES, swap('w:color w:val="5B6B7A"', 'w:color w:val="9BABBA"', 99), "on FFFFFF is"),
    ("check_27", DOCUMENT, swap("<w:r><w:t", '<w:r><w:rPr><w:sz w:val="30"/></w:rPr><w:t', 40), "directly"),
    ("check_28", DOCUMENT, sub(' descr="[^"]*"', ""), "no description"),
    ("check_30", DOCUMENT, swap('<w:lock w:val="sdtLocked"/>', ""), "can be deleted"),
]  # fmt: skip


@pytest.fixture(scope="module")
def good() -> dict[str, str | bytes]:
    """The parts of a good document."""
    content = DocxWriter(Look(logo=samples.logo())).write(samples.procedure("zh"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            n: archive.read(n).decode() if n.endswith(("xml", "rels")) else archive.read(n) for n in archive.namelist()
        }


def zipped(parts: dict[str, str | bytes]) -> bytes:
    return zip_parts({n: pack(part.encode() if isinstance(part, str) else part) for n, part in parts.items()})


def test_the_undamaged_document_has_no_findings(good: dict[str, str | bytes]) -> None:
    assert word_checks.findings(zipped(good)) == []


@pytest.mark.parametrize(
    ("check", "part", "change", "message"), DEFECTS, ids=[f"{c}-{m[:20]}" for c, _, _, m in DEFECTS]
)
def test_a_deliberate_defect_is_found(
    good: dict[str, str | bytes], check: str, part: str, change: Change, message: str
) -> None:
    text = good[part]
    assert isinstance(text, str)
    found = word_checks.findings(zipped({**good, part: change(text)}))
    assert any(one.startswith(check + "_") and message in one for one in found), found


def test_a_zip_with_todays_date_is_found(good: dict[str, str | bytes]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in good.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part)
    assert any("depend on the machine" in one for one in word_checks.findings(target.getvalue()))
