from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso20k_docs.compose.diagrams.ladder import Ladder, Rung, escalation_ladder
from iso20k_docs.compose.diagrams.organisation import Unit, organisation_charts
from iso20k_docs.compose.diagrams.process_map import Band, MapGroup, MapProcess, process_maps
from iso20k_docs.compose.diagrams.timetable import Phase, timetables
from iso20k_docs.model.drawing import Drawing, Shape
from iso20k_docs.model.words import LANGUAGES, Language
from tests.compose_diagrams.laws import findings

ZH = ["总经理办公室", "质量与流程部", "信息安全与合规管理中心", "运维", "华东区域客户服务与现场支持部"]
EN = ["Board", "Quality and Process", "Information security and compliance", "Customer-facing field support", "IT"]
HEADS = {"zh": "欧阳致远", "en": "Christopher Montgomery"}

languages = st.sampled_from(LANGUAGES)


def shown(drawings: tuple[Drawing, ...]) -> set[str]:
    texts = (item.text for drawing in drawings for item in drawing.items if isinstance(item, Shape))
    return {text.replace(" ", "").replace("-", "") for text in texts}


def units(depth: int, language: Language, names: st.SearchStrategy[str]) -> st.SearchStrategy[Unit]:
    below = st.just(()) if depth == 0 else st.lists(units(depth - 1, language, names), max_size=4).map(tuple)
    return st.builds(Unit, names, st.just(HEADS[language]), below)


@st.composite
def organisations(draw: st.DrawFn) -> tuple[Unit, Language]:
    language = draw(languages)
    names = st.sampled_from(ZH if language == "zh" else EN)
    below = draw(st.lists(units(2, language, names), min_size=0, max_size=9))
    return Unit(draw(names), HEADS[language], tuple(below)), language


@settings(max_examples=60, deadline=None, derandomize=True)
@given(organisations())
def test_an_organisation_chart_keeps_the_laws(made: tuple[Unit, Language]) -> None:
    root, language = made
    drawings = organisation_charts(root, "组织机构", language)
    assert [finding for drawing in drawings for finding in findings(drawing, language)] == []
    assert organisation_charts(root, "组织机构", language) == drawings


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [1, 3, 6, 13, 39])
def test_forty_departments_are_all_shown(language: Language, columns: int) -> None:
    name = "Team {} of operations" if language == "en" else "第{}运行维护组"
    parents = [Unit(name.format(n), "", tuple(Unit(name.format(k), "") for k in range(columns + n, 40, columns)))
               for n in range(1, columns + 1)]  # fmt: skip
    root = Unit("Board" if language == "en" else "总部", "", tuple(parents))
    drawings = organisation_charts(root, "Chart", language)
    assert [finding for drawing in drawings for finding in findings(drawing, language)] == []
    wanted = {name.format(n).replace(" ", "") for n in range(1, 40)}
    assert not {text for text in wanted if not any(it.startswith(text) for it in shown(drawings))}


@st.composite
def maps(draw: st.DrawFn) -> tuple[list[MapGroup], Language]:
    language = draw(languages)
    titles = (
        ["变更管理程序", "信息安全事件处置程序", "服务设计、构建与转换管理程序"]
        if language == "zh"
        else ["Change management", "Nonconformity and corrective action", "Service design and transition"]
    )
    bands: list[Band] = ["plan", "support", "operate", "operate", "operate", "operate", "operate", "operate", "improve"]
    groups, number = [], 0
    for at, band in enumerate(bands):
        processes = []
        for _ in range(draw(st.integers(0, 12))):
            number += 1
            delivers = draw(st.lists(st.integers(1, 30).map(str), max_size=9, unique=True))
            processes.append(MapProcess(f"{number:02}", draw(st.sampled_from(titles)), tuple(delivers)))
        groups.append(MapGroup(f"8.{at}", draw(st.sampled_from(titles)), band, tuple(processes)))
    return groups, language


@settings(max_examples=60, deadline=None, derandomize=True)
@given(maps())
def test_a_process_map_keeps_the_laws(made: tuple[list[MapGroup], Language]) -> None:
    groups, language = made
    drawings = process_maps(groups, "过程图", language)
    assert [finding for drawing in drawings for finding in findings(drawing, language)] == []
    numbers = [item.number for drawing in drawings for item in drawing.items if isinstance(item, Shape) and item.number]
    assert sorted(numbers) == sorted(process.number for group in groups for process in group.processes)


@st.composite
def ladders(draw: st.DrawFn) -> tuple[list[Ladder], Language]:
    language = draw(languages)
    roles = ["服务台主管", "信息安全事件响应负责人"] if language == "zh" else ["Service manager", "Top management"]
    unit = "{}个服务小时" if language == "zh" else "{} service hours"
    found = []
    for level in range(draw(st.integers(1, 5))):
        orders = sorted(draw(st.lists(st.integers(0, 12), max_size=5, unique=True)))
        rungs = tuple(Rung(order, unit.format(order), draw(st.sampled_from(roles))) for order in orders)
        found.append(Ladder(f"P{level + 1}", "紧急" if language == "zh" else "Critical", rungs))
    return found, language


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ladders())
def test_an_escalation_ladder_keeps_the_laws(made: tuple[list[Ladder], Language]) -> None:
    levels, language = made
    assert findings(escalation_ladder(levels, "升级", language), language) == []


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Phase], Language]:
    language = draw(languages)
    names = ["差距分析", "体系文件编写、评审与发布"] if language == "zh" else ["Gap analysis", "Trial run in all sites"]
    first = dt.date(2026, 1, 1) + dt.timedelta(days=draw(st.integers(0, 300)))
    found = []
    for _ in range(draw(st.integers(1, 40))):
        start = first + dt.timedelta(days=draw(st.integers(0, 1500)))
        milestone = draw(st.booleans())
        end = start if milestone else start + dt.timedelta(days=draw(st.integers(0, 400)))
        found.append(Phase(draw(st.sampled_from(names)), start, end, milestone))
    return found, language


@settings(max_examples=60, deadline=None, derandomize=True)
@given(plans())
def test_a_timetable_keeps_the_laws(made: tuple[list[Phase], Language]) -> None:
    phases, language = made
    drawings = timetables(phases, "时间表", language)
    assert [finding for drawing in drawings for finding in findings(drawing, language)] == []
