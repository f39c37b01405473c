"""Gives every reference its label and its target, and fills the tables that need the whole set."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise

from iso20k_docs.compose.walk import with_references, with_texts
from iso20k_docs.library.definitions import LibraryDefinition
from iso20k_docs.model.bookmarks import PlaceKind, bookmark
from iso20k_docs.model.diagnostics import Diagnostic, Place, error
from iso20k_docs.model.index import DocumentIndex, Index
from iso20k_docs.model.nodes import Block, Document, Inlines, Landscape, Reference, Row, Table, Text
from iso20k_docs.model.register import Cited, Entry, Register
from iso20k_docs.model.words import Language, Words

#: Builds the rows of a set-wide table for one document.
SetTables = Mapping[str, Callable[[Language], tuple[Row, ...]]]

#: What a place is called in English where its document need not be named.
_PLACE = re.compile(r"(section|step|Table|Figure|Appendix) ")


class Resolver:
    """Resolves the references of one document."""

    def __init__(self, document: Document, register: Register, index: Index, planned: Mapping[str, Words]) -> None:
        self._document, self._register, self._index, self._planned = document, register, index, planned
        self.problems: list[Diagnostic] = []

    def resolve(self, set_tables: SetTables) -> Document:
        """Return the document with all labels and links; dangling references are noted in `problems`."""
        document = self._document
        return replace(
            document,
            help=self._text(document.help),
            footnote=self._text(document.footnote),
            blocks=tuple(self._block(block, set_tables) for block in document.blocks),
        )

    def _block(self, block: Block, set_tables: SetTables) -> Block:
        return with_texts(_filled(block, set_tables, self._document.language), self._text)

    def _text(self, text: Inlines) -> Inlines:
        labelled = with_references(text, self._labelled)
        return labelled if labelled is text or self._document.language == "zh" else _without_article(labelled)

    def _labelled(self, reference: Reference) -> Reference:
        place = reference.place
        found = self._inner(reference, place) if place else self._outer(reference)
        return replace(found, label=reference.label) if reference.label else found

    # --- inside the document

    def _inner(self, reference: Reference, kind: PlaceKind) -> Reference:
        index = self._index[self._document.id, self._document.language]
        label = place_label(kind, reference.anchor, index, self._document.language)
        if label is None:
            self._problem(reference)
            return replace(reference, label=reference.anchor)
        return replace(reference, label=label, href="#" + bookmark(kind, reference.anchor))

    # --- between documents

    def _outer(self, reference: Reference) -> Reference:
        language = self._document.language
        cited = self._register.cited(reference.document, reference.anchor)
        if cited is None:
            return self._planned_or_unknown(reference)
        title = (cited.part or cited.entry).title.in_(language)
        if cited.document == self._document.id != reference.document:
            return self._within(reference, cited, title)
        href = way(self._document.path, cited.entry, language)
        named = {"code": cited.entry.code, "title": title}.get(reference.label_kind)
        label = named or _titled(cited.entry.title.in_(language), language)
        anchor = self._anchor(cited)
        if not anchor:
            return replace(reference, label=label, href=href if cited.document != self._document.id else "")
        found = self._anchored(reference, cited.document, anchor, label, href)
        asked = bool(reference.anchor) and cited.anchor == reference.anchor
        return replace(found, label=named) if named and not asked else found

    def _within(self, reference: Reference, cited: Cited, title: str) -> Reference:
        """Return a reference to a chapter of the document itself, where the author named the document it would be."""
        anchor = self._anchor(cited)
        if not anchor:
            return self._outer(replace(reference, document=cited.document))
        found = self._anchored(reference, cited.document, anchor, "", "")
        named = {"code": cited.entry.code, "title": title}.get(reference.label_kind)
        alone = _alone(found.label, self._document.language)
        if cited.part and not cited.anchor:
            alone = _beside(title, alone, self._document.language)
        return replace(found, label=named or alone)

    def _anchor(self, cited: Cited) -> str:
        """Return the anchor as it is in the document to open: those of a chapter begin with its id.

        The organisation's own documents have anchors that nobody knows.
        """
        if cited.entry.own:
            return ""
        if cited.part is None:
            return cited.anchor
        if not cited.anchor:
            return cited.part.id
        index = self._index[cited.document, self._document.language]
        within = f"{cited.part.id}-{cited.anchor}"
        if within in index.sections or within in index.tables or within in index.figures:
            return within
        return f"step-{cited.part.id}-{cited.anchor.removeprefix('step-')}"

    def _anchored(self, reference: Reference, document: str, anchor: str, label: str, href: str) -> Reference:
        index, language = self._index[document, self._document.language], self._document.language
        place = _place_at(anchor, index)
        if place is None:
            self._problem(reference)
            return replace(reference, label=label, href=href)
        said = _behind_title(*place, index, language)
        joined = label + said if language == "zh" else f"{label}, {said}"
        return replace(reference, label=joined, href=f"{href}#{bookmark(*place)}")

    def _planned_or_unknown(self, reference: Reference) -> Reference:
        title = self._planned.get(reference.document)
        if title is None:
            self._problem(reference)
            return replace(reference, label=reference.document)
        text = title.in_(self._document.language)
        plain_title = reference.label_kind in ("code", "title")
        return replace(reference, label=text if plain_title else _titled(text, self._document.language))

    def _problem(self, reference: Reference) -> None:
        target = "#".join(filter(None, [reference.document, reference.anchor]))
        message = Words(f"引用的“{target}”不存在", f"the reference '{target}' leads nowhere")
        place = Place(f"templates/…/{self._document.id} ({self._document.language})")
        self.problems.append(error("dangling-citation", message, place))


def place_label(kind: PlaceKind, anchor: str, index: DocumentIndex, language: Language) -> str | None:
    """Return how a place is cited within its own document, None where it has no such place."""
    zh = language == "zh"
    match kind:
        case "section" if anchor in index.sections:
            return section_label(index, anchor, language)
        case "table" if anchor in index.tables:
            return f"表 {index.tables[anchor]}" if zh else f"Table {index.tables[anchor]}"
        case "figure" if anchor in index.figures:
            return f"图 {index.figures[anchor]}" if zh else f"Figure {index.figures[anchor]}"
        case "step" if anchor in index.steps:
            return f"步骤{index.steps[anchor]}" if zh else f"step {index.steps[anchor]}"
        case _:
            return None


def _place_at(anchor: str, index: DocumentIndex) -> tuple[PlaceKind, str] | None:
    """Return the place that an anchor names from outside, where those of steps begin with `step-`."""
    step = anchor.removeprefix("step-")
    if step != anchor and step in index.steps:
        return "step", step
    places: tuple[tuple[PlaceKind, Mapping[str, object]], ...] = (
        ("section", index.sections),
        ("table", index.tables),
        ("figure", index.figures),
    )
    return next(((kind, anchor) for kind, known in places if anchor in known), None)


def _behind_title(kind: PlaceKind, anchor: str, index: DocumentIndex, language: Language) -> str:
    """Return a place as it stands behind the title of its document: `3.2`, `第3章`, `section 3.2`, `Table 1`."""
    said = place_label(kind, anchor, index, language) or ""
    if kind != "section":
        return said
    if language == "zh":
        return _chapter(said)
    return said if index.sections[anchor].appendix else f"section {said}"


def section_label(index: DocumentIndex, anchor: str, language: Language) -> str:
    """Return how a section is cited: `8.2`, `附录A`, `Appendix A`."""
    section = index.sections[anchor]
    if not section.appendix:
        return section.number
    return f"附录 {section.number}" if language == "zh" else f"Appendix {section.number}"


def _filled(block: Block, set_tables: SetTables, language: Language) -> Block:
    """Fill the tables that need the whole set, on landscape pages too."""
    match block:
        case Table(source=source) if source:
            return replace(block, rows=set_tables[source](language))
        case Landscape():
            return replace(block, blocks=tuple(_filled(each, set_tables, language) for each in block.blocks))
        case _:
            return block


def _without_article(text: Inlines) -> Inlines:
    """Drop the article before a document's title where a section of this document is cited instead."""
    found = list(text)
    for at, (before, item) in enumerate(pairwise(text)):
        if not isinstance(item, Reference) or not isinstance(before, Text):
            continue
        within = item.document and item.href.startswith("#") and _PLACE.match(item.label)
        if within and before.text.endswith("the "):
            found[at] = replace(before, text=before.text.removesuffix("the "))
    return tuple(found)


def _alone(label: str, language: Language) -> str:
    """Return the place of a citation without the document: `第3.2节`, `section 3.2`."""
    bare = label.removeprefix(", ")
    return f"第{bare}节" if language == "zh" and bare[:1].isdigit() else bare


def _beside(title: str, place: str, language: Language) -> str:
    """Return the title of a chapter with its number: `《重大事件管理程序》（第3章）`, `Major incidents (section 3)`."""
    return f"{_titled(title, language)}（{place}）" if language == "zh" else f"{title} ({place})"


def _chapter(number: str) -> str:
    """Return a Chinese section number as it stands behind a title: a bare `5` would read as part of it."""
    return f"第{number}章" if number.isdigit() else number


def way(source: str, entry: Entry, language: Language) -> str:
    """Return the way from a file of the set to a document; empty where its place is known in words only."""
    if entry.own is None:
        return relative(source, entry.files[language])
    return relative(source, entry.own.path) if entry.own.path else entry.own.address


def relative(source: str, target: str) -> str:
    """Return the way from one file of the set to another."""
    return _way(posixpath.dirname(source), target)


@cache
def _way(folder: str, target: str) -> str:
    return posixpath.relpath(target, folder)


def _titled(title: str, language: Language) -> str:
    return f"《{title}》" if language == "zh" else title


def planned_titles(definition: LibraryDefinition) -> dict[str, Words]:
    """Return the titles of documents that texts may cite though they are not in the library yet."""
    return {planned.id: planned.title for planned in definition.planned}
