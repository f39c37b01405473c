"""LibreOffice, where it is installed: many documents to PDF in one start, with a profile folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words

NAMED = "ISO20K_SOFFICE"
"""Environment variable that names LibreOffice's program, for one that lies elsewhere."""
_NAMES = ("soffice", "libreoffice")
_EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)
_START, _EACH = 120, 30
"""Seconds that a start and each document may take on a slow machine."""
_BATCH = 150
"""Documents per start: a command line on Windows holds no more than 32 767 characters."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """PDF files by the relative paths of their documents.

    Links between the documents are absolute in them: they begin with `base`, where the set stood for a moment.
    """

    files: dict[str, bytes]
    base: str


def find_office() -> Path | None:
    """Return LibreOffice's program: the one that ISO20K_SOFFICE names, or else on the path or at the usual places."""
    named = os.environ.get(NAMED, "")
    if named:
        return Path(named) if Path(named).is_file() else None
    on_path = (shutil.which(name) for name in _NAMES)
    usual = (str(place) for place in _usual_places() if place.is_file())
    found = next((place for place in (*on_path, *usual) if place), None)
    return Path(found) if found else None


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432"):
            if os.environ.get(variable):
                # soffice.com waits until the work is done; soffice.exe returns at once.
                yield Path(os.environ[variable]) / "LibreOffice" / "program" / "soffice.com"
    elif sys.platform == "darwin":
        for folder in (Path("/Applications"), Path("~/Applications").expanduser()):
            yield folder / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    else:
        yield Path("/usr/lib/libreoffice/program/soffice")
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        yield Path("/snap/bin/libreoffice")


def require_office(why: Words) -> Path:
    """Return LibreOffice's program; UserError where there is none, with what it was needed for."""
    found = find_office()
    if found is None:
        message = Words(
            f"{why.zh}：需要 LibreOffice，但没有找到它", f"{why.en}: LibreOffice is needed, but was not found"
        )
        hint = Words(
            f"安装 LibreOffice（libreoffice.org）；已安装的，用环境变量 {NAMED} 指出 soffice 的位置",
            f"install LibreOffice (libreoffice.org); if it is there, name its soffice in the variable {NAMED}",
        )
        raise UserError([error("no-office", message, Place("soffice"), hint)])
    return found


def to_pdf(program: Path, documents: Mapping[str, bytes]) -> Conversion:
    """Convert documents, given by relative path with `/`, to tagged PDF files with bookmarks.

    Raises UserError with every document that LibreOffice could not convert.
    """
    with tempfile.TemporaryDirectory(prefix="iso20k-", ignore_cleanup_errors=True) as name:
        room = _Room(Path(name).resolve(), documents)
        files = room.convert(program)
        base = room.base.as_uri() + "/"
    missing = [path for path in documents if path not in files]
    if missing:
        raise UserError([_not_converted(path) for path in missing])
    return Conversion(files, base)


class _Room:
    """A temporary folder that holds the documents in folders like their own, under short names that differ."""

    def __init__(self, folder: Path, documents: Mapping[str, bytes]) -> None:
        self.folder = folder
        self.base = folder / "set"
        self.files: dict[str, Path] = {}
        for number, (path, data) in enumerate(documents.items(), 1):
            place = self.base.joinpath(*path.split("/")).with_name(f"{number}.docx")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            self.files[path] = place

    def convert(self, program: Path) -> dict[str, bytes]:
        """Convert all; what a start that broke off left undone gets a start of its own."""
        paths = list(self.files)
        for at in range(0, len(paths), _BATCH):
            self._start(program, paths[at : at + _BATCH])
        for path in [path for path in paths if self._made(path) is None]:
            self._start(program, [path])
        made = {path: self._made(path) for path in paths}
        return {path: data for path, data in made.items() if data}

    def _made(self, path: str) -> bytes | None:
        file = self.folder / "pdf" / f"{self.files[path].stem}.pdf"
        return file.read_bytes() if file.is_file() and file.stat().st_size else None

    def _start(self, program: Path, paths: Sequence[str]) -> None:
        profile = (self.folder / "profile").as_uri()
        files = [self.files[path].relative_to(self.folder).as_posix() for path in paths]
        quiet = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}"]
        _run([str(program), *quiet, "--convert-to", _EXPORT, "--outdir", "pdf", *files], self.folder, len(files))


def _run(command: Sequence[str], folder: Path, documents: int) -> None:
    """Run LibreOffice to its end, or end it with all it started once its time is up."""
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=os.name == "posix",
        )
    except OSError as problem:
        raise UserError([_not_started(command[0], problem)]) from problem
    with process:
        try:
            process.wait(_START + _EACH * documents)
        except subprocess.TimeoutExpired:
            _end(process)
        except BaseException:  # an interrupted run leaves no office program behind
            _end(process)
            raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and, where the system can, those it started: the program is often a script around another."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _not_started(program: str, problem: OSError) -> Diagnostic:
    cause = problem.strerror or str(problem)
    message = Words(f"LibreOffice 无法启动：{cause}", f"LibreOffice cannot be started: {cause}")
    return error("office-not-started", message, Place(program))


def _not_converted(path: str) -> Diagnostic:
    message = Words("LibreOffice 无法把它转换为 PDF", "LibreOffice could not convert it to PDF")
    hint = Words("在 LibreOffice 中打开该文件，看它提示什么", "open the file in LibreOffice and see what it says")
    return error("not-converted", message, Place(path), hint)
