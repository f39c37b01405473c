"""The known name that a misspelt one most likely means."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from iso20k_docs.model.words import Words

#: Names that are listed in a hint, beside a likely one and without; more would hide the message.
MOST_BESIDE, MOST_ALONE = 12, 40


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, whatever its case; None where nothing is like it."""
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def meant(name: str, known: Iterable[str]) -> Words | None:
    """Ask whether the known name most like a misspelt one was meant; None where nothing is like it."""
    close = nearest(name, known)
    return Words(f"是否想写“{close}”？", f"Did you mean '{close}'?") if close else None


def suggestion(name: str, known: Iterable[str], what: Words) -> Words | None:
    """Advise on a misspelt name: the nearest known one, then all that are allowed."""
    names = list(known)
    if not names:
        return None
    asked = meant(name, names)
    most = MOST_BESIDE if asked else MOST_ALONE
    listed = ", ".join(names[:most]) + (", …" if len(names) > most else "")
    first = Words(asked.zh, f"{asked.en} ") if asked else Words("", "")
    return Words(f"{first.zh}{what.zh}：{listed}", f"{first.en}{what.en}: {listed}")
