"""What every check is given, and the few things that all of them need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from iso20k_docs.model.diagnostics import Place
from iso20k_docs.model.quantities import Duration, Hours, Percent, Target
from iso20k_docs.model.words import Words
from iso20k_docs.profile.layers import stated_place
from iso20k_docs.profile.people import People
from iso20k_docs.profile.process_numbers import Number
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Level, Profile, Service
from iso20k_docs.reading.source import Source

#: Thirty days around the clock.
MINUTES_A_MONTH = 43_200


@dataclass(frozen=True)
class Facts:
    """A validated profile, the places of its values, the roles, and what is known of the processes' numbers."""

    profile: Profile
    source: Source
    catalogue: RoleCatalogue
    numbers: Mapping[str, Mapping[str, Number]]

    @cached_property
    def people(self) -> People:
        """The people and the holders of roles."""
        return People.of(self.profile)

    @property
    def small(self) -> bool:
        """Whether the organisation is small, where some separations of duties cannot be kept."""
        return self.profile.size == "small"

    def at(self, *path: str | int) -> Place:
        """Return the place of a value, or of what it would stand in, in the profile's own file."""
        return stated_place(self.source, path)

    def key(self, *path: str | int) -> Place:
        """Return the place of a key, or of what it would stand in, in the profile's own file."""
        place = self.source.keys.get(path)
        return place if place is not None and place.file == self.source.file else self.at(*path)

    def states(self, *path: str | int) -> bool:
        """Tell whether the profile's own file states a value, so that it isn't a default."""
        place = self.source.places.get(path)
        return place is not None and place.file == self.source.file

    @property
    def top_level(self) -> Level:
        """The highest priority."""
        return self.profile.priority.levels[0]

    @property
    def live_services(self) -> list[tuple[int, Service]]:
        """The services in use, each with its position in the profile."""
        return [(i, service) for i, service in enumerate(self.profile.services) if service.status == "live"]


def both(value: Duration | Hours | Percent | Target | Words) -> Words:
    """Print a value in both languages."""
    return Words(value.in_("zh"), value.in_("en"))


def joined(names: list[Words]) -> Words:
    """List names in both languages."""
    return Words("、".join(n.zh for n in names), ", ".join(n.en for n in names))
