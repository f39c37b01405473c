"""A drawing: shapes, lines and labels in millimetres, before any file format.

The origin is the upper left corner. Colours are names that a writer takes from its look. Text is broken into lines
already: nothing is left to the reader's word processor, so that what fits here fits there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Colour = Literal[
    "ink", "primary", "accent", "grey", "line", "tint", "soft", "paper", "accent_tint", "warn", "warn_tint", "risk",
    "risk_tint",
]  # fmt: skip
Form = Literal["rect", "rounded", "diamond", "terminator"]
Size = Literal["text", "small"]
Side = Literal["left", "center", "right"]
Point = tuple[float, float]

MILLIMETRES_PER_POINT = 25.4 / 72
POINTS: dict[Size, float] = {"text": 8.0, "small": 7.5}
"""Letter sizes in points."""
LINE_POINTS: dict[Size, float] = {"text": 10.8, "small": 10.2}
"""Exact line heights in points."""
INSET = 0.9
"""Room between a shape's edge and its text, left and right, in millimetres."""

ROUNDING: dict[Form, float] = {"rect": 0.0, "rounded": 1.0, "diamond": 0.0, "terminator": 3.0}
"""The largest corner radius of each form, in millimetres."""
CORNER_INSET = 1 - 0.5**0.5
"""A round corner keeps text away from the edges by this share of its radius (ISO/IEC 29500-1, annex D, `roundRect`)."""


def line_height(size: Size) -> float:
    """Return the height of a text line in millimetres."""
    return LINE_POINTS[size] * MILLIMETRES_PER_POINT


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle behind everything: a lane, a band. Shapes stand on it."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour
    stroke: Colour | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed form with text in its middle.

    `number` is printed before the first line, in bold. The first `bold` lines are bold. `alt` is read out by screen
    readers where there is no text.
    """

    form: Form
    x: float
    y: float
    width: float
    height: float
    fill: Colour = "paper"
    stroke: Colour | None = "primary"
    lines: tuple[str, ...] = ()
    ink: Colour = "ink"
    number: str = ""
    number_ink: Colour = "primary"
    bold: int = 0
    size: Size = "text"
    side: Side = "center"
    alt: str = ""

    @property
    def text(self) -> str:
        """The whole text in one line."""
        return " ".join(filter(None, (self.number, *self.lines)))

    @property
    def radius(self) -> float:
        """Radius of its corners in millimetres."""
        return min(ROUNDING[self.form], self.width / 2, self.height / 2)

    @property
    def room(self) -> tuple[float, float]:
        """Width and height that its text may take."""
        corner = 2 * CORNER_INSET * self.radius
        return self.width - max(corner, 2 * INSET), self.height - corner


@dataclass(frozen=True, slots=True)
class Line:
    """A line through at least two points; every stretch is horizontal or vertical."""

    points: tuple[Point, ...]
    colour: Colour = "grey"
    arrow: bool = False
    dashed: bool = False
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Text without a form around it, in a box of exactly its lines."""

    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    ink: Colour = "grey"
    bold: bool = False
    size: Size = "small"
    side: Side = "left"

    @property
    def height(self) -> float:
        """Height of the lines."""
        return len(self.lines) * line_height(self.size)

    @property
    def text(self) -> str:
        """The whole text in one line."""
        return " ".join(self.lines)


Item = Area | Shape | Line | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of `width` by `height` millimetres; items lie above those before them.

    `title` names the figure, `alt` says in words what it shows.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str
    alt: str


def scaled(drawing: Drawing, share: float) -> Drawing:
    """Return a drawing in a share of its size; the size of its letters is the reader's to change."""
    if share == 1:
        return drawing
    items = tuple(_scaled(item, share) for item in drawing.items)
    return replace(drawing, width=drawing.width * share, height=drawing.height * share, items=items)


def _scaled(item: Item, share: float) -> Item:
    if isinstance(item, Line):
        return replace(item, points=tuple((x * share, y * share) for x, y in item.points))
    if isinstance(item, Label):
        return replace(item, x=item.x * share, y=item.y * share, width=item.width * share)
    return replace(item, x=item.x * share, y=item.y * share, width=item.width * share, height=item.height * share)
