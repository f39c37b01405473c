"""Texts as sequences of words, and what changed between two of them.

A Chinese character is a word of its own. Strings of the profile, old and new, count as one word each, so that a new
company name is struck out and put in as a whole.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OBJECT = "\ufffc"
"""Stands in a text for what is no character: a field, a picture, a note."""
_WORD = r"[A-Za-z]+(?:['’\-][A-Za-z]+)*|[≥≤<>±]?\d+(?:[.,:/\-]\d+)*%?|\s+|."
_FIRST_CJK = "\u2e80"
_SWALLOWED_CJK, _SWALLOWED = 2, 1
"""Characters in an equal island between two changes that is too small to be left standing."""

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Hunk:
    """A changed stretch: words `i1` to `i2` of the old text became words `j1` to `j2` of the new one."""

    i1: int
    i2: int
    j1: int
    j2: int


class Vocabulary:
    """Cuts texts into words; the strings given are never cut."""

    def __init__(self, whole: Iterable[str] = ()) -> None:
        strings = sorted({text for text in whole if len(text) > 1}, key=lambda text: (-len(text), text))
        self._pattern = re.compile("|".join([*map(re.escape, strings), _WORD]), re.DOTALL)

    def spans(self, text: str) -> list[tuple[str, int, int]]:
        """Return the words of a text with their first character and the one behind their last."""
        return [(normal(found.group()), found.start(), found.end()) for found in self._pattern.finditer(text)]


def normal(word: str) -> str:
    """Return a word as it is compared: composed Unicode, one ordinary space for any number of spaces."""
    if word.isascii() and not word.isspace():
        return word
    return normal_text(word)


def normal_text(text: str) -> str:
    """Return a whole text as it is compared."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _SPACES.sub(_one_space, text)


_SPACES = re.compile(r"\s+")


def _one_space(found: re.Match[str]) -> str:
    spaces = found.group()
    return spaces if "\n" in spaces or "\t" in spaces else " "


def likeness(old: Words, new: Words) -> float:
    """Return how alike two texts are, from 0 to 1, weighted by characters so that punctuation does not count much."""
    if old == new:
        return 1.0
    total = sum(map(len, old)) + sum(map(len, new))
    if not old or not new or not total:
        return 0.0
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < _HOPELESS:
        return 0.0
    return 2.0 * sum(sum(map(len, old[i : i + n])) for i, _, n in matcher.get_matching_blocks()) / total


_HOPELESS = 0.3


def hunks(old: Words, new: Words) -> list[Hunk]:
    """Return what changed, as finely as the words allow."""
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Hunk(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def readable_hunks(old: Words, new: Words) -> list[Hunk]:
    """Return what changed, tiny equal islands between two changes joined to them: easier to read as a redline."""
    found: list[Hunk] = []
    for hunk in hunks(old, new):
        if found and _is_swallowed(found[-1], hunk, old, new):
            last = found.pop()
            found.append(Hunk(last.i1, hunk.i2, last.j1, hunk.j2))
        else:
            found.append(hunk)
    return found


def _is_swallowed(last: Hunk, hunk: Hunk, old: Words, new: Words) -> bool:
    island = "".join(old[last.i2 : hunk.i1])
    if OBJECT in island:
        return False
    most = _SWALLOWED_CJK if any(character >= _FIRST_CJK for character in island) else _SWALLOWED
    return len(island.strip()) <= most and len(island) <= min(_size(last, old, new), _size(hunk, old, new))


def _size(hunk: Hunk, old: Words, new: Words) -> int:
    return sum(map(len, old[hunk.i1 : hunk.i2])) + sum(map(len, new[hunk.j1 : hunk.j2]))


def carried(changes: Iterable[Hunk], index: int, *, left: bool) -> int:
    """Return where the gap before a word of the old text lies in the new one.

    `left`: before what was inserted just there, else behind it.
    """
    shift = 0
    for hunk in changes:
        if hunk.i1 > index or (hunk.i1 == index and left):
            break
        if index < hunk.i2:
            return hunk.j1 if left else hunk.j2
        shift = hunk.j2 - hunk.i2
    return index + shift


def collide(mine: Hunk, theirs: Hunk) -> bool:
    """Tell whether two changes of one text need a person.

    What theirs puts in the place of other words may stand beside the user's change: the order is clear. What theirs
    only inserts must not touch words that the user replaced or deleted, and two insertions must not meet in one place.
    """
    a, z = mine.i1, mine.i2
    if theirs.i1 < theirs.i2:
        return (a < theirs.i2 and theirs.i1 < z) if a < z else theirs.i1 < a < theirs.i2
    return a <= theirs.i1 <= z if a < z else a == theirs.i1
