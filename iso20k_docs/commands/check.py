"""`iso20k-docs check`: what is wrong or doubtful."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from iso20k_docs import report
from iso20k_docs.commands.common import USER_FILES, common, prepare, profile_argument, templates_option
from iso20k_docs.model.diagnostics import Severity, UserError
from iso20k_docs.model.words import Language


@click.command()
@profile_argument
@templates_option
@click.option("--against", type=click.Path(path_type=Path), multiple=True, metavar="PROFILE",
              help="Another client's profile, none of whose facts may be printed; may be repeated.")  # fmt: skip
@common
def check(profile: Path, templates: Path | None, against: tuple[Path, ...], as_json: bool, ui: Language) -> None:
    """Say all that is wrong or doubtful in PROFILE and in the documents that it gives."""
    from iso20k_docs import checking

    try:
        prepared = prepare(profile, templates)
        found = (*prepared.diagnostics, *checking.check(prepared, against))
    except UserError as failure:
        found = failure.diagnostics
    if as_json:
        click.echo(report.to_json({"diagnostics": [report.diagnostic_json(d, ui) for d in found]}))
    else:
        for diagnostic in found:
            click.echo(report.diagnostic_line(diagnostic, ui))
        click.echo(report.diagnostic_summary(found, ui))
    if any(d.severity is Severity.ERROR for d in found):
        sys.exit(USER_FILES)
