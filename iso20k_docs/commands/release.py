"""`iso20k-docs release`: bring drafts and changed documents into force."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iso20k_docs import report
from iso20k_docs.commands.common import PERSON, common, output, prepare, profile_argument, templates_option, warn
from iso20k_docs.commands.jobs import word_files
from iso20k_docs.commands.request import Request
from iso20k_docs.model.changes import Generated
from iso20k_docs.model.words import Language

if TYPE_CHECKING:
    from iso20k_docs.model.nodes import Document


@click.command()
@profile_argument
@click.option("--date", required=True, help="The day of the release, 2027-03-01.")
@click.option("--effective", default="", help="The day from which it is in force.  [default: the day of the release]")
@output
@click.option("--only", multiple=True, help="Only this document (id, code or number) or tier (M, P, W, R, S).")
@templates_option
@click.option("--protect", is_flag=True, help="Lock forms, without a password: only their fields can be edited.")
@click.option("--exact-pages", is_flag=True, help="Page numbers of the contents list by LibreOffice, not estimated.")
@click.option("--preview", is_flag=True, help="Say what would be released; write nothing.")
@click.option("--no-report", is_flag=True, help="Put no report into OUTPUT/<code>/reports/.")
@common
def release(
    profile: Path,
    date: str,
    effective: str,
    out: Path,
    only: tuple[str, ...],
    templates: Path | None,
    protect: bool,
    exact_pages: bool,
    preview: bool,
    no_report: bool,
    as_json: bool,
    ui: Language,
) -> None:
    """Approve the documents of PROFILE that are drafts or changed: version, date, clean text, in force."""
    from iso20k_docs import pipeline
    from iso20k_docs.releasing import release as approve
    from iso20k_docs.releasing import release_dates
    from iso20k_docs.update_report import Told, write_report

    dates = release_dates(date, effective)
    prepared = prepare(profile, templates)
    warn(prepared.diagnostics, ui)
    chosen, unknown = pipeline.selected(prepared.organisation.register.values(), only)
    if unknown:
        raise click.BadParameter(f"no such document or tier: {', '.join(unknown)}", param_hint="--only")
    request = Request(out, (), only, templates, "working", preview, protect, exact_pages)

    def writing(documents: Sequence[Document]) -> Sequence[Generated]:
        return word_files(documents, prepared, request, quiet=as_json)

    done = approve(prepared, out, chosen, dates, preview=preview, writing=writing)
    result, told = done.outcome, Told(prepared, done.built, done.outcome.written, done.outcome, dates.released)
    reports = write_report(told) if result.written.run and not no_report else ()
    if as_json:
        click.echo(report.to_json(report.release_json(result, reports, ui)))
    else:
        for line in report.release_lines(result, ui, preview=preview):
            click.echo(line)
        for line in report.filed_lines(result.written.folder, reports, ui):
            click.echo(line)
    if result.needs_person:
        sys.exit(PERSON)
