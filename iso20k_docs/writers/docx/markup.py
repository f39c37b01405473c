"""The smallest pieces of WordprocessingML as text: runs, paragraphs, fields, bookmarks (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import re
from functools import lru_cache

from iso20k_docs.model.words import Language

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"

STORY_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{PIC}" xmlns:mc="{MC}" '
    f'xmlns:w14="{W14}" xmlns:wpg="{WPG}" xmlns:wps="{WPS}" mc:Ignorable="w14"'
)

_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": " ", "\n": " ", "\r": " "}
_EAST_ASIAN = re.compile(
    "[\u2018\u2019\u201c\u201d\u2014\u2026\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


def escape(text: str) -> str:
    """Return text for element content and attribute values; characters that XML 1.0 forbids are dropped."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda found: _ENTITY.get(found.group(), ""), text)


def takes_east_asian_font(text: str, language: Language) -> bool:
    """Tell whether a run needs `hint="eastAsia"`: in Chinese, quotes and dashes have two widths."""
    return language == "zh" and not text.isascii() and _EAST_ASIAN.search(text) is not None


@lru_cache(maxsize=256)
def run_properties(style: str, east_asian: bool, extra: str = "") -> str:
    """Return `w:rPr`, or nothing where there is nothing to say; `extra` follows style and font."""
    name = f'<w:rStyle w:val="{style}"/>' if style else ""
    hint = '<w:rFonts w:hint="eastAsia"/>' if east_asian else ""
    inner = name + hint + extra
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def text_element(text: str) -> str:
    """Return `w:t`."""
    escaped = escape(text)
    if escaped.strip(" ") == escaped:
        return f"<w:t>{escaped}</w:t>"
    return f'<w:t xml:space="preserve">{escaped}</w:t>'


def run(text: str, language: Language, style: str = "", extra: str = "") -> str:
    """Return a run of text in a character style."""
    properties = run_properties(style, takes_east_asian_font(text, language), extra)
    return f"<w:r>{properties}{text_element(text)}</w:r>"


def paragraph(style: str, content: str, extra: str = "", identity: str = "") -> str:
    """Return a paragraph; `extra` are paragraph properties in schema order, `identity` the attribute of its id."""
    return f'<w:p{identity}><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{content}</w:p>'


def field(instruction: str, shown: str, language: Language, style: str = "") -> str:
    """Return a complex field with its cached result: shown as it is by every reader that computes nothing."""
    properties = run_properties(style, takes_east_asian_font(shown, language))
    return f"{field_start(instruction, properties)}<w:r>{properties}{text_element(shown)}</w:r>{field_end(properties)}"


def field_start(instruction: str, properties: str = "") -> str:
    """Return the runs before a field's result."""
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(properties: str = "") -> str:
    """Return the run after a field's result."""
    return f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'


def bookmarked(number: int, name: str, content: str) -> str:
    """Return content between the two marks of a bookmark; `number` is unique in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def border(side: str, size: int, colour: str, space: int = 0) -> str:
    """Return one border line; `size` in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def spacer(height: int) -> str:
    """Return an empty paragraph of exact height: Word joins two tables that touch."""
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>'
    return paragraph("TableNote", "", spacing)
