"""A value of the profile is text: whatever stands in it, it is printed as it is and makes nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError

from iso20k_docs.compose.environment import FACT_END, FACT_START
from iso20k_docs.compose.markdown import plain
from iso20k_docs.model.nodes import Text
from iso20k_docs.model.words import Language
from iso20k_docs.reading.text import unfit_character
from tests.compose.reading import MARKS, read, render
from tests.compose.trees import show, words

#: Everywhere a value may stand.
PLACES = """
# Heading {{ value }} {#h}

{{ value }}

Before {{ value }} and **bold {{ value }}**, *emphasis {{ value }}*, [{{ value }}](sec:h), {{ value }}.

- {{ value }}
  - {{ value }}: {{ value }}

1. {{ value }}

::: note
{{ value }}
:::

::: table Caption {{ value }} {#t}
| {{ value }} | Column |
|---|---|
| {{ value }} | x {{ value }} |
| **{{ value }}** | {{ value }}<br>{{ value }} |

{{ value }}
:::
"""
#: Characters that mean something to Markdown, Jinja, XML or this program, and some that do not.
ALPHABET = "*_|#<>&[](){}`~!\\:;.,-+=\"'/@$%^?《》“”、 \n\r\tABxyz019中文{%}}"
TEXTS = st.one_of(
    st.text(ALPHABET, max_size=30),
    st.text(st.characters(codec="utf-8"), max_size=20).filter(lambda text: unfit_character(text) is None),
).map(str.strip).filter(bool)  # fmt: skip


def shape(value: str, language: Language) -> str:
    """The tree with the value, the value itself blotted out."""
    return show(read(PLACES, language, value=value))


def printed(value: str) -> str:
    """The value as plain text: its line breaks are breaks of the line."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_place_prints_the_value_and_nothing_more(value: str) -> None:
    for language in ("en", "zh"):
        blocks = read(PLACES, language, value=value)
        said = [run.text for text in words(blocks) for run in text if isinstance(run, Text) and not run.fact]
        assert set("".join(said)) <= set("Heading Before and bold emphasis Caption Column x:,. ")
        assert [type(block).__name__ for block in blocks] == [
            *("Heading", "Paragraph", "Paragraph", "List", "List", "Callout", "Table")
        ]
        alone = plain(next(words(blocks[1:2])))
        assert [line for line in alone.split("\n") if line] == [line for line in printed(value).split("\n") if line]


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_ids_of_prose_do_not_depend_on_values(one: str, other: str) -> None:
    template = (
        "# H {#h}\n\nLogged within {{ value }} in {{ value }}.\n\n- to {{ value }} now\n\n"
        "::: key\nIt is {{ value }}!\n:::\n"
    )
    for language in ("en", "zh"):
        first, second = (read(template, language, value=value) for value in (one, other))
        assert [block.id for block in first] == [block.id for block in second]


def test_the_issues_own_string() -> None:
    (paragraph,) = read("Use {{ marks }} now.")
    assert show([paragraph]).startswith(f"paragraph: Use ⟦{MARKS}⟧ now.")


@pytest.mark.parametrize(
    "template",
    [
        "{{ value }}",
        "{{ value ~ '' }}",
        "{{ '' ~ value ~ '' }}",
        "{% set x %}{{ value }}{% endset %}{{ x }}",
        "{% set x %}**b**{% endset %}{{ x ~ value }}",
        "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(value) }}",
        "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(value) ~ value }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ value }}{% endcall %}",
        "{{ [value, value] | listed }}",
        "{{ [value, value] | join(', ') }}",
        "{% macro m(v) %}{{ v }}{% endmacro %}{{ [m(value), value] | join(', ') }}",
        "{{ {'a': value}.a }}",
        "{{ value | trim }}",
        "{{ value or 'nothing' }}",
        "{% autoescape false %}{{ value }}{% endautoescape %}",
    ],
)
def test_no_way_through_the_template_language_makes_a_value_markup(template: str) -> None:
    text = render(template, value="*D* **E** [x](doc:y) <br> | &")
    outside = text
    while FACT_START in outside:
        before, _, rest = outside.rpartition(FACT_START)
        inside, _, after = rest.partition(FACT_END)
        assert set("*[](<|&:") & set(inside) == set()
        outside = before + after
    assert set(outside) <= set("**b**")
    assert "&amp;" not in plain(next(words(read("x " + template, value="R&D"))))


@pytest.mark.parametrize("name", ["safe", "e", "escape", "forceescape", "tojson", "urlize", "xmlattr", "random"])
def test_filters_that_declare_markup_or_roll_dice_do_not_exist(name: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=f"No filter named '{name}'"):
        render(f"{{{{ marks | {name} }}}}")


@pytest.mark.parametrize(
    "template", ["{% set x %}a{% endset %}{{ x + marks }}", "{% set x %}%s{% endset %}{{ x % marks }}"]
)
def test_a_text_of_the_template_takes_no_value_in(template: str) -> None:
    with pytest.raises(TemplateRuntimeError, match="a text of the template is joined with '~'"):
        render(template)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ missing }}", "a fact that is not given is printed; test it with {% if %}"),
        ("{{ yes }}", "a yes/no fact is printed; test it with {% if %}"),
        ("{{ 'a' ~ missing }}", "a fact that is not given is printed; test it with {% if %}"),
        ("{{ [latin, missing] | listed }}", "a fact that is not given is printed; test it with {% if %}"),
        ("{{ [latin, yes] | join(', ') }}", "a yes/no fact is printed; test it with {% if %}"),
    ],
)
def test_nothing_and_yes_are_not_printed(template: str, said: str) -> None:
    with pytest.raises(TemplateRuntimeError) as failure:
        render(template)
    assert str(failure.value) == said
