"""The cross-reference as CSV, Markdown and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from iso20k_docs.model.matrix import Answer, Evidence, Matrix, MatrixRow
from iso20k_docs.model.words import Language, Words

Json = dict[str, object]

_HEADINGS: dict[Language, tuple[str, ...]] = {
    "zh": ("条款", "条款名称", "要求", "要点（自行归纳）", "文件编号", "章节", "章节名称", "证据记录", "负责角色"),
    "en": ("Clause", "Title", "Requirement", "Point (in our own words)", "Document", "Section", "Section title",
           "Records as evidence", "Owner"),
}  # fmt: skip
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def words_json(words: Words) -> Json:
    """Return a wording as the contract of `--json` has it."""
    return {"zh": words.zh, "en": words.en}


def matrix_json(matrix: Matrix) -> Json:
    """Return the matrix as the contract of `matrix --json` has it."""
    return {
        "standard": matrix.standard,
        "amendments": list(matrix.amendments),
        "rows": [_row_json(row) for row in matrix.rows],
        "uncovered": list(matrix.uncovered),
    }


def _row_json(row: MatrixRow) -> Json:
    return {
        "clause": row.clause,
        "title": words_json(row.title),
        "requirement": row.requirement,
        "summary": words_json(row.summary),
        "answers": [_answer_json(answer) for answer in row.answers],
        "records": [_evidence_json(record) for record in row.records],
        "owner": row.owner,
    }


def _answer_json(answer: Answer) -> Json:
    return {
        "id": answer.id,
        "code": answer.code,
        "section": answer.section,
        "anchor": answer.anchor,
        "title": words_json(answer.title),
    }


def _evidence_json(record: Evidence) -> Json:
    return {"id": record.id, "code": record.code, "title": words_json(record.title)}


def matrix_csv(matrix: Matrix, language: Language) -> str:
    """Return one line per answer, with a byte-order mark so that Excel reads the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADINGS[language])
    for row in matrix.rows:
        writer.writerows([harmless(text) for text in line] for line in _lines(row, language))
    return "\ufeff" + out.getvalue()


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula (OWASP, CSV injection)."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _lines(row: MatrixRow, language: Language) -> Iterable[list[str]]:
    start = [row.clause, row.title.in_(language), row.requirement, row.summary.in_(language)]
    end = ["; ".join(f"{r.code} {r.title.in_(language)}" for r in row.records), row.owner]
    for answer in row.answers:
        yield [*start, answer.code, answer.section, answer.title.in_(language), *end]
    if not row.answers:
        yield [*start, "", "", "", *end]


def matrix_markdown(matrix: Matrix, language: Language) -> str:
    """Return the matrix as a Markdown table per clause."""
    headings = _HEADINGS[language]
    lines = [f"# {matrix.standard} + {', '.join(matrix.amendments)}"]
    clause = ""
    for row in matrix.rows:
        if row.clause != clause:
            clause = row.clause
            columns = [headings[2], headings[3], headings[4], headings[7]]
            lines += ["", f"## {clause} {row.title.in_(language)}", "", _md(columns), _md(["---"] * len(columns))]
        answers = "<br>".join(f"{_escaped(a.code)} {a.section} {_escaped(a.title.in_(language))}" for a in row.answers)
        records = "<br>".join(f"{_escaped(r.code)} {_escaped(r.title.in_(language))}" for r in row.records)
        lines.append(_md([row.requirement, _escaped(row.summary.in_(language)), answers or "—", records or "—"]))
    return "\n".join(lines) + "\n"


def _md(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    return "".join("\\" + c if c in "\\|*_<>&#[]`" else c for c in text)
