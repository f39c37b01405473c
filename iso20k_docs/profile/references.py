"""Follows every reference of a profile, and finds ids and names that stand for two things.

Works on plain data by the annotations of the schema, so that dangling references are found beside wrong types.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from iso20k_docs.model.diagnostics import Diagnostic, error
from iso20k_docs.model.words import LANGUAGES, Words
from iso20k_docs.profile.layers import stated_place
from iso20k_docs.profile.roles import KNOWN_ROLES, RoleCatalogue
from iso20k_docs.profile.schema import Auditor, Holder, Profile
from iso20k_docs.reading.nearest import suggestion
from iso20k_docs.reading.source import Path, Source
from iso20k_docs.reading.validate import model_of

_KINDS: Mapping[str, Words] = {
    "person": Words("人员", "person"),
    "role": Words("角色", "role"),
    "service": Words("服务", "service"),
    "department": Words("部门", "department"),
    "supplier": Words("供应商", "supplier"),
    "customer": Words("客户", "customer"),
    "site": Words("场所", "site"),
    "item type": Words("配置项类型", "configuration item type"),
    "class": Words("密级", "class"),
}
_KNOWN = Words("已有", "Known")
#: Where each kind of thing is listed; people are known by their names as well, roles by the catalogue.
_LISTS: Mapping[str, Path] = {
    "service": ("services",),
    "department": ("departments",),
    "supplier": ("suppliers",),
    "customer": ("customers",),
    "site": ("sites",),
    "item type": ("ci_types",),
    "class": ("security", "classes"),
}
#: Models that may be written as a name alone, and the fact that the name then is.
_NAME_ALONE: Mapping[type[BaseModel], str] = {Holder: "holder", Auditor: "person"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that names something else in the profile."""

    kind: str
    name: str
    path: Path


def check_references(source: Source, catalogue: RoleCatalogue) -> Iterator[Diagnostic]:
    """Yield every reference that leads nowhere, every id or name used twice, every unknown role."""
    known = _known(source.data, catalogue)
    references = [each for each in _all_references(source.data) if each.kind in known]
    dangling = [each for each in references if each.name not in known[each.kind]]
    stated = [each for each in dangling if each.path in source.places]
    said = {(each.kind, each.name) for each in stated}
    # what was derived repeats the mistake of a stated fact: it is said there, once
    derived = {(d.kind, d.name): d for d in dangling if (d.kind, d.name) not in said}
    for each in (*stated, *derived.values()):
        yield _dangling(each, known[each.kind], source)
    yield from _unfilled_roles(source, catalogue)
    yield from _unknown_roles(source, catalogue)
    yield from _duplicates(source.data, (), source)
    yield from _same_names(source)


def _known(data: object, catalogue: RoleCatalogue) -> dict[str, list[str]]:
    """Return the names of each kind; a list that is missing altogether says nothing about its kind."""
    lists = {kind: _items(data, path) for kind, path in _LISTS.items() if isinstance(_at(data, path), list)}
    known = {kind: [str(item["id"]) for item in items if "id" in item] for kind, items in lists.items()}
    known["role"] = list(catalogue.roles)
    if isinstance(_at(data, ("people",)), list):
        known["person"] = [name for person in _items(data, ("people",)) for name in _names(person)]
    return known


def _all_references(data: object) -> Iterator[Reference]:
    yield from _in_value(data, Profile, ())
    for i, service in enumerate(_items(data, ("services",))):
        for k, component in enumerate(_items(service, ("components",))):
            kind = component.get("type")
            if isinstance(kind, str):
                yield Reference("item type", kind, ("services", i, "components", k, "type"))
    document_class = _at(data, ("security", "document_class"))
    if isinstance(document_class, str):
        yield Reference("class", document_class, ("security", "document_class"))
    labels = _at(data, ("brand", "classification"))
    for name in labels if isinstance(labels, dict) else ():
        yield Reference("class", str(name), ("brand", "classification", name))


def _dangling(reference: Reference, known: Iterable[str], source: Source) -> Diagnostic:
    what = _KINDS[reference.kind]
    return error(
        "unknown-reference",
        Words(f"没有“{reference.name}”这个{what.zh}", f"unknown {what.en} '{reference.name}'"),
        stated_place(source, reference.path),
        suggestion(reference.name, dict.fromkeys(known), _KNOWN),
    )


def _unfilled_roles(source: Source, catalogue: RoleCatalogue) -> Iterator[Diagnostic]:
    """Find the role that all others fall back to, where nobody holds it."""
    roles = _at(source.data, ("roles",))
    empty = [name for name in catalogue.ids("person") if isinstance(roles, dict) and roles.get(name) is None]
    last = {catalogue.chain(name)[-1] for name in empty}
    for name in sorted(last):
        title = catalogue.roles[name].title
        message = Words(f"roles 中缺少“{name}”（{title.zh}）", f"'{name}' ({title.en}) is missing in 'roles'")
        yield error("missing-fact", message, source.key_place(("roles",)))


def _unknown_roles(source: Source, catalogue: RoleCatalogue) -> Iterator[Diagnostic]:
    people = catalogue.ids("person")
    roles = _at(source.data, ("roles",))
    for name in roles if isinstance(roles, dict) else ():
        if name in people:
            continue
        held_by_none = name in catalogue.roles
        message = Words(f"没有“{name}”这个角色", f"unknown role '{name}'")
        if held_by_none:
            message = Words(f"角色“{name}”不由一人担任", f"the role '{name}' is not held by one person")
        hint = None if held_by_none else suggestion(name, people, KNOWN_ROLES)
        yield error("unknown-reference", message, source.key_place(("roles", name)), hint)


def _duplicates(value: object, path: Path, source: Source) -> Iterator[Diagnostic]:
    """Find items of one list with the same id."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _duplicates(inner, (*path, key), source)
    elif isinstance(value, list):
        seen: dict[str, int] = {}
        for index, item in enumerate(value):
            identity = item.get("id") if isinstance(item, dict) else None
            if isinstance(identity, str) and seen.setdefault(identity, index) != index:
                yield _duplicate(identity, (*path, index, "id"), (*path, seen[identity], "id"), source)
            yield from _duplicates(item, (*path, index), source)


def _duplicate(identity: str, path: Path, first: Path, source: Source) -> Diagnostic:
    line = source.place(first).line
    return error(
        "duplicate-id",
        Words(f"“{identity}”重复，第 {line} 行已有", f"'{identity}' is already on line {line}"),
        source.place(path),
        Words("给其中一个换名", "Give one of the two another name"),
    )


def _same_names(source: Source) -> Iterator[Diagnostic]:
    """Find people whom a name cannot tell apart: the same name, and one of them without an id."""
    people = _items(source.data, ("people",))
    seen: dict[str, int] = {}
    for index, person in enumerate(people):
        for name in _texts(person.get("name")):
            first = seen.setdefault(name, index)
            if first != index and ("id" not in person or "id" not in people[first]):
                yield _same_name(name, index, first, source)
                break


def _same_name(name: str, index: int, first: int, source: Source) -> Diagnostic:
    line = source.place(("people", first, "name")).line
    return error(
        "duplicate-name",
        Words(f"两人同名“{name}”，第 {line} 行已有", f"'{name}' is also the name of the person on line {line}"),
        source.place(("people", index, "name")),
        Words("给两人各加 id，在别处写 id", "Give both an `id` and write the id elsewhere"),
    )


# --- plain data ---------------------------------------------------------------------------------------------------


def _at(data: object, path: Path) -> object:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _items(data: object, path: Path) -> list[dict[str, Any]]:
    """Return the groups in a list; anything else in their place counts as an empty group."""
    items = _at(data, path)
    return [item if isinstance(item, dict) else {} for item in items] if isinstance(items, list) else []


def _names(person: Mapping[str, object]) -> list[str]:
    identity = person.get("id")
    return ([identity] if isinstance(identity, str) else []) + _texts(person.get("name"))


def _texts(value: object) -> list[str]:
    """Return a text in each language it is given in."""
    given = [value.get(language) for language in LANGUAGES] if isinstance(value, dict) else [value]
    return list(dict.fromkeys(text.strip() for text in given if isinstance(text, str)))


# --- references by annotation ------------------------------------------------------------------------------------


def _in_value(value: object, annotation: Any, path: Path) -> Iterator[Reference]:  # noqa: ANN401 - an annotation
    kind = _marked(annotation)
    model = model_of(annotation)
    if kind is not None:
        if isinstance(value, str):
            yield Reference(kind, value.strip(), path)
    elif model is not None:
        yield from _in_model(value, model, path)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _in_value(item, _inner(annotation, 0), (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _in_value(item, _inner(annotation, 1), (*path, key))


def _in_model(value: object, model: type[BaseModel], path: Path) -> Iterator[Reference]:
    annotations = _fields_with_references(model)
    if isinstance(value, str) and model in _NAME_ALONE:
        yield from _in_value(value, annotations[_NAME_ALONE[model]], path)
    elif isinstance(value, dict):
        for name, annotation in annotations.items():
            if name in value:
                yield from _in_value(value[name], annotation, (*path, name))


@cache
def _fields_with_references(model: type[BaseModel]) -> Mapping[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields if _leads_somewhere(hints[name])}


@cache
def reference_kinds(model: type[BaseModel]) -> Mapping[str, str]:
    """Return what the fields of a model refer to, one thing or several: `owner` to a role, `services` to services."""
    hints = get_type_hints(model, include_extras=True)
    kinds = {name: _marked(_inner(hints[name], 0)) or _marked(hints[name]) for name in model.model_fields}
    return {name: kind for name, kind in kinds.items() if kind is not None}


def _leads_somewhere(annotation: Any) -> bool:  # noqa: ANN401 - an annotation
    if _marked(annotation) is not None:
        return True
    model = model_of(annotation)
    if model is not None:
        return bool(_fields_with_references(model))
    return any(_leads_somewhere(inner) for inner in get_args(annotation) if not isinstance(inner, FieldInfo))


def _inner(annotation: Any, position: int) -> Any:  # noqa: ANN401 - an annotation
    """Return what a list (position 0) or a group (position 1) holds."""
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    held = get_args(bare)
    return held[position] if position < len(held) else None


def _marked(annotation: Any) -> str | None:  # noqa: ANN401 - an annotation
    """Return the kind of thing that an annotation refers to, through `Annotated` and `| None`."""
    if get_origin(annotation) in (Union, types.UnionType):
        return next((kind for kind in map(_marked, get_args(annotation)) if kind is not None), None)
    if get_origin(annotation) is not Annotated:
        return None
    inner, *extras = get_args(annotation)
    for extra in extras:
        marks = extra.json_schema_extra if isinstance(extra, FieldInfo) else None
        if isinstance(marks, dict) and "x-ref" in marks:
            return str(marks["x-ref"])
    return _marked(inner)
