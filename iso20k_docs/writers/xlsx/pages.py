"""Sheets as they are laid out: title, a line about them, the head row that stays in view, and the rows below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from iso20k_docs.model.letters import EM
from iso20k_docs.model.measure import BOLD, line_count, text_width
from iso20k_docs.model.nodes import FieldType, Tone
from iso20k_docs.model.words import Language
from iso20k_docs.writers.xlsx.book import NUMBER_FORMATS, Book
from iso20k_docs.writers.xlsx.cells import looks_like_formula, rule, write
from iso20k_docs.writers.xlsx.sheets import Line, Link, Sheet, SheetColumn, Slip, SlipSheet, Value
from iso20k_docs.writers.xlsx.words import label

_TITLE, _LEAD, _HEAD = 0, 1, 2
ENTRIES = 2000
"""Rows below the head that lists and checks are ready for."""
_DIGIT = 0.53
"""The width of a digit in ems, by which Excel counts the width of a column."""
_NARROWEST, _BUTTON = 7, 3.2
_PADDING = 0.8
_LINE: Mapping[Language, float] = {"zh": 14.5, "en": 12.75}
"""The height of a line in points."""
_TALLEST = 409
_UPRIGHT_WIDTH, _UPRIGHT_HEIGHT = 4.2, 96
_ENTRY_EMS: Mapping[FieldType, float] = {
    "date": 6, "datetime": 9, "time": 4, "number": 5, "check": 4, "person": 7, "signature": 8, "choice": 6, "text": 9,
    "checks": 10, "long": 18,
}  # fmt: skip
_WIDE, _A3 = 170, 8
"""So many characters side by side can't be read on A4."""
_SLIP_WIDTHS = (28, 62, 46)
_CENTRED: tuple[FieldType, ...] = ("date", "datetime", "time", "choice", "check")


@dataclass(slots=True)
class Lists:
    """The choices of a workbook: each different list is a column of one sheet, which comes last."""

    book: Book
    name: str = ""
    _lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep a name for the sheet, so that no other sheet takes it."""
        self.name = self.book.free_name(label("lists", self.book.language))

    def range_of(self, options: Sequence[str], title: str) -> str:
        """Return where a list of choices stands, as a formula; empty where there is none."""
        if not options:
            return ""
        found = tuple(dict.fromkeys(options))
        self._lists.setdefault(found, title)
        column = list(self._lists).index(found)
        return f"='{self.name}'!{xl_range_abs(_HEAD + 1, column, _HEAD + len(found), column)}"

    def add(self) -> None:
        """Add the sheet of choices; none where nothing is chosen anywhere."""
        if not self._lists:
            return
        lists = list(self._lists)
        depth = max(map(len, lists))
        lines = (Line(tuple(each[at] if at < len(each) else "" for each in lists)) for at in range(depth))
        columns = tuple(SheetColumn(title) for title in self._lists.values())
        language = self.book.language
        heading, lead = label("lists", language), label("lists-lead", language)
        sheet = Sheet(self.name, heading, lead, columns, tuple(lines), fixed=0, filters=False)
        add_sheet(self.book, sheet, self, named=True)


def add_sheet(book: Book, sheet: Sheet, lists: Lists, *, named: bool = False) -> None:
    """Add a sheet of rows to the workbook; `named` where its name was kept free for it."""
    page = book.sheet(sheet.name if named else book.free_name(sheet.name), heads=_HEAD + 1)
    _Table(book, sheet, page, lists).write()


class _Table:
    """One sheet of rows being written."""

    def __init__(self, book: Book, sheet: Sheet, page: Worksheet, lists: Lists) -> None:
        self.book, self.sheet, self.page, self.lists = book, sheet, page, lists
        self.last = len(sheet.columns) - 1
        self.first_row = _HEAD + 1
        self.last_row = _HEAD + (ENTRIES if sheet.blank else max(len(sheet.lines), 1))
        self.widths = [self._width(number, column) for number, column in enumerate(sheet.columns)]

    def write(self) -> None:
        """Write the sheet from top to bottom."""
        _heading(self.book, self.page, self.sheet.title, self.sheet.lead)
        for number, (width, column) in enumerate(zip(self.widths, self.sheet.columns, strict=True)):
            self.page.set_column(number, number, width, self._format(column))
        if sum(self.widths) > _WIDE:
            self.page.set_paper(_A3)
        self._heads()
        for at, line in enumerate(self.sheet.lines):
            self._line(self.first_row + at, line)
        self._blank_lines()
        self.page.freeze_panes(self.first_row, min(self.sheet.fixed, self.last))
        if self.sheet.filters:
            self.page.autofilter(_HEAD, 0, self.last_row, self.last)
        if self.sheet.entries:
            self._entries()
        self.book.protect(self.page)

    # --- columns

    def _width(self, number: int, column: SheetColumn) -> float:
        if column.upright:
            return _UPRIGHT_WIDTH
        language = self.book.language
        texts = [_text(line.values[number]) for line in self.sheet.lines]
        widest = max((text_width(part, language) for text in texts for part in text.split("\n")), default=0) / EM
        entry = _ENTRY_EMS[column.kind] if self.sheet.entries else 0
        button = _BUTTON if self.sheet.filters else 0
        head = text_width(column.title, language) / EM * BOLD
        head = head if head <= _ENTRY_EMS["text"] else max(head / 2, _ENTRY_EMS["text"])
        chars = max(min(max(widest, entry), column.most) / _DIGIT + 1.6, head / _DIGIT + button)
        return round(max(chars, _NARROWEST), 1)

    def _format(self, column: SheetColumn, **more: object) -> Format:
        properties: dict[str, object] = {"text_wrap": True, "locked": False, **more}
        if column.kind in NUMBER_FORMATS:
            properties["num_format"] = NUMBER_FORMATS[column.kind]
        if column.centred or column.kind in _CENTRED:
            properties["align"] = "center"
        elif column.kind == "number":
            properties["align"] = "right"
        if column.strong:
            properties["bold"] = True
        return self.book.format(**properties)

    def _heads(self) -> None:
        upright = any(column.upright for column in self.sheet.columns)
        self.page.set_row(_HEAD, _UPRIGHT_HEIGHT if upright else self._lines([c.title for c in self.sheet.columns]) + 4)
        for number, column in enumerate(self.sheet.columns):
            title = f"{column.title} *" if column.required else column.title
            self.page.write_string(_HEAD, number, title, _head_format(self.book, upright=column.upright))
            said = _said(column, self.book.language)
            if said:
                self.page.write_comment(_HEAD, number, said, _note_look(self.book, said))

    # --- rows

    def _line(self, row: int, line: Line) -> None:
        height = self._height(line)
        if height:
            self.page.set_row(row, height)
        tones = dict(line.tones)
        for number, (value, column) in enumerate(zip(line.values, self.sheet.columns, strict=True)):
            write(self.page, row, number, value, column.kind, self._cell(column, value, tones.get(number)))

    def _height(self, line: Line) -> float:
        """Return the height in points of a row whose text takes several lines; 0 leaves it to the program.

        Excel finds it out by itself, LibreOffice and WPS don't.
        """
        height = self._lines([_text(value) for value in line.values])
        return min(height + 3, _TALLEST) if height > _LINE[self.book.language] else 0

    def _lines(self, texts: Sequence[str]) -> float:
        """Return the height in points that texts take in the columns."""
        language = self.book.language
        rooms = (int(max(width * _DIGIT - _PADDING, 1) * EM) for width in self.widths)
        return _LINE[language] * max(line_count(text, language, room) for text, room in zip(texts, rooms, strict=True))

    def _cell(self, column: SheetColumn, value: Value, tone: Tone | None) -> Format:
        properties: dict[str, object] = {"border": 1, "border_color": self.book.colour("line")}
        if tone:
            properties["bg_color"] = self.book.tint(tone)
        if isinstance(value, Link):
            properties |= {"font_color": self.book.colour("accent"), "underline": 1}
        elif looks_like_formula(value):
            properties["quote_prefix"] = True
        return self._format(column, **properties)

    def _blank_lines(self) -> None:
        first = self.first_row + len(self.sheet.lines)
        formats = [self._cell(column, "", None) for column in self.sheet.columns]
        for row in range(first, first + self.sheet.blank):
            for number, form in enumerate(formats):
                self.page.write_blank(row, number, None, form)

    # --- what may be entered

    def _entries(self) -> None:
        for number, column in enumerate(self.sheet.columns):
            options = _choices(column.kind, column.options, self.book.language)
            found = rule(column.kind, self.lists.range_of(options, column.title), self.book.language)
            if found:
                self.page.data_validation(self.first_row, number, self.last_row, number, found)
            if column.required:
                self._missing(number)
        if self.sheet.blank:
            self._ruled()

    def _filled(self) -> str:
        start = xl_rowcol_to_cell(self.first_row, 0, col_abs=True)
        end = xl_rowcol_to_cell(self.first_row, self.last, col_abs=True)
        return f"COUNTA({start}:{end})>0"

    def _missing(self, number: int) -> None:
        """Tint an empty cell that must be filled, as soon as its row has any entry."""
        cell = xl_rowcol_to_cell(self.first_row, number, col_abs=True)
        look = self.book.format(bg_color=self.book.colour("warn_tint"))
        tinted = {"type": "formula", "criteria": f'=AND({self._filled()},{cell}="")', "format": look}
        self.page.conditional_format(self.first_row, number, self.last_row, number, tinted)

    def _ruled(self) -> None:
        """Rule a row below the ruled ones as soon as it has an entry."""
        first = self.first_row + len(self.sheet.lines) + self.sheet.blank
        ruled = self.book.format(border=1, border_color=self.book.colour("line"))
        start = xl_rowcol_to_cell(first, 0, col_abs=True)
        end = xl_rowcol_to_cell(first, self.last, col_abs=True)
        criteria = {"type": "formula", "criteria": f"=COUNTA({start}:{end})>0", "format": ruled}
        self.page.conditional_format(first, 0, self.last_row, self.last, criteria)


# --- fields ------------------------------------------------------------------------------------------


def add_slips(book: Book, sheet: SlipSheet, lists: Lists) -> None:
    """Add a sheet of fields that are filled in once."""
    page = book.sheet(book.free_name(sheet.name), heads=_HEAD + 1)
    _heading(book, page, sheet.title, sheet.lead)
    for number, (width, head) in enumerate(zip(_SLIP_WIDTHS, sheet.heads, strict=True)):
        page.set_column(number, number, width, book.format(text_wrap=True))
        page.write_string(_HEAD, number, head, _head_format(book))
    row = _HEAD + 1
    for title, slips in sheet.sections:
        section = book.format(bold=True, font_color=book.colour("primary"), bg_color=book.colour("tint"))
        for number in range(len(_SLIP_WIDTHS)):
            page.write_string(row, number, title if number == 0 else "", section)
        for slip in slips:
            row += 1
            _slip(book, page, row, slip, lists)
        row += 1
    page.freeze_panes(_HEAD + 1, 0)
    book.protect(page)


def _slip(book: Book, page: Worksheet, row: int, slip: Slip, lists: Lists) -> None:
    ruled: dict[str, object] = {"border": 1, "border_color": book.colour("line"), "text_wrap": True}
    title = f"{slip.label} *" if slip.required else slip.label
    page.write_string(row, 0, title, book.format(**ruled, bg_color=book.colour("soft")))
    entry = {**ruled, "locked": False, "align": "left"}
    if slip.kind in NUMBER_FORMATS:
        entry["num_format"] = NUMBER_FORMATS[slip.kind]
    if looks_like_formula(slip.value):
        entry["quote_prefix"] = True
    write(page, row, 1, slip.value, slip.kind, book.format(**entry))
    said = "\n".join(_advice(slip.kind, slip.entry, slip.options, book.language))
    page.write_string(row, 2, said, book.format(**ruled, font_color=book.colour("grey")))
    options = _choices(slip.kind, slip.options, book.language)
    found = rule(slip.kind, lists.range_of(options, slip.label), book.language)
    if found:
        page.data_validation(row, 1, row, 1, found)


# --- parts of both -------------------------------------------------------------------------------------


def _heading(book: Book, page: Worksheet, title: str, lead: str) -> None:
    page.set_row(_TITLE, 24)
    page.set_row(_LEAD, 16)
    large = book.format(bold=True, font_size=15, font_color=book.colour("primary"), valign="vcenter")
    page.write_string(_TITLE, 0, title, large)
    page.write_string(_LEAD, 0, lead, book.format(font_size=9, font_color=book.colour("grey"), valign="vcenter"))


def _head_format(book: Book, *, upright: bool = False) -> Format:
    return book.format(
        bold=True,
        font_color="#FFFFFF",
        bg_color=book.colour("primary"),
        border=1,
        border_color=book.colour("line"),
        text_wrap=True,
        valign="vcenter",
        align="center" if upright else "left",
        rotation=90 if upright else 0,
    )


def _choices(kind: FieldType, options: tuple[str, ...], language: Language) -> tuple[str, ...]:
    if kind == "check" and not options:
        return (label("yes", language), label("no", language))
    return options


def _said(column: SheetColumn, language: Language) -> str:
    """Return the note at a head: nothing where the column needs none."""
    if not column.entry and not (column.options and column.kind != "person"):
        return ""
    options = () if column.kind == "person" else column.options
    return "\n".join(_advice(column.kind, column.entry, options, language))


def _advice(kind: FieldType, entry: str, options: Iterable[str], language: Language) -> list[str]:
    between = "、" if language == "zh" else ", "
    return [part for part in (entry, between.join(options), label(f"kind-{kind}", language)) if part]


def _note_look(book: Book, said: str) -> dict[str, object]:
    lines = 2 + len(said) // 18 + said.count("\n")
    look = {"font_name": book.font, "font_size": 9, "color": "#FFFDF2", "font_family": 2}
    return {**look, "author": "", "width": 260, "height": min(22 + 15 * lines, 320)}


def _text(value: Value) -> str:
    return value.text if isinstance(value, Link) else value
