"""`iso20k-docs matrix`: the clause cross-reference."""

from __future__ import annotations

from pathlib import Path

import click

from iso20k_docs.commands.common import common, prepare, profile_argument, save, templates_option
from iso20k_docs.model.words import LANGUAGES, Language


@click.command()
@profile_argument
@click.option("-o", "--output", "file", type=click.Path(path_type=Path, dir_okay=False), default=None, help="File.")
@click.option("--format", "form", type=click.Choice(["docx", "csv", "json", "md"]), default=None,
              help="By the file's ending where it is left out; md on a terminal.")  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Language of csv, md and docx.")
@templates_option
@common
def matrix(
    profile: Path,
    file: Path | None,
    form: str | None,
    lang: Language | None,
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
    data = pipeline.matrix_file(prepared, form, language)
    if file is None:
        if form == "docx":
            raise click.UsageError("--format docx needs a file: -o FILE.docx")
        click.echo(data.decode().removeprefix("\ufeff"), nl=False)
        return
    save(file, data)
    click.echo(file.as_posix())


def _format_of(file: Path | None) -> str:
    if file is None:
        return "md"
    ending = file.suffix.lower().removeprefix(".")
    if ending not in ("docx", "csv", "json", "md"):
        raise click.UsageError(f"the ending of {file.name} is no format; use --format docx, csv, json or md")
    return ending
