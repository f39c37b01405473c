"""Markdown, as the library's authors write it, to the blocks of a document.

The parser is markdown-it with tables and `:::` containers; headings carry attributes in braces. What the templates
printed from the profile arrives with its marks hidden (`compose.environment`) and becomes text marked as fact.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from iso20k_docs.compose.environment import FACT_END, FACT_START, SHOW
from iso20k_docs.compose.spacing import close_up
from iso20k_docs.model.nodes import (
    Align,
    Block,
    Callout,
    Cell,
    Column,
    Figure,
    Heading,
    Inline,
    Inlines,
    Landscape,
    LineBreak,
    List,
    ListItem,
    Paragraph,
    Reference,
    Row,
    Table,
    Text,
    Tone,
)
from iso20k_docs.model.words import Language

#: Builds a derived table from its directive: name, caption, anchor -> table, or None where the name is unknown.
DerivedTables = Callable[[str, Inlines, str], Table | None]
#: Draws figures from their directive: name, caption, anchor -> figures, or None where the name is unknown.
DrawnFigures = Callable[[str, Inlines, str], tuple[Figure, ...] | None]
#: Colours a cell whose whole text is a priority.
Tones = dict[str, Tone]

_ATTRIBUTES = re.compile(r"\s*\{#(?P<anchor>[a-z][a-z0-9-]*)(?P<rest>[^}]*)\}\s*$")
_REQUIREMENTS = re.compile(r'req="([^"]*)"')
_HEADING_FLAGS = frozenset({"appendix"})
_TABLE_FLAGS = frozenset({"dense", "fill", "grid", "labels"})
#: What an entry takes in ems in a column that is left empty to be filled in.
_ENTRY = 8
_DEEPEST = 3
#: What is left in a text where an author's mark was not understood. Marks within values are hidden at that time.
_LEFT_OVER = re.compile(r"\*\*|\]\(|\{#|`|</?[A-Za-z]")
_CALLOUTS = ("note", "warning", "key")
_BREAK = "<br>"
_LINKS = {
    "doc": "document", "code": "code", "title": "title", "sec": "section", "tbl": "table", "fig": "figure",
    "step": "step",
}  # fmt: skip
_ID_DIGITS = 8


class MarkdownError(Exception):
    """Something in a text that the library's Markdown does not have; `line` counts in the rendered text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


class _Markdown(MarkdownIt):
    """The parser; the library's links name documents, not addresses, so they are taken as written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's name
        return url


@cache
def _parser() -> MarkdownIt:
    parser = _Markdown("commonmark", {"html": False}).enable("table")
    parser.disable(["code", "fence", "html_block", "html_inline", "lheading", "reference", "autolink", "image"])
    parser.disable(["backticks", "entity"])
    parser.use(container_plugin, "block", validate=lambda params, markup: True)
    return parser


def digest(text: str) -> str:
    """Return a short stable key of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]


# --- inline ------------------------------------------------------------------------


def plain(inlines: Sequence[Inline]) -> str:
    """Return the text of inlines, references by their target."""
    parts = []
    for inline in inlines:
        match inline:
            case Text():
                parts.append(inline.text)
            case LineBreak():
                parts.append("\n")
            case Reference():
                parts.append(inline.label or f"{inline.document}#{inline.anchor}")
    return "".join(parts)


def wording(inlines: Sequence[Inline]) -> str:
    """Return the template's own words of inlines, without the facts: what stays when the profile changes."""
    return plain([i for i in inlines if not (isinstance(i, Text) and i.fact)])


def inline(text: str, language: Language) -> Inlines:
    """Return the inlines of one line of Markdown."""
    if not any(mark in text for mark in "*_[\\<\n"):
        return _runs(text, language, strong=False, emphasis=False)
    token = _parser().parseInline(text)[0]
    return _inlines(token, language)


def _inlines(token: Token, language: Language) -> Inlines:
    found: list[Inline] = []
    strong = emphasis = 0
    link: tuple[str, list[Inline]] | None = None
    for child in token.children or ():
        target = link[1] if link else found
        match child.type:
            case "text":
                _refuse_left_over(child.content)
                target.extend(_runs(child.content, language, strong=strong > 0, emphasis=emphasis > 0))
            case "softbreak":
                target.append(Text("" if language == "zh" else " "))
            case "hardbreak":
                target.append(LineBreak())
            case "strong_open" | "strong_close":
                strong += child.nesting
            case "em_open" | "em_close":
                emphasis += child.nesting
            case "link_open":
                link = (str(child.attrs["href"]), [])
            case "link_close" if link:
                found.append(_reference(link[0], plain(link[1])))
                link = None
            case other:
                raise MarkdownError(f"'{other}' is not part of the library's Markdown", 0)
    return _tidy(found, language)


def _refuse_left_over(text: str) -> None:
    found = _LEFT_OVER.search(text.replace(_BREAK, ""))
    if found:
        raise MarkdownError(f"'{found[0]}' is not understood here and would be printed as it stands", 0)


def _runs(text: str, language: Language, *, strong: bool, emphasis: bool) -> tuple[Inline, ...]:
    found: list[Inline] = []
    depth = 0
    for piece in re.split(f"([{FACT_START}{FACT_END}\n]|{_BREAK})", text):
        if piece == FACT_START:
            depth += 1
        elif piece == FACT_END:
            depth -= 1
        elif piece in (_BREAK, "\n"):
            found.append(LineBreak())
        elif piece:
            found.extend(_shown(piece, strong=strong, emphasis=emphasis, fact=depth > 0))
    return tuple(found) if strong or emphasis else _tidy(found, language)


def _shown(piece: str, *, strong: bool, emphasis: bool, fact: bool) -> Iterator[Inline]:
    """Yield the run with its hidden marks shown again; a line break within a value stays one."""
    for number, line in enumerate(re.split("\r\n|\r|\n", piece.translate(SHOW))):
        if number:
            yield LineBreak()
        if line:
            yield Text(line, strong, emphasis, fact)


def _tidy(inlines: list[Inline], language: Language) -> Inlines:
    """Close up Chinese text, across the borders of runs too, and join equal runs."""
    inlines = _closed_up(inlines) if language == "zh" else _one_full_stop(inlines)
    joined: list[Inline] = []
    for item in inlines:
        last = joined[-1] if joined else None
        if isinstance(item, Text) and isinstance(last, Text) and _look(item) == _look(last):
            joined[-1] = Text(last.text + item.text, *_look(item))
        elif not isinstance(item, Text) or item.text:
            joined.append(item)
    return tuple(joined)


def _look(text: Text) -> tuple[bool, bool, bool]:
    return text.strong, text.emphasis, text.fact


def _one_full_stop(inlines: list[Inline]) -> list[Inline]:
    """Let the full stop of a sentence serve for that of a fact before it, such as `Co., Ltd.`."""
    found = list(inlines)
    for position, (item, following) in enumerate(pairwise(inlines)):
        if isinstance(item, Text) and item.fact and isinstance(following, Text) and following.text.startswith("."):
            found[position] = Text(item.text.removesuffix("."), *_look(item))
    return found


def _closed_up(inlines: list[Inline]) -> list[Inline]:
    found: list[Inline] = []
    for position, item in enumerate(inlines):
        if not isinstance(item, Text) or item.fact or " " not in item.text:
            found.append(item)
            continue
        before = _edge(inlines, position - 1, last=True)
        after = _edge(inlines, position + 1, last=False)
        closed = close_up(before + item.text + after)
        found.append(Text(closed[len(before) : len(closed) - len(after)], *_look(item)))
    return found


def _edge(inlines: list[Inline], position: int, *, last: bool) -> str:
    """Return the character of a neighbour that a space would stand beside; a reference counts as Chinese."""
    if not 0 <= position < len(inlines):
        return ""
    item = inlines[position]
    if isinstance(item, Reference):
        return "》" if last else "《"
    return (item.text[-1:] if last else item.text[:1]) if isinstance(item, Text) else ""


def _reference(href: str, label: str) -> Reference:
    scheme, _, target = href.translate({ord(FACT_START): None, ord(FACT_END): None}).translate(SHOW).partition(":")
    kind = _LINKS.get(scheme)
    if kind is None:
        raise MarkdownError(f"a link begins with {', '.join(k + ':' for k in _LINKS)}; found '{href}'", 0)
    if kind in ("section", "table", "figure", "step"):
        return Reference(kind, "", target, label)  # type: ignore[arg-type]
    document, _, anchor = target.partition("#")
    return Reference(kind, document, anchor, label)  # type: ignore[arg-type]


# --- blocks ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Attributes:
    anchor: str = ""
    flags: frozenset[str] = frozenset()
    requirements: tuple[str, ...] = ()


def _attributes(text: str) -> tuple[str, _Attributes]:
    match = _ATTRIBUTES.search(text)
    if match is None:
        return text, _Attributes()
    rest = match["rest"]
    requirements = _REQUIREMENTS.search(rest)
    flags = frozenset(f[1:] for f in _REQUIREMENTS.sub("", rest).split() if f.startswith("."))
    marks = tuple(requirements[1].split()) if requirements else ()
    return text[: match.start()], _Attributes(match["anchor"], flags, marks)


def _no_figures(name: str, caption: Inlines, anchor: str) -> tuple[Figure, ...] | None:
    return None


class BlockReader:
    """Reads the blocks of one text; ids are made of anchors and of the template's own words."""

    def __init__(
        self, language: Language, derived: DerivedTables, tones: Tones, drawn: DrawnFigures = _no_figures
    ) -> None:
        self._language, self._derived, self._tones, self._drawn = language, derived, tones, drawn
        self._section = "start"
        self._level = 0
        self._in_appendices = False
        self._taken: dict[str, int] = {}
        self._tokens: list[Token] = []
        self._at = 0

    def read(self, text: str) -> tuple[Block, ...]:
        """Return the blocks of a Markdown text; MarkdownError where it is not the library's Markdown."""
        self._tokens, self._at = _parser().parse(text), 0
        return tuple(self._blocks(""))

    def _blocks(self, until: str) -> list[Block]:
        blocks: list[Block] = []
        while self._at < len(self._tokens) and self._tokens[self._at].type != until:
            line = self._line()
            try:
                blocks.extend(self._block())
            except MarkdownError as failure:
                raise MarkdownError(failure.message, failure.line or line) from None
        self._at += 1
        return _leads(blocks)

    def _line(self) -> int:
        token = self._tokens[min(self._at, len(self._tokens) - 1)]
        return token.map[0] + 1 if token.map else 0

    def _block(self) -> list[Block]:
        token = self._tokens[self._at]
        match token.type:
            case "heading_open":
                return [self._heading(token)]
            case "paragraph_open":
                text = self._text(token.type)
                return [Paragraph(self._id("p", text), text)]
            case "bullet_list_open" | "ordered_list_open":
                return [self._list(token)]
            case "container_block_open":
                return self._container(token)
            case "table_open":
                raise MarkdownError("a table stands in a '::: table' block that gives its caption", self._line())
            case other:
                raise MarkdownError(f"'{other}' is not part of the library's Markdown", self._line())

    def _id(self, kind: str, text: Inlines) -> str:
        """Return the id of a text: spaces count for nothing, for they come and go with the facts beside them."""
        own = "".join(wording(text).split()) or plain(text)
        return self._unique(f"{self._section}/{kind}-{digest(own)}")

    def _unique(self, name: str) -> str:
        count = self._taken.get(name, 0) + 1
        self._taken[name] = count
        return name if count == 1 else f"{name}-{count}"

    def _text(self, opening: str) -> Inlines:
        """Return the inlines between an opening token and its closing one, and step behind them."""
        content = self._tokens[self._at + 1]
        self._at += 3
        return _inlines(content, self._language)

    def _heading(self, token: Token) -> Heading:
        content = self._tokens[self._at + 1]
        self._at += 3
        title, attributes = _attributes(content.content)
        if not attributes.anchor:
            raise MarkdownError("a heading has an anchor {#...}", 0)
        _refuse_flags(attributes, _HEADING_FLAGS)
        level = self._heading_level(int(token.tag[1:]), appendix="appendix" in attributes.flags)
        self._section = attributes.anchor
        return Heading(
            id=self._unique(attributes.anchor),
            level=level,
            anchor=attributes.anchor,
            text=inline(title.strip(), self._language),
            requirements=attributes.requirements,
            appendix="appendix" in attributes.flags,
        )

    def _heading_level(self, level: int, *, appendix: bool) -> int:
        """Return the level; MarkdownError where Word's numbering could not print it as the index counts it."""
        if level > min(self._level + 1, _DEEPEST):
            raise MarkdownError(f"a heading of level {level} cannot stand below one of level {self._level}", 0)
        if appendix and level > 1:
            raise MarkdownError("an appendix is a heading of level 1", 0)
        if self._in_appendices and not appendix:
            raise MarkdownError("only appendices, without sections below them, stand behind an appendix", 0)
        self._level, self._in_appendices = level, appendix
        return level

    # --- lists

    def _list(self, token: Token) -> List:
        items = tuple(self._items(token, 0))
        return List(self._unique(f"{items[0].id}/list"), token.type == "ordered_list_open", items)

    def _items(self, token: Token, level: int) -> Iterator[ListItem]:
        closing = token.type.replace("_open", "_close")
        self._at += 1
        while self._tokens[self._at].type != closing:
            self._at += 1
            yield from self._item_content(level)
            self._at += 1
        self._at += 1

    def _item_content(self, level: int) -> Iterator[ListItem]:
        while self._tokens[self._at].type != "list_item_close":
            token = self._tokens[self._at]
            if token.type == "paragraph_open":
                text = self._text(token.type)
                yield ListItem(self._id("li", text), level, text)
            elif token.type in ("bullet_list_open", "ordered_list_open") and level == 0:
                yield from self._items(token, 1)
            else:
                raise MarkdownError("a list has at most two levels and only text in its items", self._line())

    # --- containers

    def _container(self, token: Token) -> list[Block]:
        name, _, rest = token.info.strip().partition(" ")
        title, attributes = _attributes(rest)
        caption = inline(title.strip(), self._language)
        self._at += 1
        if name == "table":
            return [self._table(caption, attributes)]
        inner = self._blocks("container_block_close")
        if name in _CALLOUTS:
            return [self._callout(name, inner)]
        if name == "landscape":
            return [Landscape(self._unique(f"{self._section}/landscape"), tuple(inner))]
        figures = self._drawn(name, caption, attributes.anchor)
        if figures is not None and not inner:
            return list(figures)
        table = self._derived(name, caption, attributes.anchor)
        if table is None:
            raise MarkdownError(f"there is no block '::: {name}'" if name else "this ':::' closes no block", 0)
        if inner:
            raise MarkdownError(f"'::: {name}' makes its rows itself and holds no text", 0)
        return [_flagged(table, attributes)] if table.rows or table.source else []

    def _callout(self, kind: str, inner: list[Block]) -> Callout:
        match inner:
            case [Paragraph() as paragraph]:
                return Callout(self._id(kind, paragraph.text), kind, paragraph.text)  # type: ignore[arg-type]
            case _:
                raise MarkdownError(f"'::: {kind}' holds one paragraph", 0)

    def _table(self, caption: Inlines, attributes: _Attributes) -> Table:
        if not caption or not attributes.anchor or self._tokens[self._at].type != "table_open":
            raise MarkdownError("'::: table' has a caption, an anchor {#...} and then the rows", 0)
        columns, rows = self._grid(attributes.anchor)
        note = self._blocks("container_block_close")
        match note:
            case []:
                text: Inlines = ()
            case [Paragraph() as paragraph]:
                text = paragraph.text
            case _:
                raise MarkdownError("behind the rows of a table stands at most one paragraph, its note", 0)
        table = Table(f"table-{attributes.anchor}", columns, rows, caption, attributes.anchor, note=text)
        return _flagged(table, attributes)

    def _grid(self, anchor: str) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        table: list[list[tuple[Token, Inlines]]] = []
        while self._tokens[self._at].type != "table_close":
            token = self._tokens[self._at]
            if token.type == "tr_open":
                table.append([])
            elif token.type in ("th_open", "td_open"):
                table[-1].append((token, _inlines(self._tokens[self._at + 1], self._language)))
            self._at += 1
        self._at += 1
        taken: dict[str, int] = {}
        columns = tuple(
            Column(_counted(taken, digest(plain(text)) if text else "blank"), text, _align(token))
            for token, text in table[0]
        )
        rows = tuple(self._row(anchor, [text for _, text in cells]) for cells in table[1:])
        return columns, rows

    def _row(self, anchor: str, texts: list[Inlines]) -> Row:
        key = self._unique(f"table-{anchor}/{digest(plain(texts[0]) or plain(texts[-1]))}")
        return Row(key, tuple(cell(text, self._tones) for text in texts))


def _counted(taken: dict[str, int], name: str) -> str:
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def _align(token: Token) -> Align:
    style = str(token.attrs.get("style", ""))
    return next((a for a in ("center", "right") if style.endswith(a)), "left")


def cell(text: Inlines, tones: Tones) -> Cell:
    """Return a table cell: a paragraph per line, coloured where it is a priority."""
    lines: list[list[Inline]] = [[]]
    for item in text:
        if isinstance(item, LineBreak):
            lines.append([])
        else:
            lines[-1].append(item)
    return Cell(tuple(tuple(line) for line in lines if line), tones.get(plain(text)))


def _refuse_flags(attributes: _Attributes, known: frozenset[str]) -> None:
    for flag in sorted(attributes.flags - known):
        raise MarkdownError(f"there is no '.{flag}' here; known: {', '.join('.' + k for k in sorted(known))}", 0)


def _flagged(table: Table, attributes: _Attributes) -> Table:
    _refuse_flags(attributes, _TABLE_FLAGS)
    flags = attributes.flags
    return replace(
        table,
        columns=_to_fill(table) if "fill" in flags else table.columns,
        dense=table.dense or "dense" in flags,
        style="grid" if "grid" in flags else table.style,
        header=table.header and "labels" not in flags,
    )


def _to_fill(table: Table) -> tuple[Column, ...]:
    """Return the columns, those without any text with room for entries by hand."""
    texts = [[bool(cell.paragraphs) for cell in row.cells] for row in table.rows]
    return tuple(
        column if any(row[at] for row in texts) else replace(column, room=_ENTRY)
        for at, column in enumerate(table.columns)
    )


def _leads(blocks: list[Block]) -> list[Block]:
    """A paragraph before a list stays with it."""
    found: list[Block] = []
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if isinstance(block, Paragraph) and isinstance(following, List):
            found.append(replace(block, role="lead"))
        else:
            found.append(block)
    return found
