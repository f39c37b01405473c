"""The profile as templates see it: in one language, references followed, every value able to print itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from iso20k_docs.model.quantities import Duration, Hours, Percent, Target, Weekday
from iso20k_docs.model.words import Language, Words
from iso20k_docs.profile import schema
from iso20k_docs.profile.references import reference_kinds

_QUANTITIES = (Duration, Percent, Target, Hours, Weekday)
#: What a group of facts prints, the first it has.
_NAMES = ("name", "title", "text", "what", "statement", "id")
#: Groups that print something else.
_PRINTED_BY: dict[type[BaseModel], str] = {schema.Level: "id"}
_MONTHS = "January February March April May June July August September October November December"


class Printed:
    """A quantity of the profile in one language; its parts (`minutes`, `amount`, ...) stay reachable."""

    __slots__ = ("_language", "_value")

    def __init__(self, value: Any, language: Language) -> None:  # noqa: ANN401 - any quantity
        self._value, self._language = value, language

    def __str__(self) -> str:
        return str(self._value.in_(self._language))

    def __getattr__(self, name: str) -> object:
        part = getattr(self._value, name)
        return Printed(part, self._language) if isinstance(part, _QUANTITIES) else part

    def __eq__(self, other: object) -> bool:
        return bool(self._value == (other._value if isinstance(other, Printed) else other))

    def __hash__(self) -> int:
        return hash(self._value)


class Day:
    """A date in one language: 2026-03-02 in Chinese, 2 March 2026 in English; `iso` for tables."""

    __slots__ = ("_date", "_language")

    def __init__(self, date: dt.date, language: Language) -> None:
        self._date, self._language = date, language

    @property
    def iso(self) -> str:
        """The date as 2026-03-02."""
        return self._date.isoformat()

    def __str__(self) -> str:
        if self._language == "zh":
            return self.iso
        return f"{self._date.day} {_MONTHS.split()[self._date.month - 1]} {self._date.year}"


class Link:
    """A reference not yet followed: `service.owner` before anybody asks for it."""

    __slots__ = ("key", "kind")

    def __init__(self, kind: str, key: str) -> None:
        self.kind, self.key = kind, key


Directory = dict[str, dict[str, "Facts"]]


class Facts:
    """A group of facts; prints its title, name or text, whichever it has."""

    __slots__ = ("_directory", "_printed_by", "_values")

    def __init__(self, values: Mapping[str, object], directory: Directory, printed_by: str = "") -> None:
        self._values, self._directory = dict(values), directory
        self._printed_by = (printed_by,) if printed_by else _NAMES

    def __getattr__(self, name: str) -> object:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str | Facts) -> object:
        """Return a fact; a role or service stands for its id, so that `roles[rule.to]` is that role."""
        key = str(name["id"]) if isinstance(name, Facts) else name
        return self._follow(self._values[key])

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __str__(self) -> str:
        for name in self._printed_by:
            value = self._values.get(name)
            if value is not None:
                return str(value)
        raise TypeError("this group of facts has no name to print")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and self._values is other._values

    def __hash__(self) -> int:
        return id(self._values)

    def _follow(self, value: object) -> object:
        if isinstance(value, Link):
            return self._directory.get(value.kind, {}).get(value.key)
        if isinstance(value, tuple):
            return tuple(self._follow(item) for item in value)
        return value


class View:
    """Turns typed values into facts of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.directory: Directory = {}

    def of(self, value: object) -> object:
        """Return the value as a template sees it."""
        if isinstance(value, Words):
            return value.in_(self.language)
        if isinstance(value, _QUANTITIES):
            return Printed(value, self.language)
        if isinstance(value, dt.date):
            return Day(value, self.language)
        return self._compound(value)

    def _compound(self, value: object) -> object:
        if isinstance(value, BaseModel):
            return self.group(value)
        if isinstance(value, Mapping):
            return Facts({str(k): self.of(v) for k, v in value.items()}, self.directory)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return tuple(self.of(item) for item in value)
        return value

    def group(self, model: BaseModel) -> Facts:
        """Return a group of facts whose references are followed when asked for."""
        kinds = reference_kinds(type(model))
        values: dict[str, object] = {}
        for name in type(model).model_fields:
            value = getattr(model, name)
            values[name] = _link(kinds[name], value) if name in kinds else self.of(value)
        return Facts(values, self.directory, _PRINTED_BY.get(type(model), ""))


def _link(kind: str, value: object) -> object:
    if isinstance(value, str):
        return Link(kind, value)
    if isinstance(value, tuple):
        return tuple(_link(kind, item) for item in value)
    return value
