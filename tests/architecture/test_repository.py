"""The repository works anywhere: it names no machine, no person's folder and no server of the place it was made in."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import iso20k_docs

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {".cfg", ".csv", ".ini", ".j2", ".json", ".md", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml", ""}
# Written with classes such as [w]ork so that this file doesn't match itself.
OF_A_WORKPLACE = re.compile(
    r"""(?<![\w.\-/])/(?:[w]ork|[r]oot|[h]ome|[U]sers|[o]pt|[m]nt|[s]rv)/[\w.]  # a folder of one machine
    | [A-Z]:\\+[U]sers\\
    | --(?:[e]xtra-)?[i]ndex-url | [f]ind-links | ["']?[r]esolved["']?\s*[:=]\s*["']
    | ://(?:[\w.-]*\b(?:[n]exus|[a]rtifactory|[v]erdaccio|[d]evpi|[m]irrors?|[r]egistry)\b|[l]ocalhost|\d+\.\d+\.)
    """,
    re.VERBOSE,
)


def files() -> Iterator[Path]:
    """Yield the text files of the repository, those not committed yet included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not in a git repository")
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in TEXTS and path.is_file():
            yield path


def test_no_file_names_the_place_it_was_made_in() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:120]}"
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OF_A_WORKPLACE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "sys.path.insert(0, '/w" + "ork/main')",
        "cd /h" + "ome/ann/iso20k",
        "pip install --ind" + "ex-url https://packages.example",
        '"resol' + 'ved": "https://packages.example/a.tgz"',
        "npm config set r https://npm.mir" + "ror.example/",
    ],
)
def test_a_line_that_does_is_recognised(line: str) -> None:
    assert OF_A_WORKPLACE.search(line)


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?(\d+\.\d+\.\d+)\]? - (unreleased|\d{4}-\d{2}-\d{2})$", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == iso20k_docs.__version__
