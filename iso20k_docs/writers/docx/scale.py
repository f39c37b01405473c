"""Page geometry and the type scale: sizes in half-points, distances in twips (1/20 point).

Every text line is `atLeast` 1.45 times its size (1.3 where a template wants it tighter), so a line's height doesn't
depend on the installed font and pages can be counted without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from iso20k_docs.model.drawing import LINE_POINTS, Size
from iso20k_docs.model.letters import Face, face
from iso20k_docs.model.template import Edge, Sheet, Traits
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.look import Look

EM = 10
"""Twips in one em per half-point of size."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its margins."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int = 624
    footer: int = 510
    landscape: bool = False

    @property
    def text_width(self) -> int:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """Height between the margins."""
        return self.height - self.top - self.bottom


PORTRAIT = Page(11906, 16838, 1928, 1361, 1304, 1304)
LANDSCAPE = Page(16838, 11906, 2041, 1191, 1134, 1134, landscape=True)
HEADER_STRIP, _TEXT_IN_HEADER, _TEXT_UNDER_LOGO = 940, 30, 180
"""Height of the header's two rows, and what the brand's own line adds to it, alone and with a logo."""
FOOTER_ROWS = 610
_UNDER_HEADER, _OVER_FOOTER = 240, 100
"""Least room between header and text, text and footer."""
TWIPS_PER_MM = 1440 / 25.4
_DRAWING_WIDTH, _DRAWING_HEIGHT = 164 * TWIPS_PER_MM, 212 * TWIPS_PER_MM
"""What the diagrams are drawn for: their width, and the height of the highest."""
_SPARE = 80


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a paragraph style means for the page: size, line height, space around, indents, height of its frame."""

    size: int
    line: int
    before: int = 0
    after: int = 0
    left: int = 0
    first: int = 0
    frame: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All measures of documents of one look in one language.

    `drawing` is the share of their size that diagrams are drawn in, `high_drawing` that of those too high for a page,
    on which `beside_drawing` is taken by headings and caption.
    """

    language: Language
    styles: Mapping[str, Metrics]
    face: Face
    list_step: int
    portrait: Page = PORTRAIT
    landscape: Page = LANDSCAPE
    drawing: float = 1.0
    high_drawing: float = 1.0
    beside_drawing: int = 0

    @property
    def cover(self) -> Page:
        """The page of the cover: its band bleeds to the upper edge."""
        return replace(self.portrait, header=0)

    def __getitem__(self, style: str) -> Metrics:
        """Return the measures of a paragraph style."""
        return self.styles[style]


@dataclass(frozen=True, slots=True)
class _Scale:
    """The sizes that differ between the languages."""

    body: int
    line: int
    after: int
    table: int
    table_line: int
    h2: int
    h3: int
    title: int
    list_step: int
    first: int


_SCALES: dict[Language, _Scale] = {
    "zh": _Scale(21, 360, 80, 18, 280, 25, 22, 60, 420, 420),
    "en": _Scale(20, 310, 120, 17, 260, 24, 21, 56, 360, 0),
}


@lru_cache(maxsize=32)
def layout(look: Look, language: Language) -> Layout:
    """Return the measures of a look in a language."""
    usual = _usual(language)
    if not look.styles and look.sheet is None:
        return Layout(language, usual, face(look.latin), _SCALES[language].list_step, *_pages_of(look))
    styles = {name: _changed(m, look.styles.get(name)) for name, m in usual.items()}
    step = _SCALES[language].list_step * styles["Normal"].size // usual["Normal"].size
    portrait, landscape = _pages_of(look)
    wide = min(1.0, portrait.text_width / _DRAWING_WIDTH)
    beside = _beside_drawing(styles)
    high = min(wide, (portrait.text_height - beside) / _DRAWING_HEIGHT)
    for name, share in (("DiagramText", wide), ("DiagramLabel", wide), ("DiagramTextHigh", high),
                        ("DiagramLabelHigh", high)):  # fmt: skip
        styles[name] = _drawn_smaller(styles[name], share)
    return Layout(language, _indented(styles, step), face(look.latin), step, portrait, landscape, wide, high,
                  beside)  # fmt: skip


def _changed(m: Metrics, traits: Traits | None) -> Metrics:
    """Return the measures of a style as a template changes them; indents and tabs grow with the letters."""
    if traits is None:
        return m
    size = traits.size or m.size
    return Metrics(
        size,
        traits.line or m.line * size // m.size,
        m.before if traits.before is None else traits.before,
        m.after if traits.after is None else traits.after,
        m.left * size // m.size,
        m.first * size // m.size,
        edge_height(traits.above) + edge_height(traits.below),
    )


def edge_height(edge: Edge | None) -> int:
    """Return the height in twips that a line above or below a paragraph takes."""
    return edge.size * 20 // 8 + edge.space * 20 if edge else 0


def _indented(styles: dict[str, Metrics], step: int) -> dict[str, Metrics]:
    """Let list items of both levels stand at whole steps."""
    found = dict(styles)
    for name, level in (("ListBullet", 1), ("ListNumber", 1), ("ListBullet2", 2), ("ListNumber2", 2)):
        found[name] = replace(styles[name], left=level * step + 40)
    return found


def _beside_drawing(styles: Mapping[str, Metrics]) -> int:
    """Return the height of what stands on a page with a diagram: two headings and a caption."""
    first, second, caption = styles["Heading1"], styles["Heading2"], styles["FigureCaption"]
    headings = first.line + first.frame + max(first.after, second.before) + second.line + second.frame
    return headings + max(second.after, styles["Figure"].before) + caption.before + caption.line + _SPARE


def _drawn_smaller(m: Metrics, share: float) -> Metrics:
    return replace(m, size=int(m.size * share), line=int(m.line * share))


def _pages_of(look: Look) -> tuple[Page, Page]:
    """Return the portrait and the landscape page: the template's, its margins wide enough for header and footer."""
    sheet = look.sheet
    if sheet is None:
        text = _header_growth(look)
        return replace(PORTRAIT, top=PORTRAIT.top + text), replace(LANDSCAPE, top=LANDSCAPE.top + text)
    above, below = least_margins(look, sheet)
    portrait = Page(
        sheet.width, sheet.height, max(sheet.top, above), max(sheet.bottom, below), sheet.left, sheet.right,
        sheet.header, sheet.footer,
    )  # fmt: skip
    landscape = Page(
        sheet.height, sheet.width, max(above, min(sheet.top, LANDSCAPE.top)), max(below, LANDSCAPE.bottom),
        LANDSCAPE.left, LANDSCAPE.right, sheet.header, sheet.footer, landscape=True,
    )  # fmt: skip
    return portrait, landscape


def least_margins(look: Look, sheet: Sheet) -> tuple[int, int]:
    """Return the least top and bottom margins that leave room for the control header and the footer."""
    return sheet.header + HEADER_STRIP + _header_growth(look) + _UNDER_HEADER, sheet.footer + FOOTER_ROWS + _OVER_FOOTER


def _header_growth(look: Look) -> int:
    if look.header_text is None:
        return 0
    return _TEXT_UNDER_LOGO if look.logo else _TEXT_IN_HEADER


@cache
def _usual(language: Language) -> dict[str, Metrics]:
    """Return the measures of every paragraph style as they are without a template."""
    s = _SCALES[language]
    return {
        "Normal": Metrics(s.body, s.line),
        **_text(s),
        **_headings(s),
        **_tables(s),
        **_pages(s),
    }


def _text(s: _Scale) -> dict[str, Metrics]:
    small = Metrics(s.table, s.table_line, 0, s.after)
    item = Metrics(s.body, s.line, 0, 60, s.list_step + 40)
    deep = Metrics(s.body, s.line, 0, 60, 2 * s.list_step + 40)
    return {
        "BodyText": Metrics(s.body, s.line, 0, s.after, 0, s.first),
        "BodyTextLead": Metrics(s.body, s.line, 0, s.after, 0, s.first),
        "BodyNote": small,
        "ClauseNote": Metrics(16, 240, 0, 100),
        "ListBullet": item,
        "ListBullet2": deep,
        "ListNumber": item,
        "ListNumber2": deep,
        "CalloutNote": Metrics(s.table + 1, s.table_line + 20, 200, 240, 425),
        "CalloutWarning": Metrics(s.table + 1, s.table_line + 20, 200, 240, 425),
        "CalloutKey": Metrics(s.table + 1, s.table_line + 20, 200, 240, 425),
    }


def _headings(s: _Scale) -> dict[str, Metrics]:
    return {
        "Heading1": _heading(32, 440, 160, 567),
        "Heading2": _heading(s.h2, 280, 100, 680),
        "Heading3": _heading(s.h3, 200, 80, 794),
        "AppendixHeading": _heading(32, 440, 160),
        "PlainHeading1": _heading(s.h2, 320, 120),
        "PlainHeading2": _heading(s.h3, 240, 80),
        "PlainHeading3": _heading(s.body, 200, 60),
        "FrontHeading": _heading(s.h2, 360, 140),
        "TOCHeading": _heading(s.h2, 360, 140),
        "Title": Metrics(s.title, s.title * 132 // 10, 0, 120),
        "Subtitle": Metrics(28, 420, 0, 560),
        "FormTitle": Metrics(36, 530, 0, 40),
        "FormHelp": Metrics(15, 230, 0, 60),
        "CoverEyebrow": Metrics(20, 320, 3200, 140),
        "CoverOrganisation": Metrics(22, 320),
        "TOC1": Metrics(s.body, 310, 90, 20, 454),
        "TOC2": Metrics(s.table + 1, 290, 0, 0, 1077),
    }


def _heading(size: int, before: int, after: int, left: int = 0) -> Metrics:
    return Metrics(size, size * 145 // 10, before, after, left)


def _tables(s: _Scale) -> dict[str, Metrics]:
    normal, dense = Metrics(s.table, s.table_line), Metrics(16, 240)
    found = {"Caption": Metrics(s.table, s.table_line, 200, 90), "TableNote": Metrics(16, 240, 70, 200)}
    found |= _figures(s)
    for base in ("TableText", "TableHeading"):
        for align in ("", "Center", "Right"):
            found[base + align] = normal
            found[base + align + "Dense"] = dense
    found["TableLabel"], found["TableLabelDense"] = normal, dense
    found["TableGroup"], found["TableGroupDense"] = normal, dense
    return found


def _figures(s: _Scale) -> dict[str, Metrics]:
    return {
        "Figure": Metrics(16, 240, 100),
        "FigureCaption": Metrics(s.table, s.table_line, 90, 200),
        "DiagramText": Metrics(16, _twips("text")),
        "DiagramLabel": Metrics(15, _twips("small")),
        "DiagramTextHigh": Metrics(16, _twips("text")),
        "DiagramLabelHigh": Metrics(15, _twips("small")),
    }


def _twips(size: Size) -> int:
    """Return the exact height of a line in a drawing."""
    return round(LINE_POINTS[size] * 20)


def _pages(s: _Scale) -> dict[str, Metrics]:
    return {
        "Header": Metrics(15, 230),
        "HeaderValue": Metrics(15, 230),
        "HeaderOrganisation": Metrics(17, 250),
        "HeaderTitle": Metrics(19, 280),
        "Footer": Metrics(15, 230, 70),
    }
