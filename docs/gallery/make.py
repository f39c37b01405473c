"""Make the pictures of this folder from a generated document set.

    iso20k-docs generate profiles/example.yaml -o FOLDER
    python docs/gallery/make.py FOLDER/YFZL

Needs LibreOffice, poppler (pdftoppm, pdftotext), ImageMagick (montage) and Chromium. Every picture is a strip of pages
of one document, in 64 colours: NAME-zh.png and NAME-en.png.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")
#: Name of the picture, how its document's file name goes on behind the code of the set, and the pages shown: a number,
#: or the beginning of the line (a pattern) that the page holds.
STRIPS: tuple[tuple[str, str, tuple[int | str, ...]], ...] = (
    ("manual", "M-01", (1, 2, r"(图|Figure) 2\b")),
    ("procedure", "P-19", (1, r"(图|Figure) 1\b", r"(表|Table) 5\b")),
    ("instruction", "W-04", (1, 3, 4)),
    ("form", "R-19-01", (1, 2)),
    ("register", "R-05-02", (1,)),
    ("agreement", "R-11-01-01", (1, 3, 4)),
    ("cross-reference", "S-04", (3, 4)),
    ("timetable", "S-08", (1, r"(图|Figure) 1\b")),
)
PAGE_OF_THE_BROWSER = ("cross-reference-page", "S-04")
HEIGHT = 520
"""Pixels from the top of a page to its foot."""
WINDOW = "1280,900"
COLOURS = "64"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main(folder: Path) -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        wanted = {(code, lang): _file(folder, lang, code, "docx") for _, code, _ in STRIPS for lang in LANGUAGES}
        pdfs = _to_pdf(list(wanted.values()), room)
        for language in LANGUAGES:
            for picture, code, pages in STRIPS:
                pdf = pdfs[wanted[code, language]]
                _strip(pdf, [_number(pdf, page) for page in pages], HERE / f"{picture}-{language}.png", room)
            picture, code = PAGE_OF_THE_BROWSER
            _window(_file(folder, language, code, "html"), HERE / f"{picture}-{language}.png", room)


def _file(folder: Path, language: str, code: str, kind: str) -> Path:
    (found,) = (folder / language).glob(f"*/*-{code}-[a-z]*.{kind}")
    return found


def _to_pdf(files: list[Path], room: Path) -> dict[Path, Path]:
    """Convert documents of both languages in one start; their names are alike, so they get folders of numbers."""
    copies = {file: room / f"{number}.docx" for number, file in enumerate(files)}
    for file, copy in copies.items():
        shutil.copy(file, copy)
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    _run("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(room), *map(str, copies.values()))
    return {file: copy.with_suffix(".pdf") for file, copy in copies.items()}


def _number(pdf: Path, page: int | str) -> int:
    """Return the number of a page; the last one where no page, or a later one than there is, is meant."""
    texts = _run("pdftotext", "-layout", str(pdf), "-").removesuffix("\f").split("\f")
    if isinstance(page, int):
        return min(page, len(texts))
    line = re.compile(rf"^\s*{page}", re.MULTILINE)
    return next((number for number, text in enumerate(texts, 1) if line.search(text)), len(texts))


def _strip(pdf: Path, pages: list[int], picture: Path, room: Path) -> None:
    """Draw pages side by side."""
    drawn = []
    for number in dict.fromkeys(pages):
        target = room / f"{picture.stem}-{number}"
        limits = ["-f", str(number), "-l", str(number), "-singlefile"]
        _run("pdftoppm", "-png", *limits, "-scale-to-x", "-1", "-scale-to-y", str(HEIGHT), str(pdf), str(target))
        drawn.append(f"{target}.png")
    frame = ["-tile", "x1", "-geometry", "+6+6", "-background", "#9aa3ad"]
    _run("montage", *drawn, *frame, "-dither", "None", "-colors", COLOURS, "-strip", f"PNG8:{picture}")


def _window(page: Path, picture: Path, room: Path) -> None:
    """Draw what a browser's window shows of a page."""
    browser = os.environ.get("CHROMIUM") or next(path for path in map(shutil.which, BROWSERS) if path)
    shot = room / "window.png"
    quiet = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WINDOW}"]
    _run(browser, *quiet, f"--screenshot={shot}", page.resolve().as_uri())
    _run("convert", str(shot), "-resize", "900x", "-dither", "None", "-colors", COLOURS, "-strip", f"PNG8:{picture}")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=900, encoding="utf-8")
    return done.stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]))
