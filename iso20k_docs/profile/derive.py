"""What follows from other facts of a profile: languages, headcount, sites, departments, role holders, auditors.

Works on plain data before it is validated: each step takes the facts as they come, returns the top-level facts
that it completes, and leaves wrong ones to the schema. Nothing that the profile states is changed. Where a fact that
another follows from is missing, a stand-in keeps the schema from complaining about both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from iso20k_docs.model.quantities import Hours, Weekday
from iso20k_docs.profile.layers import is_group
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.windows import overlaps
from iso20k_docs.reading.source import Source

Facts = Mapping[str, object]
Step = Callable[[Facts], Facts]

MANAGEMENT, SERVICE = "management", "service"
#: Roles whose holders belong to management where a profile has no departments.
_MANAGERS = ("top_management", "management_representative", "finance_manager", "hr_manager")
#: Roles whose holders audit beside the audit lead where a profile names no auditors.
_SECOND_AUDITORS = ("service_manager", "service_desk_lead", "document_controller", "finance_manager")
_SMALLEST_BOARD = 2
_STAND_IN = "?"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_LONGEST_ID, _TAIL_DIGITS = 40, 8
_CHINESE = re.compile("[\u3400-\u9fff]")


def derive(source: Source, stated: Facts, each: Facts, catalogue: RoleCatalogue) -> Source:
    """Complete a profile laid over its defaults.

    `stated` is what the profile itself says, `each` the defaults of single services, customers and suppliers.
    """
    facts = _group(source.data)
    steps: tuple[Step, ...] = (
        _languages,
        _headcount,
        _sites,
        lambda known: _services(known, each),
        lambda known: _each_of("customers", known, _group(each.get("customer"))),
        _agreements,
        lambda known: _each_of("suppliers", known, _group(each.get("supplier"))),
        lambda known: _roles(known, catalogue),
        _departments,
        _people,
        _auditors,
        _scope,
        _maintenance,
        lambda known: _boards(known, _group(stated.get("change"))),
    )
    for step in steps:
        facts = {**facts, **step(facts)}
    return replace(source, data=facts)


# --- the organisation --------------------------------------------------------------------------------------------


def _languages(facts: Facts) -> Facts:
    """Both languages where the organisation's names are given in both, else the language of its name."""
    if facts.get("languages") is not None:
        return {}
    organisation = _group(facts.get("org"))
    names = [organisation.get("name"), organisation.get("short")]
    if all(isinstance(name, dict) and {"zh", "en"} <= name.keys() for name in names):
        return {"languages": ["zh", "en"]}
    return {"languages": ["zh" if _CHINESE.search(_text(names[0], "zh")) else "en"]}


def _headcount(facts: Facts) -> Facts:
    """Where nobody counted, the people in the profile are the people there are."""
    organisation = _group(facts.get("org"))
    count = max(len(_groups(facts.get("people"))), 1)
    if not organisation or organisation.get("headcount") is not None:
        return {}
    counted = {"total": count, "in_scope": count, "it_fulltime": count}
    return {"org": {**organisation, "headcount": counted}}


def _sites(facts: Facts) -> Facts:
    """One site: the office address."""
    if facts.get("sites") is not None:
        return {}
    address = _group(facts.get("org")).get("address")
    site = {
        "id": "main",
        "name": {"zh": "主办公地点", "en": "Main office"},
        "address": _STAND_IN if address is None else address,
        "activities": {"zh": "范围内的全部服务管理活动", "en": "All service management activities in scope"},
    }
    return {"sites": [site]}


# --- services, customers, suppliers ------------------------------------------------------------------------------


def _services(facts: Facts, each: Facts) -> Facts:
    usual, by_criticality = _group(each.get("service")), _group(each.get("by_criticality"))

    def completed(service: Facts) -> Facts:
        full = _under(service, usual)
        unknown = by_criticality.get(str(usual.get("criticality")))
        return _under(full, _group(by_criticality.get(str(full.get("criticality")), unknown)))

    return _completed("services", facts, completed)


def _agreements(facts: Facts) -> Facts:
    """One agreement per customer and live service, where both have the other; else each live service's with all."""
    if facts.get("agreements"):
        return {}
    customers, services = _known(facts.get("customers")), _known(facts.get("services"))
    live = [s for s in services if s.get("status") == "live"] or services
    pairs = [(c, s) for c in customers for s in live]
    agreed = [(c, s) for c, s in pairs if _has(c.get("services"), s) and _has(s.get("customers"), c)] or pairs
    return {"agreements": [_agreement(str(c["id"]), str(s["id"])) for c, s in agreed]} if agreed else {}


def _known(items: object) -> list[Facts]:
    """Return the items whose ids are in order, each id once; what is wrong with the others is said elsewhere."""
    sound = (item for item in _groups(items) if isinstance(item.get("id"), str) and _ID.fullmatch(str(item["id"])))
    return list({str(item["id"]): item for item in sound}.values())


def _has(wanted: object, item: Facts) -> bool:
    return not wanted or (isinstance(wanted, list) and item["id"] in wanted)


def _agreement(customer: str, service: str) -> Facts:
    name = f"{customer}-{service}"
    if len(name) > _LONGEST_ID:
        tail = sha256(name.encode()).hexdigest()[:_TAIL_DIGITS]
        name = f"{name[: _LONGEST_ID - _TAIL_DIGITS - 1]}-{tail}"
    return {"id": name, "customer": customer, "service": service}


def _each_of(name: str, facts: Facts, usual: Facts) -> Facts:
    return _completed(name, facts, lambda item: _under(item, usual))


def _completed(name: str, facts: Facts, complete: Step) -> Facts:
    items = facts.get(name)
    if not isinstance(items, list):
        return {}
    return {name: [complete(item) if isinstance(item, dict) else item for item in items]}


def _under(stated: Facts, usual: Facts) -> Facts:
    return {**usual, **{key: value for key, value in stated.items() if value is not None}}


def _scope(facts: Facts) -> Facts:
    """The scope statement names the organisation and its live services."""
    scope = _group(facts.get("scope"))
    organisation, services = _group(facts.get("org")), _groups(facts.get("services"))
    names = [service.get("name") for service in services if service.get("status") == "live"]
    if scope.get("statement") is not None:
        return {}
    zh = "、".join(_text(name, "zh") for name in names)
    en = "; ".join(_text(name, "en") for name in names)
    name = organisation.get("name")
    statement = {
        "zh": f"{_text(name, 'zh')}向客户提供{zh}的服务管理体系",
        "en": f"The service management system of {_text(name, 'en')} that delivers to customers: {en}",
    }
    return {"scope": {**scope, "statement": statement}}


# --- people -------------------------------------------------------------------------------------------------------


def _roles(facts: Facts, catalogue: RoleCatalogue) -> Facts:
    """Give each role that nobody holds to the holder of the role it falls back to."""
    stated = facts.get("roles")
    if not isinstance(stated, dict):
        return {}
    filled = dict(stated)
    for role in catalogue.ids("person"):
        if filled.get(role) is not None:
            continue
        heir = next((stated[other] for other in catalogue.chain(role) if stated.get(other) is not None), None)
        if heir is not None:
            filled[role] = _holder_and_deputy(heir)
    return {"roles": filled}


def _holder_and_deputy(held: object) -> object:
    """Return a role's holder and deputy without the title, which belongs to the role."""
    return {key: value for key, value in held.items() if key != "title"} if isinstance(held, dict) else held


def _holder(facts: Facts, role: str) -> str | None:
    held = _group(facts.get("roles")).get(role)
    name = held.get("holder") if isinstance(held, dict) else held
    return name if isinstance(name, str) else None


def _departments(facts: Facts) -> Facts:
    """Two departments, management and service, where the profile names none."""
    if facts.get("departments") is not None:
        return {}
    anybody = next((name for person in _groups(facts.get("people")) for name in _names(person)), _STAND_IN)
    top, service = (_holder(facts, role) or anybody for role in ("top_management", "service_manager"))
    management = {"id": MANAGEMENT, "name": {"zh": "管理层", "en": "Management"}, "head": top}
    delivery = {
        "id": SERVICE,
        "name": {"zh": "服务部", "en": "Service delivery"},
        "head": service,
        "parent": MANAGEMENT,
    }
    return {"departments": [management, delivery]}


def _people(facts: Facts) -> Facts:
    """Put people without a department into the one they head, else into management or the service department."""
    departments = _groups(facts.get("departments"))
    if not departments:
        return {}

    def placed(person: Facts) -> Facts:
        if person.get("department") is not None:
            return person
        return {**person, "department": _department_for(person, facts, departments)}

    return _completed("people", facts, placed)


def _department_for(person: Facts, facts: Facts, departments: Sequence[Facts]) -> object:
    names = _names(person)
    headed = [d.get("id") for d in departments if d.get("head") in names]
    if headed:
        return headed[0]
    derived = [d.get("id") for d in departments] == [MANAGEMENT, SERVICE]
    if derived and any(_holder(facts, role) in names for role in _MANAGERS):
        return MANAGEMENT
    return _service_department(facts, departments)


def _service_department(facts: Facts, departments: Sequence[Facts]) -> object:
    """Return the department that the service manager heads, else the one without a parent."""
    head = _holder(facts, "service_manager")
    roots = [d.get("id") for d in departments if d.get("parent") is None]
    found = [d.get("id") for d in departments if d.get("head") == head]
    return (found + roots + [departments[0].get("id")])[0]


def _names(person: Facts) -> list[str]:
    name = person.get("name")
    return [each for each in (person.get("id"), _text(name, "zh"), _text(name, "en")) if isinstance(each, str)]


def _auditors(facts: Facts) -> Facts:
    """The audit lead, and a second auditor of another department who audits the lead's own."""
    if facts.get("auditors") is not None:
        return {}
    lead = _holder(facts, "internal_audit_lead")
    if lead is None:
        return {"auditors": []}
    departments = {name: person.get("department") for person in _groups(facts.get("people")) for name in _names(person)}
    roles = [role for role in _group(facts.get("roles")) if role != "top_management"]
    others = [_holder(facts, role) for role in (*_SECOND_AUDITORS, *roles)]
    second = next((name for name in others if name and departments.get(name) != departments.get(lead)), None)
    return {"auditors": [lead] if second is None else [lead, second]}


# --- maintenance -------------------------------------------------------------------------------------------------


def _maintenance(facts: Facts) -> Facts:
    """Work out for each window whether it lies outside the hours of the services it holds for."""
    maintenance = _group(facts.get("maintenance"))
    services = _groups(facts.get("services"))

    def stated(window: Facts) -> Facts:
        if window.get("outside_hours") is not None:
            return window
        wanted = window.get("services")
        concerned = [s for s in services if not wanted or (isinstance(wanted, list) and s.get("id") in wanted)]
        return {**window, "outside_hours": not any(_inside_hours(window, s.get("hours")) for s in concerned)}

    return {"maintenance": {**maintenance, **_completed("windows", maintenance, stated)}} if maintenance else {}


def _inside_hours(window: Facts, hours: object) -> bool:
    try:
        day, agreed = Weekday.parse(str(window.get("weekday"))), Hours.parse(str(hours))
    except ValueError:
        return False
    return overlaps(agreed, day, str(window.get("start")), str(window.get("end")))


# --- change boards -----------------------------------------------------------------------------------------------


def _boards(facts: Facts, stated: Facts) -> Facts:
    """A board of the defaults needs no more people than hold the roles of its members."""
    change = dict(_group(facts.get("change")))
    for board, needed in (("cab", "quorum"), ("ecab", "minimum")):
        usual = _group(change.get(board))
        members, wanted = usual.get("members"), usual.get(needed)
        said = _group(stated.get(board))
        if {"members", needed} & said.keys() or not isinstance(members, list) or not isinstance(wanted, int):
            continue
        people = {_holder(facts, str(role)) for role in members} - {None}
        change[board] = {**usual, needed: min(wanted, max(len(people), _SMALLEST_BOARD))}
    return {"change": change} if change else {}


# --- plain data --------------------------------------------------------------------------------------------------


def _group(value: object) -> Facts:
    return value if isinstance(value, dict) and is_group(value) else {}


def _groups(value: object) -> list[Facts]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: object, language: str) -> str:
    if isinstance(value, dict):
        return str(value.get(language) or next(iter(value.values()), ""))
    return str(value) if value is not None else ""
