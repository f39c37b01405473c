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
    "not-a-picture": Words("不是 PNG、JPEG 或 SVG 图片", "it is no PNG, JPEG or SVG picture"),
    "damaged-picture": Words("图片已损坏", "the picture is damaged"),
    "picture-size": Words("图片的宽或高超过 8000 像素", "the picture is over 8000 pixels wide or high"),
    "svg-too-large": Words("SVG 图片超过 2 MB", "the SVG drawing is larger than 2 MB"),
    "active-svg": Words("SVG 图片含“{part}”，可能运行程序或取用外部内容",
                        "the SVG drawing has '{part}', which may run something or fetch something"),
    "svg-without-size": Words("SVG 图片没有尺寸（viewBox）", "the SVG drawing states no size (viewBox)"),
    "svg-alone": Words("SVG 徽标旁边没有同名的 PNG 或 JPEG 图片",
                       "there is no PNG or JPEG picture of the same name beside it"),
    "svg-differs": Words("与{part}的长宽比不同", "its shape isn't that of {part}"),
    "no-styles": Words("没有样式，不能用作模板", "it has no styles and can't be a template"),
}  # fmt: skip
_SAVE_AS = Words("在 Word 中另存为“Word 文档 (*.docx)”", "save it in Word as 'Word Document (*.docx)'")
_HINTS = {
    "encrypted-file": Words("在 Word 中去掉密码后另存", "save it without its password"),
    "old-format": _SAVE_AS,
    "macros": _SAVE_AS,
    "strict-format": _SAVE_AS,
    "svg-alone": Words(
        "旧版 Word、WPS、LibreOffice 显示的是它：把徽标导出为“{part}.png”（宽 600 像素以上），放在同一文件夹",
        "older Word, WPS and LibreOffice show that one: export the logo as {part}.png, 600 pixels wide",
    ),
    "active-svg": Words("在绘图软件中另存为“纯 SVG”", "save it as plain SVG in the drawing program"),
    "svg-differs": Words("两者应是同一幅图，四周留白也相同", "both must be the same picture, with the same margins"),
    "damaged-file": Words("重新取得或重新生成该文件", "get the file again or generate it again"),
}


def refused(code: str, name: str, part: str = "") -> UserError:
    """Return the error for a file called `name`, with the part that is to blame."""
    words, hint = _REASONS[code], _HINTS.get(code)
    return UserError([error(code, _with(words, part), Place(name), hint and _with(hint, part))])


def _with(words: Words, part: str) -> Words:
    return Words(words.zh.format(part=part), words.en.format(part=part))


def unreadable(name: str, problem: OSError) -> UserError:
    """Return the error for a file that the system doesn't let us read."""
    cause = problem.strerror or str(problem)
    return UserError([error("unreadable-file", Words(f"无法读取：{cause}", f"cannot be read: {cause}"), Place(name))])
