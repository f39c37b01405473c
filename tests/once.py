"""Composes a set once in a test process: the same profile on the same texts gives the same set, which takes seconds.

The commands run as they are; only the second composing of what was composed before is spared, and the second writing of
a document that was written before.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest

from iso20k_docs import checking, pipeline
from iso20k_docs.model.nodes import Document
from iso20k_docs.model.words import Language
from iso20k_docs.pipeline import Built, Prepared
from iso20k_docs.regenerate.digests import tree_digest
from iso20k_docs.writers.docx import DocxWriter

_SETS_KEPT = 6


@contextmanager
def composed_once() -> Iterator[None]:
    """Keep composed sets and written documents while the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        build = _kept(pipeline.build)
        patch.setattr(pipeline, "build", build)
        patch.setattr(checking, "build", build)
        patch.setattr(DocxWriter, "write", _written_once(DocxWriter.write))
        yield


def _kept(build: Callable[[Prepared, Sequence[Language]], Built]) -> Callable[[Prepared, Sequence[Language]], Built]:
    kept: dict[bytes, Built] = {}

    @wraps(build)
    def found(prepared: Prepared, languages: Sequence[Language]) -> Built:
        folders = prepared.organisation.library.folders
        overlay = tree_digest(folders.overlay) if folders.overlay else ""
        organisation = prepared.organisation
        documents = (organisation.stamped, tuple(organisation.register))
        key = pickle.dumps((organisation.profile, overlay, tuple(languages), documents))
        if key not in kept:
            while len(kept) >= _SETS_KEPT:
                del kept[next(iter(kept))]
            kept[key] = build(prepared, languages)
        return kept[key]

    return found


def _written_once(write: Callable[..., bytes]) -> Callable[..., bytes]:
    kept: dict[int, tuple[Document, dict[Any, bytes]]] = {}

    @wraps(write)
    def found(writer: DocxWriter, document: Document, pages: object = None) -> bytes:
        if pages is not None:
            return write(writer, document, pages)
        same, bytes_by_look = kept.setdefault(id(document), (document, {}))
        assert same is document
        key = (writer.look, writer.protect)
        if key not in bytes_by_look:
            bytes_by_look[key] = write(writer, document)
        return bytes_by_look[key]

    return found
