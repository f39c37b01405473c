"""What a foreign Word template says about the look of documents, and what is to be told about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from iso20k_docs.model.words import Words

Role = Literal[
    "normal", "body", "heading1", "heading2", "heading3", "title", "subtitle", "caption", "contents1", "contents2",
    "contents_title", "table",
]  # fmt: skip
"""What a style is for, whatever it is called and whatever its id is."""
LineRule = Literal["auto", "atLeast", "exact"]
NoteKind = Literal["taken", "missing", "repaired", "left"]
"""What becomes of something in a template: taken, not there and filled by ours, taken with a change, or left out."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line along a paragraph: its colour (RRGGBB), its width in eighths of a point, its distance in points."""

    colour: str
    size: int
    space: int


@dataclass(frozen=True, slots=True)
class Traits:
    """What a paragraph style says; None and "" where it says nothing.

    `size` in half-points, `before`, `after` and `line` in twips (1/20 point; with the rule "auto" 240 is one line);
    typefaces by their names, colours as RRGGBB.
    """

    size: int | None = None
    bold: bool | None = None
    italic: bool = False
    caps: bool = False
    colour: str = ""
    latin: str = ""
    cjk: str = ""
    before: int | None = None
    after: int | None = None
    line: int | None = None
    rule: LineRule = "auto"
    align: Literal["", "left", "center", "right", "both"] = ""
    above: Edge | None = None
    below: Edge | None = None
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and its margins in twips; `header` and `footer` are their distances from the edges."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int
    footer: int


@dataclass(frozen=True, slots=True)
class Note:
    """One thing worth saying about a template; `subject` is what it is about, such as "heading 1"."""

    kind: NoteKind
    subject: Words
    message: Words


@dataclass(frozen=True, slots=True)
class Template:
    """The look of a template: styles by what they are for, the theme's colours by their names, the page.

    `names` are what the styles are called in the file.
    """

    name: str
    styles: Mapping[Role, Traits]
    names: Mapping[Role, str]
    colours: Mapping[str, str]
    sheet: Sheet | None
    notes: tuple[Note, ...] = field(default=())
