"""A logo from anywhere, looked at before it goes into documents: PNG, JPEG, or SVG with a picture beside it."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from lxml import etree

from iso20k_docs.inspect.container import parse_one
from iso20k_docs.inspect.refusals import refused
from iso20k_docs.model.picture import Picture

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_CHUNK = struct.Struct(">I4s")
_SIZE = struct.Struct(">II")
_HEADER = 13
_MOST_PIXELS = 8000
_SHAPES_ALIKE = 0.03
_LARGEST_SVG = 2 << 20
#: Beginnings of frames that state the size: all SOF markers but DHT, JPG and DAC (ITU-T T.81, table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_END = 0xD9

_SVG = "http://www.w3.org/2000/svg"
_DRAWN = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "switch", "view", "a", "title", "desc", "metadata", "style",
        "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textpath", "image",
        "lineargradient", "radialgradient", "stop", "pattern", "clippath", "mask", "marker", "filter",
        "fegaussianblur", "feoffset", "femerge", "femergenode", "feblend", "fecolormatrix", "fecomposite", "feflood",
        "fedropshadow",
    }
)  # fmt: skip
_REFERENCES = ("href", "base", "src", "action", "formaction", "data")
_INSIDE = re.compile(r"#|data:image/(png|jpeg);base64,")
_FETCHES = re.compile(r"url\((?!\s*['\"]?\s*#)|@import|expression\s*\(|javascript:|\\", re.IGNORECASE)
_HTML = "http://www.w3.org/1999/xhtml"
_MEANT = frozenset({None, _SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"})
"""Namespaces of attributes that a reader of SVG acts upon; others are notes of drawing programs."""
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:px|pt|mm|cm|in|pc)?\s*")


def read_logo(data: bytes, name: str, beside: tuple[str, bytes] | None = None) -> Picture:
    """Return a logo; UserError with the reason where it isn't one that documents can show.

    An SVG drawing needs the same logo as a PNG or JPEG file `beside` it (name and bytes): Word before 2016, WPS,
    LibreOffice and previews show that one, and drawing it here would take a renderer whose every version draws anew.
    """
    kind = kind_of(data)
    if kind != "svg":
        return _picture(data, name)
    if len(data) > _LARGEST_SVG:
        raise refused("svg-too-large", name)
    shape = _checked_svg(data, name)
    if beside is None:
        raise refused("svg-alone", name, PurePath(name).stem)
    picture = _picture(beside[1], beside[0])
    if abs(picture.width / picture.height / shape - 1) > _SHAPES_ALIKE:
        raise refused("svg-differs", name, beside[0])
    return Picture(picture.kind, picture.data, picture.width, picture.height, data)


def kind_of(data: bytes) -> str:
    """Return "png", "jpeg", "svg" or nothing, by how a file begins."""
    if data.startswith(_PNG):
        return "png"
    if data.startswith(_JPEG):
        return "jpeg"
    return "svg" if re.match(rb"(\xef\xbb\xbf)?\s*<", data) else ""


def _picture(data: bytes, name: str) -> Picture:
    kind = kind_of(data)
    if kind not in ("png", "jpeg"):
        raise refused("not-a-picture", name)
    size = _png_size(data) if kind == "png" else _jpeg_size(data)
    if size is None:
        raise refused("damaged-picture", name)
    if not (min(size) >= 1 and max(size) <= _MOST_PIXELS):
        raise refused("picture-size", name)
    return Picture("png" if kind == "png" else "jpeg", data, *size)


# --- PNG (ISO/IEC 15948, 5.3) and JPEG (ITU-T T.81, annex B)


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height; None where a part of the file is missing or was changed."""
    chunks = list(_chunks(data))
    kinds = [kind for kind, _ in chunks]
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or b"IDAT" not in kinds or len(chunks[0][1]) != _HEADER:
        return None
    width, height = _SIZE.unpack_from(chunks[0][1])
    return width, height


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + _CHUNK.size + 4 <= len(data):
        length, kind = _CHUNK.unpack_from(data, at)
        end = at + _CHUNK.size + length
        if end + 4 > len(data) or zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4]):
            return
        yield kind, data[at + _CHUNK.size : end]
        if kind == b"IEND":
            return
        at = end + 4


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of the frame; None where there is none or the file breaks off."""
    if bytes((0xFF, _END)) not in data[-64:]:
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - every marker begins with it
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF or marker in _ALONE:  # noqa: PLR2004 - fill bytes
            at += 1 if marker not in _ALONE else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


# --- SVG


def _checked_svg(data: bytes, name: str) -> float:
    """Return width divided by height of a drawing that runs nothing and fetches nothing."""
    root = parse_one(data, "SVG", name)
    if root.tag != f"{{{_SVG}}}svg":
        raise refused("not-a-picture", name)
    for element in (*root.itersiblings(preceding=True), *root.iter()):
        wrong = _active(element)
        if wrong:
            raise refused("active-svg", name, wrong)
    shape = _shape(root)
    if shape is None:
        raise refused("svg-without-size", name)
    return shape


def _active(element: etree._Element) -> str:
    """Return what in an element could run or fetch something; nothing where all is drawn from the file itself."""
    if not isinstance(element.tag, str):
        return "" if element.tag is etree.Comment else "processing instruction"
    tag = etree.QName(element)
    if tag.namespace == _HTML or (tag.namespace in (None, _SVG) and tag.localname.lower() not in _DRAWN):
        return tag.localname
    if tag.namespace not in (None, _SVG):
        return ""
    if tag.localname.lower() == "style" and _FETCHES.search(element.text or ""):
        return "style"
    for name, stated in element.attrib.items():
        called, text = etree.QName(name), str(stated)
        if called.namespace not in _MEANT:
            continue
        local = called.localname.lower()
        fetched = local in _REFERENCES and not _INSIDE.match(text.strip())
        if local.startswith("on") or fetched or _FETCHES.search(text):
            return local
    return ""


def _shape(root: etree._Element) -> float | None:
    """Return width divided by height: of the view box, or as the drawing states them."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    texts = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]  # noqa: PLR2004
    found = [_LENGTH.fullmatch(text) for text in texts]
    sizes = [float(match[1]) for match in found if match]
    return sizes[0] / sizes[1] if len(sizes) == 2 and min(sizes) > 0 else None  # noqa: PLR2004
