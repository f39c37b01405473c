"""Checks of the file as a whole: what it was packed from, what it reaches out to, what it makes Word ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from iso20k_docs.inspect.lint.finding import Check, PackageCheck, Problem, problem
from iso20k_docs.inspect.markup import NS, value
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.words import Words

_FIRST_PARTS = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TRACE = re.compile(rb"<w:(proofErr|lastRenderedPageBreak|rsids)\b|\bw[0-9]*:(rsid[A-Za-z]*|textId)=")
_SAFE_LINKS = ("https:", "mailto:")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\")


def is_absolute(target: str) -> bool:
    """Tell whether a link target isn't relative to its document."""
    return _ABSOLUTE.match(target) is not None


def _packing(package: Package) -> Iterator[Problem]:
    names = [entry.filename for entry in package.entries]
    if names != [*_FIRST_PARTS, *sorted(set(names) - set(_FIRST_PARTS))]:
        yield problem("部件次序不固定", "the parts are not in their fixed order")
    for entry in package.entries:
        if entry.date_time != _EPOCH or entry.create_system != 0 or entry.external_attr != 0:
            yield problem(
                "日期、系统或属性随机器而变", "date, system or attributes depend on the machine", entry.filename
            )
            return


def _traces(package: Package) -> Iterator[Problem]:
    for part, data in package.parts.items():
        # Word's revision marks are looked for in the bytes: every element of every part is too slow to walk.
        traces = _TRACE.findall(data) if part in package.trees else ()
        for name, count in sorted(Counter((tag or mark).decode() for tag, mark in traces).items()):
            yield problem(f"编辑痕迹 {name}，共{count}处", f"editing trace {name}, {count} times", part)


def _leftovers(package: Package) -> Iterator[Problem]:
    for part in package.parts:
        if "thumbnail" in part or "printerSettings" in part:
            yield problem("本程序不写出这个部件", "a part that this program doesn't write", part)
    if b"python-docx" in package.parts.get("docProps/core.xml", b""):
        yield problem("属性中留有程序库的名称", "the properties name a library", "docProps/core.xml")


def _external_targets(package: Package) -> Iterator[Problem]:
    for part, tree in package.trees.items():
        for one in tree.iterfind("rel:Relationship[@TargetMode='External']", NS):
            target, kind = one.get("Target", ""), one.get("Type", "")
            if not kind.endswith("/hyperlink"):
                yield problem(f"外部目标{target}不是链接", f"the external target {target} is no link", part)
            if is_absolute(target) and not target.startswith(_SAFE_LINKS):
                yield problem(
                    f"指向{target}的链接既非相对路径也非 https",
                    f"the link to {target} is neither relative nor https",
                    part,
                )
            if not target.isascii():
                yield problem(f"指向{target}的链接含非 ASCII 字符", f"the link to {target} isn't ASCII", part)


def _prompts(package: Package) -> Iterator[Problem]:
    if package.tree("word/settings.xml").find("w:updateFields", NS) is not None:
        yield problem("updateFields 使 Word 打开时询问", "updateFields makes Word ask on opening", "word/settings.xml")
    for part, story in package.stories.items():
        for element in story.iter("{*}fldChar", "{*}fldSimple"):
            if value(element, "dirty") not in ("", "0", "false"):
                yield problem("待更新的域使 Word 打开时询问", "a dirty field makes Word ask on opening", part, element)


CHECKS: tuple[PackageCheck, ...] = (
    Check(
        2,
        "reproducible-package",
        Words(
            "文件经其他程序保存过时出现；需要相同字节时重新生成",
            "appears once another program has saved the file; generate it again for equal bytes",
        ),
        _packing,
    ),
    Check(
        3,
        "editing-traces",
        Words("Word 保存时留下；重新生成即消失", "Word leaves them on saving; generating again removes them"),
        _traces,
    ),
    Check(4, "library-leftovers", Words("这是程序的缺陷", "this is a defect of the program"), _leftovers),
    Check(
        5,
        "external-targets",
        Words("改为同一文件夹内的相对路径或 https 地址", "use a relative path within the set or an https address"),
        _external_targets,
    ),
    Check(6, "prompt-on-opening", Words("重新生成该文件", "generate the file again"), _prompts),
)
