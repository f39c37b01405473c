"""Prints diagnostics as the expected texts of the cases have them."""

from __future__ import annotations

from collections.abc import Iterable

from iso20k_docs.model.diagnostics import Diagnostic


def printed(diagnostics: Iterable[Diagnostic]) -> str:
    return "".join(f"{_lines(each)}\n" for each in diagnostics)


def _lines(found: Diagnostic) -> str:
    place = found.place
    first = f"{place.file}:{place.line}:{place.column}: {found.severity.value}: {found.code}"
    lines = [first, f"  {found.message.zh}", f"  {found.message.en}"]
    if found.hint is not None:
        lines += [f"  -> {found.hint.zh}", f"  -> {found.hint.en}"]
    return "\n".join(lines)
