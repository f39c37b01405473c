"""What is known and counted while one document is written."""

from __future__ import annotations

from iso20k_docs.model.nodes import Document, Table
from iso20k_docs.writers.docx.columns import Arrangement, arrange
from iso20k_docs.writers.docx.index import build_index
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.numbering import FIRST_LIST
from iso20k_docs.writers.docx.package import relationship
from iso20k_docs.writers.docx.properties import ControlledField, bound_values

_FIRST_CONTROL = 310000001


class Story:
    """The counters, relationships and link targets of the document that is being written."""

    def __init__(self, document: Document, look: Look, *, locked: bool = False) -> None:
        self.document = document
        self.language = document.language
        self.look = look
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
            found = self._arrangements[key] = arrange(table, width, self.language)
        return found
