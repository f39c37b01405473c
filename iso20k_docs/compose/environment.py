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

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, TemplateNotFound, nodes
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from iso20k_docs.compose.facts import Day, Facts
from iso20k_docs.library.folders import Folders
from iso20k_docs.model.words import Language
from iso20k_docs.reading.nearest import nearest

FACT_START, FACT_END = "\ue100", "\ue101"
_MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n\r\t"
_SHIFT = 0xE000
HIDE = {ord(mark): chr(_SHIFT + ord(mark)) for mark in _MARKS}
SHOW = {_SHIFT + ord(mark): mark for mark in _MARKS}


def as_text(value: object) -> Markup:
    """Enclose a printed value so that it stays text; a missing fact is an error."""
    if isinstance(value, Markup):
        return value
    if value is None or isinstance(value, bool):
        found = "a fact that is not given" if value is None else "a yes/no fact"
        raise TemplateRuntimeError(f"{found} is printed; test it with {{% if %}}")
    if isinstance(value, StrictUndefined):
        str(value)
    return Markup(FACT_START + str(value).translate(HIDE) + FACT_END)


class HelpfulUndefined(StrictUndefined):
    """An unknown name: the message proposes the nearest one."""

    @property
    def _undefined_message(self) -> str:
        message = super()._undefined_message
        holder, name = self._undefined_obj, self._undefined_name
        if not isinstance(holder, Facts) or not isinstance(name, str):
            return message
        near = nearest(name, list(holder))
        return f"there is no fact '{name}' here" + (f"; did you mean '{near}'?" if near else "")


class LibraryLoader(BaseLoader):
    """Finds templates in the overlay, then in the shipped library; `!name` only in the latter."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ANN401
        """Return text, file name and freshness of a template."""
        path = self._folders.find(template) if ".." not in template.split("/") else None
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


def _listed(language: Language) -> Callable[[Iterable[object]], str]:
    def listed(items: Iterable[object]) -> str:
        texts = [str(item) for item in items]
        if language == "zh" or len(texts) < 2:  # noqa: PLR2004 - one item needs no conjunction
            return "、".join(texts)
        return f"{', '.join(texts[:-1])} and {texts[-1]}"

    return listed


def _iso(value: Day) -> str:
    return value.iso


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """The environment of one language."""

    def __init__(self, folders: Folders, language: Language, cache: Path | None) -> None:
        super().__init__(
            loader=LibraryLoader(folders),
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
        self.filters["mid"] = mid if language == "en" else str
        self.filters["listed"] = _listed(language)
        self.filters["iso"] = _iso

    def check_blocks(self, name: str) -> None:
        """Raise TemplateSyntaxError where a template fills a block that no parent has."""
        tree = self.parse(self.text_of(name), name)
        parents = [e.template.value for e in tree.find_all(nodes.Extends) if isinstance(e.template, nodes.Const)]
        if not parents:
            return
        parent = parents[0]
        known = self._blocks(parent)
        for block in tree.find_all(nodes.Block):
            if block.name not in known:
                near = nearest(block.name, sorted(known))
                hint = f"; did you mean '{near}'?" if near else f"; known: {', '.join(sorted(known))}"
                raise TemplateSyntaxError(f"'{parent}' has no block '{block.name}'{hint}", block.lineno, name, name)

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

    def fill(self, text: str, names: Mapping[str, object]) -> str:
        """Return a wording of the library with its values."""
        return self.from_string(text).render(names) if "{" in text else text

    def value(self, expression: str, names: Mapping[str, object]) -> object:
        """Return the value of an expression such as `services` or `outsourcing.has`."""
        return self.compile_expression(expression, undefined_to_none=False)(**names)
