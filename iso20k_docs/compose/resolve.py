"""Gives every reference its label and its target, and fills the tables that need the whole set."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import replace

from iso20k_docs.library.definitions import LibraryDefinition
from iso20k_docs.model.bookmarks import PlaceKind, bookmark
from iso20k_docs.model.diagnostics import Diagnostic, Place, error
from iso20k_docs.model.index import DocumentIndex, Index
from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Cell,
    Document,
    Field,
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
    Row,
    Table,
)
from iso20k_docs.model.register import Register
from iso20k_docs.model.words import Language, Words

#: Builds the rows of a set-wide table for one document.
SetTables = Mapping[str, Callable[[Language], tuple[Row, ...]]]

#: What a document's own places are called in bookmarks.
_INNER: dict[str, PlaceKind] = {"section": "section", "table": "table", "figure": "figure", "step": "step"}


class Resolver:
    """Resolves the references of one document."""

    def __init__(self, document: Document, register: Register, index: Index, planned: Mapping[str, Words]) -> None:
        self._document, self._register, self._index, self._planned = document, register, index, planned
        self.problems: list[Diagnostic] = []

    def resolve(self, set_tables: SetTables) -> Document:
        """Return the document with all labels and links; dangling references are noted in `problems`."""
        document = self._document
        return replace(
            document,
            help=self._inlines(document.help),
            footnote=self._inlines(document.footnote),
            blocks=self._blocks(document.blocks, set_tables),
        )

    def _blocks(self, blocks: tuple[Block, ...], set_tables: SetTables) -> tuple[Block, ...]:
        return tuple(self._block(block, set_tables) for block in blocks)

    def _block(self, block: Block, set_tables: SetTables) -> Block:
        match block:
            case Heading() | Paragraph() | Callout():
                return replace(block, text=self._inlines(block.text))
            case List():
                items = tuple(replace(item, text=self._inlines(item.text)) for item in block.items)
                return replace(block, items=items)
            case Table():
                return self._table(block, set_tables)
            case Figure():
                return replace(block, caption=self._inlines(block.caption))
            case Landscape():
                return replace(block, blocks=self._blocks(block.blocks, set_tables))
            case Form():
                return replace(block, sections=tuple(self._section(s) for s in block.sections))

    def _table(self, table: Table, set_tables: SetTables) -> Table:
        rows = set_tables[table.source](self._document.language) if table.source else table.rows
        return replace(
            table,
            rows=tuple(replace(row, cells=tuple(self._cell(c) for c in row.cells)) for row in rows),
            caption=self._inlines(table.caption),
            note=self._inlines(table.note),
        )

    def _cell(self, cell: Cell) -> Cell:
        if not any(isinstance(i, Reference) for text in cell.paragraphs for i in text):
            return cell
        return replace(cell, paragraphs=tuple(self._inlines(text) for text in cell.paragraphs))

    def _section(self, section: FormSection) -> FormSection:
        fields = tuple(self._field(field) for field in section.fields)
        return replace(section, title=self._inlines(section.title), fields=fields)

    def _field(self, field: Field) -> Field:
        return replace(field, label=self._inlines(field.label), value=self._inlines(field.value))

    def _inlines(self, text: Inlines) -> Inlines:
        if not any(isinstance(i, Reference) for i in text):
            return text
        return tuple(self._inline(i) for i in text)

    def _inline(self, item: Inline) -> Inline:
        if not isinstance(item, Reference):
            return item
        inner = item.label_kind in _INNER and not item.document
        found = self._inner(item) if inner else self._outer(item)
        return replace(found, label=item.label) if item.label else found

    # --- inside the document

    def _inner(self, reference: Reference) -> Reference:
        index = self._index[self._document.id, self._document.language]
        label = self._inner_label(reference, index)
        if label is None:
            self._problem(reference)
            return replace(reference, label=reference.anchor)
        return replace(reference, label=label, href="#" + bookmark(_INNER[reference.label_kind], reference.anchor))

    def _inner_label(self, reference: Reference, index: DocumentIndex) -> str | None:
        zh = self._document.language == "zh"
        anchor = reference.anchor
        if reference.label_kind == "section" and anchor in index.sections:
            return section_label(index, anchor, self._document.language)
        if reference.label_kind == "table" and anchor in index.tables:
            return f"表 {index.tables[anchor]}" if zh else f"Table {index.tables[anchor]}"
        if reference.label_kind == "figure" and anchor in index.figures:
            return f"图 {index.figures[anchor]}" if zh else f"Figure {index.figures[anchor]}"
        if reference.label_kind == "step" and anchor in index.steps:
            return f"步骤{index.steps[anchor]}" if zh else f"step {index.steps[anchor]}"
        return None

    # --- between documents

    def _outer(self, reference: Reference) -> Reference:
        language = self._document.language
        entry = self._register.get(reference.document)
        if entry is None:
            return self._planned_or_unknown(reference)
        title = entry.title.in_(language)
        label = {"code": entry.code, "title": title}.get(reference.label_kind) or _titled(title, language)
        href = relative(self._document.path, entry.files[language])
        if not reference.anchor:
            return replace(reference, label=label, href=href if entry.id != self._document.id else "")
        return self._anchored(reference, label, href)

    def _anchored(self, reference: Reference, label: str, href: str) -> Reference:
        language = self._document.language
        index = self._index[reference.document, language]
        anchor = reference.anchor
        if anchor.startswith("step-") and anchor.removeprefix("step-") in index.steps:
            step = anchor.removeprefix("step-")
            number = f"步骤{index.steps[step]}" if language == "zh" else f", step {index.steps[step]}"
            return replace(reference, label=label + number, href=f"{href}#{bookmark('step', step)}")
        if anchor in index.sections:
            number = section_label(index, anchor, language)
            within = number if index.sections[anchor].appendix else f"section {number}"
            joined = f"{label}{_chapter(number)}" if language == "zh" else f"{label}, {within}"
            return replace(reference, label=joined, href=f"{href}#{bookmark('section', anchor)}")
        if anchor in index.tables:
            number = f"表 {index.tables[anchor]}" if language == "zh" else f", Table {index.tables[anchor]}"
            return replace(reference, label=label + number, href=f"{href}#{bookmark('table', anchor)}")
        if anchor in index.figures:
            number = f"图 {index.figures[anchor]}" if language == "zh" else f", Figure {index.figures[anchor]}"
            return replace(reference, label=label + number, href=f"{href}#{bookmark('figure', anchor)}")
        self._problem(reference)
        return replace(reference, label=label, href=href)

    def _planned_or_unknown(self, reference: Reference) -> Reference:
        title = self._planned.get(reference.document)
        if title is None:
            self._problem(reference)
            return replace(reference, label=reference.document)
        text = title.in_(self._document.language)
        plain_title = reference.label_kind in ("code", "title")
        return replace(reference, label=text if plain_title else _titled(text, self._document.language))

    def _problem(self, reference: Reference) -> None:
        target = "#".join(filter(None, [reference.document, reference.anchor]))
        message = Words(f"引用的“{target}”不存在", f"the reference '{target}' leads nowhere")
        place = Place(f"templates/…/{self._document.id} ({self._document.language})")
        self.problems.append(error("dangling-citation", message, place))


def section_label(index: DocumentIndex, anchor: str, language: Language) -> str:
    """Return how a section is cited: `8.2`, `附录A`, `Appendix A`."""
    section = index.sections[anchor]
    if not section.appendix:
        return section.number
    return f"附录 {section.number}" if language == "zh" else f"Appendix {section.number}"


def _chapter(number: str) -> str:
    """Return a Chinese section number as it stands behind a title: a bare `5` would read as part of it."""
    return f"第{number}章" if number.isdigit() else number


def relative(source: str, target: str) -> str:
    """Return the way from one file of the set to another."""
    return posixpath.relpath(target, posixpath.dirname(source))


def _titled(title: str, language: Language) -> str:
    return f"《{title}》" if language == "zh" else title


def planned_titles(definition: LibraryDefinition) -> dict[str, Words]:
    """Return the titles of documents that texts may cite though they are not in the library yet."""
    return {planned.id: planned.title for planned in definition.planned}
