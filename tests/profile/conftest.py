from __future__ import annotations

from pathlib import Path

import pytest

from iso20k_docs.profile.defaults import Defaults

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def templates() -> Path:
    return ROOT / "templates"


@pytest.fixture(scope="session")
def defaults(templates: Path) -> Defaults:
    return Defaults.under(templates)


@pytest.fixture(scope="session")
def profiles() -> Path:
    return ROOT / "profiles"
