"""What a story of a document says, as paragraphs and tables that can be compared.

Editors change much that is no content: they split runs, renumber ids, write formatting out, wrap the contents list. So
a paragraph is compared by its visible characters and by what its objects are, never by its formatting: what a user only
made bold is no change of text, and stays bold because runs are only ever split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar, overload

from lxml import etree

from iso20k_docs.regenerate.merge.words import OBJECT, Vocabulary, normal_text

Element = etree._Element
_CELL, _PARAGRAPH, _ROW = "\x1f", "\x1e", "\x1d"
PLAIN = Vocabulary()
Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - used like a property
    """A property that is computed once; `functools.cached_property` takes a lock, which costs more than the work."""

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> once[Value]: ...
    @overload
    def __get__(self, owner: object, kind: type) -> Value: ...
    def __get__(self, owner: object | None, kind: type) -> once[Value] | Value:
        if owner is None:
            return self
        found = self.compute(owner)
        owner.__dict__[self.name] = found
        return found


@dataclass(slots=True, eq=False)
class Piece:
    """Characters of one text element, or one object; `key` is what the object is, empty for characters.

    `runs` are the elements that carry it: several for a field.
    """

    text: str
    node: Element
    runs: list[Element]
    key: str = ""


@dataclass(eq=False)
class Para:
    """A paragraph; `ids` may recognise it, `gone` tells that its deletion is tracked already.

    `sealed`: a field begins or ends in it that reaches beyond it, so that it cannot be edited. `rest` are the further
    paragraphs of a field that begins in it, such as the entries of a contents list, and nothing else; `torn`: other
    paragraphs have a part in the field, so that the block can't even be put in or struck out as a whole.
    """

    element: Element
    pieces: list[Piece]
    style: str = ""
    ids: frozenset[str] = frozenset()
    gone: bool = False
    sealed: bool = False
    torn: bool = False
    rest: list[Element] = field(default_factory=list)
    kind: Literal["paragraph"] = "paragraph"
    vocabulary: Vocabulary = field(default=PLAIN)

    @once
    def raw(self) -> str:
        """The visible characters, each object as one."""
        return "".join([piece.text for piece in self.pieces])

    @once
    def spans(self) -> list[tuple[str, int, int]]:
        """The words with their first character and the one behind their last; an object is a word."""
        objects = iter([piece.key for piece in self.pieces if piece.key])
        found = self.vocabulary.spans(self.raw)
        return [(OBJECT + next(objects) if word == OBJECT else word, a, z) for word, a, z in found]

    @once
    def words(self) -> list[str]:
        """The words."""
        return [word for word, _, _ in self.spans]

    @once
    def key(self) -> str:
        """What the paragraph says; equal keys, equal content."""
        text = normal_text(self.raw)
        objects = [piece.key for piece in self.pieces if piece.key]
        if objects:
            parts = text.split(OBJECT)
            text = "".join(part + OBJECT + key for part, key in zip(parts, objects, strict=False)) + parts[-1]
        return text.strip()

    @property
    def shown(self) -> str:
        """The text as a person is told it."""
        return self.raw.replace(OBJECT, "▣").strip()


@dataclass(eq=False)
class Cell:
    """A table cell."""

    element: Element
    blocks: list[Block]
    kind: Literal["cell"] = "cell"
    style: str = ""
    ids: frozenset[str] = frozenset()
    gone: bool = False

    @once
    def key(self) -> str:
        """What the cell says."""
        return _PARAGRAPH.join([block.key for block in self.blocks if not block.gone])

    @once
    def words(self) -> list[str]:
        """The words of all its paragraphs."""
        return [word for block in self.blocks for word in block.words]

    @property
    def shown(self) -> str:
        """The text as a person is told it."""
        return " / ".join(block.shown for block in self.blocks if not block.gone)


@dataclass(eq=False)
class Row:
    """A table row."""

    element: Element
    cells: list[Cell]
    gone: bool = False
    kind: Literal["row"] = "row"
    style: str = ""

    @once
    def ids(self) -> frozenset[str]:
        """What may recognise the row: the ids of its first cell."""
        return frozenset(one for cell in self.cells[:1] for block in cell.blocks for one in block.ids)

    @once
    def key(self) -> str:
        """What the row says."""
        return _CELL.join([cell.key for cell in self.cells])

    @once
    def words(self) -> list[str]:
        """The words of all its cells."""
        return [word for cell in self.cells for word in cell.words]

    @property
    def shown(self) -> str:
        """The text as a person is told it."""
        return " | ".join(cell.shown for cell in self.cells)


@dataclass(eq=False)
class Table:
    """A table; `rows` are those whose deletion isn't tracked already."""

    element: Element
    rows: list[Row]
    kind: Literal["table"] = "table"
    style: str = ""

    @property
    def gone(self) -> bool:
        """Whether the deletion of every row is tracked already."""
        return not self.rows

    @once
    def ids(self) -> frozenset[str]:
        """What may recognise the table: the ids of its first row."""
        return self.rows[0].ids if self.rows else frozenset()

    @once
    def key(self) -> str:
        """What the table says."""
        return _ROW.join([row.key for row in self.rows])

    @once
    def words(self) -> list[str]:
        """The words of all its rows."""
        return [word for row in self.rows for word in row.words]

    @property
    def columns(self) -> int:
        """The number of cells in the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)

    @property
    def shown(self) -> str:
        """The text as a person is told it."""
        return " // ".join(row.shown for row in self.rows)


Block = Para | Table
Part = Para | Table | Row | Cell
"""What can stand in a sequence that is aligned with another."""


def paragraphs(blocks: Sequence[Block]) -> Iterator[Para]:
    """Yield the paragraphs in reading order, those in tables included."""
    for block in blocks:
        if isinstance(block, Para):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)
