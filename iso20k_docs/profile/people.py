"""Finds people by id or by name in either language, and the holders of roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iso20k_docs.profile.schema import Person, Profile


@dataclass(frozen=True, slots=True)
class People:
    """The people of a profile, by every name they can be called in it."""

    by_name: Mapping[str, Person]
    profile: Profile

    @classmethod
    def of(cls, profile: Profile) -> People:
        """Index the people of a profile; of two with the same name the first counts."""
        named: dict[str, Person] = {}
        for person in profile.people:
            for name in names_of(person):
                named.setdefault(name, person)
        return cls(named, profile)

    def find(self, reference: str) -> Person | None:
        """Return the person whom an id or a name means."""
        return self.by_name.get(reference)

    def holder(self, role: str) -> Person | None:
        """Return the person who holds a role."""
        held = self.profile.roles.get(role)
        return self.find(held.holder) if held is not None else None

    def holder_and_deputy(self, role: str) -> list[Person]:
        """Return the person who holds a role and the one who stands in, as far as there are any."""
        held = self.profile.roles.get(role)
        names = (held.holder, held.deputy) if held is not None else ()
        return [person for name in names if name is not None and (person := self.find(name))]

    def holders(self, roles: Iterable[str]) -> list[Person]:
        """Return the different people who hold some roles, in the order of the roles."""
        found: list[Person] = []
        for role in roles:
            person = self.holder(role)
            if person is not None and all(person is not other for other in found):
                found.append(person)
        return found


def names_of(person: Person) -> list[str]:
    """Return what a person can be called in a profile: the id first."""
    names = [person.id, person.name.zh, person.name.en]
    return list(dict.fromkeys(name for name in names if name is not None))
