"""On which page a heading falls, estimated without fonts or a word processor.

A flow model: every paragraph and table row is a box of known line height (see `scale`); only the number of its
lines is estimated. Space between paragraphs is the larger of the two, space above is dropped at the top of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Figure,
    Form,
    Heading,
    Inlines,
    Landscape,
    List,
    Paragraph,
    Table,
    Text,
)
from iso20k_docs.writers.docx.body import MOST_NOTES, Stretch, ends_page, heading_style, paragraph_style
from iso20k_docs.writers.docx.diagrams import figure_height, figure_label
from iso20k_docs.writers.docx.forms import lay_out, title_height
from iso20k_docs.writers.docx.front import revision_table
from iso20k_docs.writers.docx.labels import label
from iso20k_docs.writers.docx.scale import Page
from iso20k_docs.writers.docx.story import Story
from iso20k_docs.writers.docx.tables import GAP, LAST_GAP
from iso20k_docs.writers.docx.wrap import lines

CALLOUT_PADDING = 220
"""Room between a callout's text and its frame, above and below together."""
_RULES = {"rules": 30, "grid": 20}
"""Height of the rule above a table; a row's height holds the thin rule below it."""
_THIN, _THICKER = 10, 10
"""Height of the rule below a row; what the rules below the header and below the last row are thicker."""
_UNSPLIT_LINES = 3
"""A paragraph up to so many lines isn't split: widow and orphan control keep two lines on each side."""
_WIDOW = 2
_BULLET = 40
_BOLD_STYLES = ("Heading1", "Heading2", "Heading3", "AppendixHeading", "PlainHeading1", "PlainHeading2",
                "PlainHeading3", "FormTitle", "Caption")  # fmt: skip


class Box(NamedTuple):
    """A paragraph or a table row; heights in twips.

    `repeat` is the header row a new page begins with; `opens` begins a page.
    """

    height: int
    before: int = 0
    after: int = 0
    keep: bool = False
    lines: int = 1
    heading: str = ""
    repeat: int = 0
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """The page of every heading by its block id, and the number of pages."""

    headings: dict[str, int]
    total: int


def paginate(story: Story, stretches: Sequence[Stretch]) -> Pagination:
    """Estimate the pages of a document that is cut into stretches."""
    document, layout, flow = story.document, story.layout, _Flow()
    if document.cover:
        flow.open(layout.cover)
        front = _front(story)
        if front:
            flow.open(layout.portrait)
            flow.fill(front)
        flow.joined = bool(front) and not story.has_contents
    last = len(stretches) - 1
    for at, stretch in enumerate(stretches):
        _open_stretch(flow, stretch, layout.portrait)
        title = _form_title(story, stretch.page) if at == 0 and not document.cover else []
        closing = document.footnote if at == last else ()
        footnote = [_text(story, "TableNote", closing, stretch.page.text_width)] if closing else []
        boxes = title + list(_boxes(story, stretch.blocks, stretch.page))
        kept = _at_the_end(stretch.blocks, footnote=bool(footnote)) if at == last else 0
        flow.fill(boxes[: len(boxes) - kept] + [box._replace(keep=True) for box in boxes[-kept:] if kept] + footnote)
    return Pagination(flow.headings, flow.page)


def _open_stretch(flow: _Flow, stretch: Stretch, portrait: Page) -> None:
    """Begin a new page, unless the text goes on below the revision history."""
    if not (flow.joined and stretch.page == portrait):
        flow.open(stretch.page)
    flow.joined = False


def _at_the_end(blocks: Sequence[Block], *, footnote: bool) -> int:
    """Return how many last boxes stay together: the last row of a table, the gap, before a closing line its notes."""
    notes = next((at for at, block in enumerate(reversed(blocks)) if not isinstance(block, Paragraph)), len(blocks))
    most = MOST_NOTES if footnote else 1
    ends_with_table = notes < min(len(blocks), most) and isinstance(blocks[-notes - 1], Table | Form)
    return notes + 2 if ends_with_table else 0


class _Flow:
    """Boxes laid one below the other, page after page."""

    def __init__(self) -> None:
        self.page = 0
        self.room = 0
        self.y = 0
        self.after = 0
        self.joined = False
        self.headings: dict[str, int] = {}

    def open(self, page: Page) -> None:
        self.room = page.text_height
        self.turn()

    def turn(self, repeat: int = 0) -> None:
        """Begin a page, with a header row that repeats where a table goes on."""
        self.page += 1
        self.y, self.after = repeat, 0

    def fill(self, boxes: list[Box]) -> None:
        start = 0
        for at, box in enumerate(boxes):
            if not box.keep or at == len(boxes) - 1:
                self._chain(boxes[start : at + 1])
                start = at + 1

    def _chain(self, chain: list[Box]) -> None:
        """Lay boxes that stay together; on a fresh page if they fit there and not here."""
        needed, repeat = self._height(chain), chain[0].repeat
        at_top = needed - max(chain[0].before - self.after, 0)
        if self.y and (chain[0].opens or self.y + needed > self.room >= repeat + at_top):
            self.turn(repeat)
        for box in chain:
            self._put(box)

    def _height(self, chain: list[Box]) -> int:
        height, after = 0, self.after
        for box in chain:
            height += max(box.before - after, 0) + box.height + box.after
            after = box.after
        last = chain[-1]
        splittable = last.lines - _WIDOW if last.lines > _UNSPLIT_LINES else 0
        return height - last.after - splittable * (last.height // max(last.lines, 1))

    def _put(self, box: Box) -> None:
        gap = max(box.before - self.after, 0) if self.y else 0
        if self.y and self.y + gap + box.height > self.room:
            self._overflow(box, gap)
        else:
            self._note(box)
            self.y += gap + box.height + box.after
        self.after = box.after

    def _overflow(self, box: Box, gap: int) -> None:
        line = box.height // max(box.lines, 1)
        fitting = (self.room - self.y - gap) // max(line, 1)
        fitting = min(fitting, box.lines - _WIDOW)
        if box.lines <= _UNSPLIT_LINES or fitting < _WIDOW:
            self.turn(box.repeat)
            self._note(box)
            self.y += box.height + box.after
        else:
            self._note(box)
            self.turn()
            self.y = (box.lines - fitting) * line + box.after

    def _note(self, box: Box) -> None:
        if box.heading:
            self.headings[box.heading] = self.page


def _text(
    story: Story, style: str, content: Inlines, width: int, *, keep: bool = False, heading: str = "", before: str = ""
) -> Box:
    """Return the box of a paragraph; `before` stands on its first line, in bold."""
    m = story.layout[style]
    room = (width - m.left) * 20 // m.size
    parts = (Text(before, strong=True), *content) if before else content
    count = lines(parts, story.layout, room, less=m.first * 20 // m.size, bold=style in _BOLD_STYLES)
    return Box(count * m.line + m.frame, m.before, m.after, keep, count, heading)


def _heading(story: Story, block: Heading, width: int) -> Box:
    """Return the box of a heading; the number of an appendix stands on its first line, others in the margin."""
    style = heading_style(block)
    number = f"{story.index.entries[block.id].number} " if style == "AppendixHeading" else ""
    box = _text(story, style, block.text, width, keep=True, heading=block.id, before=number)
    return box._replace(opens=True, before=0) if block.new_page else box


def _label(story: Story, key: str) -> str:
    return label(key, story.language) + label("gap", story.language)


def _front(story: Story) -> list[Box]:
    """Return the revision history and the contents list."""
    found: list[Box] = []
    width = story.layout.portrait.text_width
    if story.document.control.revisions:
        found.append(_line(story, "FrontHeading", keep=True)._replace(before=0))
        found += _table(story, revision_table(story.document), width)
    if story.has_contents:
        found.append(_line(story, "TOCHeading", keep=True))
        found += [_text(story, f"TOC{entry.level}", (Text(entry.text),), width) for entry in story.index.contents()]
    return found


def _line(story: Story, style: str, *, keep: bool = False) -> Box:
    """Return the box of a paragraph that is one line."""
    return _text(story, style, (), story.layout.portrait.text_width, keep=keep)


def _form_title(story: Story, page: Page) -> list[Box]:
    document = story.document
    title = _text(story, "FormTitle", (Text(document.title),), page.text_width, keep=True)
    if not document.help:
        return [title._replace(after=160)]
    return [title, _text(story, "FormHelp", document.help, page.text_width)._replace(before=0, after=160)]


def _boxes(story: Story, blocks: Sequence[Block], page: Page) -> Iterator[Box]:
    followers: tuple[Block | None, ...] = (*blocks, None)[1:]
    for block, following in zip(blocks, followers, strict=True):
        yield from _block(story, block, following, page)


def _block(story: Story, block: Block, following: Block | None, page: Page) -> Iterator[Box]:
    width = page.text_width
    match block:
        case Heading():
            yield _heading(story, block, width)
        case Paragraph():
            style = paragraph_style(block, following)
            yield _text(story, style, block.text, width, keep=style == "BodyTextLead")
        case List():
            yield from _list(story, block, width)
        case Callout():
            box = _text(story, "CalloutNote", block.text, width, before=_label(story, block.kind))
            yield box._replace(lines=1, height=box.height + CALLOUT_PADDING)
        case Table():
            yield from _table(story, block, width, last=ends_page(following))
        case Figure():
            yield Box(figure_height(story, block, page), story.layout["Figure"].before, keep=True)
            yield _text(story, "FigureCaption", block.caption, width, before=figure_label(story, block))
        case Form():
            yield from _form(story, block, width)
        case Landscape():
            yield from _boxes(story, block.blocks, page)
        case _:
            assert_never(block)


def _list(story: Story, block: List, width: int) -> Iterator[Box]:
    last = len(block.items) - 1
    # The text of a bulleted item begins a little further left than that of a numbered one.
    room = width if block.ordered else width + _BULLET
    for at, item in enumerate(block.items):
        box = _text(story, "ListBullet2" if item.level else "ListBullet", item.text, room)
        yield box._replace(after=140) if at == last else box


def _table(story: Story, block: Table, width: int, *, last: bool = False) -> Iterator[Box]:
    arrangement = story.arrangement(block, width)
    if block.caption:
        yield _text(story, "Caption", block.caption, width, keep=True, before=_table_number(story, block))
    top, header = _RULES[block.style], 0
    if block.header:
        header, top = top + arrangement.header + _THICKER, 0
        yield Box(header, keep=True)
    boxes = [
        Box(height, keep=row.group or arrangement.stays(at, block), repeat=header)
        for at, (row, height) in enumerate(zip(block.rows, arrangement.rows, strict=True))
    ]
    if last and boxes:
        boxes[-1] = boxes[-1]._replace(keep=True)
    yield from _ruled(boxes, top)
    yield _text(story, "TableNote", block.note, width) if block.note else Box(LAST_GAP if last else GAP)


def _ruled(rows: list[Box], top: int) -> list[Box]:
    """Add the rule above the first row and the one below the last, which may stand below the text area."""
    if rows:
        rows[0] = rows[0]._replace(height=rows[0].height + top)
        rows[-1] = rows[-1]._replace(height=rows[-1].height - _THIN, after=_THIN + _THICKER)
    return rows


def _table_number(story: Story, block: Table) -> str:
    if not block.numbered:
        return ""
    return f"{label('table', story.language)} {story.index.table_numbers[block.id]}{label('gap', story.language)}"


def _form(story: Story, block: Form, width: int) -> Iterator[Box]:
    title = title_height(story.layout) + _RULES["grid"] + _THICKER
    for _, rows, kept in lay_out(block, width, story.layout).sections:
        yield Box(title, keep=True)
        boxes = [Box(row.height, keep=kept and at < len(rows) - 1, repeat=title) for at, row in enumerate(rows)]
        yield from _ruled(boxes, 0)
        yield Box(GAP)
