"""What must hold over a whole finished set: every rule looks at the documents as they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iso20k_docs.compose.checks import agreement, coverage, wording
from iso20k_docs.compose.checks.scene import CheckedSet
from iso20k_docs.model.diagnostics import Diagnostic

Rule = Callable[[CheckedSet], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    coverage.requirements_are_answered,
    coverage.marks_are_requirements,
    coverage.clauses_have_records,
    coverage.marked_sections_say_something,
    coverage.marks_of_texts_are_printed,
    coverage.documents_are_needed,
    coverage.form_fields_are_used,
    agreement.holders_are_those_of_the_profile,
    agreement.targets_are_those_of_the_profile,
    agreement.retention_is_that_of_the_record,
    agreement.titles_are_those_of_the_register,
    agreement.services_are_everywhere,
    agreement.outsourcing_is_told_alike,
    agreement.codes_have_one_prefix,
    agreement.roles_have_holders,
    wording.vague_words_are_few,
    wording.numbers_are_facts,
    wording.intervals_are_stated,
    wording.section_numbers_have_their_word,
    wording.terms_are_those_of_the_glossary,
    wording.steps_are_complete,
    wording.procedures_share_no_sentences,
)


def check_set(scene: CheckedSet) -> Iterator[Diagnostic]:
    """Yield what every rule finds in a set."""
    for rule in RULES:
        yield from rule(scene)
