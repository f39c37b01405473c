"""Every check of the lint finds the defect it is there for, says so in one sentence, and says where."""

# ruff: noqa: E501 - one line per defect

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from iso20k_docs.inspect.lint import CHECKS, RENDERED_CHECKS, findings, lint
from iso20k_docs.inspect.lint.finding import Finding
from iso20k_docs.inspect.lint.links import CHECK as LINKS
from iso20k_docs.inspect.lint.rendered import Rendered
from iso20k_docs.inspect.package import read_package
from iso20k_docs.inspect.pdf import Bookmark, Outline, PrintedBox, PrintedPage, PrintedText
from iso20k_docs.writers.docx import DocxWriter, Look
from iso20k_docs.writers.docx.package import pack, zip_parts
from tests.writers.docx import samples

Change = Callable[[str], str]
Parts = Mapping[str, str | bytes]


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
SEQ = r"(SEQ 表((?!<w:t>).)*<w:t>)1"
DRAWING = (
    '<w:p><w:pPr><w:pStyle w:val="BodyText"/>%s</w:pPr><w:r><w:drawing><wp:inline><wp:extent cx="%d" cy="360000"/>'
    '<wp:docPr id="%d" name="x" descr="x"/></wp:inline></w:drawing></w:r></w:p>'
)
FIGURE = '<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ 图 </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
SHAPES = (
    '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900" cy="900"/></a:xfrm><a:solidFill><a:srgbClr val="777777"/></a:solidFill></wps:spPr></wps:wsp>'
    '<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:spPr><a:xfrm><a:off x="100" y="100"/><a:ext cx="90" cy="90"/></a:xfrm></wps:spPr>'
    '<wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:t>on grey</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></w:r></w:p>'
)


def before_end(markup: str) -> Change:
    """Put markup before the last section's properties."""

    def change(text: str) -> str:
        head, end, tail = text.rpartition("<w:sectPr>")
        return head + markup + end + tail

    return change


# check, part, defect, what is said, at which text
DEFECTS: list[tuple[int, str, Change, str, str]] = [
    (1, DOCUMENT, swap('w:val="BodyText"', 'w:val="Nothing"'), "style Nothing isn't defined", "本程序规定事件从报告到关闭的处理要求"),
    (1, DOCUMENT, swap("</w:p></w:tc>", '</w:p><w:bookmarkEnd w:id="1"/></w:tc>'), "a cell doesn't end with a paragraph", "文件编号"),
    (1, DOCUMENT, swap('w:numId w:val="101"', 'w:numId w:val="999"'), "list 999 isn't defined", ""),
    (1, "word/_rels/document.xml.rels", swap('Target="styles.xml"', 'Target="style.xml"'), "part word/style.xml is missing", ""),
    (3, DOCUMENT, swap("<w:p>", '<w:p w:rsidR="00000001">'), "editing trace rsidR, 1 times", ""),
    (3, DOCUMENT, swap("<w:p>", "<w:p><w:proofErr/>"), "editing trace proofErr, 1 times", ""),
    (4, "docProps/core.xml", swap("</dc:title>", "</dc:title><!-- python-docx -->"), "the properties name a library", ""),
    (5, "word/_rels/document.xml.rels", swap('Target="ITSM-P-09.docx"', 'Target="file:///tmp/x.docx"'), "the link to file:///tmp/x.docx is neither relative nor https", ""),
    (5, "word/_rels/document.xml.rels", swap('hyperlink" Target="ITSM-P-09.docx"', 'image" Target="ITSM-P-09.docx"'), "the external target ITSM-P-09.docx is no link", ""),
    (6, SETTINGS, swap("<w:compat>", '<w:updateFields w:val="true"/><w:compat>'), "updateFields makes Word ask on opening", ""),
    (6, DOCUMENT, swap('w:fldCharType="begin"', 'w:fldCharType="begin" w:dirty="true"'), "a dirty field makes Word ask on opening", "1目的3"),
    (7, DOCUMENT, sub(r'<w:r>(<w:rPr>((?!</w:rPr>).)*</w:rPr>)?<w:fldChar w:fldCharType="end"/></w:r>', ""), "a field never ends", ""),
    (7, DOCUMENT, sub(r"(PAGEREF _Toc200000001((?!<w:t>).)*)<w:t>3</w:t>", r"\1"), "field PAGEREF _Toc200000001 \\h has no cached result", ""),
    (8, DOCUMENT, swap("<w:t>目的</w:t>", "<w:t>目标</w:t>"), "the contents entry says something else than heading '目的'", "1目标3"),
    (8, DOCUMENT, swap("TOC \\o", "TOC \\t \\o"), "the contents field names styles: its separator depends on the locale", ""),
    (8, DOCUMENT, swap('w:anchor="_Toc200000001"', 'w:anchor="_Toc200000002"'), "the contents entry doesn't point at heading '目的'", "1目的3"),
    (10, DOCUMENT, swap('w:name="sec_scope"', 'w:name="sec_purpose"'), "bookmark sec_purpose stands 2 times", ""),
    (10, DOCUMENT, swap('w:name="tbl_priority"', 'w:name="tbl_other"'), "nothing is called tbl_priority", "优先级由影响度和紧急度共同决定"),
    (10, DOCUMENT, swap('w:name="sec_scope"', f'w:name="{"x" * 41}"'), f"bookmark name '{'x' * 41}' isn't one of Word's", ""),
    (10, DOCUMENT, sub(r'<w:bookmarkEnd w:id="1"/>', ""), "the marks of the bookmarks don't pair", ""),
    (11, DOCUMENT, swap("<w:t>表 2</w:t>", "<w:t>表 3</w:t>"), "the reference to tbl_priority prints '表 3', the place says '表 2'", ""),
    (12, "word/header2.xml", swap('w:val="DocVersion"', 'w:val="Other"'), "section 2: the header lacks DocVersion", ""),
    (12, "word/header2.xml", swap(" NUMPAGES ", " PAGE "), "section 2: the header lacks NUMPAGES", ""),
    (13, "customXml/item1.xml", swap("V1.2", "V1.3"), "DocVersion shows 'V1.2', the store says 'V1.3'", "V1.2"),
    (13, "docProps/custom.xml", swap("V1.2", "V1.3"), "DocVersion: the custom property is 'V1.3', the store says 'V1.2'", ""),
    (14, "word/footer2.xml", swap("受控", "参考"), "section 2: the footer lacks the controlled-copy statement", ""),
    (15, "customXml/item1.xml", swap("V1.2", "V1.3"), "the newest revision is 'V1.2', the document's version 'V1.3'", ""),
    (15, DOCUMENT, swap('w:val="签批"', 'w:val="签"'), "the approval table doesn't have three signatories", ""),
    (16, DOCUMENT, swap("<w:t>适用范围</w:t></w:r><w:bookmarkEnd", "<w:t>2 适用范围</w:t></w:r><w:bookmarkEnd"), "the heading's number is typed", "2 适用范围"),
    (16, DOCUMENT, swap('w:val="Heading2"', 'w:val="Heading3"'), "level 3 follows level 1", "评定规则"),
    (17, "word/numbering.xml", swap("w:startOverride", "w:start", 4), "a numbered item doesn't begin its own list", ""),
    (18, DOCUMENT, swap("<w:sectPr>", "</w:pPr></w:p><w:p><w:pPr><w:sectPr>"), "an empty paragraph is used for layout", ""),
    (18, DOCUMENT, before_end('<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:br w:type="page"/></w:r><w:r><w:t>后</w:t></w:r></w:p>'), "a page break character is used for layout", "后"),
    (18, DOCUMENT, swap("<w:t>适用范围</w:t></w:r><w:bookmarkEnd", "<w:t>适用  范围</w:t></w:r><w:bookmarkEnd"), "a run of spaces is used for layout", "适用 范围"),
    (19, DOCUMENT, sub(r'(<w:tblW w:w=")\d+', r"\g<1>1"), "the columns don't add up to the width", ""),
    (19, DOCUMENT, swap("<w:cantSplit/>", ""), "row 1: it may be split over pages", ""),
    (19, DOCUMENT, swap("<w:tblHeader/>", ""), "the header row doesn't repeat", ""),
    (19, DOCUMENT, swap('<w:tblLayout w:type="fixed"/>', ""), "the layout isn't fixed", ""),
    (19, DOCUMENT, sub(r'(<w:tcW w:w=")\d+', r"\g<1>1"), "row 1: a cell's width isn't its columns'", ""),
    (20, DOCUMENT, sub(SEQ, r"\g<1>7"), "captions '表' are numbered 7, 2, 3, 4, 5", ""),
    (20, DOCUMENT, before_end(FIGURE), "the caption stands on no table and under no figure", "1"),
    (20, DOCUMENT, before_end(DRAWING % ("", 360000, 91) + FIGURE), "a page may break between figure and caption", "1"),
    (21, DOCUMENT, swap('<w:pgMar w:top="1928" w:right="1304"', '<w:pgMar w:top="1928" w:right="3304"', 9), "is wider than the page", ""),
    (21, DOCUMENT, before_end(DRAWING % ("", 99000000, 91)), "a picture is larger than the page", ""),
    (22, DOCUMENT, swap(' w:orient="landscape"', ""), "columns on a portrait page", ""),
    (22, "word/header2.xml", sub(r'(<w:tblW w:w=")\d+', r"\g<1>1"), "the header is 1 wide, the text 9298", ""),
    (23, STYLES, swap('w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"'), "the East Asian language is 'ja-JP', not zh-CN", ""),
    (23, "word/theme/theme1.xml", sub('<a:ea typeface="[^"]+"', '<a:ea typeface=""'), "the theme's majorFont has no East Asian font", ""),
    (23, DOCUMENT, swap('<w:rFonts w:hint="eastAsia"/>', '<w:rFonts w:hint="eastAsia" w:eastAsia="MS Mincho"/>'), "East Asian font 'MS Mincho' isn't in the font table", ""),
    (24, DOCUMENT, sub(r'<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>(<w:t[^>]*>[^<]*“)', r"\1"), "its marks would take the Latin font", ""),
    (25, STYLES, swap('w:line="360" w:lineRule="atLeast"', 'w:line="240" w:lineRule="auto"', 9), "style BodyText: the line height isn't 'at least'", ""),
    (25, STYLES, swap('w:line="360" w:lineRule="atLeast"', 'w:line="240" w:lineRule="atLeast"', 9), "style BodyText: size 10.5 pt, line 12.0 pt", ""),
    (26, STYLES, swap('w:color w:val="5B6B7A"', 'w:color w:val="9BABBA"', 99), "9BABBA on FFFFFF is 2.4:1", ""),
    (26, DOCUMENT, before_end(SHAPES), "1B2733 on 777777 is 3.4:1, 1 times", "on grey"),
    (27, DOCUMENT, swap("<w:r><w:t", '<w:r><w:rPr><w:sz w:val="30"/></w:rPr><w:t', 40), "runs set font or size directly", ""),
    (28, DOCUMENT, sub(' descr="[^"]*"', ""), "a picture has no description", ""),
    (28, DOCUMENT, before_end(DRAWING % ("", 360000, 91) + DRAWING % ("", 360000, 91)), "2 pictures share id 91", ""),
    (28, "docProps/core.xml", sub("<dc:creator>.*</dc:creator>", ""), "the core properties lack dc:creator", ""),
    (30, DOCUMENT, swap('<w:lock w:val="sdtLocked"/>', ""), "control 'CompanyName' can be deleted", ""),
    (30, DOCUMENT, swap('<w:tag w:val="DocTitle"/>', ""), "a control has no name or no tag", ""),
    (30, DOCUMENT, sub(r'<w:id w:val="310000003"/>', '<w:id w:val="310000002"/>'), "2 controls share id 310000002", ""),
    (30, DOCUMENT, before_end('<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:pict/><w:t>旧</w:t></w:r></w:p>'), "a VML shape", "旧"),
]  # fmt: skip


@pytest.fixture(scope="module")
def good() -> Parts:
    """The parts of a good document."""
    return unzipped(DocxWriter(Look(logo=samples.picture())).write(samples.procedure("zh")))


def unzipped(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            n: archive.read(n).decode() if n.endswith(("xml", "rels")) else archive.read(n) for n in archive.namelist()
        }


def zipped(parts: Parts) -> bytes:
    return zip_parts({n: pack(part.encode() if isinstance(part, str) else part) for n, part in parts.items()})


def found_in(content: bytes) -> list[Finding]:
    return findings(read_package(content, "P.docx"))


def test_there_are_thirty_checks_and_one_for_the_set_each_with_its_own_name() -> None:
    checks = [*CHECKS, *RENDERED_CHECKS, LINKS]
    assert sorted(check.number for check in checks) == list(range(1, 32))
    assert len({check.name for check in checks}) == len(checks)


def test_the_undamaged_document_has_no_findings(good: Parts) -> None:
    assert found_in(zipped(good)) == []


def test_every_check_of_a_document_is_proven_by_a_defect() -> None:
    proven = {number for number, *_ in DEFECTS} | {2}
    assert {check.number for check in CHECKS} == proven


@pytest.mark.parametrize(
    ("number", "part", "change", "message", "text"), DEFECTS, ids=[f"{d[0]}-{d[3][:28]}" for d in DEFECTS]
)
def test_a_deliberate_defect_is_found(
    good: Parts, number: int, part: str, change: Change, message: str, text: str
) -> None:
    original = good[part]
    assert isinstance(original, str)
    found = [one for one in found_in(zipped({**good, part: change(original)})) if one.number == number]
    said = [(one.problem.message.en, one.problem.text) for one in found]
    assert any(message in sentence and place.startswith(text) for sentence, place in said), said
    assert all(one.problem.message.zh and one.hint for one in found)


def test_a_zip_with_todays_date_is_found(good: Parts) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in good.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part)
    assert [one.problem.message.en for one in found_in(target.getvalue())] == [
        "date, system or attributes depend on the machine"
    ]


def test_a_document_that_lacks_parts_is_still_checked(good: Parts) -> None:
    for missing in sorted(set(good) - {"[Content_Types].xml", "_rels/.rels", DOCUMENT}):
        found = found_in(zipped({name: part for name, part in good.items() if name != missing}))
        assert found or missing.endswith(".rels"), missing


# --- links between files


def write(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def link_problems(folder: Path) -> list[str]:
    report = lint(sorted(folder.rglob("*.docx")), pages=False)
    return [f.problem.message.en for f in report.findings if f.number == LINKS.number]


def test_links_lead_to_files_and_places_that_are_there(tmp_path: Path, good: Parts) -> None:
    write(tmp_path, "a/P.docx", zipped(good))
    target = sub('w:name="sec_purpose"', 'w:name="sec_open"')
    document = good[DOCUMENT]
    assert isinstance(document, str)
    other = zipped({**good, DOCUMENT: target(document)})
    assert link_problems(tmp_path) == [
        "the link leads to ITSM-P-09.docx, which is missing or can't be opened",
        "the link leads to ../procedures/ITSM-P-10.docx, which is missing or can't be opened",
    ]
    write(tmp_path, "a/ITSM-P-09.docx", other)
    write(tmp_path, "procedures/ITSM-P-10.docx", zipped(good))
    assert "nothing in ../procedures/ITSM-P-10.docx is called sec_open" in link_problems(tmp_path)
    write(tmp_path, "procedures/ITSM-P-10.docx", other)
    write(tmp_path, "procedures/ITSM-P-09.docx", other)
    assert link_problems(tmp_path) == []


def test_a_file_that_is_linked_to_counts_even_if_it_was_not_asked_for(tmp_path: Path, good: Parts) -> None:
    file = write(tmp_path, "a/P.docx", zipped(good))
    write(tmp_path, "a/ITSM-P-09.docx", zipped(good))
    found = [one.problem.message.en for one in lint([file], pages=False).findings]
    assert found == ["the link leads to ../procedures/ITSM-P-10.docx, which is missing or can't be opened"]


# --- pages


def page(*texts: tuple[float, float, str], boxes: tuple[PrintedBox, ...] = ()) -> PrintedPage:
    """An A4 page; texts as left, height above the foot in points, and words."""
    return PrintedPage(595.3, 841.9, [PrintedText(*text) for text in texts], list(boxes))


FULL = page((70, 730, "Top"), (70, 300, "Middle"), (70, 80, "Last line"))
LAST = page((70, 730, "End"))


def page_problems(good: Parts, pages: list[PrintedPage], *bookmarks: Bookmark) -> list[str]:
    rendered = Rendered(read_package(zipped(good), "P.docx"), Outline(bookmarks, len(pages)), pages)
    return [problem.message.en for check in RENDERED_CHECKS if check.number == 29 for problem in check.find(rendered)]


def test_full_pages_have_no_findings(good: Parts) -> None:
    assert page_problems(good, [FULL, FULL, LAST], Bookmark(0, "Scope", 2, 320.0)) == []


@pytest.mark.parametrize(
    ("bad", "bookmark", "said"),
    [
        (page((70, 730, "Alone"), (70, 640, "Little")), None, "page 2: only 16 % filled"),
        (page((70, 730, "a"), (700, 80, "out")), None, "page 2: text outside the page"),
        (
            page((70, 730, "a"), (70, 80, "b"), boxes=(PrintedBox(70, 100, 640, 300),)),
            None,
            "page 2: a table or drawing reaches out of the page",
        ),
        (page((70, 730, "a"), (70, 80, "b\ufffd")), None, "page 2: a character that can't be shown"),
        (page((70, 730, "a"), (70, 80, "Error! No text of")), None, "page 2: a field shows 'Error! '"),
        (FULL, Bookmark(0, "Scope", 2, 97.0), "page 2: a heading at the foot of the page"),
    ],
    ids=["half-empty", "outside", "wide", "unreadable", "broken-field", "stranded"],
)
def test_a_bad_page_is_found(good: Parts, bad: PrintedPage, bookmark: Bookmark | None, said: str) -> None:
    assert page_problems(good, [FULL, bad, LAST], *filter(None, [bookmark])) == [said]


def test_a_table_of_empty_rows_fills_its_page(good: Parts) -> None:
    rows = tuple(PrintedBox(70, bottom, 500, bottom + 22) for bottom in range(100, 700, 22))
    assert page_problems(good, [FULL, page((70, 730, "Register"), boxes=rows), LAST]) == []


def test_a_wrong_page_in_the_contents_list_is_found(good: Parts) -> None:
    package = read_package(zipped(good), "P.docx")
    levels = [level for level, _ in package.outline]
    real = Outline(tuple(Bookmark(level, "x", 3, 700.0) for level in levels), 9)
    check = next(check for check in RENDERED_CHECKS if check.number == 9)
    found = list(check.find(Rendered(package, real, [])))
    wrong = [one for one in found if one.text.startswith("附录 A")]
    assert [one.message.en for one in wrong] == ["the contents list says page 6, the heading is on page 3"]
    assert "1目的3" not in [one.text for one in found]
