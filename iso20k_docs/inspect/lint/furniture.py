"""Checks of document control: headers, footers, the values they share, approvals and revision history."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from iso20k_docs.inspect.lint.finding import Check, PackageCheck, Problem, problem
from iso20k_docs.inspect.markup import BOUND, NS, R, W, fields, sections, text_of, value
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.words import Words

DOCINFO = "customXml/item1.xml"
_CONTROLLED = re.compile("受控|[Cc]ontrolled")
_PAGE_FIELDS = ("NUMPAGES", "PAGE")
_STORED = {
    "code": "DocCode",
    "version": "DocVersion",
    "effective": "EffectiveDate",
    "classification": "Classification",
}
_APPROVALS, _REVISIONS = ("签批", "Approvals"), ("修订记录", "Revision history")
_SIGNATORIES = 3


def furniture(package: Package, section: etree._Element, kind: str) -> tuple[str, etree._Element | None]:
    """Return part and root of a section's header or footer."""
    reference = section.find(f"w:{kind}Reference", NS)
    if reference is None:
        return package.main, None
    _, part = package.relationships.get(reference.get(R + "id", ""), ("", ""))
    return part, package.trees.get(part)


def numbered_sections(package: Package) -> Iterator[tuple[int, etree._Element]]:
    """Yield the sections with their numbers."""
    for at, (section, _) in enumerate(sections(package.body), 1):
        yield at, section


def _headers(package: Package) -> Iterator[Problem]:
    for number, section in numbered_sections(package):
        part, header = furniture(package, section, "header")
        if header is None:
            yield problem(f"第{number}节没有页眉", f"section {number} has no header", part)
        elif not (package.has_cover and number == 1):
            tags = {value(tag) for tag in header.iter(W + "tag")}
            shown = {instruction.split(" ")[0] for instruction, _ in fields(header)}
            for name in (*sorted(set(BOUND) - tags), *sorted(set(_PAGE_FIELDS) - shown)):
                yield problem(f"第{number}节：页眉缺少{name}", f"section {number}: the header lacks {name}", part)


def stored_values(package: Package) -> dict[str, str]:
    """Return the values of the properties by the tags of the controls that show them."""
    found = {
        "DocTitle": package.core.findtext("dc:title", "", NS),
        "CompanyName": package.tree("docProps/app.xml").findtext("ap:Company", "", NS),
    }
    for element in package.tree(DOCINFO).iterchildren(etree.Element):
        name = _STORED.get(etree.QName(element).localname)
        if name:
            found[name] = element.text or ""
    return found


def _values(package: Package) -> Iterator[Problem]:
    stored = stored_values(package)
    for name in BOUND:
        if not stored.get(name):
            yield problem(f"属性中没有{name}", f"the properties lack {name}", DOCINFO)
    properties = package.tree("docProps/custom.xml").iterchildren(etree.Element)
    mirror = {one.get("name", ""): "".join(map(str, one.itertext())) for one in properties}
    for name, text in stored.items():
        if mirror.get(name) != text:
            yield problem(
                f"{name}：自定义属性为“{mirror.get(name, '')}”，应为“{text}”",
                f"{name}: the custom property is '{mirror.get(name, '')}', the store says '{text}'",
                "docProps/custom.xml",
            )
    for part, story in package.stories.items():
        for control in story.iter(W + "sdt"):
            name = value(control.find("w:sdtPr/w:tag", NS))
            if name in stored and text_of(control) != stored[name]:
                yield problem(
                    f"{name}显示“{text_of(control)}”，应为“{stored[name]}”",
                    f"{name} shows '{text_of(control)}', the store says '{stored[name]}'",
                    part,
                    control,
                )


def _footers(package: Package) -> Iterator[Problem]:
    for number, section in numbered_sections(package):
        part, footer = furniture(package, section, "footer")
        if footer is None or not _CONTROLLED.search(text_of(footer)):
            yield problem(
                f"第{number}节：页脚没有受控声明",
                f"section {number}: the footer lacks the controlled-copy statement",
                part,
            )


def _approval_and_revision(package: Package) -> Iterator[Problem]:
    if not package.has_cover:
        return
    tables = {value(t.find("w:tblPr/w:tblCaption", NS)): t for t in package.body.iter(W + "tbl")}
    approvals = next((tables[name] for name in _APPROVALS if name in tables), None)
    if approvals is None or len(approvals.findall("w:tr", NS)) != _SIGNATORIES + 1:
        yield problem("签批表不是三位签署人", "the approval table doesn't have three signatories", package.main)
    version = stored_values(package).get("DocVersion", "")
    newest = _newest_revision(next((tables[name] for name in _REVISIONS if name in tables), None))
    if newest != version:
        yield problem(
            f"最新修订为“{newest}”，文件版本为“{version}”",
            f"the newest revision is '{newest}', the document's version '{version}'",
            package.main,
        )


def _newest_revision(revisions: etree._Element | None) -> str:
    cell = None if revisions is None else revisions.find("w:tr[2]/w:tc[1]", NS)
    return "" if cell is None else text_of(cell)


CHECKS: tuple[PackageCheck, ...] = (
    Check(
        12,
        "headers",
        Words("恢复页眉中的控件，或重新生成", "restore the controls in the header, or generate again"),
        _headers,
    ),
    Check(
        13,
        "values-agree",
        Words(
            "在页眉或封面的控件中修改该值，各处随之更新",
            "edit the value in a control of header or cover: all places follow",
        ),
        _values,
    ),
    Check(14, "footers", Words("恢复页脚的受控声明", "restore the statement in the footer"), _footers),
    Check(
        15,
        "approval-and-revision",
        Words("在修订记录中补上这一版", "add the version to the revision history"),
        _approval_and_revision,
    ),
)
