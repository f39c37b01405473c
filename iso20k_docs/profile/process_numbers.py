"""The numbers of single processes: their defaults by size, and what a profile states otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ConfigDict, RootModel
from pydantic_core import PydanticCustomError

from iso20k_docs.model.diagnostics import Diagnostic, UserError, error
from iso20k_docs.model.quantities import Duration, Percent, Target
from iso20k_docs.model.words import Words
from iso20k_docs.profile.forms import FORM_WORDS
from iso20k_docs.profile.schema import Facts
from iso20k_docs.profile.values import DURATION_FORM, GOAL_FORM, SHARE_FORM, Key, Wording, wording
from iso20k_docs.reading.nearest import suggestion
from iso20k_docs.reading.source import Path, Source
from iso20k_docs.reading.validate import show_path, show_value, validate

#: A number of a process: a quantity, a plain number, or wording.
Value = Duration | Percent | Target | int | float | Words
Values = dict[str, dict[str, Value]]


class Number(Facts):
    """A number of a process: its label, and its value by size; `standard` holds where a size has none."""

    label: Wording
    standard: object
    small: object = None
    large: object = None

    def default(self, size: str) -> object:
        """Return the value for a size as the file states it."""
        value = getattr(self, size, None)
        return self.standard if value is None else value


class _Numbers(RootModel[dict[Key, Number]]):
    """A file of `defaults/processes`."""

    model_config = ConfigDict(defer_build=True)


@dataclass(frozen=True, slots=True)
class Form:
    """How a number is written, in words and in JSON Schema's type, and how it is read."""

    words: Words
    json_type: str
    read: Callable[[object], Value]

    @property
    def is_wording(self) -> bool:
        """Whether this is text, plain or in two languages."""
        return self is _WORDING


def form_of(default: object) -> Form:
    """Return the form that a default is written in; a profile's value is written the same way."""
    if isinstance(default, int | float):
        return _COUNT
    if isinstance(default, str):
        return next((form for form in (_GOAL, _SHARE, _SPAN) if _reads(form, default)), _WORDING)
    return _WORDING


def _reads(form: Form, text: str) -> bool:
    try:
        form.read(text)
    except ValueError:
        return False
    return True


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    return value


def _words(value: object) -> Words:
    try:
        return wording(value)
    except PydanticCustomError:
        raise ValueError(value) from None


def _goal(value: object) -> Target:
    text = _text(value)
    if text[:1] not in "<>=≥≤":
        raise ValueError(text)
    return Target.parse(text)


def _share(value: object) -> Percent | Target:
    """Read a percentage; where one stands, `>= 95 %` may stand too."""
    text = _text(value)
    try:
        return Percent.parse(text)
    except ValueError:
        goal = _goal(text)
    if not isinstance(goal.value, Percent):
        raise ValueError(text)
    return goal


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


_COUNT = Form(Words("数字，不加引号和单位，如 3", "a number without quotes or unit, such as 3"), "number", _number)
_SHARE = Form(FORM_WORDS[SHARE_FORM], "string", _share)
_SPAN = Form(FORM_WORDS[DURATION_FORM], "string", lambda value: Duration.parse(_text(value)))
_GOAL = Form(FORM_WORDS[GOAL_FORM], "string", _goal)
_WORDING = Form(Words("文字", "text"), "string", _words)


def read_numbers(files: Mapping[str, Source]) -> dict[str, dict[str, Number]]:
    """Read the numbers of every process; UserError with all that is wrong in the files."""
    problems: list[Diagnostic] = []
    numbers: dict[str, dict[str, Number]] = {}
    for process, source in files.items():
        try:
            numbers[process] = validate(_Numbers, source, FORM_WORDS).root
        except UserError as failure:
            problems.extend(failure.diagnostics)
    if problems:
        raise UserError(problems)
    return numbers


@dataclass(slots=True)
class ProcessValues:
    """The typed numbers of every process for one profile, and what is wrong with those it states."""

    numbers: Mapping[str, Mapping[str, Number]]
    source: Source
    values: Values = field(default_factory=dict)
    errors: list[Diagnostic] = field(default_factory=list)

    def fill(self, size: str, stated: object) -> None:
        """Take every default of a size, then lay what the profile states over it."""
        for process, numbers in self.numbers.items():
            self.values[process] = {
                name: form_of(number.standard).read(number.default(size)) for name, number in numbers.items()
            }
        if stated is not None:
            self.errors.extend(self._take(stated))

    def _take(self, stated: object) -> Iterator[Diagnostic]:
        for process, values in _group(stated).items():
            path: Path = ("processes", process)
            if process not in self.numbers:
                yield self._unknown(path, list(self.numbers), Words("过程", "process"))
                continue
            for name, value in _group(values).items():
                yield from self._set(process, name, value)

    def _set(self, process: str, name: str, value: object) -> Iterator[Diagnostic]:
        path: Path = ("processes", process, name)
        number = self.numbers[process].get(name)
        if number is None:
            yield self._unknown(path, list(self.numbers[process]), Words("参数", "number"))
            return
        form = form_of(number.standard)
        try:
            self.values[process][name] = form.read(value)
        except ValueError:
            yield self._wrong_form(path, value, form, number.label)

    def _unknown(self, path: Path, known: list[str], what: Words) -> Diagnostic:
        message = Words(f"没有“{path[-1]}”这个{what.zh}", f"unknown {what.en} '{path[-1]}'")
        hint = suggestion(str(path[-1]), known, Words("可用", "Known"))
        return error("unknown-key", message, self.source.key_place(path), hint)

    def _wrong_form(self, path: Path, value: object, form: Form, label: Words) -> Diagnostic:
        shown, where = show_value(value), show_path(path)
        return error(
            "wrong-form",
            Words(
                f"“{where}”（{label.zh}）的写法不对：{shown.zh}",
                f"'{where}' ({label.en}) is not written in the right form: {shown.en}",
            ),
            self.source.place(path),
            Words(f"写成：{form.words.zh}", f"Write it as: {form.words.en}"),
        )


def _group(value: object) -> Mapping[str, object]:
    """Return a group of keys; of anything else nothing, for the schema reports that."""
    return value if isinstance(value, dict) else {}
