"""Word comments: what the tool has to tell beside a place in the user's document."""

from __future__ import annotations

from lxml import etree

from iso20k_docs.inspect.markup import NS, W14, W, value
from iso20k_docs.regenerate.merge.revise import Stamp
from iso20k_docs.regenerate.merge.workpiece import Workpiece

Element = etree._Element
_PART = "word/comments.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INITIALS = "ISO20K"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class Notes:
    """Writes comments into the main part of a document: headers and footers can't have any."""

    def __init__(self, mine: Workpiece, stamp: Stamp) -> None:
        self.mine, self.stamp = mine, stamp

    def add(self, paragraph: Element, text: str) -> None:
        """Attach a comment to a paragraph; nothing where the same one of ours stands there already."""
        root = self._root()
        if self._is_there(root, paragraph, text):
            return
        number = str(1 + max((int(value(one, "id")) for one in root if value(one, "id").isdecimal()), default=-1))
        comment = etree.SubElement(root, W + "comment")
        for name, said in (("id", number), ("author", self.stamp.author), ("date", self.stamp.date)):
            comment.set(W + name, said)
        comment.set(W + "initials", _INITIALS)
        for line in text.split("\n"):
            run = etree.SubElement(etree.SubElement(comment, W + "p"), W + "r")
            element = etree.SubElement(run, W + "t")
            element.text = line
            element.set(_SPACE, "preserve")
        self._anchor(paragraph, number)

    def _root(self) -> Element:
        part = _comments_part(self.mine)
        if part is None:
            part = _PART
            self.mine.add(part, f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode(), _TYPE)
            self.mine.relate(self.mine.main, "comments", part)
        return self.mine.change(part)

    def _is_there(self, root: Element, paragraph: Element, text: str) -> bool:
        numbers = {value(mark, "id") for mark in paragraph.iter(W + "commentReference")}
        own = (one for one in root if value(one, "id") in numbers and value(one, "author") == self.stamp.author)
        return any("\n".join(_text(p) for p in one.iterfind("w:p", NS)) == text for one in own)

    def _anchor(self, paragraph: Element, number: str) -> None:
        self.mine.touch(paragraph)
        begin, end = (etree.Element(W + name) for name in ("commentRangeStart", "commentRangeEnd"))
        begin.set(W + "id", number)
        end.set(W + "id", number)
        paragraph.insert(1 if paragraph.find("w:pPr", NS) is not None else 0, begin)
        paragraph.append(end)
        reference = etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "commentReference")
        reference.set(W + "id", number)


def waiting_comments(work: Workpiece, author: str) -> dict[str, str]:
    """Return the comments of an author that are neither deleted nor marked as done: number to text."""
    part = _comments_part(work)
    if part is None:
        return {}
    done = _done(work)
    anchored = {value(mark, "id") for mark in work.tree(work.main).iter(W + "commentReference")}
    found = {}
    for one in work.tree(part):
        paragraphs = one.findall("w:p", NS)
        number = value(one, "id")
        if value(one, "author") != author or number not in anchored:
            continue
        if not any(p.get(W14 + "paraId", "-") in done for p in paragraphs):
            found[number] = "\n".join(map(_text, paragraphs))
    return found


def _comments_part(work: Workpiece) -> str | None:
    targets = work.targets(work.main).values()
    return next((target for kind, target, _ in targets if kind == "comments" and target in work.parts), None)


def _done(work: Workpiece) -> set[str]:
    """Return the ids of the paragraphs whose comments somebody marked as done."""
    parts = [name for name in work.parts if name.endswith("commentsExtended.xml")]
    return {
        one.get(_EXTENDED + "paraId", "")
        for part in parts
        for one in work.tree(part)
        if one.get(_EXTENDED + "done") == "1"
    }


def _text(paragraph: Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(W + "t"))
