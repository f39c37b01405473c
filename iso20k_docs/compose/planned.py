"""What the profile alone says of a document's version, dates and status: so it stands until it is first released."""

from __future__ import annotations

from collections.abc import Mapping

from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.stamps import Field
from iso20k_docs.model.register import Entry
from iso20k_docs.model.releases import Issue
from iso20k_docs.model.words import Language
from iso20k_docs.profile.schema import Profile


def planned(entry: Entry, profile: Profile, digests: Mapping[Language, str]) -> Issue:
    """Return how a document stands that was never released, or that is the organisation's own."""
    dates = profile.dates
    issued = entry.history[0].date if entry.own or not dates.issued else dates.issued.isoformat()
    effective = dates.effective.isoformat() if dates.effective and not entry.own else ""
    return Issue("draft", entry.history, issued, effective, (), digests)


def status(issue: Issue, entry: Entry, language: Language) -> str:
    """Return the status that is printed: a draft of which the profile gives the date counts as in force."""
    if issue.standing == "draft":
        key = "issued" if entry.own or issue.effective else "draft"
    else:
        key = "issued" if issue.standing == "in-force" else "awaiting"
    return LABELS[key].in_(language)


def printed(issue: Issue, entry: Entry, language: Language) -> dict[Field, str]:
    """Return what lists print of a document."""
    return {
        "version": issue.version,
        "status": status(issue, entry, language),
        "issued": issue.issued,
        "effective": issue.effective,
    }
