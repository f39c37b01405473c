"""Checks of the pages as LibreOffice lays them out: contents pages, half-empty pages, stranded headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iso20k_docs.inspect.lint.finding import Check, Problem, problem
from iso20k_docs.inspect.lint.references import CONTENTS_LEVELS, contents_entries
from iso20k_docs.inspect.markup import NS, fields, number, sections
from iso20k_docs.inspect.package import Package
from iso20k_docs.inspect.pdf import Bookmark, Outline, PrintedPage
from iso20k_docs.model.words import Words

_LEAST_FILLED = 0.25
_HEADING = 28.0
"""Points below the top of a heading where its own line has ended."""
_SLACK = 2.0
_TWIPS = 20
_REPLACEMENT = "\ufffd"
_BROKEN_FIELDS = ("Error! ", "Error: Reference", "错误！", "错误:")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document and its pages."""

    package: Package
    outline: Outline
    pages: list[PrintedPage]


def _contents_pages(rendered: Rendered) -> Iterator[Problem]:
    entries = contents_entries(rendered.package)
    real = [b for b in rendered.outline.bookmarks if b.level < CONTENTS_LEVELS]
    if entries and len(entries) != len(real):
        yield problem(
            f"目录{len(entries)}条，版面上标题{len(real)}个",
            f"{len(entries)} contents entries for {len(real)} headings on the pages",
            rendered.package.main,
        )
        return
    for entry, bookmark in zip(entries, real, strict=False):
        shown = [result for instruction, result in fields(entry) if instruction.startswith("PAGEREF")]
        if shown != [str(bookmark.page)]:
            yield problem(
                f"目录写第{'、'.join(shown)}页，实际在第{bookmark.page}页",
                f"the contents list says page {', '.join(shown)}, the heading is on page {bookmark.page}",
                rendered.package.main,
                entry,
            )


def _pages(rendered: Rendered) -> Iterator[Problem]:
    rooms = _rooms(rendered.package)
    for at, page in enumerate(rendered.pages, 1):
        yield from _outside(at, page)
        yield from _unreadable(at, page)
        room = rooms.get(page.width > page.height)
        following = rendered.pages[at] if at < len(rendered.pages) else None
        # The last page of the document, and the one before the paper is turned, end where the text ends.
        ends = following is None or (following.width > following.height) != (page.width > page.height)
        if room and not ends and at > 1:
            yield from _half_empty(at, page, room)
    for bookmark in rendered.outline.bookmarks:
        room = rooms.get(_is_turned(rendered, bookmark))
        if room and _is_stranded(rendered, bookmark, room):
            yield Problem(
                Words(f"第{bookmark.page}页：标题落在页末", f"page {bookmark.page}: a heading at the foot of the page"),
                rendered.package.main,
                bookmark.title,
            )


@dataclass(frozen=True, slots=True)
class _Room:
    """Foot and top of the text area in points above the page's foot."""

    foot: float
    top: float


def _rooms(package: Package) -> dict[bool, _Room]:
    """Return the text area of upright (False) and turned (True) pages."""
    found = {}
    for section, _ in sections(package.body):
        size, margins = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
        high = number(size, "h")
        foot, top = number(margins, "bottom") / _TWIPS, (high - number(margins, "top")) / _TWIPS
        found[number(size, "w") > high] = _Room(foot - _SLACK, top + _SLACK)
    return found


def _half_empty(at: int, page: PrintedPage, room: _Room) -> Iterator[Problem]:
    marks = [text.y for text in page.texts if room.foot <= text.y <= room.top]
    marks += [box.bottom for box in page.boxes if room.foot <= box.bottom and box.top <= room.top]
    filled = (room.top - min(marks, default=room.top)) / (room.top - room.foot)
    if filled < _LEAST_FILLED:
        share = round(filled * 100)
        yield problem(f"第{at}页只排了{share}%", f"page {at}: only {share} % filled")


def _outside(at: int, page: PrintedPage) -> Iterator[Problem]:
    for text in page.texts:
        if not (-_SLACK <= text.x <= page.width - _SLACK and -_SLACK <= text.y <= page.height):
            yield Problem(Words(f"第{at}页：文字在页面之外", f"page {at}: text outside the page"), "", text.text)
    if any(box.left < -_SLACK or box.right > page.width + _SLACK for box in page.boxes):
        yield problem(f"第{at}页：表或图伸出页面", f"page {at}: a table or drawing reaches out of the page")


def _unreadable(at: int, page: PrintedPage) -> Iterator[Problem]:
    said = " ".join(text.text for text in page.texts)
    if _REPLACEMENT in said:
        yield problem(f"第{at}页：有无法显示的字符", f"page {at}: a character that can't be shown")
    for words in _BROKEN_FIELDS:
        if words in said:
            yield problem(f"第{at}页：域显示“{words}”", f"page {at}: a field shows '{words}'")


def _is_turned(rendered: Rendered, bookmark: Bookmark) -> bool:
    page = rendered.pages[bookmark.page - 1]
    return page.width > page.height


def _is_stranded(rendered: Rendered, bookmark: Bookmark, room: _Room) -> bool:
    """Tell whether nothing but the heading stands between its top and the foot of the text area."""
    page, below = rendered.pages[bookmark.page - 1], bookmark.top - _HEADING
    last = bookmark.page == len(rendered.pages)
    return not last and not any(room.foot <= text.y < below for text in page.texts)


CHECKS: tuple[Check[Rendered], ...] = (
    Check(
        9,
        "contents-pages",
        Words(
            "在 Word 中右击目录，只更新页码；或用 --exact-pages 生成",
            "right-click the contents list in Word and update page numbers only, or generate with --exact-pages",
        ),
        _contents_pages,
    ),
    Check(29, "rendered-pages", Words("在 Word 中看这一页", "look at the page in Word"), _pages),
)
