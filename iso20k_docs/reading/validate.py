"""From plain data to typed values: all that is wrong with a file, in plain words, each with its place."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import LANGUAGES, Words
from iso20k_docs.reading.nearest import suggestion
from iso20k_docs.reading.source import Path, Source

M = TypeVar("M", bound=BaseModel)
#: What a regular expression (or a named form) of the model asks for, in words.
PatternWords = Mapping[str, Words]

_ALLOWED = Words("允许的键", "Allowed here")
_LONGEST_SHOWN = 60


def validate(model: type[M], source: Source, patterns: PatternWords | None = None) -> M:
    """Return the typed values of a file; UserError with every problem, ordered as in the file.

    `patterns` says in words what the regular expressions and the forms of the model ask for.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as failure:
        errors = failure.errors(include_url=False)
    raise UserError(diagnose(model, source, errors, patterns or {}))


def diagnose(
    model: type[BaseModel], source: Source, errors: Sequence[ErrorDetails], patterns: PatternWords
) -> list[Diagnostic]:
    """Say each problem once, however many branches of a union report it."""
    seen: dict[Path, list[_Problem]] = {}
    for each in errors:
        problem = _Problem.of(each, model, source, patterns)
        seen.setdefault(problem.path, []).append(problem)
    found = [_say(problems) for problems in seen.values() if not _follows(problems[0])]
    return sorted(found, key=lambda each: (each.place.file, each.place.line or 0, each.place.column or 0))


def _follows(problem: _Problem) -> bool:
    """Whether a list counts as too short only because its items are wrong, which is said at the items."""
    wanted = problem.context.get("min_length", 0)
    return problem.kind == "too_short" and isinstance(problem.found, list) and len(problem.found) >= wanted


@dataclass(frozen=True, slots=True)
class _Problem:
    """One error of the model: what kind, at which path, what was found there."""

    kind: str
    path: Path
    found: object
    context: Mapping[str, Any]
    model: type[BaseModel]
    source: Source
    patterns: PatternWords

    @classmethod
    def of(cls, each: ErrorDetails, model: type[BaseModel], source: Source, patterns: PatternWords) -> _Problem:
        path = _real_path(each["loc"], source.data)
        if each["type"] in ("missing", "extra_forbidden") and isinstance(_at(source.data, path), dict):
            path = (*path, each["loc"][-1]) if each["type"] == "missing" else path
        found = _at(source.data, path) if each["type"] != "missing" else None
        if each["type"] == "wording-text" and isinstance(found, dict):
            language = each.get("ctx", {})["key"]
            return cls("text", (*path, language), found[language], {}, model, source, patterns)
        if "[key]" in each["loc"]:
            return cls("key", path, str(path[-1]), each.get("ctx", {}), model, source, patterns)
        return cls(each["type"], path, found, each.get("ctx", {}), model, source, patterns)

    @property
    def place(self) -> Place:
        return self.source.place(self.path)

    @property
    def key_place(self) -> Place:
        return self.source.key_place(self.path)

    @property
    def form(self) -> Words:
        """What the named form or the regular expression asks for."""
        name = str(self.context.get("form") or self.context.get("pattern", ""))
        return self.patterns.get(name, Words.same(name))

    @property
    def where(self) -> Words:
        shown = show_path(self.path)
        return Words(f"“{shown}”", f"'{shown}'") if shown else Words("文件", "the file")


def show_path(path: Path) -> str:
    """Print a path as `services[2].hours`; items of a list count from 1."""
    shown = ""
    for step in path:
        shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if shown else step
    return shown


def show_value(value: object) -> Words:
    """Print a value as found, short enough for one line."""
    if value is None:
        return Words("空", "nothing")
    if isinstance(value, Mapping):
        return Words("一组键", "a group of keys")
    if isinstance(value, list):
        return Words("列表", "a list")
    if isinstance(value, bool):
        return Words.same(str(value).lower())
    text = " ".join(str(value).split())
    short = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return Words(f"“{short}”", f"'{short}'") if isinstance(value, str) else Words.same(short)


# --- paths --------------------------------------------------------------------------------------------------------


def _real_path(steps: Iterable[str | int], data: object) -> Path:
    """Follow an error's location as far as the data goes; what the model adds (union branches) is left out."""
    path: list[str | int] = []
    for step in steps:
        inside = _inside(data, step)
        if inside is _NOTHING:
            break
        path.append(step)
        data = inside
    return tuple(path)


_NOTHING = object()


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, dict) and step in data:
        return data[step]
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return _NOTHING


def _at(data: object, path: Path) -> object:
    for step in path:
        data = _inside(data, step)
    return data


def allowed_keys(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys that may stand at a path of a model."""
    annotation: object = model
    for step in path:
        annotation = _step(annotation, step)
    inner = model_of(annotation)
    return list(inner.model_fields) if inner is not None else []


def _step(annotation: object, step: str | int) -> object:
    inner = model_of(annotation)
    if inner is not None:
        field = inner.model_fields.get(str(step))
        return field.annotation if field is not None else None
    bare = _bare(annotation)
    if get_origin(bare) is dict:
        return get_args(bare)[1]
    if get_origin(bare) in (tuple, list):
        return get_args(bare)[0]
    return None


def model_of(annotation: object) -> type[BaseModel] | None:
    """Return the model that an annotation asks for, if it asks for one."""
    bare = _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _bare(annotation: object) -> object:
    """Take `Annotated`, `| None` and root models off."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _bare(annotation.model_fields["root"].annotation)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        rest = [each for each in get_args(annotation) if each is not type(None)]
        return _bare(rest[0]) if len(rest) == 1 else annotation
    return annotation


# --- messages -----------------------------------------------------------------------------------------------------


def _say(problems: list[_Problem]) -> Diagnostic:
    first = problems[0]
    if len(problems) > 1:
        return _say([_most_telling(problems)])
    if first.found is None and first.kind != "missing":
        return _missing(first)
    return next((say for kinds, say in _SAYINGS if _fits(first.kind, kinds)), _wrong_value)(first)


def _most_telling(problems: list[_Problem]) -> _Problem:
    """Choose among the branches of a union the one that fits what was found."""
    worded = [p for p in problems if p.kind.startswith("wording")]
    if worded and isinstance(problems[0].found, dict | list):
        return worded[0]
    return next((p for p in problems if p.kind == "form"), problems[0])


def _fits(kind: str, kinds: tuple[str, ...]) -> bool:
    return any(kind == each or (each.endswith("_") and kind.startswith(each)) for each in kinds)


def _missing(p: _Problem) -> Diagnostic:
    name, parent = p.path[-1] if p.path else "", show_path(p.path[:-1])
    inside = Words(f"（在“{parent}”中）", f" (in '{parent}')") if parent else Words("", "")
    message = Words(f"缺少“{name}”{inside.zh}", f"'{name}' is missing{inside.en}")
    if p.path in p.source.keys:
        message = Words(f"{p.where.zh}没有内容", f"{p.where.en} has no content")
    elif isinstance(name, int):
        message = Words(f"{p.where.zh}是空项", f"{p.where.en} is an empty item")
    hint = None if p.kind == "missing" else Words("写上内容，或删除它", "Write something there, or delete it")
    return error("missing-fact", message, p.key_place, hint)


def _unknown_key(p: _Problem) -> Diagnostic:
    name, parent = str(p.path[-1]), show_path(p.path[:-1])
    inside = Words(f"（在“{parent}”中）", f" in '{parent}'") if parent else Words("", "")
    return error(
        "unknown-key",
        Words(f"没有“{name}”这个键{inside.zh}", f"unknown key '{name}'{inside.en}"),
        p.key_place,
        suggestion(name, allowed_keys(p.model, p.path[:-1]), _ALLOWED),
    )


def _unknown_language(p: _Problem) -> Diagnostic:
    name = str(p.context.get("key", ""))
    path = (*p.path, name)
    return error(
        "unknown-key",
        Words(f"{p.where.zh}中没有“{name}”这种语言", f"unknown language '{name}' in {p.where.en}"),
        p.source.key_place(path),
        suggestion(name, LANGUAGES, _ALLOWED),
    )


def _wrong_type(p: _Problem) -> Diagnostic:
    expected, hint = _EXPECTED.get(p.kind, (Words("另一类值", "another kind of value"), None))
    if p.kind in ("wording", "text", "string_type") and not isinstance(p.found, dict | list):
        hint = _quotes(p.found)
    found = show_value(p.found)
    return error(
        "wrong-type",
        Words(
            f"{p.where.zh}应是{expected.zh}，现在是{found.zh}", f"{p.where.en} is {found.en}; expected {expected.en}"
        ),
        p.place,
        hint,
    )


def _quotes(found: object) -> Words:
    if isinstance(found, str):
        return Words("写上文字，或删除这个键", "Write some text, or delete the key")
    shown = str(found).lower() if isinstance(found, bool) else str(found)
    return Words(
        f'数字、日期等作文字用时加引号，如 "{shown}"', f'Put a number or date that is text in quotes: "{shown}"'
    )


def _wrong_key(p: _Problem) -> Diagnostic:
    form = p.form
    return error(
        "wrong-form",
        Words(f"键“{p.found}”的写法不对", f"the key '{p.found}' is not written in the right form"),
        p.key_place,
        Words(f"写成：{form.zh}", f"Write it as: {form.en}"),
    )


def _wrong_form(p: _Problem) -> Diagnostic:
    found, form = show_value(p.found), p.form
    return error(
        "wrong-form",
        Words(f"{p.where.zh}的写法不对：{found.zh}", f"{p.where.en} is not written in the right form: {found.en}"),
        p.place if p.found is not None else p.key_place,
        Words(f"写成：{form.zh}", f"Write it as: {form.en}"),
    )


def _wrong_choice(p: _Problem) -> Diagnostic:
    allowed = [part.strip(" '") for part in str(p.context.get("expected", "")).replace(" or ", ",").split(",")]
    found = show_value(p.found)
    return error(
        "wrong-value",
        Words(f"{p.where.zh}不能是{found.zh}", f"{p.where.en} cannot be {found.en}"),
        p.place,
        suggestion(str(p.found), [each for each in allowed if each], Words("可选", "Choose one of")),
    )


_LIMITS = {
    "greater_than_equal": ("ge", "不小于", "at least"),
    "less_than_equal": ("le", "不大于", "at most"),
    "greater_than": ("gt", "大于", "more than"),
    "less_than": ("lt", "小于", "less than"),
}


def _out_of_range(p: _Problem) -> Diagnostic:
    key, zh, en = _LIMITS[p.kind]
    limit, found = p.context.get(key), show_value(p.found)
    return error(
        "out-of-range",
        Words(f"{p.where.zh}应{zh} {limit}，现在是{found.zh}", f"{p.where.en} is {found.en}; expected {en} {limit}"),
        p.place,
    )


def _too_few(p: _Problem) -> Diagnostic:
    wanted, has = p.context.get("min_length"), len(p.found) if isinstance(p.found, list) else 0
    return error(
        "too-few",
        Words(
            f"{p.where.zh}至少要有 {wanted} 项，现在有 {has} 项",
            f"{p.where.en} needs at least {wanted}; it has {has}",
        ),
        p.key_place,
    )


def _bad_date(p: _Problem) -> Diagnostic:
    found = show_value(p.found)
    return error(
        "bad-date",
        Words(f"{p.where.zh}不是日期：{found.zh}", f"{p.where.en} is not a date: {found.en}"),
        p.place,
        Words(
            "写成：2026-03-02（年-月-日，日历上有的日子）",
            "Write it as 2026-03-02: year, month, day, a day that exists",
        ),
    )


def _own_words(p: _Problem) -> Diagnostic:
    """Say what a validator of the model found, in the words it gives."""
    zh, en = p.context.get("zh"), p.context.get("en")
    if not (isinstance(zh, str) and isinstance(en, str)):
        return _wrong_value(p)
    return error("wrong-value", Words(f"{p.where.zh}：{zh}", f"{p.where.en}: {en}"), p.place)


def _wrong_value(p: _Problem) -> Diagnostic:
    found = show_value(p.found)
    return error(
        "wrong-value",
        Words(f"{p.where.zh}的值不能用：{found.zh}", f"{p.where.en} has a value that cannot be used: {found.en}"),
        p.place,
    )


_GROUP = (
    Words("一组键", "a group of keys"),
    Words("下一行缩进两格，写“键: 值”", "On the next line, indented by two spaces, write 'key: value'"),
)
_LIST = (
    Words("列表", "a list"),
    Words("每项单独一行，以“- ”开头", "Write each item on a line of its own that begins with '- '"),
)
_TEXT = (Words("文字", "text"), None)
_WHOLE_NUMBER = (
    Words("整数", "a whole number"),
    Words("只写数字，不加引号和单位", "Write digits only: no quotes, no unit"),
)
_YES_NO = (Words("true 或 false", "true or false"), None)
_EXPECTED: Mapping[str, tuple[Words, Words | None]] = {
    "wording": (Words("文字，或 {zh: 中文, en: 英文}", "text, or {zh: Chinese, en: English}"), None),
    "text": _TEXT,
    "string_type": _TEXT,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
    "dict_type": _GROUP,
    "mapping_type": _GROUP,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "float_type": (Words("数字", "a number"), None),
    "float_parsing": (Words("数字", "a number"), None),
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
}
_SAYINGS: tuple[tuple[tuple[str, ...], Callable[[_Problem], Diagnostic]], ...] = (
    (("missing",), _missing),
    (("extra_forbidden",), _unknown_key),
    (("wording-key",), _unknown_language),
    (("form", "string_pattern_mismatch"), _wrong_form),
    (("key",), _wrong_key),
    (("literal_error", "enum"), _wrong_choice),
    (tuple(_LIMITS), _out_of_range),
    (("too_short",), _too_few),
    (("date_", "bad-date"), _bad_date),
    (("own-words",), _own_words),
    (tuple(_EXPECTED), _wrong_type),
)
