"""A foreign Word template read for its look: styles, theme, page. Its text and its markup are never copied.

What is read are values - sizes, colours, names of typefaces - each checked before it is believed; so nothing in a
template can break a document or get into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from iso20k_docs.inspect.markup import NS, W, value
from iso20k_docs.inspect.package import Package, open_package
from iso20k_docs.inspect.refusals import refused
from iso20k_docs.inspect.template.sheet import read_sheet
from iso20k_docs.inspect.template.styles import Styles
from iso20k_docs.inspect.template.theme import Theme
from iso20k_docs.model.template import Note, Template
from iso20k_docs.model.words import Words

LARGEST = 20 << 20
"""A template of more bytes is no template."""
_MOST_NAMED = 6
_GRIDS = ("lines", "linesAndChars", "snapToChars")


def read_template(path: Path) -> Template:
    """Read a template (DOCX or DOTX); UserError with the reason where it can't be used."""
    if path.is_file() and path.stat().st_size > LARGEST:
        raise refused("file-too-large", path.as_posix())
    return template_of(open_package(path))


def template_of(package: Package) -> Template:
    """Return the look of a document; UserError where it has no styles."""
    part = _part(package, "styles")
    root = package.tree(part)
    if root.find("w:style", NS) is None:
        raise refused("no-styles", package.name)
    theme = Theme(package.tree(_part(package, "theme")), package.tree(_part(package, "settings")))
    styles = Styles(root, theme)
    sheet = read_sheet(package.body)
    return Template(
        name=package.name,
        styles=styles.traits,
        names=styles.names,
        colours=theme.colours,
        sheet=sheet,
        notes=(*styles.notes, *_notes(package, styles)),
    )


def _part(package: Package, kind: str) -> str:
    return next((target for found, target in package.relationships.values() if found == kind), "")


def _notes(package: Package, styles: Styles) -> Iterator[Note]:
    """Say what of the template is not taken, and what the document grid would have done."""
    grid = next(iter(package.body.iter(W + "docGrid")), None)
    if value(grid, "type") in _GRIDS:
        yield Note(
            "repaired",
            Words("文档网格", "document grid"),
            Words("已关闭：它会盖过样式的行距", "switched off: it would override the line spacing of the styles"),
        )
    if any(kind in ("header", "footer") for kind, _ in package.relationships.values()):
        yield Note(
            "left",
            Words("页眉页脚", "headers and footers"),
            Words(
                "内容不取用：用受控文件的页眉页脚（徽标用 brand.logo，文字用 brand.header、brand.footer）",
                "their content is left out for those of controlled documents "
                "(brand.logo, brand.header and brand.footer put yours in)",
            ),
        )
    if package.body.find(".//w:t", NS) is not None:
        yield Note(
            "left", Words("模板正文", "text of the template"), Words("不取用", "left out: only the look is taken")
        )
    if package.document.find("w:background", NS) is not None:
        yield Note("left", Words("页面背景色", "page background"), Words("不取用", "left out"))
    if styles.others:
        shown, more = "、".join(styles.others[:_MOST_NAMED]), len(styles.others) - _MOST_NAMED
        english = ", ".join(styles.others[:_MOST_NAMED])
        yield Note(
            "left",
            Words("其他自定义样式", "other styles of your own"),
            Words(
                f"文件中没有用到：{shown}" + (f" 等，另有{more}个" if more > 0 else ""),
                f"the documents have no use for them: {english}" + (f" and {more} more" if more > 0 else ""),
            ),
        )
