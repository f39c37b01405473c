"""Fills forms the way Word does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from iso20k_docs.inspect.markup import NS, W14, W, value

Entries = Mapping[str, str | bool]


def filled(content: bytes, entries: Entries) -> bytes:
    """Return a form with these values by tag: the prompt gives way to the text, a box is ticked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(parts["word/document.xml"])
    controls = {value(one.find("w:sdtPr/w:tag", NS)): one for one in document.iter(W + "sdt")}
    for tag, entry in entries.items():
        _fill(controls[tag], entry)
    parts["word/document.xml"] = etree.tostring(document, encoding="UTF-8", xml_declaration=True, standalone=True)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def _fill(control: etree._Element, entry: str | bool) -> None:
    properties, content = control.find("w:sdtPr", NS), control.find("w:sdtContent", NS)
    assert properties is not None
    assert content is not None
    box = properties.find("w14:checkbox/w14:checked", NS)
    if box is not None:
        box.set(W14 + "val", "1" if entry else "0")
        text = content.find(".//w:t", NS)
        assert text is not None
        text.text = "\u2612" if entry else "\u2610"
        return
    prompt = properties.find("w:showingPlcHdr", NS)
    if prompt is not None:
        properties.remove(prompt)
    for run in list(content):
        content.remove(run)
    for at, line in enumerate(str(entry).split("\n")):
        run = etree.SubElement(content, W + "r")
        if at:
            etree.SubElement(run, W + "br")
        etree.SubElement(run, W + "t").text = line
