"""Chinese text without spaces between Chinese and Latin characters: typesetting adds them (GB/T 15834 practice)."""

from __future__ import annotations

import re

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·"
_NARROW = "A-Za-z0-9%≥≤<>=+×±/("
_AFTER_WIDE = re.compile(rf"(?<=[{_WIDE}])[ ]+(?=[{_NARROW}])")
_BEFORE_WIDE = re.compile(rf"(?<=[A-Za-z0-9%)×])[ ]+(?=[{_WIDE}])")
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ ]+(?=[{_WIDE}])")


def close_up(text: str) -> str:
    """Drop the spaces that a Chinese typist puts beside Latin letters and digits."""
    if " " not in text:
        return text
    return _BETWEEN_WIDE.sub("", _BEFORE_WIDE.sub("", _AFTER_WIDE.sub("", text)))
