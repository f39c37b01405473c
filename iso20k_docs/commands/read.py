"""`iso20k-docs read`: the filled fields of forms."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from iso20k_docs import report
from iso20k_docs.commands.common import USER_FILES, common
from iso20k_docs.model.words import Language


@click.command()
@click.argument("forms", nargs=-1, required=True, type=click.Path(path_type=Path))
@common
def read(forms: tuple[Path, ...], as_json: bool, ui: Language) -> None:
    """Print the filled fields of record forms: FORM.docx or folders of them."""
    from iso20k_docs.inspect.files import read_forms, word_files

    found, problems = read_forms(word_files(forms))
    if as_json:
        click.echo(report.to_json(report.forms_json(found, problems, ui)))
    else:
        for line in report.form_lines(found, ui):
            click.echo(line)
        for problem in problems:
            click.echo(report.diagnostic_line(problem, ui), err=True)
    if problems:
        sys.exit(USER_FILES)
