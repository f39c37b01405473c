"""The text of a document, block by block, in sections of equal page orientation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from iso20k_docs.model.bookmarks import bookmark
from iso20k_docs.model.nodes import Block, Callout, Document, Figure, Form, Heading, Landscape, List, Paragraph, Table
from iso20k_docs.writers.docx.diagrams import figure
from iso20k_docs.writers.docx.forms import form
from iso20k_docs.writers.docx.inlines import inlines
from iso20k_docs.writers.docx.labels import label
from iso20k_docs.writers.docx.markup import bookmarked, paragraph, run
from iso20k_docs.writers.docx.scale import Layout, Page
from iso20k_docs.writers.docx.story import Story
from iso20k_docs.writers.docx.tables import table

_HEADING_START = re.compile(r'<w:p[^>]*><w:pPr><w:pStyle w:val="(?:Plain|Appendix)?Heading[1-3]?"/>')
_NEW_PAGE = '<w:pageBreakBefore/><w:spacing w:before="0"/>'
_AFTER_LIST = '<w:spacing w:after="140"/>'
_CALLOUT_STYLE = {"note": "CalloutNote", "warning": "CalloutWarning", "key": "CalloutKey"}
_PARAGRAPH_STYLE = {
    "body": "BodyText",
    "lead": "BodyTextLead",
    "note": "BodyNote",
    "help": "FormHelp",
    "clauses": "ClauseNote",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring blocks that stand on pages of one orientation."""

    page: Page
    blocks: tuple[Block, ...]


def stretches(document: Document, layout: Layout) -> list[Stretch]:
    """Cut a document where the orientation of its pages changes."""
    usual = layout.landscape if document.landscape else layout.portrait
    found: list[Stretch] = []
    collected: list[Block] = []
    for block in document.blocks:
        if not isinstance(block, Landscape) or document.landscape:
            collected += block.blocks if isinstance(block, Landscape) else (block,)
            continue
        if collected:
            found.append(Stretch(usual, tuple(collected)))
            collected = []
        found.append(Stretch(layout.landscape, block.blocks))
    if collected or not found:
        found.append(Stretch(usual, tuple(collected)))
    return found


def paragraph_style(block: Paragraph, following: Block | None) -> str:
    """Return the style of a paragraph; a lead stays with a list only.

    Heading, lead, caption and table as one chain strand the heading in LibreOffice.
    """
    if block.role == "lead" and not isinstance(following, List):
        return "BodyText"
    return _PARAGRAPH_STYLE[block.role]


def ends_page(following: Block | None) -> bool:
    """Tell whether a block is the last on its page, whatever room is left there: nothing or a new page follows."""
    return following is None or (isinstance(following, Heading) and following.new_page)


def heading_style(block: Heading) -> str:
    """Return the style of a heading."""
    if not block.numbered:
        return f"PlainHeading{block.level}"
    return "AppendixHeading" if block.appendix and block.level == 1 else f"Heading{block.level}"


def blocks(story: Story, content: Sequence[Block], page: Page) -> str:
    """Return the markup of neighbouring blocks."""
    followers: tuple[Block | None, ...] = (*content, None)[1:]
    return "".join([_block(story, block, following, page) for block, following in zip(content, followers, strict=True)])


def at_page_top(markup: str) -> str:
    """Take the space above away from a heading that a section begins with; LibreOffice would keep it."""
    begins_with_heading = _HEADING_START.match(markup)
    if begins_with_heading is None:
        return markup
    end = begins_with_heading.end()
    return f'{markup[:end]}<w:spacing w:before="0"/>{markup[end:]}'


def with_footnote(markup: str, footnote: str) -> str:
    """Put the closing line of a document, if it has one, behind its text; the end of a table or form stays with it.

    Line and notes would otherwise stand on a page of their own where the table fills the page before. The same holds
    without a line for the empty paragraph that every table ends with.
    """
    end = markup.rfind("</w:tbl>")
    most = MOST_NOTES if footnote else 1
    if end < 0 or len(_PARAGRAPH.findall(markup, end)) > most:
        return markup + footnote
    return _with_kept_row(markup, len(markup)) + footnote


def _with_kept_row(markup: str, until: int) -> str:
    """Keep the last row of the last table, and the paragraphs behind it up to `until`, with what follows."""
    end = markup.rfind("</w:tbl>")
    row = max(markup.rfind(row, 0, end) for row in ("<w:tr>", "<w:tr "))
    return markup[:row] + _UNKEPT.sub(r"\g<0><w:keepNext/>", markup[row:until]) + markup[until:]


MOST_NOTES = 6
"""So many paragraphs between the last table and the closing line are its notes."""
_PARAGRAPH = re.compile("<w:p[ >]")
_UNKEPT = re.compile(r'<w:pStyle w:val="[A-Za-z0-9]+"/>(?!<w:keepNext/>)')


def _block(story: Story, block: Block, following: Block | None, page: Page) -> str:
    match block:
        case Heading():
            made = _heading(story, block)
        case Paragraph():
            style = paragraph_style(block, following)
            made = paragraph(style, inlines(story, block.text), identity=story.identity(block.id))
        case List():
            made = _list(story, block)
        case Callout():
            made = _callout(story, block)
        case Table():
            made = table(story, block, page.text_width, last=ends_page(following))
            if following and ends_page(following):
                made = _with_kept_row(made, made.rfind("</w:tbl>"))
        case Figure():
            made = figure(story, block, page)
        case Form():
            made = form(story, block, page.text_width)
        case Landscape():
            made = blocks(story, block.blocks, page)
        case _:
            assert_never(block)
    return made


def _heading(story: Story, block: Heading) -> str:
    content = inlines(story, block.text)
    name = bookmark("section", block.anchor) if block.anchor else ""
    if name and story.is_new_mark(name):
        content = bookmarked(story.mark(), name, content)
    content = bookmarked(story.mark(), story.index.entries[block.id].mark, content)
    return paragraph(heading_style(block), content, _NEW_PAGE if block.new_page else "", story.identity(block.id))


def _list(story: Story, block: List) -> str:
    number = story.new_list() if block.ordered else 0
    last = len(block.items) - 1
    return "".join(
        paragraph(
            _item_style(block.ordered, item.level),
            inlines(story, item.text),
            _item_number(number, item.level) + (_AFTER_LIST if at == last else ""),
            story.identity(item.id),
        )
        for at, item in enumerate(block.items)
    )


def _item_style(ordered: bool, level: int) -> str:
    return ("ListNumber" if ordered else "ListBullet") + ("2" if level else "")


def _item_number(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""


def _callout(story: Story, block: Callout) -> str:
    style, language = _CALLOUT_STYLE[block.kind], story.language
    heading = run(label(block.kind, language) + label("gap", language), language, style + "Label")
    return paragraph(style, heading + inlines(story, block.text), identity=story.identity(block.id))
