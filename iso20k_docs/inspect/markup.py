"""What the readers of WordprocessingML have in common: names, texts, numbers, fields, bookmarks, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "ap": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "cust": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
}
W, R, WP = (f"{{{NS[prefix]}}}" for prefix in ("w", "r", "wp"))
W14, WPS = (f"{{{NS[prefix]}}}" for prefix in ("w14", "wps"))
FALLBACK = f"{{{NS['mc']}}}Fallback"
BOUND = ("DocTitle", "CompanyName", "DocCode", "DocVersion", "EffectiveDate", "Classification")
"""Tags of the controls that show a value of the properties; they stand in several places."""
_PROPERTIES, _STYLE = W + "pPr", W + "pStyle"
_NUMBER = re.compile(r"-?\d{1,9}")


def value(element: etree._Element | None, name: str = "val") -> str:
    """Return a `w:` attribute, empty where there is none."""
    return "" if element is None else element.get(W + name, "")


def number(element: etree._Element | None, name: str = "val") -> int:
    """Return a `w:` attribute as a whole number; 0 where it is none."""
    found = _NUMBER.fullmatch(value(element, name))
    return int(found.group()) if found else 0


def style_of(paragraph: etree._Element) -> str:
    """Return the style id of a paragraph."""
    properties = paragraph.find(_PROPERTIES)
    return "Normal" if properties is None else value(properties.find(_STYLE)) or "Normal"


def in_fallback(element: etree._Element) -> bool:
    """Tell whether an element stands in the alternative of a drawing that older readers show."""
    return next(element.iterancestors(FALLBACK), None) is not None


def text_of(element: etree._Element) -> str:
    """Return all text below an element, that of controls and shapes included, each once."""
    texts = element.iter(W + "t")
    if element.find(f".//{FALLBACK}") is None:
        return "".join(t.text or "" for t in texts)
    return "".join(t.text or "" for t in texts if not in_fallback(t))


def excerpt(element: etree._Element) -> str:
    """Return the beginning of a text, enough to find the place."""
    text = " ".join(text_of(element).split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"


_EXCERPT = 40


def fields(story: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield instruction and cached result of every complex field that ends, the inner ones first."""
    stack: list[list[str]] = []
    for element in story.iter(W + "fldChar", W + "instrText", W + "t"):
        if element.tag == W + "t":
            for opened in stack:
                opened[1] += element.text or ""
        elif element.tag == W + "instrText":
            if stack:
                stack[-1][0] += element.text or ""
        elif value(element, "fldCharType") == "begin":
            stack.append(["", ""])
        elif value(element, "fldCharType") == "end" and stack:
            instruction, result = stack.pop()
            yield " ".join(instruction.split()), result


def bookmark_names(story: etree._Element) -> list[str]:
    """Return the names of the bookmarks in reading order."""
    return [value(mark, "name") for mark in story.iter(W + "bookmarkStart")]


def sections(body: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Yield the properties of each section and the blocks it consists of."""
    collected: list[etree._Element] = []
    for block in body:
        if block.tag == W + "sectPr":
            yield block, collected
            return
        collected.append(block)
        section = block.find("w:pPr/w:sectPr", NS)
        if section is not None:
            yield section, collected
            collected = []


def text_width(section: etree._Element) -> int:
    """Return the width between the margins of a section in twips."""
    size, margins = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
    return number(size, "w") - number(margins, "left") - number(margins, "right")


def text_height(section: etree._Element) -> int:
    """Return the height between the margins of a section in twips."""
    size, margins = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
    return number(size, "h") - number(margins, "top") - number(margins, "bottom")
