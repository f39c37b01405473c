"""How versions go on: V1.0 to V1.1 or V2.0, A/0 to A/1 or B/0."""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"(?P<before>.*?)(?P<major>\d+)\.(?P<minor>\d+)", re.DOTALL)
_LETTERED = re.compile(r"(?P<letters>[A-Z]+)/(?P<figure>\d+)")
_LAST_FIGURE = re.compile(r"(?P<before>.*?)(?P<figure>\d+)", re.DOTALL)


def next_version(version: str, *, structural: bool) -> str:
    """Return the version that follows: the next whole number or letter after a structural change, else the next figure.

    A version of another form counts its last figure on, or gets one.
    """
    if found := _DECIMAL.fullmatch(version):
        major, minor = int(found["major"]), int(found["minor"])
        return f"{found['before']}{major + 1}.0" if structural else f"{found['before']}{major}.{minor + 1}"
    if found := _LETTERED.fullmatch(version):
        letters, figure = found["letters"], int(found["figure"])
        return f"{_next_letters(letters)}/0" if structural else f"{letters}/{figure + 1}"
    if found := _LAST_FIGURE.fullmatch(version):
        return f"{found['before']}{int(found['figure']) + 1}"
    return f"{version}-2"


def _next_letters(letters: str) -> str:
    """Return what follows in A, B, ..., Z, AA, AB."""
    kept = letters.rstrip("Z")
    if not kept:
        return "A" * (len(letters) + 1)
    return kept[:-1] + chr(ord(kept[-1]) + 1) + "A" * (len(letters) - len(kept))
