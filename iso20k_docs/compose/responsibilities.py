"""Which department answers for a clause, and which take part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from iso20k_docs.compose.context import Organisation
from iso20k_docs.model.crossreference import Mark
from iso20k_docs.profile.people import People


def responsibilities(organisation: Organisation) -> Mapping[str, tuple[Mark, ...]]:
    """Return a mark for each department, by clause: the owner's has the main one, others in the process a part."""
    people = People.of(organisation.profile)
    departments = [department.id for department in organisation.profile.departments]
    found: dict[str, tuple[Mark, ...]] = {}
    for clause, owner in organisation.library.clause_owners.items():
        main = _department(people, owner)
        others = {_department(people, role) for role in _participants(organisation, clause)}
        found[clause] = tuple("▲" if d == main else "△" if d in others else "" for d in departments)
    return found


def _department(people: People, role: str) -> str | None:
    holder = people.holder(role)
    return holder.department if holder else None


def _participants(organisation: Organisation, clause: str) -> Iterable[str]:
    for _, definition, process in organisation.processes():
        if clause in definition.clauses:
            for step in process.steps:
                yield from (step.role, *step.consulted, *step.informed)
