"""The eight stages in order: load, tailor, compose, number, resolve, write; reconcile and publish are the edge's."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from iso20k_docs import __version__
from iso20k_docs.branding.look import branded
from iso20k_docs.compose.certification.calendars import calendar_of
from iso20k_docs.compose.checklist import AuditChecklist
from iso20k_docs.compose.compose import compose
from iso20k_docs.compose.content import Line, Lines
from iso20k_docs.compose.context import LanguageContext, Organisation
from iso20k_docs.compose.crossreference import cross_reference
from iso20k_docs.compose.issue import Issues, Standings
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.matrix import MatrixSource, derive_matrix
from iso20k_docs.compose.matrix_tables import MatrixTables
from iso20k_docs.compose.number import number
from iso20k_docs.compose.own import own_answers, own_problems
from iso20k_docs.compose.resolve import Resolver, SetTables, planned_titles
from iso20k_docs.compose.set_rows import AuditProgramme, indicator_rows
from iso20k_docs.compose.tailor import tailor
from iso20k_docs.library.folders import Folders
from iso20k_docs.library.load import editions, load_library
from iso20k_docs.library.standard import standard_file
from iso20k_docs.model.changes import Generated
from iso20k_docs.model.changes import Standing as FileStanding
from iso20k_docs.model.crossreference import CrossReference
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error, raise_errors
from iso20k_docs.model.index import DocumentIndex, Index
from iso20k_docs.model.matrix import Matrix
from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import Block, Document, Heading, Paragraph, Text, flat
from iso20k_docs.model.register import Entry
from iso20k_docs.model.releases import Releases
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.profile.load import Loaded, load
from iso20k_docs.regenerate.facts import flat as flat_facts
from iso20k_docs.regenerate.paths import organisation_folder
from iso20k_docs.regenerate.publish import Order, preview
from iso20k_docs.regenerate.releases import read_content, read_releases
from iso20k_docs.regenerate.standing import status as standings
from iso20k_docs.writers.docx import DocxWriter, Look
from iso20k_docs.writers.ics import calendar_ics
from iso20k_docs.writers.links import Links
from iso20k_docs.writers.text import matrix_csv, matrix_json, matrix_markdown, words_json
from iso20k_docs.writers.twins import holds_matrix, matrix_as, twin_path, twins

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked profile on a loaded library: what every command starts from."""

    organisation: Organisation
    diagnostics: tuple[Diagnostic, ...]
    look: Look

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that the profile asks for."""
        return self.organisation.profile.languages


@dataclass(frozen=True, slots=True)
class Built:
    """The document trees of one organisation, numbered and resolved, by language and in the register's order.

    `issues` says how each document stands against what was released; it is empty where nothing ever was.
    """

    documents: tuple[Document, ...]
    index: Index
    reference: CrossReference
    issues: Issues = field(default_factory=dict)

    @property
    def matrix(self) -> Matrix:
        """The clause cross-reference itself."""
        return self.reference.matrix

    @property
    def changed(self) -> frozenset[str]:
        """The ids of released documents whose next version waits for approval."""
        return frozenset(name for name, issue in self.issues.items() if issue.standing == "changed")


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed set whose versions and dates are open still, and how its documents stand."""

    built: Built
    standings: Standings

    def issued(self, issues: Issues, languages: Sequence[Language]) -> Built:
        """Return the set in some languages with the versions and dates that its documents bear."""
        documents = [document for document in self.built.documents if document.language in languages]
        reference = self.standings.reference(self.built.reference, issues)
        return Built(self.standings.documents(documents, issues), self.built.index, reference, issues)


def prepare(profile: Path, overlay: Path | None = None) -> Prepared:
    """Load profile and library and tailor the register; UserError with all that is wrong."""
    folders = Folders.with_overlay(overlay)
    loaded = load(profile, folders.bases)
    library = load_library(folders, cache_folder(), _edition(loaded, folders))
    register = tailor(loaded.profile, library)
    raise_errors(list(own_problems(loaded.profile, register, library.documents, library.standard, loaded.source)))
    organisation = Organisation(loaded.profile, library, loaded.roles, register)
    look, notes = branded(loaded.profile.brand, profile.parent, loaded.source)
    return Prepared(organisation, (*loaded.diagnostics, *notes), look)


def _edition(loaded: Loaded, folders: Folders) -> str:
    """Return the edition of the standard that the profile names; UserError where the library hasn't got it."""
    edition = loaded.profile.standard.edition
    if folders.find(f"{standard_file(edition)}.yaml"):
        return edition
    known = editions(folders)
    message = Words(f"模板库没有标准“{edition}”", f"the library has no edition '{edition}' of the standard")
    hint = Words(
        f"现有：{'、'.join(known)}；增加版本见docs/standard.md",
        f"There is: {', '.join(known)}. To add one see docs/standard.md",
    )
    raise UserError([error("unknown-edition", message, loaded.source.place(("standard", "edition")), hint)])


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
    own = own_answers(organisation.profile)
    matrix = derive_matrix(MatrixSource(organisation.library, organisation.register, index, own))
    reference = cross_reference(organisation, matrix)
    ours = [document for document in numbered if organisation.register[document.id].own is None]
    return Built(_resolved(ours, organisation, index, reference), index, reference)


def current(prepared: Prepared, languages: Sequence[Language], folder: Path) -> Built:
    """Return the set in some languages with the versions that it has by what was released of it in a folder."""
    releases = read_releases(folder)
    if releases is None:
        return build(prepared, languages)
    composed = compose_all(prepared, folder, releases, languages)
    return composed.issued(composed.standings.issues(), languages)


def compose_all(prepared: Prepared, folder: Path, releases: Releases, languages: Sequence[Language] = ()) -> Composed:
    """Compose the set in all languages of the profile and some more, to be compared with what was released of it."""
    organisation = replace(prepared.organisation, stamped=True)
    every = [language for language in LANGUAGES if language in (*prepared.languages, *languages)]
    built = build(replace(prepared, organisation=organisation), every)

    def in_force(document: str, language: Language) -> Lines | None:
        digest = releases[document].contents[language].digest
        rows = read_content(folder, document, language, digest)
        return None if rows is None else tuple(Line(*row) for row in rows)  # type: ignore[arg-type]

    return Composed(built, Standings(organisation, built.documents, releases, in_force))


def _composed(organisation: Organisation, languages: Sequence[Language]) -> list[Document]:
    documents: list[Document] = []
    problems: list[Diagnostic] = []
    for language in languages:
        context = LanguageContext(organisation, language, cache_folder())
        for entry in organisation.register.values():
            try:
                documents.append(compose(context, entry, organisation.library.documents[entry.definition]))
            except UserError as failure:
                problems.extend(failure.diagnostics)
    raise_errors(problems)
    return documents


def _resolved(
    documents: Sequence[Document], organisation: Organisation, index: Index, reference: CrossReference
) -> tuple[Document, ...]:
    tables = MatrixTables(reference)
    checklist = AuditChecklist(reference.matrix, organisation.register, organisation.roles, organisation.profile)
    programme = AuditProgramme(organisation.library, organisation.roles, organisation.profile)
    set_tables: SetTables = {
        "cross-reference": tables.cross_reference,
        "mandatory": tables.mandatory,
        "documents-to-clauses": tables.documents_to_clauses,
        "source-names": tables.source_names,
        "audit-checklist": lambda language: checklist.rows(documents, index, language),
        "audit-programme": programme.rows,
        "indicators": lambda language: indicator_rows(documents, index, language),
    }
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
        data = writer.write(document)
        found.append(Generated(document.id, document.language, document.path, data, sections=answers(document)))
        if progress:
            progress(done, len(documents))
    return tuple(found)


def tracked(files: Iterable[Generated], built: Built) -> tuple[Generated, ...]:
    """Return the files; those of changed documents get their changes as tracked changes, edited or not."""
    return tuple(replace(file, issued=True) if file.id in built.changed else file for file in files)


def answers(document: Document) -> dict[str, tuple[str, ...]]:
    """Return which requirements the section under each heading answers, by the heading as it is printed."""
    headings = (block for block in flat(document.blocks) if isinstance(block, Heading) and block.requirements)
    return {plain(heading.text): heading.requirements for heading in headings}


def facts(prepared: Prepared) -> dict[str, str]:
    """Return all facts of the profile, defaults included, by their paths."""
    return flat_facts(prepared.organisation.profile.model_dump(mode="json"))


def write_twins(prepared: Prepared, built: Built, documents: Sequence[Document]) -> tuple[Generated, ...]:
    """Write the files that lie beside these documents: other formats of registers and cross-reference, a calendar."""
    beside = twins(documents, built.reference, prepared.look, prepared.languages)
    return (*beside, *_calendars(prepared.organisation, documents))


def _calendars(organisation: Organisation, documents: Sequence[Document]) -> Iterator[Generated]:
    for document in documents:
        if calendar := calendar_of(organisation, document):
            path = twin_path(document.path, "ics")
            yield Generated(document.id, document.language, path, calendar_ics(calendar))


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
    names = [entry.id, entry.definition, entry.code, entry.number, *tiers]
    for part in entry.parts:
        names += [part.id, part.number]
    return name.lower() in {n.lower() for n in names}


def auditor_edition(document: Document) -> Document:
    """Return the document with a line under each section that names the requirements it answers."""
    found: list[Block] = []
    for block in document.blocks:
        found.append(block)
        if isinstance(block, Heading) and block.requirements:
            between = "、" if document.language == "zh" else ", "
            text = LABELS["answers-to"].in_(document.language) + between.join(block.requirements)
            found.append(Paragraph(f"{block.id}/clauses", (Text(text),), "clauses"))
    return replace(document, blocks=tuple(found))


def register_rows(prepared: Prepared, out: Path) -> list[dict[str, object]]:
    """Return the document register as the contract of `list --json` has it."""
    built = current(prepared, LANGUAGES, organisation_folder(out, prepared.organisation.profile.org.code))
    matrix, issues = built.matrix, built.issues
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
            "version": issues[entry.id].version if entry.id in issues else entry.version,
            "owner": entry.owner,
            "clauses": list(entry.clauses),
            "requirements": list(answered.get(entry.id, ())),
            "records": [r for r in entry.records if r in prepared.organisation.register],
            "files": {} if entry.own else {language: entry.files[language] for language in prepared.languages},
        }
        for entry in prepared.organisation.register.values()
    ]


def matrix_file(prepared: Prepared, form: str, language: Language, out: Path, folder: str = "") -> bytes:
    """Return the cross-reference as the bytes of a file: `docx`, `xlsx`, `html`, `csv`, `json` or `md`.

    `out` is the output folder that the set lies in, `folder` the way from the file's folder to that of the set, for the
    links of a workbook or page.
    """
    place = organisation_folder(out, prepared.organisation.profile.org.code)
    if form == "docx":
        return _matrix_document(prepared, language, place)
    built = current(prepared, LANGUAGES, place)
    reference = built.reference
    if form == "csv":
        return matrix_csv(reference, language).encode()
    if form == "md":
        return matrix_markdown(reference, language).encode()
    if form == "json":
        return (json.dumps(matrix_json(reference), ensure_ascii=False, indent=2) + "\n").encode()
    paper = next((d for d in built.documents if d.language == language and holds_matrix(d)), None)
    return matrix_as(form, Links(reference, language, folder), prepared.look, paper)


def _matrix_document(prepared: Prepared, language: Language, folder: Path) -> bytes:
    found = [d for d in current(prepared, (language,), folder).documents if holds_matrix(d)]
    if not found:
        message = Words("模板库没有条款对照表", "the library has no document with the cross-reference")
        raise UserError([error("no-cross-reference", message, Place("templates/application"))])
    return write(found[:1], prepared.look)[0].data


@dataclass(frozen=True, slots=True)
class Standing:
    """A document's file and its state: current, outdated, edited, missing, orphan or unreadable.

    `version` is the one that the document bears, `standing` how it stands against what was released: `draft`,
    `in-force` or `changed`; empty for a document that is not generated any more.
    """

    id: str
    language: Language
    path: str
    state: str
    version: str = ""
    standing: str = ""


def status(prepared: Prepared, out: Path) -> tuple[Path, list[Standing]]:
    """Return the organisation's folder and how every file of it stands against what would be generated now."""
    folder = organisation_folder(out, prepared.organisation.profile.org.code)
    built = current(prepared, prepared.languages, folder)
    files = (*write(built.documents, prepared.look), *write_twins(prepared, built, built.documents))
    versions = {document.id: document.control.version for document in built.documents}
    preview_of = {change.path: change for change in preview(folder, files, Order(whole=True)).changes}
    known = {standing.path: standing for standing in standings(folder)}
    rows = []
    for path, change in preview_of.items():
        state, version = _state(change.change, known.get(path)), versions.get(change.id, "")
        standing = _control_of(change.id, prepared, built) if version else ""
        rows.append(Standing(change.id, change.language, path, state, version, standing))
    return folder, rows


def _control_of(document: str, prepared: Prepared, built: Built) -> str:
    """Return how a document stands; one never released counts as in force where the profile says since when."""
    issue = built.issues.get(document)
    if issue and issue.standing != "draft":
        return issue.standing
    return "in-force" if prepared.organisation.profile.dates.effective else "draft"


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
