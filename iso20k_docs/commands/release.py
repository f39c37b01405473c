"""`iso20k-docs release`: bring drafts and changed documents into force."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from iso20k_docs import report
from iso20k_docs.commands.common import PERSON, common, output, prepare, profile_argument, templates_option, warn
from iso20k_docs.model.words import Language


@click.command()
@profile_argument
@click.option("--date", required=True, help="The day of the release, 2027-03-01.")
@click.option("--effective", default="", help="The day from which it is in force.  [default: the day of the release]")
@output
@click.option("--only", multiple=True, help="Only this document (id, code or number) or tier (M, P, W, R, S).")
@templates_option
@click.option("--preview", is_flag=True, help="Say what would be released; write nothing.")
@common
def release(
    profile: Path,
    date: str,
    effective: str,
    out: Path,
    only: tuple[str, ...],
    templates: Path | None,
    preview: bool,
    as_json: bool,
    ui: Language,
) -> None:
    """Approve the documents of PROFILE that are drafts or changed: version, date, clean text, in force."""
    from iso20k_docs import pipeline
    from iso20k_docs.releasing import release as approve
    from iso20k_docs.releasing import release_dates

    dates = release_dates(date, effective)
    prepared = prepare(profile, templates)
    warn(prepared.diagnostics, ui)
    chosen, unknown = pipeline.selected(prepared.organisation.register.values(), only)
    if unknown:
        raise click.BadParameter(f"no such document or tier: {', '.join(unknown)}", param_hint="--only")
    result = approve(prepared, out, chosen, dates, preview=preview)
    if as_json:
        click.echo(report.to_json(report.release_json(result, ui)))
    else:
        for line in report.release_lines(result, ui, preview=preview):
            click.echo(line)
    if result.needs_person:
        sys.exit(PERSON)
