"""Prints a document tree as indented text, for reading and comparing.

`⟦ ⟧` encloses a fact of the profile, `⏎` is a line break, `→` a reference: kind:document#anchor and what it prints.
The id of a block stands in brackets at the end of its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Cell,
    Field,
    Figure,
    Form,
    FormSection,
    Heading,
    Inline,
    Inlines,
    Landscape,
    LineBreak,
    List,
    Paragraph,
    Reference,
    Row,
    Table,
    Text,
)


def show(blocks: Iterable[Block]) -> str:
    """The blocks, one line each and their parts below."""
    return "\n".join(line for block in blocks for line in _block(block))


def text(inlines: Inlines) -> str:
    """Inlines with their marks."""
    return "".join(map(_inline, inlines))


def _inline(item: Inline) -> str:
    match item:
        case Text():
            shown = f"⟦{item.text}⟧" if item.fact else item.text
            shown = f"*{shown}*" if item.emphasis else shown
            return f"**{shown}**" if item.strong else shown
        case LineBreak():
            return "⏎"
        case Reference():
            target = item.document + (f"#{item.anchor}" if item.anchor else "")
            label = f" {item.label}" if item.label else ""
            href = f" <{item.href}>" if item.href else ""
            return f"[→{item.label_kind}:{target}{label}{href}]"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            flags = [f"#{block.anchor}", *(["appendix"] if block.appendix else []), *block.requirements]
            number = f"{block.number} " if block.number else ""
            yield f"heading {block.level}: {number}{text(block.text)} ({' '.join(flags)}) [{block.id}]"
        case Paragraph():
            role = "" if block.role == "body" else f" {block.role}"
            yield f"paragraph{role}: {text(block.text)} [{block.id}]"
        case List():
            yield f"{'numbered' if block.ordered else 'bulleted'} list [{block.id}]"
            yield from (f"  {'  ' * item.level}- {text(item.text)} [{item.id}]" for item in block.items)
        case Callout():
            yield f"callout {block.kind}: {text(block.text)} [{block.id}]"
        case Table():
            yield from _table(block)
        case Figure():
            number = f"{block.number} " if block.number else ""
            yield f"figure: {number}{text(block.caption)} (#{block.anchor}) [{block.id}]"
        case Form():
            yield f"form [{block.id}]"
            for section in block.sections:
                yield from _section(section)
        case Landscape():
            yield f"landscape [{block.id}]"
            yield from (f"  {line}" for inner in block.blocks for line in _block(inner))


def _table(table: Table) -> Iterator[str]:
    flags = [
        f"#{table.anchor}",
        *(["dense"] if table.dense else []),
        *(["grid"] if table.style == "grid" else []),
        *([] if table.header else ["labels"]),
    ]
    number = f"{table.number} " if table.number else ""
    yield f"table: {number}{text(table.caption)} ({' '.join(flags)}) [{table.id}]"
    columns = (text(c.title) + ("" if c.align == "left" else f" ({c.align})") for c in table.columns)
    yield "  " + " | ".join(columns)
    yield from (f"  {_row(row)}" for row in table.rows)
    if table.note:
        yield f"  note: {text(table.note)}"


def _row(row: Row) -> str:
    anchor = f" #{row.anchor}" if row.anchor else ""
    return " | ".join(map(_cell, row.cells)) + f" [{row.id}]{anchor}"


def _cell(cell: Cell) -> str:
    return " / ".join(map(text, cell.paragraphs)) + (f" ({cell.tone})" if cell.tone else "")


def _section(section: FormSection) -> Iterator[str]:
    yield f"  section: {text(section.title)} [{section.id}]"
    yield from (f"    {_field(field)}" for field in section.fields)


def _field(field: Field) -> str:
    parts = [f"{text(field.label)}{' *' if field.required else ''}: {field.type} {field.width}"]
    parts += [f"options {'; '.join(field.options)}"] if field.options else []
    parts += [f"unit {field.unit}"] if field.unit else []
    parts += [f"{field.lines} lines"] if field.lines > 1 else []
    parts += [f"hint {field.hint}"] if field.hint else []
    parts += [f"value {text(field.value)}"] if field.value else []
    return ", ".join(parts) + f" [{field.id}]"


def words(blocks: Iterable[Block]) -> Iterator[Inlines]:
    """Every run of text in the blocks."""
    for block in blocks:
        yield from _words(block)


def _words(block: Block) -> Iterator[Inlines]:
    match block:
        case Heading() | Paragraph() | Callout():
            yield block.text
        case List():
            yield from (item.text for item in block.items)
        case Table():
            yield block.caption
            yield from (column.title for column in block.columns)
            yield from (paragraph for row in block.rows for cell in row.cells for paragraph in cell.paragraphs)
            yield block.note
        case Figure():
            yield block.caption
        case Form():
            for section in block.sections:
                yield section.title
                for field in section.fields:
                    yield from (field.label, field.value)
                    yield from ((Text(said),) for said in (*field.options, field.hint, field.unit) if said)
        case Landscape():
            yield from words(block.blocks)


def ids(blocks: Iterable[Block]) -> Iterator[str]:
    """Every id in the blocks, of rows, items and fields too."""
    for block in blocks:
        yield block.id
        match block:
            case List():
                yield from (item.id for item in block.items)
            case Table():
                yield from (row.id for row in block.rows)
            case Form():
                yield from (i for section in block.sections for i in (section.id, *(f.id for f in section.fields)))
            case Landscape():
                yield from ids(block.blocks)
            case _:
                pass
