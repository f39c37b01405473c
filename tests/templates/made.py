"""Foreign Word templates as people have them: one from a Chinese office, one from an English one, one by LibreOffice.

The first two are built here from the markup that Word writes; the third was saved by LibreOffice 7.4 from
`libreoffice.fodt` (`soffice --convert-to docx`).
"""

# ruff: noqa: E501 - markup side by side

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument."
LIBREOFFICE = Path(__file__).parent / "libreoffice.docx"


def chinese() -> bytes:
    """A template of a Chinese office: ids as Chinese Word gives them, 宋体 and 黑体, a red theme, a document grid."""
    fonts = '<w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    hei = '<w:rFonts w:ascii="Arial" w:eastAsia="黑体" w:hAnsi="Arial"/>'
    styles = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:lang w:val='en-US' w:eastAsia='zh-CN' w:bidi='ar-SA'/></w:rPr>"
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        _style("a", "Normal", _spacing(line=360) + '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
               '<w:jc w:val="both"/>', '<w:kern w:val="2"/><w:sz w:val="24"/><w:szCs w:val="24"/>', default=True),
        _style("1", "heading 1", '<w:keepNext/>' + _spacing(340, 330, 578) + '<w:jc w:val="center"/>'
               '<w:outlineLvl w:val="0"/>', hei + '<w:b/><w:bCs/><w:color w:val="C00000" w:themeColor="accent1"/>'
               '<w:kern w:val="44"/><w:sz w:val="32"/>', based="a"),
        _style("2", "heading 2", _spacing(260, 260, 416) + '<w:outlineLvl w:val="1"/>',
               hei + '<w:b/><w:bCs/><w:sz w:val="28"/>', based="a"),
        _style("3", "标题 3", _spacing(beforeLines=50, afterLines=50) + '<w:outlineLvl w:val="2"/>',
               hei + '<w:sz w:val="24"/>', based="a"),
        _style("a3", "Title", '<w:jc w:val="center"/>', '<w:rFonts w:ascii="Arial" w:eastAsia="华文中宋" w:hAnsi="Arial"/>'
               '<w:b/><w:sz w:val="52"/>', based="a"),
        _style("a5", "caption", '<w:jc w:val="center"/>', hei + '<w:sz w:val="20"/>', based="a"),
        _style("a7", "表格文字", _spacing(line=240), '<w:sz w:val="20"/>', based="a", custom=True),
        _style("TOC1", "toc 1", "", '<w:b/><w:sz w:val="24"/>', based="a"),
        _style("a9", "header", '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>',
               '<w:sz w:val="18"/>', based="a"),
        _style("ab", "公司公文抬头", "", '<w:color w:val="C00000"/>', based="a", custom=True),
    ]  # fmt: skip
    page = _page(11906, 16838, 1440, 1440, 1800, 1800, 851, 992, '<w:docGrid w:type="lines" w:linePitch="312"/>')
    text = f"<w:p><w:r><w:t>示例公司文件模板</w:t></w:r></w:p>{page}"
    theme = _theme(("C00000", "1F497D", "7F7F7F"), "Cambria", "Calibri", hans="宋体")
    return package(styles, text, theme, east_asian="zh-CN")


def english() -> bytes:
    """A template (DOTX) of an English office: Letter, its own green theme, headings on a ground or too light to read."""
    themed = (
        '<w:rFonts w:asciiTheme="{0}HAnsi" w:hAnsiTheme="{0}HAnsi" w:eastAsiaTheme="{0}EastAsia" w:cstheme="{0}Bidi"/>'
    )
    minor, major = themed.format("minor"), themed.format("major")
    styles = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{minor}<w:sz w:val='22'/><w:lang w:val='en-US' w:eastAsia='ja-JP'/></w:rPr>"
        f"</w:rPrDefault><w:pPrDefault><w:pPr>{_spacing(after=160, line=259)}</w:pPr></w:pPrDefault></w:docDefaults>",
        _style("Normal", "Normal", "", "", default=True),
        _style("BodyText", "Body Text", _spacing(after=120, line=276), "", based="Normal"),
        _style("Heading1", "heading 1", '<w:shd w:val="clear" w:color="auto" w:fill="1B5E20" w:themeFill="accent1"/>'
               + _spacing(480, 120, 259) + '<w:outlineLvl w:val="0"/>', major + '<w:b/><w:caps/><w:color w:val="FFFFFF" '
               'w:themeColor="background1"/><w:sz w:val="30"/>', based="Normal"),
        _style("Heading2", "heading 2", '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="2" w:color="1B5E20"/></w:pBdr>'
               + _spacing(240, 80, 259) + '<w:outlineLvl w:val="1"/>', major + '<w:color w:val="66BB6A"/>'
               '<w:sz w:val="26"/>', based="Normal"),
        _style("Heading3", "heading 3", _spacing(160, 60) + '<w:outlineLvl w:val="2"/>', major + '<w:i/>'
               '<w:color w:val="1B5E20" w:themeColor="accent1" w:themeShade="BF"/><w:sz w:val="22"/>', based="Normal"),
        _style("Title", "Title", "", major + '<w:color w:val="1B5E20"/><w:sz w:val="56"/>', based="Normal"),
        _style("Subtitle", "Subtitle", "", '<w:color w:val="5A5A5A"/><w:sz w:val="28"/>', based="Normal"),
        _style("Caption", "caption", _spacing(after=200, line=240), '<w:i/><w:color w:val="3E5C44"/><w:sz w:val="18"/>',
               based="Normal"),
        _style("TOC1", "toc 1", _spacing(after=100), '<w:b/>', based="Normal"),
        _style("TOC2", "toc 2", _spacing(after=100), "", based="Normal"),
        _style("TOCHeading", "TOC Heading", "", '<w:color w:val="1B5E20"/><w:sz w:val="32"/>', based="Heading1"),
    ]  # fmt: skip
    page = _page(12240, 15840, 1440, 1080, 1440, 1440, 720, 720)
    theme = _theme(("1B5E20", "E65100", "78909C"), "Arial", "Times New Roman")
    return package(
        styles, f"<w:p><w:r><w:t>Template</w:t></w:r></w:p>{page}", theme, kind="template", east_asian="ja-JP"
    )


def libreoffice() -> bytes:
    """The template that LibreOffice saved."""
    return LIBREOFFICE.read_bytes()


def all_templates() -> Mapping[str, bytes]:
    """Every template by a name."""
    return {"chinese": chinese(), "english": english(), "libreoffice": libreoffice()}


def package(
    styles: list[str], body: str, theme: str = "", kind: str = "document", east_asian: str = "zh-CN",
    more: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """A Word file of these styles and this body; `more` parts are put in as they are."""
    word = TYPE + "wordprocessingml."
    kinds = {"document": f"{word}{kind}.main+xml", "styles": f"{word}styles+xml", "settings": f"{word}settings+xml"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{content}"/>' for name, content in kinds.items()
    )
    overrides += f'<Override PartName="/word/theme/theme1.xml" ContentType="{TYPE}theme+xml"/>' if theme else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), ("settings", "settings.xml"), ("theme", "theme/theme1.xml")
        ),
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{"".join(styles)}</w:styles>',
        "word/settings.xml": f'<w:settings xmlns:w="{W}"><w:themeFontLang w:val="en-US" w:eastAsia="{east_asian}"/>'
        "</w:settings>",
        **({"word/theme/theme1.xml": theme} if theme else {}),
        **(more or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    found = "".join(
        f'<Relationship Id="rId{at}" Type="{R}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'


def _style(
    id_: str, name: str, paragraph: str, letters: str, *, based: str = "", default: bool = False, custom: bool = False
) -> str:
    marks = ' w:default="1"' * default + ' w:customStyle="1"' * custom
    under = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="paragraph"{marks} w:styleId="{id_}"><w:name w:val="{name}"/>{under}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _spacing(before: int = 0, after: int = 0, line: int = 240, **more: int) -> str:
    others = "".join(f' w:{name}="{number}"' for name, number in more.items())
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"{others}/>'


def _page(
    w: int, h: int, top: int, bottom: int, left: int, right: int, header: int, footer: int, grid: str = ""
) -> str:
    return (
        f'<w:sectPr><w:pgSz w:w="{w}" w:h="{h}"/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="{header}" w:footer="{footer}" w:gutter="0"/>{grid}</w:sectPr>'
    )


def _theme(accents: tuple[str, str, str], major: str, minor: str, hans: str = "") -> str:
    colours = {
        "dk1": "000000", "lt1": "FFFFFF", "dk2": "263238", "lt2": "ECEFF1",
        **{f"accent{at}": accents[(at - 1) % 3] for at in range(1, 7)}, "hlink": "0563C1", "folHlink": "954F72",
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in colours.items())
    han = f'<a:font script="Hans" typeface="{hans}"/>' if hans else ""
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{face}"/><a:ea typeface=""/><a:cs typeface=""/>{han}</a:{kind}Font>'
        for kind, face in (("major", major), ("minor", minor))
    )
    return (
        f'<a:theme xmlns:a="{A}" name="Own"><a:themeElements><a:clrScheme name="Own">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Own">{fonts}</a:fontScheme><a:fmtScheme name="Own"/></a:themeElements></a:theme>'
    )
