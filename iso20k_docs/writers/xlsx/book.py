"""A workbook in the organisation's look: the same bytes for the same content, and no cell that computes anything.

XlsxWriter gives every part of the zip file the date 1980-01-01; the creation date in the properties comes from the
revision history.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iso20k_docs.model.nodes import FieldType, Tone
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.xlsx.sheets import About
from iso20k_docs.writers.xlsx.words import label

#: Nothing is guessed from a text: a cell holds a number or date only where its column does.
_PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_UNDATED = dt.datetime(2000, 1, 1)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_RECENT_EXCEL = 191029
"""A calculation engine that Excel doesn't recalculate a file of on opening, and so doesn't ask to save on closing."""
_LONGEST_NAME, _LONGEST_PROPERTY = 31, 255
_LONGEST_HEADER, _LONGEST_FOOTER = 90, 160
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_A4 = 9
_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.75, "bottom": 0.7}
NUMBER_FORMATS: Mapping[FieldType, str] = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "time": "hh:mm"}
_ALLOWED = {
    "autofilter": True, "sort": True, "format_cells": True, "format_columns": True, "format_rows": True,
    "insert_rows": True, "delete_rows": True, "insert_hyperlinks": True, "objects": True,
}  # fmt: skip


@dataclass(slots=True)
class Book:
    """One workbook being written."""

    look: Look
    language: Language
    about: About
    _formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)
    _out: io.BytesIO = field(default_factory=io.BytesIO)
    _workbook: Any = None

    def __post_init__(self) -> None:
        """Open the workbook in memory."""
        # Every cell is open but those that a format locks: a row of a protected sheet can then be deleted.
        base = {"font_name": self.font, "font_size": 10, "locked": False}
        self._workbook = Workbook(self._out, {**_PLAIN_TEXT, "default_format_properties": base})
        self._workbook.calc_on_load = False
        self._workbook.calc_id = _RECENT_EXCEL
        self._describe()

    @property
    def font(self) -> str:
        """The typeface of the cells: one that has the characters of the language."""
        return self.look.cjk if self.language == "zh" else self.look.latin

    def _describe(self) -> None:
        about = self.about
        dates = sorted(date for date in about.dates if _ISO_DATE.fullmatch(date))
        self._workbook.set_properties(
            {
                "title": about.title,
                "subject": about.subject,
                "author": about.owner,
                "company": about.organisation,
                "category": about.subject,
                "keywords": "; ".join((about.code, *about.keywords)),
                "comments": about.description,
                "status": about.status,
                "created": dt.datetime.fromisoformat(dates[0]) if dates else _UNDATED,
            }
        )
        own = {"DocCode": about.code, "DocVersion": about.version, "Classification": about.classification}
        own |= {"DocId": about.id, "DocLanguage": self.language, "DocTitle": about.title}
        for name, value in own.items():
            self._workbook.set_custom_property(name, value[:_LONGEST_PROPERTY], "text")

    def format(self, **properties: object) -> Format:
        """Return a cell format on top of the common one, locked unless it says otherwise; equal ones are one."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            typeface = {"font_name": self.font, "font_size": 10, "font_scheme": "none"}
            every: dict[str, object] = {**typeface, "font_color": _rgb(self.look.ink), "valign": "top", "locked": True}
            self._formats[key] = self._workbook.add_format(every | properties)
        return self._formats[key]

    def sheet(self, name: str, *, heads: int) -> Worksheet:
        """Add a sheet of a free name, printed landscape with its head row, the one of this number, on every page."""
        found: Worksheet = self._workbook.add_worksheet(name)
        found.set_landscape()
        found.set_paper(_A4)
        found.set_margins(**_MARGINS)
        found.fit_to_pages(1, 0)
        found.repeat_rows(heads - 1)
        found.hide_gridlines(2)
        found.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        # The colour keeps a text that begins with a digit apart from the size before it.
        small = f"&8&K{self.look.grey}"
        company, title = (_printed(text, _LONGEST_HEADER) for text in (self.about.organisation, self.about.title))
        found.set_header(f"&L{small}{company}&R{small}{title}")
        control = _printed(self._control_line(), _LONGEST_FOOTER)
        found.set_footer(f"&L{small}{control}&R{small}{label('page', self.language)}")
        return found

    def protect(self, sheet: Worksheet) -> None:
        """Keep the locked cells, which are the heads, from being overwritten; there is no password."""
        sheet.protect("", _ALLOWED)

    def _control_line(self) -> str:
        about = self.about
        gap = "　" if self.language == "zh" else "   "
        version = f"{label('version', self.language)} {about.version}"
        return gap.join(filter(None, [about.code, version, about.classification, about.kept]))

    def free_name(self, wanted: str) -> str:
        """Return a sheet name as Excel takes it: short, without its reserved characters, given once."""
        base = _FORBIDDEN.sub(" ", wanted).strip(" '") or label("sheet", self.language)
        taken = {name.casefold() for name in self._names} | {"history"}
        name, number = base[:_LONGEST_NAME].strip(" '"), 2
        while name.casefold() in taken:
            tail = f" {number}"
            name, number = base[: _LONGEST_NAME - len(tail)].strip(" '") + tail, number + 1
        self._names.append(name)
        return name

    def tint(self, tone: Tone) -> str:
        """Return the background of a tone."""
        look = self.look
        colours: dict[Tone, str] = {
            "critical": look.risk_tint,
            "high": look.warn_tint,
            "medium": look.accent_tint,
            "low": look.soft,
            "accent": look.accent_tint,
            "label": look.tint,
            "muted": look.soft,
        }
        return _rgb(colours[tone])

    def colour(self, name: str) -> str:
        """Return a colour of the look as XlsxWriter takes it."""
        return _rgb(getattr(self.look, name))

    def finish(self) -> bytes:
        """Return the bytes of the file."""
        self._workbook.close()
        return self._out.getvalue()


def _rgb(colour: str) -> str:
    return f"#{colour}"


def _printed(text: str, longest: int) -> str:
    """Return a text for the print header or footer, where `&` begins a command; all of it has 255 characters."""
    doubled = text.replace("&", "&&")
    return doubled if len(doubled) <= longest else text[: longest - 1 - text.count("&")].replace("&", "&&") + "…"
