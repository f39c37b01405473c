"""Take our own tracked changes out of a document again: rejected, or accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from iso20k_docs.inspect.markup import NS, W, value
from iso20k_docs.regenerate.merge.blocks import Block
from iso20k_docs.regenerate.merge.reading import read_story
from iso20k_docs.regenerate.merge.workpiece import Workpiece

Element = etree._Element
Said = list[tuple[str, str]]
_PLAIN = {W + "delText": W + "t", W + "delInstrText": W + "instrText"}
_CONTENT = frozenset(W + name for name in ("r", "ins", "del", "hyperlink", "sdt", "fldSimple", "smartTag"))
_HOLDERS = frozenset((W + "rPr", W + "trPr"))


def says(work: Workpiece) -> dict[str, Said]:
    """Return what every story of a document says: its blocks, empty paragraphs left out."""
    return {part: told(read_story(work, part)) for part in work.stories()}


def told(blocks: Sequence[Block]) -> Said:
    """Return the kinds and texts of blocks, without empty paragraphs and those struck out."""
    return [(block.kind, block.key) for block in blocks if not block.gone and (block.key or block.kind != "paragraph")]


def without_changes(work: Workpiece, author: str, *, accept: bool, parts: Iterable[str] | None = None) -> Workpiece:
    """Settle all tracked changes of an author in a document, or in some parts of it; return it."""
    for part in list(work.stories() if parts is None else parts):
        if has_changes(work, part, author):
            _Settled(work.change(part), author, accept=accept).settle()
    return work


def has_changes(work: Workpiece, part: str, author: str) -> bool:
    """Tell whether a part, as it was when the file was opened, has tracked changes of an author."""
    return any(f"author={quote}{author}{quote}".encode() in work.parts[part] for quote in "\"'")


class _Settled:
    """A story whose tracked changes of one author are settled."""

    def __init__(self, root: Element, author: str, *, accept: bool) -> None:
        self.root, self.author = root, author
        self.kept, self.dropped = ("ins", "del") if accept else ("del", "ins")

    def settle(self) -> None:
        """Settle rows, then text, then the ends of paragraphs."""
        self._rows()
        self._text()
        for paragraph in list(self.root.iter(W + "p")):
            self._paragraph_end(paragraph)

    def _own(self, tag: str, elements: Iterator[Element]) -> list[Element]:
        return [one for one in elements if one.tag == W + tag and value(one, "author") == self.author]

    def _rows(self) -> None:
        for row in list(self.root.iter(W + "tr")):
            properties = row.find("w:trPr", NS)
            if properties is None:
                continue
            for mark in self._own(self.kept, iter(list(properties))):
                properties.remove(mark)
            if self._own(self.dropped, iter(list(properties))):
                _detach(row)
        for table in list(self.root.iter(W + "tbl")):
            if table.find(f".//{W}tr") is None:
                _detach(table)

    def _text(self) -> None:
        for tag in (self.kept, self.dropped):
            for one in self._own(tag, iter(list(self.root.iter(W + tag)))):
                parent = one.getparent()
                if parent is None or parent.tag in _HOLDERS:
                    continue
                if tag == self.kept:
                    _dissolve(one)
                _detach(one)

    def _paragraph_end(self, paragraph: Element) -> None:
        marks = paragraph.find("w:pPr/w:rPr", NS)
        if marks is None:
            return
        for mark in self._own(self.kept, iter(list(marks))):
            marks.remove(mark)
        dropped = self._own(self.dropped, iter(list(marks)))
        for mark in dropped:
            marks.remove(mark)
        if dropped:
            _join_with_next(paragraph)


def _dissolve(change: Element) -> None:
    for node in list(change.iter(*_PLAIN)):
        node.tag = _PLAIN[str(node.tag)]
    for child in list(change):
        change.addprevious(child)


def _join_with_next(paragraph: Element) -> None:
    """Take the end of a paragraph away: what it holds comes to stand before what the next one holds."""
    rest = [child for child in paragraph if child.tag != W + "pPr"]
    following = paragraph.getnext()
    if following is not None and following.tag == W + "p":
        at = 1 if following.find("w:pPr", NS) is not None else 0
        following[at:at] = rest
        _detach(paragraph)
    elif not any(child.tag in _CONTENT for child in rest):
        _detach(paragraph)


def _detach(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
