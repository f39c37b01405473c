"""`iso20k-docs lint`: finished documents checked."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from iso20k_docs import report
from iso20k_docs.commands.common import USER_FILES, common
from iso20k_docs.model.words import Language


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rendered", is_flag=True, help="Look at the pages too, as LibreOffice lays them out.")
@common
def lint(paths: tuple[Path, ...], rendered: bool, as_json: bool, ui: Language) -> None:
    """Check finished documents: Word files, or all of them in folders, and the links between them."""
    from iso20k_docs.inspect.files import word_files
    from iso20k_docs.inspect.lint import lint as check_documents

    found = check_documents(word_files(paths), pages=rendered)
    if as_json:
        click.echo(report.to_json(report.lint_json(found, ui)))
    else:
        for line in report.lint_lines(found, ui):
            click.echo(line)
    if found.findings:
        sys.exit(USER_FILES)
