"""A register as a workbook: a sheet for each of its tables, one for its fields, and what to enter where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    Form,
    FormSection,
    Heading,
    Row,
    Table,
    Tone,
    flat,
)
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.xlsx.book import Book
from iso20k_docs.writers.xlsx.pages import Lists, add_sheet, add_slips
from iso20k_docs.writers.xlsx.sheets import About, Line, Sheet, SheetColumn, Slip, SlipSheet
from iso20k_docs.writers.xlsx.words import label

_LEAST_BLANK = 15
_MANY_COLUMNS = 5


def is_register(document: Document) -> bool:
    """Tell whether a document is a list that grows: a register with a table."""
    return document.kind == "register" and any(isinstance(block, Table) for block in _lists(document))


def register_xlsx(document: Document, look: Look) -> bytes:
    """Return a register as the bytes of an XLSX file, prefilled as the document is."""
    book = Book(look, document.language, about(document))
    lists = Lists(book)
    tables = [block for block in _lists(document) if isinstance(block, Table)]
    for table in tables:
        add_sheet(book, _sheet(table, document), lists)
    sections = [s for block in _lists(document) if isinstance(block, Form) for s in block.sections]
    if sections:
        add_slips(book, _slips(sections, document), lists)
    add_sheet(book, _guide(tables, document), lists)
    lists.add()
    return book.finish()


def about(document: Document) -> About:
    """Return what the properties of a document's workbook say."""
    control = document.control
    return About(
        id=document.id,
        title=document.title,
        code=control.code,
        version=control.version,
        classification=control.classification,
        organisation=control.organisation,
        owner=control.owner,
        subject=document.eyebrow,
        description=document.description,
        status=control.status,
        dates=(*(revision.date for revision in control.revisions), control.issued, control.effective),
        kept=plain(document.footnote),
        keywords=document.keywords,
    )


def _lists(document: Document) -> Iterable[Block]:
    """Yield the blocks that belong into the workbook: not the forms for single cases that a merged record holds too."""
    chapter = ""
    for block in flat(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            chapter = block.anchor
        if chapter not in document.slips:
            yield block


def _lead(document: Document) -> str:
    control = document.control
    language = document.language
    gap = "　" if language == "zh" else "   "
    version = f"{label('version', language)} {control.version}"
    parts = (control.organisation, control.code, version, control.classification, plain(document.footnote))
    return gap.join(filter(None, parts))


# --- tables


def _sheet(table: Table, document: Document) -> Sheet:
    name = plain(table.caption) or document.title
    title = document.title if name == document.title else f"{document.title} · {name}"
    filled = [line for row in table.rows for line in _lines(row, len(table.columns))]
    grows = len(filled) < len(table.rows) or not filled
    return Sheet(
        name=name,
        title=title,
        lead=_lead(document),
        columns=tuple(map(_column, table.columns)),
        lines=tuple(filled),
        entries=True,
        blank=max(len(table.rows) - len(filled), _LEAST_BLANK) if grows else 0,
        fixed=1 if len(table.columns) > _MANY_COLUMNS else 0,
    )


def _column(column: Column) -> SheetColumn:
    return SheetColumn(
        title=plain(column.title),
        kind=column.kind or "text",
        required=column.required,
        options=column.options,
        entry=column.entry,
        centred=column.align == "center",
        strong=column.strong,
    )


def _lines(row: Row, width: int) -> Iterable[Line]:
    """Yield the line of a row that has anything in it; a cell across several columns stands in the first of them."""
    if not _is_filled(row):
        return
    values: list[str] = []
    tones: list[tuple[int, Tone]] = []
    for cell in row.cells:
        if cell.tone:
            tones.append((len(values), cell.tone))
        values += [_text(cell), *[""] * (cell.span - 1)]
    yield Line(tuple((values + [""] * width)[:width]), tuple(tones))


def _is_filled(row: Row) -> bool:
    return any(_text(cell) for cell in row.cells)


def _text(cell: Cell) -> str:
    return "\n".join(plain(paragraph) for paragraph in cell.paragraphs)


# --- fields


def _slips(sections: Sequence[FormSection], document: Document) -> SlipSheet:
    language = document.language
    heads = (label("field", language), label("value", language), label("entry", language))
    parts = tuple((plain(s.title), tuple(_slip(field) for field in s.fields)) for s in sections)
    name = plain(sections[0].title) if len(sections) == 1 else label("form", language)
    return SlipSheet(name, f"{document.title} · {name}", _lead(document), heads, parts)


def _slip(field: Field) -> Slip:
    unit = f" ({field.unit})" if field.unit else ""
    return Slip(
        label=plain(field.label) + unit,
        kind=field.type,
        value=plain(field.value),
        required=field.required,
        options=field.options,
        entry=field.hint,
    )


# --- what to enter where


def _guide(tables: Sequence[Table], document: Document) -> Sheet:
    language = document.language
    keys = ("sheet", "column", "required", "what", "entry", "allowed")
    columns = tuple(SheetColumn(label(key, language), most=34 if key in ("entry", "allowed") else 14) for key in keys)
    lines = tuple(line for table in tables for line in _guide_lines(table, document.title, language))
    name = label("guide", language)
    return Sheet(name, f"{document.title} · {name}", plain(document.help), columns, lines, fixed=2, filters=False)


def _guide_lines(table: Table, title: str, language: Language) -> Iterable[Line]:
    between = "、" if language == "zh" else ", "
    for column in table.columns:
        kind = column.kind or "text"
        yield Line(
            (
                plain(table.caption) or title,
                plain(column.title),
                label("yes", language) if column.required else "",
                label(f"kind-{kind}", language),
                column.entry,
                between.join(column.options),
            )
        )
