"""The words of the page beside those of the table, in both languages."""

from __future__ import annotations

from iso20k_docs.model.words import Language, Words

LABELS: dict[str, Words] = {
    "skip": Words("跳到表格", "Skip to the table"),
    "views": Words("视图", "Views"),
    "filter": Words("筛选要求", "Filter the requirements"),
    "search": Words("搜索（按 / 键）", "Search (press /)"),
    "example": Words("如：升级、供应商、8.5.1", "e.g. escalation, supplier, 8.5.1"),
    "by-clause": Words("条款", "Clause"),
    "by-owner": Words("负责角色", "Owner"),
    "by-tier": Words("文件层级", "Tier of document"),
    "by-state": Words("状态", "State"),
    "all": Words("全部", "All"),
    "state-missing": Words("未应答", "Not answered"),
    "state-unproven": Words("没有证据记录", "No record as evidence"),
    "state-documented": Words("标准要求成文", "To be documented"),
    "own-only": Words("自有文件或工具", "Own document or tool"),
    "reset": Words("清除筛选", "Clear"),
    "count": Words("显示{shown}项，共{total}项要求", "{shown} of {total} requirements shown"),
    "documents": Words("文件", "Documents"),
    "records": Words("记录表单", "Records"),
    "answers-them": Words("应答的要求", "Requirements answered"),
    "proves-them": Words("证明的要求", "Requirements proven"),
    "other-language": Words("English", "中文"),
}


def say(key: str, language: Language) -> str:
    """Return a label of the page; an unknown key is a mistake in this program."""
    return LABELS[key].in_(language)
