"""Versions, dates and status of documents as they stand in texts before it is decided which they are.

A list of documents prints the version of each, and which version a document bears depends on what its text says. So
they are composed as stamps, one private-use character for each document and field, and filled in when all texts are
there. The reader of YAML refuses these characters, so a profile or library can't forge them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from iso20k_docs.model.nodes import Text

Field = Literal["version", "status", "issued", "effective"]
FIELDS: tuple[Field, ...] = ("version", "status", "issued", "effective")
_FIRST = 0xF0000
STAMP = re.compile("[\U000f0000-\U000ffffd]")
ANONYMOUS = "…"
"""What stands for a stamp where it doesn't matter which."""

Values = Mapping[int, str]
"""The character of each stamp to what is printed for it."""
Node = TypeVar("Node")


def stamp(position: int, field: Field) -> str:
    """Return the stamp of a field of the document at a position of the register."""
    return chr(_FIRST + len(FIELDS) * position + FIELDS.index(field))


def values(said: Mapping[int, Mapping[Field, str]]) -> Values:
    """Return what is printed for each stamp, from the documents' fields by their positions."""
    return {ord(stamp(position, field)): text for position, found in said.items() for field, text in found.items()}


def anonymous(text: str) -> str:
    """Return a text in which all stamps look the same."""
    return STAMP.sub(ANONYMOUS, text)


def filled(node: Node, printed: Values) -> Node:
    """Return a part of a document with its stamps filled in; what has none is left as it is."""
    found: Node = _Filling(printed).node(node)
    return found


class _Filling:
    """Fills the stamps of one document."""

    def __init__(self, printed: Values) -> None:
        self.printed = printed

    def node(self, node: Any) -> Any:  # noqa: ANN401 - any part of the tree
        if isinstance(node, str):
            return node if node.isascii() or not STAMP.search(node) else node.translate(self.printed)
        if isinstance(node, tuple):
            return self._all(node)
        if not is_dataclass(node) or isinstance(node, type):
            return node
        changes = {}
        for field in fields(node):
            before = getattr(node, field.name)
            after = self.node(before)
            if after is not before:
                changes[field.name] = after
        return replace(node, **changes) if changes else node

    def _all(self, nodes: tuple[Any, ...]) -> tuple[Any, ...]:
        found = [self.node(node) for node in nodes]
        if all(new is old for new, old in zip(found, nodes, strict=True)):
            return nodes
        return tuple(new for new, old in zip(found, nodes, strict=True) if new is old or not _emptied(new))


def _emptied(node: object) -> bool:
    """Tell whether nothing is left where a stamp stood: it would not be there had it been empty from the start."""
    return (isinstance(node, Text) and not node.text) or node == ()
