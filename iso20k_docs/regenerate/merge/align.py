"""Which block of one version became which block of another.

Two versions that the tool wrote are aligned by the ids of their blocks. The user's version is aligned by what the
blocks say: texts that occur once on both sides first, then the longest common sequence between them, then the most
alike ones in what is left.
"""

from __future__ import annotations

import bisect
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from iso20k_docs.regenerate.merge.blocks import Part, Row, Table
from iso20k_docs.regenerate.merge.words import likeness

Pair = tuple[int, int]
_LEAST = {"paragraph": 0.45, "row": 0.40, "table": 0.35, "cell": 0.45}
"""How alike two blocks must be to be versions of one."""
_ALONE = 0.25
"""The same where one block stands alone against one."""
_SAME_ID, _SAME_STYLE, _FIRST_CELL = 0.35, 0.03, 0.55
_MOVED = 0.85
_MOST = 40_000
"""Comparisons in one gap beyond which nothing is guessed: the blocks count as deleted and inserted."""
_SHORTEST_MOVED = 4


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs in ascending order, and pairs of blocks that were moved."""

    pairs: dict[int, int]
    moved: dict[int, int]

    @property
    def inverse(self) -> dict[int, int]:
        """The pairs the other way round."""
        return {j: i for i, j in self.pairs.items()}


def by_ids(old: Sequence[Part], new: Sequence[Part]) -> Alignment:
    """Align two versions that the tool wrote; blocks without an id by what they say, between those that have one."""
    places: dict[tuple[str, str], list[int]] = {}
    for j, part in enumerate(new):
        for one in part.ids:
            places.setdefault((part.kind, one), []).append(j)
    same: list[Pair] = []
    for i, part in enumerate(old):
        found = {j for one in part.ids for j in places.get((part.kind, one), ())}
        if len(found) == 1:
            same.append((i, found.pop()))
    if not same:
        return Alignment(dict(by_text(old, new)), {})
    chain = _ascending(same)
    pairs = list(chain)
    taken_old, taken_new = {i for i, _ in same}, {j for _, j in same}
    for (i0, j0), (i1, j1) in pairwise([(-1, -1), *chain, (len(old), len(new))]):
        left = [i for i in range(i0 + 1, i1) if i not in taken_old]
        right = [j for j in range(j0 + 1, j1) if j not in taken_new]
        pairs += [(left[i], right[j]) for i, j in by_text([old[i] for i in left], [new[j] for j in right])]
    kept = set(chain)
    return Alignment(dict(sorted(pairs)), {i: j for i, j in same if (i, j) not in kept})


def by_text(old: Sequence[Part], new: Sequence[Part]) -> list[Pair]:
    """Align two versions by what their blocks say; the pairs ascend on both sides."""
    return sorted(_Aligner(old, new).between(0, len(old), 0, len(new)))


def moved_elsewhere(old: Sequence[Part], new: Sequence[Part], pairs: dict[int, int]) -> dict[int, int]:
    """Return the blocks left over on both sides that say nearly the same: somebody moved them."""
    taken = set(pairs.values())
    left = [i for i, part in enumerate(old) if i not in pairs and len(part.key) >= _SHORTEST_MOVED]
    right = [j for j, part in enumerate(new) if j not in taken and len(part.key) >= _SHORTEST_MOVED]
    if not left or not right or len(left) * len(right) > _MOST // 10:
        return {}
    candidates = sorted((-resemblance(old[i], new[j]), i, j) for i in left for j in right)
    found: dict[int, int] = {}
    for likely, i, j in candidates:
        if -likely >= _MOVED and i not in found and j not in found.values():
            found[i] = j
    return found


def resemblance(old: Part, new: Part) -> float:
    """Return how likely one block is a version of the other, from 0 to 1."""
    if old.kind != new.kind:
        return 0.0
    if old.key == new.key:
        return 1.0
    hint = _SAME_ID if old.ids & new.ids else 0.0
    if not old.words or not new.words:
        return hint
    return min(1.0, _alike(old, new) + hint)


def _alike(old: Part, new: Part) -> float:
    whole = likeness(old.words, new.words)
    if isinstance(old, Row) and isinstance(new, Row) and old.cells and new.cells:
        first = likeness(old.cells[0].words, new.cells[0].words)
        return _FIRST_CELL * first + (1 - _FIRST_CELL) * whole
    if isinstance(old, Table) and isinstance(new, Table) and old.rows and new.rows:
        return (whole + likeness(old.rows[0].words, new.rows[0].words)) / 2
    return whole + (_SAME_STYLE if old.style == new.style else 0.0)


class _Aligner:
    """Aligns stretches of two sequences by what they say."""

    def __init__(self, old: Sequence[Part], new: Sequence[Part]) -> None:
        self.old, self.new = old, new
        self.names = [[(part.kind, part.key) for part in side] for side in (old, new)]

    def between(self, a: int, a_end: int, b: int, b_end: int) -> list[Pair]:
        """Return the pairs of a stretch: equal ends, then unique texts and what lies between them."""
        mine, theirs = self.names
        pairs: list[Pair] = []
        while a < a_end and b < b_end and mine[a] == theirs[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and mine[a_end - 1] == theirs[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            pairs.append((a_end, b_end))
        if a == a_end or b == b_end:
            return pairs
        chain = self._unique(a, a_end, b, b_end)
        if chain:
            return pairs + self._around(chain, a, a_end, b, b_end, exactly=True)
        return pairs + self._around(self._common(a, a_end, b, b_end), a, a_end, b, b_end, exactly=False)

    def _around(self, chain: list[Pair], a: int, a_end: int, b: int, b_end: int, *, exactly: bool) -> list[Pair]:
        """Return the pairs of a chain and of the gaps around them."""
        pairs = list(chain)
        for (i0, j0), (i1, j1) in pairwise([(a - 1, b - 1), *chain, (a_end, b_end)]):
            gap = self.between if exactly else self._most_alike
            pairs += gap(i0 + 1, i1, j0 + 1, j1)
        return pairs

    def _unique(self, a: int, a_end: int, b: int, b_end: int) -> list[Pair]:
        mine, theirs = self.names
        once = [_once(mine, a, a_end), _once(theirs, b, b_end)]
        return _ascending(sorted((i, once[1][name]) for name, i in once[0].items() if name in once[1] and name[1]))

    def _common(self, a: int, a_end: int, b: int, b_end: int) -> list[Pair]:
        mine, theirs = self.names[0][a:a_end], self.names[1][b:b_end]
        blocks = difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
        return [(a + i + k, b + j + k) for i, j, n in blocks for k in range(n) if mine[i + k][1]]

    def _most_alike(self, a: int, a_end: int, b: int, b_end: int) -> list[Pair]:
        """Return the pairs with the greatest likeness in all that keep the order."""
        rows, columns = a_end - a, b_end - b
        if not rows or not columns or rows * columns > _MOST:
            return []
        scores = [[self._score(a + i, b + j) for j in range(columns)] for i in range(rows)]
        if rows == columns == 1 and not scores[0][0] and resemblance(self.old[a], self.new[b]) > _ALONE:
            return [(a, b)]
        best = _table(scores, rows, columns)
        return [(a + i, b + j) for i, j in _path(scores, best, rows, columns)]

    def _score(self, i: int, j: int) -> float:
        found = resemblance(self.old[i], self.new[j])
        return found if found >= _LEAST[self.old[i].kind] else 0.0


def _once(names: Sequence[tuple[str, str]], start: int, end: int) -> dict[tuple[str, str], int]:
    """Return the names that occur once in a stretch."""
    found: dict[tuple[str, str], int] = {}
    twice = set()
    for at in range(start, end):
        if names[at] in found:
            twice.add(names[at])
        found[names[at]] = at
    return {name: at for name, at in found.items() if name not in twice}


def _ascending(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest sequence of pairs that ascends on both sides; they are sorted by the first."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int | None] = [None] * len(pairs)
    for k, (_, j) in enumerate(pairs):
        place = bisect.bisect_left(ends, j)
        ends[place : place + 1] = [j]
        at[place : place + 1] = [k]
        before[k] = at[place - 1] if place else None
    found: list[Pair] = []
    last = at[-1] if at else None
    while last is not None:
        found.append(pairs[last])
        last = before[last]
    return found[::-1]


def _table(scores: list[list[float]], rows: int, columns: int) -> list[list[float]]:
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            together = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    return best


def _path(scores: list[list[float]], best: list[list[float]], rows: int, columns: int) -> list[Pair]:
    found, i, j = [], 0, 0
    while i < rows and j < columns:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
