"""Which paths a document may have: inside its organisation's folder, on every operating system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words

STORE = ".iso20k"
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def fold(path: str) -> str:
    """Return the path as a file system that ignores case and Unicode form compares it."""
    return unicodedata.normalize("NFC", path).casefold()


def is_safe(path: str) -> bool:
    """Tell whether a relative path with `/` names a file below its folder on any system."""
    return all(is_safe_name(name) for name in path.split("/"))


def is_safe_name(name: str) -> bool:
    """Tell whether a name can be a file's or folder's on any system and is not the tool's own."""
    return not (
        name in ("", ".", "..")
        or name[-1] in ". "
        or fold(name) == STORE
        or _FORBIDDEN.search(name)
        or _DEVICE.match(name)
    )


def organisation_folder(out: Path, code: str) -> Path:
    """Return the folder of one organisation below the output folder.

    Raises UserError where the code is no folder name or the folder is a link that leads elsewhere.
    """
    if not is_safe_name(code) or "/" in code:
        raise UserError([_unsafe(code)])
    folder = out / code
    if not _is_inside(folder, out):
        raise UserError([_leaves(folder.as_posix())])
    return folder


def check_paths(folder: Path, paths: Iterable[str]) -> None:
    """Raise UserError with every path that leaves the folder, is no file name, or meets another path."""
    found: list[Diagnostic] = []
    first: dict[str, str] = {}
    for path in paths:
        if not is_safe(path):
            found.append(_unsafe(path))
        elif fold(path) in first:
            found.append(_twice(path, first[fold(path)]))
        else:
            first[fold(path)] = path
    found.extend(_leaves(name) for name in _outside(folder, first.values()))
    if found:
        raise UserError(found)


def parent(path: str) -> str:
    """Return the folder part of a relative path, "." for a file that lies at the top."""
    return PurePosixPath(path).parent.as_posix()


def suffix_of(path: str) -> str:
    """Return the ending of a relative path, ".docx"."""
    return PurePosixPath(path).suffix


def beside(path: str, count: int) -> str:
    """Return the path of the count-th new version beside a file: NAME.new.docx, NAME.new-2.docx."""
    place = PurePosixPath(path)
    mark = ".new" if count == 1 else f".new-{count}"
    return place.with_name(place.stem + mark + place.suffix).as_posix()


def temporary(path: str) -> str:
    """Return the temporary path that a file is written under before it takes its place."""
    place = PurePosixPath(path)
    key = hashlib.sha256(place.name.encode()).hexdigest()[:16]
    return place.with_name(f"{STORE}-{key}.tmp").as_posix()


def _outside(folder: Path, paths: Iterable[str]) -> list[str]:
    """Return the folders, the store among them, that are links to somewhere outside."""
    folders = {STORE} | {parent(path) for path in paths}
    return sorted(name for name in folders if not _is_inside(folder / name, folder))


def _is_inside(place: Path, folder: Path) -> bool:
    """Tell whether a place lies in the folder once links are followed; a link that goes round in circles not."""
    try:
        return place.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # RuntimeError: how Python below 3.13 reports a circle of links
        return False


def _unsafe(path: str) -> Diagnostic:
    message = Words(
        f"“{path}”不能用作输出文件的路径",
        f'"{path}" cannot be the path of an output file',
    )
    hint = Words(
        '使用相对路径；不得含“..”、盘符、系统保留名（如 CON、NUL）、< > : " \\ | ? * 或以空格、句点结尾的名称',
        "use a relative path without '..', drive letters, reserved names (CON, NUL), "
        'the characters < > : " \\ | ? *, or names that end in a space or a dot',
    )
    return error("unsafe-path", message, Place(path), hint)


def _leaves(path: str) -> Diagnostic:
    message = Words(
        f"文件夹“{path}”是指向输出文件夹之外的链接",
        f'the folder "{path}" is a link that leads out of the output folder',
    )
    hint = Words("将该链接换成普通文件夹", "put an ordinary folder in the place of the link")
    return error("path-leaves-folder", message, Place(path), hint)


def _twice(path: str, other: str) -> Diagnostic:
    message = Words(
        f"两份文件的路径相同：“{path}”与“{other}”",
        f'two documents have the same path: "{path}" and "{other}"',
    )
    hint = Words(
        "为其中一份另取编号；大小写不同不足以区分",
        "give one of them another code; upper and lower case do not count as different",
    )
    return error("path-twice", message, Place(path), hint)
