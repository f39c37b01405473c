"""The cross-reference as CSV, Markdown and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from iso20k_docs.compose.matrix_tables import departments_said, own_said
from iso20k_docs.model.crossreference import CrossReference, Held, Named
from iso20k_docs.model.matrix import Answer, Evidence, MatrixRow, OwnAnswer
from iso20k_docs.model.words import Language, Words

Json = dict[str, object]

_HEADINGS: dict[Language, tuple[str, ...]] = {
    "zh": ("条款", "条款名称", "要求", "要点（自行归纳）", "要求成文", "文件编号", "章节", "章节名称", "证据记录",
           "负责角色"),
    "en": ("Clause", "Title", "Requirement", "Point (in our own words)", "To be documented", "Document", "Section",
           "Section title", "Records as evidence", "Owner"),
}  # fmt: skip
_YES = Words("是", "yes")
_INFORMATIVE = Words("（仅供参考）", " (informative)")
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def words_json(words: Words) -> Json:
    """Return a wording as the contract of `--json` has it."""
    return {"zh": words.zh, "en": words.en}


def matrix_json(reference: CrossReference) -> Json:
    """Return the cross-reference as the contract of `matrix --json` has it."""
    matrix = reference.matrix
    return {
        "standard": matrix.standard,
        "amendments": list(matrix.amendments),
        "provenance": words_json(reference.provenance),
        "rows": [_row_json(row, reference) for row in matrix.rows],
        "uncovered": list(matrix.uncovered),
        "mandatory": [_held_json(item) for item in reference.held],
        "source_names": [_named_json(source) for source in reference.names],
    }


def _row_json(row: MatrixRow, reference: CrossReference) -> Json:
    return {
        "clause": row.clause,
        "title": words_json(row.title),
        "requirement": row.requirement,
        "summary": words_json(row.summary),
        "documented": row.documented,
        "answers": [_answer_json(answer) for answer in row.answers],
        "own": [_own_json(answer) for answer in row.own],
        "records": [_evidence_json(record) for record in row.records],
        "owner": row.owner,
        "integrated": {each.id: words_json(each.clauses[row.clause]) for each in reference.standards},
    }


def _answer_json(answer: Answer) -> Json:
    return {
        "id": answer.id,
        "code": answer.code,
        "section": answer.section,
        "anchor": answer.anchor,
        "title": words_json(answer.title),
    }


def _own_json(answer: OwnAnswer) -> Json:
    place = words_json(answer.place) if answer.place else None
    return {"by": words_json(answer.by), "place": place, "link": answer.link}


def _evidence_json(record: Evidence) -> Json:
    return {"id": record.id, "code": record.code, "title": words_json(record.title)}


def _held_json(item: Held) -> Json:
    return {
        "clauses": list(item.clauses),
        "name": words_json(item.name),
        "item": item.item,
        "type": item.type,
        "basis": item.basis,
        "documents": list(item.documents),
    }


def _named_json(source: Named) -> Json:
    return {"name": words_json(source.name), "documents": list(source.documents)}


# --- CSV


def matrix_csv(reference: CrossReference, language: Language) -> str:
    """Return one line per answer, with a byte-order mark so that Excel reads the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    others = [each.name.in_(language) + _INFORMATIVE.in_(language) for each in reference.standards]
    writer.writerow([*_HEADINGS[language], *others])
    for row in reference.matrix.rows:
        writer.writerows([harmless(text) for text in line] for line in _lines(row, reference, language))
    return "\ufeff" + out.getvalue()


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula (OWASP, CSV injection)."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _lines(row: MatrixRow, reference: CrossReference, language: Language) -> Iterable[list[str]]:
    start = [row.clause, row.title.in_(language), row.requirement, row.summary.in_(language)]
    start.append(_YES.in_(language) if row.documented else "")
    records = "; ".join(f"{r.code} {r.title.in_(language)}" for r in row.records)
    others = [each.clauses[row.clause].in_(language) for each in reference.standards]
    end = [records, reference.roles[row.owner].in_(language), *others]
    for answer in row.answers:
        yield [*start, answer.code, answer.section, answer.title.in_(language), *end]
    for own in row.own:
        yield [*start, own.by.in_(language), own.place.in_(language) if own.place else "", "", *end]
    if not row.is_answered:
        yield [*start, "", "", "", *end]


# --- Markdown


def matrix_markdown(reference: CrossReference, language: Language) -> str:
    """Return the cross-reference as a Markdown table per clause."""
    headings, matrix = _HEADINGS[language], reference.matrix
    lines = [f"# {' + '.join(filter(None, [matrix.standard, ', '.join(matrix.amendments)]))}"]
    lines += ["", _escaped(reference.provenance.in_(language))]
    columns = [headings[2], headings[3], headings[5], headings[8]]
    for line in reference.clauses:
        said = departments_said(reference, line, language)
        owner = reference.roles[line.owner].in_(language)
        lines += ["", f"## {line.clause} {line.title.in_(language)}"]
        lines += ["", _escaped(f"{headings[9]}: {owner} {said}".strip())]
        for each in reference.standards:
            name = each.name.in_(language) + _INFORMATIVE.in_(language)
            lines += ["", _escaped(f"{name}: {each.clauses[line.clause].in_(language)}")]
        lines += ["", _md(columns), _md(["---"] * len(columns)), *(_md(_cells(row, language)) for row in line.rows)]
    return "\n".join(lines) + "\n"


def _cells(row: MatrixRow, language: Language) -> list[str]:
    answers = [" ".join(filter(None, [a.code, a.section, a.title.in_(language)])) for a in row.answers]
    answers += [own_said(own, language) for own in row.own]
    records = [f"{record.code} {record.title.in_(language)}" for record in row.records]
    joined = ("<br>".join(map(_escaped, texts)) or "—" for texts in (answers, records))
    return [row.requirement, _escaped(row.summary.in_(language)), *joined]


def _md(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    return "".join("\\" + c if c in "\\|*_<>&#[]`" else c for c in text)
