"""Checks of what screen readers and form fillers rely on: descriptions, titles, languages, content controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from iso20k_docs.inspect.lint.finding import Check, PackageCheck, Problem, problem
from iso20k_docs.inspect.markup import BOUND, NS, WP, W, in_fallback, value
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.words import Words

_CORE = ("dc:title", "dc:language", "dc:creator")


def _descriptions(package: Package) -> Iterator[Problem]:
    pictures = [(part, p) for part, story in package.stories.items() for p in story.iter(WP + "docPr")]
    # Of a drawing and its fallback a reader takes one: each reading by itself must be sound.
    seen = [picture for _, picture in pictures if not in_fallback(picture)]
    for number, count in _repeated(picture.get("id", "") for picture in seen):
        yield problem(f"{count}幅图的标识同为{number}", f"{count} pictures share id {number}", package.main)
    for part, picture in pictures:
        if not picture.get("descr"):
            yield problem("图没有替代文字", "a picture has no description", part, picture)
    for name in _CORE:
        if not package.core.findtext(name, "", NS):
            yield problem(f"属性中没有 {name}", f"the core properties lack {name}", "docProps/core.xml")


def _repeated(keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    return ((key, count) for key, count in Counter(keys).items() if count > 1)


def _controls(package: Package) -> Iterator[Problem]:
    ids: list[str] = []
    tags: list[str] = []
    for part, story in package.stories.items():
        for control in story.iter(W + "sdt"):
            properties = control.find("w:sdtPr", NS)
            ids.append(value(None if properties is None else properties.find("w:id", NS)))
            if properties is None or properties.find("w:docPartObj", NS) is not None:
                continue
            tag = value(properties.find("w:tag", NS))
            tags += [] if tag in BOUND else [tag]
            yield from _control(part, control, properties, tag)
        for old in story.iter(W + "pict"):
            yield problem("VML 图形", "a VML shape", part, old)
    for number, count in _repeated(ids):
        yield problem(f"{count}个控件的标识同为{number}", f"{count} controls share id {number}", package.main)
    for tag, count in _repeated(tags):
        yield problem(f"{count}个控件的标记同为“{tag}”", f"{count} controls share tag '{tag}'", package.main)


def _control(part: str, control: etree._Element, properties: etree._Element, tag: str) -> Iterator[Problem]:
    if not value(properties.find("w:alias", NS)) or not tag:
        yield problem("控件没有名称或标记", "a control has no name or no tag", part, control)
    if value(properties.find("w:lock", NS)) != "sdtLocked":
        yield problem(f"控件“{tag}”可以被删除", f"control '{tag}' can be deleted", part, control)
    around = control.getparent()
    if around is not None and around.tag == W + "body":
        yield problem(f"控件“{tag}”包住了整段", f"control '{tag}' wraps blocks", part, control)
    prompts = properties.find("w:showingPlcHdr", NS) is not None
    if prompts and value(control.find(".//w:rStyle", NS)) != "PlaceholderText":
        yield problem(f"控件“{tag}”的提示看起来像答案", f"control '{tag}' shows its prompt as an answer", part, control)


CHECKS: tuple[PackageCheck, ...] = (
    Check(
        28,
        "accessibility",
        Words(
            "为图补上替代文字，在属性中补上标题、作者、语言",
            "add the description to the picture, title, author and language to the properties",
        ),
        _descriptions,
    ),
    Check(
        30,
        "controls",
        Words("从原表单复制该控件，或重新生成", "copy the control from the original, or generate again"),
        _controls,
    ),
)
