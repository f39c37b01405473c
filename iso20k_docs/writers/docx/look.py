"""How the documents of an organisation look: colours, typefaces, logo; and what its own template changes in that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from iso20k_docs.model.colours import channels, luminance
from iso20k_docs.model.picture import Picture
from iso20k_docs.model.template import Sheet, Traits
from iso20k_docs.model.words import Words

Preset = Literal["modern", "formal"]

_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_COLOURS = (
    "ink", "primary", "accent", "grey", "placeholder", "line", "tint", "soft", "accent_tint", "warn", "warn_tint",
    "risk", "risk_tint",
)  # fmt: skip
_DARK_ENOUGH = 0.152
"""Relative luminance of an ink that stands 4.5 to 1 against the tints, whose luminance is 0.86 and more."""
_LIGHT_ENOUGH = 0.86
_PAPER = 255
EAST_ASIAN_NAMES = {
    "Microsoft YaHei": "微软雅黑", "SimSun": "宋体", "NSimSun": "新宋体", "SimHei": "黑体", "DengXian": "等线",
    "FangSong": "仿宋", "FangSong_GB2312": "仿宋_GB2312", "KaiTi": "楷体", "KaiTi_GB2312": "楷体_GB2312",
    "LiSu": "隶书", "YouYuan": "幼圆", "STSong": "华文宋体", "STZhongsong": "华文中宋", "STFangsong": "华文仿宋",
    "STKaiti": "华文楷体", "STXihei": "华文细黑", "STHeiti": "华文黑体", "FZXiaoBiaoSong-B05S": "方正小标宋简体",
    "Microsoft YaHei UI": "微软雅黑", "DengXian Light": "等线 Light", "Microsoft YaHei Light": "微软雅黑 Light",
}  # fmt: skip
_WITHOUT_BOLD = ("SimSun", "NSimSun", "FangSong", "FangSong_GB2312", "KaiTi", "KaiTi_GB2312", "STSong", "STFangsong")
"""Typefaces that have no bold cut: a made-up one smears."""
_NO_STYLES: Mapping[str, Traits] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Colours (RRGGBB), typefaces by their English names, the logo, texts of header and footer.

    `cjk` sets Chinese text, `cjk_heading` Chinese headings, `cjk_strong` emphasis (SimSun has no bold cut). `styles`
    holds what a template changes in single paragraph styles by our ids, `scheme` the colours of its theme, `sheet` its
    page.
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
    latin_heading: str = "Arial"
    cjk: str = "Microsoft YaHei"
    cjk_heading: str = "Microsoft YaHei"
    cjk_strong: str = "Microsoft YaHei"
    logo: Picture | None = None
    header_text: Words | None = None
    footer_text: Words | None = None
    styles: Mapping[str, Traits] = field(default_factory=lambda: _NO_STYLES)
    scheme: Mapping[str, str] | None = None
    sheet: Sheet | None = None

    def __post_init__(self) -> None:
        """Refuse what would make every document unreadable."""
        for name in _COLOURS:
            if not _COLOUR.fullmatch(getattr(self, name)):
                raise ValueError(f"{name} isn't a colour of six hexadecimal digits: {getattr(self, name)!r}")

    @classmethod
    def preset(cls, name: Preset, logo: Picture | None = None) -> Look:
        """Return a ready look: `modern` is Microsoft YaHei, `formal` SimSun with SimHei headings."""
        look = cls(logo=logo)
        return look if name == "modern" else replace(look, cjk="SimSun", cjk_heading="SimHei", cjk_strong="SimHei")

    def coloured(self, primary: str = "", accent: str = "") -> Look:
        """Return the look in a brand's own colours, darkened until they can be read; the tints follow them."""
        look = self
        if primary:
            shade = readable(primary)
            look = replace(look, primary=shade, tint=tinted(shade, 0.09), soft=tinted(shade, 0.04))
        if accent:
            shade = readable(accent)
            look = replace(look, accent=shade, accent_tint=tinted(shade, 0.09))
        return look


def strong_face(cjk: str) -> str:
    """Return the typeface of emphasis beside a Chinese typeface: SimHei where it has no bold cut of its own."""
    return "SimHei" if cjk in _WITHOUT_BOLD else cjk


def readable(colour: str) -> str:
    """Return a brand's colour, darkened until text in it can be read on white and on every tint (WCAG 2.1, 1.4.3)."""
    rgb = channels(colour)
    while luminance(rgb) > _DARK_ENOUGH:
        rgb = [channel * 31 // 32 for channel in rgb]
    return _colour(rgb)


def tinted(colour: str, share: float) -> str:
    """Return so much of a colour on white, or less where text couldn't be read on it."""
    while True:
        rgb = [round(_PAPER - (_PAPER - channel) * share) for channel in channels(colour)]
        if luminance(rgb) >= _LIGHT_ENOUGH:
            return _colour(rgb)
        share *= 0.9


def is_grey(colour: str) -> bool:
    """Tell whether a colour is black, white or nearly without a hue."""
    rgb = channels(colour)
    return max(rgb) - min(rgb) < 24  # noqa: PLR2004 - below it no hue is seen


def _colour(rgb: list[int]) -> str:
    return "".join(f"{channel:02X}" for channel in rgb)
