"""The text of every generated document: nothing left over, every code and link leads somewhere, no vague promises."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import reduce

import pytest

from iso20k_docs.model.nodes import Block, Document, Landscape, Table, Text
from tests.compose.trees import ids, words
from tests.set.reading import ReadBack, documents
from tests.sets import PROFILES, document_set, in_both_languages

#: What a template leaves behind where it fails, and what nobody writes in a finished document.
RESIDUE = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|\*\*|\]\(|:::|<br>|</?[a-z]+>|&(amp|lt|gt|quot);|[\ue000-\uf8ff]"
    r"|\b(TODO|TBD|FIXME|undefined|Undefined|nan|XXX|AAA|lorem)\b|××|某公司|待企业补充|\[Name\]|待定稿"
)
#: What Python writes where a fact is missing; as a word of a sentence it is English.
NOTHING = re.compile(r"None|True|False|nan")
#: A space before a closing mark, two spaces within a sentence, two marks where one belongs.
SLIPS = {
    "zh": re.compile(r" [，。；：！？、）]|[，。；：！？、（] |[，；：、]{2}|。。|，。"),
    "en": re.compile(r"[A-Za-z)] [.,;:!?)](\s|$)|\w {2,}\w|,,|(?<!\.)\.\.(?!\.)|,\.|[，。；：、（）《》]"),
}
VAGUE = {
    "zh": re.compile("及时|尽快|尽早|适当|相关部门|相关人员|必要时|酌情|有关部门|原则上|等等"),
    "en": re.compile(
        r"\b(as appropriate|timely|in a timely manner|relevant departments?|as necessary|as needed|where necessary"
        r"|if necessary|as soon as possible|promptly|etc)\b",
        re.IGNORECASE,
    ),
}
VAGUE_PER_THOUSAND = 2


def unit_count(document: ReadBack) -> int:
    """Characters of a Chinese text, words of an English one."""
    if document.file.language == "zh":
        return len(re.findall("[\u4e00-\u9fff]", document.text))
    return len(document.text.split())


def runs(built: Iterable[Document]) -> Iterator[Text]:
    """Every run of text in the documents."""
    for document in built:
        for text in words(document.blocks):
            yield from (run for run in text if isinstance(run, Text))


def quoted(document: ReadBack, pattern: re.Pattern[str], without: Iterable[str] = ()) -> Iterator[str]:
    """What the pattern finds, with the words around it; for some texts any word stands."""
    for paragraph in document.paragraphs:
        read = reduce(lambda text, left_out: text.replace(left_out, "文"), without, paragraph)
        for found in pattern.finditer(read):
            yield f"{document.name}: {read[max(found.start() - 25, 0) : found.end() + 25]!r}"


@pytest.mark.parametrize("name", PROFILES)
def test_nothing_is_left_over(name: str) -> None:
    assert [said for document in documents(name) for said in quoted(document, RESIDUE)] == []
    facts = [run.text for run in runs(document_set(name).built.documents) if run.fact]
    assert [fact for fact in facts if NOTHING.fullmatch(fact)] == []


@pytest.mark.parametrize("name", PROFILES)
def test_the_marks_of_the_language_are_in_order(name: str) -> None:
    """The marks within a value are the organisation's own affair."""
    facts = {run.text for run in runs(document_set(name).built.documents) if run.fact}
    theirs = sorted((fact for fact in facts if any(s.search(fact) for s in SLIPS.values())), key=len, reverse=True)
    found = [said for document in documents(name) for said in quoted(document, SLIPS[document.file.language], theirs)]
    assert found == []


@pytest.mark.parametrize("name", PROFILES)
def test_every_code_is_of_the_register(name: str) -> None:
    made = document_set(name)
    codes = {entry.code for entry in made.prepared.organisation.register.values()}
    prefix = made.code + "-ITSMS-"
    cited = re.compile(
        r"[A-Z0-9]{2,12}-[A-Z]+-[MPWRS]-\d\d(-\d\d){0,2}|(?<![A-Za-z0-9-])[MPWRS]-\d\d(-\d\d){0,2}(?![A-Za-z0-9-])"
    )
    wrong = [
        f"{document.name}: {found[0]}"
        for document in documents(name)
        for found in cited.finditer(document.text)
        if found[0] not in codes
    ]
    assert wrong == []
    assert all(code.startswith(prefix) for code in codes)


@pytest.mark.parametrize("name", PROFILES)
def test_every_link_lands_on_a_file_and_a_bookmark(name: str) -> None:
    by_path = {document.file.path: document for document in documents(name)}
    lost = []
    count = 0
    for document in documents(name):
        for target, anchor in document.links:
            count += 1
            path = posixpath.normpath(posixpath.join(posixpath.dirname(document.file.path), target))
            if path not in by_path or (anchor and anchor not in by_path[path].bookmarks):
                lost.append(f"{document.name}: {target}#{anchor}")
    assert lost == []
    assert count > 100


@pytest.mark.parametrize("name", PROFILES)
def test_few_words_are_vague(name: str) -> None:
    found = {document.name: list(quoted(document, VAGUE[document.file.language])) for document in documents(name)}
    limits = {d.name: max(VAGUE_PER_THOUSAND * unit_count(d) / 1000, 1) for d in documents(name)}
    assert {each: said for each, said in found.items() if len(said) > limits[each]} == {}


@pytest.mark.parametrize("name", PROFILES)
def test_every_id_is_unique_in_its_document(name: str) -> None:
    twice = {}
    for document in in_both_languages(name).documents:
        seen = list(ids(document.blocks))
        repeated = sorted({i for i in seen if seen.count(i) > 1})
        if repeated:
            twice[f"{document.language}/{document.id}"] = repeated
    assert twice == {}


def tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """The tables of a document, those on landscape pages too."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Landscape):
            yield from tables(block.blocks)


@pytest.mark.parametrize("name", PROFILES)
def test_each_row_of_the_responsibility_matrix_has_one_main_department(name: str) -> None:
    manual = document_set(name).built.documents[0]
    matrix = next(t for t in tables(manual.blocks) if any(row.id == "clause-4.1" for row in t.rows))
    counts = {
        row.id: sum("▲" in run.text for cell in row.cells for p in cell.paragraphs for run in p if hasattr(run, "text"))
        for row in matrix.rows
    }
    assert {row: count for row, count in counts.items() if count != 1} == {}


@pytest.mark.parametrize("name", PROFILES)
def test_nobody_approves_what_he_wrote(name: str) -> None:
    register = document_set(name).prepared.organisation.register.values()
    assert [e.id for e in register if e.author.name == e.approver.name] == []
    titles = [(e.title.zh, e.title.en) for e in register]
    assert len(set(titles)) == len(titles)
