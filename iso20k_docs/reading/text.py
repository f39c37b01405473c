"""From bytes to text: UTF-8 only, no characters that a document cannot show."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable

from iso20k_docs.model.diagnostics import Diagnostic, Place, UserError, error
from iso20k_docs.model.words import Words

#: The largest file that is read, in bytes.
LARGEST_FILE = 2_000_000
#: Problems of one kind that are reported before the rest is left out.
MOST_ALIKE = 20

#: Everything that XML, YAML or a text editor cannot carry safely, and the private use areas, which the composer uses.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff\U000f0000-\U0010ffff]"
)

_SAVE_AS_UTF8 = Words("在编辑器中选“另存为”，编码选 UTF-8", "In the editor choose “Save as” and the encoding UTF-8")


def decode(data: bytes, name: str) -> str:
    """Return the text of a UTF-8 file (with or without byte order mark); UserError with every problem otherwise."""
    if len(data) > LARGEST_FILE:
        raise UserError([_too_large(len(data), name)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise UserError([_not_utf8(data, failure, name)]) from None
    if "\x00" in text and _looks_like_utf16(data):
        raise UserError([_encoding(Words("像是 UTF-16", "it looks like UTF-16"), Place(name, 1, 1))])
    found = list(_unfit_in(text, name))
    if found:
        raise UserError(found)
    return text


def unfit_character(text: str) -> str | None:
    """Return the first control or private-use character of a text."""
    match = _UNFIT.search(text)
    return match[0] if match else None


def unfit(character: str, place: Place) -> Diagnostic:
    """Say that a character cannot stand in a file."""
    private = unicodedata.category(character) == "Co"
    number = f"U+{ord(character):04X}"
    kind = Words("私用区字符", "private-use character") if private else Words("控制字符", "control character")
    return error(
        "private-character" if private else "control-character",
        Words(f"文中有{kind.zh} {number}", f"the text contains the {kind.en} {number}"),
        place,
        Words(
            "删除该字符；多由从 Word 或网页复制带入",
            "Delete it; it often comes with text copied from Word or a web page",
        ),
    )


def _unfit_in(text: str, name: str) -> Iterable[Diagnostic]:
    for count, match in enumerate(_UNFIT.finditer(text)):
        if count == MOST_ALIKE:
            return
        before = text[: match.start()]
        line_start = before.rfind("\n") + 1
        yield unfit(match[0], Place(name, before.count("\n") + 1, match.start() - line_start + 1))


def _too_large(size: int, name: str) -> Diagnostic:
    return error(
        "too-large",
        Words(
            f"文件有 {size} 字节，最多读 {LARGEST_FILE} 字节",
            f"the file has {size} bytes; at most {LARGEST_FILE} are read",
        ),
        Place(name, 1, 1),
    )


def _looks_like_utf16(data: bytes) -> bool:
    odd, even = data[1::2].count(0), data[::2].count(0)
    return max(odd, even) > len(data) // 8


def _not_utf8(data: bytes, failure: UnicodeDecodeError, name: str) -> Diagnostic:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_like_utf16(data):
        return _encoding(Words("像是 UTF-16", "it looks like UTF-16"), Place(name, 1, 1))
    before = data[: failure.start].decode("utf-8-sig", "replace")
    line_start = before.rfind("\n") + 1
    place = Place(name, before.count("\n") + 1, len(before) - line_start + 1)
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return _encoding(Words("编码不明", "the encoding is unknown"), place)
    return _encoding(Words("像是 GBK（GB 18030）", "it looks like GBK (GB 18030)"), place)


def _encoding(guess: Words, place: Place) -> Diagnostic:
    return error(
        "not-utf8",
        Words(f"文件不是 UTF-8 编码：{guess.zh}", f"the file is not UTF-8: {guess.en}"),
        place,
        _SAVE_AS_UTF8,
    )
