"""Names of the places in a document that a link can point at."""

from __future__ import annotations

import hashlib
import re
from typing import Literal

PlaceKind = Literal["section", "table", "figure", "step"]

LONGEST_NAME = 40
_PREFIX: dict[PlaceKind, str] = {"section": "sec_", "table": "tbl_", "figure": "fig_", "step": "step_"}
_PLAIN_ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FORBIDDEN = re.compile(r"[^a-z0-9]+")
_TAIL_DIGITS = 8


def bookmark(prefix_kind: PlaceKind, anchor: str) -> str:
    """Return the bookmark name of an anchor: `sec_prioritise`, `tbl_priority`, `fig_flow`, `step_log`.

    The name has at most 40 characters and only letters, digits and `_` (ISO/IEC 29500-1, 17.13.6.2 and Word's own
    limit). An anchor that is too long or not plain kebab-case gets a tail of its hash, so that two anchors never
    share a name.
    """
    prefix = _PREFIX[prefix_kind]
    name = prefix + anchor.replace("-", "_")
    if _PLAIN_ANCHOR.fullmatch(anchor) and len(name) <= LONGEST_NAME:
        return name
    tail = "_" + hashlib.sha256(anchor.encode()).hexdigest()[:_TAIL_DIGITS]
    stem = prefix + _FORBIDDEN.sub("_", anchor.lower()).strip("_")
    return stem[: LONGEST_NAME - len(tail)].rstrip("_") + tail
