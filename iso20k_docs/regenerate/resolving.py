"""Settle a conflict: keep the user's text, or take the template's as a tracked change, and remove the comment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from iso20k_docs.inspect.markup import NS, W, value
from iso20k_docs.model.changes import Change, Conflict, Outcome
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Language, Words
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.digests import sha256
from iso20k_docs.regenerate.disk import Disk
from iso20k_docs.regenerate.history import Shelf, read_run, run_numbers
from iso20k_docs.regenerate.identity import SUFFIX
from iso20k_docs.regenerate.lock import only_run
from iso20k_docs.regenerate.merge.blocks import Para, Piece, paragraphs
from iso20k_docs.regenerate.merge.merge import AUTHOR, date_of
from iso20k_docs.regenerate.merge.reading import read_story
from iso20k_docs.regenerate.merge.result import said
from iso20k_docs.regenerate.merge.revise import CannotEditError, Reviser, Stamp
from iso20k_docs.regenerate.merge.undo import says, without_changes
from iso20k_docs.regenerate.merge.workpiece import Workpiece
from iso20k_docs.regenerate.merging import open_comments
from iso20k_docs.regenerate.publish import Carrier, Versions
from iso20k_docs.regenerate.reconcile import Decision, Write
from iso20k_docs.regenerate.store import Entry, Files, read_bases
from iso20k_docs.regenerate.survey import known, look

Element = etree._Element
_OBJECT = "▣"


def recorded(folder: Path, entry: Entry) -> list[Conflict]:
    """Return all conflicts that runs recorded for a document, the newest first."""
    found: list[Conflict] = []
    for number in reversed(run_numbers(folder)):
        run = read_run(folder, number)
        for change in run.changes if run else ():
            told = change.get("conflicts")
            if (change.get("id"), change.get("language")) == entry.key and isinstance(told, list):
                found += [Conflict(**conflict) for conflict in told if isinstance(conflict, dict)]
    return found


def resolve(folder: Path, document: str, language: Language | None, number: int, *, theirs: bool) -> Outcome:
    """Settle the conflict with a number (from 1, in the order of the text) in a document.

    Raises UserError where there is no such conflict, or where taking the template's text has to be done by hand.
    """
    with only_run(folder):
        carrier = Carrier(folder, Disk())
        carrier.settle()
        entries = known(folder)
        path, entry = _the_document(folder, entries, document, language)
        there = look(folder / path)
        if there.problem or there.obstacle:
            raise UserError([error("not-writable", there.problem or there.obstacle or reasons.READ_ONLY, Place(path))])
        mine = (folder / path).read_bytes()
        data = resolved(mine, path, recorded(folder, entry), entry.language, number, theirs=theirs)
        left = max(entry.conflicts - 1, 0)
        made = Entry(
            entry.id, entry.language, sha256(data), generation=entry.generation, conflicts=left, merged=True,
            chosen=entry.chosen,
        )  # fmt: skip
        change = Change(entry.id, entry.language, path, "merged")
        shelf = Shelf(folder, read_bases(folder))
        write = Write(path, path, data, sha256(mine), made)
        decision = Decision((change,), (write,), {**entries, path: made})
        return carrier.carry(decision, Versions(known=shelf.bases), "", whole=False)


def resolved(
    mine: bytes, name: str, known_conflicts: Sequence[Conflict], language: Language, number: int, *, theirs: bool
) -> bytes:
    """Return a document with one conflict settled; what it says without our changes stays the same."""
    work = Workpiece(mine, name)
    work.remember(work.main)
    waiting = _numbered(work, known_conflicts, language)
    if not 1 <= number <= len(waiting):
        raise UserError([_no_conflict(name, len(waiting))])
    comment, conflict = waiting[number - 1]
    if theirs:
        _take_theirs(work, comment, conflict)
    _remove_comment(work, comment)
    data = work.save()
    before, after = (
        says(without_changes(Workpiece(content, name), AUTHOR, accept=False)) for content in (mine, data)
    )  # fmt: skip
    if list(before.values()) != list(after.values()):
        raise UserError([_by_hand(name)])
    return data


def _numbered(
    work: Workpiece, known_conflicts: Sequence[Conflict], language: Language
) -> list[tuple[str, Conflict | None]]:
    by_text = {said(conflict, language): conflict for conflict in reversed(known_conflicts)}
    texts = open_comments(work)
    order = [value(mark, "id") for mark in work.tree(work.main).iter(W + "commentReference")]
    return [(number, by_text.get(texts[number])) for number in order if number in texts]


def _take_theirs(work: Workpiece, comment: str, conflict: Conflict | None) -> None:
    para = _commented(work, comment)
    if conflict is None or para is None or _OBJECT in conflict.mine + conflict.theirs:
        raise UserError([_by_hand(work.name)])
    reviser = Reviser(work, work, Stamp(AUTHOR, date_of(work)))
    try:
        if conflict.kind == "both-edited":
            _replace(reviser, para, conflict)
        elif conflict.kind == "deleted-by-template" and para.shown == conflict.mine:
            reviser.delete(para)
        elif conflict.kind == "deleted-by-user" and " | " not in conflict.theirs:
            reviser.insert(para.element, "after", _made(conflict.theirs, para))
        else:
            raise CannotEditError
    except CannotEditError:
        raise UserError([_by_hand(work.name)]) from None
    reviser.finish()


def _replace(reviser: Reviser, para: Para, conflict: Conflict) -> None:
    start = para.raw.find(conflict.mine)
    if not conflict.mine or start < 0 or para.raw.count(conflict.mine) > 1:
        raise CannotEditError
    new = _made(conflict.theirs, para)
    reviser.replace(para, start, start + len(conflict.mine), new, 0, len(new.raw))


def _made(text: str, like: Para) -> Para:
    """Return a new paragraph with a text in the style of another."""
    element = etree.Element(W + "p")
    properties = like.element.find("w:pPr", NS)
    style = None if properties is None else properties.find("w:pStyle", NS)
    if style is not None:
        etree.SubElement(etree.SubElement(element, W + "pPr"), W + "pStyle").set(W + "val", value(style))
    run = etree.SubElement(element, W + "r")
    node = etree.SubElement(run, W + "t")
    node.text = text
    return Para(element, [Piece(text, node, [run])] if text else [])


def _commented(work: Workpiece, comment: str) -> Para | None:
    for para in paragraphs(read_story(work, work.main)):
        if any(value(mark, "id") == comment for mark in para.element.iter(W + "commentReference")):
            return para
    return None


def _remove_comment(work: Workpiece, number: str) -> None:
    marks = ("commentRangeStart", "commentRangeEnd", "commentReference")
    for mark in list(work.tree(work.main).iter(*(W + name for name in marks))):
        if value(mark, "id") != number:
            continue
        work.touch(mark)
        gone = mark.getparent() if mark.tag == W + marks[2] else mark
        around = None if gone is None else gone.getparent()
        if gone is not None and around is not None:
            around.remove(gone)
    part = next(target for kind, target, _ in work.targets(work.main).values() if kind == "comments")
    root = work.change(part)
    for one in [one for one in root if value(one, "id") == number]:
        root.remove(one)


def _the_document(folder: Path, entries: Files, document: str, language: Language | None) -> tuple[str, Entry]:
    """Return the one Word file of a document, that with conflicts where one language only has some."""
    found = [
        (path, entry)
        for path, entry in entries.items()
        if entry.id == document and not entry.beside_of and path.endswith(SUFFIX) and language in (None, entry.language)
    ]
    waiting = [one for one in found if one[1].conflicts] or found
    if len(waiting) != 1:
        message = (
            Words("该文件有两种语言，请用 --lang 指定", "the document is there in two languages: name one with --lang")
            if waiting
            else Words(f"没有文件“{document}”", f'there is no document "{document}"')
        )
        raise UserError([error("which-document", message, Place(folder.as_posix()))])
    return waiting[0]


def _no_conflict(name: str, count: int) -> Diagnostic:
    message = Words(f"没有这个编号的冲突；共有{count}处", f"there is no conflict with this number; {count} are open")
    return error("no-such-conflict", message, Place(name))


def _by_hand(name: str) -> Diagnostic:
    message = Words("此处无法自动采用模板文字", "the template's text cannot be put in here automatically")
    hint = Words("请在 Word 中按批注修改并删除批注", "change it in Word as the comment says and delete the comment")
    return error("by-hand", message, Place(name), hint)
