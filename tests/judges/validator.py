"""The Open XML SDK validator, run over many files side by side.

`npm install` in this folder fetches it (see package.json). Without it the tests are skipped; on a build server
(environment variable CI) they fail instead.
"""

from __future__ import annotations

import io
import json
import os
import platform
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_SYSTEMS = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}
_MACHINES = {"x86_64": "x64", "AMD64": "x64", "arm64": "arm64", "aarch64": "arm64"}
_ALTERNATE = re.compile(rb"<mc:AlternateContent\b.*?</mc:AlternateContent>", re.DOTALL)
_BRANCHES = {
    name: re.compile(rb"<mc:%s\b[^>]*>(.*?)</mc:%s>" % (name, name), re.DOTALL) for name in (b"Choice", b"Fallback")
}


def program() -> Path | None:
    """Where the validator is: OOXML_VALIDATOR_CLI, or the npm package in this folder."""
    named = os.environ.get("OOXML_VALIDATOR_CLI", "").strip()
    if named:
        return Path(named)
    system, machine = _SYSTEMS.get(platform.system(), ""), _MACHINES.get(platform.machine(), "")
    name = "ooxml-validator.exe" if system == "win32" else "ooxml-validator"
    found = _HERE / "node_modules" / "@xarsh" / f"ooxml-validator-{system}-{machine}" / name
    return found if found.is_file() else None


def require() -> Path:
    """Return the validator, or skip the test with the reason; fail where CI is set."""
    found = program()
    if found is not None:
        return found
    reason = "the Open XML validator isn't installed: run `npm install` in tests/judges"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def errors(documents: Mapping[str, bytes], version: str = "Office2010") -> dict[str, list[str]]:
    """Return the errors of each document by its name; the branches of AlternateContent are judged too.

    The validator doesn't look into AlternateContent, so a document that has any is judged as it is, and with every
    choice and every fallback taken.
    """
    judge = require()
    with tempfile.TemporaryDirectory() as folder:
        files = _write(documents, Path(folder))
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            results = pool.map(lambda file: _run(judge, file, version), files.values())
            judged = dict(zip(files, results, strict=True))
    found: dict[str, list[str]] = {name: [] for name in documents}
    for (name, _), messages in judged.items():
        found[name] += messages
    return found


def _write(documents: Mapping[str, bytes], folder: Path) -> dict[tuple[str, str], Path]:
    files: dict[tuple[str, str], Path] = {}
    for number, (name, content) in enumerate(documents.items()):
        for branch, variant in _variants(content).items():
            file = folder / f"{number}-{branch}{Path(name).suffix or '.docx'}"
            file.write_bytes(variant)
            files[name, branch] = file
    return files


def _variants(content: bytes) -> dict[str, bytes]:
    variants = {"whole": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if any(_ALTERNATE.search(part) for part in parts.values()):
        variants["branches"] = _unwrapped(parts)
    return variants


def _unwrapped(parts: Mapping[str, bytes]) -> bytes:
    """Return the document with every choice and, behind it, every fallback in the place of the alternatives."""

    def inner(found: re.Match[bytes]) -> bytes:
        return b"".join(one for branch in _BRANCHES.values() for one in branch.findall(found.group()))

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, _ALTERNATE.sub(inner, part))
    return target.getvalue()


def _run(judge: Path, file: Path, version: str) -> list[str]:
    done = subprocess.run([str(judge), str(file), version], capture_output=True, text=True, check=False, timeout=120)
    if not done.stdout.strip():
        raise RuntimeError(f"the validator said nothing about {file.name}: {done.stderr.strip()}")
    report = json.loads(done.stdout)
    return [_message(error) for error in report["errors"]]


def _message(error: Mapping[str, str | None]) -> str:
    return f"{error['path'] or ''} {error['xPath'] or ''}: {error['description']}"


def all_clean(documents: Mapping[str, bytes], versions: Sequence[str] = ("Office2010",)) -> list[str]:
    """Return every error as `name (version): message`; an empty list is what a test asserts."""
    return [
        f"{name} ({version}): {message}"
        for version in versions
        for name, messages in errors(documents, version).items()
        for message in messages
    ]
