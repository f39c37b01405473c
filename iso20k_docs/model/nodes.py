"""The document tree: what a document says, before any file format.

A closed set of frozen types. A writer is an exhaustive `match` over `Block` and `Inline` that ends in
`assert_never`. Every block, row, item and field has an `id` that is unique in its document and is made of
anchors, step, field and row keys or of the template's own words, never of a position: two generations of a
document are aligned by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from iso20k_docs.model.bookmarks import PlaceKind
from iso20k_docs.model.control import Control
from iso20k_docs.model.drawing import Drawing
from iso20k_docs.model.words import Language

Kind = Literal[
    "manual", "policy", "procedure", "instruction", "form", "register", "report", "plan", "agreement", "paper"
]
Tone = Literal["critical", "high", "medium", "low", "accent", "label", "muted"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text. `fact` marks text that came from the profile: it changes as a whole."""

    text: str
    strong: bool = False
    emphasis: bool = False
    fact: bool = False


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a document, section, table, figure or step.

    `document` is empty for the document itself. The `resolve` stage fills `label` (what is printed) and `href`
    (relative path with `#bookmark`, `#bookmark` inside the document, empty where there is nothing to link to).
    `label_kind` says which label the author asked for.
    """

    label_kind: Literal["document", "code", "title", "section", "table", "figure", "step"]
    document: str
    anchor: str = ""
    label: str = ""
    href: str = ""

    @property
    def place(self) -> PlaceKind | None:
        """The kind of place that it leads to in its own document; None where it leads to a document."""
        match self.label_kind:
            case "section" | "table" | "figure" | "step" if not self.document:
                return self.label_kind
            case _:
                return None


Inline = Text | LineBreak | Reference
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading of level 1 to 3; `number` ("8.2", "A") is filled by the `number` stage.

    `requirements` are the ids of the standard's requirements that the section answers.
    `numbered=False` is for headings of forms and front matter. `new_page` begins a page.
    """

    id: str
    level: int
    anchor: str
    text: Inlines
    requirements: tuple[str, ...] = ()
    appendix: bool = False
    numbered: bool = True
    number: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` stays with what follows, `note` and `help` are small print."""

    id: str
    text: Inlines
    role: Literal["body", "lead", "note", "help", "clauses"] = "body"


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list; `level` is 0 or 1."""

    id: str
    level: int
    text: Inlines


@dataclass(frozen=True, slots=True)
class List:
    """A bulleted or numbered list; a numbered list starts again at 1 (level 1: at a)."""

    id: str
    ordered: bool
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A short text that must catch the eye."""

    id: str
    kind: Literal["note", "warning", "key"]
    text: Inlines


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `strong` prints its cells in bold; the header cell is `title`.

    `upright` turns the title by 90 degrees where many narrow columns stand side by side. `room` is the width in ems
    that an entry takes in a column that is filled in by hand, 0 where it does not matter. `kind`, `required`, `options`
    and `entry` (what a good one looks like) say what is entered there; a spreadsheet shows and checks it.
    """

    id: str
    title: Inlines
    align: Align = "left"
    strong: bool = False
    upright: bool = False
    room: int = 0
    kind: FieldType | None = None
    required: bool = False
    options: tuple[str, ...] = ()
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: paragraphs, an optional tone (background) and the number of columns it spans."""

    paragraphs: tuple[Inlines, ...] = ()
    tone: Tone | None = None
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; an `anchor` makes it a link target. `group=True` is a sub-heading across the table."""

    id: str
    cells: tuple[Cell, ...]
    anchor: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    With a `caption` it is numbered ("Table 3", `number` filled by the `number` stage) and can be referred to by
    `anchor`. `header=False` is for label/value tables. `style="grid"` draws all rules (registers, forms).
    `dense` is small print for wide tables. `numbered=False` prints the caption as a bare title. `source` names the
    set-wide data that the `resolve` stage fills the rows from, empty for ordinary tables.
    """

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: Inlines = ()
    anchor: str = ""
    number: str = ""
    note: Inlines = ()
    header: bool = True
    style: Literal["rules", "grid"] = "rules"
    dense: bool = False
    numbered: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption below ("Figure 1", `number` filled by the `number` stage).

    It can be referred to by `anchor`. A drawing that needs several pages is several figures.
    """

    id: str
    drawing: Drawing
    caption: Inlines
    anchor: str
    number: str = ""


FieldType = Literal[
    "text", "long", "date", "time", "datetime", "number", "choice", "checks", "check", "person", "signature"
]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record form.

    `id` is unique in the form and becomes the control's tag. `options` are for `choice` (one of) and `checks`
    (any of). `value` is prefilled text from the profile, empty for the user to fill. `lines` is the height of a
    `long` field in text lines, `unit` is printed behind a number.
    """

    id: str
    label: Inlines
    type: FieldType
    width: Literal["half", "full"] = "half"
    required: bool = False
    options: tuple[str, ...] = ()
    hint: str = ""
    unit: str = ""
    lines: int = 1
    value: Inlines = ()


@dataclass(frozen=True, slots=True)
class FormSection:
    """A titled group of fields, printed as one grid table."""

    id: str
    title: Inlines
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A record form: groups of fields that are filled on screen or on paper."""

    id: str
    sections: tuple[FormSection, ...]


@dataclass(frozen=True, slots=True)
class Landscape:
    """Blocks on landscape pages inside a portrait document."""

    id: str
    blocks: tuple[Block, ...]


Block = Heading | Paragraph | List | Callout | Table | Figure | Form | Landscape


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks in reading order, those on landscape pages in the place of their pages."""
    for block in blocks:
        if isinstance(block, Landscape):
            yield from flat(block.blocks)
        else:
            yield block


@dataclass(frozen=True, slots=True)
class Document:
    """One document in one language.

    `eyebrow` is the document type as printed ("程序文件"), `subtitle` the title in the other language or a
    one-line description. `help` is the line under the title of a form or register. `cover=False` documents open
    with their title on the first page; `contents` asks for a contents list; `landscape` turns every page.
    `path` is the file's place below the organisation's output folder, with `/`. `footnote` is a closing line
    (keeper, retention) of forms and registers. `controlled` is the footer's controlled-copy statement. `slips` are the
    anchors of a merged record's chapters that are filled in once per case: no lists for a spreadsheet.
    """

    id: str
    language: Language
    kind: Kind
    title: str
    subtitle: str
    eyebrow: str
    path: str
    control: Control
    blocks: tuple[Block, ...]
    help: Inlines = ()
    footnote: Inlines = ()
    controlled: str = ""
    cover: bool = True
    contents: bool = True
    landscape: bool = False
    description: str = ""
    keywords: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
