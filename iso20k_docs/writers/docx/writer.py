"""From a document tree to the bytes of a DOCX file."""

from __future__ import annotations

from functools import lru_cache

from iso20k_docs.model.nodes import Document, Form
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.body import Stretch, at_page_top, blocks, stretches, with_footnote
from iso20k_docs.writers.docx.front import contents, cover, form_title, revisions
from iso20k_docs.writers.docx.inlines import inlines
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.markup import DECLARATION, STORY_NAMESPACES, paragraph
from iso20k_docs.writers.docx.numbering import numbering_xml
from iso20k_docs.writers.docx.package import (
    Packed,
    content_types_xml,
    generation,
    pack,
    pack_shared,
    package_relationships_xml,
    relationship,
    relationships_xml,
    zip_parts,
)
from iso20k_docs.writers.docx.pages import (
    control_header,
    cover_band,
    footer,
    logo_parts,
    section_end,
    section_properties,
)
from iso20k_docs.writers.docx.paging import Pagination, paginate
from iso20k_docs.writers.docx.properties import app_xml, core_xml, custom_xml, docinfo_store_xml, docinfo_xml, identity
from iso20k_docs.writers.docx.scale import Page
from iso20k_docs.writers.docx.story import Story
from iso20k_docs.writers.docx.styles import styles_xml
from iso20k_docs.writers.docx.theme import font_table_xml, settings_xml, theme_xml

_BASE_RELATIONS = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("numbering", "numbering.xml"),
    ("fontTable", "fontTable.xml"),
    ("theme", "theme/theme1.xml"),
    ("customXml", "../customXml/item1.xml"),
)
_USUAL_LOOK = Look()


class DocxWriter:
    """Writes documents of one look; what they have in common is built and deflated once.

    `protect` locks forms: only their fields can be edited.
    """

    def __init__(self, look: Look = _USUAL_LOOK, *, protect: bool = False) -> None:
        self.look = look
        self.protect = protect
        self._base = lru_cache(maxsize=None)(self._build_base)
        self._numbering = lru_cache(maxsize=64)(self._build_numbering)

    def write(self, document: Document, pages: Pagination | None = None) -> bytes:
        """Return the bytes of a DOCX file: the same document gives the same bytes.

        `pages` are the pages that the contents list and the header name; they are estimated where it isn't given.
        """
        return _Package(self, document).build(pages)

    def base(self, language: Language, *, locked: bool) -> dict[str, Packed]:
        """Return the parts that are the same in every document of a language."""
        return self._base(language, locked)

    def numbering(self, language: Language, lists: int) -> Packed:
        """Return the numbering part of a document with so many numbered lists."""
        return self._numbering(language, lists)

    def _build_base(self, language: Language, locked: bool) -> dict[str, Packed]:
        parts = {
            "_rels/.rels": package_relationships_xml(),
            "word/styles.xml": styles_xml(self.look, language),
            "word/settings.xml": settings_xml(locked=locked),
            "word/fontTable.xml": font_table_xml(self.look),
            "word/theme/theme1.xml": theme_xml(self.look),
            "customXml/itemProps1.xml": docinfo_store_xml(),
            "customXml/_rels/item1.xml.rels": relationships_xml([relationship(1, "customXmlProps", "itemProps1.xml")]),
        }
        packed = {name: pack(content.encode()) for name, content in parts.items()}
        if self.look.logo is not None:
            packed |= {f"word/{target}": pack(data) for target, data in logo_parts(self.look.logo).items()}
        return packed

    def _build_numbering(self, language: Language, lists: int) -> Packed:
        return pack(numbering_xml(self.look, language, lists).encode())


class _Package:
    """One document on its way into a zip file."""

    def __init__(self, writer: DocxWriter, document: Document) -> None:
        self.writer = writer
        self.document = document
        locked = writer.protect and any(isinstance(block, Form) for block in document.blocks)
        self.story = Story(document, writer.look, locked=locked)
        self.parts = dict(writer.base(document.language, locked=locked))
        self.headers = 0
        self.furniture: dict[Page, tuple[int, int]] = {}
        for kind, target in _BASE_RELATIONS:
            self.story.relate(kind, target)

    def build(self, exact: Pagination | None) -> bytes:
        """Write all parts."""
        document, story = self.document, self.story
        body = stretches(document, story.layout)
        pages = exact or paginate(story, body)
        sections = self._sections(body, pages)
        self._add("word/document.xml", self._document_xml(sections, pages.total))
        self._add("word/_rels/document.xml.rels", relationships_xml(story.relationships))
        self.parts["word/numbering.xml"] = self.writer.numbering(document.language, story.lists)
        self._add_properties()
        self.parts["[Content_Types].xml"] = pack_shared(content_types_xml(self.headers, self.headers, self.parts))
        return zip_parts(self.parts)

    def _add(self, name: str, content: str) -> None:
        self.parts[name] = pack(content.encode())

    def _add_properties(self) -> None:
        document, values = self.document, self.story.values
        self._add("docProps/core.xml", core_xml(document, values))
        self.parts["docProps/app.xml"] = pack_shared(app_xml(values))
        made, fields = generation(self.parts), self.story.fields
        self._add("docProps/custom.xml", custom_xml(values, identity(document, made, form=bool(fields))))
        self._add("customXml/item1.xml", docinfo_xml(document, values, fields, made))

    def _sections(self, body: list[Stretch], pages: Pagination) -> list[tuple[Page, str]]:
        """Return the sections of the document: page and content."""
        story = self.story
        found = self._front_sections(pages)
        texts = [(stretch.page, blocks(story, stretch.blocks, stretch.page)) for stretch in body]
        if not self.document.cover:
            texts[0] = (texts[0][0], form_title(story) + texts[0][1])
        elif len(found) > 1 and not self.story.has_contents and texts[0][0] == story.layout.portrait:
            # A revision history without a contents list is short: the text goes on below it.
            texts[0] = (texts[0][0], found.pop()[1] + texts[0][1])
        page, last = texts[-1]
        texts[-1] = (page, with_footnote(last, self._footnote()))
        return found + [(page, at_page_top(text)) for page, text in texts]

    def _front_sections(self, pages: Pagination) -> list[tuple[Page, str]]:
        if not self.document.cover:
            return []
        front = revisions(self.story)
        if self.story.has_contents:
            front += contents(self.story, pages.headings)
        layout = self.story.layout
        return [(layout.cover, cover(self.story)), *([(layout.portrait, front)] if front else [])]

    def _footnote(self) -> str:
        note = self.document.footnote
        return paragraph("TableNote", inlines(self.story, note)) if note else ""

    def _document_xml(self, sections: list[tuple[Page, str]], total: int) -> str:
        found: list[str] = []
        for page, content in sections[:-1]:
            found += (content, section_end(self._section_properties(page, total)))
        page, content = sections[-1]
        found += (content, self._section_properties(page, total))
        return f"{DECLARATION}<w:document {STORY_NAMESPACES}><w:body>{''.join(found)}</w:body></w:document>"

    def _section_properties(self, page: Page, total: int) -> str:
        if page not in self.furniture:
            self.furniture[page] = self._add_furniture(page, total)
        return section_properties(page, *self.furniture[page])

    def _add_furniture(self, page: Page, total: int) -> tuple[int, int]:
        """Add header and footer of a page; return their relationship numbers."""
        self.headers += 1
        number, story = self.headers, self.story
        if page == story.layout.cover:
            self.parts[f"word/header{number}.xml"] = pack_shared(cover_band(story))
        else:
            self._add(f"word/header{number}.xml", control_header(story, page, total))
        self.parts[f"word/footer{number}.xml"] = pack_shared(footer(story, page))
        picture = self.writer.look.logo
        if picture is not None and page != story.layout.cover:
            images = [relationship(at, "image", target) for at, target in enumerate(logo_parts(picture), 1)]
            self.parts[f"word/_rels/header{number}.xml.rels"] = pack_shared(relationships_xml(images))
        return story.relate("header", f"header{number}.xml"), story.relate("footer", f"footer{number}.xml")
