"""`iso20k-docs init`: a first profile."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from iso20k_docs import questions, report
from iso20k_docs.commands.common import common, only_languages, save
from iso20k_docs.model.diagnostics import Place, UserError, error
from iso20k_docs.model.words import LANGUAGES, Language, Words

Size = Literal["small", "standard", "large"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=Path("profile.yaml"))
@click.option("--size", type=click.Choice(["small", "standard", "large"]), default="standard", show_default=True,
              help="small: up to 20 people in scope, large: over 100.")  # fmt: skip
@only_languages
@questions.options
@common
def init(file: Path, size: Size, langs: tuple[Language, ...], as_json: bool, ui: Language, **given: str | None) -> None:
    """Write a commented first profile to FILE, from a few questions or the options below.

    An answer may give both languages: --name "示例公司 / Example Ltd". --lang says which languages the documents are in
    (both where it is left out). The comments are in the language of --ui.
    """
    if file.exists():
        message = Words("文件已存在，没有改动", "the file exists and was left as it is")
        raise UserError([error("file-exists", message, Place(file.as_posix()))])
    languages = tuple(dict.fromkeys(langs)) or LANGUAGES
    text = _starter_text(file, questions.answer_all(given, languages, ui), languages, ui, size)
    save(file, text.encode())
    if as_json:
        click.echo(report.to_json({"file": file.as_posix()}))
        return
    said = Words(
        f"已写入 {file}。接下来：iso20k-docs check {file}，再 iso20k-docs generate {file}",
        f"Wrote {file}. Next: iso20k-docs check {file}, then iso20k-docs generate {file}",
    )
    click.echo(said.in_(ui))


def _starter_text(
    file: Path, answers: dict[str, Words], languages: tuple[Language, ...], ui: Language, size: Size
) -> str:
    """Return the text of a first profile; UserError with all that is wrong with the answers."""
    from iso20k_docs.library.folders import Folders
    from iso20k_docs.profile.defaults import Defaults
    from iso20k_docs.profile.load import complete
    from iso20k_docs.profile.starter import Answers, Leader, starter
    from iso20k_docs.reading.yaml import parse

    def leader(key: str) -> Leader:
        return Leader(answers[key], questions.title_of(key))

    text = starter(
        Answers(
            name=answers["name"],
            short=answers["short"],
            code=answers["code"].en,
            address=answers["address"],
            service=answers["service"],
            service_description=answers["description"],
            customer=answers["customer"],
            top_management=leader("top"),
            management_representative=leader("representative"),
            service_manager=leader("manager"),
            service_desk_lead=leader("desk_lead"),
            size=size,
            languages=languages,
        ),
        ui,
    )
    complete(parse(text.encode(), file.as_posix()), Defaults.under(Folders.with_overlay(None).bases))
    return text
