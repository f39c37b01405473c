"""Numbers headings, tables and figures, and notes where every anchor is."""

from __future__ import annotations

from dataclasses import replace

from iso20k_docs.compose.markdown import plain
from iso20k_docs.model.diagnostics import Place, UserError, error
from iso20k_docs.model.index import DocumentIndex, Section
from iso20k_docs.model.nodes import Block, Document, Figure, Heading, Landscape, Table
from iso20k_docs.model.words import Words


class _Numbering:
    """Counts through one document."""

    def __init__(self) -> None:
        self.levels = [0, 0, 0]
        self.appendices = 0
        self.tables_seen = 0
        self.sections: dict[str, Section] = {}
        self.tables: dict[str, str] = {}
        self.figures: dict[str, str] = {}
        self.steps: dict[str, str] = {}
        self.repeated: list[str] = []

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Heading(numbered=True):
                return self._heading(block)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Landscape():
                return replace(block, blocks=self.blocks(block.blocks))
            case _:
                return block

    def _heading(self, heading: Heading) -> Heading:
        number = self._appendix() if heading.appendix else self._section(heading.level)
        if heading.anchor in self.sections:
            self.repeated.append(heading.anchor)
        self.sections[heading.anchor] = Section(
            heading.anchor, number, heading.text, heading.appendix, heading.requirements
        )
        return replace(heading, number=number)

    def _appendix(self) -> str:
        self.appendices += 1
        return chr(ord("A") + self.appendices - 1)

    def _section(self, level: int) -> str:
        self.levels[level - 1] += 1
        self.levels[level:] = [0] * (3 - level)
        return ".".join(str(count) for count in self.levels[:level])

    def _table(self, table: Table) -> Table:
        for row in table.rows:
            if row.anchor:
                self.steps[row.anchor] = plain(row.cells[0].paragraphs[0])
        if not table.caption or not table.numbered:
            return table
        self.tables_seen += 1
        number = str(self.tables_seen)
        if table.anchor in self.tables:
            self.repeated.append(table.anchor)
        self.tables[table.anchor] = number
        return replace(table, number=number)

    def _figure(self, figure: Figure) -> Figure:
        number = str(len(self.figures) + 1)
        if figure.anchor in self.figures:
            self.repeated.append(figure.anchor)
        self.figures[figure.anchor] = number
        return replace(figure, number=number)


def number(document: Document) -> tuple[Document, DocumentIndex]:
    """Return the document with its numbers, and the index of its anchors; UserError on a repeated anchor."""
    counted = _Numbering()
    numbered = replace(document, blocks=counted.blocks(document.blocks))
    if counted.repeated:
        place = Place(f"{document.id} ({document.language})")
        raise UserError(
            error(
                "repeated-anchor",
                Words(f"锚点“{anchor}”重复", f"the anchor '{anchor}' stands twice"),
                place,
            )
            for anchor in counted.repeated
        )
    return numbered, DocumentIndex(counted.sections, counted.tables, counted.steps, counted.figures)
