"""`iso20k-docs list`: the document register."""

from __future__ import annotations

from pathlib import Path

import click

from iso20k_docs import report
from iso20k_docs.commands.common import common, output, prepare, profile_argument, templates_option
from iso20k_docs.model.words import Language


@click.command("list")
@profile_argument
@output
@templates_option
@common
def list_documents(profile: Path, out: Path, templates: Path | None, as_json: bool, ui: Language) -> None:
    """Print the document register of PROFILE; OUTPUT says which versions were released."""
    from iso20k_docs import pipeline

    prepared = prepare(profile, templates)
    rows = pipeline.register_rows(prepared, out)
    if as_json:
        click.echo(report.to_json({"documents": rows}))
        return
    entries = prepared.organisation.register.values()
    lines = [(e.code, e.title.in_(ui), str(row["version"])) for e, row in zip(entries, rows, strict=True)]
    for line in report.columns(lines):
        click.echo(line)
