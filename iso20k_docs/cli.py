"""The commands: options in, one call, report out, exit status.

Exit status: 0 done, 1 the user's files need a fix, 2 usage, 3 done but something needs a person, 70 a bug of ours.
Slow libraries are imported by the command that needs them, so that help and a run with nothing to do start at once.
"""

from __future__ import annotations

import contextlib
import locale
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

import click

from iso20k_docs import __version__, questions, report
from iso20k_docs.model.changes import Generated, Outcome
from iso20k_docs.model.diagnostics import Diagnostic, Place, Severity, UserError, error
from iso20k_docs.model.words import LANGUAGES, Language, Words

if TYPE_CHECKING:
    from iso20k_docs.model.nodes import Document
    from iso20k_docs.pipeline import Prepared
    from iso20k_docs.writers.docx import Look

USER_FILES, PERSON, BUG = 1, 3, 70
Size = Literal["small", "standard", "large"]
Command = TypeVar("Command", bound=Callable[..., Any])
Result = TypeVar("Result")
_BRAND_FILE = re.compile(rb"(?:^|[{,])\s*(?:logo|template)\s*:\s*[\"']?([^\"'#,}\r\n]+)", re.MULTILINE)


def ui_language() -> Language:
    """Return the language of the person at the terminal, by the locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    with contextlib.suppress(ValueError):
        found = locale.getlocale()[0] or ""
        return "zh" if found.lower().startswith(("zh", "chinese")) else "en"
    return "en"


def main() -> None:
    """Run the command line; whatever is not the user's to fix is a bug and says so."""
    _speak_utf8()
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


# --- options that every command has


def _common(command: Command) -> Command:
    """Add `--json` and `--ui`, and turn what the user can fix into a report and exit status 1."""

    @wraps(command)
    def run(*args: object, as_json: bool, ui: Language | None, **options: object) -> None:
        language = ui or ui_language()
        try:
            command(*args, as_json=as_json, ui=language, **options)
        except UserError as failure:
            _refuse(failure.diagnostics, language, as_json=as_json)

    with_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")(run)
    choice = click.Choice(LANGUAGES)
    return click.option("--ui", type=choice, default=None, help="Language of messages.  [default: by locale]")(
        with_json
    )  # type: ignore[return-value]


_profile = click.argument("profile", type=click.Path(path_type=Path))
_templates = click.option(
    "--templates", type=click.Path(path_type=Path), default=None, help="Your folder laid over the shipped templates."
)
_out = click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Folder."
)
_lang = click.option("--lang", "langs", type=click.Choice(LANGUAGES), multiple=True, help="Only this language.")


def _refuse(diagnostics: Sequence[Diagnostic], ui: Language, *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(report.to_json({"diagnostics": [report.diagnostic_json(d, ui) for d in diagnostics]}))
    else:
        for found in diagnostics:
            if found.severity is not Severity.INFO:
                click.echo(report.diagnostic_line(found, ui), err=True)
        click.echo(Words("没有写入任何文件。", "Nothing was written.").in_(ui), err=True)
    sys.exit(USER_FILES)


def _warn(diagnostics: Sequence[Diagnostic], ui: Language) -> None:
    for found in diagnostics:
        if found.severity is Severity.WARNING:
            click.echo(report.diagnostic_line(found, ui), err=True)


# --- generate


@cli.command()
@click.argument("profiles", nargs=-1, required=True, type=click.Path(path_type=Path))
@_out
@_lang
@click.option("--only", multiple=True, help="Only this document (id, code or number) or tier (M, P, W, R, S).")
@_templates
@click.option("--edition", type=click.Choice(["working", "auditor"]), default="working", show_default=True,
              help="auditor: each section shows the requirements that it answers.")  # fmt: skip
@click.option("--protect", is_flag=True, help="Lock forms, without a password: only their fields can be edited.")
@click.option("--exact-pages", is_flag=True, help="Page numbers of the contents list by LibreOffice, not estimated.")
@click.option("--pdf", is_flag=True, help="Put PDF files of the documents into OUTPUT/<code>/pdf/ (needs LibreOffice).")
@click.option("--preview", is_flag=True, help="Say what would change; write nothing.")
@_common
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
    preview: bool,
    as_json: bool,
    ui: Language,
) -> None:
    """Write the document set of each PROFILE to OUTPUT/<code>/<language>/<tier>/."""
    request = _Request(out, langs, only, templates, edition, preview, protect, exact_pages)
    wants_pdf = pdf and not preview
    if wants_pdf or exact_pages:
        _need_office()
    outcomes = _run_all(profiles, request, ui, quiet=as_json)
    pdfs, problems = _pdf_files(outcomes, request) if wants_pdf else ([], [])
    if as_json:
        told = _outcomes_json(outcomes, out)
        if wants_pdf:
            told["pdf"] = [change for made in pdfs for change in _pdf_changes(made, several=len(outcomes) > 1)]
            told["diagnostics"] = [report.diagnostic_json(d, ui) for d in problems]
        click.echo(report.to_json(told))
    else:
        for outcome in (*outcomes, *pdfs):
            for line in report.outcome_lines(outcome, ui, preview=preview):
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


def _pdf_files(outcomes: Sequence[Outcome], request: _Request) -> tuple[list[Outcome], list[Diagnostic]]:
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


class _Request:
    """What `generate` was asked for, but for the profile."""

    def __init__(
        self,
        out: Path,
        langs: Sequence[Language],
        only: Sequence[str],
        templates: Path | None,
        edition: str,
        preview: bool,
        protect: bool = False,
        exact_pages: bool = False,
    ) -> None:
        self.out, self.langs, self.only, self.templates = out, langs, only, templates
        self.edition, self.preview = edition, preview
        self.protect, self.exact_pages = protect, exact_pages

    @property
    def whole(self) -> bool:
        """Whether the whole set is asked for, so that a file that isn't part of it any more is an orphan."""
        return not self.langs and not self.only and self.edition == "working"

    def digest(self, profile: Path) -> str:
        """Return the digest of everything that the result depends on."""
        from iso20k_docs.library.folders import Folders
        from iso20k_docs.regenerate.digests import inputs_digest, tree_digest

        folders = Folders.with_overlay(self.templates)
        flags = [name for name in ("protect", "exact_pages") if getattr(self, name)]
        options = "\n".join([__version__, self.edition, *sorted(self.langs), "", *sorted(self.only), *flags])
        parts = [("profile", _bytes(profile)), ("options", options.encode())]
        parts += [(f"brand-{name}", data) for name, data in _brand_files(profile)]
        parts.append(("templates", tree_digest(folders.shipped).encode()))
        if folders.overlay:
            parts.append(("overlay", tree_digest(folders.overlay).encode()))
        return inputs_digest(parts)


def _bytes(path: Path) -> bytes:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return b""


def _brand_files(profile: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files that the profile names as logo or template: a changed logo is a changed input."""
    for match in _BRAND_FILE.finditer(_bytes(profile)):
        name = match[1].decode("utf-8", "replace").strip()
        yield name, _bytes(profile.parent / name)


@dataclass(frozen=True, slots=True)
class _Job:
    """One profile to generate from: what the last run left, if that still holds, or else what is to be composed."""

    profile: Path
    inputs: str
    known: Outcome | None
    prepared: Prepared | None

    @property
    def code(self) -> str:
        """The organisation's code, which is the name of its folder."""
        if self.prepared is None:
            return Path(self.known.folder).name if self.known else ""
        return self.prepared.organisation.profile.org.code


def _run_all(profiles: Sequence[Path], request: _Request, ui: Language, *, quiet: bool) -> list[Outcome]:
    """Compose everything that was asked for, then write: an error in one profile leaves every folder as it was."""
    jobs = _all_or_none(_job, [(profile, request) for profile in dict.fromkeys(profiles)])
    _one_folder_each(jobs)
    for job in jobs:
        _warn(job.prepared.diagnostics if job.prepared else (), ui)
    sets = _all_or_none(_documents, [(job, request, quiet) for job in jobs])
    return [job.known or _put(job, documents, request) for job, documents in zip(jobs, sets, strict=True)]


def _all_or_none(do: Callable[..., Result], calls: Sequence[tuple[object, ...]]) -> list[Result]:
    """Return the result of every call; UserError with what is wrong in all of them."""
    results: list[Result] = []
    problems: list[Diagnostic] = []
    for arguments in calls:
        try:
            results.append(do(*arguments))
        except UserError as failure:
            problems.extend(failure.diagnostics)
    if problems:
        raise UserError(dict.fromkeys(problems))
    return results


def _job(profile: Path, request: _Request) -> _Job:
    known, inputs = _known_outcome(profile, request)
    return _Job(profile, inputs, known, None if known else _prepare(profile, request.templates))


def _known_outcome(profile: Path, request: _Request) -> tuple[Outcome | None, str]:
    """Return the outcome where nothing changed since the last run, found without loading anything."""
    from iso20k_docs.regenerate.standing import nothing_to_do

    inputs = request.digest(profile)
    return (nothing_to_do(request.out, inputs) if request.whole and profile.is_file() else None), inputs


def _prepare(profile: Path, templates: Path | None) -> Prepared:
    from iso20k_docs.pipeline import prepare

    return prepare(profile, templates)


def _one_folder_each(jobs: Sequence[_Job]) -> None:
    """Refuse two profiles with one organisation code: they would write into one folder."""
    seen: dict[str, Path] = {}
    for job in jobs:
        first = seen.setdefault(job.code, job.profile)
        if first != job.profile:
            message = Words(
                f"组织代码{job.code}与{first.as_posix()}的相同",
                f"the code {job.code} is that of {first.as_posix()} too",
            )
            raise UserError([error("duplicate-code", message, Place(job.profile.as_posix()))])


def _documents(job: _Job, request: _Request, quiet: bool) -> tuple[Generated, ...]:
    return _generated(job.prepared, request, quiet=quiet) if job.prepared else ()


def _put(job: _Job, documents: Sequence[Generated], request: _Request) -> Outcome:
    from iso20k_docs.regenerate.paths import organisation_folder
    from iso20k_docs.regenerate.publish import preview, publish

    folder = organisation_folder(request.out, job.code)
    if request.preview:
        return preview(folder, documents, whole=request.whole)
    return publish(folder, documents, inputs=job.inputs, whole=request.whole)


def _generated(prepared: Prepared, request: _Request, *, quiet: bool) -> tuple[Generated, ...]:
    from iso20k_docs import pipeline

    chosen, unknown = pipeline.selected(prepared.organisation.register.values(), request.only)
    if unknown:
        names = ", ".join(unknown)
        raise click.BadParameter(f"no such document or tier: {names}", param_hint="--only")
    languages = _languages(prepared, request.langs)
    built = pipeline.build(prepared, languages)
    documents = [d for d in built.documents if d.id in chosen]
    if request.edition == "auditor":
        documents = [pipeline.auditor_edition(document) for document in documents]
    if request.exact_pages:
        return _exactly(documents, prepared.look, request)
    with _progress(len(documents), quiet=quiet or request.preview) as step:
        return pipeline.write(documents, prepared.look, step, protect=request.protect)


def _exactly(documents: Sequence[Document], look: Look, request: _Request) -> tuple[Generated, ...]:
    from iso20k_docs.rendering import write_exact
    from iso20k_docs.writers.docx import DocxWriter

    found, doubts = write_exact(documents, DocxWriter(look, protect=request.protect))
    _warn(doubts, ui_language())
    return found


def _languages(prepared: Prepared, asked: Sequence[Language]) -> tuple[Language, ...]:
    missing = [language for language in asked if language not in prepared.languages]
    if missing:
        raise click.BadParameter(
            f"the profile's languages are {', '.join(prepared.languages)}; add '{missing[0]}' there",
            param_hint="--lang",
        )
    return tuple(language for language in prepared.languages if not asked or language in asked)


@contextlib.contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    if quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=total, file=sys.stderr) as bar:
        yield lambda done, of: bar.update(1)


def _outcomes_json(outcomes: Sequence[Outcome], out: Path) -> dict[str, object]:
    if len(outcomes) == 1:
        changes = [report.change_json(change) for change in outcomes[0].changes]
        return {"changes": changes, "folder": outcomes[0].folder}
    changes = [
        report.change_json(change, Path(outcome.folder).name + "/")
        for outcome in outcomes
        for change in outcome.changes
    ]
    return {"changes": changes, "folder": out.as_posix()}


# --- list, matrix


@cli.command("list")
@_profile
@_templates
@_common
def list_documents(profile: Path, templates: Path | None, as_json: bool, ui: Language) -> None:
    """Print the document register of PROFILE."""
    from iso20k_docs import pipeline

    prepared = _prepare(profile, templates)
    rows = pipeline.register_rows(prepared)
    if as_json:
        click.echo(report.to_json({"documents": rows}))
        return
    lines = [(e.code, e.title.in_(ui), e.version) for e in prepared.organisation.register.values()]
    for line in report.columns(lines):
        click.echo(line)


@cli.command()
@_profile
@click.option("-o", "--output", "file", type=click.Path(path_type=Path, dir_okay=False), default=None, help="File.")
@click.option("--format", "form", type=click.Choice(["docx", "csv", "json", "md"]), default=None,
              help="By the file's ending where it is left out; md on a terminal.")  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Language of csv, md and docx.")
@_templates
@_common
def matrix(
    profile: Path,
    file: Path | None,
    form: str | None,
    lang: Language | None,
    templates: Path | None,
    as_json: bool,
    ui: Language,
) -> None:
    """Print the clause cross-reference: every requirement, where it is answered, which record proves it."""
    from iso20k_docs import pipeline

    form = form or ("json" if as_json and file is None else _format_of(file))
    if as_json and form != "json":
        raise click.UsageError(f"--json contradicts --format {form}")
    prepared = _prepare(profile, templates)
    language = lang or (ui if ui in prepared.languages else prepared.languages[0])
    data = pipeline.matrix_file(prepared, form, language)
    if file is None:
        if form == "docx":
            raise click.UsageError("--format docx needs a file: -o FILE.docx")
        click.echo(data.decode().removeprefix("\ufeff"), nl=False)
        return
    _save(file, data)
    click.echo(file.as_posix())


def _format_of(file: Path | None) -> str:
    if file is None:
        return "md"
    ending = file.suffix.lower().removeprefix(".")
    if ending not in ("docx", "csv", "json", "md"):
        raise click.UsageError(f"the ending of {file.name} is no format; use --format docx, csv, json or md")
    return ending


def _save(file: Path, data: bytes) -> None:
    """Write a file in one step; UserError where it cannot be written."""
    temporary = file.with_name(f".{file.name}.new")
    try:
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as failure:
        with contextlib.suppress(OSError):
            temporary.unlink()
        message = Words(f"不能写入：{failure.strerror}", f"cannot be written: {failure.strerror}")
        raise UserError([error("unwritable-file", message, Place(file.as_posix()))]) from None


# --- check, status


@cli.command()
@_profile
@_templates
@_common
def check(profile: Path, templates: Path | None, as_json: bool, ui: Language) -> None:
    """Say all that is wrong or doubtful in PROFILE and in the templates it uses."""
    from iso20k_docs import pipeline

    try:
        prepared = _prepare(profile, templates)
        found = (*prepared.diagnostics, *pipeline.check(prepared))
    except UserError as failure:
        found = failure.diagnostics
    if as_json:
        click.echo(report.to_json({"diagnostics": [report.diagnostic_json(d, ui) for d in found]}))
    else:
        for diagnostic in found:
            click.echo(report.diagnostic_line(diagnostic, ui))
        click.echo(report.diagnostic_summary(found, ui))
    if any(d.severity is Severity.ERROR for d in found):
        sys.exit(USER_FILES)


_STATES = {
    "current": Words("最新", "current"),
    "outdated": Words("待更新", "out of date"),
    "edited": Words("手工改过", "edited by hand"),
    "missing": Words("缺失", "missing"),
    "orphan": Words("不再生成", "no longer generated"),
    "unreadable": Words("不能读取", "unreadable"),
}


@cli.command()
@_profile
@_out
@_templates
@_common
def status(profile: Path, out: Path, templates: Path | None, as_json: bool, ui: Language) -> None:
    """Say which documents are generated, edited by hand, missing or out of date."""
    from iso20k_docs import pipeline

    prepared = _prepare(profile, templates)
    folder, rows = pipeline.status(prepared, out)
    if as_json:
        documents = [{"id": r.id, "lang": r.language, "path": r.path, "state": r.state} for r in rows]
        click.echo(report.to_json({"folder": folder.as_posix(), "documents": documents}))
        return
    for line in report.columns([(_STATES[row.state].in_(ui), row.path) for row in rows] or [("", folder.as_posix())]):
        click.echo(line)


# --- lint, read


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rendered", is_flag=True, help="Look at the pages too, as LibreOffice lays them out.")
@_common
def lint(paths: tuple[Path, ...], rendered: bool, as_json: bool, ui: Language) -> None:
    """Check finished documents: Word files, or all of them in folders, and the links between them."""
    from iso20k_docs.inspect.files import word_files
    from iso20k_docs.inspect.lint import lint as check_documents

    found = check_documents(word_files(paths), pages=rendered)
    if as_json:
        click.echo(report.to_json(report.lint_json(found, ui)))
    else:
        for line in report.lint_lines(found, ui):
            click.echo(line)
    if found.findings:
        sys.exit(USER_FILES)


@cli.command()
@click.argument("forms", nargs=-1, required=True, type=click.Path(path_type=Path))
@_common
def read(forms: tuple[Path, ...], as_json: bool, ui: Language) -> None:
    """Print the filled fields of record forms: FORM.docx or folders of them."""
    from iso20k_docs.inspect.files import read_forms, word_files

    found, problems = read_forms(word_files(forms))
    if as_json:
        click.echo(report.to_json(report.forms_json(found, problems, ui)))
    else:
        for line in report.form_lines(found, ui):
            click.echo(line)
        for problem in problems:
            click.echo(report.diagnostic_line(problem, ui), err=True)
    if problems:
        sys.exit(USER_FILES)


# --- init, schema


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=Path("profile.yaml"))
@click.option("--size", type=click.Choice(["small", "standard", "large"]), default="standard", show_default=True,
              help="small: up to 20 people in scope, large: over 100.")  # fmt: skip
@_lang
@questions.options
@_common
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
    _save(file, text.encode())
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


@cli.command()
@_common
def schema(as_json: bool, ui: Language) -> None:
    """Print the JSON Schema of a profile, for completion and checks in an editor."""
    from iso20k_docs.library.folders import Folders
    from iso20k_docs.profile.defaults import Defaults
    from iso20k_docs.profile.json_schema import json_schema

    click.echo(report.to_json(json_schema(Defaults.under(Folders.with_overlay(None).bases))))
