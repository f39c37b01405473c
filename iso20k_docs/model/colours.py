"""How well colours can be told apart: relative luminance and contrast after WCAG 2.1. A colour is RRGGBB."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache


def channels(colour: str) -> list[int]:
    """Return red, green and blue, 0 to 255."""
    return [int(colour[at : at + 2], 16) for at in (0, 2, 4)]


def luminance(rgb: Sequence[int]) -> float:
    """Return the relative luminance of red, green and blue: 0 is black, 1 white."""
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]  # noqa: PLR2004
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: from 1 to 21."""
    light, dark = sorted((luminance(channels(one)), luminance(channels(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)
