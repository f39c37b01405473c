"""The roles that documents speak of, and who stands in where an organisation names nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict, RootModel

from iso20k_docs.model.diagnostics import Diagnostic, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.profile.forms import FORM_WORDS
from iso20k_docs.profile.schema import Facts, Holder
from iso20k_docs.profile.values import Key, Wording
from iso20k_docs.reading.nearest import suggestion
from iso20k_docs.reading.source import Source
from iso20k_docs.reading.validate import validate

RoleKind = Literal["person", "group", "external", "document"]
KNOWN_ROLES = Words("已有的角色", "Known roles")


class Role(Facts):
    """A role: what it is called, its duty in one line, and the role whose holder takes it where nobody is named."""

    kind: RoleKind
    title: Wording
    duty: Wording
    falls_back_to: Key | None = None


class _Roles(RootModel[dict[Key, Role]]):
    """The file `defaults/roles.yaml`."""

    model_config = ConfigDict(defer_build=True)


@dataclass(frozen=True, slots=True)
class RoleCatalogue:
    """Every role by id, in the order of the file."""

    roles: Mapping[str, Role]

    @classmethod
    def read(cls, source: Source) -> RoleCatalogue:
        """Read `defaults/roles.yaml`; UserError where it is wrong."""
        catalogue = cls(validate(_Roles, source, FORM_WORDS).root)
        found = list(catalogue._dangling(source))
        if found:
            raise UserError(found)
        return catalogue

    def ids(self, kind: RoleKind) -> list[str]:
        """Return the roles of one kind."""
        return [name for name, role in self.roles.items() if role.kind == kind]

    def title(self, role: str, held: Mapping[str, Holder]) -> Words:
        """Return what a role is called: the organisation's own title where it has one."""
        holder = held.get(role)
        return holder.title if holder and holder.title else self.roles[role].title

    def chain(self, role: str) -> list[str]:
        """Return the role and, in turn, those whose holder takes it where nobody is named."""
        found: list[str] = []
        following: str | None = role
        while following is not None and following not in found and following in self.roles:
            found.append(following)
            following = self.roles[following].falls_back_to
        return found

    def _dangling(self, source: Source) -> Iterator[Diagnostic]:
        people = self.ids("person")
        for name, role in self.roles.items():
            target = role.falls_back_to
            if target is not None and target not in people:
                message = Words(f"没有“{target}”这个角色", f"unknown role '{target}'")
                place = source.place((name, "falls_back_to"))
                yield error("unknown-reference", message, place, suggestion(target, people, KNOWN_ROLES))
            elif target is not None and self.chain(name)[-1] not in people[:1]:
                message = Words(f"角色“{name}”的顶替关系循环", f"the fall-backs of role '{name}' go in a circle")
                yield error("role-circle", message, source.place((name, "falls_back_to")))
