"""Write an edited story so that every paragraph and row that was not edited keeps its very bytes.

An XML library writes the same content in its own way: other quotation marks, other empty tags. So only the edited
elements are written anew, and everything around them is copied from the original.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

from iso20k_docs.inspect.markup import W

Element = etree._Element
Children = Mapping[Element, Sequence[Element]]
_FRAMES = frozenset(W + name for name in ("document", "body", "hdr", "ftr", "tbl", "tr", "tc", "sdt", "sdtContent"))
_START_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def children_of_frames(root: Element) -> dict[Element, list[Element]]:
    """Return the children of every element that is written piece by piece, as they are before editing."""
    return {frame: [child for child in frame if isinstance(child.tag, str)] for frame in root.iter(*_FRAMES)}


def splice(original: bytes, root: Element, before: Children, touched: Container[Element]) -> bytes:
    """Return the bytes of an edited story.

    `before` are the children that its frames had before (`children_of_frames`), `touched` the elements that were edited
    and everything around them.
    """
    if original.startswith(_WIDE):
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    span = _Spans(original).found
    return original[: span.start] + _Splice(original, root, before, touched).written(root, span) + original[span.end :]


@dataclass(slots=True)
class _Span:
    """Where an element lies in the original: its first byte, the one behind it, and its children if it is a frame."""

    start: int
    end: int = 0
    frame: bool = False
    children: list[_Span] = field(default_factory=list)


class _Spans:
    """The places of all elements that lie in frames only."""

    def __init__(self, original: bytes) -> None:
        self.original = original
        self.found = _Span(0, frame=True)
        self._open: list[_Span | None] = []
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = lambda name, _: self._start("{" + name, parser.CurrentByteIndex)
        parser.EndElementHandler = lambda _: self._end(parser.CurrentByteIndex)
        parser.Parse(original, True)
        self.found = self.found.children[0]

    def _start(self, name: str, at: int) -> None:
        around = self._open[-1] if self._open else self.found
        if around is None or not around.frame:
            self._open.append(None)
            return
        span = _Span(at, frame=name in _FRAMES)
        around.children.append(span)
        self._open.append(span)

    def _end(self, at: int) -> None:
        span = self._open.pop()
        if span is not None:
            tag = _START_TAG.match(self.original, span.start)
            span.end = tag.end() if tag and tag[1] else self.original.index(b">", at) + 1


class _Splice:
    """One story on its way to bytes."""

    def __init__(self, original: bytes, root: Element, before: Children, touched: Container[Element]) -> None:
        self.original, self.before, self.touched = original, before, touched
        self.declared = [f' xmlns:{prefix}="{uri}"'.encode() for prefix, uri in root.nsmap.items() if prefix]

    def written(self, element: Element, span: _Span) -> bytes:
        """Return an element that was there before: copied, put together from its children, or written anew."""
        if element not in self.touched:
            return self.original[span.start : span.end]
        if not span.frame or not span.children:
            return self._fresh(element)
        return self._frame(element, span)

    def _frame(self, element: Element, span: _Span) -> bytes:
        places, gaps = {}, {}
        tag = _START_TAG.match(self.original, span.start)
        at = tag.end() if tag else span.start
        found = [self.original[span.start : at]]
        for child, place in zip(self.before[element], span.children, strict=True):
            places[child], gaps[child] = place, self.original[at : place.start]
            at = place.end
        for child in element:
            if child in places:
                found += (gaps[child], self.written(child, places[child]))
            elif isinstance(child.tag, str):
                found.append(self._fresh(child))
        return b"".join(found) + self.original[at : span.end]

    def _fresh(self, element: Element) -> bytes:
        """Return an element as the library writes it, without the namespaces that the root declares already."""
        written = etree.tostring(element, encoding="UTF-8", with_tail=False)
        tag = _START_TAG.match(written)
        end = tag.end() if tag else 0
        start = written[:end]
        for declaration in self.declared:
            start = start.replace(declaration, b"")
        return start + written[end:]
