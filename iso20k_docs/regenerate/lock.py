"""One run at a time in one organisation's folder, held by the operating system: it ends with the process."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.regenerate.paths import STORE
from iso20k_docs.regenerate.store import store_unusable

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 20  # Windows closes a locked byte to readers: lock one far behind the note

    def _take(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextlib.contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the folder for this run; raises UserError where another run holds it."""
    path = folder / STORE / "lock"
    descriptor = _open(path)
    try:
        if not _taken(path, descriptor):
            raise UserError([_busy(folder, _note(descriptor))])
        _write_note(descriptor, f"pid {os.getpid()}")
        try:
            yield
        finally:
            _write_note(descriptor, "")  # so that a run with nothing to do leaves every byte as it was
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as problem:
        raise UserError([store_unusable(path, problem)]) from problem


def _taken(path: Path, descriptor: int) -> bool:
    try:
        return _take(descriptor)
    except OSError as problem:  # a file system without locks
        raise UserError([store_unusable(path, problem)]) from problem


def _note(descriptor: int) -> str:
    with contextlib.suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        return os.read(descriptor, 64).decode(errors="replace")
    return ""


def _write_note(descriptor: int, note: str) -> None:
    """Write who holds the lock; it only helps a person, so a full disk does not stop the run here."""
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, note.encode())


def _busy(folder: Path, note: str) -> Diagnostic:
    who = f" ({note})" if note else ""
    message = Words(f"另一个 iso20k-docs 正在处理此文件夹{who}", f"another iso20k-docs is at work in this folder{who}")
    hint = Words("等它结束后重新运行", "wait until it has ended and run again")
    return error("folder-busy", message, Place(folder.as_posix()), hint)
