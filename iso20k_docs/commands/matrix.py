"""`iso20k-docs matrix`: the clause cross-reference."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iso20k_docs.commands.common import common, prepare, profile_argument, save, templates_option
from iso20k_docs.model.words import LANGUAGES, Language

if TYPE_CHECKING:
    from iso20k_docs.pipeline import Prepared

FORMATS = ("docx", "xlsx", "html", "csv", "json", "md")
#: What a terminal cannot show.
IN_FILES = ("docx", "xlsx")


@click.command()
@profile_argument
@click.option("-o", "--output", "file", type=click.Path(path_type=Path, dir_okay=False), default=None, help="File.")
@click.option("--format", "form", type=click.Choice(FORMATS), default=None,
              help="By the file's ending where it is left out; md on a terminal.")  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Language of all formats but json.")
@click.option("--set", "out", type=click.Path(path_type=Path), default=Path("output"), show_default=True,
              help="The folder of `generate -o`, for versions and links.")  # fmt: skip
@templates_option
@common
def matrix(
    profile: Path,
    file: Path | None,
    form: str | None,
    lang: Language | None,
    out: Path,
    templates: Path | None,
    as_json: bool,
    ui: Language,
) -> None:
    """Print the clause cross-reference: every requirement, where it is answered, which record proves it."""
    from iso20k_docs import pipeline

    form = form or ("json" if as_json and file is None else _format_of(file))
    if as_json and form != "json":
        raise click.UsageError(f"--json contradicts --format {form}")
    prepared = prepare(profile, templates)
    language = lang or (ui if ui in prepared.languages else prepared.languages[0])
    if file is None and form in IN_FILES:
        raise click.UsageError(f"--format {form} needs a file: -o FILE.{form}")
    data = pipeline.matrix_file(prepared, form, language, out, _way_to_the_set(file, out, prepared))
    if file is None:
        click.echo(data.decode().removeprefix("\ufeff"), nl=False)
        return
    save(file, data)
    click.echo(file.as_posix())


def _format_of(file: Path | None) -> str:
    if file is None:
        return "md"
    ending = file.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        known = ", ".join(FORMATS[:-1])
        raise click.UsageError(f"the ending of {file.name} is no format; use --format {known} or {FORMATS[-1]}")
    return ending


def _way_to_the_set(file: Path | None, out: Path, prepared: Prepared) -> str:
    """Return the way from the file's folder to the folder of the set; empty where there is none (another drive)."""
    if file is None:
        return ""
    folder = out / prepared.organisation.profile.org.code
    try:
        return Path(os.path.relpath(folder.resolve(), file.resolve().parent)).as_posix()
    except ValueError:
        return ""
