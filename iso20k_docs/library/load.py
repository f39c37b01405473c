"""Loads the content library: every document definition, the tiers and the standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from iso20k_docs.library.cache import KnownLibrary
from iso20k_docs.library.certification import Certification, load_certification
from iso20k_docs.library.changes import Changes, load_changes
from iso20k_docs.library.definitions import DocumentDefinition, LibraryDefinition, TierDefinition
from iso20k_docs.library.files import read_file, read_if_there
from iso20k_docs.library.folders import Folders
from iso20k_docs.library.rules import Names, ReadDocument, cross_map_problems, problems_of
from iso20k_docs.library.standard import CrossMap, StandardDefinition, standard_file
from iso20k_docs.library.wording import Glossary, load_glossary
from iso20k_docs.model.diagnostics import Diagnostic, UserError
from iso20k_docs.reading.validate import validate
from iso20k_docs.reading.yaml import read

EDITION = "ISO/IEC 20000-1:2018"
STANDARD = f"{standard_file(EDITION)}.yaml"


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """A document definition and the stem of its files."""

    definition: DocumentDefinition
    stem: str


@dataclass(frozen=True, slots=True)
class Library:
    """The content library with one edition of the standard; documents are in the order of the numbering plan."""

    folders: Folders
    definition: LibraryDefinition
    standard: StandardDefinition
    documents: Mapping[str, LoadedDocument]
    cross_map: CrossMap = field(default_factory=CrossMap)
    glossary: Glossary = field(default_factory=Glossary)
    certification: Certification = field(default_factory=Certification)
    changes: Changes = field(default_factory=Changes)

    @property
    def clause_owners(self) -> Mapping[str, str]:
        """Clause with requirements -> the role that answers for it."""
        return self.standard.clause_owners or self.definition.clause_owners

    def tier(self, definition: DocumentDefinition) -> TierDefinition:
        """Return the tier that a document belongs to."""
        return next(t for t in self.definition.tiers if t.type == definition.type)


def load_library(folders: Folders, cache: Path | None = None, edition: str = EDITION) -> Library:
    """Load the library for an edition of the standard; UserError with everything that is wrong in its files.

    A library without a fault is kept in the `cache` folder and taken from there while its files stay the same.
    """
    known = KnownLibrary(cache, folders, edition)
    found = known.fetch()
    if not isinstance(found, Library):
        found = _read_library(folders, edition)
        known.keep(found)
    return found


def editions(folders: Folders) -> list[str]:
    """Return the names of the editions that the library has."""
    files = (folders.find(name) for name in folders.names("standards", ".yaml"))
    found = (read(path).data for path in files if path is not None)
    return sorted(str(data["name"]) for data in found if isinstance(data, dict) and "name" in data)


def _read_library(folders: Folders, edition: str) -> Library:
    definition = validate(LibraryDefinition, read_file(folders, "library.yaml"))
    standard = validate(StandardDefinition, read_file(folders, f"{standard_file(edition)}.yaml"))
    cross_map = read_if_there(CrossMap, folders, f"{standard_file(edition)}-crossmap.yaml")
    problems: list[Diagnostic] = []
    loaded: list[ReadDocument] = []
    for tier in definition.tiers:
        for name in folders.names(tier.folder, ".yaml"):
            try:
                loaded.append(_document(folders, name))
            except UserError as failure:
                problems.extend(failure.diagnostics)
    problems.extend(problems_of(loaded, definition, standard, _names(folders)))
    problems.extend(cross_map_problems(cross_map, standard))
    if problems:
        raise UserError(problems)
    order = {tier.type: position for position, tier in enumerate(definition.tiers)}
    loaded.sort(key=lambda d: (order[d.definition.type], d.definition.number))
    documents = {d.definition.id: LoadedDocument(d.definition, d.stem) for d in loaded}
    certification, changes = load_certification(folders), load_changes(folders)
    return Library(folders, definition, standard, documents, cross_map, load_glossary(folders), certification, changes)


def _document(folders: Folders, name: str) -> ReadDocument:
    source = read_file(folders, name)
    return ReadDocument(validate(DocumentDefinition, source), source, name.removesuffix(".yaml"))


def _names(folders: Folders) -> Names:
    """Return the names that the defaults give: a profile adds none and takes none away."""
    facts = read_file(folders, "defaults/standard.yaml").data
    roles = read_file(folders, "defaults/roles.yaml").data
    assert isinstance(facts, dict) and isinstance(roles, dict)
    return Names(frozenset(roles), frozenset(facts["tools"]), frozenset(facts["retention"]["classes"]))
