"""Follows every reference of a profile, and finds ids and names that stand for two things."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from iso20k_docs.model.diagnostics import Diagnostic, error
from iso20k_docs.model.words import Words
from iso20k_docs.profile.people import names_of
from iso20k_docs.profile.roles import KNOWN_ROLES, RoleCatalogue
from iso20k_docs.profile.schema import Person, Profile
from iso20k_docs.reading.nearest import suggestion
from iso20k_docs.reading.source import Path, Source

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


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that names something else in the profile."""

    kind: str
    name: str
    path: Path


def check_references(profile: Profile, source: Source, catalogue: RoleCatalogue) -> Iterator[Diagnostic]:
    """Yield every reference that leads nowhere, every id or name used twice, every unknown role."""
    known = _known(profile, catalogue)
    dangling = [each for each in _all_references(profile) if each.name not in known[each.kind]]
    stated = [each for each in dangling if _is_stated(each.path, source)]
    said = {(each.kind, each.name) for each in stated}
    # what was derived repeats the mistake of a stated fact: say it there, once
    for each in (*stated, *(d for d in dangling if d not in stated and (d.kind, d.name) not in said)):
        yield _dangling(each, known[each.kind], source)
    yield from _unknown_roles(profile, source, catalogue)
    yield from _duplicates(profile, (), source)
    yield from _same_names(profile.people, source)


def _known(profile: Profile, catalogue: RoleCatalogue) -> dict[str, list[str]]:
    return {
        "person": [name for person in profile.people for name in names_of(person)],
        "role": list(catalogue.roles),
        "service": [each.id for each in profile.services],
        "department": [each.id for each in profile.departments],
        "supplier": [each.id for each in profile.suppliers],
        "customer": [each.id for each in profile.customers],
        "site": [each.id for each in profile.sites],
        "item type": [each.id for each in profile.ci_types],
        "class": [each.id for each in profile.security.classes],
    }


def _all_references(profile: Profile) -> Iterator[Reference]:
    yield from _in_model(profile, ())
    for i, service in enumerate(profile.services):
        for k, component in enumerate(service.components):
            yield Reference("item type", component.type, ("services", i, "components", k, "type"))
    yield Reference("class", profile.security.document_class, ("security", "document_class"))


def _is_stated(path: Path, source: Source) -> bool:
    """Whether the files state this value, be it as a name alone where a group may stand (`roles: {x: Li Na}`)."""
    return path in source.places or (path[:-1] in source.places and not isinstance(_at(source.data, path[:-1]), dict))


def _at(data: Any, path: Path) -> object:  # noqa: ANN401 - plain data
    for step in path:
        data = data[step]
    return data


def _dangling(reference: Reference, known: Iterable[str], source: Source) -> Diagnostic:
    what = _KINDS[reference.kind]
    return error(
        "unknown-reference",
        Words(f"没有“{reference.name}”这个{what.zh}", f"unknown {what.en} '{reference.name}'"),
        source.place(reference.path),
        suggestion(reference.name, dict.fromkeys(known), _KNOWN),
    )


def _unknown_roles(profile: Profile, source: Source, catalogue: RoleCatalogue) -> Iterator[Diagnostic]:
    people = catalogue.ids("person")
    for name in profile.roles:
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
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _duplicates(getattr(value, name), (*path, name), source)
    elif isinstance(value, tuple):
        seen: dict[str, int] = {}
        for index, item in enumerate(value):
            identity = getattr(item, "id", None)
            if isinstance(identity, str) and seen.setdefault(identity, index) != index:
                yield _duplicate(identity, (*path, index, "id"), (*path, seen[identity]), source)
            yield from _duplicates(item, (*path, index), source)


def _duplicate(identity: str, path: Path, first: Path, source: Source) -> Diagnostic:
    line = source.place((*first, path[-1])).line
    return error(
        "duplicate-id",
        Words(f"“{identity}”重复，第 {line} 行已有", f"'{identity}' is already on line {line}"),
        source.place(path),
        Words("给其中一个换名", "Give one of the two another name"),
    )


def _same_names(people: tuple[Person, ...], source: Source) -> Iterator[Diagnostic]:
    """Find people whom a name cannot tell apart: the same name, and one of them without an id."""
    seen: dict[str, int] = {}
    for index, person in enumerate(people):
        for name in {person.name.zh, person.name.en}:
            first = seen.setdefault(name, index)
            if first != index and (person.id is None or people[first].id is None):
                line = source.place(("people", first, "name")).line
                yield error(
                    "duplicate-name",
                    Words(
                        f"两人同名“{name}”，第 {line} 行已有",
                        f"'{name}' is also the name of the person on line {line}",
                    ),
                    source.place(("people", index, "name")),
                    Words("给两人各加 id，在别处写 id", "Give both an `id` and write the id elsewhere"),
                )
                break


# --- references by annotation ------------------------------------------------------------------------------------


def _in_model(model: BaseModel, path: Path) -> Iterator[Reference]:
    for name, annotation in _fields_with_references(type(model)):
        yield from _in_value(getattr(model, name), annotation, (*path, name))


@cache
def _fields_with_references(model: type[BaseModel]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(model, include_extras=True)
    return tuple((name, hints[name]) for name in model.model_fields if _leads_somewhere(hints[name]))


def _leads_somewhere(annotation: Any) -> bool:  # noqa: ANN401 - an annotation, not a value
    if _marked(annotation) is not None:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_fields_with_references(annotation))
    return any(_leads_somewhere(inner) for inner in get_args(annotation) if not isinstance(inner, FieldInfo))


def _in_value(value: object, annotation: Any, path: Path) -> Iterator[Reference]:  # noqa: ANN401
    kind = _marked(annotation)
    if kind is not None and isinstance(value, str):
        yield Reference(kind, value, path)
    elif isinstance(value, BaseModel):
        yield from _in_model(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _in_value(item, _item(annotation), (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _in_value(item, get_args(_bare(annotation))[1], (*path, key))


def _item(annotation: Any) -> Any:  # noqa: ANN401
    return get_args(_bare(annotation))[0]


def _bare(annotation: Any) -> Any:  # noqa: ANN401
    """Take `Annotated` off a list or a group."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _marked(annotation: Any) -> str | None:  # noqa: ANN401
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
