"""Checks of type: fonts, East Asian marks, line heights, direct formatting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from iso20k_docs.inspect.lint.finding import Check, PackageCheck, Problem, problem
from iso20k_docs.inspect.markup import NS, W, in_fallback, number, style_of, text_of, value
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.words import Words

_DEFAULT_FONTS = ("ascii", "hAnsi", "eastAsia", "cs", "asciiTheme", "eastAsiaTheme")
_AMBIGUOUS = re.compile("[\u2018\u2019\u201c\u201d\u2014\u2026]")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff01-\uff60]")
_BOX_FONT = "MS Gothic"
_BOXES = ("\u2610", "\u2612")
_LEAST_LINE = 13
"""Twips per half-point of size: 1.3 lines."""
_MOST_DIRECT = 0.05
_STYLES, _THEME = "word/styles.xml", "word/theme/theme1.xml"


def _fonts(package: Package) -> Iterator[Problem]:
    defaults = package.tree(_STYLES).find("w:docDefaults/w:rPrDefault/w:rPr", NS)
    fonts = None if defaults is None else defaults.find("w:rFonts", NS)
    for name in _DEFAULT_FONTS:
        if not value(fonts, name):
            yield problem(f"默认格式没有设 {name} 字体", f"the defaults don't set the {name} font", _STYLES)
    language = value(None if defaults is None else defaults.find("w:lang", NS), "eastAsia")
    if language != "zh-CN":
        yield problem(
            f"东亚语言是“{language}”，不是 zh-CN", f"the East Asian language is '{language}', not zh-CN", _STYLES
        )
    for place in ("majorFont", "minorFont"):
        face = package.tree(_THEME).find(f".//a:{place}/a:ea", NS)
        if face is None or not face.get("typeface"):
            yield problem(f"主题的 {place} 没有东亚字体", f"the theme's {place} has no East Asian font", _THEME)
    yield from _undeclared(package)


def _undeclared(package: Package) -> Iterator[Problem]:
    declared = {value(font, "name") for font in package.tree("word/fontTable.xml").iter(W + "font")} | {_BOX_FONT, ""}
    for part, tree in package.trees.items():
        used = {value(font, "eastAsia"): font for font in tree.iter(W + "rFonts")}
        for name, place in used.items():
            if name not in declared:
                yield problem(
                    f"东亚字体“{name}”不在字体表中", f"East Asian font '{name}' isn't in the font table", part, place
                )


def _marks(package: Package) -> Iterator[Problem]:
    for part, story in package.stories.items():
        for text in story.iter(W + "t"):
            said, run = text.text or "", text.getparent()
            if in_fallback(text) or run is None:
                continue
            hinted = value(run.find("w:rPr/w:rFonts", NS), "hint") == "eastAsia"
            if package.language == "zh" and _AMBIGUOUS.search(said) and not hinted:
                yield problem("标点会用西文字体", "its marks would take the Latin font", part, text)
            if package.language == "en" and _CHINESE.search(said):
                yield problem("英文文件中有中文或全角字符", "Chinese or full-width characters", part, text)


def _line_heights(package: Package) -> Iterator[Problem]:
    paragraphs = (p for story in package.stories.values() for p in story.iter(W + "p"))
    for style in sorted({style_of(p) for p in paragraphs if text_of(p) and not _in_shape(p)}):
        size = package.inherited(style, "w:rPr/w:sz")
        spacing = package.inherited(style, "w:pPr/w:spacing")
        line = number(spacing, "line")
        if value(spacing, "lineRule") != "atLeast":
            yield problem(f"样式{style}的行距不是“最小值”", f"style {style}: the line height isn't 'at least'", _STYLES)
        elif size is not None and line < number(size) * _LEAST_LINE:
            yield problem(
                f"样式{style}：字号{number(size) / 2}磅，行距{line / 20}磅",
                f"style {style}: size {number(size) / 2} pt, line {line / 20} pt",
                _STYLES,
            )
    indent = package.inherited("BodyText", "w:pPr/w:ind")
    both = value(indent, "firstLineChars") == "200" and value(indent, "firstLine")
    if package.language == "zh" and not both:
        yield problem(
            "正文首行缩进没有同时用字符和磅值设定",
            "Chinese body text isn't indented by two characters in both ways",
            _STYLES,
        )


def _in_shape(paragraph: etree._Element) -> bool:
    """Tell whether text stands in a drawing: its lines have the exact height that the shape is made for."""
    return next(paragraph.iterancestors(W + "txbxContent"), None) is not None


def _direct_formatting(package: Package) -> Iterator[Problem]:
    runs = [run for run in package.body.iter(W + "r") if not in_fallback(run)]
    direct = [
        run for run in runs if run.find("w:rPr/w:sz", NS) is not None or value(run.find("w:rPr/w:rFonts", NS), "ascii")
    ]
    formatted = [run for run in direct if text_of(run) not in _BOXES]
    if runs and len(formatted) / len(runs) >= _MOST_DIRECT:
        yield problem(
            f"{len(runs)}段文字中{len(formatted)}段直接设了字体或字号",
            f"{len(formatted)} of {len(runs)} runs set font or size directly",
            package.main,
            formatted[0],
        )


CHECKS: tuple[PackageCheck, ...] = (
    Check(23, "fonts", Words("用文件自带的样式，不换字体", "use the document's styles as they are"), _fonts),
    Check(
        24, "marks", Words("在 Word 中选中该处，设为正确的语言", "select the text in Word and set its language"), _marks
    ),
    Check(
        25,
        "line-heights",
        Words("把样式的行距改回最小值", "set the line spacing of the style to 'at least'"),
        _line_heights,
    ),
    Check(
        27,
        "direct-formatting",
        Words("清除直接格式（Ctrl+空格），改用样式", "clear the direct formatting (Ctrl+Space) and use styles"),
        _direct_formatting,
    ),
)
