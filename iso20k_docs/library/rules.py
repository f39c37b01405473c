"""What must hold between the files of the library; each rule yields what breaks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from iso20k_docs.library.definitions import DocumentDefinition, FormPart, LibraryDefinition, Process, Step
from iso20k_docs.library.standard import CrossMap, StandardDefinition
from iso20k_docs.model.diagnostics import Diagnostic, Place, error
from iso20k_docs.model.words import Words
from iso20k_docs.reading.nearest import meant
from iso20k_docs.reading.source import Path, Source

#: A name that a definition uses, and where.
Used = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document definition as just read, with the place of every value."""

    definition: DocumentDefinition
    source: Source
    stem: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the defaults that definitions may use."""

    roles: frozenset[str]
    tools: frozenset[str]
    retention: frozenset[str]


def problems_of(
    documents: Sequence[ReadDocument], definition: LibraryDefinition, standard: StandardDefinition, names: Names
) -> list[Diagnostic]:
    """Return everything that is wrong between the definitions."""
    known = {p.id for p in definition.planned} | {d.definition.id for d in documents}
    by_id = {d.definition.id: d for d in documents}
    found = [*_duplicate_numbers(documents), *_clause_owners(definition, standard, names)]
    found += _unknown_sources(definition, known)
    for document in documents:
        found += _wrong_id(document)
        found += _bad_merge(document, documents)
        found += _bad_kind(document)
        found += _not_exactly_one(document)
        found += _unknown(document, _clauses(document.definition), _clause_ids(standard), _CLAUSE)
        found += _unknown(document, _requirements(document.definition), standard.requirements, _REQUIREMENT)
        found += _unknown(document, _citations(document.definition), known, _DOCUMENT)
        found += _unknown(document, _roles(document.definition), names.roles, _ROLE)
        found += _unknown(document, _tools(document.definition), names.tools, _TOOL)
        found += _unknown(document, _retention(document.definition), names.retention, _RETENTION)
        found += _unknown(document, _destinations(document.definition), _step_ids(document.definition), _STEP)
        found += _unknown_fields(document, by_id)
        found += _unknown_cells(document)
        found += _repeated_ids(document)
        found += _unconfirmed_interfaces(document, by_id)
    return found


# --- a document among the others -----------------------------------------------------------------------


def _wrong_id(document: ReadDocument) -> Iterator[Diagnostic]:
    name = document.definition.id
    if not document.stem.endswith("/" + name):
        message = Words(f"标识“{name}”与文件名不同", f"the id '{name}' differs from the name of the file")
        yield error("id-not-file-name", message, document.source.place(("id",)))


def _duplicate_numbers(documents: Iterable[ReadDocument]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for document in documents:
        number, name = document.definition.number, document.definition.id
        if document.definition.merges:
            continue
        if first.setdefault(number, name) != name:
            message = Words(f"编号{number}已被“{first[number]}”使用", f"number {number} is taken by '{first[number]}'")
            yield error("duplicate-number", message, document.source.place(("number",)))


def _bad_merge(document: ReadDocument, others: Sequence[ReadDocument]) -> Iterator[Diagnostic]:
    """A merged document has a part's number and merges documents of its tier that nothing else merges."""
    definition = document.definition
    by_id = {other.definition.id: other.definition for other in others}
    taken = {part for other in by_id.values() if other.id != definition.id for part in other.merges}
    for position, part in enumerate(definition.merges):
        other = by_id.get(part)
        if other is None:
            continue  # said by the rule of citations
        if other.merges or other.each or other.type != definition.type or part in taken:
            message = Words(
                f"“{part}”不能并入：它不在本层、由多份文件合成或逐项成文，或已并入别的文件",
                f"'{part}' cannot be merged: it is of another tier, merged itself, made per item, or merged elsewhere",
            )
            yield error("cannot-be-merged", message, document.source.place(("merges", position)))
    numbers = [by_id[part].number for part in definition.merges if part in by_id]
    if len(numbers) == len(definition.merges) > 0 and definition.number not in numbers:
        message = Words("合成文件的编号须是其中一部分的编号", "a merged document has the number of one of its parts")
        yield error("merged-number", message, document.source.place(("number",)))


def _bad_kind(document: ReadDocument) -> Iterator[Diagnostic]:
    """A document has its own text, or merges the texts of others; what is left out says what to cite instead."""
    definition = document.definition
    own = (definition.process, definition.form, definition.marks, definition.each, definition.requirements)
    if definition.merges and (any(own) or definition.purpose is None):
        message = Words(
            "合成文件只有“purpose”，过程、表单和要求在其各部分中",
            "a merged document has a 'purpose'; processes, forms and requirements stand in its parts",
        )
        yield error("merged-with-own-text", message, document.source.place(("merges",)))
    if definition.purpose and not definition.merges:
        message = Words("“purpose”只用于合成文件", "'purpose' is for merged documents only")
        yield error("purpose-without-merge", message, document.source.place(("purpose",)))
    if definition.instead and definition.when is None:
        message = Words("“instead”只用于带“when”的文件", "'instead' is for documents with a 'when' only")
        yield error("instead-without-when", message, document.source.place(("instead",)))


def _unconfirmed_interfaces(document: ReadDocument, others: Mapping[str, ReadDocument]) -> Iterator[Diagnostic]:
    """An interface between two processes of the library stands in both, under one id, with opposite directions."""
    process = document.definition.process
    for position, interface in enumerate(process.interfaces if process else ()):
        other = others.get(interface.process)
        if other is None or other.definition.process is None:
            continue
        wanted = (interface.id, document.definition.id, "in" if interface.direction == "out" else "out")
        if wanted not in {(i.id, i.process, i.direction) for i in other.definition.process.interfaces}:
            message = Words(
                f"“{interface.process}”没有以相反方向确认接口“{interface.id}”",
                f"'{interface.process}' does not confirm the interface '{interface.id}' in the other direction",
            )
            place = document.source.place(("process", "interfaces", position))
            yield error("interface-not-confirmed", message, place)


def _clause_owners(definition: LibraryDefinition, standard: StandardDefinition, names: Names) -> Iterator[Diagnostic]:
    """The owners are the edition's own, or else those of the library, and fit its clauses."""
    own = bool(standard.clause_owners)
    place = Place(f"templates/standards/{standard.id}.yaml" if own else "templates/library.yaml")
    owners = standard.clause_owners or definition.clause_owners
    for clause, role in owners.items():
        if clause not in _clause_ids(standard):
            yield error("unknown-clause", _CLAUSE.said(clause), place)
        if role not in names.roles:
            yield error("unknown-role", _ROLE.said(role), place)
    for clause in dict.fromkeys(clause.clause for clause, _ in standard.requirements.values()):
        if clause not in owners:
            message = Words(f"条款{clause}没有负责角色", f"clause {clause} has no owner in clause_owners")
            yield error("clause-without-owner", message, place)


def _unknown_sources(definition: LibraryDefinition, known: Iterable[str]) -> Iterator[Diagnostic]:
    names = set(known)
    for source in definition.source_names:
        for document in source.documents:
            if document not in names:
                yield error("unknown-document", _DOCUMENT.said(document), Place("templates/library.yaml"))


def cross_map_problems(cross_map: CrossMap, standard: StandardDefinition) -> Iterator[Diagnostic]:
    """Yield the clauses of a cross-map that the edition hasn't, and the standards that the map doesn't list."""
    place = Place(f"templates/standards/{standard.id}-crossmap.yaml")
    listed = {each.id for each in cross_map.standards}
    for line in cross_map.clauses:
        if line.clause not in _clause_ids(standard):
            yield error("unknown-clause", _CLAUSE.said(line.clause), place)
        for name in line.fits.keys() - listed:
            message = Words(f"“standards”没有列出“{name}”", f"'standards' does not list '{name}'")
            yield error("unknown-standard", message, place)


# --- names that must exist -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of name: the code of the finding, and how it is said; `{}` stands for the name."""

    code: str
    zh: str
    en: str

    def said(self, name: str) -> Words:
        return Words(self.zh.format(name), self.en.format(name))


_CLAUSE = _Kind("unknown-clause", "标准没有条款{}", "the standard has no clause {}")
_REQUIREMENT = _Kind("unknown-requirement", "标准没有要求{}", "the standard has no requirement {}")
_DOCUMENT = _Kind("unknown-document", "没有文件“{}”", "there is no document '{}'")
_ROLE = _Kind("unknown-role", "没有角色“{}”", "there is no role '{}'")
_TOOL = _Kind("unknown-tool", "没有工具“{}”", "there is no tool '{}'")
_RETENTION = _Kind("unknown-retention", "没有保存类别“{}”", "there is no retention class '{}'")
_STEP = _Kind("unknown-step", "没有步骤“{}”", "there is no step '{}'")


def _unknown(document: ReadDocument, used: Iterable[Used], known: Iterable[str], kind: _Kind) -> Iterator[Diagnostic]:
    names = set(known)
    for path, name in used:
        if name not in names:
            hint = meant(name, sorted(names))
            yield error(kind.code, kind.said(name), document.source.place(path), hint)


def _clause_ids(standard: StandardDefinition) -> set[str]:
    return {c.clause for c in standard.clauses}


def _steps(definition: DocumentDefinition) -> Iterator[tuple[Path, Step]]:
    for number, step in enumerate(definition.process.steps if definition.process else ()):
        yield ("process", "steps", number), step


def _step_ids(definition: DocumentDefinition) -> set[str]:
    return {step.id for _, step in _steps(definition)}


def _each(path: Path, names: Iterable[str]) -> Iterator[Used]:
    for position, name in enumerate(names):
        yield (*path, position), name


def _clauses(definition: DocumentDefinition) -> Iterator[Used]:
    return _each(("clauses",), definition.clauses)


def _requirements(definition: DocumentDefinition) -> Iterator[Used]:
    yield from _each(("requirements",), definition.requirements)
    for anchor, marks in definition.marks.items():
        yield from _each(("marks", anchor), marks)
    for path, step in _steps(definition):
        yield from _each((*path, "requirements"), step.requirements)


def _citations(definition: DocumentDefinition) -> Iterator[Used]:
    for key in ("instructions", "records", "related", "merges"):
        yield from _each((key,), getattr(definition, key))
    if definition.instead:
        yield ("instead",), definition.instead.partition("#")[0]
    if definition.form:
        yield ("form", "process"), definition.form.process
    for path, step in _steps(definition):
        yield from _each((*path, "records"), step.records)
        for position, branch in enumerate(step.branches):
            if branch.to.startswith("doc:"):
                yield (*path, "branches", position, "to"), branch.to.removeprefix("doc:")
    if definition.process:
        yield from _partners(definition.process)


def _partners(process: Process) -> Iterator[Used]:
    for key in ("inputs", "outputs", "interfaces"):
        for position, item in enumerate(getattr(process, key)):
            for name in ("process", "record"):
                if getattr(item, name):
                    yield ("process", key, position, name), getattr(item, name)


def _roles(definition: DocumentDefinition) -> Iterator[Used]:
    yield ("owner",), definition.owner
    if definition.approver:
        yield ("approver",), definition.approver
    if definition.form:
        yield ("form", "keeper"), definition.form.keeper
    if definition.process:
        yield from ((("process", "roles", role), role) for role in definition.process.roles)
        for position, indicator in enumerate(definition.process.indicators):
            yield ("process", "indicators", position, "owner"), indicator.owner
    for path, step in _steps(definition):
        yield (*path, "role"), step.role
        if step.accountable:
            yield (*path, "accountable"), step.accountable
        yield from _each((*path, "consulted"), step.consulted)
        yield from _each((*path, "informed"), step.informed)


def _tools(definition: DocumentDefinition) -> Iterator[Used]:
    if definition.form:
        yield ("form", "tool"), definition.form.tool
    yield from (((*path, "tool"), step.tool) for path, step in _steps(definition) if step.tool)


def _retention(definition: DocumentDefinition) -> Iterator[Used]:
    if definition.form:
        yield ("form", "retention"), definition.form.retention


def _destinations(definition: DocumentDefinition) -> Iterator[Used]:
    for path, step in _steps(definition):
        if step.next not in (None, "end"):
            yield (*path, "next"), str(step.next)
        for position, branch in enumerate(step.branches):
            if branch.to != "end" and not branch.to.startswith("doc:"):
                yield (*path, "branches", position, "to"), branch.to


# --- either, or ----------------------------------------------------------------------------------------


def _not_exactly_one(document: ReadDocument) -> Iterator[Diagnostic]:
    """An input comes from a party or a process; a part of a form has fields or a table."""
    for path, keys, given in _alternatives(document.definition):
        if given != 1:
            one, other = keys
            message = Words(f"{one}和{other}须填其一", f"exactly one of '{one}' and '{other}' is needed")
            yield error("not-exactly-one", message, document.source.place(path))


def _alternatives(definition: DocumentDefinition) -> Iterator[tuple[Path, tuple[str, str], int]]:
    for key in ("inputs", "outputs"):
        for position, item in enumerate(getattr(definition.process, key, ())):
            given = (item.party is not None) + (item.process is not None)
            yield ("process", key, position), ("party", "process"), given
    for position, part in enumerate(definition.form.parts if definition.form else ()):
        yield ("form", "parts", position), ("fields", "table"), bool(part.fields) + bool(part.table)


# --- fields and ids ------------------------------------------------------------------------------------


def _unknown_fields(document: ReadDocument, others: Mapping[str, ReadDocument]) -> Iterator[Diagnostic]:
    """A step fills fields of its own records; a record that the library does not hold yet may have any."""
    for path, step in _steps(document.definition):
        records = [others[record].definition for record in step.records if record in others]
        if len(records) < len(step.records):
            continue
        known = {name for record in records for name in _fields(record)}
        for position, name in enumerate(step.fields):
            if name not in known:
                listed = ", ".join(step.records) or "—"
                message = Words(f"记录（{listed}）没有栏目“{name}”", f"the records ({listed}) have no field '{name}'")
                hint = meant(name, sorted(known))
                yield error("unknown-field", message, document.source.place((*path, "fields", position)), hint)


def _fields(record: DocumentDefinition) -> Iterator[str]:
    for part in record.form.parts if record.form else ():
        yield from _ids_in(part)


def _ids_in(part: FormPart) -> list[str]:
    return [column.id for column in part.table.columns] if part.table else [field.id for field in part.fields]


def _unknown_cells(document: ReadDocument) -> Iterator[Diagnostic]:
    """A standing row of a form fills columns of its table."""
    for number, part in enumerate(document.definition.form.parts if document.definition.form else ()):
        for position, row in enumerate(part.table.rows if part.table else ()):
            for name in sorted(row.cells.keys() - set(_ids_in(part))):
                message = Words(f"表“{part.id}”没有列“{name}”", f"the table '{part.id}' has no column '{name}'")
                path = ("form", "parts", number, "table", "rows", position, "cells", name)
                yield error("unknown-column", message, document.source.place(path), meant(name, _ids_in(part)))


def _repeated_ids(document: ReadDocument) -> Iterator[Diagnostic]:
    """Ids are what the parts of a document are known by in all its later versions."""
    for path, ids in _id_groups(document.definition):
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            message = Words(f"标识“{name}”重复", f"the id '{name}' stands twice")
            yield error("duplicate-id", message, document.source.place(path))


def _id_groups(definition: DocumentDefinition) -> Iterator[tuple[Path, list[str]]]:
    process, form = definition.process, definition.form
    if process:
        yield ("process", "steps"), [step.id for step in process.steps]
        yield ("process", "inputs"), [item.id for item in process.inputs]
        yield ("process", "outputs"), [item.id for item in process.outputs]
        yield ("process", "interfaces"), [f"{item.id} ({item.direction})" for item in process.interfaces]
        yield ("process", "indicators"), [item.id for item in process.indicators]
    if form:
        yield ("form", "parts"), [part.id for part in form.parts]
        yield ("form", "parts"), [field.id for part in form.parts for field in part.fields]
        for position, part in enumerate(form.parts):
            if part.table:
                yield ("form", "parts", position, "table"), _ids_in(part)
                yield ("form", "parts", position, "table", "rows"), [row.id for row in part.table.rows]
