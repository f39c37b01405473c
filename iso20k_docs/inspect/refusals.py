"""Why a file isn't opened."""

from __future__ import annotations

from iso20k_docs.model.diagnostics import Place, UserError, error
from iso20k_docs.model.words import Words

_REASONS = {
    "file-too-large": Words("文件过大", "the file is too large"),
    "not-a-zip": Words("不是 DOCX 文件（不是 ZIP 格式）", "it is no DOCX file (not in zip format)"),
    "encrypted-file": Words("文件已加密", "the file is encrypted"),
    "old-format": Words("是旧的二进制格式（.doc），不是 DOCX", "it has the old binary format (.doc), not DOCX"),
    "damaged-file": Words("文件已损坏", "the file is damaged"),
    "zip-bomb": Words("解压后大得异常，可能是恶意文件", "it unpacks to an abnormal size and may be malicious"),
    "part-twice": Words("同一部件出现两次", "a part of it stands there twice"),
    "entities": Words("{part}含文档类型声明（实体），可能是恶意文件",
                      "{part} has a document type declaration (entities) and may be malicious"),
    "encoding": Words("{part}的编码不是 UTF-8 或 UTF-16", "{part} is encoded neither in UTF-8 nor in UTF-16"),
    "malformed-part": Words("{part}不是正确的 XML", "{part} is no well-formed XML"),
    "macros": Words("文件含宏", "the file has macros"),
    "strict-format": Words("是“严格 Open XML”格式", "it has the format Strict Open XML"),
    "not-a-document": Words("不是文字处理文档", "it is no word-processing document"),
}  # fmt: skip
_SAVE_AS = Words("在 Word 中另存为“Word 文档 (*.docx)”", "save it in Word as 'Word Document (*.docx)'")
_HINTS = {
    "encrypted-file": Words("在 Word 中去掉密码后另存", "save it without its password"),
    "old-format": _SAVE_AS,
    "macros": _SAVE_AS,
    "strict-format": _SAVE_AS,
    "damaged-file": Words("重新取得或重新生成该文件", "get the file again or generate it again"),
}


def refused(code: str, name: str, part: str = "") -> UserError:
    """Return the error for a file called `name`, with the part that is to blame."""
    words = _REASONS[code]
    message = Words(words.zh.format(part=part), words.en.format(part=part))
    return UserError([error(code, message, Place(name), _HINTS.get(code))])


def unreadable(name: str, problem: OSError) -> UserError:
    """Return the error for a file that the system doesn't let us read."""
    cause = problem.strerror or str(problem)
    return UserError([error("unreadable-file", Words(f"无法读取：{cause}", f"cannot be read: {cause}"), Place(name))])
