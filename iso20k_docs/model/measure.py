"""How wide a text is and how many lines it takes, without any font installed.

Arial's advance widths stand for all Latin text, one em for a Chinese character. A width is counted in 1/200 em.
"""

from __future__ import annotations

import re
from functools import lru_cache

from iso20k_docs.model.nodes import Inlines, LineBreak, Reference, Text
from iso20k_docs.model.words import Language

EM = 200
BOLD = 1.06
"""Bold Arial against regular."""

# Adobe's font metrics of Helvetica, 1/1000 em, characters 0x20 to 0x7e.
_ARIAL = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10,
    278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556,
    278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
_NARROW_MARKS = {0x91: 222, 0x92: 222, 0x93: 333, 0x94: 333, 0x95: 350, 0x96: 556, 0x97: 1000, 0x85: 1000, 0xA0: 278}
# What a code page doesn't know is encoded as "?": it is nearly always a Chinese character, so "?" is one em wide.
_OTHER = {ord("?"): 1000}
_CODE_PAGE: dict[Language, str] = {"zh": "ascii", "en": "cp1252"}
_SPACE = 56
_HALF_EM = EM // 2
_WORD = re.compile("[!-~\u00a0-\u024f]+")


def _width_table() -> bytes:
    thousandths = [556] * 256
    thousandths[0x20:0x7F] = _ARIAL
    for code, width in (_NARROW_MARKS | _OTHER).items():
        thousandths[code] = width
    return bytes(round(width * EM / 1000) for width in thousandths)


_WIDTHS = _width_table()


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
def text_width(text: str, language: Language) -> int:
    """Return the width of one line of regular text in 1/200 em."""
    return sum(text.encode(_CODE_PAGE[language], "replace").translate(_WIDTHS))


@lru_cache(maxsize=1 << 13)
def longest_word(text: str, language: Language) -> int:
    """Return the width of the longest piece that must not be broken: a word, code, date or number."""
    words = text.split() if language == "en" else _WORD.findall(text)
    return max((text_width(word, language) for word in words), default=0)


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
