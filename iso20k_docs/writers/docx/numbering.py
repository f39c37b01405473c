"""numbering.xml: the heading, appendix, bullet and number lists, and one `w:num` per numbered list."""

from __future__ import annotations

from iso20k_docs.model.words import Language
from iso20k_docs.writers.docx.labels import label
from iso20k_docs.writers.docx.look import Look
from iso20k_docs.writers.docx.markup import DECLARATION, W, escape
from iso20k_docs.writers.docx.scale import layout

HEADINGS, APPENDICES, BULLETS, NUMBERS = 1, 2, 3, 4
FIRST_LIST = 101
"""Number of the first numbered list of a document."""
_LEVELS = 9


def numbering_xml(look: Look, language: Language, lists: int) -> str:
    """Return the numbering part of a document with so many numbered lists."""
    bases = (
        _definition(HEADINGS, _heading_levels(look, language), "Headings"),
        _definition(APPENDICES, _appendix_levels(look, language), "Appendices"),
        _definition(BULLETS, _bullet_levels(look, language)),
        _definition(NUMBERS, _number_levels(look, language)),
    )
    shared = (f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3, 4))
    own = (_restarted(FIRST_LIST + n) for n in range(lists))
    return f'{DECLARATION}<w:numbering xmlns:w="{W}">{"".join((*bases, *shared, *own))}</w:numbering>'


def _restarted(number: int) -> str:
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in (0, 1)
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{NUMBERS}"/>{overrides}</w:num>'


def _definition(number: int, levels: list[str], name: str = "") -> str:
    named = f'<w:name w:val="{name}"/>' if name else ""
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x1A000000 + number * 0x111:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{0x2B000000 + number * 0x111:08X}"/>{named}'
        f"{''.join(levels)}</w:abstractNum>"
    )


def _level(
    level: int, form: str, text: str, left: int, hanging: int, properties: str, style: str = "", suffix: str = ""
) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    after = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    tab = "" if suffix else f'<w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}{after}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{tab}'
        f'<w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr><w:rPr>{properties}</w:rPr></w:lvl>'
    )


def _latin(name: str) -> str:
    latin = escape(name)
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def _accent(look: Look, style: str = "") -> str:
    """Return the colour of a number: the accent, or where a template gives the heading's style its own colour, that."""
    traits = look.styles.get(style)
    return f'<w:color w:val="{traits.colour if traits and traits.colour else look.accent}"/>'


def _outline(levels: int) -> str:
    return ".".join(f"%{n}" for n in range(1, levels + 1))


def _heading_levels(look: Look, language: Language) -> list[str]:
    styles = ("Heading1", "Heading2", "Heading3")
    found = []
    for level in range(_LEVELS):
        style = styles[level] if level < len(styles) else ""
        properties = _latin(look.latin_heading) + _accent(look, style)
        left = layout(look, language)[style].left if style else 1000 + 150 * level
        found.append(_level(level, "decimal", _outline(level + 1), left, left, properties, style))
    return found


def _appendix_levels(look: Look, language: Language) -> list[str]:
    first = _level(
        0,
        "upperLetter",
        f"{label('appendix', language)} %1",
        0,
        0,
        _accent(look, "Heading1"),
        "AppendixHeading",
        "space",
    )
    return [first, *(_level(n, "decimal", _outline(n + 1), 680, 680, _accent(look)) for n in range(1, _LEVELS))]


def _bullet_levels(look: Look, language: Language) -> list[str]:
    step = layout(look, language).list_step
    properties = _latin(look.latin) + _accent(look)
    styles = ("ListBullet", "ListBullet2")
    return [
        _level(n, "bullet", "•–"[n % 2], step * (n + 1), step - 20, properties, styles[n] if n < len(styles) else "")
        for n in range(_LEVELS)
    ]


def _number_levels(look: Look, language: Language) -> list[str]:
    step, latin = layout(look, language).list_step, _latin(look.latin)
    forms = (("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3)"))
    styles = ("ListNumber", "ListNumber2")
    found = []
    for level in range(_LEVELS):
        form, text = forms[level] if level < len(forms) else ("decimal", f"%{level + 1}.")
        properties = latin + ("<w:b/>" + _accent(look) if level == 0 else "")
        style = styles[level] if level < len(styles) else ""
        hanging = step + 40 if level == 0 else step
        found.append(_level(level, form, text, step * (level + 1) + 40, hanging, properties, style))
    return found
