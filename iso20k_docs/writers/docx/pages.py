"""Page furniture: cover band, control header, footer, and the properties of a section."""

from __future__ import annotations

from collections.abc import Sequence

from iso20k_docs.model.measure import BOLD, text_width
from iso20k_docs.model.picture import Picture
from iso20k_docs.writers.docx.columns import spread
from iso20k_docs.writers.docx.controls import bound
from iso20k_docs.writers.docx.labels import label
from iso20k_docs.writers.docx.markup import (
    DECLARATION,
    PIC,
    STORY_NAMESPACES,
    W,
    border,
    escape,
    field,
    paragraph,
    run,
)
from iso20k_docs.writers.docx.scale import TWIPS_PER_MM, Page
from iso20k_docs.writers.docx.story import Story
from iso20k_docs.writers.docx.tables import cell_markup, frame, least_height, row_markup

LOGO_TARGETS = {"png": "media/logo.png", "jpeg": "media/logo.jpg", "svg": "media/logo.svg"}
"""Where the logo lies, seen from the main part."""
_VECTORS = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_MILLIMETRE = 36000
_HEADER_LOGO, _COVER_LOGO, _WIDEST_LOGO = 7.0, 12.0, 45.0
_STRIP = ("code", "version", "effective", "classification")


def logo_parts(picture: Picture) -> dict[str, bytes]:
    """Return the bytes of a logo by their targets: the picture, and its vectors where it has them."""
    found = {LOGO_TARGETS[picture.kind]: picture.data}
    return found | ({LOGO_TARGETS["svg"]: picture.svg} if picture.svg else {})


def logo(story: Story, relations: Sequence[int], height: float = _COVER_LOGO) -> str:
    """Return the organisation's logo, `height` mm high but at most 45 mm wide; nothing where none is given.

    `relations` are the relationship numbers of `logo_parts`. Word shows the vectors (MS-ODRAWXML, svgBlip), other
    readers the picture.
    """
    picture = story.look.logo
    if picture is None:
        return ""
    scale = min(height / picture.height, _WIDEST_LOGO / picture.width) * _MILLIMETRE
    wide, high = round(picture.width * scale), round(picture.height * scale)
    words = escape(label("logo", story.language))
    identity = f'id="{story.drawing()}" name="logo" descr="{words}"'
    drawn = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr {identity}/><wp:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr {identity}/><pic:cNvPicPr>'
        '<a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr><pic:blipFill>'
        f"{_blip(relations)}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    return f"<w:r>{drawn}</w:r>" + run("\u2002", story.language)


def _blip(relations: Sequence[int]) -> str:
    if len(relations) == 1:
        return f'<a:blip r:embed="rId{relations[0]}"/>'
    vectors = f'<asvg:svgBlip xmlns:asvg="{_ASVG}" r:embed="rId{relations[1]}"/>'
    return (
        f'<a:blip r:embed="rId{relations[0]}"><a:extLst><a:ext uri="{_VECTORS}">{vectors}</a:ext></a:extLst></a:blip>'
    )


def cover_band(story: Story) -> str:
    """Return the header of the cover: a coloured band to both page edges, drawn as a table, not a shape."""
    look, page = story.look, story.layout.cover
    widths = (page.width - page.right, page.right)
    cells = [
        cell_markup(width, paragraph("Header", ""), fill)
        for width, fill in zip(widths, (look.primary, look.accent), strict=True)
    ]
    row = row_markup(cells, least_height(400, "exact"))
    title = label("band", story.language)
    return _part("hdr", frame([row], widths, "FrameTable", title, indent=-page.left) + paragraph("Header", ""))


def control_header(story: Story, page: Page, total: int) -> str:
    """Return the header strip: company and title above the control data and the page number."""
    strip = [_labelled(story, key) for key in _STRIP]
    pages = paragraph("HeaderValue", _page_number(story, total), '<w:jc w:val="right"/>')
    widths = _strip_widths(story, page.text_width)
    thin, thick = border("bottom", 4, story.look.line), border("bottom", 12, story.look.primary)
    picture = story.look.logo
    relations = range(1, len(logo_parts(picture)) + 1) if picture else ()
    company = paragraph("HeaderOrganisation", logo(story, relations, _HEADER_LOGO) + bound(story, "company"))
    if story.look.header_text:
        company += paragraph("Header", run(story.look.header_text.in_(story.language), story.language))
    title = paragraph("HeaderTitle", bound(story, "title"))
    left = _company_width(story, widths, page.text_width)
    ends = [sum(widths[: at + 1]) for at in range(len(widths))]
    edges = sorted({*ends, left})
    first = [
        cell_markup(left, company, span=edges.index(left) + 1, borders=thin, vertical="center"),
        cell_markup(
            page.text_width - left, title, span=len(edges) - edges.index(left) - 1, borders=thin, vertical="center"
        ),
    ]
    second = [
        cell_markup(width, cell, span=_columns_in(edges, end, width), borders=thick, vertical="center")
        for width, end, cell in zip(widths, ends, [*strip, pages], strict=True)
    ]
    grid = [end - begin for begin, end in zip([0, *edges], edges, strict=False)]
    rows = [row_markup(first, least_height(500)), row_markup(second, least_height(320))]
    closing = paragraph("Header", "", '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>')
    return _part("hdr", frame(rows, grid, "FrameTable", label("header", story.language)) + closing)


def _columns_in(edges: list[int], end: int, width: int) -> int:
    """Return how many columns of the grid a cell of the strip spans."""
    return sum(end - width < edge <= end for edge in edges)


def _company_width(story: Story, widths: tuple[int, ...], whole: int) -> int:
    """Return the width of the company's cell: of two or three cells below it, or what name and logo need.

    The title may take two lines: it keeps a third of the header at least.
    """
    needed = _bold_width(story, "company", "HeaderOrganisation") + _logo_width(story)
    for span in (2, 3):
        if needed <= sum(widths[:span]):
            return sum(widths[:span])
    title = min(_bold_width(story, "title", "HeaderTitle"), whole // 3)
    return max(min(needed, whole - title), sum(widths[:3]))


def _bold_width(story: Story, key: str, style: str) -> int:
    size = story.layout[style].size
    return int(text_width(story.values[key], story.language, story.layout.face) * size * BOLD) // 20 + 120


def _logo_width(story: Story) -> int:
    """Return the width of the logo in the header and the blank behind it in twips."""
    picture = story.look.logo
    if picture is None:
        return 0
    return round(min(_HEADER_LOGO * picture.width / picture.height, _WIDEST_LOGO) * TWIPS_PER_MM) + 90


def _labelled(story: Story, key: str) -> str:
    # The value's look comes from the paragraph style: LibreOffice drops the run formatting of bound controls.
    return paragraph(
        "HeaderValue", run(f"{label(key, story.language)} ", story.language, "LabelText") + bound(story, key)
    )


def _page_number(story: Story, total: int) -> str:
    language = story.language

    def word(key: str) -> str:
        text = label(key, language)
        return run(text, language, "LabelText") if text else ""

    here, of = field("PAGE", "1", language), field("NUMPAGES", str(total), language)
    return word("page-before") + here + word("page-between") + of + word("page-after")


def _strip_widths(story: Story, width: int) -> tuple[int, ...]:
    """Return the widths of the five cells of the strip, from what they hold."""
    size, language, face = story.layout["HeaderValue"].size, story.language, story.layout.face
    texts = [f"{label(key, language)} {story.values[key]}" for key in _STRIP]
    texts.append("".join(label(key, language) for key in ("page-before", "page-between", "page-after")) + "100100")
    wanted = [int(text_width(text, language, face) * size * BOLD) // 20 + 120 for text in texts]
    if sum(wanted) >= width:
        return spread([0] * len(wanted), width, wanted)
    return spread(wanted, width, [1, 1, 1, 1, 0])


def footer(story: Story, page: Page) -> str:
    """Return the footer: controlled-copy statement, and the brand's own text or copyright, in two columns."""
    edge, language = border("top", 4, story.look.line), story.language
    statement = paragraph("Footer", run(story.document.controlled, language) if story.document.controlled else "")
    own = story.look.footer_text
    text = own.in_(language) if own else f"© {story.document.control.organisation}"
    widths = _footer_widths(story, text, page.text_width)
    right = paragraph("Footer", run(text, language), '<w:jc w:val="right"/>')
    cells = [cell_markup(widths[0], statement, borders=edge), cell_markup(widths[1], right, borders=edge)]
    closing = paragraph("Footer", "", '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')
    return _part("ftr", frame([row_markup(cells)], widths, "FrameTable", label("footer", language)) + closing)


def _footer_widths(story: Story, text: str, width: int) -> tuple[int, int]:
    """Return the widths of statement and text: 74 to 26 parts, or up to 45 for a text that needs them."""
    size, face = story.layout["Footer"].size, story.layout.face
    needed = text_width(text, story.language, face) * size // 20 + 60
    right = max(width - width * 74 // 100, min(needed, width * 45 // 100))
    return width - right, right


def _part(element: str, content: str) -> str:
    namespaces = STORY_NAMESPACES if "<w:drawing>" in content else f'xmlns:w="{W}"'
    return f"{DECLARATION}<w:{element} {namespaces}>{content}</w:{element}>"


def section_properties(page: Page, header: int, footer_number: int) -> str:
    """Return `w:sectPr`; the page numbers run through the document."""
    orientation = ' w:orient="landscape"' if page.landscape else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId{header}"/>'
        f'<w:footerReference w:type="default" r:id="rId{footer_number}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{orientation}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" '
        f'w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/><w:cols w:space="425"/>'
        '<w:docGrid w:linePitch="312"/></w:sectPr>'
    )


def section_end(properties: str) -> str:
    """Return the paragraph that closes a section; it takes no room."""
    tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return paragraph("TableNote", "", tiny + properties)
