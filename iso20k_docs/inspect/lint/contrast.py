"""Check of contrast: text on its ground, in tables, callouts and diagrams (WCAG 2.1, 1.4.3)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from iso20k_docs.inspect.lint.finding import Check, PackageCheck, Problem, problem
from iso20k_docs.inspect.markup import NS, WPS, W, in_fallback, style_of, value
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.colours import contrast
from iso20k_docs.model.words import Words

_LEAST = 4.45
"""4.5 to one, less what rounding a colour to eight bits takes."""
_INK, _PAPER = "000000", "FFFFFF"
_COLOUR = re.compile("[0-9A-Fa-f]{6}")


def _contrast(package: Package) -> Iterator[Problem]:
    for part, story in package.stories.items():
        faint = [run for run in _printed_runs(story) if _ratio(package, run) < _LEAST]
        by_colours: dict[tuple[str, str], list[etree._Element]] = defaultdict(list)
        for run in faint:
            by_colours[_ink(package, run), _ground(package, run)].append(run)
        for (ink, ground), runs in by_colours.items():
            ratio = contrast(ink, ground)
            yield problem(
                f"{ink} 在 {ground} 上，对比度 {ratio:.1f}:1，共{len(runs)}处",
                f"{ink} on {ground} is {ratio:.1f}:1, {len(runs)} times",
                part,
                runs[0],
            )


def _printed_runs(story: etree._Element) -> Iterator[etree._Element]:
    for run in story.iter(W + "r"):
        if any((text.text or "").strip() for text in run.iterchildren(W + "t")) and not in_fallback(run):
            yield run


def _ratio(package: Package, run: etree._Element) -> float:
    return contrast(_ink(package, run), _ground(package, run))


def _first_colour(*candidates: str) -> str:
    return next((colour for colour in candidates if _COLOUR.fullmatch(colour)), "")


def _ink(package: Package, run: etree._Element) -> str:
    paragraph = next(run.iterancestors(W + "p"))
    by_letters = package.inherited(value(run.find("w:rPr/w:rStyle", NS)), "w:rPr/w:color")
    by_paragraph = package.inherited(style_of(paragraph), "w:rPr/w:color")
    own = value(run.find("w:rPr/w:color", NS))
    return _first_colour(own, value(by_letters), value(by_paragraph), _INK)


def _ground(package: Package, run: etree._Element) -> str:
    paragraph = next(run.iterancestors(W + "p"))
    shades = [value(package.inherited(style_of(paragraph), "w:pPr/w:shd"), "fill")]
    cell = next(run.iterancestors(W + "tc"), None)
    if cell is not None:
        shades.append(value(cell.find("w:tcPr/w:shd", NS), "fill"))
    shape = next(run.iterancestors(WPS + "wsp"), None)
    if shape is not None:
        shades.append(_ground_of_shape(shape))
    return _first_colour(*shades, _PAPER)


def _ground_of_shape(shape: etree._Element) -> str:
    """Return the fill of a shape; of the last one drawn before it that it lies on where it has none itself."""
    for below in (shape, *shape.itersiblings(WPS + "wsp", preceding=True)):
        fill = below.find("wps:spPr/a:solidFill/a:srgbClr", NS)
        if fill is not None and _lies_on(shape, below):
            return fill.get("val", "")
    return ""


def _lies_on(upper: etree._Element, lower: etree._Element) -> bool:
    x, y, wide, high = _frame(upper)
    left, top, width, height = _frame(lower)
    return left <= x + wide / 2 <= left + width and top <= y + high / 2 <= top + height


def _frame(shape: etree._Element) -> tuple[int, int, int, int]:
    at, size = shape.find("wps:spPr/a:xfrm/a:off", NS), shape.find("wps:spPr/a:xfrm/a:ext", NS)
    if at is None or size is None:
        return 0, 0, 0, 0
    x, y, wide, high = (_length(text) for text in (at.get("x"), at.get("y"), size.get("cx"), size.get("cy")))
    return x, y, wide, high


def _length(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,12}", text) else 0


CHECKS: tuple[PackageCheck, ...] = (
    Check(26, "contrast", Words("选更深的文字颜色或更浅的底色", "choose a darker ink or a lighter ground"), _contrast),
)
