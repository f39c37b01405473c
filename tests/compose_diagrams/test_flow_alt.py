from __future__ import annotations

from tests.compose_diagrams.samples import incident


def test_a_flow_chart_tells_what_it_shows() -> None:
    assert incident("en").alt == (
        "Swimlane flow chart. 1 Log (Service desk) → 2; "
        "2 Classify (Service desk) → Outage beyond the RTO: Service continuity plan, Otherwise: 3; "
        "3 Diagnose and restore (Second-line engineers) → 4; "
        "4 User confirms (Service desk) → Not restored: 3, Restored: 5; 5 Close (Service desk) → End."
    )
    assert incident("zh").alt == (
        "泳道流程图。1 登记（服务台）→2；2 分类（服务台）→中断超过RTO：服务连续性计划，其他：3；"
        "3 诊断与恢复（二线工程师）→4；4 用户确认（服务台）→未恢复：3，已恢复：5；5 关闭（服务台）→结束。"
    )


def test_what_a_page_cannot_hold_becomes_a_hint_at_the_step() -> None:
    flow = incident("en")
    first, second = flow.part(0, 3), flow.part(3, 5)
    assert [outcome.text for outcome in first.steps[2].outcomes] == ["To step 4"]
    assert second.entry == "From step 3"
    assert [(o.to, o.label, o.text) for o in second.steps[0].outcomes] == [
        (None, "Not restored", "To step 3"),
        (1, "Restored", ""),
    ]
