"""Loads a profile: the file, the defaults under it, what follows from both, and every check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iso20k_docs.model.diagnostics import Diagnostic, UserError, error, info, raise_errors
from iso20k_docs.model.words import Words
from iso20k_docs.profile.checks import check_facts
from iso20k_docs.profile.defaults import Defaults
from iso20k_docs.profile.derive import Facts, derive
from iso20k_docs.profile.forms import FORM_WORDS
from iso20k_docs.profile.layers import is_group, lay
from iso20k_docs.profile.process_numbers import Number, ProcessValues, read_numbers
from iso20k_docs.profile.references import check_references
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Profile
from iso20k_docs.reading.source import Source
from iso20k_docs.reading.validate import show_value, validate
from iso20k_docs.reading.yaml import read

#: Facts that a profile may well leave to the defaults: how things look, and what is optional.
_UNREMARKABLE = frozenset({"brand", "integrated", "languages", "numbering", "processes", "size"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """A profile with warnings and infos, the place of every stated fact, and the role catalogue."""

    profile: Profile
    diagnostics: tuple[Diagnostic, ...]
    source: Source
    roles: RoleCatalogue


def load(path: Path, templates: Path | Sequence[Path], name: str | None = None) -> Loaded:
    """Load a profile over the defaults of the templates folder (or folders, the overlay first).

    `name` is how messages call the file. Raises UserError with every problem found, warnings included.
    """
    return complete(read(path, name), Defaults.under(templates))


def complete(user: Source, defaults: Defaults) -> Loaded:
    """Lay a profile over the defaults, derive, validate and check it; UserError with every problem found."""
    stated = user.data
    if not isinstance(stated, dict):
        raise UserError([_no_profile(user)])
    below, each = _split(defaults.layers(_size(stated), _in_china(stated)))
    source = _without_empty(derive(lay(user, below), stated, each, defaults.roles))
    numbers = read_numbers(defaults.processes())
    source, problems = _with_processes(source, numbers)
    problems.extend(check_references(source, defaults.roles))
    profile = _validated(source, problems)
    problems.extend(check_facts(profile, source, defaults.roles, numbers, people_known=not problems))
    found = sorted(problems, key=_order)
    raise_errors(found)
    return Loaded(profile, (*found, *_from_defaults(user, source)), source, defaults.roles)


def _no_profile(user: Source) -> Diagnostic:
    shown = show_value(user.data)
    return error(
        "wrong-type",
        Words(f"配置文件应由“键: 值”组成，现在是{shown.zh}", f"a profile consists of 'key: value'; this is {shown.en}"),
        user.place(()),
        Words("键后面用半角冒号加空格", "After a key write a colon and a space"),
    )


def _split(layers: Source) -> tuple[Source, Facts]:
    """Take the defaults of single services, customers and suppliers out of the others."""
    facts = dict(layers.data) if isinstance(layers.data, dict) else {}
    each = facts.pop("each", {})
    return replace(layers, data=facts), each


def _without_empty(source: Source) -> Source:
    """Leave out optional facts whose key stands there without content."""
    facts = source.data if isinstance(source.data, dict) else {}
    needed = {name for name, field in Profile.model_fields.items() if field.is_required()}
    kept = {name: value for name, value in facts.items() if value is not None or name in needed}
    return replace(source, data=kept)


def _size(stated: Facts) -> str:
    size = stated.get("size")
    return size if isinstance(size, str) else "standard"


def _in_china(stated: Facts) -> bool:
    """An organisation with a unified social credit code is registered in China."""
    organisation = stated.get("org")
    return isinstance(organisation, dict) and organisation.get("uscc") is not None


def _with_processes(source: Source, numbers: Mapping[str, Mapping[str, Number]]) -> tuple[Source, list[Diagnostic]]:
    facts = source.data if isinstance(source.data, dict) else {}
    stated = facts.get("processes")
    if stated is not None and not is_group(stated):
        return source, []
    values = ProcessValues(numbers, source)
    values.fill(_size(facts), stated)
    return replace(source, data={**facts, "processes": values.values}), values.errors


def _validated(source: Source, problems: Sequence[Diagnostic]) -> Profile:
    try:
        return validate(Profile, source, FORM_WORDS)
    except UserError as failure:
        raise UserError(sorted((*problems, *failure.diagnostics), key=_order)) from None


def _order(found: Diagnostic) -> tuple[str, int, int, str]:
    place = found.place
    return place.file, place.line or 0, place.column or 0, found.code


def _from_defaults(user: Source, source: Source) -> list[Diagnostic]:
    """Name the facts that the profile leaves to the defaults, for the user to confirm."""
    stated = {name for name, value in user.data.items() if value is not None} if isinstance(user.data, dict) else set()
    facts = source.data if isinstance(source.data, dict) else {}
    names = [name for name in Profile.model_fields if name in facts and name not in stated | _UNREMARKABLE]
    if not names:
        return []
    listed = ", ".join(names)
    return [
        info(
            "from-defaults",
            Words(f"以下内容取自默认值：{listed}", f"taken from the defaults: {listed}"),
            user.key_place(()),
            Words(
                "逐项确认是否符合实际；不符的写入配置文件",
                "Confirm that each is true of the organisation; state in the profile what is not",
            ),
        )
    ]
