"""Checks of what points at what: styles and lists, fields, contents list, bookmarks, references."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from iso20k_docs.inspect.lint.finding import Check, PackageCheck, Problem, problem
from iso20k_docs.inspect.markup import NS, R, W, bookmark_names, fields, style_of, text_of, value
from iso20k_docs.inspect.package import Package, relationships
from iso20k_docs.model.words import Words

_NEEDED = ("word/styles.xml", "word/numbering.xml", "word/settings.xml", "docProps/core.xml")
_STYLE_NAMES = ("pStyle", "rStyle", "tblStyle")
_BOOKMARK = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_ENTRY = re.compile(r"TOC\d")
_REFERENCE = re.compile(r"(?:PAGE)?REF (\S+)")
_TEXT_REFERENCE = re.compile(r"REF (\S+) \\h")
CONTENTS_LEVELS = 2


def _structure(package: Package) -> Iterator[Problem]:
    for part in _NEEDED:
        if part not in package.trees:
            yield problem("缺少部件", "the part is missing", part)
    yield from _dangling(package)
    lists = {value(n, "numId") for n in package.tree("word/numbering.xml").iter(W + "num")} | {"0"}
    for part, story in (*package.stories.items(), ("word/styles.xml", package.tree("word/styles.xml"))):
        yield from _undefined(package, part, story, lists)
        for cell in story.iter(W + "tc"):
            if len(cell) == 0 or cell[-1].tag != W + "p":
                yield problem("单元格不以段落结尾", "a cell doesn't end with a paragraph", part, cell)


def _dangling(package: Package) -> Iterator[Problem]:
    for part, tree in package.trees.items():
        if not part.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(part))
        outside = {one.get("Id", "") for one in tree.iterfind("rel:Relationship[@TargetMode='External']", NS)}
        for name, (_, target) in relationships(tree, folder).items():
            if name not in outside and target not in package.parts:
                yield problem(f"缺少部件{target}", f"part {target} is missing", part)


def _undefined(package: Package, part: str, story: etree._Element, lists: set[str]) -> Iterator[Problem]:
    used = {name: place for tag in _STYLE_NAMES for place in story.iter(W + tag) if (name := value(place))}
    for style, place in used.items():
        if style not in package.styles:
            yield problem(f"样式{style}未定义", f"style {style} isn't defined", part, place)
    numbers = {name: place for place in story.iter(W + "numId") if (name := value(place))}
    for number, place in numbers.items():
        if number not in lists:
            yield problem(f"列表{number}未定义", f"list {number} isn't defined", part, place)


def _fields(package: Package) -> Iterator[Problem]:
    for part, story in package.stories.items():
        yield from _unbalanced(part, story)
        for instruction, result in fields(story):
            if not result.strip():
                yield problem(f"域 {instruction} 没有结果", f"field {instruction} has no cached result", part)


def _unbalanced(part: str, story: etree._Element) -> Iterator[Problem]:
    depth = 0
    for mark in story.iter(W + "fldChar"):
        kind = value(mark, "fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth < 0:
            yield problem("域有结尾而无开头", "a field ends that never began", part, mark)
            return
    if depth:
        yield problem("域有开头而无结尾", "a field never ends", part)


def _contents(package: Package) -> Iterator[Problem]:
    entries = contents_entries(package)
    if not entries:
        return
    headings = [p for level, p in package.outline if level < CONTENTS_LEVELS]
    if len(entries) != len(headings):
        yield problem(
            f"目录{len(entries)}条，标题{len(headings)}个",
            f"{len(entries)} contents entries for {len(headings)} headings",
            package.main,
        )
    for entry, heading in zip(entries, headings, strict=False):
        yield from _entry(package.main, entry, heading)
    instructions = (mark.text or "" for mark in package.body.iter(W + "instrText"))
    if any("\\t" in text for text in instructions if "TOC" in text):
        yield problem(
            "目录域列出了样式名，其分隔符随系统区域而变",
            "the contents field names styles: its separator depends on the locale",
            package.main,
        )


def contents_entries(package: Package) -> list[etree._Element]:
    """Return the paragraphs of the contents list."""
    return [p for p in package.body.iter(W + "p") if _ENTRY.fullmatch(style_of(p))]


def _entry(part: str, entry: etree._Element, heading: etree._Element) -> Iterator[Problem]:
    said, title = text_of(entry), text_of(heading)
    anchor = value(entry.find("w:hyperlink", NS), "anchor")
    if anchor not in bookmark_names(heading):
        yield problem(
            f"目录条目没有指向标题“{title}”", f"the contents entry doesn't point at heading '{title}'", part, entry
        )
    if title not in said:
        yield problem(
            f"目录条目与标题“{title}”不一致",
            f"the contents entry says something else than heading '{title}'",
            part,
            entry,
        )


def _bookmarks(package: Package) -> Iterator[Problem]:
    names = Counter(bookmark_names(package.document))
    for name, count in names.items():
        if count > 1:
            yield problem(f"书签{name}出现{count}次", f"bookmark {name} stands {count} times", package.main)
        if not _BOOKMARK.fullmatch(name):
            yield problem(
                f"书签名“{name}”不合 Word 的规则", f"bookmark name '{name}' isn't one of Word's", package.main
            )
    starts, ends = (
        Counter(value(b, "id") for b in package.document.iter(W + tag)) for tag in ("bookmarkStart", "bookmarkEnd")
    )
    if starts != ends or any(count > 1 for count in starts.values()):
        yield problem("书签的起止标记不成对", "the marks of the bookmarks don't pair", package.main)
    for target, place in _targets(package.document):
        if target not in names:
            yield problem(f"没有名为{target}的书签", f"nothing is called {target}", package.main, place)


def _targets(document: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for link in document.iter(W + "hyperlink"):
        if link.get(R + "id") is None:
            yield value(link, "anchor"), link
    for instruction in document.iter(W + "instrText"):
        found = _REFERENCE.match((instruction.text or "").strip())
        if found:
            yield found.group(1), instruction


def _cached_references(package: Package) -> Iterator[Problem]:
    texts = _bookmark_texts(package.body)
    for instruction, result in fields(package.body):
        found = _TEXT_REFERENCE.fullmatch(instruction)
        there = texts.get(found.group(1), "") if found else result
        if found and there != result:
            yield problem(
                f"引用{found.group(1)}显示“{result}”，该处为“{there}”",
                f"the reference to {found.group(1)} prints '{result}', the place says '{there}'",
                package.main,
            )


def _bookmark_texts(body: etree._Element) -> dict[str, str]:
    opened: dict[str, str] = {}
    texts: dict[str, str] = {}
    for element in body.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "t"):
        if element.tag == W + "bookmarkStart":
            opened[value(element, "id")] = value(element, "name")
            texts[value(element, "name")] = ""
        elif element.tag == W + "bookmarkEnd":
            opened.pop(value(element, "id"), None)
        else:
            for name in opened.values():
                texts[name] += element.text or ""
    return texts


_AGAIN = Words("重新生成该文件", "generate the file again")
_UPDATE = Words("在 Word 中全选后按 F9 更新域", "select all in Word and press F9 to update the fields")
CHECKS: tuple[PackageCheck, ...] = (
    Check(1, "structure", _AGAIN, _structure),
    Check(7, "fields", _UPDATE, _fields),
    Check(
        8,
        "contents-list",
        Words("在 Word 中右击目录，更新整个目录", "right-click the contents list in Word and update the entire table"),
        _contents,
    ),
    Check(
        10,
        "bookmarks",
        Words(
            "恢复被删除的标题或表题，或删去该引用",
            "restore the heading or caption that was removed, or remove the reference",
        ),
        _bookmarks,
    ),
    Check(11, "cached-references", _UPDATE, _cached_references),
)
