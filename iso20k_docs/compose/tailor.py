"""Library and profile to the register: which documents an organisation has, and what control says of them."""

from __future__ import annotations

from pathlib import PurePosixPath

from iso20k_docs.compose.environment import TemplateEnvironment
from iso20k_docs.compose.facts import Facts, View
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.library.definitions import DocumentDefinition, TierDefinition
from iso20k_docs.library.load import Library
from iso20k_docs.model.diagnostics import Place, UserError, error
from iso20k_docs.model.register import Entry, Named, Register, Version
from iso20k_docs.model.words import LANGUAGES, Words
from iso20k_docs.profile.approval import Tier, signatories
from iso20k_docs.profile.people import People
from iso20k_docs.profile.schema import Person, Profile

_NOBODY = Words.same("")


def tailor(profile: Profile, library: Library) -> Register:
    """Return the register of the documents whose condition holds for this profile, in the numbering plan's order."""
    people = People.of(profile)
    environment = TemplateEnvironment(library.folders, "en", None)
    facts = View("en").group(profile)
    names = {name: facts[name] for name in facts}
    chosen = [d.definition for d in library.documents.values() if _applies(d.definition, library, environment, names)]
    return {d.id: _entry(d, library.tier(d), people) for d in chosen}


def _applies(
    definition: DocumentDefinition, library: Library, environment: TemplateEnvironment, names: dict[str, object]
) -> bool:
    if definition.when is None:
        return True
    try:
        value = environment.value(definition.when, names)
        return bool(value) if not isinstance(value, Facts) else True
    except Exception as failure:  # a condition is a template expression: whatever it raises is the library's fault
        place = Place(f"templates/{library.documents[definition.id].stem}.yaml")
        message = Words(f"条件不能求值：{failure}", f"the condition cannot be evaluated: {failure}")
        raise UserError([error("bad-condition", message, place)]) from None


def _entry(definition: DocumentDefinition, tier: TierDefinition, people: People) -> Entry:
    code = document_code(definition.number, people.profile)
    author, reviewer, approver = map(_named, signatories(people, _TIERS[definition.type], definition.owner))
    form = definition.form
    return Entry(
        id=definition.id,
        number=definition.number,
        code=code,
        type=definition.type,
        kind=definition.kind,
        title=definition.title,
        subtitle=definition.subtitle,
        tier=tier.title,
        eyebrow=tier.eyebrow[definition.kind],
        owner=definition.owner,
        clauses=definition.clauses,
        records=definition.records,
        author=author,
        reviewer=reviewer,
        approver=approver,
        history=_history(definition, people, author, approver),
        files={language: _path(language, tier, definition, code) for language in LANGUAGES},
        aliases=definition.aliases,
        process=form.process if form else "",
        keeper=form.keeper if form else "",
        retention=form.retention if form else "",
    )


def _path(language: str, tier: TierDefinition, definition: DocumentDefinition, code: str) -> str:
    safe = "".join(c if (c.isalnum() and c.isascii()) or c in "-_." else "-" for c in code)
    return str(PurePosixPath(language, tier.output, f"{safe}-{definition.id}.docx"))


def document_code(number: str, profile: Profile) -> str:
    """Return the printed code of a number of the plan: P-19 becomes YFZL-ITSMS-P-19."""
    kind, _, serial = number.partition("-")
    return profile.numbering.pattern.format(code=profile.org.code, type=kind, number=serial)


_TIERS: dict[str, Tier] = {"M": "manual", "P": "procedure", "W": "instruction", "R": "record", "S": "application"}


def _named(person: Person | None) -> Named:
    return Named(person.name, person.title) if person else Named(_NOBODY, _NOBODY)


def _history(definition: DocumentDefinition, people: People, author: Named, approver: Named) -> tuple[Version, ...]:
    profile = people.profile
    notes = [note for note in profile.revisions if note.document in (None, definition.id)]
    if not notes:
        issued = profile.dates.issued.isoformat() if profile.dates.issued else ""
        change = LABELS["first-issue"]
        return (Version(profile.numbering.first_version, issued, change, author.name, approver.name),)
    lines = [
        Version(note.version, note.date.isoformat(), note.change, _named(people.find(note.by)).name, approver.name)
        for note in sorted(notes, key=lambda note: note.date)
    ]
    return tuple(reversed(lines))
