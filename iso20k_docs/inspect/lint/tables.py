"""Checks of tables and figures: geometry, rows, captions, what fits the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from iso20k_docs.inspect.lint.finding import Check, PackageCheck, Problem, problem
from iso20k_docs.inspect.lint.furniture import furniture
from iso20k_docs.inspect.markup import (
    NS,
    WP,
    W,
    fields,
    number,
    sections,
    style_of,
    text_height,
    text_width,
    value,
)
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.words import Words

_MOST_COLUMNS_UPRIGHT = 8
_EMU = 635
"""English metric units per twip."""


def _title(table: etree._Element) -> str:
    return value(table.find("w:tblPr/w:tblCaption", NS)) or "?"


def _grid(table: etree._Element) -> list[int]:
    return [number(column, "w") for column in table.iterfind("w:tblGrid/w:gridCol", NS)]


def _tables(package: Package) -> Iterator[Problem]:
    for part, story in package.stories.items():
        for table in story.iter(W + "tbl"):
            for zh, en in _table_problems(table):
                yield problem(f"表“{_title(table)}”：{zh}", f"table '{_title(table)}': {en}", part, table)


def _table_problems(table: etree._Element) -> Iterator[tuple[str, str]]:
    grid = _grid(table)
    if sum(grid) != number(table.find("w:tblPr/w:tblW", NS), "w"):
        yield "列宽之和不等于表宽", "the columns don't add up to the width"
    if value(table.find("w:tblPr/w:tblLayout", NS), "type") != "fixed":
        yield "版式不是固定列宽", "the layout isn't fixed"
    for needed in ("tblStyle", "tblCaption"):
        if not value(table.find(f"w:tblPr/w:{needed}", NS)):
            yield f"没有 {needed}", f"no {needed}"
    headed = value(table.find("w:tblPr/w:tblLook", NS), "firstRow") == "1"
    if headed and table.find("w:tr/w:trPr/w:tblHeader", NS) is None:
        yield "跨页时不重复表头行", "the header row doesn't repeat"
    following = table.getnext()
    if following is None or following.tag != W + "p":
        yield "表后没有段落", "no paragraph follows"
    for at, row in enumerate(table.iterfind("w:tr", NS), 1):
        for zh, en in _row_problems(row, grid):
            yield f"第{at}行{zh}", f"row {at}: {en}"


def _row_problems(row: etree._Element, grid: list[int]) -> Iterator[tuple[str, str]]:
    at = 0
    for cell in row.iterfind("w:tc", NS):
        span = number(cell.find("w:tcPr/w:gridSpan", NS)) or 1
        if number(cell.find("w:tcPr/w:tcW", NS), "w") != sum(grid[at : at + span]):
            yield "有单元格与列宽不符", "a cell's width isn't its columns'"
        at += span
    if at != len(grid):
        yield f"只有{at}列，应为{len(grid)}列", f"{at} of {len(grid)} columns"
    if row.find("w:trPr/w:cantSplit", NS) is None:
        yield "允许跨页断行", "it may be split over pages"


def _captions(package: Package) -> Iterator[Problem]:
    found: dict[str, list[str]] = defaultdict(list)
    for paragraph in package.body.iterchildren(W + "p"):
        counters = [(i.split(" ")[1], result) for i, result in fields(paragraph) if i.startswith("SEQ ")]
        if not counters or "caption" not in style_of(paragraph).lower():
            continue
        for name, result in counters:
            found[name].append(result)
        yield from _misplaced(package, paragraph)
    for name, numbers in found.items():
        if numbers != [str(at) for at in range(1, len(numbers) + 1)]:
            listed = ", ".join(numbers)
            yield problem(
                f"题注“{name}”的编号依次为 {listed}", f"captions '{name}' are numbered {listed}", package.main
            )


def _misplaced(package: Package, caption: etree._Element) -> Iterator[Problem]:
    """A caption stands on its table or under its figure, and a page break never comes between."""
    before, after = caption.getprevious(), caption.getnext()
    if after is not None and after.tag == W + "tbl":
        if not _is_kept(package, caption):
            yield problem("表题可能与表分在两页", "a page may break between caption and table", package.main, caption)
    elif before is None or before.tag != W + "p" or before.find(".//w:drawing", NS) is None:
        yield problem(
            "题注不在表上方或图下方", "the caption stands on no table and under no figure", package.main, caption
        )
    elif not _is_kept(package, before):
        yield problem("图可能与图题分在两页", "a page may break between figure and caption", package.main, caption)


def _is_kept(package: Package, paragraph: etree._Element) -> bool:
    own = paragraph.find("w:pPr/w:keepNext", NS)
    found = own if own is not None else package.inherited(style_of(paragraph), "w:pPr/w:keepNext")
    return found is not None and value(found) not in ("0", "false")


def _widths(package: Package) -> Iterator[Problem]:
    for section, blocks in sections(package.body):
        wide, high = text_width(section), text_height(section)
        for block in blocks:
            if block.tag == W + "tbl" and sum(_grid(block)) > wide:
                yield problem(
                    f"表“{_title(block)}”宽于版心",
                    f"table '{_title(block)}' is wider than the page",
                    package.main,
                    block,
                )
            for extent in block.iter(WP + "extent"):
                if _twips(extent, "cx") > wide or _twips(extent, "cy") > high:
                    yield problem("图大于版心", "a picture is larger than the page", package.main, extent)


def _twips(extent: etree._Element, name: str) -> int:
    length = extent.get(name, "")
    return int(length) // _EMU if length.isdecimal() else 0


def _orientation(package: Package) -> Iterator[Problem]:
    for at, (section, blocks) in enumerate(sections(package.body), 1):
        landscape = value(section.find("w:pgSz", NS), "orient") == "landscape"
        for block in blocks:
            columns = _level_columns(block) if block.tag == W + "tbl" else 0
            if columns > _MOST_COLUMNS_UPRIGHT and not landscape:
                yield problem(
                    f"表“{_title(block)}”有{columns}列，却在纵向页面上",
                    f"table '{_title(block)}' has {columns} columns on a portrait page",
                    package.main,
                    block,
                )
        part, header = furniture(package, section, "header")
        if header is not None and not (package.has_cover and at == 1):
            width = number(header.find("w:tbl/w:tblPr/w:tblW", NS), "w")
            if width != text_width(section):
                yield problem(
                    f"第{at}节：页眉宽{width}，版心宽{text_width(section)}",
                    f"section {at}: the header is {width} wide, the text {text_width(section)}",
                    part,
                )


def _level_columns(table: etree._Element) -> int:
    """Return the number of columns; those whose title is turned are narrow and don't count."""
    turned = table.findall("w:tr[1]/w:tc/w:tcPr/w:textDirection", NS)
    return len(_grid(table)) - len(turned)


CHECKS: tuple[PackageCheck, ...] = (
    Check(
        19,
        "tables",
        Words("重新生成，或在表格属性中改回固定列宽", "generate again, or set fixed widths in the table's properties"),
        _tables,
    ),
    Check(
        20, "captions", Words("用“引用—插入题注”添加题注", "insert captions by References, Insert Caption"), _captions
    ),
    Check(21, "widths", Words("缩小该表或图", "make the table or picture smaller"), _widths),
    Check(22, "orientation", Words("放到横向页面", "put it on a landscape page"), _orientation),
)
