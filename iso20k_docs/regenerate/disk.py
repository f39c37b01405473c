"""Every step that changes the disk, one method each, so that a test can let any of them fail."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


class Disk:
    """The disk that documents are published to."""

    def make_folder(self, folder: Path) -> None:
        """Make the folder and those above it where they are missing."""
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file that does not exist yet, down to the medium."""
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            self.fsync(file.fileno())

    def fsync(self, descriptor: int) -> None:
        """Wait until the medium holds what was written."""
        os.fsync(descriptor)

    def fsync_folder(self, folder: Path) -> None:
        """Wait until the medium holds the folder's names, where the system can do that."""
        if os.name != "posix":
            return
        with contextlib.suppress(OSError):  # some network file systems cannot
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def copy_mode(self, source: Path, target: Path) -> None:
        """Give the target the access rights of the source."""
        shutil.copymode(source, target)

    def replace(self, source: Path, target: Path) -> None:
        """Move the source to the target's place in one step."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove one of the tool's own temporary files or its journal, if it is there."""
        path.unlink(missing_ok=True)

    def remove_folder(self, folder: Path) -> None:
        """Remove a folder with all that is in it, if it is there."""
        if folder.is_dir():
            shutil.rmtree(folder)
