"""How the documents of an organisation look: colours, typefaces and logo."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from typing import Literal

Preset = Literal["modern", "formal"]

_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_COLOURS = (
    "ink", "primary", "accent", "grey", "placeholder", "line", "tint", "soft", "accent_tint", "warn", "warn_tint",
    "risk", "risk_tint",
)  # fmt: skip
_DARK_ENOUGH = 0.152
"""Relative luminance of an ink that stands 4.5 to 1 against the tints, whose luminance is 0.83 and more."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SIZE = struct.Struct(">16xII")
EAST_ASIAN_NAMES = {"Microsoft YaHei": "微软雅黑", "SimSun": "宋体", "SimHei": "黑体", "DengXian": "等线"}


@dataclass(frozen=True, slots=True)
class Look:
    """Colours (RRGGBB), typefaces by their English names, and the logo as the bytes of a PNG picture.

    `cjk` sets Chinese text, `cjk_heading` Chinese headings and emphasis (SimSun has no bold cut).
    """

    ink: str = "1B2733"
    primary: str = "12355B"
    accent: str = "0B7A75"
    grey: str = "5B6B7A"
    placeholder: str = "6B7885"
    line: str = "C9D1D9"
    tint: str = "EAF0F5"
    soft: str = "F5F7F9"
    accent_tint: str = "E8F3F2"
    warn: str = "9A4A06"
    warn_tint: str = "FDF4E7"
    risk: str = "A3211F"
    risk_tint: str = "FBECEB"
    latin: str = "Arial"
    cjk: str = "Microsoft YaHei"
    cjk_heading: str = "Microsoft YaHei"
    logo: bytes | None = None

    def __post_init__(self) -> None:
        """Refuse what would make every document unreadable."""
        for name in _COLOURS:
            if not _COLOUR.fullmatch(getattr(self, name)):
                raise ValueError(f"{name} isn't a colour of six hexadecimal digits: {getattr(self, name)!r}")
        if self.logo is not None and not (self.logo.startswith(_PNG) and min(picture_size(self.logo)) > 0):
            raise ValueError("the logo isn't a PNG picture")

    @classmethod
    def preset(cls, name: Preset, logo: bytes | None = None) -> Look:
        """Return a ready look: `modern` is Microsoft YaHei, `formal` SimSun with SimHei headings."""
        look = cls(logo=logo)
        return look if name == "modern" else replace(look, cjk="SimSun", cjk_heading="SimHei")


def readable(colour: str) -> str:
    """Return a brand's colour, darkened until text in it can be read on white and on every tint (WCAG 2.1, 1.4.3)."""
    channels = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    while _luminance(channels) > _DARK_ENOUGH:
        channels = [channel * 31 // 32 for channel in channels]
    return "".join(f"{channel:02X}" for channel in channels)


def _luminance(channels: list[int]) -> float:
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def picture_size(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG picture in pixels; (0, 0) where there is no header."""
    if len(png) < _PNG_SIZE.size:
        return 0, 0
    width, height = _PNG_SIZE.unpack_from(png)
    return width, height
