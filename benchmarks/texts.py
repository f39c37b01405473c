"""Write the text of our documents for the other tools: `python texts.py PROFILE FOLDER`.

FOLDER gets `documents.json`, a list of `{"name", "title", "code", "blocks"}` whose blocks are plain strings and tables
of plain strings, and the same as Markdown, a file per document.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Document,
    Form,
    Heading,
    Inlines,
    Landscape,
    List,
    Paragraph,
    Reference,
    Table,
    Text,
)
from iso20k_docs.pipeline import build, prepare

Plain = Mapping[str, object]
Rows = list[list[str]]


def plain(text: Inlines) -> str:
    """Return text without its marks; a line break becomes a blank."""
    return "".join(_words(part) for part in text)


def _words(part: object) -> str:
    match part:
        case Text(text=text):
            return text
        case Reference(label=label):
            return label
        case _:
            return " "


def plain_blocks(blocks: Iterable[Block]) -> Iterator[Plain]:
    """Yield each block as `{"kind", "text"}` or `{"kind": "table", "rows"}`, rows of equal length."""
    for block in blocks:
        match block:
            case Heading(level=level, text=text, number=number):
                yield {"kind": f"h{level}", "text": f"{number} {plain(text)}".strip()}
            case Paragraph(text=text) | Callout(text=text):
                yield {"kind": "p", "text": plain(text)}
            case List(items=items):
                yield from ({"kind": "item", "text": plain(item.text)} for item in items)
            case Table():
                yield from _table(block)
            case Form(sections=sections):
                for section in sections:
                    yield {"kind": "h2", "text": plain(section.title)}
                    yield _rows([[plain(f.label), plain(f.value) + " ".join(f.options)] for f in section.fields])
            case Landscape(blocks=inner):
                yield from plain_blocks(inner)


def _table(table: Table) -> Iterator[Plain]:
    if table.caption:
        yield {"kind": "p", "text": f"{table.number} {plain(table.caption)}"}
    head = [[plain(column.title) for column in table.columns]]
    yield _rows(head + [[" ".join(map(plain, cell.paragraphs)) for cell in row.cells] for row in table.rows])
    if table.note:
        yield {"kind": "p", "text": plain(table.note)}


def _rows(rows: Rows) -> Plain:
    width = max(map(len, rows))
    return {"kind": "table", "rows": [row + [""] * (width - len(row)) for row in rows]}


_MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "item": "- "}


def markdown(blocks: Sequence[Plain]) -> str:
    """Return plain blocks as Markdown with pipe tables."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Plain) -> str:
    rows = block.get("rows")
    if not isinstance(rows, list):
        return _MARKS.get(str(block["kind"]), "") + str(block["text"])
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _export(document: Document, folder: Path) -> Plain:
    blocks = list(plain_blocks(document.blocks))
    name = f"{document.language}-{document.id}"
    (folder / f"{name}.md").write_text(markdown(blocks), encoding="utf-8")
    return {"name": name, "title": document.title, "code": document.control.code, "blocks": blocks}


def main(profile: Path, folder: Path) -> None:
    """Write the texts of the profile's document set into the folder."""
    prepared = prepare(profile)
    documents = [_export(document, folder) for document in build(prepared, prepared.languages).documents]
    (folder / "documents.json").write_text(json.dumps(documents, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
