"""Every requirement answered in words, every clause proved by a record, every document needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from iso20k_docs.compose.checks.scene import CheckedSet, texts_of
from iso20k_docs.library.definitions import FormColumn, FormField, RecordForm
from iso20k_docs.model.diagnostics import Diagnostic, Place, error, warning
from iso20k_docs.model.nodes import Block, Document, Heading, Reference, flat
from iso20k_docs.model.words import Words

_LISTED = 8
#: What a form has for its own sake: who filled it in, when, and room for what else there is to say.
_OF_EVERY_FORM = ("signature", "person", "date", "datetime")
_MARK = re.compile(r"\{#([a-z0-9-]+)[^}\n]*\breq=\"([^\"{}]+)\"")


def requirements_are_answered(scene: CheckedSet) -> Iterator[Diagnostic]:
    """Each requirement of the standard is answered by a section or by a document of the organisation's own."""
    missing = scene.matrix.uncovered
    if missing:
        message = Words(
            f"{len(missing)}项要求没有章节应答：{_some(missing)}",
            f"{len(missing)} requirements are answered by no section: {_some(missing)}",
        )
        yield error("uncovered-requirements", message, Place("templates/standards"))


def marks_are_requirements(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A section is marked with ids that the standard has."""
    known = scene.organisation.library.standard.requirements
    for document in scene.documents:
        for heading in _headings(document):
            for mark in heading.requirements:
                if mark not in known:
                    message = Words(
                        f"第{heading.number}节标记的要求{mark}不存在",
                        f"section {heading.number} is marked with {mark}, which the standard does not have",
                    )
                    yield error("unknown-requirement", message, scene.place(document))


def clauses_have_records(scene: CheckedSet) -> Iterator[Diagnostic]:
    """Each clause that asks for something is proved by a record."""
    proved: dict[str, bool] = {}
    for row in scene.matrix.rows:
        proved[row.clause] = proved.get(row.clause, False) or bool(row.records)
    missing = [clause for clause, found in proved.items() if not found]
    if missing:
        message = Words(f"没有记录证实的条款：{_some(missing)}", f"clauses that no record proves: {_some(missing)}")
        yield error("clause-without-record", message, Place("templates/records"))


def marked_sections_say_something(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A section that is marked as an answer is not empty."""
    for document in scene.documents:
        for heading in _empty(document):
            message = Words(
                f"第{heading.number}节标记了要求，但没有内容",
                f"section {heading.number} is marked as an answer and is empty",
            )
            yield error("empty-answer", message, scene.place(document))


def marks_of_texts_are_printed(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A mark that a condition drops for this organisation is told: another document answers the requirement then."""
    answered = {row.requirement for row in scene.matrix.rows if row.answers}
    for document in scene.documents:
        printed = {mark for heading in _headings(document) for mark in heading.requirements}
        for anchor, mark in _written(scene, document):
            if mark not in printed and mark not in answered:
                message = Words(
                    f"“{anchor}”一节对本组织不出现，它标记的{mark}无处应答",
                    f"the section '{anchor}' is dropped for this organisation, and nothing else answers {mark}",
                )
                yield error("dropped-answer", message, scene.place(document))


def documents_are_needed(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A document answers or proves a requirement, or another document cites it."""
    answering = {answer.id for row in scene.matrix.rows for answer in row.answers}
    answering |= {record.id for row in scene.matrix.rows for record in row.records}
    cited = {name for document in scene.documents for name in _cited(scene, document) - {document.id}}
    for entry in scene.organisation.register.values():
        if entry.id not in answering | cited and entry.type != "S":
            message = Words(
                f"{entry.code}《{entry.title.zh}》没有应答要求，也没有文件引用它",
                f"{entry.code} {entry.title.en} answers no requirement and no document cites it",
            )
            yield error("needless-document", message, Place(f"templates/…/{entry.definition}.yaml"))


def form_fields_are_used(scene: CheckedSet) -> Iterator[Diagnostic]:
    """A field of a form is filled by a step, named by a text, or needed by any form, such as a signature."""
    filled = {
        field for _, _, process in scene.organisation.processes() for step in process.steps for field in step.fields
    }
    instructing = [d for d in scene.documents if d.language == "zh" and scene.entry(d).type in "PWS"]
    texts = "\n".join(said.text for d in instructing for said in scene.said[d.id, d.language])
    for loaded in scene.organisation.library.documents.values():
        form = loaded.definition.form
        if form is None or loaded.definition.id not in scene.organisation.register:
            continue
        unused = [
            f for f in _fields(form) if f.id not in filled and f.type not in _OF_EVERY_FORM and f.label.zh not in texts
        ]
        if unused:
            named = Words("、".join(f.label.zh for f in unused), ", ".join(f.label.en for f in unused))
            message = Words(f"没有步骤或文字用到的栏目：{named.zh}", f"fields that no step or text uses: {named.en}")
            yield warning("unused-field", message, Place(f"templates/{loaded.stem}.yaml"))


def _fields(form: RecordForm) -> Iterator[FormField | FormColumn]:
    for part in form.parts:
        yield from part.fields
        yield from part.table.columns if part.table else ()


def _headings(document: Document) -> Iterator[Heading]:
    return (block for block in flat(document.blocks) if isinstance(block, Heading))


def _empty(document: Document) -> Iterator[Heading]:
    """Yield marked headings that another one of the same or a higher level, or the end, follows at once."""
    blocks: list[Block | None] = [*flat(document.blocks), None]
    for block, following in pairwise(blocks):
        if not isinstance(block, Heading) or not block.requirements:
            continue
        if following is None or (isinstance(following, Heading) and following.level <= block.level):
            yield block


def _written(scene: CheckedSet, document: Document) -> Iterator[tuple[str, str]]:
    """Yield the marks in the template of a document, whether or not a condition drops them: anchor and requirement."""
    library = scene.organisation.library
    path = library.folders.find(f"{library.documents[scene.entry(document).definition].stem}.{document.language}.md.j2")
    for found in _MARK.finditer(path.read_text("utf-8") if path else ""):
        yield from ((found[1], mark) for mark in found[2].split())


def _cited(scene: CheckedSet, document: Document) -> set[str]:
    """Return the documents of the set that a document cites."""
    found: set[str] = set()
    for block in flat(document.blocks):
        found |= {i.document for text in texts_of(block) for i in text if isinstance(i, Reference) and i.document}
    register = scene.organisation.register
    return {cited.document for name in found if (cited := register.cited(name))}


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_LISTED]) + (", …" if len(listed) > _LISTED else "")
