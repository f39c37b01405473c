"""Where lines break: how many lines a text takes, without any font installed.

The rules are those of Chinese and English setting that Word and LibreOffice share: an English line breaks at spaces
and after hyphens; a Chinese line breaks anywhere, but a mark that closes never begins one, a mark that opens never
ends one, and between Chinese and Latin stands a fifth of an em.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from iso20k_docs.model.letters import EM
from iso20k_docs.model.measure import plain, text_width
from iso20k_docs.model.nodes import Inlines, Text
from iso20k_docs.writers.docx.scale import Layout

_OPENING, _CLOSING = "（《「『“‘〈【〔", "，。；：、！？）》」』”’〉】〕…％℃～"
_LATIN = "!-~\u00a0-\u024f"
_CHINESE = re.compile(f"[{_OPENING}]*(?:[{_LATIN}]+|[^ ])[{_CLOSING}]*| +")
_ENGLISH = re.compile("(?:[^ -]|-(?![A-Za-z]))+-?|-| +")
_IDEOGRAPH = re.compile("[\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff]")
_WORD_EDGE = re.compile(f"[{_LATIN}]")
_BETWEEN_SCRIPTS = EM // 5
_SURELY_ONE_LINE = 0.75

IsBold = Callable[[int], bool]


def lines(content: Inlines, layout: Layout, room: int, *, less: int = 0, bold: bool = False) -> int:
    """Return the number of lines that a text takes in `room` (1/200 em), at least one.

    The first line has `less` room; `bold` text is bold whatever its runs say.
    """
    text, room = plain(content), max(room, EM)
    if "\n" not in text and text_width(text, layout.language, layout.face) <= (room - less) * _SURELY_ONE_LINE:
        return 1
    is_bold = _always if bold else _boldness(content)
    found, at = 0, 0
    for line in text.split("\n"):
        found += _wrapped(line, layout, room, less if at == 0 else 0, is_bold, at)
        at += len(line) + 1
    return found


def _always(_: int) -> bool:
    return True


def _never(_: int) -> bool:
    return False


def _boldness(content: Inlines) -> IsBold:
    """Return whether the text at a place is bold."""
    strong = [isinstance(part, Text) and part.strong for part in content]
    if not any(strong):
        return _never
    places = [is_strong for part, is_strong in zip(content, strong, strict=True) for _ in plain((part,))]
    return places.__getitem__


def _wrapped(text: str, layout: Layout, room: int, x: int, is_bold: IsBold, start: int) -> int:
    """Return the lines of a text without breaks of its own; in the whole text it begins at `start`, on paper at `x`."""
    count, last, language = 1, "", layout.language
    for found in (_CHINESE if language == "zh" else _ENGLISH).finditer(text):
        piece = found.group()
        width = _width(piece, layout, is_bold(start + found.start()))
        gap = _BETWEEN_SCRIPTS if language == "zh" and _scripts_meet(last, piece[0]) else 0
        if piece[0] != " " and x and x + gap + width > room:
            count, x, gap = count + 1, 0, 0
        if piece[0] != " " and width > room:
            count += (width - 1) // room
            width %= room
        x, last = x + gap + width, piece[-1]
    return count


@lru_cache(maxsize=1 << 15)
def _width(piece: str, layout: Layout, bold: bool) -> int:
    if not bold:
        return text_width(piece, layout.language, layout.face)
    widths = layout.face.bold
    return sum(widths.get(c) or text_width(c, layout.language, layout.face) for c in piece)


@lru_cache(maxsize=1 << 15)
def _scripts_meet(last: str, following: str) -> bool:
    if not last:
        return False
    met = _WORD_EDGE.match(last) and _IDEOGRAPH.match(following)
    return bool(met or (_IDEOGRAPH.match(last) and _WORD_EDGE.match(following)))
