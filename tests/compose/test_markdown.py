"""What the library's Markdown becomes: the cases are files in `cases`, text above `---`, tree below.

A case begins with `=== title (language)`. After a wanted change of the composer, ISO20K_UPDATE_CASES=1 writes the
trees anew: read the difference before you keep it, for ids that change make every user's regeneration a rewrite.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from iso20k_docs.compose.markdown import MarkdownError
from iso20k_docs.model.words import Language
from tests.compose.reading import read
from tests.compose.trees import show

FILES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
_TITLE = re.compile(r"^=== (?P<title>.+) \((?P<language>zh|en)\)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    title: str
    language: Language
    text: str
    tree: str

    def came_out(self) -> str:
        try:
            return show(read(self.text, self.language))
        except MarkdownError as failure:
            return f"error: line {failure.line}: {failure.message}"


def cases(file: Path) -> list[Case]:
    _, *parts = _TITLE.split(file.read_text(encoding="utf-8"))
    found = []
    for title, language, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        text, _, tree = body.partition("\n---\n")
        found.append(Case(title, "zh" if language == "zh" else "en", text.strip("\n"), tree.strip("\n")))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_text_becomes_this_tree(file: Path) -> None:
    found = cases(file)
    assert found
    if os.environ.get("ISO20K_UPDATE_CASES"):
        written = (f"=== {c.title} ({c.language})\n{c.text}\n---\n{c.came_out()}\n" for c in found)
        file.write_text("\n".join(written), encoding="utf-8")
    said = {case.title: case.came_out() for case in cases(file)}
    assert said == {case.title: case.tree for case in cases(file)}
