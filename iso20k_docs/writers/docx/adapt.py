"""From what a template says to a look in which our documents keep their structure and can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from iso20k_docs.model.letters import face
from iso20k_docs.model.template import Note, Role, Sheet, Template, Traits
from iso20k_docs.model.words import Words
from iso20k_docs.writers.docx.look import EAST_ASIAN_NAMES, Look, is_grey, strong_face
from iso20k_docs.writers.docx.restyle import LABELS, Told, restyled, within
from iso20k_docs.writers.docx.scale import TWIPS_PER_MM, least_margins

_NARROWEST, _WIDEST, _SHORTEST = 7370, 11000, 12000
"""Text widths that tables and diagrams can be made for, and the least height of a page, in twips."""
_HEADER_AT, _FOOTER_AT = (340, 680), (300, 620)
_APART = 96
"""Colours that differ by less, summed over red, green and blue, look alike."""
_WANTED: tuple[Role, ...] = (
    "heading1", "heading2", "heading3", "title", "subtitle", "caption", "contents1", "contents2",
)  # fmt: skip
_PAGE, _COLOURS = Words("页面", "page"), Words("颜色", "colours")
_ESTIMATE = Words("页码估算", "page estimate")


@dataclass(frozen=True, slots=True)
class Adapted:
    """The look that came out, and what is to be told about it."""

    look: Look
    notes: tuple[Note, ...]


def adapt(template: Template, base: Look) -> Adapted:
    """Lay a template's look over another one."""
    told = Told()
    _tell_styles(template, told)
    look = _coloured(template, _typeset(template.styles, base), told)
    look = replace(look, sheet=_sheet(template.sheet, look, told))
    look = replace(look, styles=restyled(template.styles, look, told))
    _tell_typefaces(look, told)
    return Adapted(look, (*told.notes, *template.notes))


def _tell_styles(template: Template, told: Told) -> None:
    for role, traits in template.styles.items():
        name, described = template.names[role], _described(traits)
        told.note("taken", LABELS[role], f"取自“{name}”：{described.zh}", f"from '{name}': {described.en}")
    for role in _WANTED:
        if role not in template.styles:
            told.note("missing", LABELS[role], "模板中没有，用本程序的样式", "not in the template: ours is used")


def _described(traits: Traits) -> Words:
    """Return a style in a few words."""
    size = f"{(traits.size or 0) / 2:g}"
    chinese = filter(None, (EAST_ASIAN_NAMES.get(traits.cjk, traits.cjk), traits.latin))
    faces = filter(None, (traits.latin, traits.cjk))
    colour = [traits.colour] if traits.colour else []
    zh = [*chinese, f"{size} 磅", *(["加粗"] if traits.bold else []), *colour]
    en = [*faces, f"{size} pt", *(["bold"] if traits.bold else []), *colour]
    return Words("，".join(zh), ", ".join(en))


def _tell_typefaces(look: Look, told: Told) -> None:
    for name in dict.fromkeys((look.latin, look.latin_heading)):
        if not face(name).known:
            told.note(
                "repaired", _ESTIMATE,
                f"不知道“{name}”的字宽，按 Arial 估算目录页码；要准确请用 --exact-pages",
                f"the widths of '{name}' aren't known: contents pages are estimated by Arial's (or use --exact-pages)",
            )  # fmt: skip


# --- typefaces and colours


def _typeset(styles: Mapping[Role, Traits], look: Look) -> Look:
    text, heading = styles.get("normal", Traits()), styles.get("heading1", Traits())
    latin, cjk = text.latin or look.latin, text.cjk or look.cjk
    return replace(
        look,
        latin=latin,
        latin_heading=heading.latin or latin,
        cjk=cjk,
        cjk_heading=heading.cjk or (cjk if text.cjk else look.cjk_heading),
        cjk_strong=strong_face(cjk),
    )


def _coloured(template: Template, look: Look, told: Told) -> Look:
    """Take the headings' hue for rules and bands, another one of the theme for numbers and marks."""
    scheme, heading = template.colours, template.styles.get("heading1", Traits()).colour
    ink = told.ink(template.styles.get("normal", Traits()).colour or "000000", LABELS["normal"])
    own = heading if heading and not is_grey(heading) else ""
    primary = own or scheme.get("accent1") or look.primary
    accents = (scheme.get(name, "") for name in ("accent1", "accent2", "accent3"))
    accent = next((a for a in accents if a and not is_grey(a) and _apart(a, primary)), primary)
    look = replace(look, ink=ink, scheme=scheme or None).coloured(primary, accent)
    told.note(
        "taken", _COLOURS,
        f"主色 {look.primary}，强调色 {look.accent}：用于表格、封面和流程图，浅色已调深以便阅读",
        f"primary {look.primary}, accent {look.accent}: for tables, cover and diagrams, dark enough to be read",
    )  # fmt: skip
    return look


def _apart(one: str, other: str) -> bool:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return sum(abs(a - b) for a, b in pairs) > _APART


# --- page


def _sheet(sheet: Sheet | None, look: Look, told: Told) -> Sheet | None:
    if sheet is None:
        told.note("missing", _PAGE, "模板没有页面设置，用 A4", "the template has no page set-up: A4 is used")
        return None
    width = sheet.width - sheet.left - sheet.right
    if not (_NARROWEST <= width <= _WIDEST and max(_SHORTEST, sheet.width) <= sheet.height):
        told.note(
            "repaired", _PAGE,
            f"版心宽 {_mm(width)} mm，排不下表格和流程图：改用 A4 及本程序的页边距",
            f"a text width of {_mm(width)} mm doesn't suit tables and diagrams: A4 and our margins are used",
        )  # fmt: skip
        return None
    told.note(
        "taken", _PAGE,
        f"{_mm(sheet.width)} × {_mm(sheet.height)} mm，版心宽 {_mm(width)} mm",
        f"{_mm(sheet.width)} × {_mm(sheet.height)} mm, text width {_mm(width)} mm",
    )  # fmt: skip
    placed = replace(sheet, header=within(sheet.header, _HEADER_AT), footer=within(sheet.footer, _FOOTER_AT))
    above, below = least_margins(look, placed)
    for words, least, has in ((Words("上", "top"), above, sheet.top), (Words("下", "bottom"), below, sheet.bottom)):
        if has < least:
            told.note(
                "repaired", _PAGE,
                f"{words.zh}边距 {_mm(has)} mm 放不下受控文件的页眉页脚，改为 {_mm(least)} mm",
                f"the {words.en} margin of {_mm(has)} mm has no room for header or footer: {_mm(least)} mm",
            )  # fmt: skip
    return placed


def _mm(twips: int) -> str:
    return f"{twips / TWIPS_PER_MM:.0f}"
