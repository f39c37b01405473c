"""One document of the register to a document tree, in one language; numbers and links are still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from iso20k_docs.compose.context import Context, LanguageContext
from iso20k_docs.compose.derived import DerivedTables, retention_text
from iso20k_docs.compose.failures import FAILURES, diagnose, unknown_marks, unreadable
from iso20k_docs.compose.figures import DrawnFigures
from iso20k_docs.compose.forms import fill, form_blocks
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.markdown import BlockReader, MarkdownError
from iso20k_docs.compose.merge import Chapter, merged
from iso20k_docs.library.definitions import has_text
from iso20k_docs.library.load import LoadedDocument
from iso20k_docs.model.control import Control, Revision, Signatory
from iso20k_docs.model.diagnostics import UserError, raise_errors
from iso20k_docs.model.nodes import Block, Document, Heading, Inlines, Landscape, Paragraph, Reference, Text
from iso20k_docs.model.register import Entry, Named
from iso20k_docs.model.words import Language, Words


def compose(language: LanguageContext, entry: Entry, loaded: LoadedDocument) -> Document:
    """Return the tree of one document; UserError with file and line where a template fails."""
    folders = language.organisation.library.folders
    name = _text_name(loaded, language.language)
    with _placed_failures(language, loaded):
        context = language.document(entry, loaded.definition, loaded.stem)
        blocks = _text_blocks(context, name) if has_text(loaded.definition) else ()
        blocks += form_blocks(context) if loaded.definition.form else ()
        document = _document(context, _marked(blocks, context))
    raise_errors(unknown_marks(loaded, folders, _anchors(document.blocks)))
    if not loaded.definition.merges:
        return document
    documents = language.organisation.library.documents
    chapters = (_chapter(language, entry, documents[part.id], document) for part in entry.parts)
    slips = tuple(part.id for part in entry.parts if part.kind != "register")
    return replace(document, blocks=(*document.blocks, *merged(chapters, language.language)), slips=slips)


def _chapter(language: LanguageContext, entry: Entry, loaded: LoadedDocument, whole: Document) -> Chapter:
    """Return the text of a part of a merged document as it would be on its own, a record's with help and footnote."""
    definition = loaded.definition
    alone = compose(language, entry, loaded)
    blocks = alone.blocks
    if definition.form:
        blocks = (Paragraph("help", alone.help, "help"), *blocks, Paragraph("kept", alone.footnote, "note"))
    title, turned = definition.title.in_(language.language), alone.landscape and not whole.landscape
    return Chapter(definition.id, definition.number.lower(), title, blocks, turned)


def _text_name(loaded: LoadedDocument, language: Language) -> str:
    """Return the file that the text of a document is in; a merged one has but an introduction."""
    if not has_text(loaded.definition):
        return f"{loaded.stem}.yaml"
    return f"{'shared/merged' if loaded.definition.merges else loaded.stem}.{language}.md.j2"


@contextmanager
def _placed_failures(language: LanguageContext, loaded: LoadedDocument) -> Iterator[None]:
    """Say of what fails in a text or definition where it stands."""
    try:
        yield
    except FAILURES as failure:
        folders = language.organisation.library.folders
        name = _text_name(loaded, language.language)
        names = (*language.names, "own", "doc")
        raise UserError([diagnose(failure, f"{loaded.stem}.yaml", name, folders, names)]) from failure


def _text_blocks(context: Context, name: str) -> tuple[Block, ...]:
    environment = context.environment
    if environment.is_overlaid(name):  # those of the shipped library are checked by the tests
        environment.check_blocks(name)
    text = environment.get_template(name).render(context.names)
    reader = BlockReader(context.language, DerivedTables(context), context.tones, DrawnFigures(context))
    try:
        return reader.read(text)
    except MarkdownError as failure:
        raise unreadable(failure, text, environment.text_of(name)) from None


def _marked(blocks: tuple[Block, ...], context: Context) -> tuple[Block, ...]:
    """Give the sections of the skeleton the requirements that the definition says they answer."""
    marks = context.definition.marks
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.anchor in marks:
            both = dict.fromkeys([*block.requirements, *marks[block.anchor]])
            found.append(replace(block, requirements=tuple(both)))
        elif isinstance(block, Landscape):
            found.append(replace(block, blocks=_marked(block.blocks, context)))
        else:
            found.append(block)
    return tuple(found)


def _anchors(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.anchor
        elif isinstance(block, Landscape):
            yield from _anchors(block.blocks)


# --- the document around its blocks ------------------------------------------------------------------------


def _document(context: Context, blocks: tuple[Block, ...]) -> Document:
    entry, definition, language = context.entry, context.definition, context.language
    other: Language = "en" if language == "zh" else "zh"
    organisation = context.organisation.profile.org
    subtitle = entry.subtitle or Words(entry.title.in_(other), "")
    covered = definition.type != "R" and definition.kind != "paper"
    return Document(
        id=entry.id,
        language=language,
        kind=definition.kind,
        title=entry.title.in_(language),
        subtitle=subtitle.in_(language),
        eyebrow=entry.eyebrow.in_(language),
        path=entry.files[language],
        control=_control(context),
        blocks=blocks,
        help=_help(context),
        footnote=_footnote(context),
        controlled=_controlled(context),
        cover=covered,
        contents=covered if definition.contents is None else definition.contents,
        landscape=definition.landscape,
        description=f"{organisation.name.in_(language)} · {entry.tier.in_(language)}",
        keywords=(entry.code, *(f"ISO/IEC 20000-1 {clause}" for clause in entry.clauses)),
    )


def _control(context: Context) -> Control:
    entry, language = context.entry, context.language
    profile = context.organisation.profile
    dates = profile.dates
    iso = {name: value.isoformat() if isinstance(value, dt.date) else "" for name, value in dates}
    standard = profile.standard
    return Control(
        code=entry.code,
        version=entry.version,
        status=LABELS["issued" if dates.effective else "draft"].in_(language),
        classification=profile.document_label.in_(language),
        owner=str(context.role_facts(entry.owner)),
        effective=iso["effective"],
        issued=iso["issued"],
        organisation=profile.org.name.in_(language),
        standard=standard.edition if standard.amendment is None else f"{standard.edition} + {standard.amendment}",
        signatories=(
            _signatory("prepared", entry.author, iso["prepared"], language),
            _signatory("reviewed", entry.reviewer, iso["reviewed"], language),
            _signatory("approved", entry.approver, iso["approved"], language),
        ),
        revisions=tuple(
            Revision(v.version, v.date, v.change.in_(language), v.author.in_(language), v.approver.in_(language))
            for v in entry.history
        ),
    )


def _signatory(part: str, person: Named, date: str, language: Language) -> Signatory:
    return Signatory(part, person.name.in_(language), person.position.in_(language), date)


def _controlled(context: Context) -> str:
    where = context.organisation.profile.tools.document.name.in_(context.language)
    return LABELS["controlled"].in_(context.language).format(where=where)


def _help(context: Context) -> Inlines:
    form = context.definition.form
    if form is None:
        return fill(context, context.definition.purpose) if context.definition.type == "R" else ()
    language = context.language
    required = any(field.required for part in form.parts for field in part.fields)
    stop = Text("。" if language == "zh" else ". ")
    found: Inlines = context.label("required") if required else ()
    found += (*context.label("filled-by"), Reference("document", form.process), stop)
    found += (*context.label("frequency"), *fill(context, form.frequency), stop)
    return found + fill(context, form.help)


def _footnote(context: Context) -> Inlines:
    form = context.definition.form
    if form is None:
        return ()
    gap = Text("　　" if context.language == "zh" else ". ")
    keeper = context.role(form.keeper)
    kept = retention_text(context, context.entry)
    return (*context.label("kept-by"), *keeper, gap, *context.label("kept-for"), *kept)
