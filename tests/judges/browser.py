"""A headless Chromium that looks at a page from a file, and tells what it saw."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).parent
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def _missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _browser() -> str:
    """Return the browser: CHROMIUM names one, else the system's."""
    named = os.environ.get("CHROMIUM", "").strip()
    found = named or next((path for path in map(shutil.which, _BROWSERS) if path), "")
    if not found:
        _missing("Chromium isn't installed: apt install chromium, or name one with CHROMIUM")
    return found


def look_at(script: str, page: Path, *libraries: str) -> Any:
    """Run a script of this folder on a page; it prints what it saw as JSON. Skip where a part of that is missing."""
    node = shutil.which("node") or ""
    wanted = ("playwright-core", *libraries)
    missing = [name for name in wanted if not (_HERE / "node_modules" / name).is_dir()]
    if not node or missing:
        _missing(f"{', '.join(missing) or 'node'} isn't installed: run `npm install` in tests/judges")
    command = [node, str(_HERE / script), _browser(), page.resolve().as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
