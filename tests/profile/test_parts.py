"""The parts of the profile: roles, approval, forms, numbers of processes, windows, the credit code's check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.quantities import Duration, Hours, Percent, Target, Weekday
from iso20k_docs.model.words import Words
from iso20k_docs.profile.approval import signatories
from iso20k_docs.profile.checks import CHECKS, CHECKS_OF_PEOPLE
from iso20k_docs.profile.checks.identity import uscc_check_character
from iso20k_docs.profile.defaults import SIZES, Defaults
from iso20k_docs.profile.forms import FORM_WORDS
from iso20k_docs.profile.load import load
from iso20k_docs.profile.people import People
from iso20k_docs.profile.process_numbers import ProcessValues, form_of, read_numbers
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Profile
from iso20k_docs.profile.values import Amount
from iso20k_docs.profile.windows import overlaps
from iso20k_docs.reading.yaml import parse
from tests.profile.printed import printed

HERE = Path(__file__).parent

ASKED_ROLES = """
    top_management management_representative document_controller service_manager service_desk_lead incident_manager
    problem_manager change_manager configuration_manager release_manager service_level_manager supplier_manager
    business_relationship_manager finance_manager capacity_manager continuity_manager security_officer hr_manager
    knowledge_manager internal_audit_lead asset_manager service_desk engineers cab ecab department_heads all_staff
    requester user customer supplier author owner
"""


def test_every_role_that_documents_speak_of_is_in_the_catalogue(defaults: Defaults) -> None:
    assert sorted(defaults.roles.roles) == sorted(ASKED_ROLES.split())


def test_every_role_of_a_person_leads_to_top_management(defaults: Defaults) -> None:
    catalogue = defaults.roles
    assert {catalogue.chain(role)[-1] for role in catalogue.ids("person")} == {"top_management"}
    assert catalogue.chain("incident_manager") == [
        "incident_manager",
        "service_desk_lead",
        "service_manager",
        "management_representative",
        "top_management",
    ]


def test_a_wrong_catalogue_is_refused() -> None:
    text = """
a: {kind: person, title: {zh: 甲, en: A}, duty: {zh: 甲, en: A}}
b: {kind: person, title: {zh: 乙, en: B}, duty: {zh: 乙, en: B}, falls_back_to: aa}
c: {kind: person, title: {zh: 丙, en: C}, duty: {zh: 丙, en: C}, falls_back_to: d}
d: {kind: person, title: {zh: 丁, en: D}, duty: {zh: 丁, en: D}, falls_back_to: c}
"""
    with pytest.raises(UserError) as raised:
        RoleCatalogue.read(parse(text.encode(), "roles.yaml"))
    assert [each.code for each in raised.value.diagnostics] == ["unknown-reference", "role-circle", "role-circle"]


def test_nobody_signs_a_document_twice_where_it_can_be_helped(profiles: Path, templates: Path) -> None:
    people = People.of(load(profiles / "minimal.yaml", templates).profile)

    def names(owner: str) -> list[str]:
        return [person.name.zh for person in signatories(people, "procedure", owner) if person is not None]

    assert names("incident_manager") == ["何苗", "林素", "陈海宁"]
    assert names("management_representative") == ["何苗", "林素", "陈海宁"]
    assert names("top_management") == ["何苗", "林素", "陈海宁"]


def test_the_deputy_prepares_what_its_owner_reviews(profiles: Path, templates: Path) -> None:
    people = People.of(load(profiles / "example.yaml", templates).profile)
    author, reviewer, _ = signatories(people, "procedure", "internal_audit_lead")
    assert (author and author.name.en, reviewer and reviewer.name.en) == ("Deng Chao", "Zhao Min")


def test_a_document_that_names_its_approver_is_not_approved_as_its_tier(profiles: Path, templates: Path) -> None:
    people = People.of(load(profiles / "example.yaml", templates).profile)
    usual = signatories(people, "instruction", "continuity_manager")
    own = signatories(people, "instruction", "continuity_manager", "top_management")
    assert (usual.approver and usual.approver.name.en, own.approver and own.approver.name.en) == (
        "Zhao Min",
        "Chen Weidong",
    )


def test_every_pattern_of_the_schema_has_words_for_people() -> None:
    patterns = set(re.findall(r"'pattern': '((?:[^'\\]|\\.)*)'", str(Profile.model_json_schema())))
    assert {pattern.replace("\\\\", "\\") for pattern in patterns} <= set(FORM_WORDS)


def test_every_check_says_what_holds() -> None:
    checks = (*CHECKS, *CHECKS_OF_PEOPLE)
    assert len(set(checks)) == len(checks)
    assert all(check.__doc__ for check in checks)


NUMBERS = """
within: {standard: 5 min, small: 10 min, label: {zh: 时限, en: Limit}}
target: {standard: ">= 95 %", label: {zh: 目标, en: Target}}
share: {standard: 100 %, label: {zh: 比例, en: Share}}
count: {standard: 3, label: {zh: 次数, en: Count}}
place: {standard: {zh: 会议室, en: Meeting room}, label: {zh: 地点, en: Place}}
"""


def filled(stated: str, size: str = "standard") -> ProcessValues:
    numbers = read_numbers({"sample": parse(NUMBERS.encode(), "sample.yaml")})
    source = parse(stated.encode(), "case.yaml")
    assert isinstance(source.data, dict)
    values = ProcessValues(numbers, source)
    values.fill(size, source.data["processes"])
    return values


def test_numbers_of_a_process_are_typed_by_their_defaults() -> None:
    assert filled("processes: {}").values["sample"] == {
        "within": Duration(5, "min"),
        "target": Target(">=", Percent(95)),
        "share": Percent(100),
        "count": 3,
        "place": Words("会议室", "Meeting room"),
    }
    assert filled("processes: ~", "small").values["sample"]["within"] == Duration(10, "min")


def test_numbers_that_a_profile_states_count() -> None:
    stated = 'processes: {sample: {within: 2 h, target: "<= 3 %", share: ">= 98 %", count: 2.5, place: Room 4}}'
    values = filled(stated)
    assert values.errors == []
    assert values.values["sample"] == {
        "within": Duration(2, "h"),
        "target": Target("<=", Percent(3)),
        "share": Target(">=", Percent(98)),
        "count": 2.5,
        "place": Words.same("Room 4"),
    }


def test_wrong_numbers_of_processes() -> None:
    stated = """processes:
  sampel: {within: 5 min}
  sample:
    withn: 5 min
    within: 5
    count: 3 times
    target: high
    share: ">= 5 min"
    place: [a]
"""
    expected = """case.yaml:2:3: error: unknown-key
  没有“sampel”这个过程
  unknown process 'sampel'
  -> 是否想写“sample”？可用：sample
  -> Did you mean 'sample'? Known: sample
case.yaml:4:5: error: unknown-key
  没有“withn”这个参数
  unknown number 'withn'
  -> 是否想写“within”？可用：within, target, share, count, place
  -> Did you mean 'within'? Known: within, target, share, count, place
case.yaml:5:13: error: wrong-form
  “processes.sample.within”（时限）的写法不对：5
  'processes.sample.within' (Limit) is not written in the right form: 5
  -> 写成：数字加单位，如 15 分钟、4 小时、24 服务小时、1 天、5 工作日、2 周、6 个月、3 年
  -> Write it as: a number and a unit: 15 min, 4 h, 24 service h, 1 d, 5 wd (working days), 2 w, 6 months, 3 years
case.yaml:6:12: error: wrong-form
  “processes.sample.count”（次数）的写法不对：“3 times”
  'processes.sample.count' (Count) is not written in the right form: '3 times'
  -> 写成：数字，不加引号和单位，如 3
  -> Write it as: a number without quotes or unit, such as 3
case.yaml:7:13: error: wrong-form
  “processes.sample.target”（目标）的写法不对：“high”
  'processes.sample.target' (Target) is not written in the right form: 'high'
  -> 写成：比较符加数值，并加引号，如 ">= 95 %"、"<= 2"、"<= 4 h"
  -> Write it as: a comparison and a value, in quotes: ">= 95 %", "<= 2", "<= 4 h"
case.yaml:8:12: error: wrong-form
  “processes.sample.share”（比例）的写法不对：“>= 5 min”
  'processes.sample.share' (Share) is not written in the right form: '>= 5 min'
  -> 写成：0 到 100 的百分数，如 99.9 %
  -> Write it as: a percentage from 0 to 100, such as 99.9 %
case.yaml:9:12: error: wrong-form
  “processes.sample.place”（地点）的写法不对：列表
  'processes.sample.place' (Place) is not written in the right form: a list
  -> 写成：文字
  -> Write it as: text
"""
    assert printed(filled(stated).errors) == expected


def test_shipped_numbers_of_processes_are_sound(defaults: Defaults) -> None:
    for numbers in read_numbers(defaults.processes()).values():
        for number in numbers.values():
            form = form_of(number.standard)
            for size in SIZES:
                form.read(number.default(size))


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("90 %", "90%", "90%"),
        ("30 d", "30天", "30 days"),
        ("200", "200", "200"),
        ("2 s", "2 s", "2 s"),
        ("93.2 % (2025)", "93.2% (2025)", "93.2 % (2025)"),
        ({"zh": "连续 5 %", "en": "5 % in a row"}, "连续 5%", "5 % in a row"),
    ],
)
def test_a_threshold_is_printed_as_its_language_writes_it(written: object, zh: str, en: str) -> None:
    amount: Percent | Duration | Words = TypeAdapter(Amount).validate_python(written)
    assert (amount.in_("zh"), amount.in_("en")) == (zh, en)


@pytest.mark.parametrize(
    ("hours", "day", "start", "end", "inside"),
    [
        ("24x7", "sun", "00:00", "04:00", True),
        ("Mon-Fri 09:00-18:00", "sun", "00:00", "04:00", False),
        ("Mon-Fri 09:00-18:00", "mon", "18:00", "22:00", False),
        ("Mon-Fri 09:00-18:00", "mon", "17:59", "22:00", True),
        ("Mon-Fri 09:00-18:00", "sun", "22:00", "09:30", True),
        ("Mon-Fri 09:00-18:00", "sun", "22:00", "08:30", False),
        ("Mon-Fri 09:00-18:00", "fri", "22:00", "09:30", False),
    ],
)
def test_windows_and_service_hours(hours: str, day: str, start: str, end: str, inside: bool) -> None:
    assert overlaps(Hours.parse(hours), Weekday.parse(day), start, end) is inside


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17), st.data())
def test_one_wrong_character_of_a_credit_code_is_always_found(first: str, data: st.DataObject) -> None:
    right = uscc_check_character(first)
    position = data.draw(st.integers(0, 16))
    other = data.draw(st.sampled_from([c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if c != first[position]]))
    assert uscc_check_character(first[:position] + other + first[position + 1 :]) != right
