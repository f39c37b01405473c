"""Logos: what is taken, and what is refused with which reason."""

from __future__ import annotations

import pytest

from iso20k_docs.inspect.pictures import read_logo
from iso20k_docs.model.diagnostics import UserError
from tests.writers.docx import samples

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{}</svg>'
#: The beginning of a JPEG file: a comment, then a frame of 300 by 120 pixels; and its end.
JPEG = bytes.fromhex("ffd8fffe0004aabbffc0000b080078012c01012200") + b"\0" * 20 + bytes.fromhex("ffd9")


def reason(data: bytes, beside: tuple[str, bytes] | None = None) -> str:
    with pytest.raises(UserError) as caught:
        read_logo(data, "logo.svg", beside)
    return caught.value.diagnostics[0].message.en


def svg(content: str) -> str:
    """Why a drawing with this in it is refused; nothing where it isn't."""
    try:
        read_logo(SVG.format(content).encode(), "logo.svg", ("logo.png", samples.logo()))
    except UserError as refusal:
        return refusal.diagnostics[0].message.en
    return ""


def test_sizes_are_read_from_the_file_itself() -> None:
    png, jpeg = read_logo(samples.logo(), "a.png"), read_logo(JPEG, "a.jpg")
    assert (png.kind, png.width, png.height) == ("png", 24, 24)
    assert (jpeg.kind, jpeg.width, jpeg.height) == ("jpeg", 300, 120)


def test_an_svg_goes_with_the_picture_beside_it() -> None:
    drawing = SVG.format('<circle r="9" fill="url(#g)"/><use href="#a"/>').encode()
    found = read_logo(drawing, "logo.svg", ("logo.png", samples.logo()))
    assert (found.kind, found.svg) == ("png", drawing)


def test_what_is_no_whole_picture_is_refused() -> None:
    assert reason(b"GIF89a") == "it is no PNG, JPEG or SVG picture"
    assert reason(samples.logo()[:-8]) == "the picture is damaged"
    assert reason(samples.logo().replace(b"IDAT", b"IDAX")) == "the picture is damaged"
    assert reason(JPEG[:-2]) == "the picture is damaged"
    assert reason(b"") == "it is no PNG, JPEG or SVG picture"


def test_an_svg_alone_or_beside_another_picture() -> None:
    drawing = SVG.format("").encode()
    assert reason(drawing) == "there is no PNG or JPEG picture of the same name beside it"
    assert reason(drawing, ("logo.jpg", JPEG)) == "its shape isn't that of logo.jpg"
    assert reason(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == "the SVG drawing states no size (viewBox)"
    assert reason(b"<html/>") == "it is no PNG, JPEG or SVG picture"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<rect onclick="alert(1)"/>', "onclick"),
        ('<image href="https://example.com/a.png"/>', "href"),
        ('<image xmlns:x="http://www.w3.org/1999/xlink" x:href="file:///etc/passwd"/>', "href"),
        ('<use href="other.svg#a"/>', "href"),
        ('<image href="data:image/svg+xml;base64,PHN2Zz4="/>', "href"),
        ('<foreignObject width="9" height="9"/>', "foreignObject"),
        ('<animate attributeName="href" values="javascript:alert(1)"/>', "animate"),
        ("<style>@import 'https://example.com/a.css';</style>", "style"),
        ("<style>rect { fill: url(https://example.com/a#b) }</style>", "style"),
        ('<rect style="fill:u\\72l(https://example.com)"/>', "style"),
        ("<rect fill=\"url(  'https://example.com')\"/>", "fill"),
        ('<g xml:base="https://example.com/"/>', "base"),
        ('<s xmlns="http://www.w3.org/1999/xhtml"/>', "s"),
        ("<?xml-stylesheet href='a.css'?>", "processing instruction"),
    ],
)
def test_a_drawing_that_could_run_or_fetch_something_is_refused(content: str, named: str) -> None:
    assert svg(content) == f"the SVG drawing has '{named}', which may run something or fetch something"


@pytest.mark.parametrize(
    "content",
    [
        '<image href="data:image/png;base64,AAAA"/>',
        "<rect style=\"fill:url('#a')\"/><style>.a { fill: url( #a ) }</style>",
        '<n xmlns="http://www.inkscape.org/namespaces/inkscape" path="C:\\logo.svg" href="https://inkscape.org"/>',
        "<!-- drawn by hand --><title>Logo</title>",
    ],
)
def test_what_only_draws_is_taken(content: str) -> None:
    assert svg(content) == ""


def test_entities_in_a_drawing_are_refused() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<text>&a;</text>").encode()
    assert reason(bomb) == "SVG has a document type declaration (entities) and may be malicious"
