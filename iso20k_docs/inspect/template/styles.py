"""The styles of a template as they come out: what a style says itself, what it is based on, what the defaults say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree

from iso20k_docs.inspect.markup import NS, W, number, value
from iso20k_docs.inspect.template.roles import HEADINGS, by_role, names_of
from iso20k_docs.inspect.template.theme import Theme, named
from iso20k_docs.inspect.template.typefaces import chinese
from iso20k_docs.model.template import Edge, LineRule, Note, Role, Traits
from iso20k_docs.model.words import Words

_DEEPEST = 12
_OFF = ("0", "false", "off", "none")
_LINE = 240
_MOST_SPACE = 2400
_AUTOMATIC_SPACE = 280
_SMALLEST, _LARGEST = 8, 144
_WIDEST_EDGE, _FARTHEST_EDGE = 48, 20
_USUAL_SIZE = 20
_ALIGNED = {"start": "left", "left": "left", "center": "center", "end": "right", "right": "right", "both": "both",
            "distribute": "both"}  # fmt: skip
_RULES = ("auto", "atLeast", "exact")
_TOC = "toc"


class Styles:
    """The styles part of a template."""

    def __init__(self, root: etree._Element, theme: Theme) -> None:
        self._theme = theme
        self._by_id = {value(style, "styleId"): style for style in root.iterfind("w:style", NS)}
        self._defaults = {
            "w:rPr": root.find("w:docDefaults/w:rPrDefault/w:rPr", NS),
            "w:pPr": root.find("w:docDefaults/w:pPrDefault/w:pPr", NS),
        }
        self._found = by_role(self._by_id.values())
        self.traits: dict[Role, Traits] = {role: self._traits(style) for role, style in self._found.items()}
        self.names: dict[Role, str] = {role: _name(style) for role, style in self._found.items()}
        self.notes = tuple(self._notes())
        self.others = [_name(style) for style in self._by_id.values() if self._is_own(style)]

    def _is_own(self, style: etree._Element) -> bool:
        custom = value(style, "customStyle") in ("1", "true")
        return custom and value(style, "type") == "paragraph" and style not in self._found.values()

    # --- what a style says

    def _traits(self, style: etree._Element) -> Traits:
        chain = list(self._chain(style))
        size = number(self._nearest(chain, "w:rPr", "w:sz"))
        before, after = self._space(chain, "before"), self._space(chain, "after")
        line, rule = self._line(chain)
        align = _ALIGNED.get(value(self._nearest(chain, "w:pPr", "w:jc")), "")
        return Traits(
            size=min(max(size, _SMALLEST), _LARGEST) if size else _USUAL_SIZE,
            bold=_is_on(self._nearest(chain, "w:rPr", "w:b")),
            italic=_is_on(self._nearest(chain, "w:rPr", "w:i")),
            caps=_is_on(self._nearest(chain, "w:rPr", "w:caps")),
            colour=self._theme.colour(self._nearest(chain, "w:rPr", "w:color")),
            latin=self._font(chain, "ascii", "asciiTheme"),
            cjk=chinese(self._font(chain, "eastAsia", "eastAsiaTheme")),
            before=before,
            after=after,
            line=line,
            rule=rule,
            align=align,  # type: ignore[arg-type]
            above=self._edge(chain, "top"),
            below=self._edge(chain, "bottom"),
            fill=self._theme.shade(self._nearest(chain, "w:pPr", "w:shd")),
        )

    def _chain(self, style: etree._Element) -> Iterator[etree._Element]:
        """Yield a style and what it is based on; a template may be based on itself."""
        found: etree._Element | None = style
        for _ in range(_DEEPEST):
            if found is None:
                return
            yield found
            found = self._by_id.get(value(found.find("w:basedOn", NS)))

    def _groups(self, chain: list[etree._Element], group: str) -> Iterator[etree._Element]:
        for style in chain:
            found = style.find(group, NS)
            if found is not None:
                yield found
        if (last := self._defaults[group]) is not None:
            yield last

    def _nearest(self, chain: list[etree._Element], group: str, name: str) -> etree._Element | None:
        found = (properties.find(name, NS) for properties in self._groups(chain, group))
        return next((one for one in found if one is not None), None)

    def _attribute(self, chain: list[etree._Element], name: str) -> str:
        """Return an attribute of `w:spacing`: each is inherited by itself."""
        spaces = (properties.find("w:spacing", NS) for properties in self._groups(chain, "w:pPr"))
        return next((value(space, name) for space in spaces if value(space, name)), "")

    def _space(self, chain: list[etree._Element], side: str) -> int | None:
        """Return the space before or after in twips; in lines it is stated in hundredths."""
        lines = _whole(self._attribute(chain, f"{side}Lines"))
        if lines:
            return min(lines * _LINE // 100, _MOST_SPACE)
        if self._attribute(chain, f"{side}Autospacing") in ("1", "true"):
            return _AUTOMATIC_SPACE
        space = _whole(self._attribute(chain, side))
        return None if space is None else min(space, _MOST_SPACE)

    def _line(self, chain: list[etree._Element]) -> tuple[int | None, LineRule]:
        line, rule = _whole(self._attribute(chain, "line")), self._attribute(chain, "lineRule")
        return line, cast(LineRule, rule) if rule in _RULES else "auto"

    def _font(self, chain: list[etree._Element], name: str, themed: str) -> str:
        """Return the typeface of the nearest style that names one, itself or by the theme."""
        for properties in self._groups(chain, "w:rPr"):
            fonts = properties.find("w:rFonts", NS)
            called, own = value(fonts, themed), named(value(fonts, name))
            by_theme = self._theme.east_asian(called) if name == "eastAsia" else self._theme.latin(called)
            if by_theme or own:
                return by_theme or own
        return ""

    def _edge(self, chain: list[etree._Element], side: str) -> Edge | None:
        borders = self._nearest(chain, "w:pPr", "w:pBdr")
        line = None if borders is None else borders.find(f"w:{side}", NS)
        if line is None or value(line) in ("nil", "none", ""):
            return None
        colour = self._theme.colour(_recoloured(line)) or "000000"
        return Edge(colour, min(max(number(line, "sz"), 2), _WIDEST_EDGE), min(number(line, "space"), _FARTHEST_EDGE))

    # --- what is to be told

    def _notes(self) -> Iterator[Note]:
        if "normal" in self.traits and not self.traits["normal"].cjk:
            fonts = None if self._defaults["w:rPr"] is None else self._defaults["w:rPr"].find("w:rFonts", NS)
            japanese = self._theme.east_asian_language.startswith("ja")
            stated = value(fonts, "eastAsia")
            zh = f"“{stated}”不是简体中文字体" if stated else "模板没有指定中文字体"
            en = f"'{stated}' is no typeface for Chinese" if stated else "the template names no Chinese typeface"
            if japanese and not stated:
                zh, en = zh + "，Word 会用日文字体", en + "; Word would take a Japanese one"
            yield Note(
                "repaired",
                Words("中文字体", "Chinese typeface"),
                Words(f"{zh}；用 brand.fonts 的字体", f"{en}; that of brand.fonts is used"),
            )
        for level, role in enumerate(HEADINGS, 1):
            style = self._found.get(role)
            if style is not None and not any(f"heading {level}" == name for name in names_of(style)):
                yield Note(
                    "taken",
                    _heading(level),
                    Words(
                        f"由“{_name(style)}”充当（在文件中名为 heading {level}）",
                        f"'{_name(style)}' stands for it (in the documents it is called heading {level})",
                    ),
                )
            if style is not None and self._nearest(list(self._chain(style)), "w:pPr", "w:numPr") is not None:
                yield Note(
                    "left",
                    Words(f"标题 {level} 的编号", f"numbers of heading {level}"),
                    Words("用受控文件的章节编号", "those of the document set are used"),
                )


def _heading(level: int) -> Words:
    return Words(f"标题 {level}", f"heading {level}")


def _name(style: etree._Element) -> str:
    name = " ".join((value(style.find("w:name", NS)) or value(style, "styleId")).split())
    return name if name.isprintable() else "?"


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and value(element) not in _OFF


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None  # noqa: PLR2004 - Word allows five digits


def _recoloured(line: etree._Element) -> etree._Element:
    """Return the colour of a border as an element that names it as `w:color` does."""
    made = etree.Element(W + "color")
    for ours, theirs in (("val", "color"), ("themeColor",) * 2, ("themeTint",) * 2, ("themeShade",) * 2):
        if value(line, theirs):
            made.set(W + ours, value(line, theirs))
    return made
