"""The words that workbooks themselves print, in both languages."""

from __future__ import annotations

from iso20k_docs.model.words import Language, Words

LABELS: dict[str, Words] = {
    "lists": Words("选项", "Lists"),
    "lists-lead": Words(
        "各栏可选的内容，取自组织配置；要改请改配置后重新生成。",
        "What can be chosen in each column, from the organisation's profile: change it there and generate again.",
    ),
    "guide": Words("填写说明", "Guide"),
    "sheet": Words("工作表", "Sheet"),
    "column": Words("栏目", "Column"),
    "required": Words("必填", "Required"),
    "what": Words("填什么", "Kind of entry"),
    "entry": Words("要求与示例", "What a good entry looks like"),
    "allowed": Words("可选内容", "Choices"),
    "yes": Words("是", "Yes"),
    "no": Words("否", "No"),
    "field": Words("项目", "Field"),
    "value": Words("填写", "Entry"),
    "form": Words("汇总与确认", "Summary"),
    "code": Words("编号", "Code"),
    "version": Words("版本", "Version"),
    "page": Words("第 &P 页 / 共 &N 页", "Page &P of &N"),
    "choose-title": Words("请从列表选择", "Choose from the list"),
    "choose": Words("该栏只能填列表中的内容，见工作表“选项”。", "Only what the sheet 'Lists' offers can stand here."),
    "date-title": Words("日期格式", "A date is expected"),
    "date": Words("请按 2026-03-02 的形式填写日期。", "Write the date as 2026-03-02."),
    "time-title": Words("时间格式", "A time is expected"),
    "time": Words("请按 09:30 的形式填写时间。", "Write the time as 09:30."),
    "number-title": Words("应填数字", "A number is expected"),
    "number": Words("该栏为数字，单位见栏目名称。", "This column holds a number; its unit stands in the heading."),
    "kind-text": Words("文字", "text"),
    "kind-long": Words("文字", "text"),
    "kind-date": Words("日期，如 2026-03-02", "date, such as 2026-03-02"),
    "kind-time": Words("时间，如 09:30", "time, such as 09:30"),
    "kind-datetime": Words("日期和时间，如 2026-03-02 09:30", "date and time, such as 2026-03-02 09:30"),
    "kind-number": Words("数字", "number"),
    "kind-choice": Words("从列表选一项", "one of the list"),
    "kind-checks": Words("可填多项，用顿号分开", "any of the list, separated by commas"),
    "kind-check": Words("是或否", "yes or no"),
    "kind-person": Words("姓名，可从列表选", "name, the list offers the people of the profile"),
    "kind-signature": Words("姓名和日期", "name and date"),
}


def label(key: str, language: Language) -> str:
    """Return a label of the writer; an unknown key is a mistake in this program."""
    return LABELS[key].in_(language)
