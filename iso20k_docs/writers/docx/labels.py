"""The words that the writer itself prints, in both languages."""

from __future__ import annotations

from iso20k_docs.model.words import Language, Words

LABELS: dict[str, Words] = {
    "contents": Words("目录", "Contents"),
    "revisions": Words("修订记录", "Revision history"),
    "approvals": Words("签批", "Approvals"),
    "control": Words("文件控制信息", "Document control data"),
    "band": Words("封面色带", "Cover band"),
    "header": Words("文件控制页眉", "Document control header"),
    "footer": Words("页脚", "Footer"),
    "logo": Words("公司标志", "Company logo"),
    "title": Words("文件名称", "Title"),
    "company": Words("公司", "Company"),
    "code": Words("文件编号", "Document no."),
    "version": Words("版本", "Version"),
    "effective": Words("生效日期", "Effective"),
    "classification": Words("密级", "Classification"),
    "owner": Words("归口角色", "Owner"),
    "standard": Words("依据标准", "Standard"),
    "page-before": Words("第 ", "Page "),
    "page-between": Words(" 页 / 共 ", " of "),
    "page-after": Words(" 页", ""),
    "role": Words("角色", "Role"),
    "name": Words("姓名", "Name"),
    "position": Words("职务", "Position"),
    "signature": Words("签字", "Signature"),
    "date": Words("日期", "Date"),
    "prepared": Words("编制", "Prepared by"),
    "reviewed": Words("审核", "Reviewed by"),
    "approved": Words("批准", "Approved by"),
    "change": Words("变更内容摘要", "Summary of change"),
    "author": Words("修订人", "Author"),
    "approver": Words("批准人", "Approver"),
    "table": Words("表", "Table"),
    "figure": Words("图", "Figure"),
    "appendix": Words("附录", "Appendix"),
    "note": Words("说明", "Note"),
    "warning": Words("注意", "Caution"),
    "key": Words("关键要求", "Key requirement"),
    "fill": Words("点击填写", "Click to enter"),
    "choose": Words("请选择", "Choose"),
    "pick-date": Words("选择日期", "Select date"),
    "yes": Words("是", "Yes"),
    "gap": Words("\u3000", "\u2002"),
}
NOT_GIVEN = "—"


def label(key: str, language: Language) -> str:
    """Return a label of the writer; an unknown key is a mistake in this program."""
    return LABELS[key].in_(language)
