"""What a workbook holds, before the file format: sheets of typed columns, and lists to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from iso20k_docs.model.nodes import FieldType, Tone


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to `href`: a relative path with `#bookmark`, or a web address."""

    text: str
    href: str


Value = str | Link


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column; `kind` is what is entered, `entry` what a good entry looks like.

    Of `options` one must be chosen where the kind is `choice`; elsewhere they are offered. `most` is the greatest
    width in ems.
    """

    title: str
    kind: FieldType = "text"
    required: bool = False
    options: tuple[str, ...] = ()
    entry: str = ""
    centred: bool = False
    strong: bool = False
    upright: bool = False
    most: int = 24


@dataclass(frozen=True, slots=True)
class Line:
    """A row; `tones` are the backgrounds of its cells by column."""

    values: tuple[Value, ...]
    tones: tuple[tuple[int, Tone], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a title, a line under it, the column heads, the rows.

    Where `entries` are made, what a column accepts is checked; `blank` rows are ruled below those that are there, and
    with 0 none are added. `fixed` columns stay in view.
    """

    name: str
    title: str
    lead: str
    columns: tuple[SheetColumn, ...]
    lines: tuple[Line, ...]
    entries: bool = False
    blank: int = 0
    fixed: int = 1
    filters: bool = True


@dataclass(frozen=True, slots=True)
class Slip:
    """A field of a sheet that is filled in once: label, entry, and what a good one looks like."""

    label: str
    kind: FieldType
    value: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    entry: str = ""


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """A sheet of fields under the titles of their sections."""

    name: str
    title: str
    lead: str
    heads: tuple[str, str, str]
    sections: tuple[tuple[str, tuple[Slip, ...]], ...]


@dataclass(frozen=True, slots=True)
class About:
    """What the properties and the print header of a workbook say; dates are ISO 8601 or empty."""

    id: str
    title: str
    code: str
    version: str
    classification: str
    organisation: str
    owner: str
    subject: str
    description: str
    status: str
    dates: tuple[str, ...]
    kept: str = ""
    keywords: tuple[str, ...] = ()
