"""What was released of a set, in its folder's store.

.iso20k/releases.json                     the versions of each document that are or were in force
.iso20k/issued/<id>-<language>-<x>.json   the content in force, line by line; x begins its digest

The content of a version never changes, so its file is written once, before `releases.json` names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.register import Named, Version
from iso20k_docs.model.releases import Content, Released, Releases, Signed
from iso20k_docs.model.words import LANGUAGES, Language, Words
from iso20k_docs.regenerate.paths import STORE
from iso20k_docs.regenerate.store import store_unusable

FORMAT = 1
_SHORT = 16
Json = dict[str, object]
Rows = Sequence[Sequence[str]]
"""The lines of a content as lists of texts."""


def releases_path(folder: Path) -> Path:
    """Return the place of what was released."""
    return folder / STORE / "releases.json"


def content_path(folder: Path, document: str, language: Language, digest: str) -> Path:
    """Return the place of a content that is or was in force."""
    return folder / STORE / "issued" / f"{document}-{language}-{digest[:_SHORT]}.json"


# --- reading


def read_releases(folder: Path) -> Releases | None:
    """Read what was released, None where nothing ever was; UserError where the file cannot be used."""
    path = releases_path(folder)
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != FORMAT:
            raise UserError([_unknown_format(path)])
        return {name: released_from(found) for name, found in data["documents"].items()}
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise UserError([store_unusable(path, problem)]) from problem
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise UserError([_damaged(path)]) from None


def released_from(data: Mapping[str, object]) -> Released:
    """Return a released document from its JSON; ValueError, KeyError or TypeError where it isn't one."""
    contents = _object(data["contents"])
    known: dict[str, Language] = {language: language for language in LANGUAGES}
    return Released(
        history=tuple(_version(_object(line)) for line in _some(data["history"])),
        effective=_text(data["effective"]),
        library=_text(data["library"]),
        signed=tuple(_signed(_object(one)) for one in _list(data["signed"])),
        contents={known[name]: _content(_object(found)) for name, found in contents.items()},
    )


def read_content(folder: Path, document: str, language: Language, digest: str) -> Rows | None:
    """Read a content that is or was in force; None where the file is missing or damaged."""
    try:
        data = json.loads(content_path(folder, document, language, digest).read_bytes())
        rows = [[_text(text) for text in _list(row)] for row in data["lines"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return rows if data["digest"] == digest else None


def _version(data: Mapping[str, object]) -> Version:
    change, author, approver = (_words(data[name]) for name in ("change", "author", "approver"))
    return Version(_text(data["version"]), _text(data["date"]), change, author, approver)


def _signed(data: Mapping[str, object]) -> Signed:
    return Signed(_text(data["part"]), Named(_words(data["name"]), _words(data["position"])), _text(data["date"]))


def _content(data: Mapping[str, object]) -> Content:
    return Content(_text(data["digest"]), _text(data["edits"]))


def _words(value: object) -> Words:
    data = _object(value)
    return Words(_text(data["zh"]), _text(data["en"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _some(value: object) -> list[object]:
    found = _list(value)
    if not found:
        raise ValueError(value)
    return found


# --- writing


def releases_bytes(releases: Releases) -> bytes:
    """Return what was released as it is stored."""
    return _json({"format": FORMAT, "documents": {name: released_json(one) for name, one in sorted(releases.items())}})


def released_json(released: Released) -> Json:
    """Return a released document as JSON."""
    return {
        "effective": released.effective,
        "library": released.library,
        "history": [_version_json(line) for line in released.history],
        "signed": [
            {"part": s.part, "name": _words_json(s.by.name), "position": _words_json(s.by.position), "date": s.date}
            for s in released.signed
        ],
        "contents": {
            language: {"digest": content.digest, "edits": content.edits}
            for language, content in sorted(released.contents.items())
        },
    }


def content_bytes(digest: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Return a content as it is stored."""
    lines = ",\n".join(json.dumps(list(row), ensure_ascii=False) for row in rows)
    head = f'{{"format": {FORMAT}, "digest": {json.dumps(digest)}, "lines": ['
    return f"{head}\n{lines}\n]}}\n".encode(errors="replace")


def _version_json(line: Version) -> Json:
    texts = {"change": line.change, "author": line.author, "approver": line.approver}
    return {"version": line.version, "date": line.date, **{name: _words_json(text) for name, text in texts.items()}}


def _words_json(words: Words) -> Json:
    return {"zh": words.zh, "en": words.en}


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _damaged(path: Path) -> Diagnostic:
    message = Words("发布记录已损坏，无法读取", "the record of what was released is damaged and cannot be read")
    hint = Words(
        "从备份恢复此文件；发布前的一份在 .iso20k/backup/<运行号>/releases.json。删除它则所有文件重新从草稿开始",
        "restore this file from your backup; one from before the last release is .iso20k/backup/<run>/releases.json. "
        "Deleting it makes every document a draft again",
    )
    return error("releases-damaged", message, Place(path.as_posix()), hint)


def _unknown_format(path: Path) -> Diagnostic:
    message = Words(
        "发布记录由更新版本的 iso20k-docs 写出", "the record of releases is by a newer version of iso20k-docs"
    )
    return error("store-too-new", message, Place(path.as_posix()), Words("请升级 iso20k-docs", "update iso20k-docs"))
