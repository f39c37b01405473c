"""The template language: Jinja, sandboxed and strict, in which a profile's value can never become markup.

Every value that a template prints is enclosed in two private-use characters, and each ASCII mark in it is moved into
the private-use area, where Markdown finds nothing to interpret. `compose.markdown` moves the marks back and learns
which text is a fact. The reader of profiles refuses private-use characters, so a value cannot forge them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, Template, TemplateNotFound, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateError, TemplateRuntimeError, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from iso20k_docs.compose.facts import Day, Facts, Printed
from iso20k_docs.library.folders import Folders
from iso20k_docs.model.words import Language
from iso20k_docs.reading.nearest import nearest

_WORDINGS = "wording:"
FACT_START, FACT_END = "\ue100", "\ue101"
_MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n\r\t"
_SHIFT = 0xE000
HIDE = {ord(mark): chr(_SHIFT + ord(mark)) for mark in _MARKS}
SHOW = {_SHIFT + ord(mark): mark for mark in _MARKS}
#: Jinja's filters that a text of the library may use. None of them declares a value markup, escapes it for HTML or
#: depends on chance.
_FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "first", "groupby", "int", "last", "length", "list", "lower"),
    *("map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "sum"),
    *("title", "trim", "unique", "upper"),
)


def as_text(value: object) -> Markup:
    """Enclose a printed value so that it stays text; a missing fact is an error."""
    if isinstance(value, Markup):
        return value
    return Markup(FACT_START + _said(value).translate(HIDE) + FACT_END)


def _said(value: object) -> str:
    """Return what a value prints; TemplateRuntimeError where it has nothing to print."""
    if value is None or isinstance(value, bool):
        found = "a fact that is not given" if value is None else "a yes/no fact"
        raise TemplateRuntimeError(f"{found} is printed; test it with {{% if %}}")
    return str(value)


def joined(values: Iterable[object]) -> str:
    """Join what `~` joins: values stay text even beside a text of the template."""
    parts = list(values)
    if any(isinstance(part, Markup) for part in parts):
        return Markup("".join(map(as_text, parts)))
    return "".join(map(_said, parts))


class WordingError(Exception):
    """A wording of a definition that cannot be filled in."""

    def __init__(self, wording: str, message: str) -> None:
        super().__init__(message)
        self.wording = wording


class HelpfulUndefined(StrictUndefined):
    """An unknown name: the message proposes the nearest one."""

    @property
    def _undefined_message(self) -> str:
        message = super()._undefined_message
        holder, name = self._undefined_obj, self._undefined_name
        if not isinstance(holder, Facts | Printed | Day) or not isinstance(name, str):
            return message
        near = nearest(name, list(holder)) if isinstance(holder, Facts) else None
        return f"there is no fact '{name}' here" + (f"; did you mean '{near}'?" if near else "")


class LibraryLoader(BaseLoader):
    """Finds templates in the overlay, then in the shipped library; `!name` only in the latter.

    `wordings` are texts of the definitions, by names that cannot be those of files.
    """

    def __init__(self, folders: Folders, wordings: Mapping[str, str]) -> None:
        self._folders, self._wordings = folders, wordings

    def get_source(self, environment: Any, template: str) -> tuple[str, str | None, Callable[[], bool]]:  # noqa: ANN401
        """Return text, file name and freshness of a template."""
        if template in self._wordings:
            return self._wordings[template], None, lambda: True
        path = self._folders.find(template)
        if path is None:
            raise TemplateNotFound(template)
        return path.read_text(encoding="utf-8"), f"templates/{template.removeprefix('!')}", lambda: True


class CompiledTemplates(BytecodeCache):
    """Compiled templates in the user's cache folder; safe to delete at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket from its file where that is present and fitting."""
        try:
            with (self._folder / self._name(bucket)).open("rb") as file:
                bucket.load_bytecode(file)
        except (OSError, EOFError, ValueError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the bucket's file; a cache that cannot be written is no error."""
        path = self._folder / self._name(bucket)
        temporary = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                bucket.write_bytecode(file)
            temporary.replace(path)
        except OSError:
            return

    @staticmethod
    def _name(bucket: Bucket) -> str:
        return hashlib.sha256(f"{bucket.key}{bucket.checksum}".encode()).hexdigest()[:32] + ".jinja"


def mid(text: object) -> str:
    """Return a title as it stands inside an English sentence: `change manager`, but `CAB`."""
    words = str(text)
    return words if words[1:2].isupper() or not words else words[0].lower() + words[1:]


def the(title: object) -> str:
    """Return a title with its article as it stands inside an English sentence: top management goes without one."""
    words = mid(title)
    return words if words == "top management" else f"the {words}"


def every(span: object) -> str:
    """Return an interval as English says it: `every month`, `every 3 months`."""
    printed = str(span)
    return f"every {printed.removeprefix('1 ') if getattr(span, 'amount', 0) == 1 else printed}"


def _every_start(span: object) -> str:
    return "E" + every(span)[1:]


def _sentence_start(title: object) -> str:
    words = the(title)
    return words[:1].upper() + words[1:]


def _listed(language: Language) -> Callable[[Iterable[object]], str]:
    def listed(items: Iterable[object]) -> str:
        texts = [_said(item) for item in items]
        if language == "zh" or len(texts) < 2:  # noqa: PLR2004 - one item needs no conjunction
            return "、".join(texts)
        return f"{', '.join(texts[:-1])} and {texts[-1]}"

    return listed


def _iso(value: Day) -> str:
    return value.iso


def _join(items: Iterable[object], between: str = "") -> str:
    return between.join(map(_said, items))


class _Generator(CodeGenerator):
    """Compiles `~` to `joined`, where Jinja would escape a value for HTML and leave Markdown's marks in it."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the compiler's name
        """Write the call."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """The environment of one language."""

    code_generator_class = _Generator
    intercepted_binops = frozenset("+%")
    joined = staticmethod(joined)

    def __init__(self, folders: Folders, language: Language, cache: Path | None) -> None:
        self._wordings: dict[str, str] = {}
        super().__init__(
            loader=LibraryLoader(folders, self._wordings),
            autoescape=True,
            undefined=HelpfulUndefined,
            finalize=as_text,
            trim_blocks=True,
            lstrip_blocks=True,
            comment_start_string="{##",
            comment_end_string="##}",
            bytecode_cache=CompiledTemplates(cache) if cache else None,
            auto_reload=False,
        )
        self._folders = folders
        del self.globals["lipsum"]
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters["join"] = _join
        self.filters["mid"] = mid if language == "en" else str
        self.filters["every"] = every if language == "en" else str
        self.filters["Every"] = _every_start if language == "en" else str
        self.filters["the"] = the if language == "en" else str
        self.filters["The"] = _sentence_start if language == "en" else str
        self.filters["listed"] = _listed(language)
        self.filters["iso"] = _iso

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Refuse to add a value to a text of the template: it would not stay text."""
        if isinstance(left, Markup) or isinstance(right, Markup):
            raise TemplateRuntimeError(f"a text of the template is joined with '~', not with '{operator}'")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401
        """Refuse the methods of a text of the template, some of which take a value in as markup."""
        return not isinstance(obj, Markup) and super().is_safe_attribute(obj, attr, value)

    def check_blocks(self, name: str) -> None:
        """Raise TemplateSyntaxError where a template fills a block that no parent has."""
        tree = self.parse(self.text_of(name), name)
        parents = [e.template.value for e in tree.find_all(nodes.Extends) if isinstance(e.template, nodes.Const)]
        if not parents:
            return
        parent = parents[0]
        known = self._blocks(parent)
        file = f"templates/{name.removeprefix('!')}"
        for block in tree.find_all(nodes.Block):
            if block.name not in known:
                near = nearest(block.name, sorted(known))
                hint = f"; did you mean '{near}'?" if near else f"; known: {', '.join(sorted(known))}"
                raise TemplateSyntaxError(f"'{parent}' has no block '{block.name}'{hint}", block.lineno, name, file)

    def _blocks(self, name: str) -> set[str]:
        tree = self.parse(self.text_of(name), name)
        found = {block.name for block in tree.find_all(nodes.Block)}
        for extends in tree.find_all(nodes.Extends):
            if isinstance(extends.template, nodes.Const):
                found |= self._blocks(extends.template.value)
        return found

    def text_of(self, name: str) -> str:
        """Return the text of a template as it stands in its file."""
        assert self.loader is not None
        return self.loader.get_source(self, name)[0]

    def is_overlaid(self, name: str) -> bool:
        """Tell whether a template is the user's."""
        return self._folders.overlay is not None and (self._folders.overlay / name).is_file()

    def wording(self, text: str) -> Template:
        """Return the template of a wording; named by its text, so that it is compiled once for all runs."""
        name = _WORDINGS + hashlib.sha256(text.encode()).hexdigest()[:32]
        self._wordings[name] = text
        return self.get_template(name)

    def fill(self, text: str, names: Mapping[str, object]) -> str:
        """Return a wording of the library with its values; WordingError where that fails."""
        if "{" not in text:
            return text
        try:
            return self.wording(text).render(names)
        except (TemplateError, TypeError, ValueError) as failure:
            raise WordingError(text, str(failure)) from failure

    def value(self, expression: str, names: Mapping[str, object]) -> object:
        """Return the value of an expression such as `services` or `outsourcing.has`; WordingError where it has none."""
        try:
            found = self.compile_expression(expression, undefined_to_none=False)(**names)
            return str(found) if isinstance(found, StrictUndefined) else found
        except (TemplateError, TypeError, ValueError) as failure:
            raise WordingError(expression, str(failure)) from failure
