"""Random documents, template changes and user edits, and the laws that every merge obeys.

    python -m tests.regenerate.merge.fuzz FIRST LAST [--keep FOLDER]

tries the seeds from FIRST to LAST and prints what failed; a seed always makes the same documents.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from iso20k_docs.inspect.markup import NS, W14, W
from iso20k_docs.model.nodes import Block, Callout, Document, List, ListItem, Paragraph, Row, Table, Text
from iso20k_docs.regenerate.merge.merge import AUTHOR
from iso20k_docs.regenerate.merge.result import Merged
from tests.regenerate.merge import desk

_WORDS = (
    "服务", "级别", "事件", "问题", "变更", "发布", "目标", "记录", "每月", "评审", "客户", "供应商", "恢复", "负责人",
    "报告", "时间", "优先级", "99.5%", "30", "SLA", "ITSM",
)  # fmt: skip
_TITLES = ("目的", "适用范围", "职责", "工作程序", "服务目标", "记录", "相关文件")


@dataclass(frozen=True)
class Case:
    """One case: the three files, and the marks that the template author and the user left in them."""

    seed: int
    base: bytes
    mine: bytes
    theirs: bytes
    template_marks: tuple[str, ...]
    user_marks: tuple[str, ...]


class _Author:
    """Writes a document and then changes it, as the library's authors do."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.count = 0
        self.marks: list[str] = []

    def sentence(self) -> str:
        return "".join(self.chance.choices(_WORDS, k=self.chance.randint(4, 14))) + f"第{self.next()}项。"

    def next(self) -> int:
        self.count += 1
        return self.count

    def mark(self) -> str:
        self.marks.append(f"T{self.next():04d}T")
        return self.marks[-1]

    def document(self) -> Document:
        return desk.document(*[b for n in range(self.chance.randint(2, 5)) for b in self.section(_TITLES[n])])

    def section(self, title: str) -> list[Block]:
        number = self.next()
        blocks: list[Block] = [desk.heading(f"s{number}", f"{title}{number}")]
        for _ in range(self.chance.randint(1, 5)):
            blocks.append(self.block())
        return blocks

    def block(self) -> Block:
        identity = f"b{self.next()}"
        kind = self.chance.random()
        if kind < 0.5:
            return desk.body(identity, self.sentence())
        if kind < 0.65:
            texts = [self.sentence() for _ in range(self.chance.randint(2, 4))]
            return desk.bullets(identity, *texts, ordered=self.chance.random() < 0.4)
        if kind < 0.75:
            return desk.note(identity, self.sentence())
        titles = ["名称", "目标", "说明", "备注"][: self.chance.randint(2, 4)]
        rows = [[f"项{self.next()}", *(self.sentence() for _ in titles[1:])] for _ in range(self.chance.randint(2, 5))]
        return desk.table(identity, titles, *rows)

    # --- changes

    def changed(self, made: Document) -> Document:
        blocks = list(made.blocks)
        for _ in range(self.chance.randint(0, 6)):
            self.chance.choice([self._insert, self._drop, self._rewrite, self._rewrite, self._section, self._move])(
                blocks
            )
        return desk.with_blocks(made, blocks)

    def _insert(self, blocks: list[Block]) -> None:
        new = self._marked(self.block())
        blocks.insert(self.chance.randint(1, len(blocks)), new)

    def _section(self, blocks: list[Block]) -> None:
        new = [self._marked(b) for b in self.section("新增")]
        at = self.chance.randint(0, len(blocks))
        blocks[at:at] = new

    def _drop(self, blocks: list[Block]) -> None:
        if len(blocks) > 2:
            blocks.pop(self.chance.randrange(len(blocks)))

    def _move(self, blocks: list[Block]) -> None:
        block = blocks.pop(self.chance.randrange(len(blocks)))
        blocks.insert(self.chance.randint(0, len(blocks)), block)

    def _rewrite(self, blocks: list[Block]) -> None:
        at = self.chance.randrange(len(blocks))
        block = blocks[at]
        if isinstance(block, Table):
            blocks[at] = self._other_table(block)
        elif isinstance(block, List):
            blocks[at] = self._other_list(block)
        else:
            blocks[at] = self._marked(block)

    def _marked(self, block: Block) -> Block:
        if isinstance(block, Paragraph | Callout):
            return replace(block, text=self._text(block.text[0]))
        if isinstance(block, Table):
            return self._other_table(block)
        if isinstance(block, List):
            return self._other_list(block)
        return block

    def _text(self, old: object) -> tuple[Text, ...]:
        assert isinstance(old, Text)
        words = old.text
        at = self.chance.randint(0, len(words))
        cut = min(len(words), at + self.chance.choice([0, 0, 2, 5]))
        return (Text(words[:at] + self.mark() + words[cut:]),)

    def _other_list(self, block: List) -> List:
        items = list(block.items)
        at = self.chance.randrange(len(items))
        if self.chance.random() < 0.4:
            items.insert(at, ListItem(f"{block.id}/n{self.next()}", 0, (Text(self.mark() + self.sentence()),)))
        elif self.chance.random() < 0.5 and len(items) > 1:
            items.pop(at)
        else:
            items[at] = replace(items[at], text=self._text(items[at].text[0]))
        return replace(block, items=tuple(items))

    def _other_table(self, block: Table) -> Table:
        rows = list(block.rows)
        at = self.chance.randrange(len(rows))
        kind = self.chance.random()
        if kind < 0.3:
            texts = [self.mark(), *(self.sentence() for _ in block.columns[1:])]
            rows.insert(at, desk.row(f"{block.id}-n{self.next()}", *texts))
        elif kind < 0.45 and len(rows) > 1:
            rows.pop(at)
        elif kind < 0.55:
            return self._other_columns(block)
        else:
            rows[at] = self._other_row(rows[at])
        return replace(block, rows=tuple(rows))

    def _other_row(self, row: Row) -> Row:
        cells = list(row.cells)
        at = self.chance.randrange(len(cells))
        cells[at] = replace(cells[at], paragraphs=(self._text(cells[at].paragraphs[0][0]),))
        return replace(row, cells=tuple(cells))

    def _other_columns(self, block: Table) -> Table:
        rows = [[*("".join(t.text for t in c.paragraphs[0]) for c in r.cells), self.mark()] for r in block.rows]  # type: ignore[union-attr]
        titles = ["".join(t.text for t in c.title) for c in block.columns]  # type: ignore[union-attr]
        new = desk.table(block.id, [*titles, "新栏"], *rows)
        return replace(new, rows=tuple(replace(n, id=o.id) for n, o in zip(new.rows, block.rows, strict=True)))


class _User:
    """Edits a document, as people do."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.marks: list[str] = []

    def mark(self) -> str:
        self.marks.append(f"U{len(self.marks):04d}U")
        return self.marks[-1]

    def edit(self, root: etree._Element) -> None:
        deeds: list[Callable[[etree._Element], None]] = [
            self._type, self._type, self._type, self._paragraph, self._paragraph, self._delete, self._move, self._row,
            self._delete_row, self._bold, self._split,
        ]  # fmt: skip
        for _ in range(self.chance.randint(0, 7)):
            self.chance.choice(deeds)(root)

    def _texts(self, root: etree._Element) -> list[etree._Element]:
        found = []
        for one in root.iter(W + "p"):
            if any(s.tag in (W + "hyperlink", W + "sdt") for s in one) or one.find(".//w:fldChar", NS) is not None:
                continue
            found += [t for t in one.iter(W + "t") if t.text]
        return found

    def _paragraphs(self, root: etree._Element) -> list[etree._Element]:
        body = root.find("w:body", NS)
        assert body is not None
        return [p for p in body.iterfind("w:p", NS) if desk.text_of(p) and p.find(".//w:fldChar", NS) is None
                and p.find("w:sdt", NS) is None and p.find("w:pPr/w:sectPr", NS) is None]  # fmt: skip

    def _type(self, root: etree._Element) -> None:
        one = self.chance.choice(self._texts(root))
        text = one.text or ""
        if "U0" in text or "T0" in text:
            return
        at = self.chance.randint(0, len(text))
        cut = min(len(text), at + self.chance.choice([0, 0, 1, 3, 6]))
        one.text = text[:at] + self.mark() + text[cut:]

    def _paragraph(self, root: etree._Element) -> None:
        self.chance.choice(self._paragraphs(root)).addnext(desk.paragraph(f"用户补充{self.mark()}的内容"))

    def _delete(self, root: etree._Element) -> None:
        found = [p for p in self._paragraphs(root) if "U0" not in desk.text_of(p)]
        if len(found) > 4:
            one = self.chance.choice(found)
            one.getparent().remove(one)  # type: ignore[union-attr]

    def _move(self, root: etree._Element) -> None:
        one, other = self.chance.choice(self._paragraphs(root)), self.chance.choice(self._paragraphs(root))
        if one is not other:
            other.addnext(one)

    def _rows(self, root: etree._Element) -> list[etree._Element]:
        body = root.find("w:body", NS)
        assert body is not None
        return [
            r for t in body.iterfind("w:tbl", NS) for r in t.findall("w:tr", NS)[1:] if t.find(".//w:sdt", NS) is None
        ]

    def _row(self, root: etree._Element) -> None:
        rows = self._rows(root)
        if rows:
            one = self.chance.choice(rows)
            texts = [f"用户行{self.mark()}", *("用户填" for _ in one.findall("w:tc", NS)[1:])]
            desk.adds_row(desk.text_of(one), *texts)(root)

    def _delete_row(self, root: etree._Element) -> None:
        rows = [r for r in self._rows(root) if "U0" not in desk.text_of(r)]
        if len(rows) > 3:
            one = self.chance.choice(rows)
            if len(one.getparent().findall("w:tr", NS)) > 2:  # type: ignore[union-attr]
                one.getparent().remove(one)  # type: ignore[union-attr]

    def _bold(self, root: etree._Element) -> None:
        run = self.chance.choice(self._texts(root)).getparent()
        assert run is not None
        if run.find("w:rPr", NS) is None:
            etree.SubElement(_first(run, W + "rPr"), W + "b")

    def _split(self, root: etree._Element) -> None:
        """Word cuts runs wherever it was typed."""
        one = self.chance.choice(self._texts(root))
        run, text = one.getparent(), one.text or ""
        assert run is not None
        if len(text) > 2 and len(run) <= 2:
            at = self.chance.randint(1, len(text) - 1)
            second = etree.Element(W + "r", {W + "rsidR": "00AB12CD"})
            etree.SubElement(second, W + "t").text = text[at:]
            one.text = text[:at]
            run.addnext(second)
            run.addnext(etree.Element(W + "proofErr", {W + "type": "spellStart"}))


def _first(parent: etree._Element, tag: str) -> etree._Element:
    found = etree.Element(tag)
    parent.insert(0, found)
    return found


def _word_noise(root: etree._Element) -> None:
    for n, one in enumerate(root.iter(W + "p")):
        one.set(W14 + "paraId", f"{n + 1:08X}")
        one.set(W + "rsidR", "00CC1122")


def _office_noise(root: etree._Element) -> None:
    for one in root.iter(W + "p"):
        one.attrib.pop(W14 + "paraId", None)
        properties = one.find("w:pPr", NS)
        if properties is not None and properties.find("w:sectPr", NS) is None:
            etree.SubElement(properties, W + "rPr")


def case(seed: int) -> Case:
    """Return the case of a seed."""
    chance = random.Random(seed)
    author, user = _Author(chance), _User(chance)
    made = author.document()
    other = author.changed(made)
    base, theirs = desk.written(made), desk.written(other)
    noise = chance.choice([None, _word_noise, _office_noise])
    edits: list[desk.Edit] = [user.edit]
    if noise and chance.random() < 0.8:
        edits.append(noise)
    mine = desk.edited(base, *edits) if chance.random() < 0.9 else base
    text = " ".join(key for story in desk.said(mine) for _, key in story)
    marks = tuple(mark for mark in user.marks if mark in text)
    return Case(seed, base, mine, theirs, tuple(author.marks), marks)


def failures(one: Case) -> list[str]:
    """Return the laws that a case breaks."""
    result = desk.merged(one.base, one.mine, one.theirs)
    return _content(one, result) + _later(one, result) + _foreign_bytes(one.mine, result.data)


def _content(one: Case, result: Merged) -> list[str]:
    """Return what is wrong with the result itself."""
    found = []
    before, after, new = desk.said(one.mine), desk.accepted(result.data), desk.said(one.theirs)
    if desk.rejected(result.data) != before:
        found.append("rejecting all does not give mine")
    accepted, untouched, wanted = (_text(stories) for stories in (after, before, new))
    disputed = " ".join(f"{c.theirs} {c.mine}" for c in result.conflicts)
    for mark in one.user_marks:
        if accepted.count(mark) != untouched.count(mark):
            found.append(f"the user's {mark} stood there {untouched.count(mark)} times, now {accepted.count(mark)}")
    for mark in one.template_marks:
        if mark in wanted and mark not in accepted and mark not in disputed:
            found.append(f"the template's {mark} is neither in the text nor in a conflict")
    if one.mine == one.base and (after != new or result.conflicts):
        found.append("nobody edited it, but accepting all does not give theirs")
    if not all(_fields_are_whole(desk.settled(result.data, accept=accept)) for accept in (True, False)):
        found.append("a field begins and does not end")
    return found


def _fields_are_whole(content: bytes) -> bool:
    text = desk.unpacked(content)[desk.PART]
    return text.count(b'fldCharType="begin"') == text.count(b'fldCharType="end"')


def _later(one: Case, result: Merged) -> list[str]:
    """Return what goes wrong in the runs after it."""
    found = []
    again = desk.merged(one.theirs, result.data, one.theirs)
    if again.data != result.data or again.changes:
        found.append("a second run changes something")
    if desk.merged(one.base, one.mine, one.base).data != one.mine:
        found.append("nothing new, but bytes changed")
    for accept in (True, False):
        reviewed = desk.settled(result.data, accept=accept)
        third = desk.merged(one.theirs, reviewed, one.theirs)
        if third.data != reviewed:
            found.append(f"a run after review (accept={accept}) changes something")
    return found


def _foreign_bytes(mine: bytes, result: bytes) -> list[str]:
    """Return the paragraphs that are not edited and yet have other bytes than in mine."""
    old, new = (desk.unpacked(content) for content in (mine, result))
    known = set(re.findall(rb"<w:p[ >].*?</w:p>", old[desk.PART], re.DOTALL))
    strange = [
        p
        for p in re.findall(rb"<w:p[ >].*?</w:p>", new[desk.PART], re.DOTALL)
        if AUTHOR.encode() not in p and b"commentReference" not in p and p not in known
    ]
    parts = [name for name in old if name not in _MAY_CHANGE and old[name] != new.get(name)]
    return [f"other bytes: {p[:200]!r}" for p in strange[:1]] + [f"other part: {name}" for name in parts]


_MAY_CHANGE = frozenset((
    desk.PART, "customXml/item1.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", "word/numbering.xml",
    "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml",
))  # fmt: skip


def _text(stories: list[desk.Said]) -> str:
    return " ".join(key for story in stories for _, key in story)


def main() -> int:
    """Try many seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--keep", type=Path, help="write the files of failing seeds here")
    chosen = parser.parse_args()
    bad = changes = conflicts = marks = 0
    for seed in range(chosen.first, chosen.last + 1):
        one = case(seed)
        try:
            found = failures(one)
            result = desk.merged(one.base, one.mine, one.theirs)
            changes, conflicts, marks = (
                changes + result.changes, conflicts + len(result.conflicts), marks + len(one.user_marks),
            )  # fmt: skip
        except Exception as problem:  # any failure at all is a finding
            found = [f"{type(problem).__name__}: {problem}"]
        if found:
            bad += 1
            print(seed, *found, sep="\n  ")
            if chosen.keep:
                chosen.keep.mkdir(parents=True, exist_ok=True)
                for name in ("base", "mine", "theirs"):
                    (chosen.keep / f"{seed}-{name}.docx").write_bytes(getattr(one, name))
    total = chosen.last - chosen.first + 1
    print(f"{total} documents, {bad} bad, {changes} changes of the template, {conflicts} conflicts, {marks} user marks")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
