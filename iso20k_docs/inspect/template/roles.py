"""What a style is for, by what it is called in Word, WPS or LibreOffice, in English or Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from lxml import etree

from iso20k_docs.inspect.markup import NS, number, value
from iso20k_docs.model.template import Role

#: Names in lower case, the likeliest first. Word's built-in styles have their English names in every language; the
#: Chinese ones come from other programs and from styles that people made themselves.
CALLED: Mapping[Role, tuple[str, ...]] = {
    "normal": ("normal", "正文", "standard", "default paragraph style", "默认段落样式", "默认样式"),
    "body": ("body text", "text body", "正文文本", "文字正文", "文本正文", "正文内容", "body text first indent",
             "正文首行缩进", "normal indent", "正文缩进"),
    "heading1": ("heading 1", "标题 1", "标题1", "一级标题", "章标题"),
    "heading2": ("heading 2", "标题 2", "标题2", "二级标题", "一级条标题"),
    "heading3": ("heading 3", "标题 3", "标题3", "三级标题", "二级条标题"),
    "title": ("title", "标题", "文档标题", "文件标题", "封面标题"),
    "subtitle": ("subtitle", "副标题"),
    "caption": ("caption", "题注", "图表题注", "表题注", "图题注"),
    "contents1": ("toc 1", "contents 1", "目录 1", "目录1", "内容目录 1"),
    "contents2": ("toc 2", "contents 2", "目录 2", "目录2", "内容目录 2"),
    "contents_title": ("toc heading", "contents heading", "toc 标题", "toc 标题1", "目录标题", "内容目录标题"),
    "table": ("table text", "table contents", "表格文字", "表格正文", "表格内容", "表文", "表格文本", "table body"),
}  # fmt: skip
HEADINGS: tuple[Role, ...] = ("heading1", "heading2", "heading3")
_BLANKS = re.compile(r"\s+")


def names_of(style: etree._Element) -> list[str]:
    """Return what a style is called, its own name before other ones, to be compared with `CALLED`."""
    own, others = value(style.find("w:name", NS)), value(style.find("w:aliases", NS))
    return [_plain(name) for name in (own, *others.split(",")) if name.strip()]


def _plain(name: str) -> str:
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", name)).strip().lower()


def by_role(styles: Iterable[etree._Element]) -> dict[Role, etree._Element]:
    """Return the paragraph styles by what they are for.

    A style called by Word's own name wins over others; a heading that is called nothing known is found by its outline
    level.
    """
    paragraphs = [style for style in styles if value(style, "type") in ("paragraph", "")]
    found: dict[Role, etree._Element] = {}
    default = next((style for style in paragraphs if value(style, "default") in ("1", "true")), None)
    for role, called in CALLED.items():
        ranked = [(rank, at) for at, style in enumerate(paragraphs) if (rank := _rank(style, called)) is not None]
        if ranked:
            found[role] = paragraphs[min(ranked)[1]]
    if default is not None:
        found["normal"] = default
    for level, role in enumerate(HEADINGS):
        outlined = (style for style in paragraphs if _outlines(style, level))
        if role not in found and (style := next(outlined, None)) is not None:
            found[role] = style
    return found


def _rank(style: etree._Element, called: tuple[str, ...]) -> tuple[int, int] | None:
    """Return how well a style's names fit: by its own name before another one, a likelier name before others."""
    fits = [(min(at, 1), called.index(name)) for at, name in enumerate(names_of(style)) if name in called]
    return min(fits) if fits else None


def _outlines(style: etree._Element, level: int) -> bool:
    outline = style.find("w:pPr/w:outlineLvl", NS)
    return outline is not None and number(outline) == level
