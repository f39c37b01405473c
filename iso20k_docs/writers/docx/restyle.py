"""What a template's styles become in our styles: taken as they are where they can be, mended where they must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from iso20k_docs.model.colours import contrast
from iso20k_docs.model.letters import face
from iso20k_docs.model.template import Note, NoteKind, Role, Traits
from iso20k_docs.model.words import Words
from iso20k_docs.writers.docx.look import Look, readable

_USUAL_LINE, _MOST_LINE, _MOST_HEADING_LINE = 14.5, 20, 16
"""Line heights in twips per half-point of size."""
_FONT_HEIGHT = 1.2
"""What "single" is in most typefaces, in sizes."""
_SINGLE = 240
_BODY_SIZES, _TABLE_SIZES, _TITLE_SIZES, _SUBTITLE_SIZES = (18, 28), (16, 21), (40, 64), (22, 32)
_LEAST_CONTENTS = 17
_HEADING_SIZES = ((26, 44), (22, 36), (20, 32))
_BODY_SPACE, _BEFORE_HEADING, _AFTER_HEADING = (0, 240), (200, 720), (60, 360)
_READABLE = 4.5
_PAPER = "FFFFFF"

LABELS: Mapping[Role, Words] = {
    "normal": Words("正文（Normal）", "Normal"),
    "body": Words("正文文本", "body text"),
    "heading1": Words("标题 1", "heading 1"),
    "heading2": Words("标题 2", "heading 2"),
    "heading3": Words("标题 3", "heading 3"),
    "title": Words("文档标题", "title"),
    "subtitle": Words("副标题", "subtitle"),
    "caption": Words("题注", "caption"),
    "contents1": Words("目录 1", "contents 1"),
    "contents2": Words("目录 2", "contents 2"),
    "contents_title": Words("目录标题", "contents heading"),
    "table": Words("表格文字", "table text"),
}
_HEADINGS: tuple[Role, ...] = ("heading1", "heading2", "heading3")
_ITEMS = ("ListBullet", "ListBullet2", "ListNumber", "ListNumber2")
_CALLOUTS = ("CalloutNote", "CalloutWarning", "CalloutKey")
_TABLES = (
    "BodyNote", "TableText", "TableTextCenter", "TableTextRight", "TableHeading", "TableHeadingCenter",
    "TableHeadingRight", "TableLabel", "TableGroup",
)  # fmt: skip
_DIAGRAMS = ("DiagramText", "DiagramLabel", "DiagramTextHigh", "DiagramLabelHigh")


class Told:
    """What is to be told about a template, in the order in which it was found."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def note(self, kind: NoteKind, subject: Words, zh: str, en: str) -> None:
        """Add one note."""
        self.notes.append(Note(kind, subject, Words(zh, en)))

    def ink(self, colour: str, subject: Words) -> str:
        """Return a colour of text, darkened until it can be read on paper and on tints."""
        found = readable(colour)
        if found != colour:
            self.note(
                "repaired", subject, f"颜色 {colour} 太浅，改为 {found}", f"colour {colour} is too light: {found}"
            )
        return found

    def size(self, size: int, limits: tuple[int, int], subject: Words) -> int:
        """Return a size (half-points) that suits the document set."""
        found = within(size, limits)
        if found != size:
            was, now = f"{size / 2:g}", f"{found / 2:g}"
            self.note("repaired", subject, f"字号 {was} 磅改为 {now} 磅", f"{was} pt becomes {now} pt")
        return found


def within(number: int, limits: tuple[int, int]) -> int:
    """Return a number, or the limit that it is beyond."""
    return min(max(number, limits[0]), limits[1])


def restyled(styles: Mapping[Role, Traits], look: Look, told: Told) -> dict[str, Traits]:
    """Return what the template's styles change in ours, by our style ids."""
    made = _Restyled(styles, look, told)
    found = made.texts()
    body = found["Normal"].size or 0
    found |= made.headings(body)
    found |= made.front(found, body)
    if face(look.latin).share > 1:
        # Diagrams are laid out for Arial: wider letters would leave their shapes.
        found |= dict.fromkeys(_DIAGRAMS, Traits(latin="Arial"))
    return found


class _Restyled:
    def __init__(self, styles: Mapping[Role, Traits], look: Look, told: Told) -> None:
        self.styles, self.look, self.told = styles, look, told
        self.usual = Traits(latin=look.latin_heading, cjk=look.cjk_heading)

    # --- texts and tables

    def texts(self) -> dict[str, Traits]:
        body = self.styles.get("body") or self.styles.get("normal") or Traits()
        size = self.told.size(body.size or _BODY_SIZES[0], _BODY_SIZES, LABELS["body"])
        plain = Traits(size=size, line=_line(body, size, _MOST_LINE), before=0, after=0)
        text = replace(
            plain,
            before=within(body.before or 0, _BODY_SPACE),
            after=within(body.after or 0, _BODY_SPACE),
            align=body.align if body.align in ("left", "both") else "",
        )
        table = Traits(size=within(self.styles.get("table", Traits()).size or size - 3, _TABLE_SIZES))
        return {
            "Normal": plain,
            "BodyText": text,
            "BodyTextLead": text,
            **dict.fromkeys(_ITEMS, replace(plain, after=60)),
            **dict.fromkeys(_TABLES, table),
            **dict.fromkeys(_CALLOUTS, Traits(size=(table.size or 0) + 1)),
            **dict.fromkeys(("Caption", "FigureCaption"), self._caption(table)),
        }

    def _caption(self, table: Traits) -> Traits:
        caption = self.styles.get("caption")
        if caption is None:
            return table
        colour = self.told.ink(caption.colour, LABELS["caption"]) if caption.colour else ""
        return Traits(size=table.size, bold=bool(caption.bold), italic=caption.italic, colour=colour)

    # --- headings

    def headings(self, body: int) -> dict[str, Traits]:
        found: list[Traits] = []
        largest = _HEADING_SIZES[0][1]
        for role, (least, most) in zip(_HEADINGS, _HEADING_SIZES, strict=True):
            made = self._heading(role, (max(least, body), max(min(most, largest), body)))
            largest = made.size or largest
            found.append(made)
        first, second, third = found
        return {
            **{f"Heading{level}": made for level, made in enumerate(found, 1)},
            "AppendixHeading": first,
            "PlainHeading1": _as_large_as(first, second),
            "PlainHeading2": _as_large_as(second, third),
            "PlainHeading3": replace(third, size=body, line=round(body * _USUAL_LINE)),
        }

    def _heading(self, role: Role, limits: tuple[int, int]) -> Traits:
        traits = self.styles.get(role)
        if traits is None:
            return self.usual
        size = self.told.size(traits.size or limits[0], limits, LABELS[role])
        fill, colour = self._ground(role, traits)
        return Traits(
            size=size,
            bold=bool(traits.bold),
            italic=traits.italic,
            caps=traits.caps,
            colour=colour,
            latin=traits.latin or self.look.latin_heading,
            cjk=traits.cjk or self.look.cjk_heading,
            before=within(traits.before or 0, _BEFORE_HEADING),
            after=within(traits.after or 0, _AFTER_HEADING),
            line=_line(traits, size, _MOST_HEADING_LINE),
            align="center" if traits.align == "center" else "",
            above=traits.above,
            below=traits.below,
            fill=fill,
        )

    def _ground(self, role: Role, traits: Traits) -> tuple[str, str]:
        """Return the ground and the colour of a heading; a ground on which it can't be read is left out."""
        fill, colour = "" if traits.fill == _PAPER else traits.fill, traits.colour or self.look.ink
        if fill and contrast(colour, fill) >= _READABLE:
            return fill, colour
        if fill:
            self.told.note(
                "repaired", LABELS[role], f"文字在底色 {fill} 上看不清，去掉底色", f"can't be read on {fill}: left out"
            )
        return "", self.told.ink(colour, LABELS[role])

    # --- cover, contents list

    def front(self, found: Mapping[str, Traits], body: int) -> dict[str, Traits]:
        second = found["Heading2"]
        heading = replace(
            second, above=None, below=None, fill="", align="", colour=second.colour and readable(second.colour)
        )
        title = self._titled("title", _TITLE_SIZES)
        form = replace(title, size=(found["Heading1"].size or _HEADING_SIZES[0][0]) + 4)
        return {
            "FrontHeading": heading,
            "TOCHeading": self._contents_title(heading),
            "Title": title,
            "FormTitle": form,
            "Subtitle": replace(self._titled("subtitle", _SUBTITLE_SIZES), bold=False),
            "TOC1": self._entry("contents1", body + 2),
            "TOC2": self._entry("contents2", body),
        }

    def _titled(self, role: Role, limits: tuple[int, int]) -> Traits:
        traits = self.styles.get(role)
        if traits is None:
            return self.usual
        return replace(
            self.usual,
            size=within(traits.size or limits[0], limits),
            bold=bool(traits.bold),
            caps=traits.caps,
            colour=self.told.ink(traits.colour, LABELS[role]) if traits.colour else self.look.ink,
            latin=traits.latin or self.look.latin_heading,
            cjk=traits.cjk or self.look.cjk_heading,
        )

    def _contents_title(self, usual: Traits) -> Traits:
        traits = self.styles.get("contents_title")
        if traits is None:
            return usual
        least = usual.size or _HEADING_SIZES[1][0]
        return replace(
            usual,
            size=within(traits.size or least, (least, max(_HEADING_SIZES[1][1], least))),
            line=None,
            bold=bool(traits.bold),
            colour=self.told.ink(traits.colour, LABELS["contents_title"]) if traits.colour else self.look.ink,
            align="center" if traits.align == "center" else "",
        )

    def _entry(self, role: Role, most: int) -> Traits:
        traits = self.styles.get(role)
        if traits is None:
            return Traits(size=most - 2)
        colour = self.told.ink(traits.colour, LABELS[role]) if traits.colour else self.look.ink
        size = within(traits.size or most, (_LEAST_CONTENTS, most))
        return Traits(size=size, bold=bool(traits.bold), colour=colour)


def _as_large_as(like: Traits, sized: Traits) -> Traits:
    """Return a heading that looks like one and is as large as another."""
    return replace(sized, above=like.above, below=like.below, fill=like.fill, colour=like.colour)


def _line(traits: Traits, size: int, most: float) -> int:
    """Return the least height of a line: what the template wants, but never so tight that the typeface decides."""
    wanted = float(traits.line or _SINGLE)
    if traits.rule == "auto":
        wanted = wanted / _SINGLE * size * 10 * _FONT_HEIGHT
    return round(min(max(wanted, size * _USUAL_LINE), size * most))
