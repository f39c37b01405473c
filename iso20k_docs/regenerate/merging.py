"""The merge of Word documents as a run uses it: bytes in, bytes out, refusals in the user's words."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from lxml import etree

from iso20k_docs.model.changes import Edit, Generated
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.words import Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.digests import sha256
from iso20k_docs.regenerate.identity import SUFFIX
from iso20k_docs.regenerate.merge.merge import AUTHOR, UnsafeMergeError, Versions, differences, merge
from iso20k_docs.regenerate.merge.notes import waiting_comments
from iso20k_docs.regenerate.merge.sheets import DifferentSheetsError, merge_workbooks
from iso20k_docs.regenerate.merge.undo import says
from iso20k_docs.regenerate.merge.workpiece import Workpiece
from iso20k_docs.regenerate.publish import Task
from iso20k_docs.regenerate.reconcile import Attempt

WORKBOOK = ".xlsx"
_BUGS = (ValueError, LookupError, AttributeError, TypeError, etree.LxmlError)


class WordMerger:
    """Merges Word files; `whole` are strings of the profile, old and new, that are replaced as a whole.

    `date` (ISO 8601) is that of the tracked changes; where it is empty, the date of the document's newest revision.
    """

    def __init__(self, whole: Iterable[str] = (), date: str = "") -> None:
        self.whole, self.date = tuple(whole), date
        self._done: dict[tuple[str, str, str, str], Attempt] = {}

    def begin(self, tasks: Sequence[Task]) -> None:
        """Merge many documents on several processors; a few aren't worth the start of other processes."""
        processors = min(os.cpu_count() or 1, _MOST_PROCESSES)
        if len(tasks) < _MANY or processors == 1:
            return
        context = multiprocessing.get_context("spawn")  # a forked process would hold the folder's lock as well
        with (
            contextlib.suppress(OSError, BrokenProcessPool),
            ProcessPoolExecutor(processors, context, _start, (self.whole, self.date)) as pool,
        ):
            for task, attempt in zip(tasks, pool.map(_merge_one, tasks, chunksize=_CHUNK), strict=True):
                self._done[_key(task.document, task.mine, task.base)] = attempt

    def merge(self, document: Generated, mine: bytes, base: bytes, generation: str) -> Attempt:
        """Return the user's file with the changes from base to the document."""
        done = self._done.pop(_key(document, mine, base), None) if self._done else None
        return done or self._merge(document, mine, base, generation)

    def _merge(self, document: Generated, mine: bytes, base: bytes, generation: str) -> Attempt:
        if document.path.endswith(WORKBOOK):
            return _merge_workbook(document, mine, base)
        if not document.path.endswith(SUFFIX):
            return Attempt(None)
        date = f"{self.date}T00:00:00Z" if self.date else ""
        versions = Versions(
            document.path, document.language, base, mine, document.data, generation, date, self.whole
        )  # fmt: skip
        try:
            found = merge(versions)
        except UserError as refusal:
            return Attempt(None, refusal.diagnostics[0].message)
        except (UnsafeMergeError, *_BUGS):  # a bug of ours must not cost the user's file, nor the other documents
            return Attempt(None, reasons.UNSAFE)
        loose = sum(1 for conflict in found.conflicts if not conflict.part.endswith("document.xml"))
        left = loose + found.waiting
        edits = tuple(replace(one, requirements=document.sections.get(one.section, ())) for one in found.applied)
        return Attempt(found.data, None, edits, found.conflicts, found.settings, left)

    def left(self, content: bytes) -> int:
        """Return the number of our comments in a file that nobody has deleted or marked as done."""
        try:
            return len(open_comments(Workpiece(content, "")))
        except UserError:
            return 0

    def refusal(self, content: bytes) -> Words | None:
        """Return why a file can't be opened; None where it can."""
        try:
            Workpiece(content, "")
        except UserError as refusal:
            return refusal.diagnostics[0].message
        return None

    def differences(self, document: Generated, base: bytes) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
        """Return what differs between a generated version and a document, and which properties do."""
        if not document.path.endswith(SUFFIX):
            return (), ()
        edits, settings = differences(document.path, base, document.data)
        return tuple(replace(one, requirements=document.sections.get(one.section, ())) for one in edits), settings


_MANY, _CHUNK, _MOST_PROCESSES = 24, 4, 8
_worker: list[WordMerger] = []
"""The merger of a process that merges for another one."""


def _start(whole: tuple[str, ...], date: str) -> None:
    """Begin a process that merges for another one; it ends with that one, however that ends."""
    gc.disable()  # merging leaves no circles of references
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.append(WordMerger(whole, date))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _merge_one(task: Task) -> Attempt:
    return _worker[0].merge(task.document, task.mine, task.base, task.generation)


def _key(document: Generated, mine: bytes, base: bytes) -> tuple[str, str, str, str]:
    return document.path, sha256(mine), sha256(base), sha256(document.data)


def _merge_workbook(document: Generated, mine: bytes, base: bytes) -> Attempt:
    """Return the user's workbook with the cells set that the template changed and nobody else touched."""
    try:
        found = merge_workbooks(base, mine, document.data, document.path)
    except UserError as refusal:
        return Attempt(None, refusal.diagnostics[0].message)
    except (DifferentSheetsError, *_BUGS):
        return Attempt(None, reasons.ROWS_DIFFER)
    return Attempt(found.data, None, found.applied)


def likeliest(content: bytes, candidates: Iterable[tuple[str, bytes]]) -> str:
    """Return the generation whose paragraphs a file has most of; empty where it shares none."""
    try:
        own = Counter(key for story in says(Workpiece(content, "")).values() for _, key in story)
    except UserError:
        return ""
    best, most = "", 0
    for generation, data in candidates:
        said = Counter(key for story in says(Workpiece(data, "")).values() for _, key in story)
        shared = (own & said).total()
        if shared > most:
            best, most = generation, shared
    return best


def open_comments(work: Workpiece) -> dict[str, str]:
    """Return our comments that are neither deleted nor marked as done: number to text."""
    return waiting_comments(work, AUTHOR)
