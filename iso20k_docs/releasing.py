"""`release`: documents that are drafts or were changed come into force, with version, date, approver and clean text.

It is the approval, so it also accepts our own tracked changes. A document with tracked changes of others, an open
conflict or a file that can't be written is held back, in all its languages and formats.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from iso20k_docs.compose.issue import Issues
from iso20k_docs.model.changes import Change, Generated
from iso20k_docs.model.changes import Outcome as Written
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.nodes import Document
from iso20k_docs.model.releases import Approved, Content, Held, Issue, Outcome, Released, Releases
from iso20k_docs.model.words import Language, Words
from iso20k_docs.pipeline import Built, Composed, Prepared, compose_all, facts, tracked, write, write_twins
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.approving import Examined, accepted, examine, has_ours
from iso20k_docs.regenerate.digests import sha256
from iso20k_docs.regenerate.disk import Disk
from iso20k_docs.regenerate.facts import changed, read_facts, whole_words
from iso20k_docs.regenerate.history import KEPT_RUNS, Shelf, backup_path, read_run, run_numbers
from iso20k_docs.regenerate.identity import SUFFIX
from iso20k_docs.regenerate.lock import only_run
from iso20k_docs.regenerate.merge.merge import UnsafeMergeError
from iso20k_docs.regenerate.merging import WordMerger
from iso20k_docs.regenerate.paths import check_paths, organisation_folder
from iso20k_docs.regenerate.publish import Carrier, Order, Sight
from iso20k_docs.regenerate.reconcile import Decision, Write, located
from iso20k_docs.regenerate.releases import (
    content_bytes,
    content_path,
    read_releases,
    released_from,
    released_json,
    releases_bytes,
    releases_path,
)
from iso20k_docs.regenerate.store import Entry, read_bases
from iso20k_docs.regenerate.survey import known, survey

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LIVING = "register"
"""Kind of documents that people fill in: a line in them is a record, no change of the document."""
Writing = Callable[[Sequence[Document]], Sequence[Generated]]
_UNFIT = (UnsafeMergeError, UserError, ValueError, LookupError, AttributeError, TypeError, etree.LxmlError)


@dataclass(frozen=True, slots=True)
class Dates:
    """The day of the release and the day from which it is in force, ISO 8601."""

    released: str
    effective: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a release did, or in a preview would do, and the set as it stands then."""

    outcome: Outcome
    built: Built


def release_dates(date: str, effective: str) -> Dates:
    """Return the dates of a release; UserError where one is none, or effect would come before release."""
    for name, text in (("--date", date), ("--effective", effective or date)):
        if not _is_date(text):
            message = Words(f"“{text}”不是日期", f"'{text}' is no date")
            hint = Words("写成 2027-03-01 这样的形式", "write it like 2027-03-01")
            raise UserError([error("no-date", message, Place(name), hint)])
    if (effective or date) < date:
        message = Words(f"生效日期{effective}早于发布日期{date}", f"effect ({effective}) comes before release ({date})")
        raise UserError([error("date-order", message, Place("--effective"))])
    return Dates(date, effective or date)


def _is_date(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(_ISO_DATE.fullmatch(text) and dt.date.fromisoformat(text))
    return False


def release(
    prepared: Prepared,
    out: Path,
    wanted: Collection[str],
    dates: Dates,
    *,
    preview: bool,
    writing: Writing | None = None,
    disk: Disk | None = None,
) -> Done:
    """Release the wanted documents (ids) of a set that are drafts or changed, and bring the whole set up to date.

    `writing` writes documents as DOCX, where that is to be done in another way than usual. Raises UserError where the
    date lies before an earlier release, or another run is at work: nothing is changed then.
    """
    folder = organisation_folder(out, prepared.organisation.profile.org.code)
    if preview:
        return _Releasing(prepared, folder, wanted, dates, writing).decided().result()
    with only_run(folder):
        carrier = Carrier(folder, disk or Disk())
        carrier.settle()
        return _Releasing(prepared, folder, wanted, dates, writing).decided().carried(disk or Disk())


@dataclass(slots=True)
class _OnDisk:
    """What lies on disk of the documents that may be released: why each can't be, and what people changed in it."""

    held: dict[str, Held] = field(default_factory=dict)
    edited: dict[str, dict[Language, tuple[str, ...]]] = field(default_factory=dict)
    absent: set[tuple[str, Language]] = field(default_factory=set)


class _Releasing:
    """One release: what it is about, what was decided, what came of it."""

    def __init__(
        self, prepared: Prepared, folder: Path, wanted: Collection[str], dates: Dates, writing: Writing | None
    ) -> None:
        self._write = writing or (lambda documents: write(documents, prepared.look))
        self.prepared, self.folder, self.wanted, self.dates = prepared, folder, wanted, dates
        self.releases: Releases = read_releases(folder) or {}
        _in_order(self.releases, dates)
        self.composed: Composed = compose_all(prepared, folder, self.releases)
        self.register = prepared.organisation.register
        self.facts = facts(prepared)
        self.held: dict[str, Held] = {}
        self.edits: dict[tuple[str, Language], str] = {}
        self._written: dict[str, tuple[Document, Generated]] = {}

    # --- deciding

    def decided(self) -> _Releasing:
        """Decide which documents come into force; those that turn out to be stuck are held back, and all is redone."""
        on_disk = self._look()
        self.unedited = self.composed.standings.issues()
        self.issues = self.composed.standings.issues(on_disk.edited) if on_disk.edited else self.unedited
        candidates = {
            name
            for name, issue in self.issues.items()
            if name in self.wanted and issue.standing != "in-force" and not self._is_gone(name, on_disk)
        }
        self.held = {name: held for name, held in on_disk.held.items() if name in candidates}
        while True:
            self.approved = candidates - self.held.keys()
            self.final: Issues = {**self.unedited, **{name: self._approve(name) for name in self.approved}}
            self.built = self.composed.issued(self.final, self.prepared.languages)
            generated = self._generated()
            check_paths(self.folder, [document.path for document in generated])
            self.sight = Sight(self.folder, generated, self._order())
            stuck = self._stuck(self.sight.decision.changes)
            self.decision = self._with_ours_accepted(generated, stuck)
            if not stuck:
                return self
            self.held |= stuck

    def _approve(self, document: str) -> Issue:
        dates = self.dates
        return self.composed.standings.approved(document, self.issues[document], dates.released, dates.effective)

    def _is_gone(self, document: str, on_disk: _OnDisk) -> bool:
        return all((document, language) in on_disk.absent for language in self.issues[document].digests)

    def _order(self) -> Order:
        whole = whole_words(changed(read_facts(self.folder), self.facts))
        return Order(whole=True, merger=WordMerger(whole), keep_deleted=True, facts=self.facts)

    def _generated(self) -> tuple[Generated, ...]:
        """Return the set's files; what was written before is not written again."""
        fresh = [d for d in self.built.documents if self._written.get(d.path, (None, None))[0] != d]
        self._written |= {d.path: (d, file) for d, file in zip(fresh, self._write(fresh), strict=True)}
        files = [self._written[document.path][1] for document in self.built.documents]
        return (*tracked(files, self.built), *write_twins(self.prepared, self.built, self.built.documents))

    def _stuck(self, changes: Sequence[Change]) -> dict[str, Held]:
        """Return the documents that can't be released because a file of theirs can't take its new version."""
        found: dict[str, Held] = {}
        for change in changes:
            if change.id not in self.approved or change.change not in ("kept", "skipped", "conflict"):
                continue
            reason = change.reason or reasons.NOT_MERGED
            if change.change == "conflict":
                reason = reasons.undecided(len(change.conflicts) or 1)
            elif change.change == "kept":
                reason = reasons.NOT_MERGED
            found.setdefault(change.id, Held(change.id, change.path, reason))
        return found

    # --- what lies on disk

    def _look(self) -> _OnDisk:
        """Look through the files of the documents that may be released."""
        found = _OnDisk()
        written = dict(known(self.folder))
        shells = [Generated(d.id, d.language, d.path, b"") for d in self.composed.built.documents]
        seen = survey(self.folder, {shell.path for shell in shells} | set(written), written)
        places = located(shells, written, seen)
        shelf = Shelf(self.folder, read_bases(self.folder))
        for shell in (shell for shell in shells if shell.id in self.wanted):
            where = places[shell.path]
            if not where:
                if any((e.id, e.language) == (shell.id, shell.language) for e in written.values()):
                    found.absent.add((shell.id, shell.language))
                continue
            there = seen[where[0]]
            reason = reasons.COPIES if len(where) > 1 else there.problem or there.obstacle
            if reason:
                found.held.setdefault(shell.id, Held(shell.id, where[0], reason))
            if there.sha256 is not None and len(where) == 1:
                entry = written.get(where[0])
                generation = there.identity.generation if there.identity else entry.generation if entry else ""
                pristine = entry is not None and entry.sha256 == there.sha256 and not entry.merged
                base = shelf.content(shelf.digest(shell.id, shell.language, generation))
                self._look_into(shell, where[0], None if pristine else base, found, pristine=pristine)
        return found

    def _look_into(self, shell: Generated, path: str, base: bytes | None, found: _OnDisk, *, pristine: bool) -> None:
        try:
            one = Examined(0, 0, (), "") if pristine else examine((self.folder / path).read_bytes(), base, path)
        except UserError as refusal:
            found.held.setdefault(shell.id, Held(shell.id, path, refusal.diagnostics[0].message))
            return
        except OSError as problem:
            found.held.setdefault(shell.id, Held(shell.id, path, reasons.unreadable(problem)))
            return
        if one.colleagues:
            found.held.setdefault(shell.id, Held(shell.id, path, reasons.colleagues(one.colleagues)))
        if one.conflicts:
            found.held.setdefault(shell.id, Held(shell.id, path, reasons.undecided(one.conflicts)))
        released = self.releases.get(shell.id)
        before = released.contents.get(shell.language) if released else None
        if before and before.edits != one.digest and self._kind(shell.id) != _LIVING:
            sections = tuple(self._numbers(shell).get(section, section) for section in one.sections)
            found.edited.setdefault(shell.id, {})[shell.language] = sections

    def _kind(self, document: str) -> str:
        return self.register[document].kind

    def _numbers(self, shell: Generated) -> dict[str, str]:
        """Return the numbers of a document's sections by their titles."""
        lines = self.composed.standings.lines(shell.id, shell.language)
        return {line.title: line.number for line in lines if line.kind == "heading" and line.number}

    # --- accepting our changes

    def _with_ours_accepted(self, generated: Sequence[Generated], stuck: dict[str, Held]) -> Decision:
        """Return the decision with our tracked changes accepted in what is in force; `stuck` gets what can't be."""
        decision = self.sight.decision
        by_key = {(one.id, one.language): one for one in generated if one.path.endswith(SUFFIX)}
        writes = {write.path: write for write in decision.writes}
        files, changes = dict(decision.files), {change.path: change for change in decision.changes}
        for path, entry in decision.files.items():
            document = by_key.get(entry.key)
            if document is None or not self._is_to_be_cleaned(path, entry):
                continue
            if not entry.merged:
                self.edits[entry.key] = ""
                continue
            try:
                clean = self._clean(path, entry, writes.get(path), document)
            except _UNFIT:
                if entry.id in self.approved:
                    stuck.setdefault(entry.id, Held(entry.id, path, reasons.UNSAFE))
                continue
            if clean:
                writes[path] = clean
                files[path] = clean.entry
                if changes[path].change == "unchanged":
                    changes[path] = replace(changes[path], change="merged")
        order = [write.path for write in decision.writes]
        added = [path for path in writes if path not in order]
        every = tuple(writes[path] for path in (*order, *added))
        return replace(decision, changes=tuple(changes.values()), writes=every, files=files)

    def _is_to_be_cleaned(self, path: str, entry: Entry) -> bool:
        issue = self.final.get(entry.id)
        plain = not (entry.beside_of or entry.orphan or entry.absent or entry.conflicts) and path.endswith(SUFFIX)
        return plain and issue is not None and issue.standing == "in-force"

    def _clean(self, path: str, entry: Entry, write: Write | None, document: Generated) -> Write | None:
        """Return what to write so that a file has none of our tracked changes; None where there is nothing to do."""
        there = self.sight.seen.get(write.origin if write else path)
        content = write.data if write else (self.folder / path).read_bytes()
        ours = has_ours(content, path) and not (there and there.obstacle)
        data = accepted(content, path) if ours else content
        if entry.id in self.approved:
            self.edits[entry.key] = examine(data, document.data, path).digest
        if data == content:
            return None
        clean = replace(entry, sha256=sha256(data), seen="", merged=True)
        return replace(write, data=data, entry=clean) if write else Write(path, path, data, sha256(content), clean)

    # --- doing

    def result(self) -> Done:
        """Return what would be done."""
        told = changed(read_facts(self.folder), self.facts)
        return self._result(Written(self.folder.as_posix(), self.decision.changes, facts=told))

    def carried(self, disk: Disk) -> Done:
        """Write the files, then remember what was released."""
        if not self.decision.writes and not self.approved:
            return self.result()
        told = changed(read_facts(self.folder), self.facts)
        together = {change.path: change.id for change in self.decision.changes if change.id in self.approved}
        notes = {"released": self._record()} if self.approved else {}
        carrier = Carrier(self.folder, disk, together, notes)
        for name in sorted(self.approved):
            self._keep_content(name, carrier)
        outcome = carrier.carry(self.decision, self.sight.versions, "", whole=True)
        failed = {together[path] for path in carrier.failed if path in together}
        for change in outcome.changes:
            if change.id in failed and change.path in carrier.failed:
                self.held.setdefault(change.id, Held(change.id, change.path, carrier.failed[change.path]))
        self.approved -= failed
        self.built = replace(self.built, issues={**self.final, **{name: self.unedited[name] for name in failed}})
        self._remember(carrier, outcome.run)
        carrier.keep_facts(self.facts)
        return self._result(replace(outcome, facts=told))

    def _record(self) -> dict[str, object]:
        """Return what the run is going to release and what was in force before, for `undo`."""
        return {
            name: {
                "version": self.final[name].version,
                "before": released_json(self.releases[name]) if name in self.releases else None,
            }
            for name in sorted(self.approved)
        }

    def _keep_content(self, document: str, carrier: Carrier) -> None:
        for language, digest in self.final[document].digests.items():
            path = content_path(self.folder, document, language, digest)
            if not path.exists():
                carrier.keep(path, content_bytes(digest, self.composed.standings.lines(document, language)))

    def _remember(self, carrier: Carrier, run: int) -> None:
        if not self.approved:
            return
        path = releases_path(self.folder)
        if run and path.exists():
            carrier.keep(backup_path(self.folder, run, path.name), path.read_bytes())
        now = {**self.releases, **{name: self._released(name) for name in self.approved}}
        carrier.keep(path, releases_bytes(now))
        self._forget(now)

    def _released(self, document: str) -> Released:
        issue, before = self.final[document], self.releases.get(document)
        kept = before.contents if before else {}
        contents = {
            language: Content(digest, self.edits.get((document, language), _edits_of(kept.get(language))))
            for language, digest in issue.digests.items()
        }
        version = self.prepared.organisation.library.definition.version
        return Released(issue.history, issue.effective, version, issue.signed, contents)

    def _forget(self, now: Releases) -> None:
        """Drop contents that are neither in force nor may come into force again by `undo`."""
        kept = {path for name, one in now.items() for path in _content_paths(self.folder, name, one)}
        for number in run_numbers(self.folder)[-KEPT_RUNS:]:
            run = read_run(self.folder, number)
            for name, told in run.released.items() if run else ():
                before = told.get("before")
                if isinstance(before, dict):
                    with contextlib.suppress(ValueError, KeyError, TypeError):
                        kept |= set(_content_paths(self.folder, name, released_from(before)))
        for path in sorted(releases_path(self.folder).with_name("issued").glob("*.json")):
            if path not in kept:
                path.unlink(missing_ok=True)

    def _result(self, written: Written) -> Done:
        approved = [
            Approved(self.register[name], self.issues[name].in_force, self.final[name])
            for name in self.issues
            if name in self.approved
        ]
        return Done(Outcome(written, tuple(approved), tuple(self.held.values())), self.built)


def _edits_of(content: Content | None) -> str:
    return content.edits if content else ""


def _content_paths(folder: Path, document: str, released: Released) -> Iterator[Path]:
    for language, content in released.contents.items():
        yield content_path(folder, document, language, content.digest)


def _in_order(releases: Releases, dates: Dates) -> None:
    """Refuse a date before the last release."""
    last = max((one.date for one in releases.values()), default="")
    if dates.released < last:
        raise UserError([_too_early(dates.released, last)])


def _too_early(date: str, last: str) -> Diagnostic:
    message = Words(f"发布日期{date}早于上次发布{last}", f"the date {date} lies before the last release, {last}")
    return error("date-order", message, Place("--date"))
