"""The library's changelog: why its documents changed from version to version, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import Field

from iso20k_docs.library.definitions import Definition, Slug, Wording
from iso20k_docs.library.files import read_if_there
from iso20k_docs.library.folders import Folders
from iso20k_docs.model.words import Words


class LibraryVersion(Definition):
    """A version of the library, and why it changed which of its documents."""

    version: str
    documents: dict[Slug, Wording] = Field(default_factory=dict)


class Changes(Definition):
    """The versions of the library, the newest first."""

    versions: tuple[LibraryVersion, ...] = ()

    def since(self, version: str, documents: Iterable[str]) -> Iterator[tuple[str, Words]]:
        """Yield the later versions that changed one of these documents, the newest first, and why."""
        wanted = tuple(documents)
        for each in self.versions:
            if each.version == version:
                return
            found = [each.documents[name] for name in wanted if name in each.documents]
            if found:
                yield each.version, Words("；".join(w.zh for w in found), "; ".join(w.en for w in found))


def load_changes(folders: Folders) -> Changes:
    """Load `changes.yaml`; a library without one tells no reasons. UserError with all that is wrong in it."""
    return read_if_there(Changes, folders, "changes.yaml")
