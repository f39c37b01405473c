"""Subsidies that pages tell of for the profile's region, and what would be left to pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from iso20k_docs.compose.certification.schedule import Known
from iso20k_docs.library.certification import Subsidies, Subsidy
from iso20k_docs.model.words import LANGUAGES, Words
from iso20k_docs.profile.schema import Application

_WHOLE = 100
SubsidyState = Literal["expired", "to-verify", "verified"]
SUBSIDY_STATES: Mapping[SubsidyState, Words] = {
    "expired": Words("已过期", "Expired"),
    "to-verify": Words("未核实，按现行公告核对", "Not verified: compare with the current notice"),
    "verified": Words("已核实", "Verified"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A subsidy with its standing and what it would leave to pay: none where the cost isn't known or it is over."""

    subsidy: Subsidy
    state: SubsidyState
    at_most: int | None
    net: int | None


def offers(known: Subsidies, application: Application, dates: Known) -> tuple[Offer, ...]:
    """Return the subsidies of the profile's region; none where it names no region."""
    region = application.subsidy_region
    if region is None:
        return ()
    called = {region.in_(language).strip().lower() for language in LANGUAGES}
    found = (s for s in known.subsidies if any(_is_named(name.lower(), said) for name in s.names for said in called))
    return tuple(_offer(subsidy, application, dates) for subsidy in found)


def _is_named(name: str, said: str) -> bool:
    """Tell whether the profile's region is a subsidy's or lies in it: 浙江省温州市 in 温州市."""
    return name == said or (not name.isascii() and name in said)


def _offer(subsidy: Subsidy, application: Application, dates: Known) -> Offer:
    day = dates.get("cert_target") or dates.get("application")
    over = subsidy.ends is not None and day is not None and subsidy.ends < day
    state: SubsidyState = "expired" if over else "verified" if subsidy.verified else "to-verify"
    cost = application.cost
    if cost is None or over:
        return Offer(subsidy, state, None, None)
    share = cost * subsidy.share // _WHOLE if subsidy.share else cost
    at_most = min(share, subsidy.cap) if subsidy.cap else share
    return Offer(subsidy, state, at_most, cost - at_most)
