"""Which way the pages of a document lie, section by section.

A section break can't be put in or taken out without moving the text around it to other pages, headers and page numbers,
so a template that turns pages leaves that to the user, who is told where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from iso20k_docs.inspect.markup import NS, W, value
from iso20k_docs.model.changes import Conflict
from iso20k_docs.model.words import Language, Words
from iso20k_docs.regenerate.merge.workpiece import Workpiece

Element = etree._Element
_PORTRAIT, _LANDSCAPE = Words("纵向", "portrait"), Words("横向", "landscape")


@dataclass(frozen=True, slots=True)
class _Section:
    """A section: which way its pages lie, and the first words in it."""

    landscape: bool
    begins: str


def turned_pages(
    base: Workpiece, mine: Workpiece, theirs: Workpiece, language: Language
) -> Iterator[tuple[Element | None, Conflict]]:
    """Yield the sections whose pages theirs turns and mine doesn't, each with the paragraph of mine it begins with.

    To be asked when the texts are merged, for a section may have come with them.
    """
    before, own, new = (list(_sections(work)) for work in (base, mine, theirs))
    ways = [[section.landscape for section in sections] for sections in (before, own, new)]
    if ways[2] in ways[:2]:
        return
    old, fresh = (Counter(section.begins for section in sections if section.landscape) for sections in (before, new))
    for found, was, now in ((fresh - old, _PORTRAIT, _LANDSCAPE), (old - fresh, _LANDSCAPE, _PORTRAIT)):
        for begins in found.elements():
            said = was.in_(language), now.in_(language)
            conflict = Conflict("turned-by-template", begins, said[0], said[0], said[1], mine.main)
            yield _paragraph(mine, begins), conflict


def _sections(work: Workpiece) -> Iterator[_Section]:
    begins = ""
    for element in work.tree(work.main).iterfind("w:body/*", NS):
        begins = begins or next(filter(None, map(_text, element.iter(W + "p"))), "")
        properties = element if element.tag == W + "sectPr" else element.find("w:pPr/w:sectPr", NS)
        if properties is not None:
            yield _Section(value(properties.find("w:pgSz", NS), "orient") == "landscape", begins)
            begins = ""


def _paragraph(work: Workpiece, text: str) -> Element | None:
    paragraphs = list(work.tree(work.main).iterfind("w:body//w:p", NS))
    return next((p for p in paragraphs if _text(p) == text), paragraphs[0] if paragraphs else None)


def _text(paragraph: Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(W + "t")).strip()
