"""Reads generated documents back: their paragraphs as text, their links and bookmarks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from iso20k_docs.model.changes import Generated
from tests.sets import document_set

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STORY = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


@dataclass(frozen=True)
class ReadBack:
    """What a reader sees of one file."""

    file: Generated
    paragraphs: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    bookmarks: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.file.language}/{self.file.id}"

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@cache
def documents(name: str) -> tuple[ReadBack, ...]:
    """Every file of a profile's set, read back."""
    return tuple(map(read_back, document_set(name).files))


def read_back(file: Generated) -> ReadBack:
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        stories = [etree.fromstring(archive.read(n)) for n in archive.namelist() if _STORY.fullmatch(n)]
        main = etree.fromstring(archive.read("word/document.xml"))
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    targets = {r.get("Id", ""): r.get("Target", "") for r in relations if r.get("TargetMode") == "External"}
    links = tuple(
        (targets[link.get(_R + "id", "")], link.get(_W + "anchor", ""))
        for link in main.iter(_W + "hyperlink")
        if link.get(_R + "id") in targets
    )
    marks = frozenset(mark.get(_W + "name", "") for mark in main.iter(_W + "bookmarkStart"))
    return ReadBack(file, tuple(text for story in stories for text in _paragraphs(story)), links, marks)


def _paragraphs(story: etree._Element) -> Iterator[str]:
    for paragraph in story.iter(_W + "p"):
        parts = (
            "\n" if item.tag == _W + "br" else "\t" if item.tag == _W + "tab" else item.text or ""
            for item in paragraph.iter(_W + "t", _W + "br", _W + "tab")
        )
        text = "".join(parts)
        if text.strip():
            yield text
