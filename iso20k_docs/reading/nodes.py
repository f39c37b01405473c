"""YAML as a tree of nodes with places, built from the parser's events without recursion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.reading.scalars import TAGS, plain_value
from iso20k_docs.reading.text import unfit, unfit_character

#: How deep mappings and lists may stand in one another.
DEEPEST = 60


@dataclass(slots=True, eq=False)
class Scalar:
    """A single value."""

    place: Place
    text: str
    value: object
    plain: bool


@dataclass(slots=True, eq=False)
class Listing:
    """A list."""

    place: Place
    items: list[Node] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Append an item."""
        self.items.append(node)


@dataclass(slots=True, eq=False)
class Map:
    """A mapping: pairs in the order of the file."""

    place: Place
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    waiting: Node | None = None

    def add(self, node: Node) -> None:
        """Take a key, then its value, in turn."""
        if self.waiting is None:
            self.waiting = node
            return
        if isinstance(self.waiting, Scalar):
            self.pairs.append((self.waiting, node))
        self.waiting = None


Node = Scalar | Listing | Map


@dataclass(slots=True)
class Builder:
    """Takes events one by one; afterwards `roots` holds the documents and `errors` what is wrong with them."""

    file: str
    roots: list[Node] = field(default_factory=list)
    errors: list[Diagnostic] = field(default_factory=list)
    _open: list[Listing | Map] = field(default_factory=list)
    _anchors: dict[str, Node] = field(default_factory=dict)

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser."""
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.SequenceStartEvent():
                self._start(Listing(self._place(event)), event, "tag:yaml.org,2002:seq")
            case yaml.MappingStartEvent():
                self._start(Map(self._place(event)), event, "tag:yaml.org,2002:map")
            case yaml.CollectionEndEvent():
                self._end()
            case yaml.AliasEvent():
                self._alias(str(event.anchor), self._place(event))
            case yaml.DocumentStartEvent():
                self._anchors = {}

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark is not None else Place(self.file, 1, 1)

    def _place_of_nothing(self, event: yaml.ScalarEvent) -> Place:
        """Return the key whose value is absent: the two parsers see nothing at different places."""
        parent = self._open[-1] if self._open else None
        if isinstance(parent, Map) and parent.waiting is not None:
            return parent.waiting.place
        return self._place(event) if parent is not None else Place(self.file, 1, 1)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        place = self._place(event) if text else self._place_of_nothing(event)
        # the file as a whole was searched already: only what is escaped in double quotes can be new
        bad = unfit_character(text) if event.style == '"' else None
        if bad is not None:
            self.errors.append(unfit(bad, place))
        plain = bool(event.implicit[0])
        value = plain_value(text) if plain else self._tagged(event.tag, text, place)
        self._put(Scalar(place, text, value, plain), event.anchor)

    def _tagged(self, tag: str | None, text: str, place: Place) -> object:
        if tag in (None, "!", TAGS[str]):
            return text
        value = plain_value(text)
        if tag != TAGS.get(type(value)):
            self.errors.append(_unknown_tag(str(tag), place))
        return value

    def _start(self, node: Listing | Map, event: yaml.CollectionStartEvent, tag: str) -> None:
        if event.tag not in (None, "!", tag):
            self.errors.append(_unknown_tag(str(event.tag), node.place))
        if len(self._open) >= DEEPEST:
            raise UserError([too_deep(node.place)])
        self._put(node, event.anchor)
        self._open.append(node)

    def _end(self) -> None:
        done = self._open.pop()
        if isinstance(done, Map):
            self.errors.extend(_duplicate_keys(done))

    def _alias(self, name: str, place: Place) -> None:
        node = self._anchors.get(name)
        if node is not None and all(node is not opened for opened in self._open):
            self._add(node, place)
            return
        self.errors.append(_unknown_alias(name, place) if node is None else _alias_in_itself(name, place))
        self._add(Scalar(place, f"*{name}", None, plain=False), place)

    def _put(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        self._add(node, node.place)

    def _add(self, node: Node, place: Place) -> None:
        if not self._open:
            self.roots.append(node)
            return
        parent = self._open[-1]
        if isinstance(parent, Map) and parent.waiting is None and not isinstance(node, Scalar):
            self.errors.append(_key_not_text(place))
        parent.add(node)


def too_deep(place: Place) -> Diagnostic:
    """Say that lists and mappings are nested too deeply."""
    return error(
        "too-large",
        Words(f"嵌套超过 {DEEPEST} 层", f"more than {DEEPEST} levels are nested in one another"),
        place,
    )


def _duplicate_keys(node: Map) -> Iterator[Diagnostic]:
    first: dict[str, Place] = {}
    for key, _ in node.pairs:
        if key.text not in first:
            first[key.text] = key.place
            continue
        line = first[key.text].line
        yield error(
            "duplicate-key",
            Words(f"键“{key.text}”重复，第 {line} 行已有", f"the key '{key.text}' is already on line {line}"),
            key.place,
            Words("删除其中一个，或合并两处内容", "Delete one of the two, or join what they hold"),
        )


def _unknown_tag(tag: str, place: Place) -> Diagnostic:
    name = tag.replace("tag:yaml.org,2002:", "!!")
    return error(
        "unknown-tag",
        Words(f"不支持标签“{name}”", f"the tag '{name}' is not supported here"),
        place,
        Words("删除以 ! 开头的标签；要写文字请加引号", "Delete the tag that begins with '!'; put text in quotes"),
    )


def _unknown_alias(name: str, place: Place) -> Diagnostic:
    return error(
        "unknown-alias",
        Words(f"引用“*{name}”之前没有“&{name}”", f"'*{name}' is used, but there is no '&{name}' before it"),
        place,
        Words(f'要写以 * 开头的文字请加引号："*{name}"', f"Put text that begins with '*' in quotes: \"*{name}\""),
    )


def _alias_in_itself(name: str, place: Place) -> Diagnostic:
    return error(
        "alias-in-itself",
        Words(f"“*{name}”引用了它自己所在的内容", f"'*{name}' stands inside what it repeats"),
        place,
    )


def _key_not_text(place: Place) -> Diagnostic:
    return error(
        "invalid-yaml",
        Words("键应是一个词，不能是列表或另一组键", "a key is a single word, not a list or another group of keys"),
        place,
        Words("以 { 或 [ 开头的文字请加引号", "Put text that begins with '{' or '[' in quotes"),
    )
