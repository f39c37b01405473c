"""Check of the links between the files of a set: the file is there, and in it the place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from iso20k_docs.inspect.lint.container import is_absolute
from iso20k_docs.inspect.lint.finding import Check, Problem, problem
from iso20k_docs.inspect.markup import R, W, bookmark_names, value
from iso20k_docs.inspect.package import Package, open_package
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.words import Words


@dataclass(slots=True)
class Neighbours:
    """The places in the files that a document can link to; a file that wasn't asked for is opened when needed."""

    known: Mapping[Path, Package]
    _opened: dict[Path, frozenset[str] | None] = field(default_factory=dict)

    def bookmarks(self, file: Path) -> frozenset[str] | None:
        """Return the bookmarks of a file, None where there is no such document."""
        if file not in self._opened:
            self._opened[file] = self._read(file)
        return self._opened[file]

    def _read(self, file: Path) -> frozenset[str] | None:
        try:
            package = self.known.get(file) or open_package(file)
        except UserError:
            return None
        return frozenset(bookmark_names(package.document))


@dataclass(frozen=True, slots=True)
class Located:
    """A document, where it lies, and what lies around it."""

    package: Package
    file: Path
    neighbours: Neighbours


def _links(located: Located) -> Iterator[Problem]:
    package = located.package
    for link in package.document.iter(W + "hyperlink"):
        kind, target = package.relationships.get(link.get(R + "id", ""), ("", ""))
        if kind != "hyperlink" or is_absolute(target):
            continue
        path, _, place = target.partition("#")
        file = (located.file.parent / unquote(path)).resolve()
        place = value(link, "anchor") or place
        found = located.neighbours.bookmarks(file)
        if found is None:
            yield problem(
                f"链接目标{path}不存在或无法打开",
                f"the link leads to {path}, which is missing or can't be opened",
                package.main,
                link,
            )
        elif place and place not in found:
            yield problem(f"{path}中没有名为{place}的位置", f"nothing in {path} is called {place}", package.main, link)


CHECK: Check[Located] = Check(
    31,
    "links-between-files",
    Words("重新生成整套文件，或删去该链接", "generate the whole set again, or remove the link"),
    _links,
)
