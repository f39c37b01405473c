"""How the values of a profile are written in YAML: wording, durations, percentages, dates, references."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from iso20k_docs.model.quantities import DURATION_UNITS, Duration, Hours, Percent, Target, Weekday
from iso20k_docs.model.words import LANGUAGES, Words

T = TypeVar("T")

_SPACED_SHARE = re.compile(r"(?<=[0-9])[ \u00a0]+(?=[%％‰])")


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("text", "text expected")
    return value.strip()


def wording(value: object) -> Words:
    """Return a text or a map of languages as Words; PydanticCustomError otherwise.

    Chinese has no space before a per cent sign: `90 %` reads `90%` there.
    """
    if isinstance(value, Words):
        return value
    if isinstance(value, str) and value.strip():
        return _as_written(value.strip(), value.strip())
    if not isinstance(value, Mapping):
        raise PydanticCustomError("wording", "text expected")
    unknown = sorted(str(k) for k in value if k not in LANGUAGES)
    if unknown:
        raise PydanticCustomError("wording-key", "unknown language '{key}'", {"key": unknown[0]})
    texts = {language: _in_language(value[language], language) for language in LANGUAGES if language in value}
    if not texts:
        raise PydanticCustomError("wording", "text expected")
    only = next(iter(texts.values()))
    return _as_written(texts.get("zh", only), texts.get("en", only))


def _as_written(zh: str, en: str) -> Words:
    return Words(_SPACED_SHARE.sub("", zh), en)


def _in_language(value: object, language: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("wording-text", "text expected in '{key}'", {"key": language})
    return value.strip()


def _amount(value: object) -> Percent | Duration | Words:
    """Read a quantity that knows its words in both languages, else text: `90 %`, `30 d`, `200`, `2 s`."""
    if isinstance(value, str):
        for parse in (Percent.parse, Duration.parse):
            with contextlib.suppress(ValueError):
                return parse(value)
    return value if isinstance(value, Percent | Duration) else wording(value)


def _parsed(kind: type[T], parse: Callable[[str], T], form: str) -> Callable[[object], T]:
    def read(value: object) -> T:
        if isinstance(value, kind):
            return value
        try:
            return parse(value if isinstance(value, str) else f"{value}")
        except ValueError:
            raise PydanticCustomError("form", "not of the form {form}", {"form": form}) from None

    return read


def _schema(kind: str, **more: object) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **more})


DURATION_FORM = f"`15 min` ({DURATION_UNITS})"
SHARE_FORM = "`99.9 %`"
GOAL_FORM = "`>= 95 %` / `<= 2` / `<= 4 h`"
DAY_FORM = "`wed` / `周三`"
HOURS_FORM = "`24x7` / `Mon-Fri 09:00-18:00`"

_WORDING_SCHEMA: dict[str, object] = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}

Wording = Annotated[Words, BeforeValidator(wording), WithJsonSchema(_WORDING_SCHEMA)]
Span = Annotated[
    Duration,
    BeforeValidator(_parsed(Duration, Duration.parse, DURATION_FORM)),
    _schema("string", description=DURATION_FORM, examples=["15 min", "4 h", "5 wd", "6 months"]),
]
Share = Annotated[
    Percent,
    BeforeValidator(_parsed(Percent, Percent.parse, SHARE_FORM)),
    _schema("string", examples=["99.9 %"]),
]
Goal = Annotated[
    Target,
    BeforeValidator(_parsed(Target, Target.parse, GOAL_FORM)),
    _schema("string", examples=[">= 95 %", "<= 2"]),
]
ServiceHours = Annotated[
    Hours,
    BeforeValidator(_parsed(Hours, Hours.parse, HOURS_FORM)),
    _schema("string", examples=["24x7", "Mon-Fri 09:00-18:00"]),
]
DayOfWeek = Annotated[
    Weekday,
    BeforeValidator(_parsed(Weekday, Weekday.parse, DAY_FORM)),
    _schema("string", examples=["wed", "周三"]),
]
Amount = Annotated[
    Percent | Duration | Words,
    BeforeValidator(_amount),
    WithJsonSchema({**_WORDING_SCHEMA, "examples": ["90 %", "30 d", "200"]}),
]
Plain = Annotated[str, BeforeValidator(_text), _schema("string", minLength=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
RequirementKey = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*-[a-z]?\d*$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Count = Annotated[int, Field(ge=0, strict=True)]
Positive = Annotated[int, Field(ge=1, strict=True)]


def _refers_to(kind: str, description: str) -> object:
    """Mark a value as the id of something else in the profile; `profile.references` follows it."""
    return Field(description=description, json_schema_extra={"x-ref": kind})


PersonRef = Annotated[Plain, _refers_to("person", "A person: id or name from `people`")]
RoleRef = Annotated[Key, _refers_to("role", "A role")]
ServiceRef = Annotated[Key, _refers_to("service", "A service id from `services`")]
DepartmentRef = Annotated[Key, _refers_to("department", "A department id from `departments`")]
SupplierRef = Annotated[Key, _refers_to("supplier", "A supplier id from `suppliers`")]
CustomerRef = Annotated[Key, _refers_to("customer", "A customer id from `customers`")]
SiteRef = Annotated[Key, _refers_to("site", "A site id from `sites`")]
