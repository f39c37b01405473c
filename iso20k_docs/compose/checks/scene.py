"""What a rule over the whole set sees: the printed texts with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from iso20k_docs.compose.context import Organisation
from iso20k_docs.library.wording import WordingRules
from iso20k_docs.model.diagnostics import Place
from iso20k_docs.model.matrix import Matrix
from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Document,
    Figure,
    Form,
    Heading,
    Inlines,
    Landscape,
    LineBreak,
    List,
    Paragraph,
    Reference,
    Row,
    Table,
    Text,
    flat,
)
from iso20k_docs.model.register import Entry
from iso20k_docs.profile.schema import Profile

#: Stands in a text for a fact or a link, so that words before and behind it don't run together.
GAP = "\ufffc"


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph, item or cell with the section that it stands in.

    `text` is what the reader sees; `own` the library's own words, each fact and link being one `GAP`. `table` is the
    anchor of the table, empty outside tables.
    """

    section: str
    text: str
    own: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a table with its section: the text of each cell, and the documents that it links to."""

    section: str
    source: str
    cells: tuple[str, ...]
    linked: tuple[str, ...]


@dataclass(frozen=True)
class CheckedSet:
    """A composed set, its matrix, and how its texts shall speak."""

    organisation: Organisation
    documents: tuple[Document, ...]
    matrix: Matrix
    wording: WordingRules

    @property
    def profile(self) -> Profile:
        """The facts of the organisation."""
        return self.organisation.profile

    def entry(self, document: Document) -> Entry:
        """Return what the register says of a document."""
        return self.organisation.register[document.id]

    def place(self, document: Document) -> Place:
        """Return where a text of a document is to be mended."""
        loaded = self.organisation.library.documents[self.entry(document).definition]
        ending = "yaml" if loaded.definition.form else f"{document.language}.md.j2"
        return Place(f"templates/{loaded.stem}.{ending}")

    @cached_property
    def said(self) -> Mapping[tuple[str, str], tuple[Said, ...]]:
        """Everything that a document says, by its id and language."""
        return {(d.id, d.language): tuple(_said(d)) for d in self.documents}

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], tuple[PrintedRow, ...]]:
        """The rows of all tables of a document, by its id and language."""
        return {(d.id, d.language): tuple(_rows(d.blocks)) for d in self.documents}


def own_words(text: Inlines) -> str:
    """Return the library's own words."""
    return "".join(_own(i) for i in text)


def _own(item: Text | LineBreak | Reference) -> str:
    match item:
        case Text(text=text, fact=False):
            return text
        case LineBreak():
            return "\n"
        case _:
            return GAP


def texts_of(block: Block) -> Iterator[Inlines]:
    """Yield every text of one block."""
    match block:
        case Heading(text=text) | Paragraph(text=text) | Callout(text=text):
            yield text
        case List(items=items):
            yield from (item.text for item in items)
        case Table():
            yield block.caption
            yield from (column.title for column in block.columns)
            yield from (text for row in block.rows for cell in row.cells for text in cell.paragraphs)
            yield block.note
        case Figure(caption=caption):
            yield caption
        case Form(sections=sections):
            for section in sections:
                yield section.title
                yield from (text for field in section.fields for text in (field.label, field.value))
        case Landscape():
            return


def _said(document: Document) -> Iterator[Said]:
    for section, block in _in_sections(document.blocks):
        for text in texts_of(block):
            if text:
                yield Said(section, plain(text), own_words(text), block.anchor if isinstance(block, Table) else "")


def _in_sections(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    section = ""
    for block in flat(blocks):
        if isinstance(block, Heading):
            section = block.number or plain(block.text)
        yield section, block


def _rows(blocks: Iterable[Block]) -> Iterator[PrintedRow]:
    for section, block in _in_sections(blocks):
        if isinstance(block, Table):
            yield from (_printed(section, block, row) for row in block.rows if not row.group)


def _printed(section: str, table: Table, row: Row) -> PrintedRow:
    cells = tuple("\n".join(plain(text) for text in cell.paragraphs) for cell in row.cells)
    inlines = (i for cell in row.cells for text in cell.paragraphs for i in text)
    return PrintedRow(section, table.source, cells, tuple(i.document for i in inlines if isinstance(i, Reference)))
