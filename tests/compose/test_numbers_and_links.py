"""Numbers of sections, tables and steps, and what references to them print."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from iso20k_docs.compose.markdown import plain
from iso20k_docs.compose.number import number
from iso20k_docs.compose.resolve import Resolver, relative
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.nodes import Document, Heading, Paragraph, Reference
from iso20k_docs.model.words import Language, Words
from iso20k_docs.pipeline import auditor_edition, build, prepare
from iso20k_docs.report import diagnostic_line
from tests.compose.reading import read
from tests.compose.test_templates import composed, overlay
from tests.compose.trees import ids, show
from tests.sets import PROFILES, prepared

TEXT = """
# One {#one}

::: table First {#first}
| a |
|---|
| 1 |
:::

## One one {#one-one}

### Deep {#deep}

## One two {#one-two}

# Two {#two}

:::: landscape
::: table Second {#second}
| a |
|---|
| 1 |
:::
::::

# More {#more .appendix}

# And more {#and-more .appendix}
"""


LINKS = """
# Links {#links}

Links: [](doc:priority-matrix); [](doc:priority-matrix#matrix); [](code:priority-matrix); [](title:priority-matrix);
[{{ 'for you' }}](doc:priority-matrix); [](sec:records); [](tbl:first); [](step:log);
[](doc:incident-management#step-log); [](doc:later)

# Records {#records}

::: table First {#first}
| a |
|---|
| 1 |
:::
"""


def document(text: str, language: Language = "en") -> Document:
    return replace(composed(None), language=language, blocks=read(text, language))


def test_sections_tables_and_appendices_are_counted() -> None:
    counted, index = number(document(TEXT))
    assert {anchor: section.number for anchor, section in index.sections.items()} == {
        "one": "1", "one-one": "1.1", "deep": "1.1.1", "one-two": "1.2", "two": "2", "more": "A", "and-more": "B",
    }  # fmt: skip
    assert index.tables == {"first": "1", "second": "2"}
    assert "heading 3: 1.1.1 Deep (#deep) [deep]" in show(counted.blocks).splitlines()


def test_an_anchor_that_stands_twice() -> None:
    with pytest.raises(UserError) as failure:
        number(document("# One {#same}\n\n# Two {#same}\n"))
    (said,) = [diagnostic_line(found, "en") for found in failure.value.diagnostics]
    assert said.endswith("error: the anchor 'same' stands twice")


@pytest.mark.parametrize(
    ("source", "target", "way"),
    [
        ("en/2-procedures/a.docx", "en/2-procedures/b.docx", "b.docx"),
        ("en/2-procedures/a.docx", "en/1-manual/b.docx", "../1-manual/b.docx"),
    ],
)
def test_the_way_from_file_to_file(source: str, target: str, way: str) -> None:
    assert relative(source, target) == way


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Links: {title}; {title}, section 5; {code}; {title}; for you; 2; Table 1; step 1; ",
                "Incident management, step 1; A later one",
            ],
        ),
        (
            "zh",
            [
                "Links:《{title}》;《{title}》第5章; {code}; {title}; for you; 2; 表 1; 步骤1; ",
                "《事件管理程序》步骤1;《以后的文件》",
            ],
        ),
    ],
)
def test_references_print_titles_codes_and_numbers(language: Language, said: list[str]) -> None:
    organisation = prepared("english").organisation
    own, index = number(replace(document(LINKS, language), id="own", path=f"{language}/2-procedures/own.docx"))
    cited = {(i, language): number(composed(None, i, language))[1] for i in ("priority-matrix", "incident-management")}
    everywhere = {**cited, ("own", language): replace(index, steps={"log": "1"})}
    resolver = Resolver(own, organisation.register, everywhere, {"later": Words("以后的文件", "A later one")})
    resolved = resolver.resolve({})
    assert resolver.problems == []
    entry = organisation.register["priority-matrix"]
    printed = plain(next(b.text for b in resolved.blocks if isinstance(b, Paragraph)))
    wanted = "".join(said).format(title=entry.title.in_(language), code=entry.code)
    assert "".join(printed.split()) == "".join(wanted.split())
    hrefs = [i.href for b in resolved.blocks if isinstance(b, Paragraph) for i in b.text if isinstance(i, Reference)]
    file = f"../3-instructions/{entry.files[language].rpartition('/')[2]}"
    incidents = organisation.register["incident-management"].files[language].rpartition("/")[2]
    assert hrefs == [
        *(file, f"{file}#sec_matrix", file, file, file),
        *("#sec_records", "#tbl_first", "#step_log", f"{incidents}#step_log", ""),
    ]


def test_a_reference_that_leads_nowhere(tmp_path: Path) -> None:
    name = "instructions/change-assessment.{}.md.j2"
    for language in ("en", "zh"):
        lost = "[](doc:priority-matrix#nowhere) [](sec:gone) [](doc:no-such-document)"
        text = f"# One {{#scoring}}\n\n{lost}\n\n# Two {{#board}}\n"
        overlay(tmp_path, name.format(language), text)
    ready = prepare(PROFILES["english"], tmp_path)
    with pytest.raises(UserError) as failure:
        build(ready, ("en",))
    said = [d.message.en for d in failure.value.diagnostics if "change-assessment" in d.place.file]
    assert said == [
        "the reference 'priority-matrix#nowhere' leads nowhere",
        "the reference 'gone' leads nowhere",
        "the reference 'no-such-document' leads nowhere",
    ]


# --- ids ------------------------------------------------------------------------


def test_ids_stay_where_a_paragraph_is_put_before(tmp_path: Path) -> None:
    name = "procedures/incident-management.en.md.j2"
    text = '{% extends "!' + name + '" %}\n{% block purpose %}\nA new one.\n\n{{ super() }}\n{% endblock %}\n'
    before, after = (list(ids(composed(folder).blocks)) for folder in (None, overlay(tmp_path, name, text)))
    new = [i for i in after if i not in before]
    assert [i for i in after if i not in new] == before
    assert [i.rpartition("-")[0] for i in new] == ["purpose/p"]


def test_the_auditor_edition_adds_a_line_below_each_section_that_answers() -> None:
    first = composed(None)
    lines = [line for line in show(auditor_edition(first).blocks).splitlines() if line.startswith("paragraph clauses")]
    assert len(lines) == sum(1 for block in first.blocks if isinstance(block, Heading) and block.requirements) > 3
    assert all(line.startswith("paragraph clauses: Answers: 8.6.1-") for line in lines)
