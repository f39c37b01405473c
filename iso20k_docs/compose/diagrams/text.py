"""Text broken into lines that fit a width in millimetres, without any font installed."""

from __future__ import annotations

import re
from functools import lru_cache

from iso20k_docs.model.drawing import INSET, MILLIMETRES_PER_POINT, POINTS, Size, line_height
from iso20k_docs.model.letters import EM
from iso20k_docs.model.measure import BOLD, text_width
from iso20k_docs.model.words import Language

_SLACK = 0.4
"""Millimetres that a line stays short of its room: fonts differ a little."""
_STEPS = 8
_PIECE = re.compile(
    "\\s+|[\u2018\u201c（《「]*(?:[!-~\u00a0-\u024f]+|.)[，。、；：？！）》」…％\u2019\u201d]*", re.DOTALL
)
_AFTER = re.compile("(?<=[-/–])(?=[A-Za-z])")


@lru_cache(maxsize=1 << 14)
def width_of(text: str, language: Language, size: Size, bold: bool = False) -> float:
    """Return the width of one line of text in millimetres."""
    wide = text_width(text, language) / EM * POINTS[size] * MILLIMETRES_PER_POINT
    return wide * BOLD if bold else wide


@lru_cache(maxsize=1 << 12)
def wrap(
    text: str, room: float, language: Language, size: Size, bold: bool = False, indent: float = 0
) -> tuple[str, ...]:
    """Return the text in the fewest lines that fit `room` millimetres, about equally long.

    `indent` millimetres of the first line are taken by something else: that line may stay empty. A word that is wider
    than the room is broken.
    """
    room -= _SLACK
    best = _greedy(text, room, language, size, bold, indent)
    narrow = room
    for _ in range(_STEPS):
        narrow *= 0.93
        lines = _greedy(text, narrow, language, size, bold, indent)
        if len(lines) > len(best) or _breaks_word(lines, text):
            break
        best = lines
    return best


def _breaks_word(lines: tuple[str, ...], text: str) -> bool:
    return "".join(lines).replace(" ", "") != text.replace(" ", "")


def fits(text: str, room: float, language: Language, size: Size, bold: bool = False) -> bool:
    """Tell whether no word of the text has to be broken in so much room."""
    return all(width_of(piece.strip(), language, size, bold) <= room - _SLACK for piece in _pieces(text))


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    for piece in _PIECE.findall(text):
        found += _AFTER.split(piece)
    return found


def _greedy(text: str, room: float, language: Language, size: Size, bold: bool, indent: float) -> tuple[str, ...]:
    lines = [""]
    left = room - indent
    for piece in _pieces(text):
        wide = width_of((lines[-1] + piece).strip(), language, size, bold)
        if wide <= left:
            lines[-1] += piece
            continue
        if lines[-1].strip() or (indent and len(lines) == 1):
            lines.append("")
            left = room
        if not piece.isspace():
            lines[-1:] = _broken(piece, room, language, size, bold)
    kept = [line.strip() for at, line in enumerate(lines) if line.strip() or (at == 0 and indent)]
    return tuple(kept) or ("",)


def _broken(piece: str, room: float, language: Language, size: Size, bold: bool) -> list[str]:
    """Break a piece that is wider than the room; a Latin word gets a hyphen."""
    lines, rest = [], piece
    while width_of(rest, language, size, bold) > room and len(rest) > 1:
        hyphen = "-" if rest[0].isascii() and rest[1].isascii() else ""
        cut = 1
        while cut < len(rest) - 1 and width_of(rest[: cut + 1] + hyphen, language, size, bold) <= room:
            cut += 1
        lines.append(rest[:cut] + hyphen)
        rest = rest[cut:]
    return [*lines, rest]


def room_in(width: float) -> float:
    """Return the room for text in a shape of this width."""
    return width - 2 * INSET


def height_of(lines: int, size: Size) -> float:
    """Return the height of so many lines in millimetres."""
    return lines * line_height(size)
