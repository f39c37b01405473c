"""`iso20k-docs generate`: write the document set of profiles."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from iso20k_docs import report
from iso20k_docs.commands.common import PERSON, USER_FILES, common, only_languages, output, templates_option
from iso20k_docs.commands.jobs import Run, run_all
from iso20k_docs.commands.request import Request
from iso20k_docs.model.changes import Outcome
from iso20k_docs.model.diagnostics import Diagnostic, UserError
from iso20k_docs.model.words import Language, Words


@click.command()
@click.argument("profiles", nargs=-1, required=True, type=click.Path(path_type=Path))
@output
@only_languages
@click.option("--only", multiple=True, help="Only this document (id, code or number) or tier (M, P, W, R, S).")
@templates_option
@click.option("--edition", type=click.Choice(["working", "auditor"]), default="working", show_default=True,
              help="auditor: each section shows the requirements that it answers.")  # fmt: skip
@click.option("--protect", is_flag=True, help="Lock forms, without a password: only their fields can be edited.")
@click.option("--exact-pages", is_flag=True, help="Page numbers of the contents list by LibreOffice, not estimated.")
@click.option("--pdf", is_flag=True, help="Put PDF files of the documents into OUTPUT/<code>/pdf/ (needs LibreOffice).")
@click.option("--samples", is_flag=True,
              help="Three rows of registers with text marked SAMPLE, in a folder of their own.")  # fmt: skip
@click.option("--preview", is_flag=True, help="Say what would change; write nothing.")
@click.option("--rename", is_flag=True,
              help="Rename edited files too, where their document is called something else now.")  # fmt: skip
@click.option("--no-report", is_flag=True, help="Put no report of an update into OUTPUT/<code>/reports/.")
@common
def generate(
    profiles: tuple[Path, ...],
    out: Path,
    langs: tuple[Language, ...],
    only: tuple[str, ...],
    templates: Path | None,
    edition: str,
    protect: bool,
    exact_pages: bool,
    pdf: bool,
    samples: bool,
    preview: bool,
    rename: bool,
    no_report: bool,
    as_json: bool,
    ui: Language,
) -> None:
    """Write the document set of each PROFILE to OUTPUT/<code>/<language>/<tier>/."""
    request = Request(
        out, langs, only, templates, edition, preview, protect, exact_pages, samples, not no_report, rename
    )
    wants_pdf = pdf and not preview
    if wants_pdf or exact_pages:
        _need_office()
    runs = run_all(profiles, request, ui, quiet=as_json)
    outcomes = [run.outcome for run in runs]
    pdfs, problems = _pdf_files(outcomes, request) if wants_pdf else ([], [])
    if as_json:
        told = {**_outcomes_json(outcomes, out), **_reports_json(runs)}
        if wants_pdf:
            told["pdf"] = [change for made in pdfs for change in _pdf_changes(made, several=len(outcomes) > 1)]
            told["diagnostics"] = [report.diagnostic_json(d, ui) for d in problems]
        click.echo(report.to_json(told))
    else:
        for outcome in (*outcomes, *pdfs):
            for line in report.outcome_lines(outcome, ui, preview=preview):
                click.echo(line)
        for line in _report_lines(runs, ui):
            click.echo(line)
        for problem in problems:
            click.echo(report.diagnostic_line(problem, ui), err=True)
    if problems:
        sys.exit(USER_FILES)
    if any(outcome.needs_person for outcome in (*outcomes, *pdfs)):
        sys.exit(PERSON)


def _pdf_changes(made: Outcome, *, several: bool) -> list[dict[str, object]]:
    """Return the changes of PDF files by their paths below the folder that the documents' changes are relative to."""
    folder = Path(made.folder)
    prefix = f"{folder.parent.name}/{folder.name}/" if several else f"{folder.name}/"
    return [report.change_json(change, prefix) for change in made.changes]


def _need_office() -> None:
    """Refuse at once where there is no LibreOffice, before anything is written."""
    from iso20k_docs.inspect.office import require_office

    require_office(Words("--pdf 和 --exact-pages", "--pdf and --exact-pages"))


def _pdf_files(outcomes: Sequence[Outcome], request: Request) -> tuple[list[Outcome], list[Diagnostic]]:
    """Put the PDF files beside the sets; the documents are written already, so a failure is told with the rest."""
    from iso20k_docs.rendering import publish_pdf

    made: list[Outcome] = []
    problems: list[Diagnostic] = []
    for outcome in outcomes:
        try:
            made.append(publish_pdf(Path(outcome.folder), outcome.changes, whole=request.whole))
        except UserError as failure:
            problems.extend(failure.diagnostics)
    return made, problems


def _outcomes_json(outcomes: Sequence[Outcome], out: Path) -> dict[str, object]:
    if len(outcomes) == 1:
        changes = [report.change_json(change) for change in outcomes[0].changes]
        told: dict[str, object] = {"changes": changes, "folder": outcomes[0].folder}
        return {**told, "facts": report.facts_json(outcomes[0])} if outcomes[0].facts else told
    changes = [
        report.change_json(change, Path(outcome.folder).name + "/")
        for outcome in outcomes
        for change in outcome.changes
    ]
    return {"changes": changes, "folder": out.as_posix()}


def _reports_json(runs: Sequence[Run]) -> dict[str, object]:
    """Return the paths of the reports, below the organisation's folder or, of several, below the output folder."""
    several = len(runs) > 1
    paths = [f"{Path(run.outcome.folder).name}/{path}" if several else path for run in runs for path in run.reports]
    return {"reports": paths} if paths else {}


def _report_lines(runs: Sequence[Run], ui: Language) -> list[str]:
    return [line for run in runs for line in report.filed_lines(run.outcome.folder, run.reports, ui)]
