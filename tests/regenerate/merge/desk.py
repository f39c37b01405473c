"""A template author and a user at work: documents, what the template changes in them, what a person does in Word."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace

from lxml import etree

from iso20k_docs.inspect.markup import NS, W14, W
from iso20k_docs.model.control import Control, Revision, Signatory
from iso20k_docs.model.nodes import (
    Block,
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    List,
    ListItem,
    Paragraph,
    Row,
    Table,
    Text,
)
from iso20k_docs.regenerate.merge.merge import AUTHOR, Versions, merge
from iso20k_docs.regenerate.merge.result import Merged
from iso20k_docs.regenerate.merge.undo import Said, says, without_changes
from iso20k_docs.regenerate.merge.workpiece import Workpiece
from iso20k_docs.writers.docx import DocxWriter

DATE = "2026-11-21T00:00:00Z"
PART = "word/document.xml"
Edit = Callable[[etree._Element], object]

# --- documents


def inlines(text: str) -> tuple[Text, ...]:
    return (Text(text),) if text else ()


def heading(anchor: str, text: str, level: int = 1) -> Heading:
    return Heading(anchor, level, anchor, inlines(text))


def body(identity: str, text: str) -> Paragraph:
    return Paragraph(identity, inlines(text))


def bullets(identity: str, *texts: str, ordered: bool = False) -> List:
    return List(identity, ordered, tuple(ListItem(f"{identity}/{n}", 0, inlines(t)) for n, t in enumerate(texts)))


def note(identity: str, text: str) -> Callout:
    return Callout(identity, "note", inlines(text))


def table(identity: str, titles: Sequence[str], *rows: Sequence[str]) -> Table:
    columns = tuple(Column(f"c{n}", inlines(title)) for n, title in enumerate(titles))
    return Table(identity, columns, tuple(row(f"{identity}-{r[0]}", *r) for r in rows))


def row(identity: str, *texts: str) -> Row:
    return Row(identity, tuple(Cell((inlines(text),) if text else ()) for text in texts))


def document(*blocks: Block, organisation: str = "华辰科技有限公司", version: str = "A/0") -> Document:
    control = Control(
        "HC-ITSMS-P-11", version, "现行", "内部", "服务级别经理", "2026-03-16", "2026-03-02", organisation,
        "ISO/IEC 20000-1:2018", (Signatory("prepared", "李娜", "经理", "2026-03-02"),),
        (Revision(version, "2026-03-02", "首次发布", "李娜", "陈卫东"),),
    )  # fmt: skip
    path = "zh/2-procedures/HC-ITSMS-P-11-service-level-management.docx"
    return Document(
        "service-level-management", "zh", "procedure", "服务级别管理程序", "Service level management", "程序文件", path,
        control, blocks,
    )  # fmt: skip


def written(made: Document) -> bytes:
    return DocxWriter().write(made)


def with_blocks(made: Document, blocks: Sequence[Block]) -> Document:
    return replace(made, blocks=tuple(blocks))


# --- what a person does in Word


def edited(content: bytes, *edits: Edit, part: str = PART) -> bytes:
    """Return the file as it is after the edits of its XML: what is not edited keeps its bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts[part])
    for edit in edits:
        edit(root)
    parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return found.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


def find(root: etree._Element, text: str, tag: str = "p") -> etree._Element:
    """Return the innermost paragraph (row, table) that holds a text outside the contents list."""
    found = [
        one
        for one in root.iter(W + tag)
        if text in text_of(one) and not any(s.tag == W + "hyperlink" and s.get(W + "anchor") for s in one)
    ]
    assert found, text
    return found[-1]


def types(old: str, new: str) -> Edit:
    """The user replaces some words by others."""

    def edit(root: etree._Element) -> None:
        for one in root.iter(W + "t"):
            if old in (one.text or ""):
                one.text = (one.text or "").replace(old, new, 1)
                one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                if one.getparent().getparent().find("w:fldChar", NS) is None:  # type: ignore[union-attr]
                    return
        raise AssertionError(old)

    return edit


def paragraph(text: str, style: str = "BodyText") -> etree._Element:
    found = etree.Element(W + "p")
    properties = etree.SubElement(found, W + "pPr")
    etree.SubElement(properties, W + "pStyle").set(W + "val", style)
    etree.SubElement(etree.SubElement(found, W + "r"), W + "t").text = text
    return found


def adds_paragraph(after: str, text: str) -> Edit:
    return lambda root: find(root, after).addnext(paragraph(text))


def deletes(text: str, tag: str = "p") -> Edit:
    def edit(root: etree._Element) -> None:
        one = find(root, text, tag)
        one.getparent().remove(one)  # type: ignore[union-attr]

    return edit


def moves(text: str, behind: str) -> Edit:
    def edit(root: etree._Element) -> None:
        find(root, behind).addnext(find(root, text))

    return edit


def adds_row(after: str, *texts: str) -> Edit:
    def edit(root: etree._Element) -> None:
        model = find(root, after, "tr")
        new = copy.deepcopy(model)
        for one in new.iter(W + "p"):
            one.attrib.pop(W14 + "paraId", None)
        for cell, text in zip(new.iterfind("w:tc", NS), texts, strict=True):
            for one in list(cell.iterfind("w:p/*", NS)):
                if one.tag != W + "pPr":
                    one.getparent().remove(one)  # type: ignore[union-attr]
            first = cell.find("w:p", NS)
            assert first is not None
            etree.SubElement(etree.SubElement(first, W + "r"), W + "t").text = text
        model.addnext(new)

    return edit


def adds_column(text: str, title: str) -> Edit:
    """The user puts a column in front of the table that holds a text."""

    def edit(root: etree._Element) -> None:
        whole = find(root, text, "tbl")
        for at, one in enumerate(whole.iterfind("w:tr", NS)):
            cell = etree.Element(W + "tc")
            etree.SubElement(etree.SubElement(cell, W + "tcPr"), W + "tcW").set(W + "w", "800")
            cell.append(paragraph(title if at == 0 else f"{title}{at}", "TableText"))
            first = one.find("w:tc", NS)
            assert first is not None
            first.addprevious(cell)

    return edit


def makes_bold(text: str) -> Edit:
    def edit(root: etree._Element) -> None:
        run = next(t for t in root.iter(W + "t") if text in (t.text or "")).getparent()
        assert run is not None
        properties = run.find("w:rPr", NS)
        if properties is None:
            properties = etree.Element(W + "rPr")
            run.insert(0, properties)
        etree.SubElement(properties, W + "b")

    return edit


def tracked_insertion(after: str, text: str, author: str = "李娜") -> Edit:
    """A colleague puts words at the end of a paragraph while Word records changes."""

    def edit(root: etree._Element) -> None:
        change = etree.SubElement(find(root, after), W + "ins")
        for name, said in (("id", "9001"), ("author", author), ("date", "2026-05-04T03:02:01Z")):
            change.set(W + name, said)
        etree.SubElement(etree.SubElement(change, W + "r"), W + "t").text = text

    return edit


# --- the merge, and what comes out of it


def merged(
    base: bytes, mine: bytes, theirs: bytes, *, whole: Sequence[str] = (), generation: str = "g2", date: str = DATE
) -> Merged:
    return merge(Versions("P-11.docx", "zh", base, mine, theirs, generation, date, whole))


def said(content: bytes) -> list[Said]:
    return list(says(Workpiece(content, "a.docx")).values())


def accepted(content: bytes) -> list[Said]:
    return list(says(without_changes(Workpiece(content, "a.docx"), AUTHOR, accept=True)).values())


def rejected(content: bytes) -> list[Said]:
    return list(says(without_changes(Workpiece(content, "a.docx"), AUTHOR, accept=False)).values())


def settled(content: bytes, *, accept: bool) -> bytes:
    """Return the file as Word saves it after our changes were all accepted or rejected."""
    work = without_changes(Workpiece(content, "a.docx"), AUTHOR, accept=accept)
    return work.save()


def redline(content: bytes, part: str = PART) -> list[str]:
    """Return the paragraphs with changes of ours: [-struck out-] and {+put in+}."""
    root = etree.fromstring(unpacked(content)[part])
    lines = []
    for one in root.iter(W + "p"):
        if any(change.get(W + "author") == AUTHOR for change in one.iter(W + "ins", W + "del")):
            lines.append("".join(_marked(node) for node in one.iter(W + "t", W + "delText")))
    return lines


def _marked(node: etree._Element) -> str:
    text = node.text or ""
    change = next((a for a in node.iterancestors(W + "ins", W + "del") if a.get(W + "author") == AUTHOR), None)
    if change is None:
        return text
    return f"[-{text}-]" if change.tag == W + "del" else f"{{+{text}+}}"


def without_comments(content: bytes) -> bytes:
    """Return the file without comments: LibreOffice 7.4 without a screen falls over any of them."""
    parts = unpacked(content)
    root = etree.fromstring(parts[PART])
    marks = ("commentRangeStart", "commentRangeEnd", "commentReference")
    for mark in list(root.iter(*(W + name for name in marks))):
        mark.getparent().remove(mark)  # type: ignore[union-attr]
    return packed({**parts, PART: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def comments(content: bytes) -> list[str]:
    data = unpacked(content).get("word/comments.xml")
    if data is None:
        return []
    return ["\n".join(text_of(p) for p in one.iter(W + "p")) for one in etree.fromstring(data)]
