"""The document sets of the example profiles, each made once in a test process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from iso20k_docs.model.changes import Generated
from iso20k_docs.model.nodes import Document
from iso20k_docs.model.words import LANGUAGES
from iso20k_docs.pipeline import Built, Prepared, build, prepare, write

ROOT = Path(__file__).parent.parent
PROFILES = {path.stem: path for path in sorted((ROOT / "profiles").glob("*.yaml"))}


@dataclass(frozen=True)
class DocumentSet:
    """Everything that one profile gives: trees and files in the languages that it asks for."""

    name: str
    prepared: Prepared
    built: Built

    @property
    def code(self) -> str:
        return self.prepared.organisation.profile.org.code

    @property
    def files(self) -> tuple[Generated, ...]:
        return _files(self.name)

    def pairs(self) -> Iterator[tuple[Document, Generated]]:
        """Each tree with its file."""
        return zip(self.built.documents, self.files, strict=True)


@cache
def prepared(name: str) -> Prepared:
    """A profile, checked, on the shipped library."""
    return prepare(PROFILES[name])


@cache
def document_set(name: str) -> DocumentSet:
    """The set of a profile; the files are written when they are first asked for."""
    ready = prepared(name)
    return DocumentSet(name, ready, build(ready, ready.languages))


@cache
def _files(name: str) -> tuple[Generated, ...]:
    return write(document_set(name).built.documents, prepared(name).look)


@cache
def in_both_languages(name: str) -> Built:
    """The trees of a profile in both languages, whichever it asks for."""
    ready = prepared(name)
    return document_set(name).built if ready.languages == LANGUAGES else build(ready, LANGUAGES)
