"""Gathers what the cross-reference says around its table, for every format alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from iso20k_docs.compose.context import Organisation
from iso20k_docs.compose.responsibilities import responsibilities
from iso20k_docs.library.standard import CrossMap, DocumentedInformation
from iso20k_docs.model.crossreference import (
    ClauseLine,
    CrossReference,
    Held,
    ListedDocument,
    Named,
    OtherStandard,
)
from iso20k_docs.model.matrix import Matrix
from iso20k_docs.model.register import Entry
from iso20k_docs.model.words import Words


def cross_reference(organisation: Organisation, matrix: Matrix) -> CrossReference:
    """Return the matrix of an organisation with all that its readers look up beside it."""
    library, profile = organisation.library, organisation.profile
    marks = responsibilities(organisation)
    grouped = groupby(matrix.rows, key=lambda row: row.clause)
    clauses = {clause: tuple(rows) for clause, rows in grouped}
    return CrossReference(
        matrix=matrix,
        provenance=library.standard.provenance,
        organisation=profile.org.name,
        headings={clause.clause: clause.title for clause in library.standard.clauses},
        documents={entry.id: _listed(organisation, entry) for entry in _entries(organisation, matrix)},
        roles={role: organisation.roles.title(role, profile.roles) for role in organisation.roles.roles},
        departments=tuple(department.name for department in profile.departments),
        clauses=tuple(
            ClauseLine(clause, rows[0].title, rows[0].owner, marks.get(clause, ()), rows)
            for clause, rows in clauses.items()
        ),
        held=tuple(_held(matrix, item) for item in library.standard.mandatory),
        names=tuple(
            Named(source.name, _in_the_set(organisation, source.documents))
            for source in library.definition.source_names
        ),
        standards=tuple(other_standards(organisation)),
    )


def other_standards(organisation: Organisation) -> Iterator[OtherStandard]:
    """Yield the standards that the profile integrates and the edition is compared with, clause by clause."""
    library = organisation.library
    wanted = organisation.profile.integrated.model_dump()
    clauses = dict.fromkeys(clause.clause for clause, _ in library.standard.requirements.values())
    for standard in library.cross_map.standards:
        if wanted.get(standard.id):
            fits = {clause: _fitting(library.cross_map, clause, standard.id) for clause in clauses}
            yield OtherStandard(standard.id, standard.name, fits)


def _fitting(cross_map: CrossMap, clause: str, standard: str) -> Words:
    found = cross_map.fitting(clause)
    return found.fits.get(standard, _NOTHING) if found else _NOTHING


_NOTHING = Words.same("—")


# --- documents ---------------------------------------------------------------------------------------


def _entries(organisation: Organisation, matrix: Matrix) -> Iterator[Entry]:
    """Yield the documents of the set, then the families that stand as one in the table."""
    register = organisation.register
    listed = set(register)
    yield from register.values()
    together = dict.fromkeys(record.id for row in matrix.rows for record in row.records)
    yield from (register[name] for name in together if name not in listed)


def _listed(organisation: Organisation, entry: Entry) -> ListedDocument:
    profile = organisation.profile
    kept = profile.retention.classes.get(entry.retention)
    form = organisation.library.documents[entry.definition].definition.form
    producer = organisation.register.get(entry.process)
    own = entry.own
    return ListedDocument(
        id=entry.id,
        code=entry.code,
        title=entry.title,
        type=entry.type,
        tier=entry.tier,
        version=organisation.printed(entry, "version", entry.version),
        owner=entry.owner,
        clauses=entry.clauses,
        files={} if own else entry.files,
        path=own.path if own else "",
        address=own.address if own else "",
        location=own.location if own else None,
        is_own=own is not None,
        family=entry.definition if entry.definition != entry.id else "",
        is_family=entry.family is not None and entry.definition == entry.id,
        producer=producer.id if producer else "",
        keeper=entry.keeper,
        medium=getattr(profile.tools, form.tool).name if form else None,
        period=Words(kept.period.in_("zh"), kept.period.in_("en")) if kept else None,
        rule=kept.rule if kept else None,
    )


def _in_the_set(organisation: Organisation, documents: Iterable[str]) -> tuple[str, ...]:
    """Return the documents of the set that hold these of the library: a merged one once."""
    found = (organisation.register.get(document) for document in documents)
    return tuple(dict.fromkeys(entry.id for entry in found if entry is not None))


def _held(matrix: Matrix, item: DocumentedInformation) -> Held:
    """Return the documents that answer, or the records that prove, a requirement of the item's clauses.

    Where the set has none of the item's type, those of the other are named: a plan may be kept as a record.
    """
    rows = [row for row in matrix.rows if any(_is_under(row.clause, clause) for clause in item.clauses)]
    records = tuple(dict.fromkeys(record.id for row in rows for record in row.records))
    documents = tuple(dict.fromkeys(answer.id for row in rows for answer in row.answers))
    found = (records or documents) if item.type == "record" else (documents or records)
    return Held(item.clauses, item.name, item.item or "", item.type, item.basis, found)


def _is_under(clause: str, upper: str) -> bool:
    return clause == upper or clause.startswith(f"{upper}.")
