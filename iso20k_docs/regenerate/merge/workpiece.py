"""The parts of a document on their way to a new file: what nothing touched keeps its bytes."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property, lru_cache

from lxml import etree

from iso20k_docs.inspect.container import parse_one, unpack
from iso20k_docs.inspect.markup import NS, R, W, value
from iso20k_docs.inspect.package import read_package
from iso20k_docs.regenerate.merge.splice import Original

Element = etree._Element
_RELATIONSHIPS, _TYPES = NS["rel"], NS["ct"]
_OFFICE = R[1:-1] + "/"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTENT_TYPES, _XML = "[Content_Types].xml", (".xml", ".rels")
_DATE = (1980, 1, 1, 0, 0, 0)


class Workpiece:
    """A document opened for reading and editing.

    `own` files, which the tool wrote itself, are read part by part where they are needed; those that come from people
    are looked through first (`inspect.package`), which raises UserError where they can't be trusted.
    """

    def __init__(self, content: bytes, name: str, *, own: bool = False) -> None:
        self.name = name
        self.content = content
        self._trees: dict[str, Element] = {}
        if own:
            self._entries, parts = unpack(content, name)
            self.parts = dict(parts)
            self.main = next(target for kind, target, _ in self.targets("").values() if kind == "officeDocument")
        else:
            package = read_package(content, name)
            self._entries, self.parts, self.main = package.entries, dict(package.parts), package.main
            self._trees.update(package.trees)
        self._changed: set[str] = set()
        self._replaced: set[str] = set()
        self._touched: set[Element] = set()
        self._originals: dict[Element, Original] = {}

    # --- parts

    def tree(self, part: str) -> Element:
        """Return the root of a part."""
        found = self._trees.get(part)
        if found is None:
            found = self._trees[part] = parse_one(self.parts[part], part, self.name)
        return found

    def has(self, part: str) -> bool:
        """Tell whether there is such a part and it is XML."""
        return part in self._trees or (part in self.parts and part.endswith(_XML))

    def change(self, part: str) -> Element:
        """Return the root of a part that is going to be written anew as a whole."""
        self._changed.add(part)
        return self.tree(part)

    def touch(self, element: Element) -> None:
        """Note that an element is going to be edited; its neighbours keep their bytes."""
        while element is not None and element not in self._touched:
            self._touched.add(element)
            element = element.getparent()  # type: ignore[assignment]

    def replace(self, part: str, data: bytes) -> None:
        """Put other bytes in the place of a part that is not edited."""
        self.parts[part] = data
        self._replaced.add(part)
        if part in self._trees:
            self._trees[part] = etree.fromstring(data)
            self.__dict__.pop("styles", None)
            self.__dict__.pop("style_ids", None)

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part, or put new bytes in the place of one."""
        self.parts[part] = data
        self._trees.pop(part, None)
        self._changed.discard(part)
        if part.endswith(_XML):
            self._trees[part] = etree.fromstring(data)
        self._declare(part, content_type)

    def _declare(self, part: str, content_type: str) -> None:
        types = self.tree(_CONTENT_TYPES)
        extension = part.rpartition(".")[2].lower()
        for one in types:
            known = one.get("PartName") == f"/{part}" or one.get("Extension", "").lower() == extension
            if known and one.get("ContentType") == content_type:
                return
        self.change(_CONTENT_TYPES)
        one = etree.SubElement(types, f"{{{_TYPES}}}Override")
        one.set("PartName", f"/{part}")
        one.set("ContentType", content_type)

    # --- relationships

    def targets(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return the relationships of a part by id: kind, target, and whether it lies outside."""
        folder, rels = posixpath.dirname(part), _rels(part)
        found = {}
        for one in self.tree(rels).iterfind("rel:Relationship", NS) if self.has(rels) else ():
            target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = (one.get("Type", "").removeprefix(_OFFICE), target, outside)
        return found

    def relate(self, part: str, kind: str, target: str, *, outside: bool = False) -> str:
        """Return the id of a part's relationship to a target, a new one where there is none."""
        known = self.targets(part)
        same = next((key for key, found in known.items() if found == (kind, target, outside)), None)
        if same is not None:
            return same
        name = _rels(part)
        if not self.has(name):
            self._trees[name] = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})  # type: ignore[dict-item]
        number = next(n for n in range(1, len(known) + 2) if f"rIdM{n}" not in known)
        one = etree.SubElement(self.change(name), f"{{{_RELATIONSHIPS}}}Relationship")
        one.set("Id", f"rIdM{number}")
        one.set("Type", kind if ":" in kind else _OFFICE + kind)
        one.set("Target", target if outside else f"/{target}")
        if outside:
            one.set("TargetMode", "External")
        return f"rIdM{number}"

    # --- what the format says

    @cached_property
    def styles(self) -> dict[str, str]:
        """The names of the styles in lower case by id: editors rename ids and change the case of names."""
        part = "word/styles.xml"
        return dict(_names_of_styles(self.parts[part])) if part in self.parts else {}

    @cached_property
    def style_ids(self) -> dict[str, str]:
        """The ids of the styles by their names in lower case."""
        return {name: key for key, name in reversed(self.styles.items())}

    @cached_property
    def sections(self) -> list[dict[tuple[str, str], str]]:
        """The headers and footers of each section: ("header", "default") to part."""
        targets = self.targets(self.main)
        found = []
        for section in self.tree(self.main).iter(W + "sectPr"):
            furniture = {}
            for one in section:
                kind = "header" if one.tag == W + "headerReference" else "footer"
                if one.tag not in (W + "headerReference", W + "footerReference"):
                    continue
                part = targets.get(one.get(R + "id", ""), ("", "", True))[1]
                if self.has(part):
                    furniture[kind, value(one, "type") or "default"] = part
            found.append(furniture)
        return found

    def stories(self) -> Iterator[str]:
        """Yield the main part and the headers and footers."""
        yield self.main
        yield from dict.fromkeys(part for section in self.sections for part in section.values())

    # --- the new file

    def remember(self, part: str) -> None:
        """Remember a story before it is edited, so that what is not edited keeps its bytes."""
        root = self.tree(part)
        self._originals[root] = Original(self.parts[part], root)

    def save(self) -> bytes:
        """Return the bytes of the file: the same where nothing was changed."""
        changed = {part: self._serialised(part) for part in self._trees if self._is_changed(part)}
        fresh = [part for part in self.parts if part not in {entry.filename for entry in self._entries}]
        fresh += [part for part in changed if part not in self.parts]
        if not changed and not fresh and not self._replaced:
            return self.content
        found = io.BytesIO()
        with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self._entries:
                if not entry.is_dir():
                    data = changed.get(entry.filename, self.parts[entry.filename])
                    archive.writestr(_entry(entry.filename, entry), data)
            for part in dict.fromkeys(fresh):
                archive.writestr(_entry(part), changed.get(part, self.parts.get(part, b"")))
        return found.getvalue()

    def _is_changed(self, part: str) -> bool:
        return part in self._changed or self._trees[part] in self._touched

    def _serialised(self, part: str) -> bytes:
        root = self._trees[part]
        original = self._originals.get(root)
        if original is None or part in self._changed:
            return _DECLARATION + etree.tostring(root, encoding="UTF-8")
        return original.edited(self._touched)


@lru_cache(maxsize=8)
def _names_of_styles(data: bytes) -> dict[str, str]:
    """Return the names of styles by id; most documents of a set have the same."""
    styles = parse_one(data, "word/styles.xml", "").iterfind("w:style", NS)
    return {value(style, "styleId"): value(style.find("w:name", NS)).lower() for style in styles}


def _rels(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _entry(name: str, like: zipfile.ZipInfo | None = None) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, like.date_time if like else _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = like.external_attr if like else 0
    return entry
