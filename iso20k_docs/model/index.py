"""Where everything is: the numbers of sections, tables, figures and steps of each document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iso20k_docs.model.nodes import Inlines
from iso20k_docs.model.words import Language


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: `8.2` or, for an appendix, `A`."""

    anchor: str
    number: str
    title: Inlines
    appendix: bool
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentIndex:
    """The anchors of one document in one language and their numbers; a step's number is its row's first cell."""

    sections: Mapping[str, Section]
    tables: Mapping[str, str]
    steps: Mapping[str, str]
    figures: Mapping[str, str] = field(default_factory=dict)


#: (document id, language) -> index
Index = Mapping[tuple[str, Language], DocumentIndex]
