from iso20k_docs.profile.schema import Profile
from collections.abc import Iterator
from iso20k_docs.model.diagnostics import Diagnostic


def check_facts(profile: Profile, source: object, roles: object) -> Iterator[Diagnostic]:
    yield from ()
