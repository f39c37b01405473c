"""What a document says, line by line: what its digest is made of, and what two versions of it are compared by.

Numbers of tables, links and formatting are no content; versions and dates of other documents aren't either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from iso20k_docs.compose.stamps import STAMP, anonymous
from iso20k_docs.model.drawing import Drawing, Label, Shape
from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Document,
    Figure,
    Form,
    Heading,
    Landscape,
    List,
    Paragraph,
    Row,
    Table,
)
from iso20k_docs.model.words import Language, Words

Kind = Literal["cover", "heading", "text", "column", "step", "cell", "figure", "field"]
_LONGEST_LABEL = 24
_COVER = {
    "title": Words("名称", "Title"),
    "subtitle": Words("副标题", "Subtitle"),
    "code": Words("编号", "Document no."),
    "organisation": Words("公司", "Company"),
    "classification": Words("密级", "Classification"),
    "owner": Words("归口角色", "Owner"),
    "standard": Words("依据标准", "Standard"),
}
OWNER = "cover/owner"


class Line(NamedTuple):
    """A line of a document: a paragraph, list item, cell or field; `label` says which of a table's cells it is.

    `number` and `title` are those of its section. A tuple, for a set has hundreds of thousands of them.
    """

    id: str
    kind: Kind
    number: str
    title: str
    label: str
    text: str


Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says; ids are unique in it. `stamped`: versions and dates of other documents stand in it."""

    lines: Lines
    stamped: bool


def said(document: Document) -> Said:
    """Return what a document says."""
    reader = _Reader(document.language)
    found = (*_cover(document), *_unique(reader.document(document)))
    if not STAMP.search("".join([line.text for line in found])):
        return Said(found, stamped=False)
    return Said(tuple(Line(*map(anonymous, line)) for line in found), stamped=True)  # type: ignore[arg-type]


def digest(content: Lines) -> str:
    """Return the digest of what is said; ids are no part of it."""
    joined = "\x1e".join([f"{line.kind}\x1f{line.text}" for line in content])
    return hashlib.sha256(joined.encode()).hexdigest()


def _cover(document: Document) -> Iterator[Line]:
    control = document.control
    texts = {
        "title": document.title,
        "subtitle": document.subtitle,
        "code": control.code,
        "organisation": control.organisation,
        "classification": control.classification,
        "owner": control.owner,
        "standard": control.standard,
    }
    for name, text in texts.items():
        yield Line(f"cover/{name}", "cover", "", "", _COVER[name].in_(document.language), text)


def _unique(found: Iterator[Line]) -> Iterator[Line]:
    counts: dict[str, int] = {}
    for line in found:
        count = counts[line.id] = counts.get(line.id, 0) + 1
        yield line if count == 1 else line._replace(id=f"{line.id}-{count}")


@dataclass(slots=True)
class _Reader:
    """Reads a document; knows the section that it is in."""

    language: Language
    number: str = ""
    title: str = ""

    def document(self, document: Document) -> Iterator[Line]:
        if document.help:
            yield self._line("help", "text", plain(document.help))
        for block in document.blocks:
            yield from self._block(block)
        if document.footnote:
            yield self._line("footnote", "text", plain(document.footnote))

    def _line(self, name: str, kind: Kind, text: str, label: str = "") -> Line:
        return Line(name, kind, self.number, self.title, label, text.replace("\n", " "))

    def _block(self, block: Block) -> Iterator[Line]:
        match block:
            case Heading():
                self.number, self.title = block.number, plain(block.text)
                yield self._line(block.id, "heading", plain(block.text))
            case Paragraph() | Callout():
                yield self._line(block.id, "text", plain(block.text))
            case List():
                for item in block.items:
                    yield self._line(item.id, "text", plain(item.text))
            case Table():
                yield from self._table(block)
            case Figure():
                yield self._line(f"{block.id}/caption", "text", plain(block.caption))
                yield self._line(block.id, "figure", _drawn(block.drawing), plain(block.caption))
            case Landscape():
                for each in block.blocks:
                    yield from self._block(each)
            case Form():
                yield from self._form(block)

    def _table(self, table: Table) -> Iterator[Line]:
        if table.caption:
            yield self._line(f"{table.id}/caption", "text", plain(table.caption))
        titles = [plain(column.title) for column in table.columns]
        for column, title in zip(table.columns, titles, strict=True):
            yield self._line(f"{table.id}/{column.id}", "column", title)
        for row in table.rows:
            yield from self._row(row, table, titles)
        if table.note:
            yield self._line(f"{table.id}/note", "text", plain(table.note))

    def _row(self, row: Row, table: Table, titles: list[str]) -> Iterator[Line]:
        if not any(cell.paragraphs for cell in row.cells):
            return
        key, at = self._key(row), 0
        for cell in row.cells:
            if cell.paragraphs:
                kind: Kind = "step" if row.anchor and at == 0 else "cell"
                title = titles[at] if table.header and at and at < len(titles) else ""
                text = " ".join(map(plain, cell.paragraphs))
                name = table.columns[at].id if at < len(table.columns) else str(at)
                yield self._line(f"{table.id}/{row.id}/{name}", kind, text, " ".join(filter(None, (key, title))))
            at += cell.span

    def _key(self, row: Row) -> str:
        """Return what a row is called: its first cell, behind a step's number its name."""
        texts = [plain(cell.paragraphs[0]) for cell in row.cells[:2] if cell.paragraphs]
        if not texts:
            return ""
        if row.anchor:
            name = texts[1].split("\n")[0] if len(texts) > 1 else ""
            return shortened(f"{'步骤' if self.language == 'zh' else 'step '}{texts[0]} {name}".strip())
        found = texts[1] if texts[0].isdecimal() and len(texts) > 1 else texts[0]
        return shortened(found.split("\n")[0])

    def _form(self, form: Form) -> Iterator[Line]:
        for section in form.sections:
            yield self._line(f"{form.id}/{section.id}", "text", plain(section.title))
            for field in section.fields:
                label = plain(field.label)
                parts = (label, field.unit, field.hint, " / ".join(field.options), plain(field.value))
                yield self._line(f"{form.id}/{section.id}/{field.id}", "field", " ".join(filter(None, parts)), label)


def _drawn(drawing: Drawing) -> str:
    return " / ".join(item.text for item in drawing.items if isinstance(item, Shape | Label) and item.text)


def shortened(text: str, longest: int = _LONGEST_LABEL) -> str:
    """Return a text that takes no more than so many characters."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
