"""What changed between two versions of a document, as one line of its revision history says it.

One or two changes are named in full: section, row and column, the words before and after. Of more, the sections and
the number of places are named; whole sections that came or went by their titles.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iso20k_docs.compose.content import OWNER, Line, Lines, shortened
from iso20k_docs.model.words import Language, Words

_STRUCTURE = frozenset(("heading", "column", "step"))
_IN_ROWS = frozenset(("cell", "step"))
_PAIRED = frozenset(("text", "cell"))
_ALIKE = 0.4
_NAMED, _LISTED, _LONGEST = 2, 6, 180
_WHOLE, _QUOTED = 20, 30
_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,:/'’-][A-Za-z0-9]+)*|\s+|.", re.DOTALL)
_UNIT = re.compile(
    r"\s?(?:%|个?工作日|小时|分钟|天|日|周|个?月|年|次|份|人|名|"
    r"(?:h|min|(?:working )?days?|hours?|minutes?|weeks?|months?|years?|times?)\b)"
)
_CLAUSE_END = re.compile(r"[，。；：、（）,.;:()]")
_LEADING_WORDS, _LEADING_SIGNS = 3, 8
_LATIN = "\u2e80"

MOVED = Words("调整次序", "order changed")
UNKNOWN = Words("内容有修改", "content changed")


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of content: what a line of the history says of it, whether the structure changed, how much of the text.

    `share` is that of the altered characters, 0 to 1.
    """

    text: Words
    structural: bool
    share: float


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that changed; one of `before` and `after` is empty where something came or went."""

    line: Line
    before: str
    after: str

    @property
    def section(self) -> tuple[str, str]:
        return self.line.number, self.line.title


def revision(before: Lines, after: Lines) -> Revision:
    """Return what changed between two contents of a document, told in both languages."""
    comparison = _Comparison(before, after)
    total = sum(len(line.text) for line in after) or 1
    altered = sum(max(len(old), len(new)) for old, new in comparison.altered())
    text = Words(_Telling(comparison, "zh").text(), _Telling(comparison, "en").text())
    return Revision(text, comparison.is_structural, min(altered / total, 1.0))


def edited_in_word(sections: Sequence[str]) -> Words:
    """Return what a line of the history says of sections whose text people changed in Word."""
    zh = _listing(sections, "zh") or "全文"
    numbered = any(section[:1].isdigit() for section in sections)
    en = _listing(sections, "en") or "the document"
    return Words(f"修改了{f'第{zh}节' if numbered else zh}正文", f"text of {en} edited in Word")


class _Comparison:
    """Two contents of a document side by side."""

    def __init__(self, before: Lines, after: Lines) -> None:
        old, new = ({line.id: line for line in content} for content in (before, after))
        self.gone = [line for line in before if line.id not in new]
        self.come = [line for line in after if line.id not in old]
        self.changed = [(old[line.id], line) for line in after if line.id in old and old[line.id].text != line.text]
        self.is_structural = any(line.kind in _STRUCTURE for line in (*self.gone, *self.come)) or any(
            line.id == OWNER for _, line in self.changed
        )
        self.removed_sections, self.gone = _sections(self.gone)
        self.new_sections, self.come = _sections(self.come)
        self._pair()

    def _pair(self) -> None:
        """Take paragraphs and rows that went and came in one place as changed: their ids are made of their words."""
        waiting: dict[str, list[list[Line]]] = {}
        for unit in _units(self.gone):
            waiting.setdefault(_home(unit[0]), []).append(unit)
        for unit in _units(self.come):
            before = next((one for one in waiting.get(_home(unit[0]), ()) if _are_alike(one, unit)), None)
            if before:
                waiting[_home(unit[0])].remove(before)
                self._take(before, unit)

    def _take(self, before: list[Line], after: list[Line]) -> None:
        """Count a paragraph or row as changed in the cells that differ."""
        self.changed += [(old, new) for old, new in zip(before, after, strict=True) if old.text != new.text]
        paired = {line.id for line in (*before, *after)}
        self.gone = [line for line in self.gone if line.id not in paired]
        self.come = [line for line in self.come if line.id not in paired]

    def altered(self) -> Iterable[tuple[str, str]]:
        """Yield the words that went and came."""
        for old, new in self.changed:
            yield _differing(old.text, new.text)[1:]
        for line in (*self.gone, *self.removed_sections):
            yield line.text, ""
        for line in (*self.come, *self.new_sections):
            yield "", line.text

    def places(self) -> list[_Place]:
        """Return the places that changed, each row that came or went once; drawings follow from the rest."""
        found = [_Place(new, old.text, new.text) for old, new in self.changed]
        found += [_Place(line, "", line.text) for line in _once_per_row(self.come)]
        found += [_Place(line, line.text, "") for line in _once_per_row(self.gone)]
        written = [place for place in found if place.line.kind != "figure"]
        return written or found


def _sections(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the headings of whole sections among the lines that came or went, and the lines outside of them."""
    headings = [line for line in lines if line.kind == "heading"]
    whole = {(line.number, line.title) for line in headings}
    outer = [
        line for line in headings if not any(line.number.startswith(f"{number}.") for number, _ in whole if number)
    ]
    return outer, [line for line in lines if (line.number, line.title) not in whole]


def _units(lines: Iterable[Line]) -> list[list[Line]]:
    """Return lines row by row; a paragraph or list item by itself."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.kind in _PAIRED:
            found.setdefault(_row_of(line), []).append(line)
    return list(found.values())


def _row_of(line: Line) -> str:
    return line.id.rpartition("/")[0] if line.kind in _IN_ROWS else line.id


def _home(line: Line) -> str:
    """Return what a row or paragraph has to have in common with the one that it was: its table or its section."""
    return _row_of(line).rpartition("/")[0] if line.kind in _IN_ROWS else f"\n{line.title}"


def _are_alike(before: list[Line], after: list[Line]) -> bool:
    """Tell whether two rows or paragraphs are one before and after a change: most of their words are the same."""
    if len(before) != len(after):
        return False
    old, new = ([word for line in unit for word in _WORD.findall(line.text)] for unit in (before, after))
    return difflib.SequenceMatcher(None, old, new, autojunk=False).ratio() >= _ALIKE


def _once_per_row(lines: list[Line]) -> list[Line]:
    rows: dict[str, Line] = {}
    for line in lines:
        rows.setdefault(_row_of(line), line)
    return list(rows.values())


class _Telling:
    """Says in one language what changed."""

    def __init__(self, comparison: _Comparison, language: Language) -> None:
        self.comparison, self.zh, self.language = comparison, language == "zh", language

    def text(self) -> str:
        """Return the line: in full, or as sections and a count where that would be too long."""
        parts = [*self._sections(), *self._named()]
        said = self._joined(parts)
        if len(said) > _LONGEST:
            said = self._joined([*self._sections(), *self._counted(self.comparison.places())])
        return said or MOVED.in_(self.language)

    def _joined(self, parts: Iterable[str]) -> str:
        return ("；" if self.zh else "; ").join(parts)

    def _sections(self) -> Iterable[str]:
        kinds = (
            (self.comparison.new_sections, Words("新增{}", "{} added")),
            (self.comparison.removed_sections, Words("删除{}", "{} removed")),
        )
        for sections, said in kinds:
            if sections:
                names = [f"{line.number} {shortened(line.title)}".strip() for line in sections]
                yield said.in_(self.language).format(_listing(names, self.language))

    def _named(self) -> list[str]:
        places = self.comparison.places()
        groups: dict[tuple[str, str], list[_Place]] = {}
        for place in places:
            lead, old, new = self._words(place)
            del lead
            key = (old, new) if place.before and place.after else (place.line.id, "")
            groups.setdefault(key, []).append(place)
        if len(groups) > _NAMED:
            return list(self._counted(places))
        return [self._group(found) for found in groups.values()]

    def _counted(self, places: Sequence[_Place]) -> Iterable[str]:
        if places:
            where = _listing([self._section(place) for place in places], self.language)
            count = len(places)
            en = "1 place" if count == 1 else f"{count} places"
            yield f"修改{where}，共{count}处" if self.zh else f"{en} changed in {where}"

    def _group(self, places: Sequence[_Place]) -> str:
        first = places[0]
        lead, old, new = self._words(first)
        if len(places) > 1:
            where = _listing([self._section(place) for place in places], self.language)
            count = len(places)
            return f"{old} → {new}（{where}，共{count}处）" if self.zh else f"{old} → {new} ({count} places: {where})"
        place = " ".join(filter(None, (self._section(first), first.line.label or lead)))
        if first.before and first.after and (old or new):
            return f"{place} {self._change(old, new)}".strip()
        said = Words("新增", "added") if first.after else Words("删除", "removed")
        what = "" if first.line.kind in _IN_ROWS and first.line.label else f"“{shortened(old or new, _QUOTED)}”"
        what = what if self.zh else what.replace("“", '"').replace("”", '"')
        return " ".join(filter(None, (place, f"{said.zh}{what}" if self.zh else f"{what} {said.en}".strip())))

    def _change(self, old: str, new: str) -> str:
        if old and new:
            return f"{old} → {new}"
        if self.zh:
            return f"增加“{new}”" if new else f"删去“{old}”"
        return f'"{new}" added' if new else f'"{old}" removed'

    def _section(self, place: _Place) -> str:
        if place.line.kind == "cover":
            return Words("封面", "cover").in_(self.language)
        return place.line.number or shortened(place.line.title)

    def _words(self, place: _Place) -> tuple[str, str, str]:
        """Return what stands before the change, and the words before and after it."""
        if place.line.kind == "figure":
            return Words("图", "figure").in_(self.language), "", ""
        if not (place.before and place.after) or max(len(place.before), len(place.after)) <= _WHOLE:
            return "", shortened(place.before, _QUOTED), shortened(place.after, _QUOTED)
        start, old, new = _differing(place.before, place.after)
        lead = _leading(place.after[:start])
        return lead, shortened(old.strip(), _QUOTED), shortened(new.strip(), _QUOTED)


def _differing(before: str, after: str) -> tuple[int, str, str]:
    """Return where two texts begin to differ and the words in which they do; a number keeps its unit."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    first = sum(map(len, old[:start]))
    texts = ["".join(words[start : len(words) - end]) for words in (old, new)]
    if all(text[-1:].isdigit() for text in texts):
        unit = _UNIT.match("".join(old[len(old) - end :]))
        texts = [text + (unit[0] if unit else "") for text in texts]
    return first, texts[0], texts[1]


def _leading(text: str) -> str:
    """Return the last words before a change, of the same clause: enough to find the place."""
    clause = _CLAUSE_END.split(text)[-1].strip()
    if clause and clause[-1] >= _LATIN:
        return clause[-_LEADING_SIGNS:]
    return " ".join(clause.split()[-_LEADING_WORDS:])


def _listing(names: Iterable[str], language: Language) -> str:
    """Return names in a row, each once, those that are too many as a number."""
    found = list(dict.fromkeys(filter(None, names)))
    more = len(found) - _LISTED
    if language == "zh":
        return "、".join(found[:_LISTED]) + (f"等{len(found)}处" if more > 0 else "")
    if more > 0:
        return f"{', '.join(found[:_LISTED])} and {more} more"
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""
