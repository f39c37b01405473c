"""Which files a command looks at, and the forms among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from iso20k_docs.inspect.forms import FilledForm, read_form
from iso20k_docs.inspect.package import open_package
from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words


def word_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files named and all Word files in the folders named, in the order of their paths, each once.

    Hidden folders and the lock files of open documents are left out. UserError where a path doesn't exist.
    """
    found: dict[Path, None] = {}
    problems: list[Diagnostic] = []
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(file for file in path.rglob("*.docx") if _is_document(file, path)))
        elif path.exists():
            found[path] = None
        else:
            problems.append(_missing(path))
    if problems:
        raise UserError(problems)
    return list(found)


def _is_document(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and not file.name.startswith("~$") and file.is_file()


def _missing(path: Path) -> Diagnostic:
    message = Words("文件或文件夹不存在", "there is no such file or folder")
    return error("missing-file", message, Place(path.as_posix()))


def read_forms(files: Sequence[Path]) -> tuple[list[tuple[str, FilledForm]], list[Diagnostic]]:
    """Return every form that can be opened, by its path, and why others can't."""
    forms: list[tuple[str, FilledForm]] = []
    problems: list[Diagnostic] = []
    for file in files:
        try:
            forms.append((file.as_posix(), read_form(open_package(file))))
        except UserError as refusal:
            problems.extend(refusal.diagnostics)
    return forms, problems
