"""`undo`, `restore`, `adopt`, `resolve`: what a person may want after a run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from iso20k_docs import report
from iso20k_docs.commands.common import PERSON, common, output
from iso20k_docs.model.changes import Outcome
from iso20k_docs.model.words import LANGUAGES, Language, Words

_organisation = click.option("--org", default="", help="The organisation's code, where several lie in the folder.")
_language = click.option("--lang", "language", type=click.Choice(LANGUAGES), default=None, help="Only this language.")


@click.command()
@click.argument("run", type=int)
@output
@_organisation
@common
def undo(run: int, out: Path, org: str, as_json: bool, ui: Language) -> None:
    """Put back the files that run RUN replaced, unless they were changed since."""
    from iso20k_docs.regenerate import afterwards

    _tell(afterwards.undo(afterwards.only_organisation(out, org), run), ui, as_json=as_json)


@click.command()
@click.argument("document")
@output
@_organisation
@_language
@common
def restore(document: str, out: Path, org: str, language: Language | None, as_json: bool, ui: Language) -> None:
    """Write the deleted document DOCUMENT (its id) again, as it was last generated."""
    from iso20k_docs.regenerate import afterwards

    folder = afterwards.only_organisation(out, org)
    _tell(afterwards.restore(folder, document, (language,) if language else LANGUAGES), ui, as_json=as_json)


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--id", "document", default="", help="The document's id, for a file that does not say it itself.")
@_language
@common
def adopt(path: Path, document: str, language: Language | None, as_json: bool, ui: Language) -> None:
    """Make PATH the controlled file of its document: later runs bring their changes into it."""
    from iso20k_docs.regenerate import afterwards
    from iso20k_docs.regenerate.merging import likeliest

    change = afterwards.adopt(path, document, language, likeliest)
    if as_json:
        click.echo(report.to_json({"id": change.id, "lang": change.language, "path": change.path}))
        return
    said = Words(f"受控文件：{change.path}（{change.id}）", f"controlled file: {change.path} ({change.id})")
    click.echo(said.in_(ui))


@click.command()
@click.argument("document")
@click.argument("number", type=int)
@click.option("--mine/--theirs", "mine", default=None, required=True, help="Keep your text, or take the template's.")
@output
@_organisation
@_language
@common
def resolve(
    document: str,
    number: int,
    mine: bool,
    out: Path,
    org: str,
    language: Language | None,
    as_json: bool,
    ui: Language,
) -> None:
    """Settle conflict NUMBER (counted from 1 in the order of the text) of DOCUMENT (its id)."""
    from iso20k_docs.regenerate.afterwards import only_organisation
    from iso20k_docs.regenerate.resolving import resolve as settle

    outcome = settle(only_organisation(out, org), document, language, number, theirs=not mine)
    _tell(outcome, ui, as_json=as_json)


def _tell(outcome: Outcome, ui: Language, *, as_json: bool) -> None:
    if as_json:
        changes = [report.change_json(change) for change in outcome.changes]
        click.echo(report.to_json({"changes": changes, "folder": outcome.folder, "run": outcome.run}))
    else:
        for line in report.outcome_lines(outcome, ui, preview=False):
            click.echo(line)
    if outcome.needs_person:
        sys.exit(PERSON)
