"""What every drawing must keep, whatever it shows; each law returns what breaks it, as readable findings."""

from __future__ import annotations

from itertools import combinations, pairwise

from iso20k_docs.compose.diagrams.text import width_of
from iso20k_docs.model.drawing import POINTS, Area, Drawing, Label, Line, Shape, line_height
from iso20k_docs.model.words import Language

PAGE_WIDTH, PAGE_HEIGHT = 164.0, 225.0
LEAST_POINTS = 7.5
_TOUCH = 0.05
_SLIM = 0.1


def findings(drawing: Drawing, language: Language) -> list[str]:
    """Return all that is wrong with a drawing."""
    return [*outside(drawing), *overlaps(drawing), *crossed(drawing), *misfits(drawing, language), *crooked(drawing)]


def outside(drawing: Drawing) -> list[str]:
    """Nothing leaves the drawing, and the drawing fits the page."""
    found = []
    if drawing.width > PAGE_WIDTH + _TOUCH or drawing.height > PAGE_HEIGHT + _TOUCH:
        found.append(f"the drawing is {drawing.width:.1f} x {drawing.height:.1f} mm")
    for item in drawing.items:
        left, top, right, bottom = _bounds(item)
        if left < -_TOUCH or top < -_TOUCH or right > drawing.width + _TOUCH or bottom > drawing.height + _TOUCH:
            found.append(f"{_name(item)} leaves the drawing")
    return found


def overlaps(drawing: Drawing) -> list[str]:
    """No two shapes or labels overlap; areas are the ground on which they stand."""
    solid = [item for item in drawing.items if isinstance(item, Shape | Label)]
    return [f"{_name(a)} and {_name(b)} overlap" for a, b in combinations(solid, 2) if _meet(_bounds(a), _bounds(b))]


def crossed(drawing: Drawing) -> list[str]:
    """No line runs through a shape or a label; it ends at a shape's edge."""
    solid = [item for item in drawing.items if isinstance(item, Shape | Label)]
    return [
        f"a line ({x1:.1f}, {y1:.1f})-({x2:.1f}, {y2:.1f}) runs through {_name(item)}"
        for line in drawing.items
        if isinstance(line, Line)
        for (x1, y1), (x2, y2) in pairwise(line.points)
        for item in solid
        if _meet((min(x1, x2) - _SLIM, min(y1, y2) - _SLIM, max(x1, x2) + _SLIM, max(y1, y2) + _SLIM), _within(item))
    ]


def misfits(drawing: Drawing, language: Language) -> list[str]:
    """Every text fits its shape in letters of at least 7.5 points."""
    found = []
    for item in drawing.items:
        if not isinstance(item, Shape | Label) or not item.lines:
            continue
        if POINTS[item.size] < LEAST_POINTS:
            found.append(f"{_name(item)} is set too small")
        room, height = item.room if isinstance(item, Shape) else (item.width, item.height)
        if max(_widths(item, language)) > room + _TOUCH:
            found.append(f"{_name(item)} is wider than its {room:.1f} mm")
        if len(item.lines) * line_height(item.size) > height + _TOUCH:
            found.append(f"{_name(item)} is higher than its {height:.1f} mm")
    return found


def crooked(drawing: Drawing) -> list[str]:
    """Every stretch of a line is upright or level, and none is a mere point."""
    return [
        f"a line goes from ({x1:.1f}, {y1:.1f}) to ({x2:.1f}, {y2:.1f})"
        for line in drawing.items
        if isinstance(line, Line)
        for (x1, y1), (x2, y2) in pairwise(line.points)
        if (abs(x1 - x2) > 1e-6) == (abs(y1 - y2) > 1e-6)
    ]


def _widths(item: Shape | Label, language: Language) -> list[float]:
    bold = item.bold if isinstance(item, Shape) else len(item.lines) if item.bold else 0
    widths = [width_of(line, language, item.size, at < bold) for at, line in enumerate(item.lines)]
    if isinstance(item, Shape) and item.number:
        gap = " " if item.lines[0] else ""
        widths[0] += width_of(item.number + gap, language, item.size, bold=True)
    return widths


def _name(item: Area | Shape | Line | Label) -> str:
    if isinstance(item, Shape | Label):
        return f"{type(item).__name__.lower()} '{item.text or item.form if isinstance(item, Shape) else item.text}'"
    return type(item).__name__.lower()


Bounds = tuple[float, float, float, float]


def _bounds(item: Area | Shape | Line | Label) -> Bounds:
    if isinstance(item, Line):
        across, down = [x for x, _ in item.points], [y for _, y in item.points]
        return min(across), min(down), max(across), max(down)
    return item.x, item.y, item.x + item.width, item.y + item.height


def _within(item: Shape | Label) -> Bounds:
    """Return the inside of a shape: a line may touch its edge."""
    left, top, right, bottom = _bounds(item)
    edge = 2 * _SLIM if isinstance(item, Shape) else 0.0
    return left + edge, top + edge, right - edge, bottom - edge


def _meet(one: Bounds, other: Bounds) -> bool:
    return (
        one[0] < other[2] - _TOUCH and other[0] < one[2] - _TOUCH
        and one[1] < other[3] - _TOUCH and other[1] < one[3] - _TOUCH
    )  # fmt: skip
