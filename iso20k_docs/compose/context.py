"""What a template can name: the facts of one profile in one language, and of one document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from pydantic import BaseModel

from iso20k_docs.compose.certification.facts import certification_facts
from iso20k_docs.compose.environment import TemplateEnvironment, WordingError
from iso20k_docs.compose.facts import Facts, View
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.markdown import Tones, inline, plain
from iso20k_docs.compose.planned import planned, printed
from iso20k_docs.compose.stamps import FIELDS, Field, stamp
from iso20k_docs.library.definitions import DocumentDefinition, Each, Process
from iso20k_docs.library.load import Library
from iso20k_docs.model.nodes import Inlines, Text, Tone
from iso20k_docs.model.register import Entry, Named, Register
from iso20k_docs.model.words import Language, Words
from iso20k_docs.profile.people import names_of
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.profile.schema import Profile

_LEVEL_TONES: tuple[Tone, ...] = ("critical", "high", "medium", "low")
_REFERRED = {
    "service": "services",
    "department": "departments",
    "supplier": "suppliers",
    "customer": "customers",
    "site": "sites",
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation and the set of documents that it gets: the input of composing.

    `stamped`: texts get stamps for the versions and dates of documents, which are decided when all is composed.
    """

    profile: Profile
    library: Library
    roles: RoleCatalogue
    register: Register
    stamped: bool = False

    def printed(self, entry: Entry, field: Field, planned: str) -> str:
        """Return what a text prints of a document's control: what the profile plans, or a stamp."""
        if not self.stamped or entry.own:
            return planned
        return stamp(self.register.position(entry.id), field)

    def definitions(self, entry: Entry) -> tuple[DocumentDefinition, ...]:
        """Return what the library knows of a document: of each chapter, where it is a merged one."""
        documents = self.library.documents
        return tuple(documents[name].definition for name in ([p.id for p in entry.parts] or [entry.definition]))

    def processes(self) -> Iterator[tuple[Entry, DocumentDefinition, Process]]:
        """Yield the processes of the set with the documents that define them."""
        for entry in self.register.values():
            for definition in self.definitions(entry):
                if definition.process:
                    yield entry, definition, definition.process


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that composing one document in one language needs."""

    organisation: Organisation
    language: Language
    environment: TemplateEnvironment
    names: Mapping[str, object]
    tones: Tones
    entry: Entry
    definition: DocumentDefinition
    stem: str
    wordings: Mapping[str, str]

    def label(self, key: str) -> Inlines:
        """Return a column title or fixed phrase."""
        return (Text(LABELS[key].in_(self.language)),)

    def text(self, words: Words | None) -> Inlines:
        """Return a wording of this document's definition, filled in."""
        return inline(self.wordings[words.in_(self.language)], self.language) if words else ()

    def role(self, role: str) -> Inlines:
        """Return the printed title of a role."""
        return (Text(str(self.role_facts(role)), fact=True),)

    def role_facts(self, role: str) -> Facts:
        """Return a role as templates see it."""
        roles = self.names["roles"]
        assert isinstance(roles, Facts)
        found = roles[role]
        assert isinstance(found, Facts)
        return found


class LanguageContext:
    """Builds the contexts of all documents of one organisation in one language."""

    def __init__(self, organisation: Organisation, language: Language, cache: Path | None) -> None:
        self.organisation, self.language = organisation, language
        self.environment = TemplateEnvironment(organisation.library.folders, language, cache)
        self.view = View(language)
        self.names = self._names()
        levels = (level.id for level in organisation.profile.priority.levels)
        self.tones: Tones = dict(zip(levels, _LEVEL_TONES, strict=False))

    def _names(self) -> dict[str, object]:
        organisation, view = self.organisation, self.view
        found = profile_names(view, organisation.profile, self._roles)
        priority = found["priority"]
        assert isinstance(priority, Facts)
        levels = priority["levels"]
        assert isinstance(levels, tuple)
        found["priority"] = Facts({**{k: priority[k] for k in priority}, "highest": levels[0]}, view.directory)
        found["roles"] = Facts(dict(view.directory["role"]), view.directory)
        found["register"] = tuple(self._registered(entry) for entry in organisation.register.values())
        found["records"] = tuple(self._registered(entry) for entry in organisation.register.records())
        found["certification"] = certification_facts(view, organisation)
        found["language"] = self.language
        return found

    def _roles(self) -> dict[str, Facts]:
        held = self.organisation.profile.roles
        people = self.view.directory["person"]
        found = {}
        for role, known in self.organisation.roles.roles.items():
            holder = held.get(role)
            title = holder.title if holder and holder.title else known.title
            values = {
                "id": role,
                "title": title.in_(self.language),
                "duty": known.duty.in_(self.language),
                "kind": known.kind,
                "holder": people[holder.holder] if holder else None,
                "deputy": people[holder.deputy] if holder and holder.deputy else None,
            }
            found[role] = Facts(values, self.view.directory, "title")
        return found

    def _registered(self, entry: Entry) -> Facts:
        of = self.view.of
        profile = self.organisation.profile
        retention = profile.retention.classes.get(entry.retention)
        process = self.organisation.register.get(entry.process)
        loaded = self.organisation.library.documents.get(entry.definition)
        form = loaded.definition.form if loaded else None
        plan = printed(planned(entry, profile, {}), entry, self.language)
        control: dict[str, object] = {field: self.organisation.printed(entry, field, plan[field]) for field in FIELDS}
        values: dict[str, object] = {
            "id": entry.id,
            "code": entry.code,
            "title": of(entry.title),
            "type": entry.type,
            "kind": entry.kind,
            "tier": of(entry.tier),
            **control,
            "classification": of(profile.security.document_class_name),
            "owner": self.view.directory["role"][entry.owner],
            "author": _named(entry.author, self.language),
            "reviewer": _named(entry.reviewer, self.language),
            "approver": _named(entry.approver, self.language),
            "clauses": "、".join(entry.clauses) if self.language == "zh" else ", ".join(entry.clauses),
            "review": of(profile.control.review),
            "process": process.code if process else "",
            "process_id": entry.process,
            "keeper": self.view.directory["role"].get(entry.keeper, ""),
            "retention": self.view.group(retention) if retention else "",
            "retention_class": entry.retention,
            "medium": of(getattr(profile.tools, form.tool if form else "document")),
            "aliases": of(entry.aliases),
        }
        return Facts(values, self.view.directory, "title")

    def document(self, entry: Entry, definition: DocumentDefinition, stem: str) -> Context:
        """Return the context of one document, or of the definition that is a chapter of it."""
        own = self.organisation.profile.processes.get(definition.id) or {}
        whole = definition.id == entry.definition
        doc = {
            "id": definition.id,
            "code": entry.code,
            "title": (entry.title if whole else definition.title).in_(self.language),
            "owner": definition.owner,
            "records": tuple(r for r in definition.records if r in self.organisation.register),
        }
        names = {
            **self.names,
            "own": self.view.of(own),
            "doc": Facts(doc, self.view.directory),
        }
        if definition.merges:
            names["doc"] = Facts({**doc, **self._merged(entry, definition, names)}, self.view.directory)
        if entry.family and definition.each:
            names["item"] = self._item(definition.each, entry.family.item)
        return Context(
            self.organisation,
            self.language,
            self.environment,
            names,
            self.tones,
            entry,
            definition,
            stem,
            fill_wordings(self.environment, names, wordings_of(definition), self.language),
        )

    def _merged(self, entry: Entry, definition: DocumentDefinition, names: Mapping[str, object]) -> dict[str, object]:
        """Return what the introduction of a merged document names: its purpose and its chapters."""
        language = self.language
        purpose = self.environment.fill(definition.purpose.in_(language), names) if definition.purpose else ""
        chapters = ({"id": part.id, "title": part.title.in_(language), "owner": part.owner} for part in entry.parts)
        parts = tuple(Facts(chapter, self.view.directory) for chapter in chapters)
        return {"purpose": Markup(purpose), "parts": parts}

    def _item(self, each: Each, key: str) -> object:
        """Return the item of a list that a document of a family is about."""
        items = items_of(self.environment, each.of, self.names)
        keys = [
            plain(inline(self.environment.fill(each.key, {**self.names, "item": item}), self.language))
            for item in items
        ]
        return items[keys.index(key)]


def profile_names(view: View, profile: Profile, roles: Callable[[], dict[str, Facts]] = dict) -> dict[str, object]:
    """Return the facts of a profile as templates name them, references followed; `roles` makes the roles' facts."""
    for kind, name in _REFERRED.items():
        groups = (view.group(model) for model in getattr(profile, name))
        view.directory[kind] = {str(group["id"]): group for group in groups}
    view.directory["person"] = _people(view, profile)
    view.directory["role"] = roles()
    names = view.group(profile)
    found: dict[str, object] = {name: names[name] for name in names}
    for kind, name in _REFERRED.items():
        found[name] = tuple(view.directory[kind].values())
    return found


def items_of(environment: TemplateEnvironment, expression: str, names: Mapping[str, object]) -> tuple[object, ...]:
    """Return the list that an expression over the profile gives; WordingError where it is none."""
    found = environment.value(expression, names)
    if isinstance(found, str | Facts) or not isinstance(found, Iterable):
        raise WordingError(expression, f"'{expression}' is no list of facts")
    return tuple(found)


def _people(view: View, profile: Profile) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    for person in profile.people:
        facts = view.group(person)
        found.update(dict.fromkeys(names_of(person), facts))
    return found


def _named(named: Named, language: Language) -> str:
    return named.name.in_(language)


# --- wordings of a definition ------------------------------------------------------------------------

_SEPARATOR = "\x1e"


def wordings_of(definition: DocumentDefinition) -> Iterable[Words]:
    """Return the wordings of the process, where profile values may stand."""
    process = definition.process
    return _words_in(process) if process else ()


def _words_in(value: object) -> Iterable[Words]:
    if isinstance(value, Words):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _words_in(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _words_in(item)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _words_in(getattr(value, name))


def fill_wordings(
    environment: TemplateEnvironment, names: Mapping[str, object], wordings: Iterable[Words], language: Language
) -> dict[str, str]:
    """Fill all wordings of a document in one go: compiling one template is far quicker than compiling a hundred."""
    templates = list(dict.fromkeys(words.in_(language) for words in wordings))
    if not templates:
        return {}
    try:
        filled = environment.fill(_SEPARATOR.join(templates), names).split(_SEPARATOR)
    except WordingError:  # one by one, to say which
        filled = [environment.fill(template, names) for template in templates]
    return dict(zip(templates, filled, strict=True))
