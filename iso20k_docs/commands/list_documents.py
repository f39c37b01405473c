"""`iso20k-docs list`: the document register."""

from __future__ import annotations

from pathlib import Path

import click

from iso20k_docs import report
from iso20k_docs.commands.common import common, prepare, profile_argument, templates_option
from iso20k_docs.model.words import Language


@click.command("list")
@profile_argument
@templates_option
@common
def list_documents(profile: Path, templates: Path | None, as_json: bool, ui: Language) -> None:
    """Print the document register of PROFILE."""
    from iso20k_docs import pipeline

    prepared = prepare(profile, templates)
    rows = pipeline.register_rows(prepared)
    if as_json:
        click.echo(report.to_json({"documents": rows}))
        return
    lines = [(e.code, e.title.in_(ui), e.version) for e in prepared.organisation.register.values()]
    for line in report.columns(lines):
        click.echo(line)
