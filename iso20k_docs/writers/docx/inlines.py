"""Text inside a paragraph: runs, line breaks and references."""

from __future__ import annotations

from typing import assert_never

from iso20k_docs.model.nodes import Inline, Inlines, LineBreak, Reference, Text
from iso20k_docs.writers.docx.markup import field, run
from iso20k_docs.writers.docx.story import Story

_BREAK = "<w:r><w:br/></w:r>"


def inlines(story: Story, content: Inlines, style: str = "") -> str:
    """Return the runs of a paragraph; `style` is the character style of text that asks for none itself."""
    return "".join([_inline(story, part, style) for part in content])


def _inline(story: Story, part: Inline, style: str) -> str:
    match part:
        case Text():
            return _text(story, part, style)
        case LineBreak():
            return _BREAK
        case Reference():
            return _reference(story, part, style)
        case _:
            assert_never(part)


def _text(story: Story, part: Text, style: str) -> str:
    if not part.text:
        return ""
    if part.strong and part.emphasis and not style:
        return run(part.text, story.language, "Strong", "<w:i/><w:iCs/>" if story.language == "en" else "")
    own = "Strong" if part.strong else "Emphasis" if part.emphasis else ""
    return run(part.text, story.language, style or own)


def _reference(story: Story, part: Reference, style: str) -> str:
    text = part.label or part.document
    if not part.href or not text:
        return _unlinked(story, part, text, style)
    file, _, place = part.href.partition("#")
    if file:
        return _outward(story, file, place, text)
    return _inward(story, place, text, style) if story.index.knows(place) else run(text, story.language, style)


def _unlinked(story: Story, part: Reference, text: str, style: str) -> str:
    """Set the title of a document in italics in English; in Chinese its marks are part of the label."""
    cited = part.document and part.label_kind == "document" and story.language == "en"
    return run(text, story.language, style or ("Emphasis" if cited else "")) if text else ""


def _outward(story: Story, file: str, place: str, text: str) -> str:
    anchor = f' w:anchor="{place}"' if place else ""
    number = story.relate("hyperlink", file, external=True)
    shown = run(text, story.language, "Hyperlink")
    return f'<w:hyperlink r:id="rId{number}"{anchor} w:history="1">{shown}</w:hyperlink>'


def _inward(story: Story, place: str, text: str, style: str) -> str:
    """Use a field where Word can compute the very label that is printed, else a plain link."""
    section = story.index.sections.get(place)
    if section is not None and text == section.number:
        return field(f"REF {place} \\r \\h", text, story.language, style)
    captions = (story.index.tables.get(place), story.index.figures.get(place))
    if text in captions or (section is not None and text == section.text):
        return field(f"REF {place} \\h", text, story.language, style)
    return f'<w:hyperlink w:anchor="{place}" w:history="1">{run(text, story.language, style)}</w:hyperlink>'
