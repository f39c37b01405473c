"""The report of a run that a quality manager files: what changed, in which documents, what a person has to do.

It lies in `reports/` of the organisation's folder as DOCX and Markdown, once in each language of the set. It is no
document of the set: it has no place in the register and later runs leave it alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iso20k_docs.model.changes import Change, ChangeKind, Edit, Outcome
from iso20k_docs.model.control import Control
from iso20k_docs.model.measure import plain
from iso20k_docs.model.nodes import Block, Cell, Column, Document, Heading, Inlines, Paragraph, Row, Table, Text
from iso20k_docs.model.register import Entry
from iso20k_docs.model.releases import Issue
from iso20k_docs.model.releases import Outcome as Release
from iso20k_docs.model.words import Language, Words
from iso20k_docs.pipeline import Built, Prepared
from iso20k_docs.report import differing
from iso20k_docs.writers.docx import DocxWriter
from iso20k_docs.writers.docx.labels import label

FOLDER = "reports"
_NAMES = Words("更新报告", "update-report")
_TITLE = Words("更新报告", "Update report")
_STATEMENT = Words(
    "记录：随运行生成，归入受控文件的更改记录。",
    "Record: made with the run, filed with the changes of controlled documents.",
)
_RELEASED = Words("发布", "released")
_LONGEST, _AROUND = 240, 40
_ALIKE = 5
"""What changed alike in more documents than these is told once."""
_NONE = "—"
_ORDER: tuple[ChangeKind, ...] = (
    "conflict", "kept", "skipped", "merged", "updated", "created", "absent", "orphan", "unchanged",
)  # fmt: skip
_KINDS: dict[ChangeKind, Words] = {
    "created": Words("新建", "created"),
    "updated": Words("更新", "updated"),
    "merged": Words("以修订方式更新", "updated as tracked changes"),
    "conflict": Words("有冲突待决定", "conflicts to decide on"),
    "kept": Words("保留原文件，新版本另存", "kept, the new version lies beside"),
    "skipped": Words("未写入", "not written"),
    "absent": Words("已被删除，不再生成", "deleted, not written again"),
    "orphan": Words("不再生成，保留", "no longer generated, left in place"),
    "unchanged": Words("未变", "unchanged"),
}


_NO_RELEASE = Release(Outcome("", ()), (), ())


@dataclass(frozen=True, slots=True)
class Told:
    """What a run did: its changes, the set as it stands then, and of a release what came into force on which date."""

    prepared: Prepared
    built: Built
    outcome: Outcome
    release: Release = _NO_RELEASE
    date: str = ""


def write_report(told: Told) -> tuple[str, ...]:
    """Write the report of a run that wrote something; return the paths below the organisation's folder."""
    folder = Path(told.outcome.folder)
    writer = DocxWriter(told.prepared.look)
    files: dict[str, bytes] = {}
    for language in told.prepared.languages:
        document = update_report(told, language)
        stem = f"{FOLDER}/{_NAMES.in_(language)}-{told.outcome.run}"
        files[f"{stem}.docx"] = writer.write(document)
        files[f"{stem}.md"] = markdown(document).encode()
    return tuple(_put(folder, path, data) for path, data in files.items())


def _put(folder: Path, path: str, data: bytes) -> str:
    """Write a file under a name that nobody uses; return the path."""
    stem, _, ending = path.rpartition(".")
    count = 1
    while True:
        name = path if count == 1 else f"{stem}-{count}.{ending}"
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("xb") as file:
                file.write(data)
            return name
        except FileExistsError:
            if target.read_bytes() == data:
                return name
            count += 1


def update_report(told: Told, language: Language) -> Document:
    """Return the report of a run in one language."""
    organisation = told.prepared.organisation.profile.org
    name = Words(f"第{told.outcome.run}次运行", f"run {told.outcome.run}").in_(language)
    control = Control(
        code=f"{organisation.code}-{told.outcome.run}",
        version=_NONE,
        status="",
        classification=told.prepared.organisation.profile.document_label.in_(language),
        owner=organisation.name.in_(language),
        effective=told.date or _NONE,
        issued=told.date,
        organisation=organisation.name.in_(language),
        standard="",
        signatories=(),
        revisions=(),
    )
    return Document(
        id="update-report",
        language=language,
        kind="paper",
        title=f"{_TITLE.in_(language)}{'：' if language == 'zh' else ': '}{name}",
        subtitle="",
        eyebrow=_TITLE.in_(language),
        path=f"{FOLDER}/{_NAMES.in_(language)}-{told.outcome.run}.docx",
        control=control,
        blocks=tuple(_Telling(told, language).blocks()),
        controlled=_STATEMENT.in_(language),
        cover=False,
        contents=False,
        landscape=True,
    )


class _Telling:
    """Tells one run in one language."""

    def __init__(self, told: Told, language: Language) -> None:
        self.told, self.language = told, language
        self.register = told.prepared.organisation.register
        self.changes = [change for change in told.outcome.changes if change.change != "unchanged"]
        self.approved = {one.entry.id: one for one in told.release.approved}

    def blocks(self) -> Iterator[Block]:
        """Yield the sections that have something to say."""
        yield Paragraph("summary", self._text(self._summary()))
        sections: tuple[tuple[str, Words, tuple[Words, ...], Callable[[], Iterable[Sequence[str]]]], ...] = (
            ("facts", Words("变更的事实", "Changed facts"), _FACTS, self._facts),
            ("documents", Words("涉及的文件", "Documents"), _DOCUMENTS, self._documents),
            ("places", Words("改动的章节", "Sections touched"), _PLACES, self._places),
            ("records", Words("涉及的记录", "Records touched"), _RECORDS, self._records),
            ("conflicts", Words("冲突", "Conflicts"), _CONFLICTS, self._conflicts),
            ("review", Words("待审阅的修订", "Tracked changes to review"), _REVIEW, self._review),
            ("approval", Words("待批准", "To be approved"), _APPROVAL, self._approval),
            ("held", Words("未发布或未写入", "Held back"), _HELD, self._held),
        )
        for name, title, heads, rows in sections:
            found = [list(row) for row in rows()]
            if found:
                yield Heading(name, 1, name, self._text(title), numbered=False)
                yield self._table(name, heads, found)

    def _text(self, words: Words) -> Inlines:
        return (Text(words.in_(self.language)),)

    def _table(self, name: str, heads: Sequence[Words], rows: Sequence[Sequence[str]]) -> Table:
        columns = tuple(Column(f"c{at}", self._text(head)) for at, head in enumerate(heads))
        cells = (tuple(Cell(((Text(_short(text)),),) if text else ()) for text in row) for row in rows)
        found = tuple(Row(f"{name}-{at}", row) for at, row in enumerate(cells, 1))
        return Table(f"table-{name}", columns, found, dense=True, numbered=False)

    # --- the sections

    def _summary(self) -> Words:
        counts = Counter(change.change for change in self.changes)
        zh = "，".join(f"{_KINDS[kind].zh}{counts[kind]}个" for kind in _ORDER if counts[kind])
        en = ", ".join(f"{counts[kind]} {_KINDS[kind].en}" for kind in _ORDER if counts[kind])
        if not self.told.date:
            return Words(f"文件处理结果：{zh}。", f"Files: {en}.")
        released, held = len(self.told.release.approved), len({one.id for one in self.told.release.held})
        lead = Words(
            f"{self.told.date}发布文件{released}份，未发布{held}份。",
            f"Released on {self.told.date}: {released}; held back: {held}. ",
        )
        return Words(f"{lead.zh}文件处理结果：{zh}。", f"{lead.en}Files: {en}.")

    def _facts(self) -> Iterator[Sequence[str]]:
        for fact in self.told.outcome.facts:
            yield fact.path, fact.before or _NONE, fact.after or _NONE

    def _documents(self) -> Iterator[Sequence[str]]:
        for name, changes in self._by_document().items():
            entry = self.register.get(name)
            issue = self.told.built.issues.get(name)
            kinds = {change.change for change in changes}
            kind = next(kind for kind in _ORDER if kind in kinds)
            code, title = (entry.code, entry.title.in_(self.language)) if entry else ("", changes[0].path)
            line = issue.history[0].change.in_(self.language) if issue and self._is_new(name, issue) else ""
            done = _RELEASED if name in self.approved else _KINDS[kind]
            yield code, title, done.in_(self.language), self._versions(name, entry, issue), line

    def _is_new(self, document: str, issue: Issue) -> bool:
        return issue.standing == "changed" or document in self.approved

    def _versions(self, document: str, entry: Entry | None, issue: Issue | None) -> str:
        if issue is None:
            return entry.version if entry else ""
        before = self.approved[document].before if document in self.approved else issue.in_force
        return issue.version if before in ("", issue.version) else f"{before} → {issue.version}"

    def _places(self) -> Iterator[Sequence[str]]:
        """Yield the changed places: what changed alike in many documents once, equal places of a section once."""
        places = Counter(self._edits())
        documents: dict[tuple[str, str], set[str]] = {}
        for code, _, _, before, after in places:
            documents.setdefault((before, after), set()).add(code)
        many = {texts: len(codes) for texts, codes in documents.items() if len(codes) > _ALIKE}
        for (before, after), count in many.items():
            yield Words(f"{count}份文件", f"{count} documents").in_(self.language), _NONE, "", before, after
        for (code, section, requirements, before, after), count in places.items():
            if (before, after) not in many:
                times = Words(f"（{count}处）", f" ({count} places)").in_(self.language) if count > 1 else ""
                yield code, section + times, requirements, before, after

    def _edits(self) -> Iterator[tuple[str, str, str, str, str]]:
        front = Words("封面、页眉", "cover, header").in_(self.language)
        history = label("revisions", self.language)
        between = "、" if self.language == "zh" else ", "
        for change in self._own_language():
            for edit in change.edits:
                if edit.section == history or _is_signature(edit):
                    continue  # version and approval stand with the documents
                texts = differing(edit.before, edit.after, _AROUND, _LONGEST)
                yield self._code(change.id), edit.section or front, between.join(edit.requirements), texts[0], texts[1]

    def _records(self) -> Iterator[Sequence[str]]:
        for name in self._by_document():
            entry = self.register.get(name)
            if entry and entry.type == "R":
                yield entry.code, entry.title.in_(self.language)

    def _conflicts(self) -> Iterator[Sequence[str]]:
        for change in self.changes:
            for conflict in change.conflicts:
                texts = (conflict.mine, conflict.base, conflict.theirs)
                yield (change.path, conflict.section, *(text or _NONE for text in texts))

    def _review(self) -> Iterator[Sequence[str]]:
        for change in self.changes:
            issue = self.told.built.issues.get(change.id)
            settled = issue is not None and issue.standing == "in-force"
            if change.change in ("merged", "conflict") and change.edits and not settled:
                yield change.path, str(len(change.edits))

    def _approval(self) -> Iterator[Sequence[str]]:
        for name, issue in self.told.built.issues.items():
            if issue.standing == "changed":
                entry = self.register[name]
                said = (one.in_(self.language) for one in (entry.approver.name, entry.approver.position))
                by = ("，" if self.language == "zh" else ", ").join(filter(None, said))
                title = entry.title.in_(self.language)
                yield entry.code, title, issue.version, issue.history[0].change.in_(self.language), by

    def _held(self) -> Iterator[Sequence[str]]:
        for held in self.told.release.held:
            yield held.path, held.reason.in_(self.language)
        known = {held.path for held in self.told.release.held}
        for change in self.changes:
            if change.change in ("kept", "skipped") and change.path not in known and change.reason:
                yield change.path, change.reason.in_(self.language)

    # --- helpers

    def _by_document(self) -> dict[str, list[Change]]:
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.id, []).append(change)
        return found

    def _own_language(self) -> Iterator[Change]:
        return (change for change in self.changes if change.language == self.language)

    def _code(self, document: str) -> str:
        entry = self.register.get(document)
        return entry.code if entry else document


_FACTS = (Words("事实", "Fact"), Words("原来", "Before"), Words("现在", "Now"))
_DOCUMENTS = (
    Words("编号", "Code"), Words("名称", "Title"), Words("处理", "What was done"), Words("版本", "Version"),
    Words("变更内容", "Change"),
)  # fmt: skip
_PLACES = (Words("编号", "Code"), Words("章节", "Section"), Words("要求", "Requirements"), *_FACTS[1:])
_RECORDS = _DOCUMENTS[:2]
_CONFLICTS = (
    Words("文件", "File"), Words("章节", "Section"), Words("您的文字", "Yours"), Words("原文", "Base"),
    Words("模板的文字", "The template's"),
)  # fmt: skip
_REVIEW = (Words("文件", "File"), Words("修订处数", "Changes"))
_APPROVAL = (*_DOCUMENTS[:2], Words("版本", "Version"), Words("变更内容", "Change"), Words("批准人", "Approver"))
_HELD = (Words("文件", "File"), Words("原因", "Reason"))


def _is_signature(edit: Edit) -> bool:
    """Tell whether an edit is the date of an approval on the cover."""
    return not edit.section and all(_DATE.fullmatch(text) for text in (edit.before, edit.after))


_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}|—)?")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def markdown(document: Document) -> str:
    """Return a report as Markdown: headings, paragraphs and tables."""
    lines = [f"# {document.title}", "", document.control.organisation, ""]
    for block in document.blocks:
        match block:
            case Heading():
                lines += [f"## {_escaped(plain(block.text))}", ""]
            case Paragraph():
                lines += [_escaped(plain(block.text)), ""]
            case Table():
                heads = [_escaped(plain(column.title)) for column in block.columns]
                lines += [_row(heads), _row(["---"] * len(heads))]
                lines += [_row([_escaped(" ".join(map(plain, c.paragraphs))) for c in row.cells]) for row in block.rows]
                lines.append("")
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    for mark in "\\|*_`<[#":
        text = text.replace(mark, f"\\{mark}")
    return text
