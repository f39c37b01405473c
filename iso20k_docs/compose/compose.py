"""One document of the register to a document tree, in one language; numbers and links are still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType

from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError

from iso20k_docs.compose.context import Context, LanguageContext
from iso20k_docs.compose.derived import DerivedTables, retention_text
from iso20k_docs.compose.forms import fill, form_blocks
from iso20k_docs.compose.labels import LABELS
from iso20k_docs.compose.markdown import BlockReader, MarkdownError
from iso20k_docs.library.load import LoadedDocument
from iso20k_docs.model.control import Control, Revision, Signatory
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.nodes import Block, Document, Heading, Inlines, Landscape, Reference, Text
from iso20k_docs.model.register import Entry, Named
from iso20k_docs.model.words import Language, Words


def compose(language: LanguageContext, entry: Entry, loaded: LoadedDocument) -> Document:
    """Return the tree of one document; UserError with file and line where a template fails."""
    name = f"{loaded.stem}.{language.language}.md.j2"
    if loaded.definition.form:
        name = f"{loaded.stem}.yaml"
    try:
        context = language.document(entry, loaded.definition, loaded.stem)
        blocks = form_blocks(context) if loaded.definition.form else _text_blocks(context, name)
    except TemplateNotFound as failure:
        message = Words(f"缺少文件{failure.name}", f"the file {failure.name} is missing")
        raise UserError([error("text-missing", message, Place(f"templates/{loaded.stem}.yaml"))]) from None
    except (TemplateError, MarkdownError, TypeError, ValueError) as failure:
        raise UserError([_failure(failure, f"templates/{name}")]) from failure
    return _document(context, blocks)


def _text_blocks(context: Context, name: str) -> tuple[Block, ...]:
    text = context.environment.get_template(name).render(context.names)
    reader = BlockReader(context.language, DerivedTables(context), context.tones)
    try:
        blocks = reader.read(text)
    except MarkdownError as failure:
        near = text.splitlines()[max(failure.line - 1, 0) : failure.line]
        raise MarkdownError(f"{failure.message} (near: {' '.join(near)[:80]})", failure.line) from None
    return _marked(blocks, context)


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


# --- errors of the library's texts ------------------------------------------------------------------------


def _failure(failure: Exception, name: str) -> Diagnostic:
    place = _place(failure, name)
    message = str(failure)
    return error("template-error", Words(f"模板出错：{message}", f"the template fails: {message}"), place)


def _place(failure: Exception, name: str) -> Place:
    if isinstance(failure, TemplateSyntaxError):
        return Place(failure.filename or name, failure.lineno)
    lines = list(_template_lines(failure.__traceback__))
    return Place(*lines[-1]) if lines else Place(name)


def _template_lines(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith("templates/"):
            yield file, traceback.tb_lineno
        traceback = traceback.tb_next


# --- the document around its blocks ------------------------------------------------------------------------


def _document(context: Context, blocks: tuple[Block, ...]) -> Document:
    entry, definition, language = context.entry, context.definition, context.language
    other: Language = "en" if language == "zh" else "zh"
    organisation = context.organisation.profile.org
    subtitle = entry.subtitle or Words(entry.title.in_(other), "")
    covered = definition.form is None and definition.kind != "paper"
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
    iso = {name: value.isoformat() if value else "" for name, value in dates}
    standard = profile.standard
    return Control(
        code=entry.code,
        version=entry.version,
        status=LABELS["issued" if dates.effective else "draft"].in_(language),
        classification=_classification(context),
        owner=str(context.role_facts(entry.owner)),
        effective=iso["effective"],
        issued=iso["issued"],
        organisation=profile.org.name.in_(language),
        organisation_short=profile.org.short.in_(language),
        standard=standard.edition if standard.amendment is None else f"{standard.edition} + {standard.amendment}",
        signatories=(
            _signatory("prepared", entry.author, iso["prepared"], language),
            _signatory("reviewed", entry.reviewer, iso["reviewed"], language),
            _signatory("approved", entry.approver, iso["approved"], language),
        ),
        revisions=tuple(
            Revision(
                v.version, v.date, v.change.in_(language), v.author.in_(language), v.approver.in_(language)
            )
            for v in entry.history
        ),
    )


def _signatory(part: str, person: Named, date: str, language: Language) -> Signatory:
    return Signatory(part, person.name.in_(language), person.position.in_(language), date)


def _classification(context: Context) -> str:
    security = context.organisation.profile.security
    names = {c.id: c.name.in_(context.language) for c in security.classes}
    return names[security.document_class]


def _controlled(context: Context) -> str:
    profile = context.organisation.profile
    if profile.brand.footer:
        return profile.brand.footer.in_(context.language)
    where = profile.tools.document.name.in_(context.language)
    return LABELS["controlled"].in_(context.language).format(where=where)


def _help(context: Context) -> Inlines:
    form = context.definition.form
    if form is None:
        return ()
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
    gap = Text("　　" if context.language == "zh" else "    ")
    keeper = context.role(form.keeper)
    kept = retention_text(context, context.entry)
    return (*context.label("kept-by"), *keeper, gap, *context.label("kept-for"), *kept)
