"""Ways from the cross-reference, in whatever format and place, to the documents that it names."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from iso20k_docs.model.bookmarks import bookmark
from iso20k_docs.model.crossreference import CrossReference, ListedDocument
from iso20k_docs.model.matrix import Answer
from iso20k_docs.model.words import Language


@dataclass(frozen=True, slots=True)
class Links:
    """Ways into one organisation's set in one language.

    `folder` is the way from the file's own folder to the folder of the set; for a file of the set itself, `place` is
    its folder in it instead.
    """

    reference: CrossReference
    language: Language
    folder: str = ""
    place: str = ""

    @classmethod
    def within(cls, reference: CrossReference, language: Language, path: str) -> Links:
        """Return the ways from a file of the set, by its path below the folder of the set."""
        return cls(reference, language, place=posixpath.dirname(path))

    def document(self, name: str) -> str:
        """Return the way to a document; empty where its place is known in words only."""
        document = self.reference.documents[name]
        path = self._path(document)
        if not path:
            return document.address
        if self.place:
            return posixpath.relpath(path, self.place)
        return posixpath.normpath(posixpath.join(self.folder, path))

    def answer(self, answer: Answer) -> str:
        """Return the way to a section or step, as the bookmark that Word jumps to."""
        way = self.document(answer.id)
        if not way or not answer.anchor:
            return way
        is_step = "/" in answer.section
        name = bookmark("step", answer.anchor.removeprefix("step-")) if is_step else bookmark("section", answer.anchor)
        return f"{way}#{name}"

    def _path(self, document: ListedDocument) -> str:
        return document.path if document.is_own else document.files.get(self.language, "")
