"""How wide the Latin letters of a typeface are, without the typeface: tables for the common ones, shares of them for
others.

Widths are counted in 1/200 em. Arial, Times and Calibri are the widths of the typefaces themselves (Adobe's metrics of
Helvetica and Times, the advance widths of Calibri); for the others the average of English text is compared with Arial,
so that lines are counted about right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

EM = 200
_FIRST, _LAST = 0x20, 0x7F

# 1/1000 em, characters 0x20 to 0x7e.
_ARIAL = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10,
    278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556,
    278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
_ARIAL_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10,
    333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556,
    333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)  # fmt: skip
_TIMES = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, *[500] * 10,
    278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444,
    333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
    200, 480, 541,
)  # fmt: skip
_TIMES_BOLD = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, *[500] * 10,
    333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
    611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444,
    333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
    220, 394, 520,
)  # fmt: skip
_CALIBRI = (
    226, 326, 401, 498, 507, 715, 682, 221, 303, 303, 498, 498, 250, 306, 252, 386, *[507] * 10,
    268, 268, 498, 498, 498, 463, 894, 579, 544, 533, 615, 488, 459, 631, 623, 252, 319, 520, 420, 855, 646, 662,
    517, 673, 543, 459, 487, 642, 567, 890, 519, 487, 468, 307, 386, 307, 498, 498, 291, 479, 525, 423, 525, 498,
    305, 471, 525, 229, 239, 455, 229, 799, 525, 527, 525, 525, 349, 391, 335, 525, 452, 715, 433, 453, 395, 314,
    460, 314, 498,
)  # fmt: skip
_HALF = (500,) * (_LAST - _FIRST)
_NARROW_MARKS = {0x91: 222, 0x92: 222, 0x93: 333, 0x94: 333, 0x95: 350, 0x96: 556, 0x97: 1000, 0x85: 1000, 0xA0: 278}
# What a code page doesn't know is encoded as "?": it is nearly always a Chinese character, so "?" is one em wide.
_OTHER = {ord("?"): 1000}
_USUAL = 556
_BOLDER = 1.05

#: Typefaces whose widths are known, and what else has the same or nearly the same.
_KNOWN: Mapping[str, tuple[Sequence[int], Sequence[int]]] = {
    "arial": (_ARIAL, _ARIAL_BOLD),
    "times new roman": (_TIMES, _TIMES_BOLD),
    "calibri": (_CALIBRI, [round(width * 1.02) for width in _CALIBRI]),
    "half": (_HALF, _HALF),
}
_SAME = {
    "arial": ("liberation sans", "helvetica", "helvetica neue", "nimbus sans", "microsoft sans serif"),
    "times new roman": ("times", "liberation serif", "nimbus roman", "tinos"),
    "calibri": ("carlito", "calibri light"),
    # Chinese typefaces set Latin letters half an em wide.
    "half": ("simsun", "nsimsun", "simhei", "fangsong", "kaiti", "fangsong_gb2312", "kaiti_gb2312", "youyuan"),
}
#: Average width of English text against Arial.
_SHARES = {
    "verdana": 1.17, "dejavu sans": 1.15, "tahoma": 1.0, "segoe ui": 1.01, "georgia": 1.02, "dejavu serif": 1.14,
    "cambria": 0.97, "caladea": 0.97, "constantia": 0.98, "candara": 0.95, "corbel": 0.95, "garamond": 0.86,
    "book antiqua": 0.99, "palatino linotype": 0.99, "century": 1.03, "century gothic": 1.07, "trebuchet ms": 0.98,
    "franklin gothic book": 0.95, "gill sans mt": 0.92, "aptos": 1.01, "aptos display": 0.98, "open sans": 1.06,
    "roboto": 0.99, "lato": 0.97, "montserrat": 1.15, "source sans pro": 0.91, "noto sans": 1.06, "noto serif": 1.03,
    "microsoft yahei": 1.06, "dengxian": 0.98, "noto sans cjk sc": 1.04, "noto serif cjk sc": 1.02,
    "arial narrow": 0.82, "courier new": 1.13, "consolas": 1.03,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The widths of a typeface: a table by the byte of a letter for regular, a map by the letter for bold.

    `known` tells whether they are its own and not Arial's in its stead. `share` is its width against Arial's.
    """

    name: str
    regular: bytes
    bold: Mapping[str, int]
    known: bool
    share: float


@lru_cache(maxsize=64)
def face(name: str) -> Face:
    """Return the widths of a typeface; Arial's where nothing is known of it."""
    key = name.casefold().strip()
    base = next((known for known, others in _SAME.items() if key in others), key)
    if base in _KNOWN:
        regular, bold = _KNOWN[base]
        return Face(name, _table(regular), _map(bold), True, sum(regular) / sum(_ARIAL))
    share = _SHARES.get(key)
    factor = share or 1.0
    widths = [round(width * factor) for width in _ARIAL]
    bold = [round(width * _BOLDER) for width in widths] if share else _ARIAL_BOLD
    return Face(name, _table(widths), _map(bold), share is not None, factor)


def _table(widths: Sequence[int]) -> bytes:
    thousandths = [_USUAL] * 256
    thousandths[_FIRST:_LAST] = widths
    for code, width in (_NARROW_MARKS | _OTHER).items():
        thousandths[code] = width
    return bytes(min(round(width * EM / 1000), 255) for width in thousandths)


def _map(widths: Sequence[int]) -> dict[str, int]:
    return {chr(code): width * EM // 1000 for code, width in enumerate(widths, _FIRST)}


ARIAL = face("Arial")
