"""`iso20k-docs status`: how every file stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from iso20k_docs import report
from iso20k_docs.commands.common import common, output, prepare, profile_argument, templates_option
from iso20k_docs.model.words import Language, Words

if TYPE_CHECKING:
    from iso20k_docs.pipeline import Standing

_STATES = {
    "current": Words("最新", "current"),
    "outdated": Words("待更新", "out of date"),
    "edited": Words("手工改过", "edited by hand"),
    "missing": Words("缺失", "missing"),
    "orphan": Words("不再生成", "no longer generated"),
    "unreadable": Words("不能读取", "unreadable"),
}


_CONTROL = {
    "draft": Words("草案", "draft"),
    "in-force": Words("现行", "in force"),
    "changed": Words("待批准", "awaiting approval"),
    "": Words("", ""),
}


@click.command()
@profile_argument
@output
@templates_option
@common
def status(profile: Path, out: Path, templates: Path | None, as_json: bool, ui: Language) -> None:
    """Say which documents are generated, edited by hand, missing or out of date."""
    from iso20k_docs import pipeline

    prepared = prepare(profile, templates)
    folder, rows = pipeline.status(prepared, out)
    if as_json:
        documents = [
            {
                "id": r.id,
                "lang": r.language,
                "path": r.path,
                "state": r.state,
                "version": r.version,
                "control": r.standing,
            }
            for r in rows
        ]
        click.echo(report.to_json({"folder": folder.as_posix(), "documents": documents}))
        return
    lines = [(_STATES[row.state].in_(ui), row.path, _control(row, ui)) for row in rows]
    for line in report.columns(lines or [("", folder.as_posix(), "")]):
        click.echo(line)


def _control(row: Standing, ui: Language) -> str:
    """Return the version that a document bears and whether it is in force."""
    return f"{row.version} {_CONTROL[row.standing].in_(ui)}".strip()
