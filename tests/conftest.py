"""What every test has, and which tests share a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.once import composed_once
from tests.sets import PROFILES


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder of the run's own, so that no test sees what an earlier version of the program kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        with composed_once():
            yield


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let pytest-xdist keep together what belongs together."""
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadgroup"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of one profile's documents run in one process, which makes them once; the slow judges run anywhere."""
    for item in items:
        if item.path.parent.name == "cli":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
            continue
        name = getattr(item, "callspec", None) and item.callspec.params.get("name")  # type: ignore[attr-defined]
        if name in PROFILES and "judges" not in item.nodeid:
            item.add_marker(pytest.mark.xdist_group(f"profile {name}"))
