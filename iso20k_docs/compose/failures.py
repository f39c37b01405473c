"""What is wrong in a text or a wording of the library, said with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType

from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from iso20k_docs.compose.environment import FACT_END, FACT_START, SHOW, WordingError
from iso20k_docs.compose.markdown import MarkdownError
from iso20k_docs.library.files import read_file
from iso20k_docs.library.folders import Folders
from iso20k_docs.library.load import LoadedDocument
from iso20k_docs.model.diagnostics import Diagnostic, Place, error
from iso20k_docs.model.words import Words
from iso20k_docs.reading.nearest import meant
from iso20k_docs.reading.source import Path

#: What a text or wording of the library raises when it is filled in.
FAILURES = (TemplateError, MarkdownError, WordingError, TypeError, ValueError)
_UNKNOWN_NAME = re.compile(r"'(\w+)' is undefined")
_LONGEST_QUOTE = 80


def unreadable(failure: MarkdownError, rendered: str, template: str) -> MarkdownError:
    """Return the failure with the words near it, and with the template's line where those stand there alike."""
    lines = rendered.splitlines()
    near = lines[failure.line - 1].strip() if 0 < failure.line <= len(lines) else ""
    quoted = near.translate({ord(FACT_START): None, ord(FACT_END): None}).translate(SHOW)[:_LONGEST_QUOTE]
    places = [number for number, line in enumerate(template.splitlines(), start=1) if near and line.strip() == near]
    return MarkdownError(f"{failure.message}: {quoted}" if quoted else failure.message, places[0] if places else 0)


def diagnose(failure: Exception, definition: str, text: str, folders: Folders, names: Iterable[str]) -> Diagnostic:
    """Say what failed in a document's text or in a wording of its definition; both are given by their file names."""
    if isinstance(failure, TemplateNotFound):
        message = Words(f"缺少文件{failure.name}", f"the file {failure.name} is missing")
        return error("text-missing", message, Place(f"templates/{definition}"))
    said = (failure.message if isinstance(failure, TemplateSyntaxError) else None) or str(failure)
    message = Words(f"模板出错：{said}", f"the template fails: {said}")
    if isinstance(failure, WordingError):  # read again: where the values of a definition stand is not kept
        source = read_file(folders, definition)
        place = source.place(_path_of(failure.wording.strip(), source.data) or ())
    else:
        place = _place(failure, text)
    return error("template-error", message, place, _hint(failure, names))


def unknown_marks(loaded: LoadedDocument, folders: Folders, anchors: Iterable[str]) -> list[Diagnostic]:
    """Say which sections named in `marks` the text does not have."""
    known = list(anchors)
    found = []
    for anchor in loaded.definition.marks:
        if anchor not in known:
            message = Words(f"没有锚点为“{anchor}”的章节", f"no section has the anchor '{anchor}'")
            place = read_file(folders, f"{loaded.stem}.yaml").key_place(("marks", anchor))
            found.append(error("unknown-anchor", message, place, meant(anchor, known)))
    return found


def _hint(failure: Exception, names: Iterable[str]) -> Words | None:
    cause = failure.__cause__ if isinstance(failure, WordingError) else failure
    unknown = _UNKNOWN_NAME.search(str(cause)) if isinstance(cause, UndefinedError) else None
    return meant(unknown[1], names) if unknown else None


def _place(failure: Exception, text: str) -> Place:
    if isinstance(failure, MarkdownError):
        return Place(f"templates/{text}", failure.line or None)
    if isinstance(failure, TemplateSyntaxError):
        return Place(failure.filename or f"templates/{text}", failure.lineno)
    lines = list(_template_lines(failure.__traceback__))
    return Place(*lines[-1]) if lines else Place(f"templates/{text}")


def _template_lines(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith("templates/"):
            yield file, traceback.tb_lineno
        traceback = traceback.tb_next


def _path_of(wording: str, data: object) -> Path | None:
    """Return the way to a wording in the data of a file."""
    if isinstance(data, str):
        return () if data.strip() == wording else None
    items: Iterable[tuple[str | int, object]] = ()
    if isinstance(data, Mapping):
        items = data.items()
    elif isinstance(data, Sequence):
        items = enumerate(data)
    for key, value in items:
        below = _path_of(wording, value)
        if below is not None:
            return (key, *below)
    return None
