"""A word-processing document from anywhere, opened safely."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from iso20k_docs.inspect.container import LARGEST_FILE, check_container, parse, unpack
from iso20k_docs.inspect.markup import NS, R, W, number, style_of, value
from iso20k_docs.inspect.refusals import refused, unreadable
from iso20k_docs.model.words import Language

_STRICT = "http://purl.oclc.org/ooxml/"
_DOCUMENT_TYPE = re.compile(r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)\.")
_MACROS = re.compile("macroenabled|vbaproject", re.IGNORECASE)
_EMPTY = etree.Element("missing")

Relationships = Mapping[str, tuple[str, str]]
"""Id to kind ("header"; the whole address of a foreign one) and target; inside the package the name of the part."""


@dataclass(frozen=True)
class Package:
    """The parts of a document, read once; `name` is the file as the user knows it, `main` its main part."""

    name: str
    parts: dict[str, bytes]
    entries: tuple[zipfile.ZipInfo, ...]
    trees: dict[str, etree._Element]
    main: str

    def tree(self, part: str) -> etree._Element:
        """Return a part's root; an element without content where there is no such part."""
        return self.trees.get(part, _EMPTY)

    @property
    def document(self) -> etree._Element:
        """The root of the main part."""
        return self.trees[self.main]

    @cached_property
    def body(self) -> etree._Element:
        """The body of the document."""
        found = self.document.find("w:body", NS)
        return _EMPTY if found is None else found

    @cached_property
    def stories(self) -> dict[str, etree._Element]:
        """The document, its headers and its footers by part."""
        furniture = sorted(target for kind, target in self.relationships.values() if kind in ("header", "footer"))
        return {part: self.trees[part] for part in (self.main, *furniture) if part in self.trees}

    @cached_property
    def relationships(self) -> Relationships:
        """The relationships of the main part."""
        folder, _, file = self.main.rpartition("/")
        return relationships(self.tree(f"{folder}/_rels/{file}.rels"), folder)

    @cached_property
    def styles(self) -> dict[str, etree._Element]:
        """The styles by their ids."""
        return {value(s, "styleId"): s for s in self.tree("word/styles.xml").iter(W + "style")}

    @property
    def core(self) -> etree._Element:
        """The core properties."""
        return self.tree("docProps/core.xml")

    @cached_property
    def language(self) -> Language:
        """The language that the core properties name; English where they name none."""
        return "zh" if self.core.findtext("dc:language", "", NS).lower().startswith("zh") else "en"

    @cached_property
    def has_cover(self) -> bool:
        """Whether the document begins with a cover: forms and registers do not."""
        return any(style_of(p) == "Title" for p in self.body.iter(W + "p"))

    def inherited(self, style: str, path: str) -> etree._Element | None:
        """Return the property of a style or of the nearest style it is based on that has it."""
        key = (style, path)
        if key not in self._inherited:
            self._inherited[key] = self._nearest(style, path)
        return self._inherited[key]

    @cached_property
    def _inherited(self) -> dict[tuple[str, str], etree._Element | None]:
        return {}

    def _nearest(self, style: str, path: str) -> etree._Element | None:
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            found = self.styles[style].find(path, NS)
            if found is not None:
                return found
            seen.add(style)
            style = value(self.styles[style].find("w:basedOn", NS))
        return None

    @cached_property
    def outline(self) -> list[tuple[int, etree._Element]]:
        """The headings: outline level from 0 and paragraph."""
        found = []
        for paragraph in self.body.iterchildren(W + "p"):
            level = self.inherited(style_of(paragraph), "w:pPr/w:outlineLvl")
            if level is not None:
                found.append((number(level), paragraph))
        return found


def open_package(path: Path) -> Package:
    """Open a file; UserError with the reason where it is no document or one that can't be trusted."""
    name = path.as_posix()
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refused("file-too-large", name)
        return read_package(path.read_bytes(), name)
    except OSError as problem:
        raise unreadable(name, problem) from problem


def read_package(content: bytes, name: str) -> Package:
    """Read the bytes of a file called `name`; UserError as for `open_package`."""
    check_container(content, name)
    entries, parts = unpack(content, name)
    trees = parse(parts, name)
    _check_kind(parts, trees, name)
    return Package(name, parts, entries, trees, _main_part(trees, name))


def _check_kind(parts: Mapping[str, bytes], trees: Mapping[str, etree._Element], name: str) -> None:
    kinds = [kind.get("ContentType", "") for kind in trees.get("[Content_Types].xml", _EMPTY)]
    if any(_MACROS.search(text) for text in (*kinds, *parts)):
        raise refused("macros", name)
    if any(kind.startswith(_STRICT) for kind, _ in relationships(trees.get("_rels/.rels", _EMPTY), "").values()):
        raise refused("strict-format", name)
    if not any(_DOCUMENT_TYPE.match(kind) for kind in kinds):
        raise refused("not-a-document", name)


def _main_part(trees: Mapping[str, etree._Element], name: str) -> str:
    package = relationships(trees.get("_rels/.rels", _EMPTY), "")
    found = next((target for kind, target in package.values() if kind == "officeDocument"), "")
    if found not in trees or trees[found].tag != W + "document":
        raise refused("not-a-document", name)
    return found


def relationships(tree: etree._Element, folder: str) -> Relationships:
    """Return the relationships in a part; targets inside the package are looked for from `folder`."""
    found = {}
    for one in tree.iterfind("rel:Relationship", NS):
        kind, target = one.get("Type", ""), one.get("Target", "")
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[one.get("Id", "")] = (kind.removeprefix(R[1:-1] + "/"), target)
    return found
