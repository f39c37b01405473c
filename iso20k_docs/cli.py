"""The command line: what starts the commands, and what becomes of an error that is nobody's but ours.

Exit status: 0 done, 1 the user's files need a fix, 2 usage, 3 done but something needs a person, 70 a bug of ours.
Slow libraries are imported by the command that needs them, so that help and a run with nothing to do start at once.
"""

from __future__ import annotations

import gc
import sys
import traceback

import click

from iso20k_docs import __version__
from iso20k_docs.commands.afterwards import adopt, resolve, restore, undo
from iso20k_docs.commands.check import check
from iso20k_docs.commands.common import BUG, ui_language
from iso20k_docs.commands.generate import generate
from iso20k_docs.commands.init import init
from iso20k_docs.commands.lint import lint
from iso20k_docs.commands.list_documents import list_documents
from iso20k_docs.commands.matrix import matrix
from iso20k_docs.commands.read import read
from iso20k_docs.commands.release import release
from iso20k_docs.commands.schema import schema
from iso20k_docs.commands.status import status
from iso20k_docs.commands.template_check import template_check
from iso20k_docs.model.words import Words


def main() -> None:
    """Run the command line; whatever is not the user's to fix is a bug and says so."""
    _speak_utf8()
    gc.disable()  # a run keeps nearly all that it makes until it ends: looking for garbage took a fifth of its time
    try:
        cli.main(standalone_mode=True)
    except Exception:
        traceback.print_exc()
        said = Words(
            "这是程序的缺陷，请把上面的内容发给我们。您的文件没有改动。",
            "This is a bug of ours: please send us the lines above. Your files were not changed.",
        )
        click.echo(said.in_(ui_language()), err=True)
        sys.exit(BUG)


def _speak_utf8() -> None:
    """Chinese file names and messages must survive a terminal or pipe that was set up for something else."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="iso20k-docs")
def cli() -> None:
    """Turn an organisation profile into an ISO/IEC 20000-1:2018 document set (DOCX, Chinese and English)."""


for _command in (
    generate, list_documents, matrix, check, status, lint, read, init, schema, template_check,
    release, undo, restore, adopt, resolve,
):  # fmt: skip
    cli.add_command(_command)
