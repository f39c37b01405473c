"""A document from anywhere is opened safely, or refused with the reason."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from iso20k_docs.inspect import container
from iso20k_docs.inspect.package import open_package, read_package
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.writers.docx import DocxWriter
from tests.writers.docx import samples

Parts = dict[str, bytes]
DOCUMENT = "word/document.xml"
ENTITIES = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.fixture(scope="module")
def parts() -> Parts:
    with zipfile.ZipFile(io.BytesIO(DocxWriter().write(samples.form("en")))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(UserError) as caught:
        read_package(content, "form.docx")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.place.file == "form.docx"
    assert diagnostic.message.zh
    return f"{diagnostic.code}: {diagnostic.message.en}"


def with_part(name: str, change: Callable[[bytes], bytes]) -> Callable[[Parts], bytes]:
    return lambda parts: zipped({**parts, name: change(parts.get(name, b""))})


def with_doctype(data: bytes) -> bytes:
    declaration, _, rest = data.partition(b"?>")
    return declaration + b"?>" + ENTITIES + rest


def in_utf_16(data: bytes) -> bytes:
    text = with_doctype(data).decode().replace("UTF-8", "UTF-16")
    return text.encode("utf-16")


REFUSED: dict[str, tuple[Callable[[Parts], bytes], str]] = {
    "text": (lambda _: b"Dear Sir,", "not-a-zip: it is no DOCX file (not in zip format)"),
    "empty": (lambda _: b"", "not-a-zip: it is no DOCX file (not in zip format)"),
    "old Word": (
        lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512),
        "old-format: it has the old binary format (.doc), not DOCX",
    ),
    "password": (
        lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(64) + "EncryptedPackage".encode("utf-16-le"),
        "encrypted-file: the file is encrypted",
    ),
    "spreadsheet": (
        with_part("[Content_Types].xml", lambda data: data.replace(b"wordprocessingml", b"spreadsheetml")),
        "not-a-document: it is no word-processing document",
    ),
    "macro type": (
        with_part(
            "[Content_Types].xml",
            lambda data: data.replace(
                b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"vnd.ms-word.document.macroEnabled.main+xml",
            ),
        ),
        "macros: the file has macros",
    ),
    "macro part": (with_part("word/vbaProject.bin", lambda _: b"x"), "macros: the file has macros"),
    "strict": (
        with_part(
            "_rels/.rels",
            lambda data: data.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
            ),
        ),
        "strict-format: it has the format Strict Open XML",
    ),
    "entities": (
        with_part(DOCUMENT, with_doctype),
        "entities: word/document.xml has a document type declaration (entities) and may be malicious",
    ),
    "entities in UTF-16": (
        with_part("word/styles.xml", in_utf_16),
        "entities: word/styles.xml has a document type declaration (entities) and may be malicious",
    ),
    "UTF-7": (
        with_part(DOCUMENT, lambda data: data.replace(b"UTF-8", b"UTF-7", 1)),
        "encoding: word/document.xml is encoded neither in UTF-8 nor in UTF-16",
    ),
    "broken XML": (
        with_part(DOCUMENT, lambda data: data[:-20]),
        "malformed-part: word/document.xml is no well-formed XML",
    ),
    "no document": (
        lambda parts: zipped({name: data for name, data in parts.items() if name != DOCUMENT}),
        "not-a-document: it is no word-processing document",
    ),
    "damaged": (
        lambda parts: zipped(parts).replace(b"PK\x03\x04", b"PK\x03\x05", 1),
        "damaged-file: the file is damaged",
    ),
    "bomb": (
        with_part("word/media/a.png", lambda _: bytes(40 << 20)),
        "zip-bomb: it unpacks to an abnormal size and may be malicious",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_why(parts: Parts, name: str) -> None:
    make, message = REFUSED[name]
    assert refusal(make(parts)) == message


def test_a_bomb_is_refused_before_it_is_unpacked(parts: Parts) -> None:
    """The size that an entry claims is enough: four gigabytes are not inflated to be counted."""
    content = zipped({**parts, "word/big.xml": b"<a/>"})
    at = content.rindex(b"word/big.xml") - 46
    claimed = content[: at + 24] + struct.pack("<I", 0xFFFFFFF0) + content[at + 28 :]
    assert refusal(claimed).startswith("zip-bomb")


def test_too_many_parts_and_parts_of_one_name_are_refused(parts: Parts) -> None:
    many = {f"word/{number}.bin": b"" for number in range(container.MOST_PARTS)}
    assert refusal(zipped({**parts, **many})).startswith("zip-bomb")
    assert refusal(zipped({**parts, "Word/Document.xml": b"<a/>"})) == "part-twice: a part of it stands there twice"


def test_encrypted_entries_are_refused(parts: Parts) -> None:
    content = bytearray(zipped(parts))
    content[6] |= 1
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert refusal(bytes(content)) == "encrypted-file: the file is encrypted"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.docx"
    with file.open("wb") as out:
        out.truncate(container.LARGEST_FILE + 1)
    with pytest.raises(UserError, match="file-too-large"):
        open_package(file)


def test_a_folder_or_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.docx"):
        with pytest.raises(UserError, match="unreadable-file"):
            open_package(path)


def test_nothing_outside_is_fetched_or_expanded(parts: Parts, tmp_path: Path) -> None:
    """An XInclude is only an element like any other: no file is read."""
    secret = tmp_path / "secret.xml"
    secret.write_text("<secret>42</secret>")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}"/>'.encode()
    content = zipped({**parts, DOCUMENT: parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + include, 1)})
    assert "42" not in "".join(map(str, read_package(content, "x.docx").body.itertext()))


def test_a_good_document_is_opened(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "form.docx"
    file.write_bytes(zipped(parts))
    package = open_package(file)
    assert (package.language, package.main, package.has_cover) == ("en", DOCUMENT, False)
    assert set(package.stories) == {DOCUMENT, "word/header1.xml", "word/footer1.xml"}
