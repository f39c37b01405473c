"""Record forms and registers: from data to fields and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jinja2.exceptions import TemplateError

from iso20k_docs.compose.context import Context, fill_wordings, items_of
from iso20k_docs.compose.environment import as_text
from iso20k_docs.compose.markdown import cell, digest, inline, plain
from iso20k_docs.library.definitions import FormColumn, FormField, FormPart, FormTable, Options
from iso20k_docs.model.nodes import (
    Block,
    Cell,
    Column,
    Field,
    Form,
    FormSection,
    Inlines,
    Paragraph,
    Row,
    Table,
    Text,
)
from iso20k_docs.model.words import Words

#: Elsewhere options are offered by a spreadsheet, not printed.
_CHOSEN = ("choice", "checks")
_CENTRED = ("date", "time", "datetime", "check", "choice")
#: What an entry takes in ems.
_ROOM = {"long": 16, "text": 8, "person": 5, "date": 6, "datetime": 7, "time": 4, "number": 4, "choice": 6, "check": 3,
         "checks": 8, "signature": 6}  # fmt: skip
_SEPARATOR = "\x1e"


def form_blocks(context: Context) -> tuple[Block, ...]:
    """Return the blocks of a record form: runs of field parts as one form, tables between them."""
    form = context.definition.form
    assert form is not None
    blocks: list[Block] = []
    sections: list[FormSection] = []
    for part in form.parts:
        if part.fields:
            sections.append(_section(context, part))
            continue
        blocks += _form(sections)
        sections = []
        blocks += _table_part(context, part)
    return tuple(blocks + _form(sections))


def _form(sections: Sequence[FormSection]) -> list[Block]:
    return [Form(f"form-{sections[0].id}", tuple(sections))] if sections else []


def fill(context: Context, words: Words | None, **more: object) -> Inlines:
    """Return a wording of the form, filled in."""
    if words is None:
        return ()
    text = context.environment.fill(words.in_(context.language), {**context.names, **more})
    return inline(text, context.language)


# --- fields ------------------------------------------------------------------------


def _section(context: Context, part: FormPart) -> FormSection:
    fields = tuple(_field(context, field) for field in part.fields)
    return FormSection(f"part-{part.id}", fill(context, part.title), fields)


def _field(context: Context, field: FormField) -> Field:
    return Field(
        id=field.id,
        label=fill(context, field.label),
        type=field.type,
        width=field.width,
        required=field.required,
        options=_options(context, field.options),
        hint=plain(fill(context, field.hint)),
        unit=plain(fill(context, field.unit)),
        lines=field.lines,
        value=fill(context, field.value),
    )


def _options(context: Context, options: Options | tuple[Words, ...]) -> tuple[str, ...]:
    if isinstance(options, Options):
        items = items_of(context.environment, options.each, context.names)
        return tuple(plain(fill(context, Words.same(options.text), item=item)) for item in items)
    return tuple(plain(fill(context, words)) for words in options)


# --- tables ------------------------------------------------------------------------


def _table_part(context: Context, part: FormPart) -> list[Block]:
    assert part.table is not None
    table = part.table
    columns = tuple(_column(context, column) for column in table.columns)
    rows = (*_prefilled(context, part.id, table), *_standing(context, part.id, table), *_blank(part.id, table))
    found = Table(
        id=f"table-{part.id}",
        columns=columns,
        rows=rows,
        caption=fill(context, part.title),
        anchor=part.id,
        note=fill(context, part.note),
        style="grid",
        dense=context.definition.landscape,
        numbered=False,
        source=table.source or "",
    )
    return [found, *_column_notes(context, part.id, table, columns)]


def _column(context: Context, column: FormColumn) -> Column:
    label = fill(context, column.label)
    if column.unit:
        unit = plain(fill(context, column.unit))
        label = (*label, Text(f"（{unit}）" if context.language == "zh" else f" ({unit})"))
    align = "center" if column.align == "left" and column.type in _CENTRED else column.align
    return Column(
        id=column.id,
        title=label,
        align=align,
        room=_ROOM.get(column.type, 0),
        kind=column.type,
        required=column.required,
        options=_allowed(context, column),
        entry=plain(fill(context, column.note)),
    )


def _allowed(context: Context, column: FormColumn) -> tuple[str, ...]:
    """Return the entries to choose from; where a person is asked for, the organisation's people."""
    if column.type == "person" and not column.options:
        people = context.names["people"]
        assert isinstance(people, tuple)
        return tuple(dict.fromkeys(str(person) for person in people))
    return _options(context, column.options)


def _prefilled(context: Context, part: str, table: FormTable) -> Iterable[Row]:
    if table.each is None:
        return
    templates = [table.key, *(c.value.in_(context.language) if c.value else "" for c in table.columns)]
    for key, *texts in _filled(context, table.each, templates):
        cells = tuple(cell(inline(text, context.language), context.tones) for text in texts)
        yield Row(f"{part}-{digest(plain(inline(key, context.language)))}", cells)


def _filled(context: Context, each: str, templates: Sequence[str]) -> Iterable[list[str]]:
    """Yield the wordings filled in for each item: one template is compiled for all of them."""
    environment = context.environment
    template = environment.wording(_SEPARATOR.join(templates))
    for item in items_of(environment, each, context.names):
        names = {**context.names, "item": item}
        try:
            yield template.render(names).split(_SEPARATOR)
        except (TemplateError, TypeError, ValueError):  # one by one, to say which
            yield [environment.fill(text, names) for text in templates]


def _standing(context: Context, part: str, table: FormTable) -> Iterable[Row]:
    rows = [row for row in table.rows if row.when is None or context.environment.value(row.when, context.names)]
    wordings = [words for row in rows for words in row.cells.values()]
    filled = fill_wordings(context.environment, context.names, wordings, context.language)
    for row in rows:
        texts = (row.cells[c.id].in_(context.language) if c.id in row.cells else "" for c in table.columns)
        cells = tuple(cell(inline(filled[t], context.language), context.tones) if t else Cell() for t in texts)
        yield Row(f"{part}-{row.id}", cells)


def _blank(part: str, table: FormTable) -> Iterable[Row]:
    for number in range(1, table.blank + 1):
        yield Row(f"{part}-blank-{number}", tuple(Cell() for _ in table.columns))


def _column_notes(context: Context, part: str, table: FormTable, columns: Sequence[Column]) -> list[Block]:
    """Print what the columns' entries may be: choices and notes that a bare cell cannot show."""
    lines: list[Inlines] = []
    for column, built in zip(table.columns, columns, strict=True):
        allowed = built.options if column.type in _CHOSEN else ()
        note = built.entry
        if not allowed and not note:
            continue
        between, part_end, stop = ("、", "；", "：") if context.language == "zh" else (", ", "; ", ": ")
        said = part_end.join(filter(None, [note, between.join(allowed)]))
        label = plain(fill(context, column.label))
        lines.append(inline(str(as_text(f"{label}{stop}{said}")), context.language))
    return [Paragraph(f"{part}/note-{digest(plain(line))}", line, role="help") for line in lines]
