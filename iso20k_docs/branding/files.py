"""The files that a profile names for its look, read with care: a profile may come from somebody else.

A file lies in the profile's folder or below it unless the profile plainly names another place (an absolute path, or
one with `..`). Links, devices and files over 20 MB aren't read. Standard library only: a run with nothing to do reads
these files too.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from iso20k_docs.model.words import Words

LARGEST = 20 << 20
PICTURES_BESIDE = (".png", ".jpg", ".jpeg")
"""Endings of the picture beside an SVG logo, the likeliest first."""
_NAMED = re.compile(rb"(?:^|[{,])[ \t]*(?:logo|template)[ \t]*:[ \t]*[\"']?([^\"'#,}\r\n]+)", re.MULTILINE)


class UnreadError(Exception):
    """Why a file isn't read."""

    def __init__(self, reason: Words) -> None:
        self.reason = reason
        super().__init__(reason.en)


def read_named(folder: Path, name: str) -> bytes:
    """Return the bytes of a file that a profile in `folder` names; `UnreadError` where it can't or mustn't be read."""
    path = folder / name
    try:
        _check(folder, name, path)
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as failure:
        cause = failure.strerror or str(failure)
        raise UnreadError(Words(f"无法读取：{cause}", f"cannot be read: {cause}")) from None
    except ValueError:
        raise UnreadError(Words("不是文件路径", "is no path of a file")) from None


def _check(folder: Path, name: str, path: Path) -> None:
    state = path.lstat()
    if stat.S_ISLNK(state.st_mode):
        raise UnreadError(Words("是符号链接，不读取", "is a symbolic link and isn't read"))
    if not stat.S_ISREG(state.st_mode):
        raise UnreadError(Words("不是普通文件", "is no ordinary file"))
    if state.st_size > LARGEST:
        raise UnreadError(Words("超过 20 MB", "is larger than 20 MB"))
    plainly = Path(name).is_absolute() or ".." in Path(name).parts
    if not plainly and not path.resolve().is_relative_to(folder.resolve()):
        raise UnreadError(Words("经符号链接指向配置文件夹之外", "leads out of the profile's folder through a link"))


def picture_beside(folder: Path, name: str) -> str | None:
    """Return the name of the picture beside an SVG logo: of the same name, with another ending."""
    found = (Path(name).with_suffix(ending) for ending in PICTURES_BESIDE)
    return next((path.as_posix() for path in found if (folder / path).is_file()), None)


def brand_inputs(profile: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files that a profile seems to name for its look: a changed logo is a changed input.

    The profile isn't parsed for it: a name too many does no harm.
    """
    folder = profile.parent
    for match in _NAMED.finditer(_bytes(folder, profile.name)):
        name = match[1].decode("utf-8", "replace").strip()
        yield name, _bytes(folder, name)
        if name.lower().endswith(".svg") and (beside := picture_beside(folder, name)):
            yield beside, _bytes(folder, beside)


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return read_named(folder, name)
    except UnreadError:
        return b""
