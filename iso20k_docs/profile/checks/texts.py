"""Checks of texts: each is written in every language of the profile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from iso20k_docs.model.diagnostics import Diagnostic, warning
from iso20k_docs.model.words import Words
from iso20k_docs.profile.checks.context import Facts
from iso20k_docs.reading.source import Path
from iso20k_docs.reading.validate import show_path

_CHINESE = re.compile("[\u3400-\u9fff]")
#: Four or more words in Latin letters and no Chinese: a sentence, not the name of a product.
_ENGLISH_SENTENCE = re.compile(r"(?:[A-Za-z][a-z'-]+[\s,;]+){3,}[A-Za-z][a-z'-]+")
_MOST = 20


def texts_have_all_languages(facts: Facts) -> Iterator[Diagnostic]:
    """No Chinese stands in the English documents, and no English sentence in the Chinese ones."""
    count = 0
    for path, text in _texts(facts.profile, ()):
        missing = _missing_language(text, facts.profile.languages)
        if missing is None:
            continue
        count += 1
        if count <= _MOST:
            yield _untranslated(facts, path, missing)
    if count > _MOST:
        rest = count - _MOST
        message = Words(f"另有 {rest} 处文字缺少一种语言", f"{rest} more texts lack a language")
        yield warning("missing-language", message, facts.key("languages"))


def _untranslated(facts: Facts, path: Path, missing: Words) -> Diagnostic:
    where = show_path(path)
    return warning(
        "missing-language",
        Words(f"“{where}”没有{missing.zh}", f"'{where}' has no {missing.en} text"),
        facts.at(*path),
        Words("写成 {zh: 中文, en: English}", "Write it as {zh: 中文, en: English}"),
    )


def _missing_language(text: Words, languages: tuple[str, ...]) -> Words | None:
    if "en" in languages and _CHINESE.search(text.en):
        return Words("英文", "English")
    if "zh" in languages and not _CHINESE.search(text.zh) and _ENGLISH_SENTENCE.search(text.zh):
        return Words("中文", "Chinese")
    return None


def _texts(value: object, path: Path) -> Iterator[tuple[Path, Words]]:
    if isinstance(value, Words):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
