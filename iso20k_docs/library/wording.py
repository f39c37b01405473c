"""How the documents speak, as data: their terms, the words that say nothing, the phrases that they may share."""

from __future__ import annotations

from pydantic import model_validator

from iso20k_docs.library.definitions import Definition, RequirementId, Wording
from iso20k_docs.library.files import read_if_there
from iso20k_docs.library.folders import Folders
from iso20k_docs.model.words import Language


class ByLanguage(Definition):
    """Words or phrases of each language."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def in_(self, language: Language) -> tuple[str, ...]:
        """Return those of one language."""
        return self.zh if language == "zh" else self.en


class Term(Definition):
    """A term, what it means here, and the words for it that are not used; a meaning may use facts and links."""

    term: Wording
    meaning: Wording
    forbidden: ByLanguage = ByLanguage()


class Glossary(Definition):
    """The terms in the order in which the manual prints them."""

    terms: tuple[Term, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Glossary:
        for language in ("zh", "en"):
            terms = [getattr(term.term, language) for term in self.terms]
            twice = sorted({term for term in terms if terms.count(term) > 1})
            if twice:
                raise ValueError(f"terms that stand twice: {', '.join(twice)}")
        return self


class Count(Definition):
    """A number that a text may state itself, because no organisation could want it otherwise, and why."""

    text: str
    why: str


class WordingRules(Definition):
    """What the texts are checked against.

    `vague` are words that promise nothing; `counts` are numbers that need no fact of the profile; `skeleton` are
    phrases that procedures share on purpose; `intervals` are the requirements whose answer states how often.
    """

    vague: ByLanguage = ByLanguage()
    vague_per_thousand: int = 2
    counts: tuple[Count, ...] = ()
    skeleton: ByLanguage = ByLanguage()
    intervals: tuple[RequirementId, ...] = ()


def load_glossary(folders: Folders) -> Glossary:
    """Load `glossary.yaml`; a library without one has no terms. UserError with all that is wrong in it."""
    return read_if_there(Glossary, folders, "glossary.yaml")


def load_wording(folders: Folders) -> WordingRules:
    """Load `wording.yaml`; a library without one has no rules. UserError with all that is wrong in it."""
    return read_if_there(WordingRules, folders, "wording.yaml")
