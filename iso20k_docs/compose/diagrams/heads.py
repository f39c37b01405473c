"""The headings of columns, the same in all charts."""

from __future__ import annotations

from iso20k_docs.compose.diagrams.grid import WIDTH
from iso20k_docs.model.drawing import Colour, Shape, Size

_SEAM = 0.3
"""Room between two headings, in millimetres."""


def head(x: float, width: float, height: float, lines: tuple[str, ...], size: Size, fill: Colour = "primary") -> Shape:
    """Return the heading of a column from `x` on, with a seam to the next one."""
    seam = _SEAM if x + width < WIDTH - _SEAM else 0.0
    return Shape("rect", x, 0, width - seam, height, fill, None, lines, "paper", bold=len(lines), size=size)
