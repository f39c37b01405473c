"""Bring elements of the new version into the user's document: their styles, lists, pictures and links with them."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable

from lxml import etree

from iso20k_docs.inspect.markup import NS, W14, WP, W, value
from iso20k_docs.regenerate.merge.workpiece import Workpiece

Element = etree._Element
_STYLES = frozenset(W + name for name in ("pStyle", "rStyle", "tblStyle"))
_OF_THE_PLACE = "commentRangeStart commentRangeEnd commentReference proofErr lastRenderedPageBreak sectPr"
_LEFT_BEHIND = frozenset(W + name for name in _OF_THE_PLACE.split())
_IDS = frozenset((W14 + "paraId", W14 + "textId"))
_BOOKMARKS = (W + "bookmarkStart", W + "bookmarkEnd")
_PICTURES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml",
    "emf": "image/x-emf", "wmf": "image/x-wmf",
}  # fmt: skip
_DIGITS = 9
_NOTES = ("comments", "footnotes", "endnotes")
_NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"


class Borrower:
    """Copies elements from `theirs` for a place in `mine`."""

    def __init__(self, mine: Workpiece, theirs: Workpiece) -> None:
        self.mine, self.theirs = mine, theirs
        self.lists: dict[str, str] = {}
        """The `numId` of a list in theirs to that in mine, learned from the items that both have."""
        self._numbers = _highest_numbers(mine)
        self._marks = {value(mark, "name") for part in mine.stories() for mark in mine.tree(part).iter(_BOOKMARKS[0])}

    def number(self) -> str:
        """Return the next id of an annotation."""
        self._numbers["annotation"] += 1
        return str(self._numbers["annotation"])

    def copy(self, element: Element, source: str, target: str) -> Element:
        """Return a copy of an element of the part `source` of theirs, fit for the part `target` of mine."""
        found = copy.deepcopy(element)
        found.tail = None
        self._copy_bookmarks(found)
        for one in list(found.iter(etree.Element)):
            if one.tag in _LEFT_BEHIND and one.getparent() is not None:
                _remove(one)
                continue
            for name in _IDS.intersection(map(str, one.attrib)):
                del one.attrib[name]
            if one.tag in _STYLES:
                one.set(W + "val", self._style(value(one)))
            elif one.tag == W + "numId":
                one.set(W + "val", self._list(value(one)))
            elif one.tag == WP + "docPr":
                self._numbers["drawing"] += 1
                one.set("id", str(self._numbers["drawing"]))
            elif one.tag == W + "id" and _is_control(one):
                self._numbers["control"] += 1
                one.set(W + "val", str(self._numbers["control"]))
            self.relate(one, source, target)
        return found

    def _copy_bookmarks(self, found: Element) -> None:
        """Keep the bookmarks that mine lacks, for links of other documents lead there."""
        new: dict[str, str] = {}
        for mark in list(found.iter(*_BOOKMARKS)):
            name, number = value(mark, "name"), value(mark, "id")
            if mark.tag == _BOOKMARKS[0] and name not in self._marks and not name.startswith("_"):
                self._marks.add(name)
                new[number] = self.number()
            if number in new:
                mark.set(W + "id", new[number])
            else:
                _remove(mark)

    def _style(self, style: str) -> str:
        name = self.theirs.styles.get(style, "")
        return self.mine.style_ids.get(name) or self._import_style(style, name)

    def _import_style(self, style: str, name: str) -> str:
        source = _named(self.theirs.tree("word/styles.xml"), style)
        if source is None or "word/styles.xml" not in self.mine.parts:
            return style
        imported = copy.deepcopy(source)
        self.mine.change("word/styles.xml").append(imported)
        self.mine.style_ids[name] = style
        self.mine.styles[style] = name
        for one in imported.iter(W + "basedOn", W + "next", W + "link"):
            one.set(W + "val", self._style(value(one)))
        return style

    def _list(self, number: str) -> str:
        """Return the list of mine that a list of theirs is, a new one where mine has none."""
        if number not in self.lists:
            self.lists[number] = self._import_list(number)
        return self.lists[number]

    def _import_list(self, number: str) -> str:
        part = "word/numbering.xml"
        if number == "0" or part not in self.theirs.parts:
            return number
        source = self.theirs.tree(part)
        num = _by_number(source.iterfind("w:num", NS), "numId", number)
        if num is None:
            return number
        if part not in self.mine.parts:
            empty = f'<w:numbering xmlns:w="{W[1:-1]}"/>'.encode()
            self.mine.add(part, empty, _NUMBERING_TYPE)
            self.mine.relate(self.mine.main, "numbering", part)
        abstract = value(num.find("w:abstractNumId", NS))
        shape = _by_number(source.iterfind("w:abstractNum", NS), "abstractNumId", abstract)
        return self._add_list(self.mine.change(part), copy.deepcopy(num), copy.deepcopy(shape))

    def _add_list(self, target: Element, num: Element, shape: Element | None) -> str:
        fresh = str(1 + max([int(value(n, "numId")) for n in target.iterfind("w:num", NS)], default=0))
        num.set(W + "numId", fresh)
        if shape is not None:
            shapes = target.findall("w:abstractNum", NS)
            identity = str(1 + max([int(value(s, "abstractNumId")) for s in shapes], default=0))
            shape.set(W + "abstractNumId", identity)
            for linked in list(shape.iter(W + "pStyle", W + "nsid", W + "styleLink")):
                _remove(linked)
            link = num.find("w:abstractNumId", NS)
            if link is not None:
                link.set(W + "val", identity)
            target.insert(len(shapes), shape)
        target.append(num)
        return fresh

    def relate(self, element: Element, source: str, target: str) -> None:
        """Point the references of an element at relationships of the target."""
        for name, reference in list(element.attrib.items()):
            if not str(name).startswith("{" + NS["r"] + "}"):
                continue
            kind, place, outside = self.theirs.targets(source).get(str(reference), ("", "", True))
            if not kind:
                continue
            if not outside:
                place = self._picture(place)
            element.set(name, self.mine.relate(target, kind, place, outside=outside))

    def _picture(self, part: str) -> str:
        data = self.theirs.parts[part]
        extension = part.rpartition(".")[2].lower()
        name = f"word/media/iso20k-{hashlib.sha256(data).hexdigest()[:12]}.{extension}"
        if name not in self.mine.parts:
            self.mine.add(name, data, _PICTURES.get(extension, "application/octet-stream"))
        return name


def _highest_numbers(work: Workpiece) -> dict[str, int]:
    """Return the highest ids in use of annotations, drawings and content controls."""
    found = {"annotation": 0, "drawing": 0, "control": 0}
    notes = [target for kind, target, _ in work.targets(work.main).values() if kind in _NOTES]
    for part in [*work.stories(), *filter(work.has, notes)]:
        root = work.tree(part)
        marks = root.xpath("//@w:id", namespaces=NS)
        found["annotation"] = max([found["annotation"], *map(_whole, _strings(marks))])
        found["drawing"] = max([found["drawing"], *(_whole(d.get("id", "")) for d in root.iter(WP + "docPr"))])
        controls = root.iterfind(".//w:sdtPr/w:id", NS)
        found["control"] = max([found["control"], *(_whole(value(c)) for c in controls)])
    return found


def _strings(found: object) -> Iterable[str]:
    return map(str, found) if isinstance(found, list) else ()


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


def _is_control(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == W + "sdtPr"


def _named(styles: Element, style: str) -> Element | None:
    return next((one for one in styles.iterfind("w:style", NS) if value(one, "styleId") == style), None)


def _by_number(found: Iterable[Element], name: str, number: str) -> Element | None:
    return next((one for one in found if value(one, name) == number), None)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
