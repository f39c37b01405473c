"""Every kind of defect, each in a file of its own, with the whole message that it must produce.

A case is laid over the sound profile `base.yaml`. `ISO20K_UPDATE_CASES=1 pytest tests/profile` writes the expected
texts anew; read them before they are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from iso20k_docs.model.diagnostics import Diagnostic, UserError
from iso20k_docs.profile.defaults import Defaults
from iso20k_docs.profile.layers import lay
from iso20k_docs.profile.load import complete
from iso20k_docs.reading.yaml import read
from tests.profile.printed import printed

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yaml"))


def diagnostics_of(case: Path, defaults: Defaults) -> tuple[Diagnostic, ...]:
    profile = lay(read(case, case.name), read(HERE / "base.yaml", "base.yaml"))
    try:
        found = complete(profile, defaults).diagnostics
    except UserError as failure:
        found = failure.diagnostics
    return tuple(each for each in found if each.code != "from-defaults")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case_gives_exactly_these_messages(case: Path, defaults: Defaults) -> None:
    text = printed(diagnostics_of(case, defaults))
    expected = case.with_suffix(".txt")
    if os.environ.get("ISO20K_UPDATE_CASES"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_base_is_sound(defaults: Defaults) -> None:
    found = complete(read(HERE / "base.yaml", "base.yaml"), defaults).diagnostics
    assert [each.code for each in found] == ["from-defaults"]
