"""LibreOffice as a reader of generated documents, and poppler to read its PDF files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_OFFICE = ("soffice", "libreoffice")
_POPPLER = ("pdftotext", "pdfinfo", "pdftoppm")
#: LibreOffice takes so many files in one start.
_AT_ONCE = 50
_PAGES = re.compile(r"^Pages:\s+(\d+)$", re.MULTILINE)


def _require(names: Sequence[str], reason: str) -> str:
    for name in names:
        found = shutil.which(name)
        if found is not None:
            return found
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def require_office() -> str:
    """Return LibreOffice, or skip the test with the reason; fail where CI is set."""
    return _require(_OFFICE, "LibreOffice isn't installed (soffice not on the path)")


def require_poppler(name: str) -> str:
    """Return a program of poppler, or skip the test with the reason; fail where CI is set."""
    assert name in _POPPLER
    return _require((name,), f"poppler isn't installed ({name} not on the path)")


def to_pdf(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Convert files in few starts of LibreOffice with a profile of its own; return the PDF file of each.

    The files have different names; `folder` receives the PDF files.
    """
    office = require_office()
    profile = (folder / "profile").resolve().as_uri()
    command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir", str(folder)]
    said = ""
    for start in range(0, len(files), _AT_ONCE):
        some = [*command, *map(str, files[start : start + _AT_ONCE])]
        done = subprocess.run(some, capture_output=True, text=True, check=False, timeout=900)
        said += done.stderr
    made = {file: folder / f"{file.stem}.pdf" for file in files}
    missing = [file.name for file, pdf in made.items() if not pdf.is_file()]
    assert not missing, f"LibreOffice didn't convert {missing}: {said.strip()}"
    return made


def saved_as_docx(content: bytes, folder: Path) -> bytes:
    """Return a document as LibreOffice saves it after opening it."""
    source, saved = folder / "opened.docx", folder / "saved"
    source.write_bytes(content)
    profile = (folder / "profile").resolve().as_uri()
    command = [require_office(), "--headless", f"-env:UserInstallation={profile}", "--convert-to"]
    arguments = ["docx:MS Word 2007 XML", "--outdir", str(saved), str(source)]
    subprocess.run([*command, *arguments], capture_output=True, check=True, timeout=300)
    return (saved / "opened.docx").read_bytes()


def pages(pdf: Path) -> list[str]:
    """Return the text of every page."""
    command = [require_poppler("pdftotext"), "-layout", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    return text.removesuffix("\f").split("\f")


def page_count(pdf: Path) -> int:
    """Return the number of pages."""
    done = subprocess.run(
        [require_poppler("pdfinfo"), str(pdf)], capture_output=True, text=True, check=True, timeout=120
    )
    found = _PAGES.search(done.stdout)
    assert found is not None, done.stdout
    return int(found.group(1))


def pictures(pdf: Path, folder: Path, resolution: int = 60) -> list[Path]:
    """Draw every page as PNG into `folder`; return the files in page order."""
    target = folder / pdf.stem
    command = [require_poppler("pdftoppm"), "-r", str(resolution), "-png", str(pdf), str(target)]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def page_of(lines: Sequence[str], text: str, after: int = 0) -> int | None:
    """Return the first page later than `after` on which a line is exactly `text`, spaces left out; from 1."""
    wanted = _squeezed(text)
    for number, page in enumerate(lines, 1):
        if number > after and any(_squeezed(line) == wanted for line in page.splitlines()):
            return number
    return None


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
