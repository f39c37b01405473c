"""A small document set, and disks that fail."""

import errno
from collections.abc import Callable
from pathlib import Path

from iso20k_docs.model.changes import Generated, Outcome
from iso20k_docs.regenerate.disk import Disk
from iso20k_docs.regenerate.paths import STORE
from iso20k_docs.regenerate.publish import Order, publish

INCIDENT = "zh/2-procedures/YFZL-ITSMS-P-19.docx"
REQUEST = "zh/2-procedures/YFZL-ITSMS-P-20.docx"
MANUAL = "en/1-manual/YFZL-ITSMS-M-01.docx"
IDS = {INCIDENT: "incident-management", REQUEST: "request-management", MANUAL: "manual"}


def document(path: str, text: str) -> Generated:
    return Generated(IDS.get(path, "other"), "en" if path.startswith("en/") else "zh", path, text.encode())


def documents(text: str, *paths: str) -> list[Generated]:
    return [document(path, f"{text} of {path}") for path in paths or IDS]


def generate(
    folder: Path, generated: list[Generated], *, whole: bool = True, inputs: str = "i", disk: Disk | None = None
) -> Outcome:
    return publish(folder, generated, Order(whole, inputs), disk)


def changes(outcome: Outcome) -> dict[str, str]:
    return {change.path: change.change for change in outcome.changes}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def visible(folder: Path) -> dict[str, bytes]:
    """Every file below the folder but the tool's own store."""
    return {path: data for path, data in tree(folder).items() if not path.startswith(f"{STORE}/")}


class Crash(BaseException):
    """The machine stops: nothing that follows reaches the disk."""


class StepDisk(Disk):
    """A disk that calls `fail` at its n-th step; a `write` counts twice, with half of the bytes between."""

    def __init__(self, at: int = -1) -> None:
        self.at = at
        self.step = 0

    def fail(self) -> None:
        raise NotImplementedError

    def _step(self) -> None:
        self.step += 1
        if self.step - 1 == self.at:
            self.fail()

    def make_folder(self, folder: Path) -> None:
        self._step()
        super().make_folder(folder)

    def write(self, path: Path, data: bytes) -> None:
        self._step()
        super().write(path, data[: len(data) // 2])
        self._step()
        with path.open("ab") as file:
            file.write(data[len(data) // 2 :])
            self.fsync(file.fileno())

    def fsync(self, descriptor: int) -> None:
        self._step()
        super().fsync(descriptor)

    def fsync_folder(self, folder: Path) -> None:
        self._step()
        super().fsync_folder(folder)

    def copy_mode(self, source: Path, target: Path) -> None:
        self._step()
        super().copy_mode(source, target)

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)


class CountingDisk(StepDisk):
    """A disk on which all goes well; `step` tells how many steps that took."""


class DyingDisk(StepDisk):
    """A disk that the machine under it leaves at its n-th step, for good."""

    def _step(self) -> None:
        self.step += 1
        if self.step > self.at:
            raise Crash


class FullDisk(Disk):
    """A disk that is full from its n-th file on: half of it fits."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.files = 0

    def write(self, path: Path, data: bytes) -> None:
        self.files += 1
        if self.files > self.at:
            path.write_bytes(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        super().write(path, data)


class MeddledDisk(Disk):
    """A disk on which somebody else does something just after the n-th file was written."""

    def __init__(self, at: int, meddle: Callable[[], object]) -> None:
        self.at = at
        self.meddle = meddle
        self.files = 0

    def write(self, path: Path, data: bytes) -> None:
        super().write(path, data)
        self.files += 1
        if self.files == self.at:
            self.meddle()


class RefusingDisk(Disk):
    """A disk that refuses what concerns one file, as Windows does while a program holds it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def replace(self, source: Path, target: Path) -> None:
        if target.name == self.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        super().replace(source, target)
