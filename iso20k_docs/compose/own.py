"""The organisation's own documents and tools: in place of generated documents, and as answers to requirements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from iso20k_docs.library.standard import StandardDefinition
from iso20k_docs.model.diagnostics import Diagnostic, error
from iso20k_docs.model.matrix import OwnAnswer
from iso20k_docs.model.register import Entry, Named, OwnFile, Register, Version
from iso20k_docs.model.words import Words
from iso20k_docs.profile.schema import OwnDocument, Profile
from iso20k_docs.reading.nearest import meant
from iso20k_docs.reading.source import Source

_UNSAID = Words.same("")
_NOBODY = Named(_UNSAID, _UNSAID)


def with_own(entry: Entry, profile: Profile) -> Entry:
    """Return the entry, or what the register says of the organisation's own document in its place.

    What the profile doesn't say of that document is left empty: nobody's name and no date is made up.
    """
    own = profile.own_documents.get(entry.id)
    if own is None:
        return entry
    issued = own.date.isoformat() if own.date else ""
    return replace(
        entry,
        code=own.code or entry.code,
        title=own.title or entry.title,
        author=_NOBODY,
        reviewer=_NOBODY,
        approver=_NOBODY,
        history=(Version(own.version, issued, _UNSAID, _UNSAID, _UNSAID),),
        own=OwnFile(own.path or "", own.location),
    )


def own_answers(profile: Profile) -> dict[str, tuple[OwnAnswer, ...]]:
    """Return what of the organisation's own answers each requirement."""
    return {
        requirement: (OwnAnswer(answer.by, answer.place, answer.link or ""),)
        for requirement, answer in profile.answers.items()
    }


def own_problems(
    profile: Profile, register: Register, library: Iterable[str], standard: StandardDefinition, source: Source
) -> Iterator[Diagnostic]:
    """Yield what the profile says of requirements and documents that there are not, and places that are none."""
    for requirement in profile.answers:
        if requirement not in standard.requirements:
            name, place = standard.name, source.key_place(("answers", requirement))
            message = Words(f"{name}没有要求{requirement}", f"{name} has no requirement {requirement}")
            yield error("unknown-requirement", message, place, meant(requirement, sorted(standard.requirements)))
    for name, own in profile.own_documents.items():
        yield from _document_problems(name, own, register, library, source)


def _document_problems(
    name: str, own: OwnDocument, register: Register, library: Iterable[str], source: Source
) -> Iterator[Diagnostic]:
    place = source.key_place(("own_documents", name))
    if name not in set(register):
        yield _not_in_the_set(name, register, library, source)
    if own.path is None and own.location is None:
        message = Words("须写明“path”或“location”之一", "one of 'path' and 'location' is needed")
        yield error("own-document-nowhere", message, place)
    if own.path is not None and not _is_below(own.path):
        message = Words(
            "“path”应是文件集文件夹之内的相对路径，用“/”分隔",
            "'path' leads from the folder of the set to a file in it, with '/'",
        )
        yield error("own-document-path", message, source.place(("own_documents", name, "path")))


def _not_in_the_set(name: str, register: Register, library: Iterable[str], source: Source) -> Diagnostic:
    place = source.key_place(("own_documents", name))
    holder = register.cited(name)
    if holder is not None:
        message = Words(
            f"“{name}”在本文件集中属于“{holder.document}”，请写后者",
            f"'{name}' is part of '{holder.document}' in this set: name that",
        )
        return error("not-in-the-set", message, place)
    if name in set(library):
        message = Words(f"本文件集没有“{name}”", f"this set has no document '{name}'")
        return error("not-in-the-set", message, place)
    message = Words(f"没有文件“{name}”", f"there is no document '{name}'")
    return error("unknown-document", message, place, meant(name, sorted(register)))


def _is_below(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and not set(path) & set('\\:*?"<>|#')
