"""Column widths and row heights of a table, from its contents."""

from __future__ import annotations

from dataclasses import dataclass

from iso20k_docs.model.letters import EM
from iso20k_docs.model.measure import BOLD, longest_word, plain, text_width
from iso20k_docs.model.nodes import Cell, Row, Table, Text, Tone
from iso20k_docs.writers.docx.scale import Layout
from iso20k_docs.writers.docx.styles import GRID_HEIGHT, GRID_PADDING, RULES_HEIGHT, RULES_PADDING
from iso20k_docs.writers.docx.wrap import lines

KEPT_ROWS = 6
KEPT_HEIGHT = 3600
"""A table up to so many rows and twips stays on one page; of a longer one, two rows each at its beginning and end."""
KEPT_MATRIX_ROWS = 14
KEPT_MATRIX_HEIGHT = 9000
"""A matrix up to so many rows and twips stays on one page: its marks are read from the heads of its columns."""
WRITING_HEIGHT = 440
"""An empty row of a register is high enough to write in."""
_SHORT = 6 * EM
"""A text up to this width is a name or an enumeration value and isn't broken."""
_LEAST = 4 * EM
_SLACK = 60
_FEW = 4
_WRITTEN = 10
"""Ems that a column which is left empty keeps for writing beside columns that are printed, where there is room."""
_MOST_LEAST = 0.75
"""Up to this part of the width the columns get room to write first and then share what is left."""
_UPRIGHT = 2 * EM
_GROWTH = 3 * EM
_BOLD_TONES: frozenset[Tone | None] = frozenset({"critical", "high", "medium", "low", "accent"})


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A table's column widths and row heights (header row first) in twips, and which rows stay together.

    `kept` says all of them, `edges` the first two and the last two.
    """

    widths: tuple[int, ...]
    header: int
    rows: tuple[int, ...]
    kept: bool
    edges: bool = False

    def stays(self, at: int, table: Table) -> bool:
        """Tell whether a row stays on the page of what follows it: the next row, or behind the last one the note."""
        last = len(table.rows) - 1
        if at == last:
            return bool(table.note) and (self.kept or self.edges)
        return self.kept or (self.edges and at in (0, last - 1))


@dataclass(frozen=True, slots=True)
class _Print:
    """What a width in 1/200 em is on paper in this table."""

    layout: Layout
    size: int
    line: int
    padding: int
    margin: int

    def twips(self, width: float) -> int:
        return int(width * self.size) // 20

    def room(self, twips: int) -> int:
        return max(twips - self.padding, 200) * 20 // self.size


@dataclass(slots=True)
class _Need:
    """What a column needs, in 1/200 em: one line for its longest text, its short texts whole, the sum of its texts.

    `word` is its longest word, `writing` what it should have for entries by hand.
    """

    wanted: float = 0
    least: float = 0
    word: float = 0
    total: float = 0
    writing: float = 0

    def add(self, text: str, layout: Layout, factor: float) -> None:
        width = text_width(text, layout.language, layout.face) * factor
        self.total += width
        self.wanted = max(self.wanted, width)
        word = longest_word(text, layout.language, layout.face) * factor
        self.word = max(self.word, word)
        self.least = max(self.least, width if width <= _SHORT else max(word, _LEAST))


def arrange(table: Table, width: int, layout: Layout) -> Arrangement:
    """Fit a table into `width` twips: short texts keep their line, long texts share the rest."""
    paper = _paper(table, layout)
    texts = [[_lines(cell) for cell in row.cells] for row in table.rows]
    widths = _fit(_needs(table, texts, layout), paper, width)
    header = _header_height(table, paper, widths) if table.header else 0
    rooms = [paper.room(w) for w in widths]
    rows = tuple(_row_height(row, table, paper, rooms) for row in table.rows)
    most_rows, most = (KEPT_MATRIX_ROWS, KEPT_MATRIX_HEIGHT) if _is_matrix(table) else (KEPT_ROWS, KEPT_HEIGHT)
    written = not any(map(is_blank, table.rows))
    kept = written and len(rows) <= most_rows and header + sum(rows) <= most
    edges = written and header + max(sum(rows[:2]), sum(rows[-2:])) <= KEPT_HEIGHT
    return Arrangement(widths, header, rows, kept, edges)


def _is_matrix(table: Table) -> bool:
    """Tell whether a table holds marks under heads: one stands upright, or most columns are centred."""
    centred = sum(column.align == "center" for column in table.columns)
    return any(column.upright for column in table.columns) or 2 * centred > len(table.columns)


def _paper(table: Table, layout: Layout) -> _Print:
    style = layout["TableTextDense" if table.dense else "TableText"]
    grid = table.style == "grid"
    padding, margin = (GRID_PADDING, GRID_HEIGHT) if grid else (RULES_PADDING, RULES_HEIGHT)
    return _Print(layout, style.size, style.line, 2 * padding, 2 * margin + 10)


def _lines(cell: Cell) -> list[str]:
    """Return the lines that the author wrote, each to be measured by itself."""
    if len(cell.paragraphs) == 1:
        return plain(cell.paragraphs[0]).split("\n")
    return [line for paragraph in cell.paragraphs for line in plain(paragraph).split("\n")]


def _needs(table: Table, texts: list[list[list[str]]], layout: Layout) -> list[_Need]:
    needs = [_Need() for _ in table.columns]
    if table.header:
        for need, column in zip(needs, table.columns, strict=True):
            if column.upright:
                need.wanted = need.least = need.word = _UPRIGHT
                continue
            for line in plain(column.title).split("\n"):
                need.add(line, layout, BOLD)
            # A long title may take two lines, a long text decides the width.
            need.wanted = need.least if need.wanted > _SHORT else need.wanted
            need.total = 0
    factors = [BOLD if column.strong else 1.0 for column in table.columns]
    for row, row_texts in zip(table.rows, texts, strict=True):
        if not row.group:
            _add_row(needs, row, row_texts, layout, factors)
    _leave_room_to_write(needs, table)
    return needs


def _leave_room_to_write(needs: list[_Need], table: Table) -> None:
    """A column that is filled in by hand gets room for it beside columns that are printed."""
    printed = [row for row in table.rows if not row.group and not is_blank(row)]
    for at, (need, column) in enumerate(zip(needs, table.columns, strict=True)):
        if column.room:
            empty = bool(printed) and not any(at < len(row.cells) and row.cells[at].paragraphs for row in printed)
            need.wanted = max(need.wanted, column.room * EM)
            need.least = max(need.least, min(column.room, _FEW) * EM)
            need.writing = min(column.room, _WRITTEN) * EM if empty else 0
            need.total = max(need.total, float(column.room * EM))


def _add_row(needs: list[_Need], row: Row, texts: list[list[str]], layout: Layout, factors: list[float]) -> None:
    at = 0
    for cell, cell_lines in zip(row.cells, texts, strict=True):
        if cell.span == 1:
            factor = BOLD if cell.tone or _is_strong(cell) else factors[at]
            for line in cell_lines:
                needs[at].add(line, layout, factor)
        at += cell.span


def _is_strong(cell: Cell) -> bool:
    return any(isinstance(run, Text) and run.strong for text in cell.paragraphs for run in text)


def _fit(needs: list[_Need], paper: _Print, width: int) -> tuple[int, ...]:
    edge = paper.padding + _SLACK
    wanted = [paper.twips(need.wanted) + edge for need in needs]
    least = [paper.twips(need.least) + edge for need in needs]
    roomy = [paper.twips(max(need.least, need.writing)) + edge for need in needs]
    if sum(roomy) <= width * _MOST_LEAST:
        least = roomy
    if sum(wanted) <= width:
        growth = paper.twips(_GROWTH)
        narrow = paper.twips(_UPRIGHT) + edge
        return spread(wanted, width, [w + growth if w > narrow else growth // 2 for w in wanted])
    if sum(least) >= width:
        words = [paper.twips(need.word) + edge for need in needs]
        if sum(words) >= width:
            return spread([0] * len(words), width, words)
        return spread(words, width, [space - word for space, word in zip(least, words, strict=True)])
    return _shared(least, wanted, [need.total + need.wanted for need in needs], width)


def spread(base: list[int], width: int, weights: list[int]) -> tuple[int, ...]:
    """Add what is left of `width` to the base widths in proportion to the weights; the sum is exact."""
    left, whole = width - sum(base), sum(weights) or 1
    found = [b + left * weight // whole for b, weight in zip(base, weights, strict=True)]
    found[found.index(max(found))] += width - sum(found)
    return tuple(found)


def _shared(least: list[int], wanted: list[int], masses: list[float], width: int) -> tuple[int, ...]:
    """Share the width by the amount of text, so that cells of a row get about as high as each other.

    No column gets less than its least or more than it wants; what these leave over is shared anew.
    """
    fixed: dict[int, int] = {}
    while True:
        left = width - sum(fixed.values())
        whole = sum(mass for n, mass in enumerate(masses) if n not in fixed) or 1.0
        parts = {n: int(left * mass / whole) for n, mass in enumerate(masses) if n not in fixed}
        short = {n: least[n] for n, part in parts.items() if part < least[n]}
        settled = short or {n: wanted[n] for n, part in parts.items() if part > wanted[n]}
        if not settled:
            both = fixed | parts
            return spread([both[n] for n in range(len(masses))], width, wanted)
        fixed |= settled


def _header_height(table: Table, paper: _Print, widths: tuple[int, ...]) -> int:
    level = [
        lines(column.title, paper.layout, paper.room(width), bold=True)
        for column, width in zip(table.columns, widths, strict=True)
        if not column.upright
    ]
    return max(max(level, default=1) * paper.line, upright_height(table, paper.layout, paper.size)) + paper.margin


def upright_height(table: Table, layout: Layout, size: int) -> int:
    """Return the height in twips of the longest title that is turned; 0 where none is."""
    turned = [
        text_width(plain(column.title), layout.language, layout.face) * BOLD
        for column in table.columns
        if column.upright
    ]
    return int(max(turned) * size) // 20 + _SLACK if turned else 0


def _row_height(row: Row, table: Table, paper: _Print, rooms: list[int]) -> int:
    if is_blank(row):
        return WRITING_HEIGHT
    count, at = 1, 0
    for cell in row.cells:
        columns = len(rooms) if row.group else cell.span
        room = rooms[at] if columns == 1 else sum(rooms[at : at + columns])
        bold = row.group or cell.tone in _BOLD_TONES or table.columns[at].strong
        needed = sum([lines(text, paper.layout, room, bold=bold) for text in cell.paragraphs])
        count = max(count, needed)
        at += columns
    return count * paper.line + paper.margin


def is_blank(row: Row) -> bool:
    """Tell whether a row holds nothing yet: a line of a register to be filled in."""
    return not any(cell.paragraphs for cell in row.cells)
