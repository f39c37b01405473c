"""Plain data and where each value of it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iso20k_docs.model.diagnostics import Place

#: The way to a value: keys of mappings and, counted from 0, positions in lists.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Plain data (str, int, float, bool, None, date, list, dict) and the place of every value and every key."""

    file: str
    data: object
    places: Mapping[Path, Place]
    keys: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """Return the place of the value at `path`, or of what it would stand in."""
        return next((self.places[p] for p in _outwards(path) if p in self.places), Place(self.file, 1, 1))

    def key_place(self, path: Path) -> Place:
        """Return the place of the key (or list item) that names `path`, or of what it would stand in."""
        for outer in _outwards(path):
            if outer in self.keys:
                return self.keys[outer]
            if outer in self.places:
                return self.places[outer]
        return Place(self.file, 1, 1)


def _outwards(path: Path) -> Iterator[Path]:
    """Yield the path, then each longer part of it that contains it, up to the whole file."""
    for length in range(len(path), -1, -1):
        yield path[:length]
