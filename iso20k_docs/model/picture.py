"""A picture that goes into documents as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG picture of `width` by `height` pixels.

    `svg` is the same picture as vectors: readers that know SVG show it, the others show `data`.
    """

    kind: Literal["png", "jpeg"]
    data: bytes
    width: int
    height: int
    svg: bytes | None = None
