"""What a person or another program is told: diagnostics, changes, the register, as text or JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from iso20k_docs.model.changes import Change, ChangeKind, Conflict, Edit, FactChange, Outcome
from iso20k_docs.model.diagnostics import Diagnostic
from iso20k_docs.model.words import Language, Words

if TYPE_CHECKING:
    from iso20k_docs.inspect.forms import FilledForm
    from iso20k_docs.inspect.lint.finding import Finding
    from iso20k_docs.inspect.lint.finding import Report as LintReport
    from iso20k_docs.model.releases import Approved
    from iso20k_docs.model.releases import Outcome as Release

Json = dict[str, object]
_AROUND, _LONGEST = 6, 60

_SEVERITY = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "info": Words("提示", "note"),
}
CHANGE_WORDS: dict[ChangeKind, Words] = {
    "created": Words("新建", "created"),
    "updated": Words("更新", "updated"),
    "unchanged": Words("未变", "unchanged"),
    "kept": Words("保留您的修改", "yours kept"),
    "merged": Words("合并", "merged"),
    "conflict": Words("冲突", "conflict"),
    "skipped": Words("跳过", "skipped"),
    "absent": Words("已删除", "absent"),
    "orphan": Words("不再生成", "no longer generated"),
}


def to_json(data: object) -> str:
    """Return stable JSON text."""
    return json.dumps(data, ensure_ascii=False, indent=2)


# --- diagnostics


def diagnostic_json(found: Diagnostic, language: Language) -> Json:
    """Return a diagnostic as the contract of `check --json` has it."""
    return {
        "severity": found.severity.value,
        "code": found.code,
        "message": found.message.in_(language),
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "hint": found.hint.in_(language) if found.hint else None,
    }


def diagnostic_line(found: Diagnostic, language: Language) -> str:
    """Return `file:line:column: severity: message (hint)`."""
    place = ":".join(str(p) for p in (found.place.file, found.place.line, found.place.column) if p is not None)
    severity = _SEVERITY[found.severity.value].in_(language)
    text = found.message.in_(language)
    if language == "zh":
        hint = f"（{found.hint.zh}）" if found.hint else ""
        return f"{place}: {severity}：{text}{hint}"
    hint = f" ({found.hint.en})" if found.hint else ""
    return f"{place}: {severity}: {text}{hint}"


def diagnostic_summary(found: Sequence[Diagnostic], language: Language) -> str:
    """Return how many findings there are of each kind."""
    counts = Counter(d.severity.value for d in found)
    if not counts:
        return Words("没有发现问题。", "Nothing to complain about.").in_(language)
    parts = [_counted(counts[kind], _SEVERITY[kind], language) for kind in _SEVERITY if counts[kind]]
    return ("，" if language == "zh" else ", ").join(parts)


def _counted(count: int, what: Words, language: Language) -> str:
    if language == "zh":
        return f"{what.zh}{count}条"
    return f"{count} {what.en}{'' if count == 1 else 's'}"


# --- changes


def change_json(change: Change, prefix: str = "") -> Json:
    """Return a change as the contract of `generate --json` has it."""
    found: Json = {
        "id": change.id,
        "lang": change.language,
        "path": prefix + change.path,
        "change": change.change,
    }
    if change.beside:
        found["beside"] = prefix + change.beside
    if change.edits:
        found["edits"] = [_edit_json(edit) for edit in change.edits]
    if change.conflicts:
        found["conflicts"] = [_conflict_json(conflict) for conflict in change.conflicts]
    if change.settings:
        found["settings"] = list(change.settings)
    return found


def facts_json(outcome: Outcome) -> list[Json]:
    """Return what changed in the profile since the last whole run."""
    return [{"fact": fact.path, "before": fact.before, "after": fact.after} for fact in outcome.facts]


def _edit_json(edit: Edit) -> Json:
    texts = {"before": edit.before, "after": edit.after}
    return {"kind": edit.kind, "section": edit.section, "requirements": list(edit.requirements), **texts}


def _conflict_json(conflict: Conflict) -> Json:
    texts = {"base": conflict.base, "mine": conflict.mine, "theirs": conflict.theirs}
    return {"kind": conflict.kind, "section": conflict.section, **texts}


def outcome_lines(outcome: Outcome, language: Language, *, preview: bool) -> Iterable[str]:
    """Yield what happened: what a person must look at in full, the rest as counts, then where to look.

    A preview says in full what would change, from which facts, and what that touches.
    """
    if preview:
        yield from _fact_lines(outcome, language)
    for change in outcome.changes:
        if change.reason and (preview or change.change != "updated"):
            yield _change_line(change, language)
        elif preview and change.change != "unchanged":
            yield f"  {CHANGE_WORDS[change.change].in_(language)}  {change.path}"
        if preview or change.change == "conflict":
            yield from _detail_lines(change, outcome, language, edits=preview)
    if preview:
        yield from _touched_lines(outcome, language)
    counts = Counter(change.change for change in outcome.changes)
    counted = [f"{counts[k]} {CHANGE_WORDS[k].in_(language)}" for k in CHANGE_WORDS if counts[k]]
    said = ("，" if language == "zh" else ", ").join(counted) or Words("无文件", "no files").in_(language)
    head = (
        Words("预览（未写入任何文件）：", "Preview (nothing was written): ") if preview else Words("完成：", "Done: ")
    )
    yield head.in_(language) + said
    yield Words(f"文件夹：{outcome.folder}", f"Folder: {outcome.folder}").in_(language)


def filed_lines(folder: str, paths: Sequence[str], language: Language) -> Iterable[str]:
    """Yield where the report of a run lies."""
    documents = [path for path in paths if path.endswith(".docx")]
    if documents:
        said = Words("更新报告：", "Report: ").in_(language)
        yield said + ("、" if language == "zh" else ", ").join(f"{folder}/{path}" for path in documents)


def _fact_lines(outcome: Outcome, language: Language) -> Iterable[str]:
    if outcome.facts:
        yield Words("变更的事实：", "Changed facts:").in_(language)
    for fact in outcome.facts:
        yield f"  {fact.path}: {_short(fact.before)} -> {_short(fact.after)}"


def _detail_lines(change: Change, outcome: Outcome, language: Language, *, edits: bool) -> Iterable[str]:
    """Yield the changed places of a document with the requirements they answer and the facts they come from."""
    places = Counter(_edit_lines(edit, outcome, language) for edit in change.edits) if edits else Counter()
    for (place, *causes), count in places.items():
        yield place + (Words("（{n}处）", " ({n} places)").in_(language).format(n=count) if count > 1 else "")
        yield from causes
    if edits and change.settings:
        said = Words("属性（直接更新，不作修订）", "properties (set directly, not tracked)").in_(language)
        yield f"    {said}: {', '.join(change.settings)}"
    for number, conflict in enumerate(change.conflicts, 1):
        said = Words("您的文字{mine}，模板{theirs}", "yours {mine}, the template's {theirs}").in_(language)
        texts = said.format(mine=_short(conflict.mine), theirs=_short(conflict.theirs))
        yield f"    #{number} {conflict.section}: {texts}"


def _edit_lines(edit: Edit, outcome: Outcome, language: Language) -> tuple[str, ...]:
    answers = f" ({', '.join(edit.requirements)})" if edit.requirements else ""
    place = edit.section or Words("页眉页脚和封面", "header, footer, cover").in_(language)
    before, after = differing(edit.before, edit.after)
    line = f"    {place}{answers}: {before} -> {after}"
    causes = [fact.path for fact in outcome.facts if _stems_from(edit, fact)]
    return (line, f"      {Words('来自', 'from').in_(language)} {', '.join(causes)}") if causes else (line,)


def _stems_from(edit: Edit, fact: FactChange) -> bool:
    """Tell whether a fact's new value came into a text, or its old one went out of it; spaces don't count."""
    before, after = ("".join(text.split()) for text in (edit.before, edit.after))
    old, new = (_spellings(text) for text in (fact.before, fact.after))
    came = any(text in after and text not in before for text in new)
    return came or any(text in before and text not in after for text in old)


def _spellings(value: str) -> list[str]:
    """Return how a fact may stand in a text, without spaces: "2 h" as "2小时" or "2hours"."""
    amount, _, unit = value.partition(" ")
    words = _UNITS.get(unit, ()) if amount.replace(".", "", 1).isdigit() else ()
    return [text for text in ("".join(value.split()), *(amount + word for word in words)) if text]


_UNITS = {
    "min": ("分钟", "min"), "h": ("小时", "hour"), "d": ("天", "日", "day"), "wd": ("个工作日", "working"),
    "w": ("周", "week"), "m": ("个月", "month"), "y": ("年", "year"),
}  # fmt: skip


def _touched_lines(outcome: Outcome, language: Language) -> Iterable[str]:
    """Yield how many documents, sections and requirements are touched, and which records."""
    touched = [change for change in outcome.changes if change.edits or change.change in _WRITTEN]
    sections = {(change.path, edit.section) for change in touched for edit in change.edits if edit.section}
    requirements = sorted({one for change in touched for edit in change.edits for one in edit.requirements})
    records = sorted({change.id for change in touched if change.path.partition("/")[2].startswith("4-")})
    numbers = (len(touched), len(sections), len(requirements), len(records))
    yield Words(
        "涉及：文件{}份，章节{}个，要求{}项，记录{}种".format(*numbers),
        "Touched: {} files, {} sections, {} requirements, {} records".format(*numbers),
    ).in_(language)
    for name, found in ((Words("要求", "Requirements"), requirements), (Words("记录", "Records"), records)):
        if found:
            yield f"  {name.in_(language)}: {', '.join(found)}"


def differing(before: str, after: str, around: int = _AROUND, longest: int = _LONGEST) -> tuple[str, str]:
    """Return the part of two texts in which they differ, with a little around it."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    first = max(start - around, 0)
    cut = [text[first : min(len(text) - end + around, len(text))] for text in (before, after)]
    return _short(cut[0], longest), _short(cut[1], longest)


_WRITTEN = frozenset(("created", "updated", "merged", "conflict"))


def _short(text: str, longest: int = _LONGEST) -> str:
    text = " ".join(text.split()) or "-"
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _change_line(change: Change, language: Language) -> str:
    word = CHANGE_WORDS[change.change].in_(language)
    reason = f"：{change.reason.zh}" if change.reason and language == "zh" else ""
    if change.reason and language == "en":
        reason = f": {change.reason.en}"
    return f"  {word}  {change.path}{reason}"


# --- a release


def release_json(release: Release, reports: Sequence[str], language: Language) -> Json:
    """Return a release as the contract of `release --json` has it."""
    return {
        "folder": release.written.folder,
        "run": release.written.run,
        "released": [
            {
                "id": one.entry.id,
                "code": one.entry.code,
                "before": one.before or None,
                "version": one.issue.version,
                "date": one.issue.issued,
                "effective": one.issue.effective,
                "change": {"zh": one.line.change.zh, "en": one.line.change.en},
            }
            for one in release.approved
        ],
        "held": [{"id": one.id, "path": one.path, "reason": one.reason.in_(language)} for one in release.held],
        "changes": [change_json(change) for change in release.written.changes],
        "reports": list(reports),
    }


def release_lines(release: Release, language: Language, *, preview: bool) -> Iterable[str]:
    """Yield what came into force and why, what was held back, then the changes of files as of any run."""
    if release.approved:
        said = Words("将发布", "Would release") if preview else Words("发布", "Released")
        yield f"{said.in_(language)}{_number(len(release.approved)).in_(language)}"
    else:
        yield Words("没有待发布的文件。", "There is nothing to release.").in_(language)
    rows = [(f"  {one.entry.code}", _versions(one), one.line.change.in_(language)) for one in release.approved]
    yield from columns(rows) if rows else ()
    for held in release.held:
        yield Words(f"  未发布  {held.path}：{held.reason.zh}", f"  held back  {held.path}: {held.reason.en}").in_(
            language
        )
    if any(change.change != "unchanged" for change in release.written.changes):
        yield from outcome_lines(release.written, language, preview=False)


def _number(count: int) -> Words:
    return Words(f"文件{count}份：", f" {count} document{'' if count == 1 else 's'}:")


def _versions(one: Approved) -> str:
    return f"{one.before} -> {one.issue.version}" if one.before else one.issue.version


# --- lint


def lint_json(found: LintReport, language: Language) -> Json:
    """Return the findings as the contract of `lint --json` has it."""
    return {
        "findings": [_finding_json(finding, language) for finding in found.findings],
        "skipped": [
            {"check": skipped.number, "name": skipped.name, "reason": skipped.reason.in_(language)}
            for skipped in found.skipped
        ],
        "files": found.files,
    }


def _finding_json(finding: Finding, language: Language) -> Json:
    place: Json = {"part": finding.problem.part, "text": finding.problem.text}
    return {
        "file": finding.file,
        "check": finding.number,
        "name": finding.name,
        "message": finding.problem.message.in_(language),
        "place": place,
    }


def lint_lines(found: LintReport, language: Language) -> Iterable[str]:
    """Yield `file: check 16 heading-numbering: message: 'text' (hint)`, then what was skipped, then the numbers."""
    for finding in found.findings:
        yield _finding_line(finding, language)
    for skipped in found.skipped:
        said = Words(
            f"未检查 {skipped.number} {skipped.name}：{skipped.reason.zh}",
            f"skipped: check {skipped.number} {skipped.name}: {skipped.reason.en}",
        )
        yield said.in_(language)
    count = len(found.findings)
    yield Words(
        f"检查了{found.files}份文件，发现{count}处问题。" if count else f"检查了{found.files}份文件，没有发现问题。",
        f"{_counted(found.files, Words.same('file'), 'en')} checked, {_counted(count, Words.same('finding'), 'en')}.",
    ).in_(language)


def _finding_line(finding: Finding, language: Language) -> str:
    message, text = finding.problem.message, finding.problem.text
    if language == "zh":
        hint = f"（{finding.hint.zh}）" if finding.hint else ""
        said = message.zh + (f"：“{text}”" if text else "")
        return f"{finding.file}: 检查 {finding.number} {finding.name}：{said}{hint}"
    hint = f" ({finding.hint.en})" if finding.hint else ""
    said = message.en + (f": '{text}'" if text else "")
    return f"{finding.file}: check {finding.number} {finding.name}: {said}{hint}"


# --- forms


def forms_json(found: Sequence[tuple[str, FilledForm]], problems: Sequence[Diagnostic], language: Language) -> Json:
    """Return the filled forms as the contract of `read --json` has it."""
    return {
        "forms": [
            {
                "file": file,
                "form": form.form,
                "code": form.code,
                "version": form.version,
                "title": form.title,
                "language": form.language,
                "fields": [
                    {"tag": field.tag, "label": field.label, "type": field.kind, "value": field.value}
                    for field in form.fields
                ],
            }
            for file, form in found
        ],
        "diagnostics": [diagnostic_json(problem, language) for problem in problems],
    }


def form_lines(found: Sequence[tuple[str, FilledForm]], language: Language) -> Iterable[str]:
    """Yield each form's file, code and version, and below it label and value of the fields that are filled."""
    for file, form in found:
        yield f"{file}: {form.code} {form.version} {form.title}"
        rows = [(f"  {field.label}", _printed(field.value)) for field in form.fields if field.value]
        yield from columns(rows) if rows else (f"  {Words('没有填写', 'not filled in').in_(language)}",)


def _printed(value: str | bool) -> str:
    return "✓" if value is True else " / ".join(str(value).splitlines())


# --- tables


def columns(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Yield rows as lines of aligned columns; a Chinese character is two columns wide on a terminal."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
