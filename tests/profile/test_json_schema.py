"""The JSON Schema accepts what the program accepts and refuses what it refuses by form."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from iso20k_docs.profile.defaults import Defaults
from iso20k_docs.profile.json_schema import json_schema
from iso20k_docs.reading.yaml import parse, read


@pytest.fixture(scope="module")
def validator(defaults: Defaults) -> Draft202012Validator:
    return Draft202012Validator(json_schema(defaults))


def as_json(data: object) -> Any:
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return data.isoformat() if isinstance(data, dt.date) else data


def test_it_is_a_schema_and_plain_json(defaults: Defaults) -> None:
    schema = json_schema(defaults)
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", ["example", "minimal", "small", "english"])
def test_it_accepts_the_example_profiles(name: str, validator: Draft202012Validator, profiles: Path) -> None:
    data = as_json(read(profiles / f"{name}.yaml").data)
    assert [error.message for error in validator.iter_errors(data)] == []


def test_only_what_nothing_supplies_is_required(defaults: Defaults) -> None:
    schema = json_schema(defaults)
    models = schema["$defs"]
    assert schema["required"] == ["org", "people", "roles", "services", "customers"]
    assert models["Organisation"]["required"] == ["name", "short", "code", "address"]
    assert models["Service"]["required"] == ["id", "name", "description"]
    assert models["Customer"]["required"] == ["id", "name"]
    assert models["Supplier"]["required"] == ["id", "name", "provides"]
    assert "required" not in models["Board"]
    assert models["Level"]["required"] == ["id", "name", "respond", "restore", "update", "clock"] or set(
        models["Level"]["required"]
    ) == {"id", "name", "respond", "update", "restore", "clock"}


@pytest.mark.parametrize(
    "text",
    [
        "orgg: {}",
        "org: {code: abc}",
        "roles: {service_manger: X}",
        "control: {manual: {author: nobody}}",
        "processes: {incident-managment: {}}",
        "processes: {incident-management: {log_in: 5 min}}",
        "processes: {incident-management: {repeat_count: three}}",
        "languages: [fr]",
        "people: Jia Yi",
    ],
)
def test_it_refuses(text: str, validator: Draft202012Validator, profiles: Path) -> None:
    sound = as_json(read(profiles / "minimal.yaml").data)
    stated = as_json(parse(text.encode(), "a.yaml").data)
    merged = {
        **sound,
        **{key: {**sound.get(key, {}), **value} if isinstance(value, dict) else value for key, value in stated.items()},
    }
    assert list(validator.iter_errors(merged)) != []


def test_roles_and_process_numbers_are_described(defaults: Defaults) -> None:
    schema = json_schema(defaults)
    described = schema["properties"]["roles"]["properties"]["change_manager"]["description"]
    assert described.startswith("变更经理 / Change manager.")
    log_within = schema["properties"]["processes"]["properties"]["incident-management"]["properties"]["log_within"]
    assert log_within["type"] == "string"
    assert log_within["default"] == "5 min"
