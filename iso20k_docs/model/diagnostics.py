"""What is wrong with the user's files, where it stands, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from iso20k_docs.model.words import Words


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops the run, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; line and column count from 1."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what was found, where, and what to do (hint).

    `code` is a stable kebab-case name such as `unknown-key`; other tools may rely on it.
    """

    severity: Severity
    code: str
    message: Words
    place: Place
    hint: Words | None = None


def error(code: str, message: Words, place: Place, hint: Words | None = None) -> Diagnostic:
    """Build a diagnostic that stops the run."""
    return Diagnostic(Severity.ERROR, code, message, place, hint)


def warning(code: str, message: Words, place: Place, hint: Words | None = None) -> Diagnostic:
    """Build a diagnostic that a person should read."""
    return Diagnostic(Severity.WARNING, code, message, place, hint)


def info(code: str, message: Words, place: Place, hint: Words | None = None) -> Diagnostic:
    """Build a diagnostic that states a fact worth knowing."""
    return Diagnostic(Severity.INFO, code, message, place, hint)


class UserError(Exception):
    """Something the user can put right; it holds the diagnostics and prints nothing."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(f"{d.code}: {d.message.en}" for d in self.diagnostics))


def raise_errors(diagnostics: Iterable[Diagnostic]) -> None:
    """Raise UserError with all diagnostics if one of them is an error."""
    found = tuple(diagnostics)
    if any(d.severity is Severity.ERROR for d in found):
        raise UserError(found)
