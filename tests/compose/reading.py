"""Reads a text of the library with a few facts, without a profile around it."""

from __future__ import annotations

from pathlib import Path

from iso20k_docs.compose.environment import TemplateEnvironment
from iso20k_docs.compose.markdown import BlockReader, Tones
from iso20k_docs.library.folders import Folders
from iso20k_docs.model.nodes import Block, Inlines, Table
from iso20k_docs.model.words import Language

#: Every mark that Markdown, Jinja or this program gives a meaning.
MARKS = 'A|B & <C> *D* _E_ # F "G" 《H》'
FACTS: dict[str, object] = {
    "chinese": "云帆智联",
    "latin": "Zammad",
    "number": "15",
    "marks": MARKS,
    "lines": "first\nsecond\r\nthird",
    "levels": ("P1", "P2", "P3", "P4"),
    "missing": None,
    "yes": True,
}
TONES: Tones = {"P1": "critical", "P2": "high", "P3": "medium", "P4": "low"}


def environment(language: Language, folder: Path = Path("nowhere")) -> TemplateEnvironment:
    return TemplateEnvironment(Folders(folder), language, None)


def render(text: str, language: Language = "en", **facts: object) -> str:
    return environment(language).from_string(text).render({**FACTS, **facts})


def read(text: str, language: Language = "en", **facts: object) -> tuple[Block, ...]:
    return BlockReader(language, derived, TONES).read(render(text, language, **facts))


def derived(name: str, caption: Inlines, anchor: str) -> Table | None:
    """Stands for the tables that come from a definition: `empty` has no rows."""
    return Table(f"table-{anchor or name}", (), (), caption, anchor or name) if name == "empty" else None
