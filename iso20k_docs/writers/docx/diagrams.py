"""Drawings as native shapes: one DrawingML group in the line, vector and editable (ISO/IEC 29500-1, 20.4).

A reader that doesn't know groups of shapes takes the fallback: the drawing in words. It is text and no picture on
purpose: previewers in the browser that take the fallback can't show SVG, and a PNG would need fonts to be drawn.
"""

from __future__ import annotations

from typing import assert_never

from iso20k_docs.model.bookmarks import bookmark
from iso20k_docs.model.drawing import (
    CORNER_INSET,
    INSET,
    Area,
    Colour,
    Drawing,
    Item,
    Label,
    Line,
    Point,
    Shape,
    Side,
    Size,
    scaled,
)
from iso20k_docs.model.nodes import Figure
from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.inlines import inlines
from iso20k_docs.writers.docx.labels import label
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.markup import WPG, bookmarked, escape, field, paragraph, run, text_element
from iso20k_docs.writers.docx.scale import TWIPS_PER_MM, Page
from iso20k_docs.writers.docx.story import Story

_EMU_PER_MM = 36000
_STROKE, _LINE, _HAIR = 9525, 9525, 6350
"""Widths of outlines, lines and the edges of areas in EMU."""
_GEOMETRY = {"rect": "rect", "rounded": "roundRect", "diamond": "diamond", "terminator": "roundRect"}
_FULL = 100000
_STYLE: dict[Size, str] = {"text": "DiagramText", "small": "DiagramLabel"}
_HIGH = "High"
"""Ends the names of the styles in drawings that are made smaller still, to fit the height of a page."""
_ALIGNMENT: dict[Side, str] = {"left": '<w:jc w:val="left"/>', "right": '<w:jc w:val="right"/>', "center": ""}
_SPARE = 3.0
"""Millimetres by which the invisible box of a label is wider than its text: letters differ from reader to reader."""
_NO_TEXT = "<wps:bodyPr/>"


def palette(look: Look) -> dict[Colour, str]:
    """Return the look's colours by the names that drawings use."""
    return {
        "ink": look.ink, "primary": look.primary, "accent": look.accent, "grey": look.grey, "line": look.line,
        "tint": look.tint, "soft": look.soft, "paper": "FFFFFF", "accent_tint": look.accent_tint, "warn": look.warn,
        "warn_tint": look.warn_tint, "risk": look.risk, "risk_tint": look.risk_tint,
    }  # fmt: skip


def figure(story: Story, block: Figure, page: Page) -> str:
    """Return a drawing with its caption below; both stay on one page."""
    language = story.language
    number = field(f"SEQ {label('figure', language)} \\* ARABIC", block.number, language)
    shown = run(f"{label('figure', language)} ", language) + number
    name = bookmark("figure", block.anchor)
    if story.is_new_mark(name):
        shown = bookmarked(story.mark(), name, shown)
    caption = shown + run(label("gap", language), language) + inlines(story, block.caption, "CaptionText")
    return paragraph("Figure", drawing_run(story, block.drawing, page)) + paragraph("FigureCaption", caption)


def figure_height(story: Story, block: Figure, page: Page) -> int:
    """Return the height of a figure's drawing on the page in twips."""
    share, _ = _share(story, block.drawing, page)
    return round(block.drawing.height * share * TWIPS_PER_MM)


def _share(story: Story, drawing: Drawing, page: Page) -> tuple[float, str]:
    """Return the share of its size that a drawing is made in, and how its styles end.

    Its text shrinks with it, by the size of the style: what fits a shape fits it still.
    """
    layout = story.layout
    fits = drawing.height * layout.drawing * TWIPS_PER_MM <= page.text_height - layout.beside_drawing
    if fits or layout.high_drawing == layout.drawing:
        return layout.drawing, ""
    return layout.high_drawing, _HIGH


def figure_label(story: Story, block: Figure) -> str:
    """Return what stands before a figure's caption."""
    return f"{label('figure', story.language)} {block.number}{label('gap', story.language)}"


def drawing_run(story: Story, drawing: Drawing, page: Page) -> str:
    """Return the run that holds a drawing."""
    return _Group(story, drawing, page).markup()


class _Group:
    """One drawing on its way into a run."""

    def __init__(self, story: Story, drawing: Drawing, page: Page) -> None:
        self.story = story
        self.language: Language = story.language
        self.colours = palette(story.look)
        self.share, self.ending = _share(story, drawing, page)
        self.drawing = scaled(drawing, self.share)

    def markup(self) -> str:
        size = f'cx="{_emu(self.drawing.width)}" cy="{_emu(self.drawing.height)}"'
        title, words = escape(self.drawing.title), escape(self.drawing.alt)
        number = self.story.drawing()
        return (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{number}" name="{title}" descr="{words}"/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{WPG}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>'
            f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm></wpg:grpSpPr>'
            f"{self._frame()}{''.join(self._item(item) for item in self.drawing.items)}</wpg:wgp></a:graphicData>"
            f"</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>{text_element(self.drawing.alt)}</mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )

    def _frame(self) -> str:
        """Return an invisible rectangle of the group's size: LibreOffice moves a group with nothing at its edges."""
        place = _place(0, 0, self.drawing.width, self.drawing.height)
        return self._wrapped("frame", self.drawing.title, place + _preset("rect") + "<a:noFill/>" + _NO_STROKE)

    def _item(self, item: Item) -> str:
        match item:
            case Area():
                return self._area(item)
            case Shape():
                return self._shape(item)
            case Line():
                return self._line(item)
            case Label():
                return self._label(item)
            case _:
                assert_never(item)

    def _wrapped(self, kind: str, words: str, properties: str, text: str = _NO_TEXT, *, connector: bool = False) -> str:
        number = self.story.drawing()
        place = "<wps:cNvCnPr/>" if connector else "<wps:cNvSpPr/>"
        return (
            f'<wps:wsp><wps:cNvPr id="{number}" name="{kind} {number}" descr="{escape(words)}"/>{place}'
            f"<wps:spPr>{properties}</wps:spPr>{text}</wps:wsp>"
        )

    def _area(self, area: Area) -> str:
        place = _place(area.x, area.y, area.width, area.height)
        edge = self._stroke(area.stroke, _HAIR) if area.stroke else _NO_STROKE
        return self._wrapped("area", self.drawing.title, place + _preset("rect") + self._fill(area.fill) + edge)

    def _shape(self, shape: Shape) -> str:
        place = _place(shape.x, shape.y, shape.width, shape.height)
        edge = self._stroke(shape.stroke, _STROKE) if shape.stroke else _NO_STROKE
        look = place + _preset(_GEOMETRY[shape.form], _rounding(shape)) + self._fill(shape.fill) + edge
        inset = max(INSET - CORNER_INSET * shape.radius, 0)
        text = self._text(self._shape_runs(shape), shape.size, shape.side, inset) if shape.text else _NO_TEXT
        return self._wrapped(shape.form, shape.text or shape.alt or self.drawing.title, look, text)

    def _label(self, label: Label) -> str:
        # A label's box can't be seen: it may be wider than its text on the sides where nothing holds the text.
        spare = {"left": 0.0, "center": _SPARE / 2, "right": _SPARE}[label.side]
        left = max(label.x - spare, 0.0)
        right = min(label.x + label.width + _SPARE - spare, self.drawing.width)
        place = _place(left, label.y, right - left, label.height * self.share)
        bold = len(label.lines) if label.bold else 0
        runs = [self._run(line, at < bold, label.ink) for at, line in enumerate(label.lines)]
        text = self._text(_BREAK.join(runs), label.size, label.side, 0)
        return self._wrapped("label", label.text, place + _preset("rect") + "<a:noFill/>" + _NO_STROKE, text)

    def _line(self, line: Line) -> str:
        words = line.alt or self.drawing.title
        stroke = self._stroke(line.colour, _LINE, dashed=line.dashed, arrow=line.arrow)
        if len(line.points) == 2:  # noqa: PLR2004 - a straight line
            return self._wrapped("line", words, _straight(*line.points) + stroke, connector=True)
        return self._wrapped("line", words, _elbow(line.points) + "<a:noFill/>" + stroke)

    # --- text

    def _shape_runs(self, shape: Shape) -> str:
        runs = [self._run(line, at < shape.bold, shape.ink) for at, line in enumerate(shape.lines)]
        if shape.number:
            gap = " " if shape.lines[0] else ""
            runs[0] = self._run(shape.number + gap, True, shape.number_ink) + runs[0]
        return _BREAK.join(runs)

    def _run(self, text: str, bold: bool, ink: Colour) -> str:
        colour = f'<w:color w:val="{self.colours[ink]}"/>'
        return run(text, self.language, "Strong" if bold else "", colour) if text else ""

    def _text(self, runs: str, size: Size, side: Side, inset: float) -> str:
        edge, content = _emu(inset), paragraph(_STYLE[size] + self.ending, runs, _ALIGNMENT[side])
        return (
            f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
            f'<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="{edge}" tIns="0" rIns="{edge}" bIns="0" anchor="ctr" '
            'anchorCtr="0"><a:noAutofit/></wps:bodyPr>'
        )

    # --- look

    def _fill(self, colour: Colour) -> str:
        return f'<a:solidFill><a:srgbClr val="{self.colours[colour]}"/></a:solidFill>'

    def _stroke(self, colour: Colour, width: int, *, dashed: bool = False, arrow: bool = False) -> str:
        dash = '<a:prstDash val="dash"/>' if dashed else ""
        head = '<a:tailEnd type="triangle" w="med" len="med"/>' if arrow else ""
        return f'<a:ln w="{width}">{self._fill(colour)}{dash}<a:round/>{head}</a:ln>'


_BREAK = "<w:r><w:br/></w:r>"
_NO_STROKE = "<a:ln><a:noFill/></a:ln>"


def _emu(millimetres: float) -> int:
    return round(millimetres * _EMU_PER_MM)


def _place(x: float, y: float, width: float, height: float, flips: str = "") -> str:
    return (
        f'<a:xfrm{flips}><a:off x="{_emu(x)}" y="{_emu(y)}"/><a:ext cx="{_emu(width)}" cy="{_emu(height)}"/></a:xfrm>'
    )


def _preset(name: str, rounding: int | None = None) -> str:
    adjusted = "" if rounding is None else f'<a:gd name="adj" fmla="val {rounding}"/>'
    return f'<a:prstGeom prst="{name}"><a:avLst>{adjusted}</a:avLst></a:prstGeom>'


def _rounding(shape: Shape) -> int | None:
    """Return the corner radius in 1/100000 of the shorter side."""
    return round(shape.radius / min(shape.width, shape.height) * _FULL) if shape.radius else None


def _straight(begin: Point, end: Point) -> str:
    (x1, y1), (x2, y2) = begin, end
    flips = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
    place = _place(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1), flips)
    return place + _preset("straightConnector1")


def _elbow(points: tuple[Point, ...]) -> str:
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
    corners = [f'<a:pt x="{_emu(x - left)}" y="{_emu(y - top)}"/>' for x, y in points]
    path = f"<a:moveTo>{corners[0]}</a:moveTo>" + "".join(f"<a:lnTo>{corner}</a:lnTo>" for corner in corners[1:])
    return (
        f"{_place(left, top, width, height)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{_emu(width)}" h="{_emu(height)}" fill="none">{path}</a:path></a:pathLst></a:custGeom>'
    )
