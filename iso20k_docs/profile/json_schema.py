"""The JSON Schema of a profile as a user writes it, for completion in editors.

It differs from the schema of the complete facts: nothing that the defaults supply or that is derived is required, a
role may be a name alone, and roles and process numbers are listed by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from iso20k_docs.profile.defaults import Defaults
from iso20k_docs.profile.layers import is_group
from iso20k_docs.profile.process_numbers import Number, form_of, read_numbers
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Profile
from iso20k_docs.reading.validate import model_of

Json = dict[str, Any]

DIALECT = GenerateJsonSchema.schema_dialect
#: Facts of a model that are derived from others where a profile leaves them out.
_DERIVED: Mapping[str, frozenset[str]] = {
    "Profile": frozenset({"languages", "sites", "departments", "auditors", "scope"}),
    "Organisation": frozenset({"headcount"}),
    "Scope": frozenset({"statement"}),
    "Window": frozenset({"outside_hours"}),
}
#: Models that a name alone may stand for.
_NAME_ALONE = ("Holder", "Auditor")
#: Models that a wording alone may stand for, each with the fact that it then is.
_WORDING_ALONE = {"Action": "what", "OwnAnswer": "by"}


def json_schema(defaults: Defaults) -> Json:
    """Return the JSON Schema (2020-12) of a profile, with the roles and process numbers of these defaults."""
    schema = Profile.model_json_schema()
    models: Json = schema["$defs"]
    optional = _optional(defaults)
    for name, model in (*models.items(), ("Profile", schema)):
        _relax(model, optional.get(name, frozenset()))
    for name in _NAME_ALONE:
        models[name] = {"anyOf": [{"type": "string", "minLength": 1}, models[name]]}
    for name, fact in _WORDING_ALONE.items():
        models[name] = {"anyOf": [models[name]["properties"][fact], models[name]]}
    _list_roles(schema, defaults.roles)
    schema["properties"]["processes"] = _processes(read_numbers(defaults.processes()))
    return {"$schema": DIALECT, **schema, "title": "iso20k-docs profile"}


def _relax(model: Json, optional: frozenset[str]) -> None:
    required = [name for name in model.get("required", []) if name not in optional]
    model.pop("required", None)
    if required:
        model["required"] = required


def _optional(defaults: Defaults) -> dict[str, frozenset[str]]:
    """Return, by the name of the model, the facts that defaults supply."""
    data = defaults.layers("standard", china=False).data
    facts = dict(data) if isinstance(data, dict) else {}
    each = facts.pop("each", {})
    found = dict(_DERIVED)
    for name, keys in (*_supplied(Profile, facts), *_supplied_to_each(each)):
        found[name] = found.get(name, frozenset()) | keys
    return found


def _supplied(model: type[BaseModel], facts: Mapping[str, object]) -> Iterator[tuple[str, frozenset[str]]]:
    """Follow the groups of keys; a list is stated as a whole, so its items stay complete."""
    yield model.__name__, frozenset(facts)
    for key, value in facts.items():
        field = model.model_fields.get(key)
        inner = model_of(field.annotation) if field is not None else None
        if inner is not None and isinstance(value, dict) and is_group(value):
            yield from _supplied(inner, value)


def _supplied_to_each(each: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    yield "Service", frozenset(each["service"])
    for usual in each["by_criticality"].values():
        yield "Service", frozenset(usual)
    yield "Customer", frozenset(each["customer"])
    yield "Supplier", frozenset(each["supplier"])


def _list_roles(schema: Json, catalogue: RoleCatalogue) -> None:
    """Name every role where a role may stand, and describe those that people hold."""
    for node in _nodes(schema):
        if node.get("x-ref") == "role":
            node["enum"] = list(catalogue.roles)
    held = {}
    for name in catalogue.ids("person"):
        role = catalogue.roles[name]
        described = f"{role.title.zh} / {role.title.en}. {role.duty.zh} / {role.duty.en}"
        held[name] = {"$ref": "#/$defs/Holder", "description": described}
    schema["properties"]["roles"] = {
        "type": "object",
        "properties": held,
        "additionalProperties": False,
        "required": ["top_management"],
        "description": "Role -> the person who holds it",
    }


def _nodes(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _processes(numbers: Mapping[str, Mapping[str, Number]]) -> Json:
    return {
        "type": "object",
        "description": "Numbers of single processes",
        "properties": {
            process: {
                "type": "object",
                "properties": {name: _number(number) for name, number in of_process.items()},
                "additionalProperties": False,
            }
            for process, of_process in numbers.items()
        },
        "additionalProperties": False,
    }


def _number(number: Number) -> Json:
    form = form_of(number.standard)
    described = {"description": f"{number.label.zh} / {number.label.en}: {form.words.zh} / {form.words.en}"}
    if form.is_wording:
        return described
    plain = number.standard if isinstance(number.standard, int | float | str) else None
    return {"type": form.json_type, **described, "default": plain}
