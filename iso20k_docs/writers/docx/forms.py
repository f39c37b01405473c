"""Record forms: groups of labelled fields that are filled on screen or on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from iso20k_docs.model.measure import plain, text_width
from iso20k_docs.model.nodes import Field, Form, FormSection, Text
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.controls import check_control, choice_control, date_control, text_control
from iso20k_docs.writers.docx.inlines import inlines
from iso20k_docs.writers.docx.labels import label
from iso20k_docs.writers.docx.markup import paragraph, run, spacer
from iso20k_docs.writers.docx.scale import Layout
from iso20k_docs.writers.docx.story import Story
from iso20k_docs.writers.docx.styles import GRID_HEIGHT, GRID_PADDING
from iso20k_docs.writers.docx.tables import GAP, cell_markup, frame, least_height, row_markup
from iso20k_docs.writers.docx.wrap import lines

KEPT_HEIGHT = 5000
_SIGNATURE_HEIGHT = 620
_FIELD_HEIGHT = 440
_LABEL_LEAST, _LABEL_MOST = 1300, 2150
_BETWEEN_OPTIONS: dict[Language, str] = {"zh": "\u3000", "en": "\u2003"}
_COLUMNS = 4
_PROMPTED = ("text", "long", "number", "person", "time")
"""Types whose control shows the hint itself; beside the others it stands as a help line."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One or two fields side by side and their least height in twips."""

    fields: tuple[Field, ...]
    height: int


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The four column widths of a form, and per section its rows and whether they stay on one page."""

    widths: tuple[int, ...]
    sections: tuple[tuple[FormSection, tuple[FormRow, ...], bool], ...]


@lru_cache(maxsize=4)
def lay_out(form: Form, width: int, layout: Layout) -> FormPlan:
    """Arrange the fields of a form: half-width ones two per row, the same columns in every section."""
    size = layout["TableLabel"].size
    labels = [plain(f.label) + (" *" if f.required else "") for section in form.sections for f in section.fields]
    widest = (
        max((text_width(text, layout.language, layout.face) for text in labels), default=0) * size // 20
        + 2 * GRID_PADDING
        + 60
    )
    column = min(max(widest, _LABEL_LEAST), _LABEL_MOST)
    half = width // 2
    widths = (column, half - column, column, width - half - column)
    return FormPlan(widths, tuple(_lay_out_section(section, widths, layout) for section in form.sections))


def _lay_out_section(
    section: FormSection, widths: tuple[int, ...], layout: Layout
) -> tuple[FormSection, tuple[FormRow, ...], bool]:
    rows = tuple(FormRow(pair, max(_height(f, pair, widths, layout) for f in pair)) for pair in _pairs(section.fields))
    return section, rows, _FIELD_HEIGHT + sum(row.height for row in rows) <= KEPT_HEIGHT


def _pairs(fields: Iterable[Field]) -> Iterable[tuple[Field, ...]]:
    waiting: Field | None = None
    for one in fields:
        if one.width == "half" and waiting is not None:
            yield waiting, one
            waiting = None
            continue
        if waiting is not None:
            yield (waiting,)
        waiting = one if one.width == "half" else None
        if waiting is None:
            yield (one,)
    if waiting is not None:
        yield (waiting,)


def _height(one: Field, row: tuple[Field, ...], widths: tuple[int, ...], layout: Layout) -> int:
    m, padding = layout["TableText"], 2 * GRID_PADDING
    value = widths[1] if len(row) > 1 else sum(widths[1:])
    count = max(
        _lines(plain(one.label), widths[0] - padding, m.size, layout),
        _lines(_shown(one, layout.language), value - padding, m.size, layout),
        one.lines,
    )
    small = layout["FormHelp"]
    help_height = small.line * _lines(_help(one), value - padding, small.size, layout) if _help(one) else 0
    least = _SIGNATURE_HEIGHT if one.type == "signature" else _FIELD_HEIGHT
    return max(count * m.line + help_height + 2 * GRID_HEIGHT + 10, least)


def _lines(text: str, width: int, size: int, layout: Layout) -> int:
    return lines((Text(text),), layout, width * 20 // size)


def _shown(one: Field, language: Language) -> str:
    """Return about what stands in the field while it is empty."""
    if one.type in ("checks", "check"):
        return "".join(f"口 {option}口" for option in one.options)
    return plain(one.value) or (one.hint if one.type in _PROMPTED else "")


def form(story: Story, block: Form, width: int) -> str:
    """Return a form: one grid table per section, each followed by a small gap."""
    plan = lay_out(block, width, story.layout)
    return "".join(_section(story, *section, plan.widths) + spacer(GAP) for section in plan.sections)


def _section(story: Story, section: FormSection, rows: tuple[FormRow, ...], kept: bool, widths: tuple[int, ...]) -> str:
    title = paragraph("TableHeading", inlines(story, section.title))
    head = row_markup([cell_markup(sum(widths), title, story.look.tint, span=_COLUMNS)], "<w:tblHeader/>")
    body = [_row(story, row, widths, kept and at < len(rows) - 1) for at, row in enumerate(rows)]
    return frame([head, *body], widths, "GridTable", plain(section.title) or section.id, header=True)


def _row(story: Story, row: FormRow, widths: tuple[int, ...], kept: bool) -> str:
    keep = "<w:keepNext/>" if kept else ""
    cells = []
    for at, one in enumerate(row.fields):
        span = 1 if len(row.fields) > 1 else _COLUMNS - 1
        cells.append(cell_markup(widths[2 * at], _label(story, one, keep), story.look.soft))
        value_width = sum(widths[2 * at + 1 : 2 * at + 1 + span])
        vertical = "top" if one.lines > 1 else ""
        cells.append(cell_markup(value_width, _value(story, one, keep), span=span, vertical=vertical))
    return row_markup(cells, least_height(row.height))


def _label(story: Story, one: Field, keep: str) -> str:
    star = run(" *", story.language, "RequiredMark") if one.required else ""
    return paragraph("TableLabel", inlines(story, one.label) + star, keep)


def _value(story: Story, one: Field, keep: str) -> str:
    help_text = _help(one)
    small_print = paragraph("FormHelp", run(help_text, story.language), keep) if help_text else ""
    return paragraph("TableText", _control(story, one), keep) + small_print


def _help(one: Field) -> str:
    shown_inside = one.type in _PROMPTED and not one.value
    return "" if shown_inside or one.type == "signature" else one.hint


def _control(story: Story, one: Field) -> str:
    name, value = plain(one.label), plain(one.value).replace("\n", " ")
    match one.type:
        case "signature":
            return ""
        case "date" | "datetime":
            return date_control(story, name, one.id, value, one.type == "datetime")
        case "choice":
            return choice_control(story, name, one.id, one.options, value)
        case "checks":
            return _boxes(story, one, name, one.options)
        case "check":
            return _boxes(story, one, name, one.options or (label("yes", story.language),))
        case "text" | "long" | "number" | "person" | "time":
            text = text_control(story, name, one.id, one.hint, value, one.type == "long")
            return text + (run(f" {one.unit}", story.language, "LabelText") if one.unit else "")


def _boxes(story: Story, one: Field, name: str, options: tuple[str, ...]) -> str:
    """Return a box before each option; they stand apart by a wide space that doesn't depend on tab stops."""
    gap = run(_BETWEEN_OPTIONS[story.language], story.language)
    single = len(options) == 1
    found = [
        check_control(story, name if single else f"{name}: {option}", one.id if single else f"{one.id}.{at}")
        + run(f"\u00a0{option}", story.language)
        for at, option in enumerate(options, 1)
    ]
    return gap.join(found)


def title_height(layout: Layout) -> int:
    """Return the height of a section's title row."""
    return layout["TableHeading"].line + 2 * GRID_HEIGHT + 10
