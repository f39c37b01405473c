"""Checks of the text: headings, lists, blanks used for layout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from iso20k_docs.inspect.lint.finding import Check, PackageCheck, Problem, problem
from iso20k_docs.inspect.markup import NS, W, in_fallback, number, style_of, text_of, value
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.words import Words

_TYPED_NUMBER = re.compile(r"^\s*(\d+(\.\d+)*[.\s]|第.+[章节条]|附录\s*[A-Z]\s|Appendix\s+[A-Z]\b)")
_NO_LIST = ("", "0")
_HIGHEST_SPACER = 320
"""A spacer of exact height stands between tables that would otherwise join."""


def _headings(package: Package) -> Iterator[Problem]:
    previous = -1
    for level, paragraph in package.outline:
        if level > previous + 1:
            yield problem(
                f"{level + 1}级标题接在{previous + 1}级标题之后",
                f"level {level + 1} follows level {previous + 1}",
                package.main,
                paragraph,
            )
        previous = level
        if _is_numbered(package, paragraph) and _TYPED_NUMBER.match(text_of(paragraph)):
            yield problem("标题的编号是手工输入的", "the heading's number is typed", package.main, paragraph)


def _is_numbered(package: Package, paragraph: etree._Element) -> bool:
    own = paragraph.find("w:pPr/w:numPr/w:numId", NS)
    inherited = package.inherited(style_of(paragraph), "w:pPr/w:numPr/w:numId")
    return value(own if own is not None else inherited) not in _NO_LIST


def _lists(package: Package) -> Iterator[Problem]:
    restarted = {
        value(one, "numId")
        for one in package.tree("word/numbering.xml").iter(W + "num")
        if one.find("w:lvlOverride/w:startOverride", NS) is not None
    }
    for paragraph in package.body.iter(W + "p"):
        if not style_of(paragraph).startswith("ListNumber"):
            continue
        if value(paragraph.find("w:pPr/w:numPr/w:numId", NS)) not in restarted:
            yield problem(
                "编号项没有从自己的列表起始编号", "a numbered item doesn't begin its own list", package.main, paragraph
            )


def _blanks(package: Package) -> Iterator[Problem]:
    for paragraph in package.body.iterchildren(W + "p"):
        if _is_empty(paragraph):
            yield problem(
                f"用空段落排版（样式 {style_of(paragraph)}），前文见后",
                f"an empty paragraph is used for layout (style {style_of(paragraph)}), after the text shown",
                package.main,
                paragraph.getprevious(),
            )
    for mark in package.body.iter(W + "br"):
        if value(mark, "type") == "page":
            yield problem("用分页符排版", "a page break character is used for layout", package.main, mark)
    for text in package.document.iter(W + "t"):
        if "  " in (text.text or "") and not in_fallback(text):
            yield problem("用连续空格排版", "a run of spaces is used for layout", package.main, text)


def _is_empty(paragraph: etree._Element) -> bool:
    if text_of(paragraph) or paragraph.find(".//w:drawing", NS) is not None:
        return False
    spacing = paragraph.find("w:pPr/w:spacing", NS)
    return value(spacing, "lineRule") != "exact" or number(spacing, "line") > _HIGHEST_SPACER


CHECKS: tuple[PackageCheck, ...] = (
    Check(
        16,
        "heading-numbering",
        Words("用标题样式自带的编号和级别", "use the number and level of the heading style"),
        _headings,
    ),
    Check(
        17,
        "lists",
        Words("在 Word 中右击编号，选“重新开始于 1”", "right-click the number in Word: restart at 1"),
        _lists,
    ),
    Check(18, "layout-by-blanks", Words("改用段前段后间距", "use the spacing of the paragraph styles"), _blanks),
)
