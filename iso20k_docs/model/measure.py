"""How wide a text is and how many lines it takes, without any font installed.

Arial's advance widths stand for Latin text where no other typeface is named, one em for a Chinese character. A width is
counted in 1/200 em.
"""

from __future__ import annotations

import re
from functools import lru_cache

from iso20k_docs.model.letters import ARIAL, EM, Face
from iso20k_docs.model.nodes import Inlines, LineBreak, Reference, Text
from iso20k_docs.model.words import Language

BOLD = 1.06
"""Bold Arial against regular."""

_CODE_PAGE: dict[Language, str] = {"zh": "ascii", "en": "cp1252"}
_SPACE = 56
_HALF_EM = EM // 2
_WORD = re.compile("[!-~\u00a0-\u024f]+")


def plain(content: Inlines) -> str:
    """Return the printed text; a line break is a newline."""
    if len(content) == 1:
        return _plain(content[0])
    return "".join([_plain(part) for part in content])


def _plain(part: Text | LineBreak | Reference) -> str:
    if isinstance(part, Text):
        return part.text
    return "\n" if isinstance(part, LineBreak) else part.label


@lru_cache(maxsize=1 << 15)
def text_width(text: str, language: Language, typeface: Face = ARIAL) -> int:
    """Return the width of one line of regular text in 1/200 em."""
    return sum(text.encode(_CODE_PAGE[language], "replace").translate(typeface.regular))


@lru_cache(maxsize=1 << 13)
def longest_word(text: str, language: Language, typeface: Face = ARIAL) -> int:
    """Return the width of the longest piece that must not be broken: a word, code, date or number."""
    words = text.split() if language == "en" else _WORD.findall(text)
    return max((text_width(word, language, typeface) for word in words), default=0)


def line_count(text: str, language: Language, room: int) -> int:
    """Return the number of lines that a text takes in `room` (1/200 em); an empty text takes one."""
    if "\n" in text:
        return sum(line_count(line, language, room) for line in text.split("\n"))
    width = text_width(text, language)
    if width <= room:
        return 1
    if language == "zh":
        # A Latin word or a mark that may not begin a line leaves about half an em empty.
        return -(-width // max(room - _HALF_EM, EM))
    return _wrapped(text.split(), language, max(room, EM))


def _wrapped(words: list[str], language: Language, room: int) -> int:
    lines, x = 1, 0
    for word in words:
        width = text_width(word, language)
        if x and x + width > room:
            lines += 1
            x = 0
        if width > room:
            lines += (width - 1) // room
            width %= room
        x += width + _SPACE
    return lines
