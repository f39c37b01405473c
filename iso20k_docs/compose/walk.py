"""Changes the texts of a document tree wherever they stand: in paragraphs, tables, captions and fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Cell,
    Figure,
    Form,
    FormSection,
    Heading,
    Inline,
    Inlines,
    Landscape,
    List,
    Paragraph,
    Reference,
    Table,
)

Change = Callable[[Inlines], Inlines]


def with_texts(block: Block, change: Change) -> Block:
    """Return the block with each of its texts changed."""
    match block:
        case Heading() | Paragraph() | Callout():
            return replace(block, text=change(block.text))
        case List():
            items = tuple(replace(item, text=change(item.text)) for item in block.items)
            return replace(block, items=items)
        case Table():
            return _table(block, change)
        case Figure():
            return replace(block, caption=change(block.caption))
        case Landscape():
            return replace(block, blocks=tuple(with_texts(each, change) for each in block.blocks))
        case Form():
            return replace(block, sections=tuple(_section(section, change) for section in block.sections))


def with_references(text: Inlines, change: Callable[[Reference], Inline]) -> Inlines:
    """Return a text with each of its references changed."""
    if not any(isinstance(item, Reference) for item in text):
        return text
    return tuple(change(item) if isinstance(item, Reference) else item for item in text)


def _table(table: Table, change: Change) -> Table:
    rows = tuple(replace(row, cells=tuple(_cell(cell, change) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows, caption=change(table.caption), note=change(table.note))


def _cell(cell: Cell, change: Change) -> Cell:
    paragraphs = tuple(map(change, cell.paragraphs))
    same = all(new is old for new, old in zip(paragraphs, cell.paragraphs, strict=True))
    return cell if same else replace(cell, paragraphs=paragraphs)


def _section(section: FormSection, change: Change) -> FormSection:
    fields = tuple(replace(f, label=change(f.label), value=change(f.value)) for f in section.fields)
    return replace(section, title=change(section.title), fields=fields)
