"""What a loaded profile holds: its own facts, defaults under them, and what follows from both."""

from __future__ import annotations

from pathlib import Path

import pytest

from iso20k_docs.model.diagnostics import Place, Severity, UserError
from iso20k_docs.model.quantities import Duration, Percent, Target
from iso20k_docs.model.words import Words
from iso20k_docs.profile.defaults import SIZES, Defaults
from iso20k_docs.profile.layers import lay
from iso20k_docs.profile.load import Loaded, complete, load
from iso20k_docs.profile.schema import Profile
from iso20k_docs.reading.yaml import parse, read

HERE = Path(__file__).parent
EXAMPLES = ("example", "minimal", "small", "english")


def loaded(text: str, defaults: Defaults) -> Loaded:
    """Load a profile that says something beside the sound one."""
    return complete(lay(parse(text.encode(), "case.yaml"), read(HERE / "base.yaml", "base.yaml")), defaults)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_have_no_error_and_no_warning(name: str, profiles: Path, templates: Path) -> None:
    found = load(profiles / f"{name}.yaml", templates).diagnostics
    assert [each for each in found if each.severity is not Severity.INFO] == []


def test_minimal_profile_is_short(profiles: Path) -> None:
    assert len((profiles / "minimal.yaml").read_text(encoding="utf-8").splitlines()) < 40


def test_example_is_rich(profiles: Path, templates: Path) -> None:
    facts = load(profiles / "example.yaml", templates).profile
    assert (facts.size, facts.languages, facts.org.headcount.total) == ("standard", ("zh", "en"), 32)
    assert len(facts.services) >= 4
    assert len(facts.suppliers) >= 3
    assert len(facts.customers) >= 3
    assert any(service.hours.always and service.criticality == "key" for service in facts.services)
    assert all(
        getattr(facts.dates, name) is not None for name in type(facts.dates).model_fields if name != "derive_from"
    )


def test_introduction_of_the_example_has_the_asked_length(profiles: Path, templates: Path) -> None:
    intro = load(profiles / "example.yaml", templates).profile.org.intro
    texts = [getattr(intro, name) for name in type(intro).model_fields]
    assert 700 <= sum(len(text.zh) for text in texts if text is not None) <= 1100


@pytest.mark.parametrize("size", SIZES)
def test_defaults_alone_give_a_sound_profile_of_every_size(size: str, defaults: Defaults) -> None:
    result = loaded(f"size: {size}", defaults)
    assert result.profile.size == size
    assert [each.code for each in result.diagnostics] == ["from-defaults"]


def test_a_credit_code_brings_the_facts_of_china(defaults: Defaults) -> None:
    abroad, china = loaded("{}", defaults), loaded("org: {uscc: 91320106MA1XX0001K}", defaults)
    assert [law.id for law in abroad.profile.laws] == ["iso20000-1"]
    assert "cybersecurity" in [law.id for law in china.profile.laws]
    assert china.profile.finance.currency == Words("人民币元", "CNY")


def test_groups_merge_and_texts_and_lists_replace(defaults: Defaults) -> None:
    facts = loaded("climate: {relevant: false, reason: {zh: 不相关}}", defaults).profile
    assert facts.climate.reason == Words("不相关", "不相关")
    assert facts.climate.actions != ()
    facts = loaded("tools: {ticketing: {url: 'https://tickets.example'}}\nlaws: []\nsuppliers: ~", defaults).profile
    assert facts.tools.ticketing.name == Words("Excel 工作簿《服务台台账》", "Excel workbook “Service desk register”")
    assert facts.tools.ticketing.url == "https://tickets.example"
    assert facts.laws == ()


def test_every_value_keeps_the_place_it_comes_from(defaults: Defaults) -> None:
    source = loaded("risk:\n  scale: 5\n", defaults).source
    assert source.places[("risk", "scale")] == Place("case.yaml", 2, 10)
    assert source.places[("org", "code")].file == "base.yaml"
    assert source.places[("risk", "top_from")].file == "templates/defaults/standard.yaml"


def test_what_comes_from_defaults_is_named(defaults: Defaults) -> None:
    (found,) = loaded("risk: {scale: 5}\npolicy: ~", defaults).diagnostics
    assert found.severity is Severity.INFO
    names = found.message.en.removeprefix("taken from the defaults: ").split(", ")
    assert "policy" in names
    assert "climate" in names
    assert not {"risk", "org", "services", "size"} & set(names)


def test_services_take_the_defaults_of_their_criticality(defaults: Defaults) -> None:
    text = "services:\n" + "".join(
        f"  - {{id: {name}, name: {{zh: 甲, en: A}}, description: {{zh: 甲, en: A}}, criticality: {name}}}\n"
        for name in ("key", "important", "general")
    )
    services = {service.id: service for service in loaded(text, defaults).profile.services}
    assert services["key"].rpo == Duration(1, "h")
    assert services["general"].availability == Percent(98)
    assert {service.owner for service in services.values()} == {"service_manager"}


def test_roles_fall_back_and_keep_their_own_titles(defaults: Defaults) -> None:
    text = "roles:\n  service_desk_lead: {holder: 丁四, deputy: 丙三, title: {zh: 台长, en: Chief}}"
    roles = loaded(text, defaults).profile.roles
    assert (roles["incident_manager"].holder, roles["incident_manager"].deputy) == ("丁四", "丙三")
    assert roles["incident_manager"].title is None
    assert roles["knowledge_manager"].holder == "丙三"
    assert roles["hr_manager"].holder == "乙二"


def test_departments_sites_and_auditors_follow_from_the_people(defaults: Defaults) -> None:
    facts = loaded("{}", defaults).profile
    assert [(d.id, d.head, d.parent) for d in facts.departments] == [
        ("management", "甲一", None),
        ("service", "丙三", "management"),
    ]
    assert [person.department for person in facts.people] == ["management", "management", "service", "service"]
    assert [auditor.person for auditor in facts.auditors] == ["乙二", "丙三"]
    assert [(site.id, site.address) for site in facts.sites] == [("main", facts.org.address)]


def test_people_without_department_go_where_they_belong(defaults: Defaults) -> None:
    text = """
departments:
  - {id: gm, name: {zh: 总办, en: Office}, head: 甲一}
  - {id: ops, name: {zh: 运维, en: Operations}, head: Bing San, parent: gm}
  - {id: tech, name: {zh: 技术, en: Technology}, head: 丙三, parent: gm}
roles: {service_manager: Bing San}
auditors: [{external: {zh: 外部审核员, en: External auditor}}]
"""
    assert [person.department for person in loaded(text, defaults).profile.people] == ["gm", "ops", "ops", "ops"]


def test_languages_follow_from_the_names(defaults: Defaults) -> None:
    assert loaded("{}", defaults).profile.languages == ("zh", "en")
    only_zh = loaded("org: {name: 南京示例科技有限公司, short: 示例科技}", defaults).profile
    assert only_zh.languages == ("zh",)
    only_en = loaded("org: {name: Shili Technology, short: Shili}", defaults).profile
    assert only_en.languages == ("en",)


def test_scope_names_the_organisation_and_its_live_services(defaults: Defaults) -> None:
    text = """
services:
  - {id: A, name: {zh: 系统运维, en: Operations}, description: {zh: 甲, en: A}}
  - {id: B, name: {zh: 备份, en: Backup}, description: {zh: 甲, en: A}}
  - {id: C, name: {zh: 旧服务, en: Old}, description: {zh: 甲, en: A}, status: retired}
"""
    assert loaded(text, defaults).profile.scope.statement == Words(
        "南京示例科技有限公司向客户提供系统运维、备份的服务管理体系",
        "The service management system of Nanjing Shili Technology Co. Ltd. that delivers to customers: "
        "Operations; Backup",
    )


def test_each_customer_has_an_agreement_on_each_live_service_of_its_own(defaults: Defaults) -> None:
    text = """
services:
  - {id: A, name: {zh: 甲, en: A}, description: {zh: 甲, en: A}}
  - {id: B, name: {zh: 乙, en: B}, description: {zh: 乙, en: B}, customers: [X]}
  - {id: C, name: {zh: 丙, en: C}, description: {zh: 丙, en: C}, status: retired}
customers:
  - {id: X, name: {zh: 客户甲, en: Customer X}}
  - {id: Y, name: {zh: 客户乙, en: Customer Y}, services: [A, B]}
"""
    agreements = loaded(text, defaults).profile.agreements
    assert [(a.id, a.customer, a.service) for a in agreements] == [
        ("X-A", "X", "A"), ("X-B", "X", "B"), ("Y-A", "Y", "A"),
    ]  # fmt: skip


def test_agreements_may_be_stated(defaults: Defaults) -> None:
    one = "agreements: [{id: SLA-7, customer: CUS-01, service: SVC-01, special: [No calls at night]}]"
    (agreement,) = loaded(one, defaults).profile.agreements
    assert (agreement.id, agreement.special) == ("SLA-7", (Words.same("No calls at night"),))


def test_headcount_is_counted_where_nobody_states_it(defaults: Defaults) -> None:
    text = (HERE / "base.yaml").read_text(encoding="utf-8").replace("headcount:", "# headcount:")
    headcount = complete(parse(text.encode(), "case.yaml"), defaults).profile.org.headcount
    assert (headcount.total, headcount.in_scope, headcount.it_fulltime) == (4, 4, 4)


def test_windows_are_outside_hours_unless_a_service_runs_then(defaults: Defaults) -> None:
    service = "{id: A, name: {zh: 甲, en: A}, description: {zh: 甲, en: A}, hours: 24x7}"
    assert loaded("{}", defaults).profile.maintenance.windows[0].outside_hours is True
    assert loaded(f"services: [{service}]", defaults).profile.maintenance.windows[0].outside_hours is False


def test_boards_of_the_defaults_need_no_more_people_than_there_are(defaults: Defaults) -> None:
    assert loaded("size: large", defaults).profile.change.cab.quorum == 3
    with pytest.raises(UserError) as raised:
        loaded("size: large\nchange: {cab: {quorum: 5}}", defaults)
    assert [each.code for each in raised.value.diagnostics] == ["board-members"]


def test_process_numbers_are_typed(defaults: Defaults) -> None:
    stated = 'processes: {incident-management: {log_within: 7 min, kpi_restore: ">= 97 %", repeat_count: 4}}'
    numbers = loaded(stated, defaults).profile.processes["incident-management"]
    assert numbers["log_within"] == Duration(7, "min")
    assert numbers["kpi_restore"] == Target(">=", Percent(97))
    assert numbers["repeat_count"] == 4
    assert numbers["prioritise_top_within"] == Duration(5, "min")


def test_an_overlay_file_replaces_the_shipped_one(tmp_path: Path, templates: Path, profiles: Path) -> None:
    (tmp_path / "defaults").mkdir()
    text = (
        (templates / "defaults/small.yaml").read_text(encoding="utf-8").replace("cycle: 12 months", "cycle: 9 months")
    )
    (tmp_path / "defaults/small.yaml").write_text(text, encoding="utf-8")
    facts = load(profiles / "minimal.yaml", (tmp_path, templates)).profile
    assert facts.survey.cycle == Duration(9, "month")


def test_only_what_is_missing_is_said_to_be_missing(defaults: Defaults) -> None:
    with pytest.raises(UserError) as raised:
        complete(parse(b"size: small", "case.yaml"), defaults)
    assert [each.message.en for each in raised.value.diagnostics] == [
        "'org' is missing",
        "'people' is missing",
        "'roles' is missing",
        "'services' is missing",
        "'customers' is missing",
    ]


def test_top_management_has_to_be_named(defaults: Defaults) -> None:
    text = (HERE / "base.yaml").read_text(encoding="utf-8").replace("  top_management: 甲一\n", "")
    with pytest.raises(UserError) as raised:
        complete(parse(text.encode(), "case.yaml"), defaults)
    (found,) = raised.value.diagnostics
    assert (found.code, found.message.en) == ("missing-fact", "'top_management' (Top management) is missing in 'roles'")
    assert found.place == Place("case.yaml", 18, 1)


@pytest.mark.parametrize("text", ["- a\n- b\n", "just text\n", "name：云帆\n"])
def test_a_file_that_is_no_profile(text: str, defaults: Defaults) -> None:
    with pytest.raises(UserError) as raised:
        complete(parse(text.encode(), "case.yaml"), defaults)
    assert [each.code for each in raised.value.diagnostics] == ["wrong-type"]


@pytest.mark.parametrize("name", [name for name in Profile.model_fields if name != "size"])
@pytest.mark.parametrize("wrong", ["3", "text", "[1, x]", "{x: 1}", "{zh: a}", "[[]]", "[{id: [1]}]", "true"])
def test_nothing_that_stands_in_the_wrong_place_breaks_the_program(name: str, wrong: str, defaults: Defaults) -> None:
    try:
        loaded(f"{name}: {wrong}", defaults)
    except UserError as failure:
        assert all(each.place.line is not None for each in failure.diagnostics)
