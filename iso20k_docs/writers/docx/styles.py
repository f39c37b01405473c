"""styles.xml: every paragraph, character and table style of the documents, from the look and the type scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iso20k_docs.model.template import Edge, Traits
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.markup import DECLARATION, W, border, escape
from iso20k_docs.writers.docx.scale import Layout, Metrics, layout

_SHOWN = (
    "Normal", "heading 1", "heading 2", "heading 3", "Title", "Subtitle", "Body Text", "List Bullet",
    "List Number", "caption", "Strong",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: its name and what the type scale doesn't say.

    `before_spacing` and `last` are paragraph properties that stand before `w:spacing` and behind `w:jc` in the
    schema's order.
    """

    id: str
    name: str
    based_on: str = "Normal"
    following: str = ""
    before_spacing: str = ""
    indent: str = ""
    align: str = ""
    last: str = ""
    bold: bool | None = None
    colour: str = ""
    tracking: int = 0
    priority: int = 20
    quick: bool = True
    built_in: bool = False
    exact: bool = False


def styles_xml(look: Look, language: Language) -> str:
    """Return the styles part."""
    measures = layout(look, language)
    return (
        f'{DECLARATION}<w:styles xmlns:w="{W}">{_defaults(look, measures)}{_latent()}'
        f"{_normal(look, measures)}{_other_defaults()}"
        + "".join(_paragraph_style(s, look, measures) for s in _paragraph_styles(look, measures))
        + _character_styles(look, language)
        + _table_styles(look)
        + "</w:styles>"
    )


def _defaults(look: Look, measures: Layout) -> str:
    size, language = measures["Normal"].size, measures.language
    kern = '<w:kern w:val="2"/>' if language == "zh" else ""
    latin_language = "en-US" if language == "zh" else "en-GB"
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(look.latin, look.cjk, 'minor')}{kern}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="{latin_language}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
    )


def _fonts(latin: str, cjk: str, theme: str = "") -> str:
    latin = escape(latin)
    themed = (
        f' w:asciiTheme="{theme}HAnsi" w:hAnsiTheme="{theme}HAnsi" w:eastAsiaTheme="{theme}EastAsia" '
        f'w:cstheme="{theme}Bidi"'
    )
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{escape(cjk)}" w:cs="{latin}"'
        f"{themed if theme else ''}/>"
    )


def _typefaces(latin: str, cjk: str, look: Look) -> str:
    """Return the fonts of a style; by the theme where they are those of its texts or headings."""
    if (latin, cjk) == (look.latin, look.cjk):
        return _fonts(latin, cjk, "minor")
    return _fonts(latin, cjk, "major" if (latin, cjk) == (look.latin_heading, look.cjk_heading) else "")


def _latent() -> str:
    shown = "".join(
        f'<w:lsdException w:name="{name}" w:semiHidden="0" w:unhideWhenUsed="0" w:qFormat="1"/>' for name in _SHOWN
    )
    return (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
        f'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376">{shown}</w:latentStyles>'
    )


def _normal(look: Look, measures: Layout) -> str:
    # The text colour stands here and not in the defaults: LibreOffice would let the defaults win over
    # character styles inside table cells.
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/><w:kinsoku/><w:overflowPunct/>{_spacing(measures['Normal'])}</w:pPr>"
        f'<w:rPr><w:color w:val="{look.ink}"/></w:rPr></w:style>'
    )


def _other_defaults() -> str:
    hidden = '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    )
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        f'<w:name w:val="Default Paragraph Font"/>{hidden}</w:style>'
        f'<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>{hidden}'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>'
        f'<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>{hidden}</w:style>'
    )


def _spacing(m: Metrics, rule: str = "atLeast") -> str:
    return f'<w:spacing w:before="{m.before}" w:after="{m.after}" w:line="{m.line}" w:lineRule="{rule}"/>'


def _paragraph_style(style: _Style, look: Look, measures: Layout) -> str:
    m, traits = measures[style.id], look.styles.get(style.id, _UNCHANGED)
    custom = "" if style.built_in else ' w:customStyle="1"'
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    quick = "<w:qFormat/>" if style.quick else ""
    rule = "exact" if style.exact else "atLeast"
    align = traits.align or style.align
    placed = style.indent + (f'<w:jc w:val="{align}"/>' if align else "") + style.last
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:uiPriority w:val="{style.priority}"/>{quick}'
        f"<w:pPr>{style.before_spacing}{_frame(traits)}{_spacing(m, rule)}{placed}</w:pPr>"
        f"<w:rPr>{_letters(style, traits, look)}"
        f'<w:sz w:val="{m.size}"/><w:szCs w:val="{m.size}"/></w:rPr></w:style>'
    )


_UNCHANGED = Traits()


def _frame(traits: Traits) -> str:
    """Return the lines above and below a paragraph and the ground it stands on, as a template has them."""
    edges = _edge("top", traits.above) + _edge("bottom", traits.below)
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{traits.fill}"/>' if traits.fill else ""
    return (f"<w:pBdr>{edges}</w:pBdr>" if edges else "") + shade


def _edge(side: str, edge: Edge | None) -> str:
    return border(side, edge.size, edge.colour, edge.space) if edge else ""


def _letters(style: _Style, traits: Traits, look: Look) -> str:
    bold = style.bold if traits.bold is None else traits.bold
    if traits.latin or traits.cjk:
        weight = _typefaces(traits.latin or look.latin, traits.cjk or look.cjk, look) + _boldness(bold)
    else:
        weight = _weight(bold, look)
    slant = ("<w:i/><w:iCs/>" if traits.italic else "") + ("<w:caps/>" if traits.caps else "")
    colour = traits.colour or style.colour
    tracking = f'<w:spacing w:val="{style.tracking}"/>' if style.tracking else ""
    return weight + slant + (f'<w:color w:val="{colour}"/>' if colour else "") + tracking


def _boldness(bold: bool | None) -> str:
    if bold is None:
        return ""
    return "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'


def _weight(bold: bool | None, look: Look) -> str:
    """Return what makes text bold or not; where bold text has a typeface of its own, that too."""
    if bold is None:
        return ""
    cjk = look.cjk_strong if bold else look.cjk
    one_face = look.cjk_strong == look.cjk
    return ("" if one_face else _typefaces(look.latin, cjk, look)) + _boldness(bold)


def _paragraph_styles(look: Look, measures: Layout) -> list[_Style]:
    return [
        *_body_styles(look, measures),
        *_heading_styles(look),
        *_cover_styles(look),
        *_cell_styles(look),
        *_figure_styles(look, measures),
        *_callout_styles(look),
        *_list_styles(),
        *_contents_styles(look, measures),
        *_page_styles(look),
    ]


def _body_styles(look: Look, measures: Layout) -> list[_Style]:
    # LibreOffice ignores the Chars attribute, Word recomputes from it when the size changes: both are needed.
    first = measures["BodyText"].first
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{first}"/>' if first else ""
    return [
        _Style("BodyText", "Body Text", indent=indent, align="both" if first else "", priority=1, built_in=True),
        _Style("BodyTextLead", "Body Text Lead", "BodyText", "BodyText", "<w:keepNext/>", priority=1),
        _Style("BodyNote", "Body Note", following="BodyText", colour=look.grey, priority=2),
        _Style("ClauseNote", "Clause Note", following="BodyText", colour=look.grey, priority=2),
    ]


def _heading_styles(look: Look) -> list[_Style]:
    keep = "<w:keepNext/><w:keepLines/>"
    heads = [
        _Style(
            f"Heading{level}", f"heading {level}", "Normal", "BodyText",
            f'{keep}<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>',
            last=f'<w:outlineLvl w:val="{level - 1}"/>', bold=True, colour=colour, priority=9, built_in=True,
        )
        for level, colour in ((1, look.primary), (2, look.primary), (3, look.ink))
    ]  # fmt: skip
    plain = [
        _Style(
            f"PlainHeading{level}", f"Plain Heading {level}", f"Heading{level}", "BodyText",
            '<w:numPr><w:numId w:val="0"/></w:numPr>', indent='<w:ind w:left="0" w:firstLine="0"/>', priority=9,
        )
        for level in (1, 2, 3)
    ]  # fmt: skip
    appendix = _Style(
        "AppendixHeading", "Appendix Heading", "Normal", "BodyText",
        keep + '<w:numPr><w:numId w:val="2"/></w:numPr>', last='<w:outlineLvl w:val="0"/>', bold=True,
        colour=look.primary, priority=9,
    )  # fmt: skip
    front = _Style(
        "FrontHeading", "Front Heading", "Normal", "BodyText", keep, bold=True, colour=look.primary, priority=10
    )
    return [*heads, *plain, appendix, front]


def _cover_styles(look: Look) -> list[_Style]:
    rule = f"<w:pBdr>{border('bottom', 24, look.accent, 22)}</w:pBdr>"
    return [
        _Style(
            "Title",
            "Title",
            "Normal",
            "Subtitle",
            "<w:keepLines/>",
            align="left",
            bold=True,
            colour=look.primary,
            priority=10,
            built_in=True,
        ),
        _Style(
            "Subtitle", "Subtitle", "Normal", "BodyText", rule, bold=False, colour=look.grey, priority=11, built_in=True
        ),
        _Style("FormTitle", "Form Title", "Title", "BodyText", "<w:keepNext/>", priority=12),
        _Style("FormHelp", "Form Help", colour=look.grey, priority=50),
        _Style("CoverEyebrow", "Cover Eyebrow", bold=True, colour=look.accent, tracking=30, priority=12),
        _Style("CoverOrganisation", "Cover Organisation", bold=True, colour=look.ink, priority=12),
    ]


_ALIGNMENTS = (
    ("", "", ""),
    ("Center", " Centered", "center"),
    ("Right", " Right", "right"),
)


def _cell_styles(look: Look) -> list[_Style]:
    found = [
        _Style(
            "Caption",
            "caption",
            "Normal",
            "BodyText",
            "<w:keepNext/>",
            bold=True,
            colour=look.grey,
            priority=35,
            built_in=True,
        ),
        _Style("TableNote", "Table Note", "Normal", "BodyText", colour=look.grey, priority=35),
    ]
    for dense, suffix in (("", ""), ("Dense", " Dense")):
        for align, word, alignment in _ALIGNMENTS:
            found.append(_Style(f"TableText{align}{dense}", f"Table Text{word}{suffix}", align=alignment))
            found.append(
                _Style(
                    f"TableHeading{align}{dense}", f"Table Heading{word}{suffix}", "Normal", "",
                    "<w:keepNext/>", align=alignment, bold=True, colour=look.primary,
                )
            )  # fmt: skip
        found.append(_Style(f"TableLabel{dense}", f"Table Label{suffix}", colour=look.grey))
        found.append(
            _Style(
                f"TableGroup{dense}",
                f"Table Group{suffix}",
                "Normal",
                "",
                "<w:keepNext/>",
                bold=True,
                colour=look.primary,
            )
        )
    return found


def _figure_styles(look: Look, measures: Layout) -> list[_Style]:
    # A drawing's lines were broken and placed by the composer: their height is exact.
    endings = ("", "High") if measures.high_drawing != measures.drawing else ("",)
    return [
        _Style("Figure", "Figure", "Normal", "FigureCaption", "<w:keepNext/>", align="center", priority=35),
        _Style(
            "FigureCaption", "Figure Caption", "Normal", "BodyText", align="center", bold=True, colour=look.grey,
            priority=35,
        ),
        *(
            _Style(f"Diagram{kind}{ending}", f"Diagram {kind}{' ' * bool(ending)}{ending}", align="center",
                   priority=36, exact=True)
            for ending in endings for kind in ("Text", "Label")
        ),
    ]  # fmt: skip


def _callout_styles(look: Look) -> list[_Style]:
    return [
        _callout("Note", look.accent, look.accent_tint),
        _callout("Warning", look.warn, look.warn_tint),
        _callout("Key", look.primary, look.tint),
    ]


def _callout(kind: str, bar: str, fill: str) -> _Style:
    edges = (
        border("top", 4, fill, 5)
        + border("left", 24, bar, 8)
        + border("bottom", 4, fill, 5)
        + border("right", 4, fill, 8)
    )
    frame = f'<w:keepLines/><w:pBdr>{edges}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    return _Style(
        f"Callout{kind}",
        f"Callout {kind}",
        "Normal",
        "BodyText",
        frame,
        indent='<w:ind w:left="227" w:right="198"/>',
        priority=30,
    )


def _list_styles() -> list[_Style]:
    def item(style: str, name: str, number: int, level: int) -> _Style:
        numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return _Style(style, name, before_spacing=numbering, priority=40, built_in=True)

    return [
        item("ListBullet", "List Bullet", 3, 0),
        item("ListBullet2", "List Bullet 2", 3, 1),
        item("ListNumber", "List Number", 4, 0),
        item("ListNumber2", "List Number 2", 4, 1),
    ]


def _contents_styles(look: Look, measures: Layout) -> list[_Style]:
    first, second = measures["TOC1"].left, measures["TOC2"].left
    width = measures.portrait.text_width

    def entry(level: int, colour: str) -> _Style:
        left, hanging = (first, first) if level == 1 else (second, second - first)
        # No right indent: LibreOffice drops the page numbers of a contents style that has one.
        return _Style(
            f"TOC{level}", f"toc {level}", "Normal", "Normal", contents_tabs(left, width),
            f'<w:ind w:left="{left}" w:hanging="{hanging}"/>', colour=colour, priority=39, quick=False, built_in=True,
        )  # fmt: skip

    heading = _Style("TOCHeading", "TOC Heading", "FrontHeading", "BodyText", priority=39, built_in=True)
    return [heading, entry(1, look.primary), entry(2, look.ink)]


def contents_tabs(text_at: int, width: int, clear: int | None = None) -> str:
    """Return the tabs of a contents entry: text after its number, page number at the right edge."""
    removed = f'<w:tab w:val="clear" w:pos="{clear}"/>' if clear is not None else ""
    return (
        f'<w:tabs>{removed}<w:tab w:val="left" w:pos="{text_at}"/>'
        f'<w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    )


def _page_styles(look: Look) -> list[_Style]:
    middle = '<w:textAlignment w:val="center"/>'
    plain = _Style("Header", "header", colour=look.grey, priority=99, quick=False, built_in=True)
    strong = replace(plain, based_on="Header", bold=True, built_in=False)
    return [
        plain,
        replace(strong, id="HeaderValue", name="Header Value", colour=look.ink),
        replace(strong, id="HeaderOrganisation", name="Header Organisation", colour=look.ink, last=middle),
        replace(strong, id="HeaderTitle", name="Header Title", colour=look.primary, align="right"),
        replace(plain, id="Footer", name="footer"),
    ]


def _character_styles(look: Look, language: Language) -> str:
    bold = _weight(True, look)
    # Chinese has no italics: emphasis is set in the heading colour.
    emphasis = f'<w:color w:val="{look.primary}"/>' if language == "zh" else "<w:i/><w:iCs/>"
    return "".join(
        (
            _character("Strong", "Strong", bold, built_in=True),
            _character("Emphasis", "Emphasis", emphasis, built_in=True),
            _character("Hyperlink", "Hyperlink", f'{_ink(look.accent)}<w:u w:val="single"/>', built_in=True),
            _character("PlaceholderText", "Placeholder Text", _ink(look.placeholder), built_in=True),
            _character("LabelText", "Label Text", _weight(False, look) + _ink(look.grey)),
            _character("CaptionText", "Caption Text", _weight(False, look) + _ink(look.ink)),
            _character("RequiredMark", "Required Mark", bold + _ink(look.risk)),
            _character("CalloutNoteLabel", "Callout Note Label", bold + _ink(look.accent)),
            _character("CalloutWarningLabel", "Callout Warning Label", bold + _ink(look.warn)),
            _character("CalloutKeyLabel", "Callout Key Label", bold + _ink(look.primary)),
            _character("ToneCritical", "Tone Critical", bold + _ink(look.risk)),
            _character("ToneHigh", "Tone High", bold + _ink(look.warn)),
            _character("ToneMedium", "Tone Medium", bold + _ink(look.accent)),
            _character("ToneLow", "Tone Low", bold + _ink(look.grey)),
            _character("ToneMuted", "Tone Muted", _ink(look.grey)),
        )
    )


def _ink(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _character(style: str, name: str, properties: str, built_in: bool = False) -> str:
    custom = "" if built_in else ' w:customStyle="1"'
    return (
        f'<w:style w:type="character"{custom} w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="22"/><w:qFormat/>'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


RULES_PADDING, GRID_PADDING = 100, 110
"""Left and right cell margins of the two table styles."""
RULES_HEIGHT, GRID_HEIGHT = 62, 70
"""Top and bottom cell margins of the two table styles."""


def _table_styles(look: Look) -> str:
    rules = border("top", 12, look.primary) + border("bottom", 8, look.primary) + border("insideH", 4, look.line)
    grid = (
        border("top", 8, look.primary) + border("left", 4, look.line) + border("bottom", 8, look.primary)
        + border("right", 4, look.line) + border("insideH", 4, look.line) + border("insideV", 4, look.line)
    )  # fmt: skip
    return (
        _table_style("RuledTable", "Ruled Table", rules, _margins(RULES_HEIGHT, RULES_PADDING), look)
        + _table_style("GridTable", "Grid Table", grid, _margins(GRID_HEIGHT, GRID_PADDING), look)
        + '<w:style w:type="table" w:customStyle="1" w:styleId="FrameTable"><w:name w:val="Frame Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr>{_margins(20, 0)}</w:tblPr></w:style>'
    )


def _margins(height: int, side: int) -> str:
    return "<w:tblCellMar>" + "".join(
        f'<w:{name} w:w="{width}" w:type="dxa"/>'
        for name, width in (("top", height), ("left", side), ("bottom", height), ("right", side))
    ) + "</w:tblCellMar>"  # fmt: skip


def _table_style(style: str, name: str, borders: str, margins: str, look: Look) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
        f'<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{margins}</w:tblPr><w:tcPr><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{border("bottom", 8, look.primary)}</w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{look.tint}"/></w:tcPr></w:tblStylePr></w:style>'
    )
