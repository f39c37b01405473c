"""The checks of a finished document: what neither a validator nor a look at one page tells.

Numbers and names are stable. 1 to 30 look at one document each, 9 and 29 at its pages as LibreOffice lays them out;
31 looks at the links between the documents of a set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from iso20k_docs.inspect.lint import (
    accessibility,
    container,
    contrast,
    furniture,
    references,
    rendered,
    tables,
    text,
    typography,
)
from iso20k_docs.inspect.lint.finding import Check, Finding, PackageCheck, Problem, Report, Skipped
from iso20k_docs.inspect.lint.links import CHECK as LINKS
from iso20k_docs.inspect.lint.links import Located, Neighbours
from iso20k_docs.inspect.office import find_office, to_pdf
from iso20k_docs.inspect.package import Package, open_package
from iso20k_docs.inspect.pdf import outline, printed_pages
from iso20k_docs.model.diagnostics import Diagnostic, UserError
from iso20k_docs.model.words import Words

__all__ = ["CHECKS", "RENDERED_CHECKS", "Check", "Finding", "Problem", "Report", "Skipped", "findings", "lint"]

_MODULES = (references, container, furniture, text, tables, typography, contrast, accessibility)
CHECKS: tuple[PackageCheck, ...] = tuple(
    sorted((check for module in _MODULES for check in module.CHECKS), key=lambda check: check.number)
)
RENDERED_CHECKS = rendered.CHECKS
UNREADABLE = "unreadable-file"
"""Name of the finding, with number 0, that stands for a file that isn't opened."""
Subject = TypeVar("Subject")


def findings(package: Package) -> list[Finding]:
    """Return what is wrong with one document by itself, in the order of the checks."""
    return [finding for check in CHECKS for finding in _found(check, package, package.name)]


def lint(files: Sequence[Path], *, pages: bool) -> Report:
    """Check documents and the links between them; their pages too where that is asked for and LibreOffice is there."""
    packages, found = _opened(files)
    neighbours = Neighbours({file.resolve(): package for file, package in packages.items()})
    skipped = _skipped(pages=pages)
    seen = {} if skipped else _rendered(packages)
    for file, package in packages.items():
        found[file] += findings(package)
        found[file] += _found(LINKS, Located(package, file.resolve(), neighbours), package.name)
        if file in seen:
            found[file] += (one for check in RENDERED_CHECKS for one in _found(check, seen[file], package.name))
    in_order = (one for file in files for one in sorted(found[file], key=lambda one: one.number))
    return Report(tuple(in_order), skipped, len(files))


def _found(check: Check[Subject], subject: Subject, file: str) -> Iterator[Finding]:
    for problem in check.find(subject):
        yield Finding(file, check.number, check.name, problem, check.hint)


def _opened(files: Sequence[Path]) -> tuple[dict[Path, Package], dict[Path, list[Finding]]]:
    packages: dict[Path, Package] = {}
    found: dict[Path, list[Finding]] = {}
    for file in files:
        found[file] = []
        try:
            packages[file] = open_package(file)
        except UserError as refusal:
            found[file] += [_unreadable(file, diagnostic) for diagnostic in refusal.diagnostics]
    return packages, found


def _unreadable(file: Path, diagnostic: Diagnostic) -> Finding:
    return Finding(file.as_posix(), 0, UNREADABLE, Problem(diagnostic.message), diagnostic.hint)


def _skipped(*, pages: bool) -> tuple[Skipped, ...]:
    if pages and find_office() is not None:
        return ()
    reason = (
        Words("没有找到 LibreOffice", "LibreOffice was not found")
        if pages
        else Words("加 --rendered 才检查版面", "pages are looked at with --rendered")
    )
    return tuple(Skipped(check.number, check.name, reason) for check in RENDERED_CHECKS)


def _rendered(packages: Mapping[Path, Package]) -> dict[Path, rendered.Rendered]:
    office = find_office()
    assert office is not None
    names = {file: f"{at}.docx" for at, file in enumerate(packages, 1)}
    made = to_pdf(office, {name: file.read_bytes() for file, name in names.items()}).files
    return {
        file: rendered.Rendered(packages[file], outline(made[name]), printed_pages(made[name]))
        for file, name in names.items()
    }
