"""The template language: what a text can name, what it cannot reach, and what it is told where it goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2.exceptions import SecurityError, TemplateError, TemplateNotFound, TemplateRuntimeError, UndefinedError

from iso20k_docs.compose.compose import compose
from iso20k_docs.compose.context import LanguageContext
from iso20k_docs.compose.environment import TemplateEnvironment
from iso20k_docs.compose.facts import View
from iso20k_docs.compose.markdown import plain
from iso20k_docs.library.folders import Folders
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.nodes import Document, Heading, Paragraph
from iso20k_docs.model.words import Language
from iso20k_docs.pipeline import prepare
from iso20k_docs.report import diagnostic_line
from tests.compose.reading import environment, render
from tests.sets import PROFILES, prepared

INCIDENTS = "incident-management"
TEXT = "procedures/incident-management.en.md.j2"


def composed(overlay: Path | None, document: str = INCIDENTS, language: Language = "en") -> Document:
    """One document of the minimal profile, with an overlay."""
    ready = prepare(PROFILES["minimal"], overlay) if overlay else prepared("minimal")
    organisation = ready.organisation
    context = LanguageContext(organisation, language, None)
    return compose(context, organisation.register[document], organisation.library.documents[document])


def complaints(overlay: Path, document: str = INCIDENTS, language: Language = "en") -> list[str]:
    """What the command line would say of an overlay."""
    with pytest.raises(UserError) as failure:
        composed(overlay, document, language)
    return [diagnostic_line(found, "en") for found in failure.value.diagnostics]


def overlay(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def shipped_text(name: str) -> str:
    return (prepared("minimal").organisation.library.folders.shipped / name).read_text(encoding="utf-8")


def sections(document: Document) -> dict[str, list[str]]:
    """The paragraphs of each section."""
    found: dict[str, list[str]] = {}
    anchor = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            anchor = block.anchor
        elif isinstance(block, Paragraph):
            found.setdefault(anchor, []).append(plain(block.text))
    return found


# --- the sandbox ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ latin.__class__.__mro__ }}",
        "{{ latin['__class__'] }}",
        "{{ ().__class__.__bases__[0].__subclasses__() }}",
        "{{ org.__init__ }}",
        "{{ org._values }}",
        "{{ org._directory }}",
        "{{ org.hours._value }}",
        "{{ render.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ '{0.__class__}'.format(latin) }}",
    ],
)
def test_a_template_reaches_nothing_behind_the_facts(template: str) -> None:
    org = View("en").of({"name": "Cloud", "hours": "24x7"})
    with pytest.raises((SecurityError, UndefinedError)):
        render(template, org=org)


@pytest.mark.parametrize(
    "template",
    [
        "{% set _ = levels.append(1) %}",
        "{% set _ = items.append(1) %}",
        "{% set _ = items.clear() %}",
        "{% set _ = table.update({'a': 1}) %}",
        "{% set _ = table.pop('a') %}",
    ],
)
def test_a_template_changes_nothing(template: str) -> None:
    items, table = [1], {"a": 1}
    with pytest.raises((SecurityError, UndefinedError)):
        render(template, items=items, table=table)
    assert (items, table) == ([1], {"a": 1})


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/hostname", "!../secret.txt", "a/../../secret.txt", "..\\secret.txt", "C:secret.txt"]
)
def test_a_template_reads_no_file_outside_the_library(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "library").mkdir()
    inside = environment("en", tmp_path / "library")
    with pytest.raises(TemplateNotFound):
        inside.from_string(f"{{% include '{name.replace(chr(92), chr(92) * 2)}' %}}").render()


def test_a_template_has_neither_time_nor_chance() -> None:
    names = set(environment("en").globals)
    assert names == {"range", "dict", "cycler", "joiner", "namespace"}


def test_a_loop_cannot_run_away() -> None:
    with pytest.raises(OverflowError, match="Range too big"):
        render("{% for i in range(10000000) %}{% endfor %}")


# --- values ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "items", "said"),
    [
        ("zh", ["甲", "乙", "丙"], "甲、乙、丙"),
        ("en", ["a", "b", "c"], "a, b and c"),
        ("en", ["a"], "a"),
        ("en", [], ""),
    ],
)
def test_listed(language: Language, items: list[str], said: str) -> None:
    assert str(TemplateEnvironment(Folders(Path("nowhere")), language, None).filters["listed"](items)) == said


@pytest.mark.parametrize(
    ("title", "said"), [("Change manager", "change manager"), ("CAB", "CAB"), ("IT head", "IT head"), ("", "")]
)
def test_a_title_within_an_english_sentence(title: str, said: str) -> None:
    assert environment("en").filters["mid"](title) == said


# --- what a text is told where it goes wrong --------------------------------------------


def test_a_misspelt_fact_is_named_with_line_and_nearest_name(tmp_path: Path) -> None:
    text = shipped_text(TEXT).replace("{{ own.dispute_within }}", "{{ own.disputed_within }}")
    line = text[: text.index("disputed_within")].count("\n") + 1
    assert complaints(overlay(tmp_path, TEXT, text)) == [
        f"templates/{TEXT}:{line}: error: the template fails: "
        "there is no fact 'disputed_within' here; did you mean 'dispute_within'?"
    ]


def test_a_misspelt_name_at_the_top_too(tmp_path: Path) -> None:
    text = '{% extends "!' + TEXT + '" %}\n\n{% block purpose %}\n{{ tols.ticketing }}\n{% endblock %}\n'
    assert complaints(overlay(tmp_path, TEXT, text)) == [
        f"templates/{TEXT}:4: error: the template fails: 'tols' is undefined (Did you mean 'tools'?)"
    ]


def test_an_unknown_part_of_a_quantity(tmp_path: Path) -> None:
    text = '{% extends "!' + TEXT + '" %}\n{% block purpose %}\n{{ priority.highest.respond.minute }}\n{% endblock %}\n'
    assert complaints(overlay(tmp_path, TEXT, text)) == [
        f"templates/{TEXT}:3: error: the template fails: there is no fact 'minute' here"
    ]


def test_a_fact_that_is_not_given(tmp_path: Path) -> None:
    text = '{% extends "!' + TEXT + '" %}\n{% block purpose %}\n{{ org.website }}\n{% endblock %}\n'
    assert complaints(overlay(tmp_path, TEXT, text)) == [
        f"templates/{TEXT}:3: error: the template fails: a fact that is not given is printed; test it with {{% if %}}"
    ]


def test_a_slip_of_syntax(tmp_path: Path) -> None:
    text = '{% extends "!' + TEXT + '" %}\n{% block purpose %}\n{% if org %}x\n{% endblock %}\n'
    (said,) = complaints(overlay(tmp_path, TEXT, text))
    assert said.startswith(f"templates/{TEXT}:4: error: the template fails: Encountered unknown tag 'endblock'.")


def test_a_block_that_no_parent_has(tmp_path: Path) -> None:
    text = '{% extends "!' + TEXT + '" %}\n\n{% block purpos %}\nx\n{% endblock %}\n'
    assert complaints(overlay(tmp_path, TEXT, text)) == [
        f"templates/{TEXT}:3: error: the template fails: '!{TEXT}' has no block 'purpos'; did you mean 'purpose'?"
    ]


def test_a_required_block_that_is_missing(tmp_path: Path) -> None:
    text = '{% extends "shared/procedure.en.md.j2" %}\n{% block scope %}x{% endblock %}{% block terms %}y{% endblock %}'
    (said,) = complaints(overlay(tmp_path, TEXT, text))
    assert "Required block 'purpose' not found" in said


def test_a_parent_that_is_missing(tmp_path: Path) -> None:
    text = '{% extends "shared/procedur.en.md.j2" %}'
    assert complaints(overlay(tmp_path, TEXT, text)) == [
        "templates/procedures/incident-management.yaml: error: the file shared/procedur.en.md.j2 is missing"
    ]


def test_a_slip_of_markdown_is_shown_with_its_line(tmp_path: Path) -> None:
    text = '{% extends "!' + TEXT + '" %}\n\n{% block purpose %}\nSee [](dok:x).\n{% endblock %}\n'
    assert complaints(overlay(tmp_path, TEXT, text)) == [
        f"templates/{TEXT}:4: error: the template fails: "
        "a link begins with doc:, code:, title:, sec:, tbl:, fig:, step:; found 'dok:x': See [](dok:x)."
    ]


def test_a_slip_of_markdown_beside_a_fact_quotes_the_fact_as_it_reads(tmp_path: Path) -> None:
    text = '{% extends "!' + TEXT + '" %}\n{% block purpose %}\n{{ org.short }} **“x”**y\n{% endblock %}\n'
    assert complaints(overlay(tmp_path, TEXT, text)) == [
        f"templates/{TEXT}: error: the template fails: "
        "'**' is not understood here and would be printed as it stands: Yongyan **“x”**y"
    ]


def test_a_wording_of_a_process_is_shown_in_its_own_file(tmp_path: Path) -> None:
    name = "procedures/incident-management.yaml"
    text = shipped_text(name).replace("{{ own.", "{{ own.not_", 1)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "own.not_" in each)
    (said,) = complaints(overlay(tmp_path, name, text), language="zh")
    assert said.startswith(f"templates/{name}:{line}:")
    assert "there is no fact 'not_" in said


def test_a_wording_of_a_form_is_shown_in_its_own_file(tmp_path: Path) -> None:
    name = "records/incident-register.yaml"
    text = shipped_text(name).replace("{{ item.id }}", "{{ item.idd }}", 1)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "item.idd" in each)
    (said,) = complaints(overlay(tmp_path, name, text), "incident-register")
    assert said.startswith(f"templates/{name}:{line}:")
    assert said.endswith("error: the template fails: there is no fact 'idd' here; did you mean 'id'?")


def test_a_list_of_a_form_that_is_no_list(tmp_path: Path) -> None:
    name = "records/incident-register.yaml"
    text = shipped_text(name).replace("each: priority.levels", "each: org.name")
    (said, *_) = complaints(overlay(tmp_path, name, text), "incident-register")
    assert said.endswith("error: the template fails: 'org.name' is no list of facts")


def test_a_mark_for_a_section_that_does_not_exist(tmp_path: Path) -> None:
    name = "procedures/incident-management.yaml"
    text = shipped_text(name).replace("\nmarks:", "\nother_marks:") + "\nmarks:\n  purpos: [8.6.1-1]\n"
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "purpos:" in each)
    assert complaints(overlay(tmp_path, name, text)) == [
        f"templates/{name}:{line}:3: error: no section has the anchor 'purpos' (Did you mean 'purpose'?)"
    ]


# --- overlays ------------------------------------------------------------------------


def test_one_block_of_one_document(tmp_path: Path) -> None:
    text = '{% extends "!' + TEXT + '" %}\n\n{% block purpose %}\nOurs at {{ org.short }}.\n{% endblock %}\n'
    before, after = sections(composed(None)), sections(composed(overlay(tmp_path, TEXT, text)))
    assert after.pop("purpose") == ["Ours at Yongyan."]
    assert {k: v for k, v in before.items() if k != "purpose"} == after


def test_a_whole_text(tmp_path: Path) -> None:
    document = composed(overlay(tmp_path, TEXT, "# Only this {#purpose}\n\n# Records {#records}\n\nNothing else.\n"))
    assert sections(document) == {"records": ["Nothing else."]}


def test_a_skeleton(tmp_path: Path) -> None:
    name = "shared/procedure.en.md.j2"
    text = shipped_text(name).replace("# Purpose", "# Why")
    headings = [b for b in composed(overlay(tmp_path, name, text)).blocks if isinstance(b, Heading)]
    assert plain(headings[0].text) == "Why"


def test_a_definition(tmp_path: Path) -> None:
    name = "procedures/problem-management.yaml"
    text = shipped_text(name)
    title = prepared("minimal").organisation.library.documents["problem-management"].definition.title.en
    document = composed(overlay(tmp_path, name, text.replace(title, "Interruptions", 1)), "problem-management")
    assert document.title == "Interruptions"


def test_a_document_of_ones_own(tmp_path: Path) -> None:
    overlay(tmp_path, "procedures/coffee.en.md.j2", "# Brew {#brew}\n\nUnder [](doc:incident-management).\n")
    overlay(
        tmp_path,
        "procedures/coffee.yaml",
        "{id: coffee, number: P-99, kind: procedure, title: Coffee, owner: service_manager, clauses: ['8.1']}",
    )
    assert composed(tmp_path, "coffee").control.code == "YYAN-ITSMS-P-99"


def test_a_default(tmp_path: Path) -> None:
    name = "defaults/processes/incident-management.yaml"
    own = prepared("minimal").organisation.profile.processes[INCIDENTS]
    text = shipped_text(name)
    assert "dispute_within" in own
    changed = "\n".join(
        "dispute_within: {standard: 77 min, label: {zh: 时限, en: Limit}}"
        if line.startswith("dispute_within")
        else line
        for line in text.splitlines()
    )
    said = sections(composed(overlay(tmp_path, name, changed)))["criteria"]
    assert any("77 minutes" in paragraph for paragraph in said)


def test_an_overlay_that_does_not_exist() -> None:
    with pytest.raises(UserError) as failure:
        prepare(PROFILES["minimal"], Path("no-such-folder"))
    assert [diagnostic_line(found, "en") for found in failure.value.diagnostics] == [
        "no-such-folder: error: there is no such templates folder"
    ]


# --- compiled templates ------------------------------------------------------------------


def test_a_damaged_cache_does_no_harm(tmp_path: Path) -> None:
    library = tmp_path / "library"
    overlay(library, "a.md", "{{ latin }}")
    for _ in range(2):
        first = TemplateEnvironment(Folders(library), "en", tmp_path / "cache")
        assert "Zammad" in first.get_template("a.md").render({"latin": "Zammad"})
        for file in (tmp_path / "cache").iterdir():
            file.write_bytes(b"damaged")


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way", encoding="utf-8")
    overlay(tmp_path, "a.md", "text")
    assert TemplateEnvironment(Folders(tmp_path), "en", tmp_path / "cache").get_template("a.md").render() == "text"


def test_errors_are_of_the_kinds_that_the_composer_reports() -> None:
    assert issubclass(TemplateRuntimeError, TemplateError)
    assert issubclass(SecurityError, TemplateError)
