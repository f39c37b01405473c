"""What a person or another program is told: diagnostics, changes, the register, as text or JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from iso20k_docs.model.changes import Change, ChangeKind, Outcome
from iso20k_docs.model.diagnostics import Diagnostic
from iso20k_docs.model.words import Language, Words

Json = dict[str, object]

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
    return found


def outcome_lines(outcome: Outcome, language: Language, *, preview: bool) -> Iterable[str]:
    """Yield what happened: what a person must look at in full, the rest as counts, then where to look."""
    for change in outcome.changes:
        if change.change in ("kept", "conflict", "skipped", "orphan", "absent"):
            yield _change_line(change, language)
        elif preview and change.change != "unchanged":
            yield f"  {CHANGE_WORDS[change.change].in_(language)}  {change.path}"
    counts = Counter(change.change for change in outcome.changes)
    counted = [f"{counts[k]} {CHANGE_WORDS[k].in_(language)}" for k in CHANGE_WORDS if counts[k]]
    said = ("，" if language == "zh" else ", ").join(counted) or Words("无文件", "no files").in_(language)
    head = (
        Words("预览（未写入任何文件）：", "Preview (nothing was written): ") if preview else Words("完成：", "Done: ")
    )
    yield head.in_(language) + said
    yield Words(f"文件夹：{outcome.folder}", f"Folder: {outcome.folder}").in_(language)


def _change_line(change: Change, language: Language) -> str:
    word = CHANGE_WORDS[change.change].in_(language)
    reason = f"：{change.reason.zh}" if change.reason and language == "zh" else ""
    if change.reason and language == "en":
        reason = f": {change.reason.en}"
    return f"  {word}  {change.path}{reason}"


# --- tables


def columns(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Yield rows as lines of aligned columns; a Chinese character is two columns wide on a terminal."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
