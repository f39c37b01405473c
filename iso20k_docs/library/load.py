"""Loads the content library: every document definition, the tiers and the standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from iso20k_docs.library.cache import KnownLibrary
from iso20k_docs.library.definitions import DocumentDefinition, LibraryDefinition, Process, TierDefinition
from iso20k_docs.library.folders import Folders
from iso20k_docs.library.standard import StandardDefinition
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.reading.source import Source
from iso20k_docs.reading.validate import validate
from iso20k_docs.reading.yaml import read

STANDARD = "standards/iso-iec-20000-1-2018.yaml"


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """A document definition and the stem of its files."""

    definition: DocumentDefinition
    stem: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document definition as just read, with the place of every value: what the rules look at."""

    definition: DocumentDefinition
    source: Source
    stem: str


@dataclass(frozen=True, slots=True)
class Library:
    """The content library; documents are in the order of the numbering plan."""

    folders: Folders
    definition: LibraryDefinition
    standard: StandardDefinition
    documents: Mapping[str, LoadedDocument]

    def tier(self, definition: DocumentDefinition) -> TierDefinition:
        """Return the tier that a document belongs to."""
        return next(t for t in self.definition.tiers if t.type == definition.type)


def load_library(folders: Folders, cache: Path | None = None) -> Library:
    """Load the library; UserError with everything that is wrong in its files.

    A library without a fault is kept in the `cache` folder and taken from there while its files stay the same.
    """
    known = KnownLibrary(cache, folders)
    found = known.fetch()
    if not isinstance(found, Library):
        found = _read_library(folders)
        known.keep(found)
    return found


def _read_library(folders: Folders) -> Library:
    definition = validate(LibraryDefinition, _read(folders, "library.yaml"))
    standard = validate(StandardDefinition, _read(folders, STANDARD))
    problems: list[Diagnostic] = []
    loaded: list[ReadDocument] = []
    for tier in definition.tiers:
        for name in folders.names(tier.folder, ".yaml"):
            try:
                loaded.append(_document(folders, name))
            except UserError as failure:
                problems.extend(failure.diagnostics)
    problems.extend(_structure_problems(loaded, definition, standard))
    if problems:
        raise UserError(problems)
    order = {tier.type: position for position, tier in enumerate(definition.tiers)}
    loaded.sort(key=lambda d: (order[d.definition.type], d.definition.number))
    documents = {d.definition.id: LoadedDocument(d.definition, d.stem) for d in loaded}
    return Library(folders, definition, standard, documents)


def _read(folders: Folders, name: str) -> Source:
    path = folders.find(name)
    if path is None:
        message = Words(f"模板库缺少{name}", f"the library lacks {name}")
        raise UserError([error("library-file-missing", message, Place(f"templates/{name}"))])
    return read(path, f"templates/{name}")


def _document(folders: Folders, name: str) -> ReadDocument:
    source = _read(folders, name)
    return ReadDocument(validate(DocumentDefinition, source), source, name.removesuffix(".yaml"))


def _structure_problems(
    loaded: Iterable[ReadDocument], definition: LibraryDefinition, standard: StandardDefinition
) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    known = {p.id for p in definition.planned} | {d.definition.id for d in loaded}
    numbers: dict[str, str] = {}
    for document in loaded:
        found += _identity_problems(document, numbers)
        found += _mark_problems(document, standard)
        found += _citation_problems(document, known)
    return found + _interface_problems({d.definition.id: d for d in loaded})


def _identity_problems(document: ReadDocument, numbers: dict[str, str]) -> list[Diagnostic]:
    definition, source = document.definition, document.source
    found = []
    if not document.stem.endswith("/" + definition.id):
        message = Words(
            f"标识“{definition.id}”与文件名不同", f"the id '{definition.id}' differs from the name of the file"
        )
        found.append(error("id-not-file-name", message, source.place(("id",))))
    first = numbers.setdefault(definition.number, definition.id)
    if first != definition.id:
        message = Words(
            f"编号{definition.number}已被“{first}”使用", f"number {definition.number} is taken by '{first}'"
        )
        found.append(error("duplicate-number", message, source.place(("number",))))
    return found


def _mark_problems(document: ReadDocument, standard: StandardDefinition) -> list[Diagnostic]:
    found = []
    clauses = {c.clause for c in standard.clauses}
    for position, clause in enumerate(document.definition.clauses):
        if clause not in clauses:
            message = Words(f"标准没有条款{clause}", f"the standard has no clause {clause}")
            found.append(error("unknown-clause", message, document.source.place(("clauses", position))))
    for path, requirement in _marks(document.definition):
        if requirement not in standard.requirements:
            message = Words(f"标准没有要求{requirement}", f"the standard has no requirement {requirement}")
            found.append(error("unknown-requirement", message, document.source.place(path)))
    return found


def _marks(definition: DocumentDefinition) -> Iterable[tuple[tuple[str | int, ...], str]]:
    for position, requirement in enumerate(definition.requirements):
        yield ("requirements", position), requirement
    for anchor, marks in definition.marks.items():
        for position, requirement in enumerate(marks):
            yield ("marks", anchor, position), requirement
    for number, step in enumerate(definition.process.steps if definition.process else ()):
        for position, requirement in enumerate(step.requirements):
            yield ("process", "steps", number, "requirements", position), requirement


def _citation_problems(document: ReadDocument, known: set[str]) -> list[Diagnostic]:
    found = []
    for path, cited in _citations(document.definition):
        if cited not in known:
            message = Words(f"没有文件“{cited}”", f"there is no document '{cited}'")
            found.append(error("unknown-document", message, document.source.place(path)))
    return found


Cited = Iterable[tuple[tuple[str | int, ...], str]]


def _citations(definition: DocumentDefinition) -> Cited:
    for key in ("instructions", "records", "related"):
        for position, cited in enumerate(getattr(definition, key)):
            yield (key, position), cited
    if definition.form:
        yield ("form", "process"), definition.form.process
    if definition.process:
        yield from _step_citations(definition.process)
        yield from _partner_citations(definition.process)


def _step_citations(process: Process) -> Cited:
    for number, step in enumerate(process.steps):
        here = ("process", "steps", number)
        for position, cited in enumerate(step.records):
            yield (*here, "records", position), cited
        for position, branch in enumerate(step.branches):
            if branch.to.startswith("doc:"):
                yield (*here, "branches", position, "to"), branch.to.removeprefix("doc:")


def _partner_citations(process: Process) -> Cited:
    for key in ("inputs", "outputs", "interfaces"):
        for position, item in enumerate(getattr(process, key)):
            for field in ("process", "record"):
                if getattr(item, field):
                    yield ("process", key, position, field), getattr(item, field)


def _interface_problems(documents: Mapping[str, ReadDocument]) -> list[Diagnostic]:
    """An interface between two processes of the library stands in both, under one id, with opposite directions."""
    found = []
    for document in documents.values():
        process = document.definition.process
        for position, interface in enumerate(process.interfaces if process else ()):
            other = documents.get(interface.process)
            if other is None or other.definition.process is None:
                continue
            opposite = "in" if interface.direction == "out" else "out"
            here = document.definition.id
            if not any(
                i.id == interface.id and i.process == here and i.direction == opposite
                for i in other.definition.process.interfaces
            ):
                message = Words(
                    f"“{interface.process}”没有以相反方向确认接口“{interface.id}”",
                    f"'{interface.process}' does not confirm the interface '{interface.id}' in the other direction",
                )
                place = document.source.place(("process", "interfaces", position))
                found.append(error("interface-not-confirmed", message, place))
    return found
