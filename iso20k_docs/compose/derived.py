"""Tables that come from data: from a document's process definition, or from the register of the whole set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from iso20k_docs.compose.context import Context
from iso20k_docs.compose.crossreference import other_standards
from iso20k_docs.compose.environment import mid
from iso20k_docs.compose.facts import Facts
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.markdown import cell, inline
from iso20k_docs.compose.responsibilities import responsibilities
from iso20k_docs.library.definitions import Branch, DocumentDefinition, Exchange, Process, Step
from iso20k_docs.model.nodes import Align, Cell, Column, Inline, Inlines, LineBreak, Reference, Row, Table, Text
from iso20k_docs.model.register import Entry
from iso20k_docs.model.words import Language, Words

#: What stands for the holder of a role that nobody holds by name.
_WITHOUT_HOLDER = {"group": "group", "external": "outside", "document": "by-document"}
#: So many narrow columns still have room for level titles.
_MOST_LEVEL_TITLES = 6
#: Directives that the `resolve` stage fills from the whole set.
SET_WIDE = ("cross-reference", "mandatory", "documents-to-clauses", "source-names")


@dataclass(frozen=True, slots=True)
class _Shape:
    """The columns of a derived table: label keys, alignment, and which is in bold."""

    keys: tuple[str, ...]
    centred: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()

    def columns(self, language: Language) -> tuple[Column, ...]:
        return tuple(
            Column(key, (Text(LABELS[key].in_(language)),), self._align(i), i in self.strong)
            for i, key in enumerate(self.keys)
        )

    def _align(self, position: int) -> Align:
        return "center" if position in self.centred else "left"


_SHAPES: dict[str, _Shape] = {
    "roles": _Shape(("role-name", "holder", "deputy", "duties"), strong=(0,)),
    "inputs": _Shape(("input", "from", "record")),
    "outputs": _Shape(("output", "to", "record")),
    "steps": _Shape(("step", "activity", "role", "limit", "criterion", "tool-and-record"), centred=(0,)),
    "interfaces": _Shape(("process", "direction", "trigger", "content", "record")),
    "indicators": _Shape(("indicator", "formula", "source", "target", "cycle", "owner"), strong=(0,)),
    "documents": _Shape(("code", "title", "type")),
    "records": _Shape(("code", "title", "keeper", "medium", "retention")),
    "document-list": _Shape(("code", "title", "version", "owner", "clauses")),
    "record-list": _Shape(("code", "title", "producer", "keeper", "retention")),
    "process-table": _Shape(("procedure", "owner", "receives", "delivers")),
    "cross-reference": _Shape(("requirement", "summary", "answer", "evidence", "owner")),
    "glossary": _Shape(("term", "meaning"), strong=(0,)),
    "mandatory": _Shape(("clause", "information", "basis", "held-in")),
    "documents-to-clauses": _Shape(("code", "title", "answers", "proves")),
    "source-names": _Shape(("sequence", "source-name", "found-in"), centred=(0,)),
}


def columns(name: str, language: Language) -> tuple[Column, ...]:
    """Return the columns of a derived table."""
    return _SHAPES[name].columns(language)


def document_reference(entry_id: str) -> Inlines:
    """Return a link to a document, printed as its title."""
    return (Reference("document", entry_id),)


def table(name: str, titles: tuple[Column, ...], rows: Iterable[Row], caption: Inlines, anchor: str) -> Table:
    """Return a derived table of the given columns and rows, under its own name where the text gives no anchor."""
    return Table(f"table-{anchor or name}", titles, tuple(rows), caption, anchor or name)


class DerivedTables:
    """Builds the derived tables of one document."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._builders: dict[str, Callable[[], Iterable[Row]]] = {
            "roles": self._roles,
            "inputs": lambda: self._exchanges(self._process.inputs, "in"),
            "outputs": lambda: self._exchanges(self._process.outputs, "out"),
            "steps": self._steps,
            "interfaces": self._interfaces,
            "indicators": self._indicators,
            "documents": self._documents,
            "records": self._records,
            "document-list": self._document_list,
            "record-list": self._record_list,
            "process-table": self._process_table,
            "glossary": self._glossary,
        }

    def __call__(self, name: str, caption: Inlines, anchor: str) -> Table | None:
        """Return the table that a directive asks for; None where there is no such directive."""
        if name == "raci":
            return self._raci(caption, anchor)
        if name == "responsibilities":
            return self._responsibilities(caption, anchor)
        if name == "other-standards":
            return self._other_standards(caption, anchor)
        if name in SET_WIDE:
            empty = table(name, columns(name, self._context.language), (), caption, anchor)
            return replace(empty, dense=True, source=name)
        builder = self._builders.get(name)
        if builder is None:
            return None
        return table(name, columns(name, self._context.language), builder(), caption, anchor)

    # --- helpers

    @property
    def _process(self) -> Process:
        process = self._context.definition.process
        if process is None:
            raise ValueError(f"'{self._context.definition.id}' has no process definition")
        return process

    def _row(self, key: str, cells: Sequence[Inlines], anchor: str = "") -> Row:
        return Row(key, tuple(cell(text, self._context.tones) for text in cells), anchor)

    def _label(self, key: str) -> Inlines:
        return self._context.label(key)

    def _person(self, person: object) -> Inlines:
        return (Text(str(person), fact=True),) if person is not None else self._label("none")

    def _record(self, record: str | None) -> Inlines:
        return document_reference(record) if record else self._label("none")

    # --- of the document's own process

    def _roles(self) -> Iterable[Row]:
        for role, duties in self._process.roles.items():
            facts = self._context.role_facts(role)
            holder = self._holder(facts)
            deputy = self._person(facts["deputy"]) if facts["kind"] == "person" else self._label("none")
            yield self._row(f"role-{role}", [self._context.role(role), holder, deputy, self._context.text(duties)])

    def _holder(self, facts: Facts) -> Inlines:
        if facts["kind"] == "person":
            return self._person(facts["holder"])
        return self._label(_WITHOUT_HOLDER[str(facts["kind"])])

    def _exchanges(self, exchanges: Iterable[Exchange], prefix: str) -> Iterable[Row]:
        for item in exchanges:
            party = document_reference(item.process) if item.process else self._context.text(item.party)
            cells = [self._context.text(item.what), party, self._record(item.record)]
            yield self._row(f"{prefix}-{item.id}", cells)

    def _steps(self) -> Iterable[Row]:
        for number, step in enumerate(self._process.steps, start=1):
            cells: list[Inlines] = [
                (Text(str(number)),),
                self._activity(step),
                self._context.role(step.role),
                self._context.text(step.limit),
                self._context.text(step.criterion) or self._label("none"),
                self._tool_and_record(step),
            ]
            yield self._row(f"step-{step.id}", cells, anchor=step.id)

    def _activity(self, step: Step) -> Inlines:
        name = tuple(_strong(run) for run in self._context.text(step.name))
        found: list[Inline] = [*name, LineBreak(), *self._context.text(step.text)]
        for branch in step.branches:
            found += [LineBreak(), *self._branch(branch)]
        return tuple(found)

    def _branch(self, branch: Branch) -> Inlines:
        arrow = Text(" → " if self._context.language == "en" else "→")
        bullet = Text("· " if self._context.language == "en" else "·")
        return (bullet, *self._context.text(branch.when), arrow, self._destination(branch.to))

    def _destination(self, to: str) -> Inline:
        if to == "end":
            return Text(LABELS["end"].in_(self._context.language))
        if to.startswith("doc:"):
            return Reference("document", to.removeprefix("doc:"))
        return Reference("step", "", to)

    def _tool_and_record(self, step: Step) -> Inlines:
        lines: list[Inlines] = []
        if step.tool:
            tools = self._context.names["tools"]
            assert isinstance(tools, Facts)
            lines.append((Text(str(tools[step.tool]), fact=True),))
        lines += [document_reference(record) for record in step.records if self._is_used(record)]
        return _broken(lines) or self._label("none")

    def _glossary(self) -> Iterable[Row]:
        """Yield a row per term of the library's glossary."""
        context = self._context
        for position, term in enumerate(context.organisation.library.glossary.terms, start=1):
            said = context.environment.fill(term.meaning.in_(context.language), context.names)
            cells = [(Text(term.term.in_(context.language), strong=True),), inline(said, context.language)]
            yield self._row(f"term-{position}", cells)

    def _is_used(self, record: str) -> bool:
        """Tell whether a record is in the set, or will be: not one that this organisation has no case for."""
        register = self._context.organisation.register
        return register.cited(record) is None or register.record(record) is not None

    def _raci(self, caption: Inlines, anchor: str) -> Table:
        steps = self._process.steps
        used = dict.fromkeys(
            [
                *(role for step in steps for role in (self._accountable(step), step.role)),
                *(role for step in steps for role in (*step.consulted, *step.informed)),
            ]
        )
        roles = [r for r in self._process.roles if r in used] + [r for r in used if r not in self._process.roles]
        first = (
            Column("step", self._label("step"), "center"),
            Column("activity", self._label("activity")),
        )
        upright = len(roles) > _MOST_LEVEL_TITLES
        rest = tuple(Column(role, self._context.role(role), "center", upright=upright) for role in roles)
        rows = (self._raci_row(number, step, roles) for number, step in enumerate(steps, start=1))
        found = table("raci", first + rest, rows, caption, anchor)
        return replace(found, dense=self._context.language == "en")

    def _accountable(self, step: Step) -> str:
        return step.accountable or self._context.definition.owner

    def _raci_row(self, number: int, step: Step, roles: list[str]) -> Row:
        cells = [Cell(((Text(str(number)),),)), Cell((self._context.text(step.name),))]
        for role in roles:
            letters = self._letters(step, role)
            cells.append(Cell(((Text(letters),),), "accent" if "A" in letters else None) if letters else Cell())
        return Row(f"raci-{step.id}", tuple(cells))

    def _letters(self, step: Step, role: str) -> str:
        letters = ("A" if role == self._accountable(step) else "") + ("R" if role == step.role else "")
        if letters:
            return "A/R" if letters == "AR" else letters
        return "C" if role in step.consulted else "I" if role in step.informed else ""

    def _interfaces(self) -> Iterable[Row]:
        for item in self._process.interfaces:
            cells = [
                document_reference(item.process),
                self._label(item.direction),
                self._context.text(item.trigger),
                self._context.text(item.content),
                self._record(item.record),
            ]
            yield self._row(f"interface-{item.id}-{item.direction}", cells)

    def _indicators(self) -> Iterable[Row]:
        for item in self._process.indicators:
            texts = [item.name, item.formula, item.source, item.target, item.cycle]
            cells = [*(self._context.text(words) for words in texts), self._context.role(item.owner)]
            yield self._row(f"indicator-{item.id}", cells)

    # --- of the document's place in the set

    def _entries(self, ids: Iterable[str]) -> list[Entry]:
        register = self._context.organisation.register
        return list({e.id: e for i in ids if (e := register.get(i))}.values())

    def _documents(self) -> Iterable[Row]:
        definition = self._context.definition
        partners = [i.process for i in definition.process.interfaces] if definition.process else []
        cited = [*definition.instructions, *definition.related, *partners, *self._citing(definition)]
        entries = [e for e in self._entries(cited) if e.type != "R" and e.id != self._context.entry.id]
        standard = self._context.organisation.profile.standard
        name = standard.edition if standard.amendment is None else f"{standard.edition} + {standard.amendment}"
        subject = self._context.organisation.library.standard.clauses
        titles = {c.clause: c.title for c in subject}
        clauses = "; ".join(f"{c} {titles[c].in_(self._context.language)}" for c in definition.clauses if c in titles)
        yield self._row("documents-standard", [(Text(name, fact=True),), (Text(clauses),), self._label("standard")])
        for entry in sorted(entries, key=_register_order):
            code: Inlines = (Reference("code", entry.id),)
            kind = (Text(entry.eyebrow.in_(self._context.language).rpartition("·")[2].strip()),)
            yield self._row(f"document-{entry.id}", [code, (Reference("title", entry.id),), kind])

    def _citing(self, definition: DocumentDefinition) -> Iterable[str]:
        """Yield the procedures whose instruction this document is."""
        for document in self._context.organisation.library.documents.values():
            if definition.id in document.definition.instructions:
                yield document.definition.id

    def _records(self) -> Iterable[Row]:
        register = self._context.organisation.register
        for entry in filter(None, map(register.record, self._context.definition.records)):
            yield self._row(
                f"record-{entry.id}",
                [
                    (Reference("code", entry.id),),
                    (Reference("title", entry.id),),
                    self._context.role(entry.keeper),
                    self._medium(entry),
                    retention_text(self._context, entry),
                ],
            )

    def _medium(self, entry: Entry) -> Inlines:
        form = self._context.organisation.library.documents[entry.definition].definition.form
        tools = self._context.names["tools"]
        assert isinstance(tools, Facts)
        return (Text(str(tools[form.tool if form else "document"]), fact=True),)

    def _document_list(self) -> Iterable[Row]:
        for entry in self._context.organisation.register.values():
            if entry.type == "R":
                continue
            clauses = ("、" if self._context.language == "zh" else ", ").join(entry.clauses)
            cells: list[Inlines] = [
                (Reference("code", entry.id),),
                self._title_with_aliases(entry),
                (Text(self._context.organisation.printed(entry, "version", entry.version), fact=True),),
                self._context.role(entry.owner),
                (Text(clauses),),
            ]
            yield self._row(f"document-{entry.id}", cells)

    def _title_with_aliases(self, entry: Entry) -> Inlines:
        """Return the title and, below it, the names under which others look for the document."""
        title: list[Inline] = [Reference("title", entry.id)]
        own = entry.title.in_(self._context.language)
        aliases = [a.in_(self._context.language) for a in entry.aliases if a.in_(self._context.language) != own]
        if aliases:
            joined = ("、" if self._context.language == "zh" else ", ").join(aliases)
            title += [LineBreak(), Text(f"（{joined}）" if self._context.language == "zh" else f"({joined})")]
        return tuple(title)

    def _record_list(self) -> Iterable[Row]:
        for entry in self._context.organisation.register.records():
            cells: list[Inlines] = [
                (Reference("code", entry.id),),
                (Reference("title", entry.id),),
                (Reference("code", entry.process),),
                self._context.role(entry.keeper),
                retention_text(self._context, entry),
            ]
            yield self._row(f"record-{entry.id}", cells)

    def _process_table(self) -> Iterable[Row]:
        for _, definition, process in self._context.organisation.processes():
            partners = {way: [i.process for i in process.interfaces if i.direction == way] for way in ("in", "out")}
            cells: list[Inlines] = [
                document_reference(definition.id),
                self._context.role(definition.owner),
                self._partner_list(partners["in"]),
                self._partner_list(partners["out"]),
            ]
            yield self._row(f"process-{definition.id}", cells)

    def _partner_list(self, ids: Iterable[str]) -> Inlines:
        return _broken([(Reference("title", i),) for i in dict.fromkeys(ids)]) or self._label("none")

    # --- responsibility matrix

    def _responsibilities(self, caption: Inlines, anchor: str) -> Table:
        """Clauses by departments: one ▲ in each row for the owner's department, △ for those that take part."""
        context = self._context
        departments = context.names["departments"]
        assert isinstance(departments, tuple)
        first = (Column("clause", context.label("clause")), Column("subject", context.label("title")))
        upright = len(departments) > _MOST_LEVEL_TITLES
        rest = tuple(Column(str(d["id"]), (Text(str(d), fact=True),), "center", upright=upright) for d in departments)
        titles = {c.clause: c.title for c in context.organisation.library.standard.clauses}
        marked = responsibilities(context.organisation)
        rows = tuple(self._responsibility_row(clause, titles[clause], marks) for clause, marks in marked.items())
        return replace(table("responsibilities", first + rest, rows, caption, anchor), dense=True)

    def _responsibility_row(self, clause: str, title: Words, marks: Iterable[str]) -> Row:
        cells = [Cell(((Text(clause),),)), Cell(((Text(title.in_(self._context.language)),),))]
        cells += [Cell(((Text(mark),),), "accent" if mark == "▲" else None) if mark else Cell() for mark in marks]
        return Row(f"clause-{clause}", tuple(cells))

    # --- other standards

    def _other_standards(self, caption: Inlines, anchor: str) -> Table:
        """Clauses by the standards that the profile integrates: what there fits each."""
        context, language = self._context, self._context.language
        library = context.organisation.library
        chosen = tuple(other_standards(context.organisation))
        first = (Column("clause", context.label("clause")), Column("subject", context.label("title")))
        rest = tuple(Column(each.id, (Text(each.name.in_(language)),)) for each in chosen)
        titles = {c.clause: c.title for c in library.standard.clauses}
        rows = []
        for clause in dict.fromkeys(clause.clause for clause, _ in library.standard.requirements.values()):
            texts = [clause, titles[clause].in_(language), *(each.clauses[clause].in_(language) for each in chosen)]
            rows.append(Row(f"other-{clause}", tuple(Cell(((Text(text),),)) for text in texts)))
        return replace(table("other-standards", first + rest, rows, caption, anchor), dense=True)


def retention_text(context: Context, entry: Entry) -> Inlines:
    """Return how long a record is kept: the period, then from when."""
    kept = context.organisation.profile.retention.classes[entry.retention]
    language = context.language
    rule = kept.rule.zh if language == "zh" else mid(kept.rule.en)
    period = kept.period.in_(language)
    between = "（" if language == "zh" else " ("
    return (Text(f"{period}{between}{rule}{'）' if language == 'zh' else ')'}", fact=True),)


def _register_order(entry: Entry) -> tuple[int, str]:
    return "MPWRS".index(entry.type), entry.number


def _strong(run: Inline) -> Inline:
    return replace(run, strong=True) if isinstance(run, Text) else run


def _broken(lines: Sequence[Inlines]) -> Inlines:
    """Join texts with line breaks."""
    found: list[Inline] = []
    for number, line in enumerate(lines):
        found += [LineBreak(), *line] if number else line
    return tuple(found)
