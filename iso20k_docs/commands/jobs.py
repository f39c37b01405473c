"""The work of `generate`: every profile is composed before one is written; an error leaves every folder as it was."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from iso20k_docs.commands.common import prepare, ui_language, warn
from iso20k_docs.commands.request import Request
from iso20k_docs.model.changes import Generated, Outcome
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Language, Words

if TYPE_CHECKING:
    from iso20k_docs.model.nodes import Document
    from iso20k_docs.pipeline import Built, Prepared
    from iso20k_docs.writers.docx import Look

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Set:
    """The files of a set, and the trees that they were written from."""

    files: tuple[Generated, ...]
    built: Built


@dataclass(frozen=True, slots=True)
class _Job:
    """One profile to generate from: what the last run left, if that still holds, or else what is to be composed."""

    profile: Path
    inputs: str
    known: Outcome | None
    prepared: Prepared | None
    label: str

    @property
    def folder(self) -> str:
        """The name of the set's folder: the organisation's code, and the label of a set that isn't the working one."""
        if self.prepared is None:
            return Path(self.known.folder).name if self.known else ""
        code = self.prepared.organisation.profile.org.code
        return f"{code}-{self.label}" if self.label else code


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did to one organisation's folder, and the paths of its report below that folder."""

    outcome: Outcome
    reports: tuple[str, ...] = ()


def run_all(profiles: Sequence[Path], request: Request, ui: Language, *, quiet: bool) -> list[Run]:
    """Compose everything that was asked for, then write: an error in one profile leaves every folder as it was."""
    jobs = _all_or_none(_job, [(profile, request) for profile in dict.fromkeys(profiles)])
    _one_folder_each(jobs)
    for job in jobs:
        warn(job.prepared.diagnostics if job.prepared else (), ui)
    sets = _all_or_none(_documents, [(job, request, quiet) for job in jobs])
    return [_put(job, made, request) for job, made in zip(jobs, sets, strict=True)]


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


def _job(profile: Path, request: Request) -> _Job:
    known, inputs = _known_outcome(profile, request)
    return _Job(profile, inputs, known, None if known else prepare(profile, request.templates), request.label)


def _known_outcome(profile: Path, request: Request) -> tuple[Outcome | None, str]:
    """Return the outcome where nothing changed since the last run, found without loading anything."""
    from iso20k_docs.regenerate.standing import nothing_to_do

    inputs = request.digest(profile)
    may_be_short = request.whole and not request.rename and profile.is_file()
    return (nothing_to_do(request.out, inputs) if may_be_short else None), inputs


def _one_folder_each(jobs: Sequence[_Job]) -> None:
    """Refuse two profiles with one organisation code: they would write into one folder."""
    seen: dict[str, Path] = {}
    for job in jobs:
        first = seen.setdefault(job.folder, job.profile)
        if first != job.profile:
            message = Words(
                f"文件夹{job.folder}与{first.as_posix()}的相同（组织代码相同）",
                f"the folder {job.folder} is that of {first.as_posix()} too (the same organisation code)",
            )
            raise UserError([error("duplicate-code", message, Place(job.profile.as_posix()))])


def _documents(job: _Job, request: Request, quiet: bool) -> _Set | None:
    return _generated(job.prepared, request, quiet=quiet) if job.prepared else None


def _put(job: _Job, made: _Set | None, request: Request) -> Run:
    if job.prepared is None or made is None:
        return Run(job.known or Outcome(job.folder, ()))
    from iso20k_docs import pipeline
    from iso20k_docs.regenerate.facts import changed, read_facts, whole_words
    from iso20k_docs.regenerate.merging import WordMerger
    from iso20k_docs.regenerate.paths import organisation_folder
    from iso20k_docs.regenerate.publish import Order, preview, publish
    from iso20k_docs.regenerate.survey import known
    from iso20k_docs.update_report import Told, write_report

    folder = organisation_folder(request.out, job.folder)
    facts = pipeline.facts(job.prepared)
    merger = WordMerger(whole_words(changed(read_facts(folder), facts)))
    order = Order(
        request.whole, job.inputs, merger, keep_deleted=True, rename=request.rename, facts=facts,
        details=request.preview,
    )  # fmt: skip
    if request.preview:
        return Run(preview(folder, made.files, order))
    had_documents = bool(known(folder))
    outcome = publish(folder, made.files, order)
    if not (had_documents and outcome.run and request.report) or job.label:
        return Run(outcome)
    return Run(outcome, write_report(Told(job.prepared, made.built, outcome)))


def _generated(prepared: Prepared, request: Request, *, quiet: bool) -> _Set:
    from iso20k_docs import pipeline
    from iso20k_docs.regenerate.paths import organisation_folder

    chosen, unknown = pipeline.selected(prepared.organisation.register.values(), request.only)
    if unknown:
        names = ", ".join(unknown)
        raise click.BadParameter(f"no such document or tier: {names}", param_hint="--only")
    languages = _languages(prepared, request.langs)
    folder = organisation_folder(request.out, prepared.organisation.profile.org.code)
    built = pipeline.current(prepared, languages, folder)
    documents = [d for d in built.documents if d.id in chosen]
    if request.edition == "auditor":
        documents = [pipeline.auditor_edition(document) for document in documents]
    if request.samples:
        from iso20k_docs.compose.samples import with_samples

        documents = [with_samples(document) for document in documents]
    files = word_files(documents, prepared, request, quiet=quiet)
    if not request.label:
        files = pipeline.tracked(files, built)
    return _Set((*files, *pipeline.write_twins(prepared, built, documents)), built)


def word_files(
    documents: Sequence[Document], prepared: Prepared, request: Request, *, quiet: bool
) -> tuple[Generated, ...]:
    """Write documents as the request asks for: locked forms, exact page numbers."""
    from iso20k_docs import pipeline

    if request.exact_pages:
        return _exactly(documents, prepared.look, request)
    with _progress(len(documents), quiet=quiet or request.preview) as step:
        return pipeline.write(documents, prepared.look, step, protect=request.protect)


def _exactly(documents: Sequence[Document], look: Look, request: Request) -> tuple[Generated, ...]:
    from iso20k_docs.rendering import write_exact
    from iso20k_docs.writers.docx import DocxWriter

    found, doubts = write_exact(documents, DocxWriter(look, protect=request.protect))
    warn(doubts, ui_language())
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
