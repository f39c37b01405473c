"""The laws of the merge on random documents: 300 of them; `python -m tests.regenerate.merge.fuzz` tries more."""

import pytest

from tests.regenerate.merge.fuzz import case, failures


@pytest.mark.parametrize("first", range(0, 300, 10))
def test_the_laws_hold(first: int) -> None:
    broken = {seed: found for seed in range(first, first + 10) if (found := failures(case(seed)))}
    assert broken == {}
