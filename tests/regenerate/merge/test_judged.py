"""Merged documents before other judges: LibreOffice reviews them, the Open XML SDK validates them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.judges import validator
from tests.judges.reviewer import reviewed
from tests.regenerate.merge import desk
from tests.regenerate.merge.fuzz import case

SEEDS = (3, 8, 1000, 20, 27, 33, 41)


@pytest.fixture(scope="module")
def results() -> dict[str, bytes]:
    return {str(seed): desk.merged((one := case(seed)).base, one.mine, one.theirs).data for seed in SEEDS}


@pytest.mark.parametrize("accept", [True, False], ids=["accepted", "rejected"])
def test_libreoffice_comes_to_the_same_text(results: dict[str, bytes], accept: bool, tmp_path: Path) -> None:
    expected = {name: (desk.accepted if accept else desk.rejected)(data) for name, data in results.items()}
    shown = {name: desk.without_comments(data) for name, data in results.items()}
    found = {name: desk.said(data) for name, data in reviewed(shown, tmp_path, accept=accept).items()}
    assert {name: stories[0] for name, stories in found.items()} == {n: s[0] for n, s in expected.items()}


def test_the_sdk_finds_nothing_wrong(results: dict[str, bytes]) -> None:
    assert validator.all_clean(results) == []
