"""A small process with everything a flow chart can show, in both languages."""

from __future__ import annotations

from iso20k_docs.compose.diagrams.flow import Flow, FlowStep, Outcome
from iso20k_docs.model.words import Language, Words


def incident(language: Language) -> Flow:
    """Log, decide, diagnose with a loop back, close; one way out into another document."""

    def word(zh: str, en: str) -> str:
        return Words(zh, en).in_(language)

    continuity = word("服务连续性计划", "Service continuity plan")
    steps = (
        FlowStep("1", word("登记", "Log"), 0, (Outcome(1),)),
        FlowStep(
            "2", word("分类", "Classify"), 0,
            (
                Outcome(None, word("中断超过RTO", "Outage beyond the RTO"), continuity, "document"),
                Outcome(2, word("其他", "Otherwise")),
            ),
            decision=True,
        ),
        FlowStep("3", word("诊断与恢复", "Diagnose and restore"), 1, (Outcome(3),)),
        FlowStep(
            "4", word("用户确认", "User confirms"), 0,
            (Outcome(2, word("未恢复", "Not restored")), Outcome(4, word("已恢复", "Restored"))),
            decision=True,
        ),
        FlowStep("5", word("关闭", "Close"), 0, (Outcome(None, "", word("结束", "End"), "end"),)),
    )  # fmt: skip
    lanes = (word("服务台", "Service desk"), word("二线工程师", "Second-line engineers"))
    return Flow(
        word("事件管理流程图", "Flow chart: incident management"), language, lanes, steps, word("开始", "Start")
    )
