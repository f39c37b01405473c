"""The look of an organisation's documents: the preset, its template laid over it, its own colours over both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from iso20k_docs.branding.files import UnreadError, picture_beside, read_named
from iso20k_docs.inspect.package import read_package
from iso20k_docs.inspect.pictures import kind_of, read_logo
from iso20k_docs.inspect.template import read_template, template_of
from iso20k_docs.model.diagnostics import Diagnostic, UserError, error, info
from iso20k_docs.model.picture import Picture
from iso20k_docs.model.template import Template
from iso20k_docs.model.words import Words
from iso20k_docs.profile.schema import Brand
from iso20k_docs.reading.source import Source
from iso20k_docs.writers.docx.adapt import Adapted, adapt
from iso20k_docs.writers.docx.look import Look

Found = TypeVar("Found")
_LOGO, _TEMPLATE = Words("徽标", "the logo"), Words("模板", "the template")


def branded(brand: Brand, folder: Path, source: Source) -> tuple[Look, tuple[Diagnostic, ...]]:
    """Return how documents look, and what `check` says about it; UserError where a file can't be used."""
    problems: list[Diagnostic] = []

    def from_file(fact: str, name: str | None, called: Words, read: Callable[[str], Found]) -> Found | None:
        try:
            return None if name is None else read(name)
        except UnreadError as reason:
            problems.append(_unusable(reason.reason, called, name or "", source, fact))
        except UserError as refusal:
            problems.extend(_placed(found, called, name or "", source, fact) for found in refusal.diagnostics)
        return None

    logo = from_file("logo", brand.logo, _LOGO, lambda name: _logo(folder, name))
    template = from_file("template", brand.template, _TEMPLATE, lambda name: _template(folder, name))
    if problems:
        raise UserError(problems)
    base = Look.preset(brand.fonts, logo)
    base = replace(base, header_text=brand.header, footer_text=brand.footer)
    adapted = adapt(template, base) if template else Adapted(base, ())
    return adapted.look.coloured(brand.primary or "", brand.accent or ""), _told(adapted, brand, source)


def _logo(folder: Path, name: str) -> Picture:
    data = read_named(folder, name)
    beside = picture_beside(folder, name) if kind_of(data) == "svg" else None
    return read_logo(data, name, (beside, read_named(folder, beside)) if beside else None)


def _template(folder: Path, name: str) -> Template:
    return template_of(read_package(read_named(folder, name), name))


def _unusable(reason: Words, called: Words, name: str, source: Source, fact: str) -> Diagnostic:
    message = Words(f"{called.zh}“{name}”{reason.zh}", f"{called.en} {name} {reason.en}")
    return error(f"unreadable-{fact}", message, source.place(("brand", fact)))


def _placed(found: Diagnostic, called: Words, name: str, source: Source, fact: str) -> Diagnostic:
    message = Words(f"{called.zh}“{name}”：{found.message.zh}", f"{called.en} {name}: {found.message.en}")
    return error(found.code, message, source.place(("brand", fact)), found.hint)


def _told(adapted: Adapted, brand: Brand, source: Source) -> tuple[Diagnostic, ...]:
    changed = [note for note in adapted.notes if note.kind in ("missing", "repaired")]
    if not changed:
        return ()
    count = len(changed)
    message = Words(
        f"模板中有{count}处缺少或已修补", f"{count} things in the template are missing or were mended for the documents"
    )
    hint = Words(
        f"详见 iso20k-docs template-check {brand.template}", f"iso20k-docs template-check {brand.template} tells which"
    )
    return (info("template-mended", message, source.place(("brand", "template")), hint),)


def template_report(path: Path) -> Adapted:
    """Return the look that a template gives on the usual preset, and all that is to be told; UserError if refused."""
    return adapt(read_template(path), Look.preset("modern"))
