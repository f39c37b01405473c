"""Texts of several documents to the chapters of one: a level deeper, anchors under the chapter's, appendices last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from iso20k_docs.compose.walk import with_references, with_texts
from iso20k_docs.model.nodes import (
    Block,
    Figure,
    Form,
    FormSection,
    Heading,
    Inline,
    Inlines,
    Landscape,
    Reference,
    Row,
    Table,
    Text,
)
from iso20k_docs.model.words import Language


@dataclass(frozen=True, slots=True)
class Chapter:
    """The text of one part as it was composed.

    `id` is the part's and `title` heads the chapter; `key` is what ids of rows and fields begin with, short because
    Word limits them. `landscape` turns its pages.
    """

    id: str
    key: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


def merged(chapters: Iterable[Chapter], language: Language) -> tuple[Block, ...]:
    """Return the chapters one after the other, each but the first on a new page, then the appendices of all."""
    texts = []
    appendices: list[Block] = []
    upright = False
    for chapter in chapters:
        moving = _Moving(chapter, language)
        body, rest = _split(chapter.blocks)
        here = upright and not chapter.landscape
        upright = not chapter.landscape
        heading = Heading(chapter.id, 1, chapter.id, (Text(chapter.title),), new_page=here)
        text = (heading, *map(moving.block, body))
        texts.append((Landscape(f"{chapter.id}-landscape", text),) if chapter.landscape else text)
        appendices += map(moving.block, rest)
    return (*chain.from_iterable(texts), *appendices)


def _split(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return what stands before the first appendix, and the appendices."""
    at = next((at for at, block in enumerate(blocks) if _opens_appendix(block)), len(blocks))
    return blocks[:at], blocks[at:]


def _opens_appendix(block: Block) -> bool:
    if isinstance(block, Landscape) and block.blocks:
        return _opens_appendix(block.blocks[0])
    return isinstance(block, Heading) and block.appendix


class _Moving:
    """Moves the blocks of one part under its chapter."""

    def __init__(self, chapter: Chapter, language: Language) -> None:
        self._prefix, self._key = f"{chapter.id}-", f"{chapter.key}-"
        self._suffix = Text(f"：{chapter.title}" if language == "zh" else f": {chapter.title}")

    def block(self, block: Block) -> Block:
        """Return the block with ids, anchors, level and references of its new place."""
        if isinstance(block, Landscape):
            return replace(block, id=self._id(block.id), blocks=tuple(map(self.block, block.blocks)))
        return self._placed(with_texts(block, self._text))

    def _placed(self, block: Block) -> Block:
        match block:
            case Heading():
                return self._heading(block)
            case Table():
                rows = tuple(map(self._row, block.rows))
                return replace(block, id=self._id(block.id), anchor=self._anchor(block.anchor), rows=rows)
            case Figure():
                return replace(block, id=self._id(block.id), anchor=self._anchor(block.anchor))
            case Form():
                return replace(block, id=self._id(block.id), sections=tuple(self._sections(block.sections)))
            case _:
                return replace(block, id=self._id(block.id))

    def _heading(self, heading: Heading) -> Heading:
        moved = replace(heading, id=self._id(heading.id), anchor=self._anchor(heading.anchor))
        if heading.appendix:
            return replace(moved, text=(*heading.text, self._suffix))
        return replace(moved, level=heading.level + 1)

    def _row(self, row: Row) -> Row:
        name = self._id(row.id) if row.anchor else self._key + row.id
        return replace(row, id=name, anchor=self._anchor(row.anchor))

    def _sections(self, sections: Iterable[FormSection]) -> Iterator[FormSection]:
        for section in sections:
            fields = tuple(replace(field, id=self._key + field.id) for field in section.fields)
            yield replace(section, id=self._id(section.id), fields=fields)

    def _text(self, text: Inlines) -> Inlines:
        """Return a text with its references moved; what was a chapter and is a section now is called one."""
        moved = with_references(text, self._reference)
        return moved if moved is text else _as_sections(moved)

    def _reference(self, reference: Reference) -> Inline:
        return replace(reference, anchor=self._anchor(reference.anchor)) if reference.place else reference

    def _anchor(self, anchor: str) -> str:
        return self._prefix + anchor if anchor else ""

    def _id(self, name: str) -> str:
        """Return an id under the chapter's: `step-log` keeps its kind and becomes `step-<chapter>-log`."""
        kind, dash, rest = name.partition("-")
        if dash and kind in ("step", "table", "figure"):
            return f"{kind}-{self._prefix}{rest}"
        return self._prefix + name


def _as_sections(text: Inlines) -> Inlines:
    """Say `第3.2节` and `section 3.2` where the author could say `第2章` and `chapter 2`."""
    found = list(text)
    for at, item in enumerate(text):
        if not isinstance(item, Reference) or item.label_kind != "section":
            continue
        before, after = (found[i] if 0 <= i < len(found) else None for i in (at - 1, at + 1))
        if isinstance(before, Text) and before.text.endswith("chapter "):
            found[at - 1] = replace(before, text=before.text.removesuffix("chapter ") + "section ")
        if isinstance(after, Text) and after.text.startswith("章"):
            found[at + 1] = replace(after, text="节" + after.text.removeprefix("章"))
    return tuple(found)
