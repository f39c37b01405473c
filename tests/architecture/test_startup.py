"""What has nothing to compute starts at once: it loads none of the slow libraries."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SLOW = {"docx", "importlib.metadata", "jinja2", "lxml", "markdown_it", "pydantic", "rich", "yaml"}
RUN = """
import atexit, sys
atexit.register(lambda: print("loaded:", *sorted(sys.modules), file=sys.stderr))
from iso20k_docs.__main__ import main
main()
"""


def run(arguments: Sequence[str], folder: Path) -> tuple[str, set[str]]:
    """Run the program as a new process; return what it printed and the modules that it loaded."""
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-c", RUN, *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["generate", "--help"]], ids=" ".join)
def test_help_loads_no_slow_library(arguments: list[str], tmp_path: Path) -> None:
    _, loaded = run(arguments, tmp_path)
    assert loaded & SLOW == set()


def test_a_run_with_nothing_to_do_loads_no_slow_library(tmp_path: Path) -> None:
    generate = ["generate", str(ROOT / "profiles" / "minimal.yaml")]
    first, _ = run(generate, tmp_path)
    assert "created" in first
    second, loaded = run(generate, tmp_path)
    assert "unchanged" in second
    assert "created" not in second
    assert loaded & SLOW == set()
