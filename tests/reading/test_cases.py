"""Every way in which a file cannot be read, with the whole message; the same with and without the C parser.

`ISO20K_UPDATE_CASES=1 pytest tests/reading` writes the expected texts anew; read them before they are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml as library

from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.reading import yaml
from tests.profile.printed import printed

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def messages(case: Path) -> str:
    with pytest.raises(UserError) as raised:
        yaml.read(case, case.name)
    return printed(raised.value.diagnostics)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case_gives_exactly_these_messages(case: Path) -> None:
    text = messages(case)
    expected = case.with_suffix(".txt")
    if os.environ.get("ISO20K_UPDATE_CASES"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_python_parser_gives_the_same_messages(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "_FAST", library.SafeLoader)
    assert messages(case) == case.with_suffix(".txt").read_text(encoding="utf-8")
