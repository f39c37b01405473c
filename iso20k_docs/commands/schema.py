"""`iso20k-docs schema`: the JSON Schema of a profile."""

from __future__ import annotations

import click

from iso20k_docs import report
from iso20k_docs.commands.common import common
from iso20k_docs.model.words import Language


@click.command()
@common
def schema(as_json: bool, ui: Language) -> None:
    """Print the JSON Schema of a profile, for completion and checks in an editor."""
    from iso20k_docs.library.folders import Folders
    from iso20k_docs.profile.defaults import Defaults
    from iso20k_docs.profile.json_schema import json_schema

    click.echo(report.to_json(json_schema(Defaults.under(Folders.with_overlay(None).bases))))
