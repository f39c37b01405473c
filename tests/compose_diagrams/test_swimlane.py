from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from iso20k_docs.compose.diagrams.flow import Flow, FlowStep, Outcome
from iso20k_docs.compose.diagrams.swimlane import HEIGHT, swimlanes
from iso20k_docs.model.drawing import Drawing, Label, Shape
from iso20k_docs.model.words import Language
from tests.compose_diagrams.laws import findings

ZH_NAMES = ["登记", "匹配已知错误", "关闭并关联问题", "二线诊断与恢复", "提出永久解决方案", "更新CMDB"]
EN_NAMES = ["Log", "Match known errors", "Close and link records", "Decide on the solution", "Troubleshooting"]
ZH_ROLES = [
    "服务台",
    "二线工程师",
    "紧急变更委员会（ECAB）",
    "业务关系经理",
    "信息安全事件响应负责人",
    "供应商",
    "最高管理者",
]
EN_ROLES = [
    "Service desk", "Second-line engineers", "Emergency change advisory board", "Business relationship manager",
    "Management representative", "Supplier", "Information security officer",
]  # fmt: skip
ZH_LABELS = ["通过", "未恢复", "查明，或已有变通方法", "文件适用、记录未到期", "测试通过，或不能测试且写明补救"]
EN_LABELS = ["Passed", "Not restored", "Found, or a workaround exists", "Document to be altered or withdrawn"]
ZH_TITLES = ["重大事件管理程序", "信息安全事件处置细则", "服务设计与转换管理程序"]
EN_TITLES = ["Change management", "Information security incident handling", "Design and transition of services"]


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A process of 3 to 14 steps in 2 to 7 lanes, with any branches, loops back and ways out."""
    zh = draw(st.booleans())
    count, lanes = draw(st.integers(3, 14)), draw(st.integers(2, 7))
    steps = tuple(draw(_steps(at, count, lanes, zh)) for at in range(count))
    roles = (ZH_ROLES if zh else EN_ROLES)[:lanes]
    language: Language = "zh" if zh else "en"
    return Flow("事件管理" if zh else "Incident management", language, tuple(roles), steps, "开始" if zh else "Start")


@st.composite
def _steps(draw: st.DrawFn, at: int, count: int, lanes: int, zh: bool) -> FlowStep:
    name = draw(st.sampled_from(ZH_NAMES if zh else EN_NAMES))
    lane = draw(st.integers(0, lanes - 1))
    kinds = draw(st.lists(st.sampled_from(["step", "step", "document", "end"]), min_size=2, max_size=4))
    decision = draw(st.integers(0, 2)) == 0
    if not decision:
        outcome = Outcome(at + 1) if at + 1 < count else Outcome(None, "", "结束" if zh else "End", "end")
        if draw(st.integers(0, 7)) == 0:
            outcome = Outcome(draw(st.integers(0, count - 1).filter(lambda to: to != at)))
        return FlowStep(str(at + 1), name, lane, (outcome,))
    return FlowStep(str(at + 1), name, lane, tuple(draw(_outcomes(at, count, k, zh)) for k in kinds), True)


@st.composite
def _outcomes(draw: st.DrawFn, at: int, count: int, kind: str, zh: bool) -> Outcome:
    label = draw(st.sampled_from(ZH_LABELS if zh else EN_LABELS))
    if kind == "end":
        return Outcome(None, label, "结束" if zh else "End", "end")
    if kind == "document":
        return Outcome(None, label, draw(st.sampled_from(ZH_TITLES if zh else EN_TITLES)), "document")
    return Outcome(draw(st.integers(0, count - 1).filter(lambda to: to != at)), label)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(flows())
def test_a_flow_chart_keeps_the_laws(flow: Flow) -> None:
    check(flow)


def test_a_long_process_in_narrow_lanes_is_split_and_keeps_the_laws() -> None:
    last = Outcome(None, "", "End", "end")
    steps = [FlowStep(str(n), EN_NAMES[n % 4], -n % 7, (Outcome(n),)) for n in range(1, 30)]
    flow = Flow("Long", "en", tuple(EN_ROLES), (*steps, FlowStep("30", "Close", 0, (last,))), "Start")
    check(flow)
    _, *later = swimlanes(flow)
    assert later
    assert all("From step" in " ".join(item.text for item in d.items if isinstance(item, Shape)) for d in later)


def check(flow: Flow) -> None:
    drawings = swimlanes(flow)
    for drawing in drawings:
        assert findings(drawing, flow.language) == []
        assert drawing.height <= HEIGHT
    assert _numbers(drawings) == [step.number for step in flow.steps]
    assert sorted(_labels(drawings)) == sorted(_bare(o.label) for s in flow.steps for o in s.outcomes if o.label)
    assert swimlanes(flow) == drawings


def _numbers(drawings: tuple[Drawing, ...]) -> list[str]:
    return [item.number for d in drawings for item in d.items if isinstance(item, Shape) and item.number]


def _labels(drawings: tuple[Drawing, ...]) -> list[str]:
    return [_bare(item.text) for d in drawings for item in d.items if isinstance(item, Label)]


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text)
