"""The facts of a profile as lines, to tell what changed in it since the last run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from iso20k_docs.model.changes import FactChange
from iso20k_docs.regenerate.paths import STORE

Facts = Mapping[str, str]
_SHORTEST, _LONGEST = 2, 80
"""Lengths of the strings that a redline replaces as a whole."""


def facts_path(folder: Path) -> Path:
    """Return where the facts of the last whole run are kept."""
    return folder / STORE / "facts.json"


def facts_bytes(facts: Facts) -> bytes:
    """Return the facts as they are stored."""
    return (json.dumps(dict(facts), ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def read_facts(folder: Path) -> dict[str, str]:
    """Read the facts of the last whole run; none where they are missing or damaged."""
    try:
        data = json.loads(facts_path(folder).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(path): str(value) for path, value in data.items()} if isinstance(data, dict) else {}


def flat(data: object) -> dict[str, str]:
    """Return the values in a tree of facts by their paths: `services.SVC-01.availability`."""
    return dict(_leaves(data, ""))


def changed(before: Facts, after: Facts) -> tuple[FactChange, ...]:
    """Return the facts that differ, in the order of the profile; none where nothing is known of before."""
    if not before:
        return ()
    paths = [*after, *(path for path in before if path not in after)]
    found = (FactChange(path, before.get(path, ""), after.get(path, "")) for path in paths)
    return tuple(fact for fact in found if fact.before != fact.after)


def whole_words(facts: tuple[FactChange, ...]) -> tuple[str, ...]:
    """Return the old and new values that a redline replaces as a whole: names rather than sentences."""
    values = (value for fact in facts for value in (fact.before, fact.after))
    return tuple(dict.fromkeys(value for value in values if _SHORTEST <= len(value) <= _LONGEST))


def _leaves(data: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict) and data.keys() == {"amount", "unit"}:
        yield path, f"{float(data['amount']):g} {data['unit']}"
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list):
        for place, value in enumerate(data, 1):
            name = value.get("id") if isinstance(value, dict) else None
            yield from _leaves(value, f"{path}.{name or place}")
    elif data is not None:
        yield path, str(data)
