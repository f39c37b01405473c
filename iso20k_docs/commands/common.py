"""What the commands share: their common options, what they refuse and warn, one way to save a file."""

from __future__ import annotations

import contextlib
import locale
import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from iso20k_docs import report
from iso20k_docs.model.diagnostics import Diagnostic, Place, Severity, UserError, error
from iso20k_docs.model.words import LANGUAGES, Language, Words

if TYPE_CHECKING:
    from iso20k_docs.pipeline import Prepared

USER_FILES, PERSON, BUG = 1, 3, 70
Command = TypeVar("Command", bound=Callable[..., Any])


def ui_language() -> Language:
    """Return the language of the person at the terminal, by the locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    with contextlib.suppress(ValueError):
        found = locale.getlocale()[0] or ""
        return "zh" if found.lower().startswith(("zh", "chinese")) else "en"
    return "en"


def common(command: Command) -> Command:
    """Add `--json` and `--ui`, and turn what the user can fix into a report and exit status 1."""

    @wraps(command)
    def run(*args: object, as_json: bool, ui: Language | None, **options: object) -> None:
        language = ui or ui_language()
        try:
            command(*args, as_json=as_json, ui=language, **options)
        except UserError as failure:
            refuse(failure.diagnostics, language, as_json=as_json)

    with_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")(run)
    choice = click.Choice(LANGUAGES)
    return click.option("--ui", type=choice, default=None, help="Language of messages.  [default: by locale]")(
        with_json
    )  # type: ignore[return-value]


profile_argument = click.argument("profile", type=click.Path(path_type=Path))
templates_option = click.option(
    "--templates", type=click.Path(path_type=Path), default=None, help="Your folder laid over the shipped templates."
)
output = click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Folder."
)
only_languages = click.option(
    "--lang", "langs", type=click.Choice(LANGUAGES), multiple=True, help="Only this language."
)


def refuse(diagnostics: Sequence[Diagnostic], ui: Language, *, as_json: bool) -> NoReturn:
    """Say what the user has to put right, and end with status 1."""
    if as_json:
        click.echo(report.to_json({"diagnostics": [report.diagnostic_json(d, ui) for d in diagnostics]}))
    else:
        for found in diagnostics:
            if found.severity is not Severity.INFO:
                click.echo(report.diagnostic_line(found, ui), err=True)
        click.echo(Words("没有写入任何文件。", "Nothing was written.").in_(ui), err=True)
    sys.exit(USER_FILES)


def warn(diagnostics: Sequence[Diagnostic], ui: Language) -> None:
    """Say the warnings on the error stream."""
    for found in diagnostics:
        if found.severity is Severity.WARNING:
            click.echo(report.diagnostic_line(found, ui), err=True)


def save(file: Path, data: bytes) -> None:
    """Write a file in one step; UserError where it cannot be written."""
    temporary = file.with_name(f".{file.name}.new")
    try:
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as failure:
        with contextlib.suppress(OSError):
            temporary.unlink()
        message = Words(f"不能写入：{failure.strerror}", f"cannot be written: {failure.strerror}")
        raise UserError([error("unwritable-file", message, Place(file.as_posix()))]) from None


def prepare(profile: Path, templates: Path | None) -> Prepared:
    """Return the checked profile on a loaded library; UserError with all that is wrong."""
    from iso20k_docs import pipeline

    return pipeline.prepare(profile, templates)
