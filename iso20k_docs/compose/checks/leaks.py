"""No other organisation's facts in a set: the slip of a consultant who starts from the last client's files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from iso20k_docs.compose.checks.scene import CheckedSet
from iso20k_docs.model.diagnostics import Diagnostic, error
from iso20k_docs.model.words import Words
from iso20k_docs.profile.schema import Profile

#: Shorter words are too common to tell one organisation from another.
_SHORTEST_LATIN = 4
_SHORTEST_CHINESE = 2
#: Departments are left out: most organisations have a service desk and a finance department.
_KINDS = ("people", "customers", "suppliers", "services", "sites")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def facts_of_another(scene: CheckedSet, other: Profile, source: str) -> Iterator[Diagnostic]:
    """Yield each name, address, number or tool of another organisation that a document prints; `source` is its file."""
    known = set(identifying(scene.profile).values())
    known |= {title for entry in scene.organisation.register.values() for title in (entry.title.zh, entry.title.en)}
    theirs = {name: text for name, text in identifying(other).items() if _tells(text) and not _within(text, known)}
    patterns = {name: _pattern(text) for name, text in theirs.items()}
    for document in scene.documents:
        text = "\n".join(said.text for said in scene.said[document.id, document.language])
        for name, pattern in patterns.items():
            if pattern.search(text):
                message = Words(
                    f"{document.language}文本中有{source}的事实“{theirs[name]}”（{name}）",
                    f"the {document.language} text prints '{theirs[name]}', which is {name} of {source}",
                )
                yield error("foreign-fact", message, scene.place(document))


def identifying(profile: Profile) -> Mapping[str, str]:
    """Return what tells an organisation from others, by the path of the fact: names, addresses, numbers, tools."""
    found: dict[str, str] = {}

    def add(path: str, value: object) -> None:
        if isinstance(value, Words):
            found[f"{path}.zh"], found[f"{path}.en"] = value.zh, value.en
        elif isinstance(value, str) and value:
            found[path] = value

    for name in ("name", "short", "code", "uscc", "address", "website", "phone", "email"):
        add(f"org.{name}", getattr(profile.org, name, None))
    for kind in _KINDS:
        for item in getattr(profile, kind):
            for name in ("name", "phone", "mobile", "email", "contract", "address"):
                add(f"{kind}.{item.id}.{name}", getattr(item, name, None))
    for name in type(profile.tools).model_fields:
        add(f"tools.{name}", getattr(profile.tools, name))
    return found


def _tells(text: str) -> bool:
    shortest = _SHORTEST_CHINESE if _CHINESE.search(text) else _SHORTEST_LATIN
    return len(text) >= shortest


def _within(text: str, known: set[str]) -> bool:
    return any(text in fact for fact in known)


def _pattern(text: str) -> re.Pattern[str]:
    if _CHINESE.search(text):
        return re.compile(re.escape(text))
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(text)}(?![A-Za-z0-9])")
