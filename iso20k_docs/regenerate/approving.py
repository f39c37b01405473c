"""What keeps a file from its release, what people wrote in it, and the file with our tracked changes accepted."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from iso20k_docs.inspect.markup import W, value
from iso20k_docs.regenerate.merge.blocks import Para, paragraphs
from iso20k_docs.regenerate.merge.merge import AUTHOR, UnsafeMergeError
from iso20k_docs.regenerate.merge.reading import read_story
from iso20k_docs.regenerate.merge.undo import has_changes, says, without_changes
from iso20k_docs.regenerate.merge.workpiece import Workpiece
from iso20k_docs.regenerate.merging import open_comments

Element = etree._Element
_MARKS = tuple(
    W + name
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange"),
        *("sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "numberingChange"),
    )
)


_HEADINGS = ("heading", "标题")


@dataclass(frozen=True, slots=True)
class Examined:
    """What an edited file holds: tracked changes of others, open conflicts, and the sections that people changed.

    `digest` is that of their changes against the version that the file stems from, empty where there are none.
    """

    colleagues: int
    conflicts: int
    sections: tuple[str, ...]
    digest: str


def examine(mine: bytes, base: bytes | None, name: str) -> Examined:
    """Look through an edited file; UserError where it can't be read."""
    work = Workpiece(mine, name)
    found = Examined(_of_others(work), len(open_comments(work)), (), "")
    if base is None:
        return found
    changed = list(_changed(Workpiece(base, name, own=True), work))
    said = json.dumps([texts for _, texts in changed], ensure_ascii=False)
    digest = hashlib.sha256(said.encode()).hexdigest() if changed else ""
    sections = tuple(dict.fromkeys(section for section, _ in changed))
    return Examined(found.colleagues, found.conflicts, sections, digest)


def has_ours(content: bytes, name: str) -> bool:
    """Tell whether a file has tracked changes of ours."""
    work = Workpiece(content, name, own=True)
    return any(has_changes(work, part, AUTHOR) for part in work.stories())


def accepted(content: bytes, name: str) -> bytes:
    """Return a file with our tracked changes accepted; UnsafeMergeError where it would say anything else then."""
    before = says(Workpiece(content, name))
    work = Workpiece(content, name)
    changed = [part for part in work.stories() if has_changes(work, part, AUTHOR)]
    without_changes(work, AUTHOR, accept=True)
    for part in changed:
        _close_cells(work.tree(part))
    data = work.save()
    if list(says(Workpiece(data, name)).values()) != list(before.values()):
        raise UnsafeMergeError(name)
    return data


def _close_cells(story: Element) -> None:
    """End every table cell with a paragraph again: one whose last one was taken out may not go without."""
    for cell in story.iter(W + "tc"):
        if len(cell) == 0 or cell[-1].tag not in (W + "p", W + "sdt"):
            etree.SubElement(cell, W + "p")


def _of_others(work: Workpiece) -> int:
    """Return how many tracked changes in a document are not ours."""
    return sum(1 for part in work.stories() for one in work.tree(part).iter(*_MARKS) if value(one, "author") != AUTHOR)


def _changed(base: Workpiece, mine: Workpiece) -> Iterator[tuple[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Yield what differs between a generated file and what people made of it: the section, the texts before and after.

    What we changed ourselves and nobody accepted yet counts as accepted.
    """
    old, new = _texts(base), _texts(mine)
    matcher = difflib.SequenceMatcher(None, [text for _, text in old], [text for _, text in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        section = new[j1][0] if j1 < j2 else old[i1][0]
        yield section, (tuple(text for _, text in old[i1:i2]), tuple(text for _, text in new[j1:j2]))


def _texts(work: Workpiece) -> list[tuple[str, str]]:
    """Return the texts of a document with the headings that they stand under."""
    found: list[tuple[str, str]] = []
    for part in work.stories():
        section = ""
        for para in _visible(list(paragraphs(read_story(work, part)))):
            if para.style.startswith(_HEADINGS):
                section = para.shown
            found.append((section, para.key))
    return found


def _visible(all_of_them: Sequence[Para]) -> Iterator[Para]:
    return (para for para in all_of_them if not para.gone and para.key)
