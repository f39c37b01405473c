"""Reads YAML files: the only place that knows the YAML library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml as library

from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.reading.nodes import DEEPEST, Builder, Listing, Map, Node, Scalar, too_deep
from iso20k_docs.reading.source import Path, Source
from iso20k_docs.reading.text import MOST_ALIKE, decode

__all__ = ["Path", "Source", "parse", "read"]

#: Values of one file after its aliases are written out.
MOST_VALUES = 200_000

_FAST: Any = getattr(library, "CSafeLoader", library.SafeLoader)
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)


def read(path: FilePath, name: str | None = None) -> Source:
    """Read a YAML file; `name` is how messages call it (the path as given otherwise).

    Raises UserError with every problem found.
    """
    shown = name if name is not None else path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as failure:
        raise UserError([_unreadable(shown, failure)]) from None
    return parse(data, shown)


def parse(data: bytes, name: str) -> Source:
    """Read the bytes of a YAML file called `name`; UserError with every problem found."""
    text = decode(data, name)
    built = _build(text, name)
    if not built.roots:
        raise UserError([_empty(name)])
    if len(built.roots) > 1:
        built.errors.append(_second_document(built.roots[1].place))
    if built.errors:
        raise UserError(sorted(built.errors, key=lambda found: (found.place.line or 0, found.place.column or 0)))
    return _Expansion(name).source(built.roots[0])


def _build(text: str, name: str) -> Builder:
    """Build the nodes with the C parser where it is installed; what it refuses is left to the Python parser.

    So the messages are the same on every machine. The two read tabs differently, hence the second condition.
    """
    if "\t" not in text and _FAST is not library.SafeLoader:
        try:
            return _run(_FAST, text, name)
        except library.YAMLError:
            pass
    try:
        return _run(library.SafeLoader, text, name)
    except library.MarkedYAMLError as failure:
        raise UserError(_syntax_errors(text, failure, name)) from None


def _run(loader: Any, text: str, name: str) -> Builder:  # noqa: ANN401 - the library is not typed
    builder = Builder(name)
    parser = loader(text)
    try:
        while parser.check_event():
            builder.take(parser.get_event())
    finally:
        parser.dispose()
    return builder


@dataclass(slots=True)
class _Expansion:
    """Turns nodes into plain data, writes aliases and merge keys out, and notes the places."""

    file: str
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    count: int = 0

    def source(self, root: Node) -> Source:
        return Source(self.file, self._value(root, ()), self.places, self.keys)

    def _value(self, node: Node, path: Path) -> object:
        self._count()
        if len(path) > DEEPEST:
            raise UserError([too_deep(node.place)])
        self.places[path] = node.place
        if isinstance(node, Scalar):
            return node.value
        if isinstance(node, Listing):
            return [self._value(item, (*path, index)) for index, item in enumerate(node.items)]
        return self._mapping(node, path)

    def _mapping(self, node: Map, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, value in self._pairs(node, 0):
            if key.text in data:
                continue
            here = (*path, key.text)
            self.keys[here] = key.place
            data[key.text] = self._value(value, here)
        return data

    def _pairs(self, node: Map, depth: int) -> Iterator[tuple[Scalar, Node]]:
        """Yield the pairs of a mapping, then those it merges in with `<<`; the first of a key counts."""
        self._count()
        if depth > DEEPEST:
            raise UserError([too_deep(node.place)])
        merged: list[Map] = []
        for key, value in node.pairs:
            if key.plain and key.text == "<<":
                merged.extend(_merged(key, value))
            else:
                yield key, value
        for other in merged:
            yield from self._pairs(other, depth + 1)

    def _count(self) -> None:
        self.count += 1
        if self.count > MOST_VALUES:
            raise UserError([_too_many_values(self.file)])


def _merged(key: Scalar, value: Node) -> list[Map]:
    found = value.items if isinstance(value, Listing) else [value]
    maps = [item for item in found if isinstance(item, Map)]
    if len(maps) != len(found):
        raise UserError([_merge_of_no_mapping(key.place)])
    return maps


# --- what can be wrong -------------------------------------------------------------------------------------------


def _unreadable(name: str, failure: OSError) -> Diagnostic:
    if isinstance(failure, FileNotFoundError):
        message = Words("没有这个文件", "there is no such file")
    elif isinstance(failure, IsADirectoryError):
        message = Words("这是文件夹，不是文件", "this is a folder, not a file")
    else:
        message = Words("不能读这个文件（无权限或被占用）", "the file cannot be read (no permission, or in use)")
    return error("unreadable-file", message, Place(name))


def _empty(name: str) -> Diagnostic:
    return error("empty-file", Words("文件是空的", "the file is empty"), Place(name, 1, 1))


def _second_document(place: Place) -> Diagnostic:
    return error(
        "invalid-yaml",
        Words("一个文件只能有一份内容，这里又开始了一份", "a file holds one document; here a second one begins"),
        place,
        Words("删除单独成行的 ---", "Delete the line that consists of ---"),
    )


def _too_many_values(name: str) -> Diagnostic:
    return error(
        "too-large",
        Words(
            f"展开别名（*名称）后超过 {MOST_VALUES} 个值",
            f"with its aliases (*name) written out, the file holds more than {MOST_VALUES} values",
        ),
        Place(name, 1, 1),
    )


def _merge_of_no_mapping(place: Place) -> Diagnostic:
    return error(
        "invalid-yaml",
        Words("“<<:”后面应是别名所指的一组键", "'<<:' is followed by an alias of a group of keys"),
        place,
    )


def _syntax_errors(text: str, failure: library.MarkedYAMLError, name: str) -> list[Diagnostic]:
    """Say what is wrong in plain words; where lines are indented by tabs, that is the cause."""
    tabs = [_tab(text, match.end() - 1, name) for match in _TAB_INDENT.finditer(text)]
    return tabs[:MOST_ALIKE] or [_syntax_error(text, failure, name)]


def _tab(text: str, at: int, name: str) -> Diagnostic:
    line_start = text.rfind("\n", 0, at) + 1
    return error(
        "tab-indentation",
        Words("行首有制表符（Tab）", "the line is indented with a tab"),
        Place(name, text.count("\n", 0, at) + 1, at - line_start + 1),
        Words("缩进只用空格，每层 2 个", "Indent with spaces only, two for each level"),
    )


def _syntax_error(text: str, failure: library.MarkedYAMLError, name: str) -> Diagnostic:
    problem = f"{failure.context} {failure.problem}"
    unended = "quoted scalar" in problem and "end of stream" in problem
    mark = (failure.context_mark if unended else failure.problem_mark) or failure.problem_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    lines = text.splitlines()
    near = "\n".join(lines[max(0, line - 1) : line + 1])
    message, hint = _in_plain_words(problem, near)
    return error("invalid-yaml", message, Place(name, line + 1, column + 1), hint)


_CANNOT_READ = Words("从这里起读不懂", "the text cannot be understood from here on")
_INDENTATION = Words(
    "检查缩进：同一层的键左对齐；列表项以“- ”开头",
    "Check the indentation: keys of one level begin in the same column; list items begin with '- '",
)
_FULL_WIDTH_COLON = Words(
    "键后面用半角冒号加空格“: ”，不用“：”",
    "After a key use ': ' (half width, with a space), not '：'",
)
_NO_SPACE = re.compile(r"^ *(?:- )?[\w-]+:[^\s:/]", re.MULTILINE)
_SPACE_AFTER_COLON = Words("冒号后空一格", "A space follows the colon after a key")
#: What the parser says -> what we say and advise. The first that fits counts.
_PLAIN_WORDS: tuple[tuple[str, Words, Words], ...] = (
    (
        "escape",
        Words("双引号内的 \\ 用错了", "a backslash inside double quotes is used in a wrong way"),
        Words("写作 \\\\，或改用单引号", "Write it as \\\\, or use single quotes"),
    ),
    (
        "quoted scalar",
        Words("引号没有配对", "a quotation mark has no partner"),
        Words(
            '补上结尾的引号；双引号内的 \\ 和 " 写作 \\\\ 和 \\"',
            'Add the closing mark; inside double quotes write \\ and " as \\\\ and \\"',
        ),
    ),
    (
        "cannot start any token",
        Words("一个值不能以这个字符开头", "a value cannot begin with this character"),
        Words("给这个值加引号", "Put the value in quotes"),
    ),
    (
        "mapping values are not allowed",
        Words("这里不该有冒号", "a colon cannot stand here"),
        Words(
            "值里有“: ”时给整个值加引号；同一层的键左对齐",
            "Put a value that contains ': ' in quotes; keys of one level begin in the same column",
        ),
    ),
    (
        "could not find expected ':'",
        Words("键后面没有冒号", "a key is not followed by a colon"),
        Words("写成“键: 值”，冒号后空一格", "Write 'key: value', with a space after the colon"),
    ),
    (
        "flow ",
        Words("括号没有配对，或项与项之间少逗号", "a bracket has no partner, or a comma is missing between items"),
        Words(
            "检查 [ ] 和 { }；以它们开头的文字请加引号",
            "Check [ ] and { }; put text that begins with one of them in quotes",
        ),
    ),
)


def _in_plain_words(problem: str, near: str) -> tuple[Words, Words]:
    message, hint = next(((m, h) for sign, m, h in _PLAIN_WORDS if sign in problem), (_CANNOT_READ, _INDENTATION))
    if "quoted scalar" in problem:
        return message, hint
    if "：" in near:
        hint = _FULL_WIDTH_COLON
    elif _NO_SPACE.search(near):
        hint = _SPACE_AFTER_COLON
    return message, hint
