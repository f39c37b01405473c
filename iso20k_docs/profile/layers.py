"""Lays a profile over the defaults: what the profile says counts, what it leaves out comes from below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from iso20k_docs.model.diagnostics import Place
from iso20k_docs.model.words import LANGUAGES
from iso20k_docs.reading.source import Path, Source


def lay(*layers: Source) -> Source:
    """Merge layers, the topmost first: groups of keys key by key, everything else as a whole.

    A text `{zh: , en: }` is one value. A key without content says nothing. Each value keeps its place.
    """
    merged = _Merged()
    data = merged.value((), [(layer, layer.data) for layer in layers])
    return Source(layers[0].file, data, merged.places, merged.keys)


def stated_place(source: Source, path: Path) -> Place:
    """Return the place, in the profile's own file, of a value or of what it would stand in there."""
    for length in range(len(path), 0, -1):
        for places in (source.places, source.keys):
            place = places.get(path[:length])
            if place is not None and place.file == source.file:
                return place
    return Place(source.file, 1, 1)


def is_group(value: object) -> bool:
    """Whether a value is a group of keys and not one text in two languages."""
    return isinstance(value, dict) and not (value and all(key in LANGUAGES for key in value))


@dataclass(slots=True)
class _Merged:
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def value(self, path: Path, layers: Sequence[tuple[Source, object]]) -> object:
        source, top = layers[0]
        if path in source.places:
            self.places[path] = source.places[path]
        if path in source.keys:
            self.keys[path] = source.keys[path]
        if is_group(top):
            return self._group(path, [(s, v) for s, v in layers if isinstance(v, dict) and is_group(v)])
        if isinstance(top, dict):
            return {key: self.value((*path, key), [(source, each)]) for key, each in top.items()}
        if isinstance(top, list):
            return [self.value((*path, index), [(source, each)]) for index, each in enumerate(top)]
        return top

    def _group(self, path: Path, layers: Sequence[tuple[Source, dict[str, object]]]) -> dict[str, object]:
        names = dict.fromkeys(name for _, group in reversed(layers) for name in group)
        result: dict[str, object] = {}
        for name in names:
            stated = [(source, group[name]) for source, group in layers if name in group]
            said = [(source, value) for source, value in stated if value is not None]
            result[name] = self.value((*path, name), said or stated)
        return result
