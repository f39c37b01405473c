"""What a check is and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml import etree

from iso20k_docs.inspect.markup import W, excerpt
from iso20k_docs.inspect.package import Package
from iso20k_docs.model.words import Words

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found: where, by part ("word/document.xml") and the beginning of the text that stands there."""

    message: Words
    part: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """One of the numbered checks. Number and name are stable: other tools may rely on them."""

    number: int
    name: str
    hint: Words
    find: Callable[[Subject], Iterator[Problem]]


PackageCheck = Check[Package]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a file, with the check that found it."""

    file: str
    number: int
    name: str
    problem: Problem
    hint: Words | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A check that wasn't made, and why."""

    number: int
    name: str
    reason: Words


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found in so many files, in the files' order, and which weren't made."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    files: int


def problem(zh: str, en: str, part: str = "", at: etree._Element | None = None) -> Problem:
    """Build a problem; its place is the paragraph around `at`, or `at` itself where it holds paragraphs."""
    if at is None:
        return Problem(Words(zh, en), part)
    around = at if at.tag == W + "p" else next(at.iterancestors(W + "p"), at)
    return Problem(Words(zh, en), part, excerpt(around))
