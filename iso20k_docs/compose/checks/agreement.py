"""One truth everywhere: holders, targets, retention, titles, services, statements and numbers agree over the set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iso20k_docs.compose.checks.scene import GAP, CheckedSet, PrintedRow
from iso20k_docs.model.diagnostics import Diagnostic, Place, error
from iso20k_docs.model.nodes import Document
from iso20k_docs.model.quantities import Duration
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.profile.people import People
from iso20k_docs.profile.schema import Level

#: Documents that name every live service of the organisation.
NAME_EVERY_SERVICE = (
    *("sms-scope", "service-catalogue", "service-requirements", "configuration-item-register"),
    *("availability-requirements", "continuity-risk-assessment", "service-budget", "service-continuity-plan"),
)
#: Documents that tell which parts are run by others.
TELL_OUTSOURCING = ("sms-scope", "control-of-parties", "parties-register", "application-material-index")
_QUOTED = re.compile(r"《([^《》]+)》")
_DURATION = {
    "zh": re.compile(r"^(\d+(?:\.\d+)?)(分钟|小时|个服务小时|天|个工作日|周|个月|年)$"),
    "en": re.compile(r"^(\d+(?:\.\d+)?) (minutes?|hours?|service hours?|days?|working days?|weeks?|months?|years?)$"),
}


def holders_are_those_of_the_profile(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A row that begins with a role names nobody beside it but the holder, the deputy or the members of that role."""
    people = People.of(scene.profile)
    roles = {language: _role_titles(scene, language) for language in LANGUAGES}
    names = {language: {person.name.in_(language) for person in scene.profile.people} for language in LANGUAGES}
    for document, row in _rows(scene):
        language = document.language
        role = roles[language].get(row.cells[0]) if row.cells else None
        if role is None or row.source:
            continue
        allowed = {person.name.in_(language) for person in people.holder_and_deputy(role)}
        for cell in row.cells[1:]:
            if cell in names[language] and allowed and cell not in allowed:
                message = Words(
                    f"第{row.section}节写“{row.cells[0]}”为{cell}，配置中不是",
                    f"section {row.section} names {cell} beside '{row.cells[0]}', the profile does not",
                )
                yield error("role-holder", message, scene.place(document))


def targets_are_those_of_the_profile(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A row that begins with a priority prints no time but one of that priority's, or of the service's agreement."""
    levels = {level.id: level for level in scene.profile.priority.levels}
    for document, row in _rows(scene):
        level = levels.get(row.cells[0]) if row.cells else None
        if level is None:
            continue
        known = _times(level, document.language) | _other_times(scene, document)
        for cell in row.cells[1:]:
            if _DURATION[document.language].match(cell) and cell not in known:
                message = Words(
                    f"第{row.section}节{level.id}的“{cell}”不是配置中的时限",
                    f"section {row.section} prints '{cell}' for {level.id}, which is no target of the profile",
                )
                yield error("priority-target", message, scene.place(document))


def retention_is_that_of_the_record(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A row that names a record and a retention rule prints the rule of that record's class."""
    register = scene.organisation.register
    for document, row in _rows(scene):
        rules = {c.rule.in_(document.language): name for name, c in scene.profile.retention.classes.items()}
        entries = [register[name] for name in row.linked if name in register and register[name].retention]
        for cell in row.cells:
            stated = rules.get(cell)
            if stated and len(entries) == 1 and stated != entries[0].retention:
                entry = entries[0]
                message = Words(
                    f"第{row.section}节：{entry.code}的保存期限属于{entry.retention}类，此处写{stated}类",
                    f"section {row.section}: {entry.code} is kept by class {entry.retention}, here by {stated}",
                )
                yield error("record-retention", message, scene.place(document))


def titles_are_those_of_the_register(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A title that a text writes by hand is that of a document of the set."""
    titles = {entry.title.zh for entry in scene.organisation.register.values()}
    titles |= {loaded.definition.title.zh for loaded in scene.organisation.library.documents.values()}
    for document in scene.documents:
        for said in scene.said[document.id, document.language]:
            for title in _QUOTED.findall(said.own):
                if title not in titles and GAP not in title:
                    message = Words(
                        f"第{said.section}节写的《{title}》不在文件清单中",
                        f"section {said.section} names '{title}', which is no document of the set",
                    )
                    yield error("unknown-title", message, scene.place(document))


def services_are_everywhere(scene: CheckedSet) -> Iterator[Diagnostic]:
    """Scope, catalogue, requirements, plans, budget and configuration items name every live service."""
    live = [service for service in scene.profile.services if service.status == "live"]
    for document in _with_ids(scene, NAME_EVERY_SERVICE):
        text = _text(scene, document)
        for service in live:
            if service.name.in_(document.language) not in text:
                message = Words(
                    f"没有提到运行中的服务“{service.name.zh}”", f"does not name the live service '{service.name.en}'"
                )
                yield error("service-missing", message, scene.place(document))


def outsourcing_is_told_alike(scene: CheckedSet) -> Iterator[Diagnostic]:
    """Scope, procedure, register of parties and application tell which parts others run, and who."""
    if not scene.profile.outsourcing.has:
        return
    suppliers = {supplier.id: supplier for supplier in scene.profile.suppliers}
    for document in _with_ids(scene, TELL_OUTSOURCING):
        text = _text(scene, document)
        for part in scene.profile.outsourcing.processes:
            party = suppliers.get(part.party)
            wanted = [part.what.in_(document.language), party.name.in_(document.language) if party else ""]
            if not all(said in text for said in wanted):
                message = Words(f"没有写明外包内容“{part.what.zh}”", f"does not tell the outsourced '{part.what.en}'")
                yield error("outsourcing-statement", message, scene.place(document))


def codes_have_one_prefix(scene: CheckedSet) -> Iterator[Diagnostic]:
    """Every generated document's code begins with the organisation's."""
    prefix = scene.profile.numbering.pattern.partition("{type}")[0].format(code=scene.profile.org.code)
    for entry in scene.organisation.register.values():
        if entry.own is None and not entry.code.startswith(prefix):
            message = Words(f"编号{entry.code}不以{prefix}开头", f"the code {entry.code} does not begin with {prefix}")
            yield error("code-prefix", message, Place(f"templates/…/{entry.definition}.yaml"))


def roles_have_holders(scene: CheckedSet) -> Iterator[Diagnostic]:
    """Every role that does a step is held by somebody, a group or somebody outside."""
    catalogue, held = scene.organisation.roles.roles, scene.profile.roles
    for _, definition, process in scene.organisation.processes():
        for role in dict.fromkeys(step.role for step in process.steps):
            if role not in held and catalogue[role].kind == "person":
                message = Words(
                    f"角色“{catalogue[role].title.zh}”无人担任", f"nobody holds '{catalogue[role].title.en}'"
                )
                yield error("role-without-holder", message, Place(f"templates/…/{definition.id}.yaml"))


# --- helpers -----------------------------------------------------------------------------------------------


def _rows(scene: CheckedSet) -> Iterator[tuple[Document, PrintedRow]]:
    for document in scene.documents:
        for row in scene.rows[document.id, document.language]:
            yield document, row


def _with_ids(scene: CheckedSet, ids: Iterable[str]) -> Iterator[Document]:
    wanted = set(ids)
    return (document for document in scene.documents if document.id in wanted)


def _text(scene: CheckedSet, document: Document) -> str:
    forms = (f"{said.text}\n" for said in scene.said[document.id, document.language])
    return "".join(forms)


def _role_titles(scene: CheckedSet, language: Language) -> dict[str, str]:
    catalogue = scene.organisation.roles
    return {catalogue.title(role, scene.profile.roles).in_(language): role for role in catalogue.roles}


def _times(level: Level, language: Language) -> set[str]:
    spans = [level.respond, level.update, level.restore, *(step.after for step in level.escalate)]
    return {span.in_(language) for span in spans if isinstance(span, Duration)}


def _other_times(scene: CheckedSet, document: Document) -> set[str]:
    """Return the times that suppliers, major incidents and the document's own process have for a priority."""
    profile, entry = scene.profile, scene.entry(document)
    names = [entry.definition, *(part.id for part in entry.parts)]
    values = [value for name in names for value in (profile.processes.get(name) or {}).values()]
    values += vars(profile.major_incident).values()
    values += (
        value for supplier in profile.suppliers for target in supplier.targets for value in vars(target).values()
    )
    return {value.in_(document.language) for value in values if isinstance(value, Duration)}
