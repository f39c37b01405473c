"""Two organisations side by side: what belongs to one never shows in the other's documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from iso20k_docs.model.nodes import Heading
from iso20k_docs.model.words import Words
from tests.compose.trees import ids
from tests.set.reading import documents
from tests.sets import document_set, in_both_languages, prepared

#: Facts that name something of one organisation only.
GROUPS = ("org", "sites", "people", "services", "tools", "suppliers", "customers", "departments")
SHORTEST = {"zh": 3, "en": 5}
#: Characters from which on a paragraph is more than a label.
SENTENCE = 12
_CJK = re.compile("[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z][a-z]+(?: [A-Za-z][a-z]*){3,}")


def names_of(value: object, key: str = "") -> Iterator[str]:
    """Names below a fact, codes, addresses, mail and web addresses."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field != "business_process":  # its steps are called by everyday words
                yield from names_of(getattr(value, field), field)
    elif isinstance(value, tuple):
        for item in value:
            yield from names_of(item, key)
    elif key in ("name", "short", "code", "address", "email", "website", "phone", "url", "uscc", "contract"):
        yield from {value.zh, value.en} if isinstance(value, Words) else [str(value)] if value else []


def facts(name: str) -> set[str]:
    profile = prepared(name).organisation.profile
    found = {fact for group in GROUPS for fact in names_of(getattr(profile, group), group)}
    return {fact for fact in found if len(fact) >= SHORTEST["zh" if _CJK.search(fact) else "en"] and not everyday(fact)}


def everyday(fact: str) -> bool:
    """Tell whether English words of a name are such as anybody uses: `Backup and restore`."""
    return " " in fact and fact[1:].islower()


def everything(name: str) -> str:
    return repr(prepared(name).organisation.profile)


@pytest.mark.parametrize(("one", "other"), [("example", "small"), ("example", "english"), ("small", "example")])
def test_no_fact_of_one_shows_in_the_other(one: str, other: str) -> None:
    foreign = {fact for fact in facts(one) if fact not in everything(other)}
    assert len(foreign) > 30
    found = [
        f"{document.name}: {fact}" for document in documents(other) for fact in sorted(foreign) if fact in document.text
    ]
    assert found == []


def own_share(one: str, other: str) -> float:
    """How much of the sentences of procedures and instructions another organisation does not have as well."""
    first, second = (
        [
            paragraph
            for document in documents(name)
            if document.file.path.startswith(("zh/2-", "zh/3-"))
            for paragraph in document.paragraphs
            if len(paragraph) >= SENTENCE
        ]
        for name in (one, other)
    )
    shared = set(second)
    return sum(paragraph not in shared for paragraph in first) / len(first)


def test_some_of_procedures_and_instructions_is_the_organisations_own() -> None:
    assert own_share("example", "small") >= 0.2


def test_much_of_procedures_and_instructions_is_the_organisations_own() -> None:
    assert own_share("example", "small") >= 0.4


def test_ids_of_prose_do_not_depend_on_the_profile() -> None:
    one, two = (
        {d.id: d for d in in_both_languages(name).documents if d.language == "zh"} for name in ("example", "english")
    )
    both = one.keys() & two.keys()
    assert len(both) > 140
    for document in both:
        first, second = ({b.id for b in of.blocks if isinstance(b, Heading)} for of in (one[document], two[document]))
        assert first & second or not first
        known = set(ids(one[document].blocks))
        if known:
            alike = len(known & set(ids(two[document].blocks))) / len(known)
            assert alike > 0.3, (document, alike)


def test_chinese_documents_have_no_english_sentences() -> None:
    known = everything("example")
    found = [
        f"{document.name}: {match[0]}"
        for document in documents("example")
        if document.file.language == "zh"
        for paragraph in document.paragraphs
        for match in _ENGLISH.finditer(paragraph)
        if match[0] not in known and match[0] not in _subtitles()
    ]
    assert found == []


def _subtitles() -> str:
    """The title in the other language stands below the title on purpose."""
    made = document_set("example").built.documents
    return "\n".join(text for d in made for text in (d.title, d.subtitle))


def test_english_documents_have_no_chinese() -> None:
    found = [
        f"{document.name}: {paragraph[:60]}"
        for document in documents("example")
        if document.file.language == "en"
        for paragraph in document.paragraphs
        if _CJK.search(paragraph) and paragraph not in _subtitles()
    ]
    assert found == []
