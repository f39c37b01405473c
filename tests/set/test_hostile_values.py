"""Every text of a profile is replaced by one full of marks and line breaks: all of it is printed as it stands.

The texts are replaced in the YAML of example.yaml, wherever the schema takes any text; people are referred to by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import yaml
from pydantic import BaseModel

from iso20k_docs.model.nodes import Block, Document, Heading, Landscape, Text
from iso20k_docs.model.words import Words
from iso20k_docs.pipeline import build, prepare, write
from iso20k_docs.profile.references import reference_kinds
from iso20k_docs.profile.values import Plain
from tests.compose.reading import MARKS
from tests.compose.trees import words
from tests.set.reading import ReadBack, read_back
from tests.sets import PROFILES, document_set, prepared

#: Texts that are no prose: the program gives them a meaning of its own, or a check their form.
WITH_A_MEANING = {"pattern", "first_version", "version", "edition", "amendment", "logo", "template", "bridge"}
NUMBERED = re.compile(r"№(\d+)№")
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Spoilt:
    """A set made from spoilt texts: how many were replaced, the trees, the files read back."""

    count: int
    documents: tuple[Document, ...]
    files: tuple[ReadBack, ...]


def hostile(number: int) -> str:
    """A text that only its number tells from the others."""
    return f"{MARKS} №{number}№\n- second №{number}№\r\n| third | №{number}№"


def lines(number: int) -> set[str]:
    """The lines of a text without their first character: within an English sentence a title begins small."""
    return {line[1:] for line in re.split("\r\n|\n", hostile(number))}


def prose(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The places of texts that may be any text."""
    if isinstance(value, Words):
        yield path
    elif isinstance(value, BaseModel):
        refers = reference_kinds(type(value))
        for name, field in type(value).model_fields.items():
            below = getattr(value, name)
            plain = Plain in (field.annotation, getattr(field.annotation, "__args__", (None,))[0]) or (
                isinstance(below, str) and field.metadata and "BeforeValidator" in repr(field.metadata)
            )
            if name in WITH_A_MEANING or name in refers:
                continue
            if isinstance(below, str):
                yield from [(*path, name)] if plain else []
            else:
                yield from prose(below, (*path, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from prose(item, (*path, number))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from prose(item, (*path, key))


def at(data: Any, path: KeyPath) -> Any:
    """What stands at a place, None where the profile leaves it to the defaults."""
    for key in path:
        if isinstance(data, dict) or (isinstance(data, list) and isinstance(key, int) and key < len(data)):
            data = data.get(key) if isinstance(data, dict) else data[key]
        else:
            return None
    return data


def spoil(data: Any) -> int:
    """Replace the texts in the data of a profile; return how many."""
    count = 0
    for path in prose(prepared("example").organisation.profile):
        found = at(data, path)
        if isinstance(found, dict):
            for language in found:
                count += 1
                found[language] = hostile(count)
        elif isinstance(found, str):
            count += 1
            at(data, path[:-1])[path[-1]] = hostile(count)
    return count


def by_id(data: Any) -> Any:
    """Refer to every person by an id, for the names are about to change."""
    ids = {}
    for number, person in enumerate(data["people"], start=1):
        person.setdefault("id", f"person-{number}")
        name = person["name"]
        ids.update(dict.fromkeys(name.values() if isinstance(name, dict) else [name], person["id"]))

    def referred(value: Any, key: object = None) -> Any:
        if isinstance(value, dict) and key != "name":
            return {k: referred(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [referred(item) for item in value]
        return ids.get(value, value) if isinstance(value, str) and key != "name" else value

    return referred(data)


@cache
def spoilt() -> Spoilt:
    data = by_id(yaml.safe_load(PROFILES["example"].read_text(encoding="utf-8")))
    count = spoil(data)
    profile = Path(mkdtemp()) / "spoilt.yaml"
    profile.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    ready = prepare(profile)
    built = build(ready, ready.languages)
    return Spoilt(count, built.documents, tuple(map(read_back, write(built.documents, ready.look))))


def test_many_texts_are_replaced() -> None:
    assert spoilt().count > 400


def test_every_value_stands_literally_in_the_trees() -> None:
    wrong = set()
    seen = set()
    for document in spoilt().documents:
        for text in words(document.blocks):
            for run in text:
                said = run.text if isinstance(run, Text) else ""
                for number in map(int, NUMBERED.findall(said)):
                    seen.add(number)
                    if not any(line in said for line in lines(number)):
                        wrong.add(said)
    assert wrong == set()
    assert len(seen) > spoilt().count / 2


def test_every_value_that_is_shown_stands_literally_in_the_files() -> None:
    """In a drawing a value is wrapped: the spaces are not compared."""
    wrong = []
    for file in spoilt().files:
        for paragraph in file.paragraphs:
            said = "".join(paragraph.split())
            for number in map(int, NUMBERED.findall(paragraph)):
                if not any("".join(line.split()) in said for line in lines(number)):
                    wrong.append(f"{file.name}: {paragraph}")
    assert wrong == []


def shape(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield f"{type(block).__name__} {block.anchor if isinstance(block, Heading) else ''}"
        if isinstance(block, Landscape):
            yield from shape(block.blocks)


def test_the_values_make_nothing_of_their_own() -> None:
    """No heading, list, table or callout more or less than with the profile as it was."""
    before = {(d.language, d.id): list(shape(d.blocks)) for d in document_set("example").built.documents}
    after = {(d.language, d.id): list(shape(d.blocks)) for d in spoilt().documents}
    assert after == before
