"""Reads the library's YAML files, the overlay's before the shipped ones."""

from __future__ import annotations

from typing import TypeVar

from iso20k_docs.library.definitions import Definition
from iso20k_docs.library.folders import Folders
from iso20k_docs.model.diagnostics import Place, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.reading.source import Source
from iso20k_docs.reading.validate import validate
from iso20k_docs.reading.yaml import read

Model = TypeVar("Model", bound=Definition)


def read_file(folders: Folders, name: str) -> Source:
    """Read a file; UserError where the library has none of that name, or with all that is wrong in it."""
    path = folders.find(name)
    if path is None:
        message = Words(f"模板库缺少{name}", f"the library lacks {name}")
        raise UserError([error("library-file-missing", message, Place(f"templates/{name}"))])
    return read(path, f"templates/{name}")


def read_if_there(model: type[Model], folders: Folders, name: str) -> Model:
    """Return the definitions of a file, or empty ones where the library has none of that name."""
    return validate(model, read_file(folders, name)) if folders.find(name) else model()
