"""The parts around the styles that are the same in every document: theme, font table, settings."""

from __future__ import annotations

from iso20k_docs.writers.docx.look import EAST_ASIAN_NAMES, Look
from iso20k_docs.writers.docx.markup import DECLARATION, A, W, escape

_WORD = "http://schemas.microsoft.com/office/word"
_COMPATIBILITY = (
    ("compatibilityMode", "15"),
    ("overrideTableStyleFontSizeAndJustification", "1"),
    ("enableOpenTypeFeatures", "1"),
    ("doNotFlipMirrorIndents", "1"),
    ("differentiateMultirowTableHeaders", "1"),
)
_SWISS, _SONG, _TIMES = "020B0604020202020204", "02010600030101010101", "02020603050405020304"
_SERIFS = ("times new roman", "times", "cambria", "georgia", "garamond", "book antiqua", "palatino linotype", "century")


def theme_xml(look: Look) -> str:
    """Return the theme: the look's colours and typefaces, so that Word's own pickers offer them."""
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="Service management"><a:themeElements>'
        f'<a:clrScheme name="Service management">{_colours(look)}</a:clrScheme>'
        f'<a:fontScheme name="Service management">{_typeface("majorFont", look.latin_heading, look.cjk_heading)}'
        f"{_typeface('minorFont', look.latin, look.cjk)}</a:fontScheme>"
        f'<a:fmtScheme name="Service management"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _colours(look: Look) -> str:
    scheme = look.scheme or {
        "dk1": look.ink, "lt1": "FFFFFF", "dk2": look.primary, "lt2": look.tint, "accent1": look.primary,
        "accent2": look.accent, "accent3": look.grey, "accent4": look.warn, "accent5": look.risk,
        "accent6": look.line, "hlink": look.accent, "folHlink": look.grey,
    }  # fmt: skip
    return "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in scheme.items())


def _typeface(element: str, latin: str, cjk: str) -> str:
    latin, cjk = escape(latin), escape(cjk)
    return (
        f'<a:{element}><a:latin typeface="{latin}"/><a:ea typeface="{cjk}"/><a:cs typeface="{latin}"/>'
        f'<a:font script="Hans" typeface="{cjk}"/></a:{element}>'
    )


def font_table_xml(look: Look) -> str:
    """Return the font table: Chinese names and classes, by which Word replaces a font that isn't installed."""
    own = look.styles.values()
    latin = dict.fromkeys((look.latin, look.latin_heading, *(traits.latin for traits in own if traits.latin)))
    east_asian = dict.fromkeys(
        (look.cjk, look.cjk_heading, look.cjk_strong, "SimSun", *(traits.cjk for traits in own if traits.cjk))
    )
    fonts = "".join(_font(name, "", "00", *_class_of(name)) for name in latin if name not in east_asian) + "".join(
        _font(name, EAST_ASIAN_NAMES.get(name, ""), "86", "auto", _SONG if name == "SimSun" else "020B0503020204020204")
        for name in east_asian
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def _class_of(latin: str) -> tuple[str, str]:
    """Return family and panose by which Word looks for a typeface in the stead of a missing one."""
    return ("roman", _TIMES) if latin.casefold() in _SERIFS else ("swiss", _SWISS)


def _font(name: str, other_name: str, charset: str, family: str, panose: str) -> str:
    other = f'<w:altName w:val="{other_name}"/>' if other_name else ""
    return (
        f'<w:font w:name="{escape(name)}">{other}<w:panose1 w:val="{panose}"/><w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
    )


def settings_xml(*, locked: bool = False) -> str:
    """Return the settings; nothing in them makes Word ask a question on opening.

    In a `locked` document only the controls can be edited; there is no password, so that the owner can unlock it.
    """
    lock = '<w:documentProtection w:edit="forms" w:enforcement="1"/>' if locked else ""
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{_WORD}" w:val="{value}"/>' for name, value in _COMPATIBILITY
    )
    accents = " ".join(f'w:accent{n}="accent{n}"' for n in range(1, 7))
    return (
        f'{DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>{lock}<w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        f"{compatibility}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" '
        f'{accents} w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
