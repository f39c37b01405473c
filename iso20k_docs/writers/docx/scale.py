"""Page geometry and the type scale: sizes in half-points, distances in twips (1/20 point).

Every text line is `atLeast` 1.45 times its size, so a line's height doesn't depend on the installed font and
pages can be counted without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from iso20k_docs.model.drawing import LINE_POINTS, Size
from iso20k_docs.model.words import Language

EM = 10
"""Twips in one em per half-point of size."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its margins."""

    width: int
    height: int
    top: int
    bottom: int
    side: int
    header: int = 624
    footer: int = 510
    landscape: bool = False

    @property
    def text_width(self) -> int:
        """Width between the margins."""
        return self.width - 2 * self.side

    @property
    def text_height(self) -> int:
        """Height between the margins."""
        return self.height - self.top - self.bottom


PORTRAIT = Page(11906, 16838, 1928, 1361, 1304)
LANDSCAPE = Page(16838, 11906, 2041, 1191, 1134, landscape=True)
COVER = Page(11906, 16838, 1928, 1361, 1304, header=0)


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a paragraph style means for the page: size, line height, space around, indents."""

    size: int
    line: int
    before: int = 0
    after: int = 0
    left: int = 0
    first: int = 0


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


@cache
def metrics(language: Language) -> dict[str, Metrics]:
    """Return the metrics of every paragraph style."""
    s = _SCALES[language]
    return {
        "Normal": Metrics(s.body, s.line),
        **_text(s),
        **_headings(s),
        **_tables(s),
        **_pages(s),
    }


def list_step(language: Language) -> int:
    """Return the indent of one list level."""
    return _SCALES[language].list_step


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
