"""A quality manager's office: a set of seven documents in two languages that is generated, released and changed.

The library is the shipped one without most of its documents; whatever texts cite of them stays plain text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from iso20k_docs import pipeline
from iso20k_docs.compose.tailor import tailor
from iso20k_docs.library.definitions import PlannedDocument
from iso20k_docs.model.changes import Outcome
from iso20k_docs.model.releases import Outcome as Release
from iso20k_docs.pipeline import Built, Prepared, prepare
from iso20k_docs.regenerate.facts import changed, read_facts, whole_words
from iso20k_docs.regenerate.merging import WordMerger
from iso20k_docs.regenerate.publish import Order, publish
from iso20k_docs.releasing import release, release_dates
from tests.sets import PROFILES

CODE = "YYAN"
PROBLEMS, INCIDENTS, LIST = "problem-management", "incidents-and-major-incidents", "document-and-form-lists"
REGISTER, OVERVIEW = "risk-register", "document-structure-and-list"
_KEPT = {
    PROBLEMS, INCIDENTS, "incident-management", "major-incident-management", REGISTER, OVERVIEW,
    "incident-record", "incident-register", LIST, "controlled-document-list", "record-form-list",
}  # fmt: skip
PATHS = {
    (PROBLEMS, "en"): f"en/2-procedures/{CODE}-ITSMS-P-22-problem-management.docx",
    (PROBLEMS, "zh"): f"zh/2-procedures/{CODE}-ITSMS-P-22-problem-management.docx",
}
FIVE_MONTHS = "processes: {problem-management: {accept_limit: 5 months}}\n"


def profile(more: str = "") -> Path:
    """The smallest example profile and some more facts."""
    file = Path(mkdtemp()) / "profile.yaml"
    file.write_text(PROFILES["minimal"].read_text(encoding="utf-8") + more, encoding="utf-8")
    return file


@cache
def office(more: str = "", overlay: Path | None = None) -> Prepared:
    """The organisation with some more facts, on a small library."""
    whole = prepare(profile(more), overlay)
    organisation, library = whole.organisation, whole.organisation.library
    kept = {name: loaded for name, loaded in library.documents.items() if name in _KEPT}
    planned = (
        PlannedDocument.model_construct(id=name, number=one.definition.number, title=one.definition.title)
        for name, one in library.documents.items()
        if name not in kept
    )
    definition = library.definition.model_copy(update={"planned": (*library.definition.planned, *planned)})
    small = replace(library, documents=kept, definition=definition)
    register = tailor(organisation.profile, small)
    return replace(whole, organisation=replace(organisation, library=small, register=register))


def built(prepared: Prepared, out: Path) -> Built:
    """The set as its folder's releases have it."""
    return pipeline.current(prepared, prepared.languages, out / CODE)


def generate(prepared: Prepared, out: Path) -> Outcome:
    """A run of `generate`."""
    made, folder = built(prepared, out), out / CODE
    files = pipeline.tracked(pipeline.write(made.documents, prepared.look), made)
    facts = pipeline.facts(prepared)
    merger = WordMerger(whole_words(changed(read_facts(folder), facts)))
    order = Order(whole=True, merger=merger, keep_deleted=True, facts=facts)
    return publish(folder, (*files, *pipeline.write_twins(prepared, made, made.documents)), order)


def released(prepared: Prepared, out: Path, date: str, only: Sequence[str] = (), *, preview: bool = False) -> Release:
    """A run of `release`."""
    wanted, unknown = pipeline.selected(prepared.organisation.register.values(), only)
    assert not unknown
    return release(prepared, out, wanted, release_dates(date, ""), preview=preview).outcome


def versions(prepared: Prepared, out: Path) -> dict[str, str]:
    """The version of each document and how it stands."""
    return {name: f"{issue.version} {issue.standing}" for name, issue in built(prepared, out).issues.items()}


def lines(prepared: Prepared, out: Path, document: str) -> list[tuple[str, str, str, str]]:
    """The English history of a document: version, date, change, approver."""
    made = built(prepared, out)
    found = next(d for d in made.documents if d.id == document and d.language == "en")
    return [(r.version, r.date, r.change, r.approver) for r in found.control.revisions]
