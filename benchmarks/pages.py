"""How often the page numbers that the contents lists estimate are those of LibreOffice.

    python benchmarks/pages.py [PROFILE...]          (the example profiles where none is named)

Every document of each profile, in each of its languages, is written with estimated pages and laid out by LibreOffice;
then every entry of its contents list is compared with the page the heading is on. One line per document: entries,
how many are exact, how many are off by one page and by more, the estimated and the real number of pages, and the
first heading that is off. The last lines sum up by language and overall; docs/pages.md holds them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from iso20k_docs import pipeline
from iso20k_docs.inspect.office import require_office, to_pdf
from iso20k_docs.inspect.pdf import Outline, outline
from iso20k_docs.model.nodes import Document
from iso20k_docs.model.words import Words
from iso20k_docs.writers.docx import DocxWriter, Look, Pagination
from iso20k_docs.writers.docx.body import stretches
from iso20k_docs.writers.docx.index import CONTENTS_LEVELS
from iso20k_docs.writers.docx.paging import paginate
from iso20k_docs.writers.docx.scale import layout
from iso20k_docs.writers.docx.story import Story

PROFILES = Path(__file__).parent.parent / "profiles"


@dataclass(frozen=True)
class Result:
    """One document: the entries of its contents list, how far they are off in pages, and its numbers of pages."""

    name: str
    language: str
    off: tuple[int, ...]
    first: str
    estimated: int
    real: int

    @property
    def exact(self) -> int:
        """Entries that name the right page."""
        return self.off.count(0)

    @property
    def near(self) -> int:
        """Entries that are off by one page."""
        return sum(abs(off) == 1 for off in self.off)

    def line(self) -> str:
        """The document's line of the table."""
        far = len(self.off) - self.exact - self.near
        pages = f"{self.estimated:>3}{' ' if self.estimated == self.real else '≠'}{self.real:<3}"
        counts = f"{len(self.off):>4} {self.exact:>4} {self.near:>4} {far:>4}"
        return f"{counts}   {pages}  {self.name}  {self.first}".rstrip()


def measured(profile: Path) -> Iterator[Result]:
    """Measure the documents of a profile."""
    prepared = pipeline.prepare(profile)
    documents = pipeline.build(prepared, prepared.languages).documents
    writer = DocxWriter(prepared.look)
    office = require_office(Words("比较页码", "comparing pages"))
    laid_out = to_pdf(office, {document.path: writer.write(document) for document in documents}).files
    for document in documents:
        yield compared(document, estimate(document, prepared.look), outline(laid_out[document.path]))


def estimate(document: Document, look: Look) -> Pagination:
    """Return the pages as the writer estimates them."""
    return paginate(Story(document, look), stretches(document, layout(look, document.language)))


def compared(document: Document, estimated: Pagination, real: Outline) -> Result:
    """Compare the entries of the contents list; a document without one has its number of pages alone."""
    pairs = list(zip(estimated.headings.values(), real.bookmarks, strict=True)) if document.contents else []
    listed = [(page, mark) for page, mark in pairs if mark.level < CONTENTS_LEVELS and document.cover]
    wrong = [f"{mark.title}: {page}, not {mark.page}" for page, mark in listed if page != mark.page]
    return Result(
        name=document.path.rpartition("/")[2].removesuffix(".docx"),
        language=document.language,
        off=tuple(page - mark.page for page, mark in listed),
        first=wrong[0] if wrong else "",
        estimated=estimated.total,
        real=real.pages,
    )


def summary(results: Sequence[Result], name: str) -> str:
    """Sum up what was measured."""
    entries = sum(len(result.off) for result in results)
    exact, near = (sum(getattr(result, kind) for result in results) for kind in ("exact", "near"))
    totals = sum(result.estimated == result.real for result in results)
    return (
        f"{name}: {exact} of {entries} entries exact ({exact / entries:.1%}), "
        f"{exact + near} within one page ({(exact + near) / entries:.1%}); "
        f"{totals} of {len(results)} documents with the right number of pages"
    )


def main(profiles: Sequence[Path]) -> None:
    """Print the table and its sums."""
    results: list[Result] = []
    print(" all  hit  ±1   more  pages  document")
    for profile in profiles:
        print(f"# {profile.stem}")
        for result in measured(profile):
            print(result.line(), flush=True)
            results.append(result)
    by_language: Mapping[str, list[Result]] = {
        language: [result for result in results if result.language == language] for language in ("zh", "en")
    }
    for language, own in by_language.items():
        if any(result.off for result in own):
            print(summary(own, language))
    print(summary(results, "all"))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or sorted(PROFILES.glob("*.yaml")))
