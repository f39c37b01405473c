"""Sets of different size: merged documents hold all of their parts, and every citation arrives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from iso20k_docs.compose.compose import compose
from iso20k_docs.compose.context import LanguageContext
from iso20k_docs.compose.markdown import plain
from iso20k_docs.compose.number import number
from iso20k_docs.compose.resolve import Resolver
from iso20k_docs.compose.walk import with_texts
from iso20k_docs.model.bookmarks import bookmark
from iso20k_docs.model.index import DocumentIndex
from iso20k_docs.model.nodes import Document, Inlines, Paragraph, Reference
from iso20k_docs.model.register import Entry, Part
from iso20k_docs.model.words import Language, Words
from iso20k_docs.pipeline import selected
from tests.sets import PROFILES, in_both_languages, prepared

SMALL = [name for name in PROFILES if prepared(name).organisation.profile.size == "small"]
WHOLE = [name for name in PROFILES if name not in SMALL]


def merged_documents(name: str) -> Iterator[Entry]:
    return (entry for entry in prepared(name).organisation.register.values() if entry.parts)


def parts(name: str) -> Iterator[tuple[Entry, Part]]:
    return ((entry, part) for entry in merged_documents(name) for part in entry.parts)


def alone(name: str, entry: Entry, part: Part, language: Language) -> tuple[Document, DocumentIndex]:
    """A part as it would be without its chapter."""
    organisation = prepared(name).organisation
    context = LanguageContext(organisation, language, None)
    return number(compose(context, entry, organisation.library.documents[part.id]))


def references(document: Document) -> list[Reference]:
    found: list[Reference] = []

    def note(text: Inlines) -> Inlines:
        found.extend(item for item in text if isinstance(item, Reference))
        return text

    for block in document.blocks:
        with_texts(block, note)
    for text in (document.help, document.footnote):
        note(text)
    return found


# --- how many there are


@pytest.mark.parametrize("name", SMALL)
def test_a_small_set_is_small(name: str) -> None:
    register = prepared(name).organisation.register
    count = Counter(entry.type for entry in {e.definition: e for e in register.values()}.values())
    assert count["M"] <= 4
    assert 16 <= count["P"] <= 20
    assert 10 <= count["W"] <= 12
    assert 40 <= count["R"] <= 48


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_set_has_every_document_by_itself(name: str) -> None:
    organisation = prepared(name).organisation
    assert list(merged_documents(name)) == []
    there = {entry.definition for entry in organisation.register.values()}
    missing = [d.definition for i, d in organisation.library.documents.items() if i not in there]
    assert [d.id for d in missing if d.when is None] == []


# --- merged documents


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SMALL[:1])
def test_a_merged_document_has_each_section_of_its_parts_once(name: str, language: Language) -> None:
    index = in_both_languages(name).index
    for entry in merged_documents(name):
        whole = index[entry.id, language]
        expected: list[tuple[str, str, tuple[str, ...]]] = []
        for part in entry.parts:
            _, own = alone(name, entry, part, language)
            for anchor, section in own.sections.items():
                expected.append((f"{part.id}-{anchor}", plain(section.title), section.requirements))
            assert {f"{part.id}-{anchor}" for anchor in own.steps} <= whole.steps.keys()
            assert {f"{part.id}-{anchor}" for anchor in own.tables} <= whole.tables.keys()
            assert {f"{part.id}-{anchor}" for anchor in own.figures} <= whole.figures.keys()
        chapters = {"purpose", *(part.id for part in entry.parts)}
        found = [(a, plain(s.title), s.requirements) for a, s in whole.sections.items() if a not in chapters]
        assert sorted(_untitled(found)) == sorted(_untitled(expected))
        assert sum(s.appendix for s in whole.sections.values()) == sum(
            s.appendix for part in entry.parts for s in alone(name, entry, part, language)[1].sections.values()
        )


def _untitled(sections: Iterable[tuple[str, str, tuple[str, ...]]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Without what an appendix says of the chapter that it belongs to."""
    return [(anchor, title.partition("：")[0].partition(": ")[0], marks) for anchor, title, marks in sections]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SMALL[:1])
def test_every_anchor_of_a_part_can_be_cited_by_the_name_that_it_has_alone(name: str, language: Language) -> None:
    organisation, built = prepared(name).organisation, in_both_languages(name)
    outside = next(d for d in built.documents if d.language == language and d.kind == "manual")
    for entry, part in parts(name):
        _, own = alone(name, entry, part, language)
        anchors = ["", *own.sections, *own.tables, *own.figures, *(f"step-{step}" for step in own.steps)]
        cited = tuple(Reference("document", part.id, anchor) for anchor in anchors)
        asking = replace(outside, blocks=(Paragraph("p", cited),))
        resolver = Resolver(asking, organisation.register, built.index, {})
        (answer,) = resolver.resolve({}).blocks
        assert resolver.problems == []
        assert isinstance(answer, Paragraph)
        places = _bookmarks(built.index[entry.id, language])
        for reference in answer.text:
            assert isinstance(reference, Reference)
            file, _, place = reference.href.partition("#")
            assert file.endswith(entry.files[language].rpartition("/")[2])
            assert place in places


def _bookmarks(index: DocumentIndex) -> set[str]:
    return {
        *(bookmark("section", anchor) for anchor in index.sections),
        *(bookmark("table", anchor) for anchor in index.tables),
        *(bookmark("figure", anchor) for anchor in index.figures),
        *(bookmark("step", anchor) for anchor in index.steps),
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "转《重大事件管理程序》（第3章）；判据见第3.7节；登记第3.6.2节；步骤1；3.7；"),
        ("en", "go to Major incident management (section 3); criteria: section 3.7; step 1"),
    ],
)
def test_how_a_chapter_is_cited_in_its_own_document(language: Language, said: str) -> None:
    organisation, built = prepared("minimal").organisation, in_both_languages("minimal")
    own = next(d for d in built.documents if d.language == language and d.id == "incidents-and-major-incidents")
    cited = [
        Reference("document", "major-incident-management"),
        Reference("document", "major-incident-management", "criteria"),
        Reference("document", "major-incident-management", "step-declare"),
    ]
    resolver = Resolver(replace(own, blocks=(Paragraph("p", tuple(cited)),)), organisation.register, built.index, {})
    (answer,) = resolver.resolve({}).blocks
    assert isinstance(answer, Paragraph)
    labels = [item.label for item in answer.text if isinstance(item, Reference)]
    assert all(label in said for label in labels), labels
    assert all(item.href.startswith("#") for item in answer.text if isinstance(item, Reference))


# --- the whole set


@pytest.mark.parametrize("name", PROFILES)
def test_every_document_of_the_library_has_a_place_in_the_set(name: str) -> None:
    organisation = prepared(name).organisation
    lost = [
        d.definition.id
        for d in organisation.library.documents.values()
        if not d.definition.merges and organisation.register.cited(d.definition.id) is None
    ]
    assert lost == []


@pytest.mark.parametrize("name", PROFILES)
def test_every_requirement_is_answered(name: str) -> None:
    assert in_both_languages(name).matrix.uncovered == ()


@pytest.mark.parametrize("name", PROFILES)
def test_every_citation_leads_to_a_place_in_the_set(name: str) -> None:
    """Not to a document that is left out, nor to one that the library does not hold yet."""
    plain_text = {
        (document.id, reference.document)
        for document in in_both_languages(name).documents
        for reference in references(document)
        if reference.document and not reference.href and reference.document != document.id
    }
    assert plain_text == set()


@pytest.mark.parametrize("name", SMALL)
def test_a_merged_document_is_listed_under_the_names_of_its_parts(name: str) -> None:
    for entry, part in parts(name):
        assert part.title in entry.aliases or part.title == entry.title
        chosen, unknown = selected([entry], [part.id])
        assert (chosen, unknown) == ({entry.id}, [])


@pytest.mark.parametrize("name", PROFILES)
def test_every_name_that_applicants_are_asked_for_is_found(name: str) -> None:
    organisation = prepared(name).organisation
    known = {n.zh for e in organisation.register.values() for n in (e.title, *e.aliases, *_family(e))}
    asked = [source.name.zh for source in organisation.library.definition.source_names]
    assert len(asked) == 15
    assert [missing for missing in asked if missing not in known] == []


def _family(entry: Entry) -> tuple[Words, ...]:
    return (entry.family.title,) if entry.family else ()


# --- one document per item


@pytest.mark.parametrize("name", PROFILES)
def test_there_is_an_agreement_for_each_service_of_each_customer(name: str) -> None:
    organisation = prepared(name).organisation
    profile = organisation.profile
    members = [e for e in organisation.register.values() if e.definition == "service-level-agreement"]
    assert [m.family.item for m in members if m.family] == [agreement.id for agreement in profile.agreements]
    live = {service.id for service in profile.services if service.status == "live"}
    assert {agreement.service for agreement in profile.agreements} == live
    assert [m.number for m in members] == [f"R-11-01-{at:02d}" for at in range(1, len(members) + 1)]
    assert len({m.title for m in members}) == len({m.files["zh"] for m in members}) == len(members)


@pytest.mark.parametrize("name", PROFILES)
def test_a_family_is_cited_as_one(name: str) -> None:
    register = prepared(name).organisation.register
    members = [e for e in register.values() if e.definition == "service-level-agreement"]
    together = register["service-level-agreement"]
    assert together.title.en == "Service level agreement"
    assert together.code.startswith(members[0].code)
    assert together.code == members[0].code or together.code.endswith(f"–{len(members):02d}")
    cited = register.cited("service-level-agreement")
    assert cited
    assert cited.document == members[0].id


@pytest.mark.parametrize("name", PROFILES)
def test_an_agreement_tells_only_of_its_own_customer_and_service(name: str) -> None:
    ready = prepared(name)
    profile = ready.organisation.profile
    customers = {c.id: c.name for c in profile.customers}
    built = in_both_languages(name)
    for agreement in profile.agreements:
        ending = agreement.id.lower()
        for document in built.documents:
            if not (document.id.startswith("service-level-agreement") and document.id.endswith(ending)):
                continue
            text = _text(document)
            assert customers[agreement.customer].in_(document.language) in text
            others = [n.in_(document.language) for i, n in customers.items() if i != agreement.customer]
            assert [other for other in others if other in text] == []


def _text(document: Document) -> str:
    found: list[str] = []

    def note(text: Inlines) -> Inlines:
        found.append(plain(text))
        return text

    for block in document.blocks:
        with_texts(block, note)
    return "\n".join(found)
