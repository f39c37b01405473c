"""Sample rows in registers: how a filled one looks, each plainly marked as a sample, for training and first use."""

from __future__ import annotations

from dataclasses import replace

from iso20k_docs.model.nodes import Block, Cell, Column, Document, FieldType, Landscape, Row, Table, Text
from iso20k_docs.model.words import Language, Words

SAMPLES = 3
"""Empty rows that are filled in each table of a register."""
_BLANK = "-blank-"
_MARK = Words("示例", "SAMPLE")
_NOTICE = Words(
    "本文件带有示例行，标有“示例”，不是记录；启用前删去。",
    "This file has sample rows marked SAMPLE, which are no records; delete them before use. ",
)
_SAID: dict[FieldType, Words] = {
    "date": Words("示例日期", "sample date"),
    "time": Words("示例时间", "sample time"),
    "datetime": Words("示例时间", "sample time"),
    "number": Words("示例数", "sample number"),
    "person": Words("示例姓名", "sample name"),
    "signature": Words("示例签名", "sample signature"),
    "check": Words("示例", "SAMPLE"),
    "text": Words("示例文字", "sample text"),
    "long": Words("示例文字", "sample text"),
}


def with_samples(document: Document) -> Document:
    """Return a register with samples in its first empty rows; other documents as they are."""
    if document.kind != "register":
        return document
    blocks = tuple(_sampled(block, document.language) for block in document.blocks)
    if blocks == document.blocks:
        return document
    notice = Text(_NOTICE.in_(document.language), strong=True)
    return replace(document, blocks=blocks, help=(notice, *document.help))


def _sampled(block: Block, language: Language) -> Block:
    match block:
        case Landscape():
            return replace(block, blocks=tuple(_sampled(each, language) for each in block.blocks))
        case Table():
            return replace(block, rows=_rows(block, language))
        case _:
            return block


def _rows(table: Table, language: Language) -> tuple[Row, ...]:
    found = []
    filled = 0
    for row in table.rows:
        if _BLANK in row.id and filled < SAMPLES:
            filled += 1
            found.append(_sample(row, table, filled, language))
        else:
            found.append(row)
    return tuple(found)


def _sample(row: Row, table: Table, number: int, language: Language) -> Row:
    """Return a sample row, which keeps its id: a later run without samples empties it again."""
    texts = [_text(column, number, language) for column in table.columns]
    texts[0] = f"{_MARK.in_(language)} {number}" if language == "en" else f"{_MARK.in_(language)}{number}"
    return replace(row, cells=tuple(Cell(((Text(text),),), "muted") for text in texts))


def _text(column: Column, number: int, language: Language) -> str:
    """Return a sample entry: an option where one chooses, else a word that says what it stands for."""
    if column.options and column.kind in ("choice", "checks"):
        return column.options[(number - 1) % len(column.options)]
    return _SAID.get(column.kind or "text", _SAID["text"]).in_(language)
