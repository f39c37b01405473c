"""Runs commands of the program in this process, as a person or another program would."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from click.testing import CliRunner

from iso20k_docs.cli import cli
from tests.sets import PROFILES

ENGLISH, SMALL, MINIMAL = PROFILES["english"], PROFILES["small"], PROFILES["minimal"]


@dataclass(frozen=True)
class Said:
    """Exit status, what went to the output, what went to the errors."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: object, ui: str | None = "en", status: int = 0) -> Said:
    """Run a command, which ends with this status."""
    language = ["--ui", ui] if ui and arguments[0] != "schema" else []
    result = CliRunner().invoke(cli, [*map(str, arguments), *language], catch_exceptions=False)
    assert result.exit_code == status, (result.stdout, result.stderr)
    return Said(result.exit_code, result.stdout, result.stderr)


@cache
def _generated() -> Path:
    folder = Path(mkdtemp())
    run("generate", ENGLISH, "-o", folder)
    return folder


def generated(folder: Path) -> Path:
    """A fresh copy of the generated set of the English profile; the organisation's folder."""
    shutil.copytree(_generated(), folder / "output")
    (organisation,) = (folder / "output").iterdir()
    return organisation


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def documents(folder: Path) -> dict[str, bytes]:
    """The documents below a folder."""
    return {path: data for path, data in files(folder).items() if path.endswith(".docx")}
