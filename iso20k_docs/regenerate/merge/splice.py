"""Write an edited story so that every paragraph and row that was not edited keeps its very bytes.

An XML library writes the same content in its own way: other quotation marks, other empty tags. So only the edited
elements are written anew, and everything around them is copied from the original.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from lxml import etree

from iso20k_docs.inspect.markup import W

Element = etree._Element
_FRAMES = frozenset(W + name for name in ("document", "body", "hdr", "ftr", "tbl", "tr", "tc", "sdt", "sdtContent"))
_ATTRIBUTES = rb"""(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*"""
_START_TAG = re.compile(rb"<([^\s/>]+)" + _ATTRIBUTES + rb"(/?)>")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class Original:
    """A story as it is before it is edited: its bytes, its root, and the children that its frames have."""

    def __init__(self, data: bytes, root: Element) -> None:
        self.data, self.root = data, root
        self._children = {frame: list(frame.iterchildren(etree.Element)) for frame in root.iter(*_FRAMES)}

    def edited(self, touched: Container[Element]) -> bytes:
        """Return the bytes of the story after editing; `touched` are the edited elements and everything around them.

        A story with comments, raw sections or wide characters, which no office program writes, is written anew.
        """
        begin = self.data.find(b"?>") + 2 if self.data.startswith(b"<?") else 0
        if self.data.startswith(_WIDE) or b"<!" in self.data or self.data.find(b"<?", begin) >= 0:
            return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        start = self.data.index(b"<", begin)
        end = self._end(start)
        return self.data[:start] + self._written(self.root, start, end, touched) + self.data[end:]

    def _written(self, element: Element, start: int, end: int, touched: Container[Element]) -> bytes:
        """Return an element that was there before: copied, put together from its children, or written anew."""
        if element not in touched:
            return self.data[start:end]
        children = self._children.get(element)
        if not children:
            return self._fresh(element)
        places: dict[Element, tuple[int, int, int]] = {}
        tag = _START_TAG.match(self.data, start)
        behind = at = tag.end() if tag else start
        for child in children:
            begin = self.data.index(b"<", at)
            places[child] = at, begin, self._end(begin)
            at = places[child][2]
        found = [self.data[start:behind]]
        for child in element:
            if child in places:
                gap, begin, finish = places[child]
                found += (self.data[gap:begin], self._written(child, begin, finish, touched))
            elif isinstance(child.tag, str):
                found.append(self._fresh(child))
        return b"".join(found) + self.data[at:end]

    def _end(self, start: int) -> int:
        """Return the place behind the element that begins at a place; elements of its name may lie in it."""
        tag = _START_TAG.match(self.data, start)
        if tag is None:
            raise ValueError(start)
        if tag[2]:
            return tag.end()
        open_tags = 1
        for found in _tags(tag[1]).finditer(self.data, tag.end()):
            if not found[2]:
                open_tags += -1 if found[1] else 1
            if not open_tags:
                return found.end()
        raise ValueError(start)

    def _fresh(self, element: Element) -> bytes:
        """Return an element as the library writes it, without the namespaces that the root declares already."""
        written = etree.tostring(element, encoding="UTF-8", with_tail=False)
        tag = _START_TAG.match(written)
        end = tag.end() if tag else 0
        start = written[:end]
        for prefix, uri in self.root.nsmap.items():
            if prefix:
                start = start.replace(f' xmlns:{prefix}="{uri}"'.encode(), b"")
        return start + written[end:]


@lru_cache
def _tags(name: bytes) -> re.Pattern[bytes]:
    """Return what finds the tags of a name: whether one is an end tag, and whether an empty one."""
    return re.compile(rb"<(/?)" + re.escape(name) + rb"(?=[\s/>])" + _ATTRIBUTES + rb"(/?)>")
