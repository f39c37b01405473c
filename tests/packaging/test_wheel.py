"""The wheel carries the templates and works in an empty environment, from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import iso20k_docs

ROOT = Path(__file__).resolve().parents[2]
PACKED = ("iso20k_docs/", "iso20k_docs-")


def call(command: Sequence[str | Path], folder: Path) -> str:
    """Run a command that must succeed, without this repository on Python's path; return what it printed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment = {**kept, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(folder / "caches")}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as `pip` does."""
    out = tmp_path_factory.mktemp("wheel")
    call([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT], out)
    (found,) = out.glob("*.whl")
    return found


def names_below(folder: Path) -> set[str]:
    """Return the names of all files below a folder of the repository, but for Python's own."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in paths}


def test_the_wheel_holds_the_package_and_the_templates_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        same = {
            name: archive.read(f"iso20k_docs/templates/{name}") == (ROOT / "templates" / name).read_bytes()
            for name in names_below(ROOT / "templates")
        }
    assert [name for name in names if not name.startswith(PACKED)] == []
    assert [name for name, equal in same.items() if not equal] == []
    inside = {name.removeprefix("iso20k_docs/") for name in names if name.startswith(PACKED[0])}
    templates = {f"templates/{name}" for name in same}
    assert inside == names_below(ROOT / "iso20k_docs") | templates


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(name).decode().splitlines()
    assert f"Version: {iso20k_docs.__version__}" in lines
    assert "Requires-Python: >=3.11" in lines
    assert "# iso20k-docs" in lines


def test_installed_in_an_empty_environment_it_generates_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "environment", tmp_path / "a folder"
    elsewhere.mkdir()
    venv.create(home, with_pip=True, symlinks=os.name != "nt")
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    call([scripts / "python", "-m", "pip", "install", "--quiet", wheel], tmp_path)
    (elsewhere / "profile.yaml").write_bytes((ROOT / "profiles" / "minimal.yaml").read_bytes())

    generate = ("generate", "profile.yaml", "--json")
    report = json.loads(call([scripts / "iso20k-docs", *generate], elsewhere))

    assert {change["change"] for change in report["changes"]} == {"created"}
    assert {change["lang"] for change in report["changes"]} == {"zh", "en"}
    files = [elsewhere / report["folder"] / change["path"] for change in report["changes"]]
    assert all(zipfile.is_zipfile(file) for file in files if file.suffix != ".html")
    assert {file.suffix for file in files} == {".docx", ".xlsx", ".html"}
    again = json.loads(call([scripts / "python", "-m", "iso20k_docs", *generate], elsewhere))
    assert {change["change"] for change in again["changes"]} == {"unchanged"}
