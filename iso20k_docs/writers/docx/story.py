"""What is known and counted while one document is written."""

from __future__ import annotations

import hashlib

from iso20k_docs.model.nodes import Document, Table
from iso20k_docs.writers.docx.columns import Arrangement, arrange
from iso20k_docs.writers.docx.index import build_index
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.numbering import FIRST_LIST
from iso20k_docs.writers.docx.package import relationship
from iso20k_docs.writers.docx.properties import ControlledField, bound_values
from iso20k_docs.writers.docx.scale import Layout, layout

_FIRST_CONTROL = 310000001
_IDENTITIES = 0x80000000


class Story:
    """The counters, relationships and link targets of the document that is being written."""

    def __init__(self, document: Document, look: Look, *, locked: bool = False) -> None:
        self.document = document
        self.language = document.language
        self.look = look
        self.layout: Layout = layout(look, document.language)
        self.index = build_index(document)
        self.values = bound_values(document)
        self.locked = locked
        self.fields: list[ControlledField] = []
        self.lists = 0
        self.relationships: list[str] = []
        self._links: dict[tuple[str, str], int] = {}
        self._arrangements: dict[tuple[str, int], Arrangement] = {}
        self._marks = 0
        self._controls = 0
        self._drawings = 0
        self._written_marks: set[str] = set()
        self._identities: set[int] = set()

    @property
    def has_contents(self) -> bool:
        """Whether a contents list stands in the document: it asks for one and has headings for it."""
        return self.document.contents and bool(self.index.contents())

    def mark(self) -> int:
        """Return the number of the next bookmark."""
        self._marks += 1
        return self._marks

    def is_new_mark(self, name: str) -> bool:
        """Tell whether a bookmark is written for the first time; Word drops a second one of the same name."""
        if name in self._written_marks:
            return False
        self._written_marks.add(name)
        return True

    def identity(self, block: str) -> str:
        """Return the attribute that carries the id of a block or row from one generation of a document to the next.

        Word wants eight hexadecimal digits below 80000000, each once in a document ([MS-DOCX] 2.6.2.3).
        """
        number = int.from_bytes(hashlib.sha256(block.encode()).digest()[:4], "big") % (_IDENTITIES - 1) + 1
        while number in self._identities:
            number = number % (_IDENTITIES - 1) + 1
        self._identities.add(number)
        return f' w14:paraId="{number:08X}"'

    def control(self) -> int:
        """Return the id of the next content control."""
        self._controls += 1
        return _FIRST_CONTROL + self._controls - 1

    def drawing(self) -> int:
        """Return the id of the next picture."""
        self._drawings += 1
        return self._drawings

    def new_list(self) -> int:
        """Return the `numId` of the next numbered list."""
        self.lists += 1
        return FIRST_LIST + self.lists - 1

    def relate(self, kind: str, target: str, external: bool = False) -> int:
        """Return the number of the document's relationship to a target."""
        number = self._links.get((kind, target))
        if number is None:
            number = self._links[kind, target] = len(self._links) + 1
            self.relationships.append(relationship(number, kind, target, external))
        return number

    def arrangement(self, table: Table, width: int) -> Arrangement:
        """Return the widths and heights of a table in so much room."""
        key = (table.id, width)
        found = self._arrangements.get(key)
        if found is None:
            found = self._arrangements[key] = arrange(table, width, self.layout)
        return found
