"""Checks across facts: each function finds one kind of contradiction that an auditor would find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from iso20k_docs.model.diagnostics import Diagnostic
from iso20k_docs.profile.checks import changes, dates, duties, identity, numbers, priority, services, texts
from iso20k_docs.profile.checks.context import Facts
from iso20k_docs.profile.process_numbers import Number
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Profile
from iso20k_docs.reading.source import Source

Check = Callable[[Facts], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    identity.uscc_is_valid,
    identity.code_comes_from_name,
    identity.numbering_is_complete,
    identity.version_has_style,
    identity.risk_scale_is_whole,
    duties.headcount_adds_up,
    duties.departments_are_a_tree,
    duties.auditors_are_named,
    duties.spending_limits_grow,
    services.dependencies_are_acyclic,
    services.availability_allows_restoring,
    services.backups_meet_rpo,
    services.suppliers_meet_targets,
    services.windows_fit_hours,
    services.thresholds_differ,
    services.outsourcing_is_one_truth,
    services.climate_has_actions,
    services.objectives_serve_commitments,
    priority.matrix_is_total,
    priority.matrix_is_monotone,
    priority.unused_levels,
    priority.targets_grow,
    priority.targets_agree,
    priority.major_incident_criteria,
    priority.major_incident_clock,
    changes.standard_changes_are_changes,
    changes.approvals_cover_scores,
    numbers.parts_make_a_whole,
    numbers.indicators_have_one_target,
    dates.dates_are_in_order,
    dates.founded_before_documents,
    dates.system_ran_long_enough,
    dates.signed_on_working_days,
    dates.permits_are_valid,
    dates.revisions_ascend,
    texts.texts_have_all_languages,
)
#: Checks that make sense only where every name of a person leads to one.
CHECKS_OF_PEOPLE: tuple[Check, ...] = (
    duties.signatures_are_apart,
    duties.auditors_are_independent,
    changes.boards_can_meet,
)


def check_facts(
    profile: Profile,
    source: Source,
    catalogue: RoleCatalogue,
    known: Mapping[str, Mapping[str, Number]],
    *,
    people_known: bool,
) -> Iterator[Diagnostic]:
    """Yield what every check finds in a validated profile; `known` are the numbers that processes have."""
    facts = Facts(profile, source, catalogue, known)
    for check in (*CHECKS, *(CHECKS_OF_PEOPLE if people_known else ())):
        yield from check(facts)
