"""Drawings as SVG text, for HTML and as the picture that a word processor without shapes shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import assert_never

from iso20k_docs.model.drawing import (
    INSET,
    MILLIMETRES_PER_POINT,
    POINTS,
    Area,
    Colour,
    Drawing,
    Item,
    Label,
    Line,
    Shape,
    Side,
    Size,
    line_height,
)

#: RRGGBB of each colour name.
Palette = Mapping[Colour, str]

_FAMILY = "Arial, 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"
_STROKE, _HAIR = 0.3, 0.2
_HEAD_LENGTH, _HEAD_HALF = 1.7, 0.75
_BASELINE = 0.36
_SPECIAL = re.compile('[&<>"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def svg(drawing: Drawing, palette: Palette) -> str:
    """Return a drawing as an SVG document in millimetres; the same drawing gives the same text."""
    width, height = _number(drawing.width), _number(drawing.height)
    content = "".join(_item(item, palette) for item in drawing.items)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="{_FAMILY}">'
        f"<title>{_escape(drawing.title)}</title><desc>{_escape(drawing.alt)}</desc>{content}</svg>"
    )


def _item(item: Item, palette: Palette) -> str:
    match item:
        case Area():
            return _rectangle(item.x, item.y, item.width, item.height, _paint(item.fill, item.stroke, palette, _HAIR))
        case Shape():
            return _outline(item, _paint(item.fill, item.stroke, palette, _STROKE)) + _shape_text(item, palette)
        case Line():
            return _line(item, palette)
        case Label():
            bold = len(item.lines) if item.bold else 0
            return _text(item.lines, _anchor(item), item.size, item.side, palette[item.ink], bold)
        case _:
            assert_never(item)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ENTITY.get(found.group(), ""), text)


def _paint(fill: Colour, stroke: Colour | None, palette: Palette, width: float) -> str:
    edge = f' stroke="#{palette[stroke]}" stroke-width="{width}"' if stroke else ""
    return f'fill="#{palette[fill]}"{edge}'


def _rectangle(x: float, y: float, width: float, height: float, paint: str, radius: float = 0) -> str:
    corner = f' rx="{_number(radius)}"' if radius else ""
    return (
        f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"{corner} {paint}/>'
    )


def _outline(shape: Shape, paint: str) -> str:
    x, y, width, height = shape.x, shape.y, shape.width, shape.height
    if shape.form == "diamond":
        middle, center = x + width / 2, y + height / 2
        corners = ((middle, y), (x + width, center), (middle, y + height), (x, center))
        return f'<path d="{_path(corners)}Z" {paint}/>'
    return _rectangle(x, y, width, height, paint, shape.radius)


def _path(points: tuple[tuple[float, float], ...]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _anchor(box: Label) -> tuple[float, float, float]:
    """Return left edge, upper edge of the lines and width of a label."""
    return box.x, box.y, box.width


def _shape_text(shape: Shape, palette: Palette) -> str:
    if not shape.text:
        return ""
    top = shape.y + (shape.height - len(shape.lines) * line_height(shape.size)) / 2
    frame = (shape.x + INSET, top, shape.width - 2 * INSET)
    number = (shape.number, palette[shape.number_ink])
    return _text(shape.lines, frame, shape.size, shape.side, palette[shape.ink], shape.bold, number)


def _text(
    lines: tuple[str, ...],
    frame: tuple[float, float, float],
    size: Size,
    side: Side,
    colour: str,
    bold: int,
    number: tuple[str, str] = ("", ""),
) -> str:
    left, top, width = frame
    pitch, em = line_height(size), POINTS[size] * MILLIMETRES_PER_POINT
    x = {"left": left, "center": left + width / 2, "right": left + width}[side]
    anchor = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}[side]
    found = []
    for at, line in enumerate(lines):
        y = top + (at + 0.5) * pitch + em * _BASELINE
        weight = ' font-weight="bold"' if at < bold else ""
        content = _escape(line) if at or not number[0] else _numbered(number, line)
        found.append(
            f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(em)}"{anchor} fill="#{colour}"{weight}>'
            f"{content}</text>"
        )
    return "".join(found)


def _numbered(number: tuple[str, str], line: str) -> str:
    text, colour = number
    gap = " " if line else ""
    return f'<tspan fill="#{colour}" font-weight="bold">{_escape(text)}{gap}</tspan>{_escape(line)}'


def _line(line: Line, palette: Palette) -> str:
    colour, dash = palette[line.colour], ' stroke-dasharray="1.2 0.8"' if line.dashed else ""
    points = line.points
    head = ""
    if line.arrow:
        head, points = _arrow(points, colour)
    stroke = f'fill="none" stroke="#{colour}" stroke-width="{_STROKE}" stroke-linejoin="round"'
    return f'<path d="{_path(points)}" {stroke}{dash}/>{head}'


def _arrow(points: tuple[tuple[float, float], ...], colour: str) -> tuple[str, tuple[tuple[float, float], ...]]:
    """Return the arrow head and the line shortened by it."""
    (x1, y1), (x2, y2) = points[-2:]
    length = abs(x2 - x1) + abs(y2 - y1)
    across, down = (x2 - x1) / length, (y2 - y1) / length
    base = (x2 - across * _HEAD_LENGTH, y2 - down * _HEAD_LENGTH)
    corners = (
        (x2, y2),
        (base[0] - down * _HEAD_HALF, base[1] + across * _HEAD_HALF),
        (base[0] + down * _HEAD_HALF, base[1] - across * _HEAD_HALF),
    )
    return f'<path d="{_path(corners)}Z" fill="#{colour}"/>', (*points[:-1], base)
