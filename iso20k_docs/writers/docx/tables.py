"""Tables: caption, header row, rows, note; and the frame that forms, covers and page headers share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iso20k_docs.model.bookmarks import bookmark
from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import Cell, Row, Table, Tone
from iso20k_docs.writers.docx.columns import WRITING_HEIGHT, Arrangement, is_blank, upright_height
from iso20k_docs.writers.docx.controls import text_control
from iso20k_docs.writers.docx.inlines import inlines
from iso20k_docs.writers.docx.labels import NOT_GIVEN, label
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.markup import bookmarked, escape, field, paragraph, run, spacer
from iso20k_docs.writers.docx.story import Story

GAP = 180
LAST_GAP = 20
"""Height of the empty paragraph after a table, and after the last one of a page, in twips."""
_KEEP = "<w:keepNext/>"
_ROOM_TO_WRITE = "\u2003\u2003"
"""What an empty cell shows that can be written in: nothing, but wide enough to click at."""
_TURNED_MARGIN = 120
_ALIGN = {"left": "", "center": "Center", "right": "Right"}
_TONE_STYLE: dict[Tone, str] = {
    "critical": "ToneCritical",
    "high": "ToneHigh",
    "medium": "ToneMedium",
    "low": "ToneLow",
    "accent": "ToneMedium",
    "label": "",
    "muted": "ToneMuted",
}


def table(story: Story, block: Table, width: int, *, last: bool = False) -> str:
    """Return a table with its caption and note, closed by a paragraph: behind the last table of a page a very low one.

    A page that the last table fills would otherwise be followed by an empty one.
    """
    caption = _caption(story, block) if block.caption else ""
    after = paragraph("TableNote", inlines(story, block.note)) if block.note else spacer(LAST_GAP if last else GAP)
    return caption + grid(story, block, story.arrangement(block, width)) + after


def grid(story: Story, block: Table, arrangement: Arrangement, *, row_height: int = 0, title: str = "") -> str:
    """Return the table alone; `row_height` is the least height of its rows in twips, `title` what it is called."""
    head = [_header_row(block, arrangement.widths, story)] if block.header else []
    rows = _Rows(story, block, arrangement).markup(row_height)
    style = "GridTable" if block.style == "grid" else "RuledTable"
    titles = " / ".join(filter(None, (plain(column.title) for column in block.columns)))
    name = title or plain(block.caption) or titles or block.id
    described = titles if titles != name else ""
    return frame(head + rows, arrangement.widths, style, name, description=described, header=bool(head))


def frame(
    rows: Iterable[str],
    widths: Sequence[int],
    style: str,
    title: str,
    *,
    description: str = "",
    header: bool = False,
    indent: int = 0,
) -> str:
    """Return a table of fixed column widths; title and description are read out by screen readers."""
    shifted = f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else ""
    described = f'<w:tblDescription w:val="{escape(description)}"/>' if description else ""
    columns = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{shifted}'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"0620" if header else "0600"}" '
        f'w:firstRow="{int(header)}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(title) or NOT_GIVEN}"/>{described}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )  # fmt: skip


def row_markup(cells: Iterable[str], properties: str = "") -> str:
    """Return a row that isn't split over pages."""
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def least_height(height: int, rule: str = "atLeast") -> str:
    """Return the row property of a height in twips."""
    return f'<w:trHeight w:val="{height}" w:hRule="{rule}"/>'


def cell_markup(
    width: int,
    content: str,
    fill: str = "",
    *,
    span: int = 1,
    borders: str = "",
    vertical: str = "",
    upright: bool = False,
) -> str:
    """Return a cell; `content` ends with a paragraph; `upright` text runs from bottom to top."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    edges = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    placed = f'<w:vAlign w:val="{vertical}"/>' if vertical else ""
    turned = '<w:textDirection w:val="btLr"/>' if upright else ""
    properties = f"{spanned}{edges}{shade}{turned}{placed}"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def _caption(story: Story, block: Table) -> str:
    language = story.language
    if not block.numbered:
        return paragraph("Caption", inlines(story, block.caption, "Strong"))
    word = label("table", language)
    number = field(f"SEQ {word} \\* ARABIC", story.index.table_numbers[block.id], language)
    shown = run(f"{word} ", language) + number
    name = bookmark("table", block.anchor) if block.anchor else ""
    if name and story.is_new_mark(name):
        shown = bookmarked(story.mark(), name, shown)
    return paragraph(
        "Caption", shown + run(label("gap", language), language) + inlines(story, block.caption, "CaptionText")
    )


def _header_row(block: Table, widths: tuple[int, ...], story: Story) -> str:
    dense, fill = "Dense" if block.dense else "", story.look.tint
    cells = [
        cell_markup(
            width,
            paragraph(
                f"TableHeading{'' if column.upright else _ALIGN[column.align]}{dense}", inlines(story, column.title)
            ),
            fill,
            vertical="center" if column.upright else "",
            upright=column.upright,
        )
        for column, width in zip(block.columns, widths, strict=True)
    ]
    turned = upright_height(block, story.layout, story.layout[f"TableHeading{dense}"].size)
    return row_markup(cells, (least_height(turned + _TURNED_MARGIN) if turned else "") + "<w:tblHeader/>")


@dataclass(frozen=True, slots=True)
class _ColumnLook:
    """How the plain cells of a column begin: all that is the same from row to row."""

    cell: str
    paragraph: str
    letters: str


class _Rows:
    """The rows of one table."""

    def __init__(self, story: Story, block: Table, arrangement: Arrangement) -> None:
        self.story = story
        self.block = block
        self.widths = arrangement.widths
        self.dense = "Dense" if block.dense else ""
        self.arrangement = arrangement
        self.looks = {kept: self._column_looks(_KEEP if kept else "") for kept in (True, False)}

    def markup(self, row_height: int) -> list[str]:
        """Return the rows, at least so high."""
        return [
            self._row(row, self.arrangement.stays(at, self.block), row_height) for at, row in enumerate(self.block.rows)
        ]

    def _column_looks(self, keep: str) -> list[_ColumnLook]:
        return [
            _ColumnLook(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>',
                f'<w:p><w:pPr><w:pStyle w:val="TableText{_ALIGN[column.align]}{self.dense}"/>{keep}</w:pPr>',
                "Strong" if column.strong else "",
            )
            for column, width in zip(self.block.columns, self.widths, strict=True)
        ]

    def _row(self, row: Row, kept: bool, row_height: int) -> str:
        if row.group:
            return self._group_row(row)
        cells, at = [], 0
        for cell in row.cells:
            if cell.tone is None and cell.span == 1 and self.block.header:
                cells.append(self._plain_cell(cell, self.looks[kept][at], self._empty(row, cell, at)))
            else:
                cells.append(self._cell(cell, at, kept))
            at += cell.span
        cells += [self._plain_cell(Cell(), look) for look in self.looks[kept][at:]]
        height = max(row_height, WRITING_HEIGHT if is_blank(row) else 0)
        return row_markup(self._marked(row, cells), least_height(height) if height else "")

    def _plain_cell(self, cell: Cell, look: _ColumnLook, empty: str = "") -> str:
        texts = [f"{look.paragraph}{inlines(self.story, text, look.letters)}</w:p>" for text in cell.paragraphs]
        return f"{look.cell}{''.join(texts) or look.paragraph + empty + '</w:p>'}</w:tc>"

    def _empty(self, row: Row, cell: Cell, at: int) -> str:
        """Return what an empty cell holds: in a locked form a control, for nothing else there can be filled in."""
        if not self.story.locked or cell.paragraphs:
            return ""
        column = self.block.columns[at]
        return text_control(self.story, plain(column.title), f"{row.id}.{column.id}", _ROOM_TO_WRITE, "")

    def _cell(self, cell: Cell, at: int, kept: bool) -> str:
        column, is_label = self.block.columns[at], _is_label(self.block, cell, at)
        style = f"TableLabel{self.dense}" if is_label else f"TableText{_ALIGN[column.align]}{self.dense}"
        letters = _TONE_STYLE[cell.tone] if cell.tone else "Strong" if column.strong and not is_label else ""
        keep = _KEEP if kept else ""
        texts = [paragraph(style, inlines(self.story, text, letters), keep) for text in cell.paragraphs]
        width, fill = sum(self.widths[at : at + cell.span]), _fill(self.story.look, self.block, cell, is_label)
        return cell_markup(width, "".join(texts) or paragraph(style, "", keep), fill, span=cell.span)

    def _group_row(self, row: Row) -> str:
        style = f"TableGroup{self.dense}"
        texts = [paragraph(style, inlines(self.story, text)) for cell in row.cells for text in cell.paragraphs]
        content = "".join(texts) or paragraph(style, "")
        cell = cell_markup(sum(self.widths), content, self.story.look.soft, span=len(self.widths))
        return row_markup(self._marked(row, [cell]))

    def _marked(self, row: Row, cells: list[str]) -> list[str]:
        """Put the row's id and bookmark at the first paragraph of its first cell."""
        first = cells[0].replace("<w:p>", f"<w:p{self.story.identity(f'{self.block.id}/{row.id}')}>", 1)
        name = bookmark("step", row.anchor) if row.anchor else ""
        if name and self.story.is_new_mark(name):
            first = first.replace("</w:pPr>", "</w:pPr>" + bookmarked(self.story.mark(), name, ""), 1)
        return [first, *cells[1:]]


def _is_label(block: Table, cell: Cell, at: int) -> bool:
    """Tell whether a cell names the value beside it: marked so, or the first of each pair of a headless table."""
    if cell.tone is not None or block.header:
        return cell.tone == "label"
    return at % 2 == 0 if len(block.columns) % 2 == 0 else at == 0


def _fill(look: Look, block: Table, cell: Cell, is_label: bool) -> str:
    if cell.tone is None:
        return look.soft if is_label and block.style == "grid" else ""
    match cell.tone:
        case "critical":
            return look.risk_tint
        case "high":
            return look.warn_tint
        case "medium" | "accent":
            return look.accent_tint
        case "low" | "label":
            return look.soft
        case "muted":
            return ""
