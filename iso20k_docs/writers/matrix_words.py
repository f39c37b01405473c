"""The words of the cross-reference as a workbook and as a page, in both languages."""

from __future__ import annotations

from iso20k_docs.model.words import Language, Words

LABELS: dict[str, Words] = {
    "title": Words("体系文件与标准要求对照表", "Clause cross-reference"),
    "requirements": Words("要求", "Requirements"),
    "clauses": Words("条款汇总", "Clauses"),
    "documents": Words("文件与条款", "Documents to clauses"),
    "mandatory": Words("成文信息", "Documented information"),
    "records": Words("记录与保存期限", "Records and retention"),
    "others": Words("整合的标准", "Integrated standards"),
    "names": Words("索要名称", "Names asked for"),
    "responsibility": Words("职能分配", "Responsibilities"),
    "about": Words("说明", "About"),
    "clause": Words("条款", "Clause"),
    "clause-title": Words("条款名称", "Title"),
    "requirement": Words("要求", "Requirement"),
    "point": Words("要点（自行归纳）", "Point (in our own words)"),
    "documented": Words("要求成文", "To be documented"),
    "answers": Words("应答文件与章节", "Answered in"),
    "open": Words("打开首处", "Open the first"),
    "evidence": Words("证据记录", "Record as evidence"),
    "owner": Words("负责角色", "Owner"),
    "main": Words("主责部门▲", "Department ▲"),
    "part": Words("参与部门△", "Takes part △"),
    "state": Words("状态", "State"),
    "answered": Words("已应答", "Answered"),
    "missing": Words("未应答", "Not answered"),
    "number-of": Words("要求数", "Requirements"),
    "number-missing": Words("未应答数", "Not answered"),
    "where": Words("应答文件", "Documents"),
    "proofs": Words("证据记录", "Records"),
    "code": Words("编号", "Code"),
    "document": Words("名称", "Title"),
    "tier": Words("层级", "Tier"),
    "version": Words("版本", "Version"),
    "section": Words("章节", "Section"),
    "section-title": Words("章节名称", "Section title"),
    "does": Words("作用", "Does"),
    "answers-it": Words("应答", "answers"),
    "proves-it": Words("证明", "proves"),
    "information": Words("成文信息", "Documented information"),
    "item": Words("7.5.4列项", "Item of 7.5.4"),
    "basis": Words("依据", "Basis"),
    "explicit": Words("标准明示", "Asked by the standard"),
    "implied": Words("审核惯例", "Expected by auditors"),
    "held": Words("所在文件或记录", "Held in"),
    "producer": Words("产生于", "Produced by"),
    "keeper": Words("保管角色", "Kept by"),
    "medium": Words("保存位置", "Kept in"),
    "period": Words("保存期限", "Kept for"),
    "rule": Words("起算与处置", "From when"),
    "name": Words("通常索要的名称", "Asked for as"),
    "found": Words("对应文件", "Found in"),
    "informative": Words("仅供参考", "informative"),
    "own": Words("本组织自有文件", "the organisation's own document"),
    "yes": Words("是", "yes"),
    "none": Words("—", "—"),
    "unanswered": Words("本文件集尚未应答", "Not answered in this set yet"),
    "provenance": Words("来源说明", "Where the points come from"),
    "standard": Words("标准", "Standard"),
    "organisation": Words("组织", "Organisation"),
    "about-item": Words("项目", "Item"),
    "about-text": Words("内容", "Text"),
    "legend": Words(
        "▲ 主责部门　△ 参与部门。要求编号为条款号加列项字母；没有字母的按出现次序记为-1、-2。"
        "链接打开文件并跳到所在章节。",
        "▲ answers for the clause, △ takes part. A requirement is the clause and the letter of its item; those "
        "without a letter are -1, -2 in their order. A link opens the document at the section.",
    ),
}


def label(key: str, language: Language) -> str:
    """Return a label of the cross-reference; an unknown key is a mistake in this program."""
    return LABELS[key].in_(language)
