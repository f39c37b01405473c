"""The eight stages in order: load, tailor, compose, number, resolve, write; reconcile and publish are the edge's."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iso20k_docs import __version__
from iso20k_docs.compose.compose import compose
from iso20k_docs.compose.context import LanguageContext, Organisation
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.matrix import MatrixSource, MatrixTables, derive_matrix
from iso20k_docs.compose.number import number
from iso20k_docs.compose.parity import check_texts, parity
from iso20k_docs.compose.resolve import Resolver, SetTables, planned_titles
from iso20k_docs.compose.tailor import tailor
from iso20k_docs.library.folders import Folders
from iso20k_docs.library.load import load_library
from iso20k_docs.model.changes import Generated
from iso20k_docs.model.changes import Standing as FileStanding
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error, info, raise_errors
from iso20k_docs.model.index import DocumentIndex, Index
from iso20k_docs.model.matrix import Matrix
from iso20k_docs.model.nodes import Block, Document, Heading, Paragraph, Table, Text
from iso20k_docs.model.register import Entry
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.profile.load import Loaded, load
from iso20k_docs.regenerate.paths import organisation_folder
from iso20k_docs.regenerate.publish import preview
from iso20k_docs.regenerate.standing import status as standings
from iso20k_docs.writers.docx import DocxWriter, Look
from iso20k_docs.writers.docx.look import readable
from iso20k_docs.writers.text import matrix_csv, matrix_json, matrix_markdown, words_json

Progress = Callable[[int, int], None]
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked profile on a loaded library: what every command starts from."""

    organisation: Organisation
    diagnostics: tuple[Diagnostic, ...]
    logo: bytes | None

    @property
    def look(self) -> Look:
        """How the documents look: the profile's brand on our defaults."""
        brand = self.organisation.profile.brand
        look = Look.preset(brand.fonts, self.logo)
        primary = readable(brand.primary) if brand.primary else look.primary
        return replace(look, primary=primary, accent=readable(brand.accent) if brand.accent else look.accent)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that the profile asks for."""
        return self.organisation.profile.languages


@dataclass(frozen=True, slots=True)
class Built:
    """The document trees of one organisation, numbered and resolved, by language and in the register's order."""

    documents: tuple[Document, ...]
    index: Index
    matrix: Matrix


def prepare(profile: Path, overlay: Path | None = None) -> Prepared:
    """Load profile and library and tailor the register; UserError with all that is wrong."""
    folders = Folders.with_overlay(overlay)
    loaded = load(profile, folders.bases)
    library = load_library(folders, cache_folder())
    organisation = Organisation(loaded.profile, library, loaded.roles, tailor(loaded.profile, library))
    return Prepared(organisation, loaded.diagnostics, _logo(loaded, profile.parent))


def _logo(loaded: Loaded, folder: Path) -> bytes | None:
    """Return the logo; UserError where the profile names a file that isn't there or no PNG."""
    name = loaded.profile.brand.logo
    if name is None:
        return None
    place = loaded.source.place(("brand", "logo"))
    try:
        data = (folder / name).read_bytes()
    except OSError as failure:
        message = Words(f"不能读取徽标文件{name}", f"the logo {name} cannot be read: {failure.strerror}")
        raise UserError([error("unreadable-logo", message, place)]) from None
    if not data.startswith(_PNG):
        message = Words(f"徽标文件{name}不是PNG图片", f"the logo {name} is no PNG picture")
        raise UserError([error("unreadable-logo", message, place)])
    return data


def build(prepared: Prepared, languages: Sequence[Language]) -> Built:
    """Compose, number and resolve every document in the given languages; UserError where the library fails."""
    composed = _composed(prepared.organisation, languages)
    index: dict[tuple[str, Language], DocumentIndex] = {}
    numbered = []
    for document in composed:
        counted, anchors = number(document)
        index[document.id, document.language] = anchors
        numbered.append(counted)
    organisation = prepared.organisation
    matrix = derive_matrix(MatrixSource(organisation.library, organisation.register, index))
    return Built(_resolved(numbered, organisation, index, matrix), index, matrix)


def _composed(organisation: Organisation, languages: Sequence[Language]) -> list[Document]:
    documents: list[Document] = []
    problems: list[Diagnostic] = []
    for language in languages:
        context = LanguageContext(organisation, language, cache_folder())
        for entry in organisation.register.values():
            try:
                documents.append(compose(context, entry, organisation.library.documents[entry.id]))
            except UserError as failure:
                problems.extend(failure.diagnostics)
    raise_errors(problems)
    return documents


def _resolved(
    documents: Iterable[Document], organisation: Organisation, index: Index, matrix: Matrix
) -> tuple[Document, ...]:
    tables = MatrixTables(matrix, organisation.library, organisation.roles, organisation.profile)
    set_tables: SetTables = {"cross-reference": tables.cross_reference, "mandatory": tables.mandatory}
    planned = planned_titles(organisation.library.definition)
    found: list[Document] = []
    problems: list[Diagnostic] = []
    for document in documents:
        resolver = Resolver(document, organisation.register, index, planned)
        found.append(resolver.resolve(set_tables))
        problems.extend(resolver.problems)
    raise_errors(problems)
    return tuple(found)


def write(
    documents: Sequence[Document], look: Look, progress: Progress | None = None, *, protect: bool = False
) -> tuple[Generated, ...]:
    """Write documents as DOCX in memory, in the order given; `protect` locks forms but for their fields."""
    writer = DocxWriter(look, protect=protect)
    found = []
    for done, document in enumerate(documents, start=1):
        found.append(Generated(document.id, document.language, document.path, writer.write(document)))
        if progress:
            progress(done, len(documents))
    return tuple(found)


def selected(entries: Iterable[Entry], wanted: Sequence[str]) -> tuple[set[str], list[str]]:
    """Return the ids of the documents that `wanted` names (id, code, number or tier), and the unknown names."""
    entries = list(entries)
    if not wanted:
        return {e.id for e in entries}, []
    chosen: set[str] = set()
    unknown = []
    for name in wanted:
        hits = {e.id for e in entries if _is_called(e, name)}
        chosen |= hits
        if not hits:
            unknown.append(name)
    return chosen, unknown


def _is_called(entry: Entry, name: str) -> bool:
    folder = entry.files["en"].split("/")[1]
    tiers = (entry.type, folder, folder[:1], folder.partition("-")[2])
    return name.lower() in {n.lower() for n in (entry.id, entry.code, entry.number, *tiers)}


def auditor_edition(document: Document) -> Document:
    """Return the document with a line under each section that names the requirements it answers."""
    found: list[Block] = []
    for block in document.blocks:
        found.append(block)
        if isinstance(block, Heading) and block.requirements:
            between = "、" if document.language == "zh" else ", "
            text = LABELS["answers-to"].in_(document.language) + between.join(block.requirements)
            found.append(Paragraph(f"{block.id}/clauses", (Text(text),), "clauses"))
    return replace(document, path=f"auditor-{document.path}", blocks=tuple(found))


def register_rows(prepared: Prepared) -> list[dict[str, object]]:
    """Return the document register as the contract of `list --json` has it."""
    matrix = build(prepared, LANGUAGES).matrix
    answered: dict[str, dict[str, None]] = {}
    for row in matrix.rows:
        for document in [*(a.id for a in row.answers), *(r.id for r in row.records)]:
            answered.setdefault(document, {})[row.requirement] = None
    return [
        {
            "id": entry.id,
            "code": entry.code,
            "tier": entry.type,
            "kind": entry.kind,
            "title": words_json(entry.title),
            "version": entry.version,
            "owner": entry.owner,
            "clauses": list(entry.clauses),
            "requirements": list(answered.get(entry.id, ())),
            "records": [r for r in entry.records if r in prepared.organisation.register],
            "files": {language: entry.files[language] for language in prepared.languages},
        }
        for entry in prepared.organisation.register.values()
    ]


def matrix_file(prepared: Prepared, form: str, language: Language) -> bytes:
    """Return the cross-reference as the bytes of a file: `docx`, `csv`, `json` or `md`."""
    if form == "docx":
        return _matrix_document(prepared, language)
    matrix = build(prepared, LANGUAGES).matrix
    if form == "csv":
        return matrix_csv(matrix, language).encode()
    if form == "md":
        return matrix_markdown(matrix, language).encode()
    return (json.dumps(matrix_json(matrix), ensure_ascii=False, indent=2) + "\n").encode()


def _matrix_document(prepared: Prepared, language: Language) -> bytes:
    found = [d for d in build(prepared, (language,)).documents if _holds_matrix(d)]
    if not found:
        message = Words("模板库没有条款对照表", "the library has no document with the cross-reference")
        raise UserError([error("no-cross-reference", message, Place("templates/application"))])
    return write(found[:1], prepared.look)[0].data


def _holds_matrix(document: Document) -> bool:
    return any(isinstance(block, Table) and block.source == "cross-reference" for block in document.blocks)


def check(prepared: Prepared) -> tuple[Diagnostic, ...]:
    """Return what is wrong or doubtful in the library's texts for this profile.

    The shipped texts stand in both languages; an overlay needs those of the profile only.
    """
    library = prepared.organisation.library
    languages = prepared.languages if library.folders.overlay else LANGUAGES
    found = list(check_texts(library, languages))
    try:
        built = build(prepared, languages)
    except UserError as failure:
        return (*found, *failure.diagnostics)
    found += parity(built.documents)
    uncovered = built.matrix.uncovered
    if uncovered:
        listed = ", ".join(uncovered[:8]) + (", …" if len(uncovered) > 8 else "")  # noqa: PLR2004
        message = Words(
            f"{len(uncovered)}项要求尚无章节应答：{listed}",
            f"{len(uncovered)} requirements are answered by no section yet: {listed}",
        )
        found.append(info("uncovered-requirements", message, Place("templates/standards")))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Standing:
    """A document's file and its state: current, outdated, edited, missing, orphan or unreadable."""

    id: str
    language: Language
    path: str
    state: str


def status(prepared: Prepared, out: Path) -> tuple[Path, list[Standing]]:
    """Return the organisation's folder and how every file of it stands against what would be generated now."""
    folder = organisation_folder(out, prepared.organisation.profile.org.code)
    documents = write(build(prepared, prepared.languages).documents, prepared.look)
    preview_of = {change.path: change for change in preview(folder, documents, whole=True).changes}
    known = {standing.path: standing for standing in standings(folder)}
    rows = []
    for path, change in preview_of.items():
        rows.append(Standing(change.id, change.language, path, _state(change.change, known.get(path))))
    return folder, rows


def _state(change: str, known: FileStanding | None) -> str:
    if change == "orphan":
        return "orphan"
    if known is not None and known.state in ("edited", "unreadable"):
        return known.state
    return {"created": "missing", "updated": "outdated", "unchanged": "current"}.get(change, "edited")


def cache_folder() -> Path | None:
    """Return where compiled templates are kept: in the user's cache folder, by version; None where there is no home."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        root = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    return root / "iso20k-docs" / __version__
