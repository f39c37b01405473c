"""What stands before the text: cover, approvals, revision history, contents list; or the title of a form."""

from __future__ import annotations

from dataclasses import replace

from iso20k_docs.model.measure import text_width
from iso20k_docs.model.nodes import Cell, Column, Document, Row, Table, Text
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.columns import Arrangement, spread
from iso20k_docs.writers.docx.controls import bound
from iso20k_docs.writers.docx.index import Entry
from iso20k_docs.writers.docx.inlines import inlines
from iso20k_docs.writers.docx.labels import NOT_GIVEN, label
from iso20k_docs.writers.docx.markup import field, field_end, field_start, paragraph, run, spacer
from iso20k_docs.writers.docx.pages import logo, logo_parts
from iso20k_docs.writers.docx.story import Story
from iso20k_docs.writers.docx.styles import contents_tabs
from iso20k_docs.writers.docx.tables import GAP, cell_markup, frame, grid, row_markup

_SIGNATURE_ROW = 620
# Room to sign in matters more than the texts do.
_APPROVAL_SHARES = [16, 18, 26, 24, 16]
_CONTENTS_ID = 100000001
_PARTS = ("prepared", "reviewed", "approved")


def cover(story: Story) -> str:
    """Return the cover page."""
    document = story.document
    picture = story.look.logo
    relations = [story.relate("image", target) for target in logo_parts(picture)] if picture else []
    company = logo(story, relations) + bound(story, "company")
    return "".join(
        (
            paragraph("CoverOrganisation", company, '<w:textAlignment w:val="center"/>'),
            paragraph("CoverEyebrow", run(document.eyebrow, story.language)),
            paragraph("Title", bound(story, "title")),
            _subtitle(document),
            _control_table(story),
            paragraph("TableNote", "", _GAP_BEFORE_APPROVALS),
            grid(
                story,
                approval_table(document),
                _approvals(story),
                row_height=_SIGNATURE_ROW,
                title=label("approvals", story.language),
            ),
        )
    )


def _approvals(story: Story) -> Arrangement:
    width = story.layout.portrait.text_width
    return Arrangement(spread([0] * len(_APPROVAL_SHARES), width, _APPROVAL_SHARES), 0, (), kept=True)


_GAP_BEFORE_APPROVALS = '<w:spacing w:before="0" w:after="0" w:line="300" w:lineRule="exact"/>'


def _subtitle(document: Document) -> str:
    """Return the subtitle over the accent rule; the rule alone where there is no subtitle."""
    if document.subtitle:
        return paragraph("Subtitle", run(document.subtitle, document.language))
    low = '<w:spacing w:before="0" w:after="560" w:line="20" w:lineRule="exact"/>'
    return paragraph("Subtitle", "", low)


def _control_table(story: Story) -> str:
    """Return code, version, date, classification, owner and standard, two pairs per row."""
    control, language = story.document.control, story.language
    own = {"owner": control.owner, "standard": control.standard}
    widths = _control_widths(story)
    rows = []
    for pair in (("code", "version"), ("effective", "classification"), ("owner", "standard")):
        cells = []
        for at, key in enumerate(pair):
            value = run(own[key] or NOT_GIVEN, language) if key in own else bound(story, key)
            cells.append(cell_markup(widths[2 * at], paragraph("TableLabel", run(label(key, language), language))))
            cells.append(cell_markup(widths[2 * at + 1], paragraph("TableText", value)))
        rows.append(row_markup(cells))
    return frame(rows, widths, "RuledTable", label("control", language))


def _control_widths(story: Story) -> tuple[int, ...]:
    width = story.layout.portrait.text_width
    first, second = width * 16 // 100, width * 34 // 100
    return first, second, first, width - 2 * first - second


def approval_table(document: Document) -> Table:
    """Return who prepared, reviewed and approved the version, with a cell to sign in."""
    language = document.language
    columns = _columns(language, ("role", "name", "position", "signature", "date"))
    rows = tuple(
        _row(
            f"{signatory.part}-{at}",
            label(signatory.part, language) if signatory.part in _PARTS else signatory.part,
            signatory.name, signatory.position, "", signatory.date,
        )
        for at, signatory in enumerate(document.control.signatories)
    )  # fmt: skip
    return Table("approvals", (Column("role", columns[0].title, strong=True), *columns[1:]), rows)


def revision_table(document: Document) -> Table:
    """Return the revision history, newest first."""
    rows = tuple(
        _row(revision.version, revision.version, revision.date, revision.change, revision.author, revision.approver)
        for revision in document.control.revisions
    )
    columns = _columns(document.language, ("version", "date", "change", "author", "approver"))
    wide = (replace(column, room=_SUMMARY) if column.id == "change" else column for column in columns)
    return Table("revisions", tuple(wide), rows)


def _columns(language: Language, keys: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(key, (Text(label(key, language)),)) for key in keys)


def _row(key: str, *texts: str) -> Row:
    return Row(key, tuple(Cell(((Text(text),),) if text else ()) for text in texts))


def revisions(story: Story) -> str:
    """Return the revision history with its heading; nothing where there is none."""
    if not story.document.control.revisions:
        return ""
    title = label("revisions", story.language)
    heading = paragraph("FrontHeading", run(title, story.language), _AT_TOP)
    block = revision_table(story.document)
    arrangement = story.arrangement(block, story.layout.portrait.text_width)
    return heading + grid(story, block, arrangement, title=title) + spacer(GAP)


_SUMMARY = 16
"""Ems that the summaries of later revisions need: a new row comes into the table of a file that people edit."""
_AT_TOP = '<w:spacing w:before="0"/>'


def form_title(story: Story) -> str:
    """Return the title and the help line of a document without a cover."""
    help_line = story.document.help
    if not help_line:
        return paragraph("FormTitle", bound(story, "title"), _UNDER_TITLE)
    title = paragraph("FormTitle", bound(story, "title"))
    return title + paragraph("FormHelp", inlines(story, help_line), _UNDER_TITLE)


_UNDER_TITLE = '<w:spacing w:before="0" w:after="160"/>'


def contents(story: Story, pages: dict[str, int]) -> str:
    """Return the contents list: a real field, filled in, so that it shows at once and nothing asks to update it."""
    language = story.language
    entries = story.index.contents()
    lines = [_entry(story, entry, pages, first=at == 0) for at, entry in enumerate(entries)]
    lines.append(
        paragraph("TableNote", field_end(), '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')
    )
    heading = paragraph("TOCHeading", run(label("contents", language), language))
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{label("contents", language)}"/><w:id w:val="{_CONTENTS_ID}"/><w:docPartObj>'
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{heading}{''.join(lines)}</w:sdtContent></w:sdt>"
    )


def _entry(story: Story, entry: Entry, pages: dict[str, int], first: bool) -> str:
    language = story.language
    tab = "<w:r><w:tab/></w:r>"
    number = run(entry.number, language) + tab if entry.number else ""
    page = field(f"PAGEREF {entry.mark} \\h", str(pages.get(entry.id, 1)), language)
    shown = number + run(entry.text, language) + tab + page
    link = f'<w:hyperlink w:anchor="{entry.mark}" w:history="1">{shown}</w:hyperlink>'
    start = field_start('TOC \\o "1-2" \\h \\z \\u') if first else ""
    return paragraph(f"TOC{entry.level}", start + link, _entry_tabs(story, entry))


def _entry_tabs(story: Story, entry: Entry) -> str:
    """Return the tabs of an entry whose number doesn't fit the style's: "Appendix A", or none at all."""
    m, width = story.layout[f"TOC{entry.level}"], story.layout.portrait.text_width
    if not entry.number:
        return f'{contents_tabs(1, width, m.left)}<w:ind w:left="0" w:firstLine="0"/>'
    if not entry.appendix:
        return ""
    room = text_width(entry.number, story.language, story.layout.face) * m.size // 20 + 2 * m.size * 10
    return f'{contents_tabs(room, width, m.left)}<w:ind w:left="{room}" w:hanging="{room}"/>'
