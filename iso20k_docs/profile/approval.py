"""Who prepares, reviews and approves a document."""

from __future__ import annotations

from typing import Literal, NamedTuple

from iso20k_docs.profile.people import People
from iso20k_docs.profile.schema import ApprovalRoles, Person

Tier = Literal["manual", "procedure", "instruction", "record", "application"]
TIERS: tuple[Tier, ...] = ("manual", "procedure", "instruction", "record", "application")
#: Who prepares a document, in this order, where its author would also review or approve it.
STAND_INS = ("document_controller", "service_desk_lead", "service_manager", "configuration_manager")


class Signed(NamedTuple):
    """A role that signs a document, and its holder."""

    role: str
    person: Person | None


class Signatories(NamedTuple):
    """Who signs a document."""

    author: Signed
    reviewer: Signed
    approver: Signed

    @property
    def people(self) -> int:
        """How many different people sign."""
        return len({id(signed.person) for signed in self if signed.person is not None})


def signatories(people: People, tier: Tier, owner: str) -> Signatories:
    """Return who signs a document of a tier that belongs to the role `owner`.

    Nobody signs twice where it can be helped: an author who would also review or approve is replaced by the first of
    STAND_INS who would not.
    """
    roles: ApprovalRoles = getattr(people.profile.control, tier)
    author, reviewer, approver = (
        _signed(people, owner if role == "owner" else role) for role in (roles.author, roles.reviewer, roles.approver)
    )
    others = [each.person for each in (reviewer, approver)]
    if any(author.person is other for other in others):
        author = _stand_in(people, others) or author
    return Signatories(author, reviewer, approver)


def _signed(people: People, role: str) -> Signed:
    return Signed(role, people.holder(role))


def _stand_in(people: People, taken: list[Person | None]) -> Signed | None:
    candidates = (_signed(people, role) for role in STAND_INS)
    return next((c for c in candidates if c.person is not None and all(c.person is not t for t in taken)), None)
