"""`iso20k-docs template-check`: what the documents would take from a Word template."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iso20k_docs import report
from iso20k_docs.commands.common import common
from iso20k_docs.model.template import Note, NoteKind
from iso20k_docs.model.words import Language, Words

if TYPE_CHECKING:
    from iso20k_docs.writers.docx.adapt import Adapted

_KINDS: dict[NoteKind, Words] = {
    "taken": Words("取用", "taken"),
    "repaired": Words("修补", "mended"),
    "missing": Words("缺少", "missing"),
    "left": Words("不取用", "left out"),
}


@click.command("template-check")
@click.argument("file", type=click.Path(path_type=Path))
@common
def template_check(file: Path, as_json: bool, ui: Language) -> None:
    """Say what documents would take from the Word template FILE (brand.template), what it lacks, what is mended."""
    from iso20k_docs.branding.look import template_report

    found = template_report(file)
    if as_json:
        click.echo(report.to_json(_as_json(file, found, ui)))
        return
    in_order = [note for kind in _KINDS for note in found.notes if note.kind == kind]
    for line in report.columns([_cells(note, ui) for note in in_order]):
        click.echo(line)
    click.echo(_summary(found, ui))


def _cells(note: Note, ui: Language) -> tuple[str, str, str]:
    return _KINDS[note.kind].in_(ui), note.subject.in_(ui), note.message.in_(ui)


def _summary(found: Adapted, ui: Language) -> str:
    counts = Counter(note.kind for note in found.notes)
    told = [(counts[kind], words.in_(ui)) for kind, words in _KINDS.items()]
    if ui == "zh":
        return "可以用作模板：" + "，".join(f"{words} {count} 项" for count, words in told) + "。"
    return "It can be used: " + ", ".join(f"{count} {words}" for count, words in told) + "."


def _as_json(file: Path, found: Adapted, ui: Language) -> dict[str, object]:
    look = found.look
    page = look.sheet
    return {
        "file": file.as_posix(),
        "usable": True,
        "page": page and {"width": page.width, "height": page.height, "left": page.left, "right": page.right},
        "fonts": {
            "latin": look.latin,
            "chinese": look.cjk,
            "heading_latin": look.latin_heading,
            "heading_chinese": look.cjk_heading,
        },
        "colours": {"ink": look.ink, "primary": look.primary, "accent": look.accent},
        "notes": [
            {"kind": note.kind, "subject": note.subject.in_(ui), "message": note.message.in_(ui)}
            for note in found.notes
        ],
    }
