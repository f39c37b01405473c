"""What a document can be pointed at: its headings, captioned tables, figures and marked rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from iso20k_docs.model.bookmarks import bookmark
from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import Document, Figure, Heading, Table, flat
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.labels import label

CONTENTS_LEVELS = 2
_FIRST_CONTENTS_MARK = 200000001


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as the contents list shows it."""

    id: str
    level: int
    number: str
    text: str
    mark: str
    appendix: bool


@dataclass(slots=True)
class Index:
    """All link targets of one document; bookmark names map to what a reference prints."""

    entries: dict[str, Entry] = field(default_factory=dict)
    sections: dict[str, Entry] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    table_numbers: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)

    def contents(self) -> list[Entry]:
        """Return the headings of the contents list."""
        return [entry for entry in self.entries.values() if entry.level <= CONTENTS_LEVELS]

    def knows(self, name: str) -> bool:
        """Tell whether the document has the bookmark."""
        return any(name in places for places in (self.sections, self.tables, self.figures, self.steps))


def build_index(document: Document) -> Index:
    """Walk the document once."""
    index = Index()
    for block in flat(document.blocks):
        if isinstance(block, Heading):
            _add_heading(index, block, document.language)
        elif isinstance(block, Table):
            _add_table(index, block, document.language)
        elif isinstance(block, Figure):
            name = bookmark("figure", block.anchor)
            index.figures.setdefault(name, f"{label('figure', document.language)} {block.number}")
    return index


def printed_number(heading: Heading, language: Language) -> str:
    """Return the number as Word's list prints it: "8.2", "Appendix A", nothing for an unnumbered heading."""
    if not heading.numbered or not heading.number:
        return ""
    word = label("appendix", language)
    if not heading.appendix or heading.number.startswith(word):
        return heading.number
    return f"{word} {heading.number}"


def _add_heading(index: Index, heading: Heading, language: Language) -> None:
    mark = f"_Toc{_FIRST_CONTENTS_MARK + len(index.entries)}"
    number = printed_number(heading, language)
    level = 1 if heading.appendix else heading.level
    entry = Entry(heading.id, level, number, plain(heading.text).replace("\n", " "), mark, heading.appendix)
    index.entries[heading.id] = entry
    if heading.anchor:
        index.sections.setdefault(bookmark("section", heading.anchor), entry)


def _add_table(index: Index, table: Table, language: Language) -> None:
    word = label("table", language)
    if table.caption and table.numbered:
        number = table.number.removeprefix(word).strip() or str(len(index.table_numbers) + 1)
        index.table_numbers[table.id] = number
        if table.anchor:
            index.tables.setdefault(bookmark("table", table.anchor), f"{word} {number}")
    for row in table.rows:
        if row.anchor:
            index.steps.add(bookmark("step", row.anchor))
