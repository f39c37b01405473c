"""A new profile from a few answers passes its checks, whatever the answers hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso20k_docs.model.diagnostics import Severity
from iso20k_docs.model.words import Language, Words
from iso20k_docs.profile.defaults import SIZES, Defaults
from iso20k_docs.profile.load import complete
from iso20k_docs.profile.starter import Answers, Leader, starter, yaml_text
from iso20k_docs.reading.yaml import parse

ANSWERS = Answers(
    name=Words("苏州样例信息技术有限公司", "Suzhou Yangli Information Technology Co., Ltd."),
    short=Words("样例信息", "Yangli"),
    code="YLI",
    address=Words("苏州市样例路 3 号", "3 Yangli Road, Suzhou"),
    service=Words("系统运维", "System operations"),
    service_description=Words("监控和维护客户的系统", "Watching and maintaining customers' systems"),
    customer=Words("示例制造有限公司", "Shili Manufacturing Co., Ltd."),
    top_management=Leader(Words("甲一", "Jia Yi"), Words("总经理", "General manager")),
    management_representative=Leader(Words("乙二", "Yi Er"), Words("质量经理", "Quality manager")),
    service_manager=Leader(Words("丙三", "Bing San"), Words("运维经理", "Operations manager")),
    service_desk_lead=Leader(Words("丁四", "Ding Si"), Words("服务台主管", "Desk lead")),
    size="standard",
    languages=("zh", "en"),
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("languages", [("zh",), ("en",), ("zh", "en")])
def test_it_passes_the_checks(
    language: Language, size: str, languages: tuple[Language, ...], defaults: Defaults
) -> None:
    answers = replace(ANSWERS, size=size, languages=languages)
    result = complete(parse(starter(answers, language).encode(), "new.yaml"), defaults)
    assert [each for each in result.diagnostics if each.severity is not Severity.INFO] == []
    assert (result.profile.size, result.profile.languages) == (size, languages)


def test_three_people_are_enough(defaults: Defaults) -> None:
    answers = replace(ANSWERS, service_desk_lead=ANSWERS.service_manager)
    result = complete(parse(starter(answers, "zh").encode(), "new.yaml"), defaults)
    assert len(result.profile.people) == 3


def test_the_commented_facts_can_be_used(defaults: Defaults) -> None:
    """Taking the marks off the last part leaves a sound profile."""
    text = starter(ANSWERS, "en")
    head, mark, further = text.partition("# tools:")
    used = head + "\n".join(line.removeprefix("# ") for line in (mark + further).splitlines())
    profile = complete(parse(used.encode(), "new.yaml"), defaults).profile
    assert [supplier.id for supplier in profile.suppliers] == ["SUP-01"]
    assert profile.dates.issued is not None


def test_comments_are_in_the_asked_language() -> None:
    assert "# 服务目录" in starter(ANSWERS, "zh")
    assert "# The service catalogue" in starter(ANSWERS, "en")


HOSTILE = [
    "A|B & <C> *D* _E_ # F",
    '"G"',
    "《H》：I",
    "- J",
    "yes",
    "true",
    "12",
    "2026-03-02",
    "a: b",
    "{x}",
    "'k",
    "@l",
    "\\n",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_answers_come_back_as_they_were(text: str, defaults: Defaults) -> None:
    answers = replace(ANSWERS, name=Words.same(text), address=Words(text, "Street"), customer=Words(f"客{text}", text))
    profile = complete(parse(starter(answers, "zh").encode(), "new.yaml"), defaults).profile
    assert profile.org.name == Words.same(text)
    assert profile.org.address == Words(text, "Street")
    assert profile.customers[0].name == Words(f"客{text}", text)


PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Zl", "Zp", "Cn")), min_size=1).filter(
    str.strip
)


@settings(max_examples=200)
@given(PRINTABLE, PRINTABLE)
def test_any_text_reads_back(zh: str, en: str) -> None:
    zh, en = (" ".join(text.replace("\ufeff", "").split()) or "x" for text in (zh, en))
    assert parse(f"a: {yaml_text(Words(zh, en), ('zh',))}".encode(), "a.yaml").data == {"a": zh}
    both = parse(f"a: [{yaml_text(Words(zh, en), ('zh', 'en'))}]".encode(), "a.yaml").data
    assert both == {"a": [zh if zh == en else {"zh": zh, "en": en}]}
