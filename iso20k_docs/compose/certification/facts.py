"""The way to the certificate as templates name it: `certification.conditions`, `.phases`, `.cycle`, `.months` ..."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iso20k_docs.compose.certification.readiness import STATES, Answered, readiness
from iso20k_docs.compose.certification.schedule import ScheduledPhase, dates_of, months_of_operation, scheduled
from iso20k_docs.compose.certification.subsidies import SUBSIDY_STATES, Offer, offers
from iso20k_docs.compose.facts import Facts, View
from iso20k_docs.model.words import Language, Words

if TYPE_CHECKING:
    from iso20k_docs.compose.context import Organisation


def certification_facts(view: View, organisation: Organisation) -> Facts:
    """Return everything that application papers print of readiness, timetable, evidence and subsidies."""
    certification, profile = organisation.library.certification, organisation.profile
    sources = {source.id: source for source in certification.readiness.sources}
    known, derived = dates_of(profile, certification.timetable.gaps)
    answered = readiness(organisation)
    phases = scheduled(certification.timetable.phases, known, profile.cycles)
    cycle = scheduled(certification.timetable.cycle, known, profile.cycles)
    numbers = {name: at for at, name in enumerate(sources, start=1)}
    values: dict[str, object] = {
        "conditions": tuple(_condition(view, organisation, each, numbers) for each in answered),
        "states": Facts({name: words.in_(view.language) for name, words in STATES.items()}, view.directory),
        "counts": Facts({name: sum(a.finding.state == name for a in answered) for name in STATES}, view.directory),
        "phases": tuple(_phase(view, organisation, each, numbers) for each in phases),
        "cycle": tuple(_phase(view, organisation, each, numbers) for each in cycle),
        "phases_dated": any(phase.dated for phase in phases),
        "cycle_dated": any(phase.dated for phase in cycle),
        "derived": bool(derived),
        "months": months_of_operation(known),
        "sources": tuple(
            Facts({"number": numbers[name], "name": source.name.in_(view.language)}, view.directory)
            for name, source in sources.items()
        ),
        "subsidies": tuple(
            _offer(view, offer, numbers) for offer in offers(certification.subsidies, profile.application, known)
        ),
        "compiled": view.of(certification.subsidies.compiled),
        "claims": view.of(certification.timetable.claims),
    }
    return Facts(values, view.directory)


def _documents(organisation: Organisation, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the documents that a text can cite: those of the set, and those planned."""
    planned = {document.id for document in organisation.library.definition.planned}
    return tuple(name for name in wanted if organisation.register.cited(name) or name in planned)


def _numbered(wanted: tuple[str, ...], numbers: dict[str, int], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(str(numbers[name]) for name in wanted)


def _condition(view: View, organisation: Organisation, each: Answered, numbers: dict[str, int]) -> Facts:
    condition, finding = each.condition, each.finding
    return Facts(
        {
            "id": condition.id,
            "group": condition.group,
            "what": view.of(condition.what),
            "state": finding.state,
            "stated": STATES[finding.state].in_(view.language),
            "said": finding.said.in_(view.language),
            "shown": view.of(condition.shown),
            "evidence": _documents(organisation, condition.evidence),
            "sources": _numbered(condition.sources, numbers, view.language),
            "caveat": view.of(condition.caveat),
        },
        view.directory,
    )


def _phase(view: View, organisation: Organisation, each: ScheduledPhase, numbers: dict[str, int]) -> Facts:
    planned = each.planned
    return Facts(
        {
            "id": planned.id,
            "name": view.of(planned.name),
            "what": view.of(planned.what),
            "role": view.directory["role"][planned.role],
            "start": view.of(each.start) if each.dated else None,
            "end": view.of(each.end) if each.dated else None,
            "milestone": each.milestone,
            "usual": view.of(planned.usual),
            "result": _documents(organisation, planned.result),
            "sources": _numbered(planned.sources, numbers, view.language),
        },
        view.directory,
    )


def _offer(view: View, offer: Offer, numbers: dict[str, int]) -> Facts:
    subsidy = offer.subsidy
    return Facts(
        {
            "region": view.of(subsidy.region),
            "terms": _terms(offer, view.language),
            "told": view.of(subsidy.told),
            "source": numbers[subsidy.source],
            "state": offer.state,
            "stated": SUBSIDY_STATES[offer.state].in_(view.language),
            "note": view.of(subsidy.note),
            "at_most": offer.at_most,
            "net": offer.net,
        },
        view.directory,
    )


def _terms(offer: Offer, language: Language) -> str:
    """Return what the page promises: `费用的50%，上限150000元`."""
    subsidy = offer.subsidy
    said = []
    if subsidy.share:
        said.append(Words(f"费用的{subsidy.share}%", f"{subsidy.share}% of the cost").in_(language))
    if subsidy.cap:
        said.append(Words(f"上限{subsidy.cap}元", f"at most {subsidy.cap} yuan").in_(language))
    if subsidy.terms:
        said.append(subsidy.terms.in_(language))
    return ("，" if language == "zh" else ", ").join(said)
