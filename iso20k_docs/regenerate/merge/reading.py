"""Read a story into blocks: what is visible, with the elements that carry it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from iso20k_docs.inspect.markup import NS, W14, W, in_fallback, value
from iso20k_docs.regenerate.merge.blocks import PLAIN, Block, Cell, Para, Piece, Row, Table
from iso20k_docs.regenerate.merge.words import OBJECT, Vocabulary
from iso20k_docs.regenerate.merge.workpiece import Workpiece

Element = etree._Element
_TEXT, _RUN, _PARAGRAPH, _TABLE, _ROW, _CELL = (W + name for name in ("t", "r", "p", "tbl", "tr", "tc"))
_CONTROL, _CONTROLLED, _FIELD = W + "sdt", W + "sdtContent", W + "fldSimple"
_MARK, _INSTRUCTION, _BREAK, _SYMBOL = (W + name for name in ("fldChar", "instrText", "br", "sym"))
_PROPERTIES, _STYLE, _MARKS = (W + name for name in ("pPr", "pStyle", "rPr"))
_ROW_PROPERTIES, _DELETED, _VALUE, _ID = W + "trPr", W + "del", W + "val", W14 + "paraId"
_INLINE_FRAMES = frozenset(W + n for n in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo"))
_BLOCK_FRAMES = frozenset(W + n for n in ("ins", "moveTo", "customXml", "smartTag"))
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_DRAWN = frozenset((W + "drawing", W + "pict", W + "object", f"{{{NS['mc']}}}AlternateContent"))
_NOTES = frozenset((W + "footnoteReference", W + "endnoteReference"))
_MATHS = frozenset(f"{{http://schemas.openxmlformats.org/officeDocument/2006/math}}{n}" for n in ("oMath", "oMathPara"))
_LAST_STEP = re.compile(r"(\w+)(?:\[\d+\])?$")
_LINK = re.compile(r"\s*HYPERLINK\b", re.IGNORECASE)
_SHORT = 16
_REFERENCE, _PICTURE = b" r:", b":embed="
_VALUE_SHOWN = re.compile(rb"(<w:dataBinding [^>]*/>.*?<w:sdtContent>).*?(?=</w:sdtContent>)", re.DOTALL)


Known = dict[bytes, list[Block]]
"""The blocks of elements that were read already, by the bytes of the element."""


def read_story(
    work: Workpiece, part: str, vocabulary: Vocabulary = PLAIN, known: Known | None = None, *, afresh: bool = False
) -> list[Block]:
    """Return the blocks of the document's body, of a header or of a footer.

    What is read is added to `known`; what is in it isn't read again, unless `afresh`: two versions have most of their
    blocks in common, but blocks that are going to be edited have to be their own.
    """
    reader = _Reader(work, part, vocabulary)
    if known is None:
        return reader.blocks(_body(work, part))
    return reader.shared_blocks(_body(work, part), known, afresh=afresh)


def same_main(one: Workpiece, other: Workpiece) -> bool:
    """Tell whether the main parts of two files of ours are the same but for the values that controls show.

    Such values are properties, and no text; that is told without reading either part.
    """
    if _pictures(one) != _pictures(other):
        return False
    parts = (work.parts[work.main] for work in (one, other))
    masked = [_VALUE_SHOWN.sub(rb"\1", data) for data in parts]
    return masked[0] == masked[1]


def _pictures(work: Workpiece) -> dict[str, bytes]:
    """Return the pictures of a document, and which of its references leads where."""
    return {name: data for name, data in work.parts.items() if name.startswith(("word/media/", "word/_rels/document"))}


def surely_same(one: Workpiece, part: str, other: Workpiece, other_part: str) -> bool:
    """Tell whether two stories say the same element by element, of which only those with other bytes are read."""
    body, other_body = _body(one, part), _body(other, other_part)
    if len(body) != len(other_body):
        return False
    readers = _Reader(one, part, PLAIN), _Reader(other, other_part, PLAIN)
    for pair in zip(body, other_body, strict=True):
        data, other_data = (etree.tostring(element, with_tail=False) for element in pair)
        if data != other_data or _PICTURE in data:
            found = [[(b.kind, b.key) for b in r.blocks((e,))] for r, e in zip(readers, pair, strict=True)]
            if found[0] != found[1]:
                return False
    return True


def _body(work: Workpiece, part: str) -> Element:
    root = work.tree(part)
    body = root.find("w:body", NS)
    return root if body is None else body


@dataclass(slots=True)
class _Field:
    """A complex field that is open: the runs seen so far; `link`: the result of a hyperlink, which is ordinary text."""

    runs: list[Element]
    piece: Piece | None
    instruction: str = ""
    link: bool = False


Line = list[Piece]
"""A paragraph while it is read."""
_NO_IDS: frozenset[str] = frozenset()


class _Reader:
    """Reads one story; fields stay open over the end of a paragraph."""

    def __init__(self, work: Workpiece, part: str, vocabulary: Vocabulary) -> None:
        self.work, self.part, self.vocabulary = work, part, vocabulary
        self.styles = work.styles
        self.open: list[_Field] = []
        self.beginning: Para | None = None
        """The paragraph in which the open field begins."""

    # --- blocks

    def blocks(self, parent: Iterable[Element]) -> list[Block]:
        """Return the blocks in an element."""
        found: list[Block] = []
        self._blocks(parent, found)
        return found

    def shared_blocks(self, parent: Iterable[Element], known: Known, *, afresh: bool) -> list[Block]:
        """Return the blocks in an element; those that were read already are taken from there."""
        found: list[Block] = []
        for element in parent:
            alone = not self.open
            data = etree.tostring(element, with_tail=False) if alone else b""
            if afresh or data not in known or not alone:
                blocks = self.blocks((element,))
                if alone and not self.open and _REFERENCE not in data:
                    known[data] = blocks
                found += blocks
            else:
                found += known[data]
        return found

    def _blocks(self, parent: Iterable[Element], found: list[Block]) -> None:
        for element in parent:
            tag = element.tag
            if tag == _PARAGRAPH:
                self._paragraph(element, found)
            elif tag == _TABLE:
                found.append(self._table(element))
            elif tag == _CONTROL:
                self._blocks(_content(element), found)
            elif tag in _BLOCK_FRAMES:
                self._blocks(element, found)

    def _table(self, element: Element) -> Table:
        self.beginning = None
        rows = [self._row(row) for row in _within(element, _ROW)]
        return Table(element, [row for row in rows if not row.gone])

    def _row(self, element: Element) -> Row:
        cells = [Cell(cell, self.blocks(cell)) for cell in _within(element, _CELL)]
        properties = element.find(_ROW_PROPERTIES)
        return Row(element, cells, gone=properties is not None and properties.find(_DELETED) is not None)

    def _paragraph(self, element: Element, found: list[Block]) -> None:
        begun = bool(self.open)
        line: Line = []
        self._inline(element, line)
        if begun and not line:  # the result of a field, such as an entry of the contents list
            self._continued(element)
            return
        own = element.get(_ID)
        para = Para(
            element,
            line,
            self._style(element),
            frozenset((own,)) if own else _NO_IDS,
            gone=not line and _is_struck(element),
            sealed=begun or bool(self.open),
            torn=begun or bool(self.open),
            vocabulary=self.vocabulary,
        )
        self.beginning = None if begun else para
        found.append(para)

    def _continued(self, element: Element) -> None:
        """Count a paragraph to the field that began before it; where the field ends with it, it is whole."""
        if self.beginning is not None:
            self.beginning.rest.append(element)
            self.beginning.torn = bool(self.open)

    def _style(self, paragraph: Element) -> str:
        properties = next(iter(paragraph), None)
        first = None if properties is None or properties.tag != _PROPERTIES else next(iter(properties), None)
        if first is None or first.tag != _STYLE:
            return ""  # both stand first where they are (ISO/IEC 29500-1, 17.3.1.26)
        style = first.get(_VALUE, "")
        name = self.styles.get(style, style)
        return "" if name == "normal" else name

    # --- what a paragraph holds

    def _inline(self, parent: Iterable[Element], line: Line) -> None:
        for element in parent:
            tag = element.tag
            if tag == _RUN:
                self._run(element, line)
            elif tag in _INLINE_FRAMES:
                self._inline(element, line)
            elif tag == _CONTROL:
                self._control(element, line)
            elif tag == _FIELD:
                self._object("F:" + _instruction(value(element, "instr")), element, [element], line)
            elif tag in _MATHS:
                self._object("M:" + "".join(map(str, element.itertext())), element, [element], line)

    def _control(self, element: Element, line: Line) -> None:
        """Read a content control: one that shows a property is an object, for its text follows the property.

        LibreOffice writes a control once per run, each time with more of its text: the first one has it whole.
        """
        step = _LAST_STEP.search(value(element.find("w:sdtPr/w:dataBinding", NS), "xpath"))
        again = _repeats(element)
        if step is None and not again:
            self._inline(_content(element), line)
        elif step is not None and again and line:
            line[-1].runs.append(element)
        elif step is not None:
            self._object("B:" + step[1], element, [element], line)

    def _object(self, key: str, node: Element, runs: list[Element], line: Line) -> None:
        if not self._hidden():
            line.append(Piece(OBJECT, node, runs, key))

    def _hidden(self) -> bool:
        return any(not one.link for one in self.open)

    def _run(self, run: Element, line: Line) -> None:
        for node in run:
            tag = node.tag
            if tag == _MARKS:
                continue
            if tag == _MARK:
                self._field_mark(value(node, "fldCharType"), run, node, line)
            elif self.open and self._hidden():
                if tag == _INSTRUCTION:
                    self.open[-1].instruction += node.text or ""
                self._note(run)
            elif tag == _TEXT:
                if text := node.text:
                    line.append(Piece(text.replace(OBJECT, "\ufffd"), node, [run]))
            else:
                self._other(tag, run, node, line)

    def _other(self, tag: str, run: Element, node: Element, line: Line) -> None:
        """Read what is neither text nor field; page breaks and marks of the editor are nothing that is said."""
        if tag in _CHARACTERS:
            line.append(Piece(_CHARACTERS[tag], node, [run]))
        elif tag == _BREAK:
            if value(node, "type") in ("", "textWrapping"):
                line.append(Piece("\n", node, [run]))
        elif tag == _SYMBOL:
            self._object(f"S:{value(node, 'font')}:{value(node, 'char')}", node, [run], line)
        elif tag in _DRAWN:
            self._object("I:" + self._picture(node), node, [run], line)
        elif tag in _NOTES:
            self._object("N", node, [run], line)

    def _field_mark(self, kind: str, run: Element, node: Element, line: Line) -> None:
        if kind == "begin":
            runs = [run]
            piece = None if self._hidden() else Piece(OBJECT, node, runs, "F:")
            if piece:
                line.append(piece)
            self._note(run)
            self.open.append(_Field(runs, piece))
        elif self.open:
            self._note(run)
            one = self.open[-1]
            if kind == "separate" and one.piece and _LINK.match(one.instruction):
                line[:] = [piece for piece in line if piece is not one.piece]
                one.link, one.piece = True, None
            if kind == "end":
                self.open.pop()
                if one.piece:
                    one.piece.key = "F:" + _instruction(one.instruction)

    def _note(self, run: Element) -> None:
        for one in self.open:
            if one.runs[-1] is not run:
                one.runs.append(run)

    def _picture(self, node: Element) -> str:
        """Return what a drawing shows: digests of its pictures and of the words in it."""
        targets = self.work.targets(self.part)
        pictures = set()
        for element in node.iter():
            for name, reference in element.attrib.items():
                if str(name).startswith("{" + NS["r"]) and str(reference) in targets:
                    data = self.work.parts.get(targets[str(reference)][1])
                    if data is not None:
                        pictures.add(_digest(data))
        words = "".join(t.text or "" for t in node.iter(_TEXT) if not in_fallback(t))
        return "+".join([*sorted(pictures), *([_digest(words.encode())] if words or not pictures else [])])


def _repeats(control: Element) -> bool:
    """Tell whether a content control stands right behind one of the same name."""
    name, before = value(control.find("w:sdtPr/w:alias", NS)), control.getprevious()
    if not name or before is None or before.tag != _CONTROL:
        return False
    return value(before.find("w:sdtPr/w:alias", NS)) == name


def _content(control: Element) -> Iterable[Element]:
    found = control.find(W + "sdtContent")
    return () if found is None else found


def _within(parent: Iterable[Element], wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, controls around them looked through, inner tables not."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _BLOCK_FRAMES:
            yield from _within(child, wanted)
        elif child.tag == _CONTROL:
            yield from _within(_content(child), wanted)


def _instruction(text: str) -> str:
    """Return a field's instruction with its switches in order: editors sort them anew."""
    parts = text.split()
    return " ".join([parts[0].upper(), *sorted(parts[1:])]) if parts else ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_SHORT]


def _is_struck(paragraph: Element) -> bool:
    """Tell whether the deletion of a paragraph's end is tracked."""
    properties = paragraph.find(_PROPERTIES)
    marks = None if properties is None else properties.find(_MARKS)
    return marks is not None and marks.find(_DELETED) is not None
