"""Who prepares, reviews and approves a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from iso20k_docs.profile.people import People
from iso20k_docs.profile.schema import ApprovalRoles, Person

Tier = Literal["manual", "procedure", "instruction", "record", "application"]
TIERS: tuple[Tier, ...] = ("manual", "procedure", "instruction", "record", "application")
#: Who prepares a document where neither its author nor the author's deputy can, before anybody else.
STAND_INS = ("document_controller", "service_manager")
_OWNER = "owner"


class Signatories(NamedTuple):
    """Who prepares, reviews and approves a document; None where a role has no holder."""

    author: Person | None
    reviewer: Person | None
    approver: Person | None

    @property
    def people(self) -> int:
        """How many different people sign."""
        return len({id(person) for person in self if person is not None})


def signatories(people: People, tier: Tier, owner: str, approved_by: str | None = None) -> Signatories:
    """Return who signs a document of a tier that belongs to the role `owner`: three people where there are three.

    `approved_by` is the role that approves it, where that is not the one of its tier.

    Somebody who reviews or approves the document does not prepare it as well: the author's deputy does, else one of
    STAND_INS, else whoever is free.
    """
    roles: ApprovalRoles = getattr(people.profile.control, tier)
    author, reviewer, approver = (
        owner if role == _OWNER else role for role in (roles.author, roles.reviewer, approved_by or roles.approver)
    )
    others = (people.holder(reviewer), people.holder(approver))
    candidates = list(_candidates(people, author))
    free = [person for person in candidates if all(person is not other for other in others)]
    return Signatories(next(iter(free or candidates), None), *others)


def _candidates(people: People, author: str) -> Iterator[Person]:
    """Yield who could prepare a document, the best first."""
    held = people.profile.roles.get(author)
    wanted = [people.holder(author), people.find(held.deputy) if held is not None and held.deputy else None]
    wanted += [people.holder(role) for role in STAND_INS]
    yield from (person for person in (*wanted, *people.profile.people) if person is not None)
