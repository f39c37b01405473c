"""The theme of a template: its colours and typefaces (ISO/IEC 29500-1, 20.1.6)."""

from __future__ import annotations

import colorsys
import re

from lxml import etree

from iso20k_docs.inspect.markup import NS, value

_HEX = re.compile("[0-9A-Fa-f]{6}")
_SHARE = re.compile("[0-9A-Fa-f]{2}")
_COLOURS = (
    "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
#: What the attributes of WordprocessingML call the theme's colours.
_CALLED = {
    "text1": "dk1", "dark1": "dk1", "background1": "lt1", "light1": "lt1", "text2": "dk2", "dark2": "dk2",
    "background2": "lt2", "light2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_LONGEST_NAME = 48
_SIMPLIFIED = "Hans"


class Theme:
    """The theme part, and what the settings say about it."""

    def __init__(self, root: etree._Element, settings: etree._Element) -> None:
        self._root = root
        self.colours = self._colours()
        self.east_asian_language = value(settings.find("w:themeFontLang", NS), "eastAsia")

    def _colours(self) -> dict[str, str]:
        """Return the twelve colours by their names; nothing where one of them is missing."""
        scheme = self._root.find(".//a:clrScheme", NS)
        found: dict[str, str] = {}
        for name in _COLOURS if scheme is not None else ():
            colour = scheme.find(f"a:{name}/*", NS) if scheme is not None else None
            text = "" if colour is None else colour.get("lastClr") or colour.get("val") or ""
            if _HEX.fullmatch(text):
                found[name] = text.upper()
        return found if len(found) == len(_COLOURS) else {}

    def colour(self, element: etree._Element | None) -> str:
        """Return the colour that an element names by itself or by the theme; nothing for `auto`."""
        return self._stated(element, "val", ("themeColor", "themeTint", "themeShade"))

    def shade(self, element: etree._Element | None) -> str:
        """Return the ground that a `w:shd` lays; nothing where it lays none."""
        return self._stated(element, "fill", ("themeFill", "themeFillTint", "themeFillShade"))

    def _stated(self, element: etree._Element | None, own: str, themed: tuple[str, str, str]) -> str:
        """Return the colour in one of two sets of attributes: the theme's, tint and shade; or its own."""
        if element is None:
            return ""
        called, tint, shade = (value(element, name) for name in themed)
        base = self.colours.get(_CALLED.get(called, called), "")
        if base:
            return _lightened(base, tint, shade)
        plain = value(element, own)
        return plain.upper() if _HEX.fullmatch(plain) else ""

    def latin(self, called: str) -> str:
        """Return the Latin typeface that a name such as `minorHAnsi` stands for."""
        return self._typeface(called, "a:latin")

    def east_asian(self, called: str) -> str:
        """Return the Chinese typeface that a name such as `minorEastAsia` stands for.

        Where the theme names none, Word looks under the script of the document's language: here it is Chinese.
        """
        return self._typeface(called, "a:ea") or self._typeface(called, f"a:font[@script='{_SIMPLIFIED}']")

    def _typeface(self, called: str, path: str) -> str:
        kind = "majorFont" if called.startswith("major") else "minorFont"
        found = self._root.find(f".//a:fontScheme/a:{kind}/{path}", NS)
        return named(found.get("typeface", "")) if called and found is not None else ""


def named(text: str) -> str:
    """Return the name of a typeface; nothing where it can't be one."""
    name = " ".join(text.split()).lstrip("@")
    return name if name.isprintable() and len(name) <= _LONGEST_NAME and not set(name) & set("<>&\"'+") else ""


def _lightened(colour: str, tint: str, shade: str) -> str:
    """Return a colour with so much white (tint) or black (shade), each of 255, as Word mixes it: by lightness."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if _SHARE.fullmatch(tint):
        share = int(tint, 16) / 255
        light = light * share + 1 - share
    if _SHARE.fullmatch(shade):
        light *= int(shade, 16) / 255
    mixed = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{round(channel * 255):02X}" for channel in mixed)
