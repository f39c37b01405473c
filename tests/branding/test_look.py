"""The brand of a profile: what becomes of it in the look, and where a mistake is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.words import Words
from iso20k_docs.pipeline import Prepared, prepare
from tests.sets import PROFILES
from tests.templates import made
from tests.writers.docx import samples


def with_brand(folder: Path, brand: str) -> Path:
    """The smallest profile with this brand; the lines of the brand are lines 36 and following."""
    profile = folder / "profile.yaml"
    text = PROFILES["minimal"].read_text(encoding="utf-8")
    profile.write_text(text + "#\n" * (34 - text.count("\n")) + "brand:\n" + brand, encoding="utf-8")
    return profile


def ready(folder: Path, brand: str) -> Prepared:
    return prepare(with_brand(folder, brand))


def complaint(folder: Path, brand: str) -> str:
    with pytest.raises(UserError) as caught:
        ready(folder, brand)
    return "\n".join(f"{found.place.line}: {found.code}: {found.message.en}" for found in caught.value.diagnostics)


def test_everything_that_a_brand_may_say(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(samples.logo())
    (tmp_path / "house.docx").write_bytes(made.chinese())
    prepared = ready(
        tmp_path,
        "  logo: logo.png\n  template: house.docx\n  accent: 00695C\n  header: {zh: 体系文件, en: SMS}\n"
        "  footer: 内部资料\n  classification: {internal: {zh: 内部资料, en: Internal use only}}\n",
    )
    look = prepared.look
    assert look.logo is not None
    assert (look.primary, look.accent, look.cjk_heading) == ("C00000", "00695C", "SimHei")
    assert look.header_text == Words("体系文件", "SMS")
    assert prepared.organisation.profile.document_label == Words("内部资料", "Internal use only")
    assert [found.message.en for found in prepared.diagnostics if found.code == "template-mended"] == [
        "4 things in the template are missing or were mended for the documents"
    ]


def test_a_mistake_is_reported_where_the_profile_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "macro.docm").write_bytes(made.package(["<w:style/>"], "<w:p/>", more={"word/vbaProject.bin": ""}))
    (tmp_path / "logo.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    assert complaint(tmp_path, "  logo: logo.svg\n  template: macro.docm\n") == (
        "36: svg-alone: the logo logo.svg: there is no PNG or JPEG picture of the same name beside it\n"
        "37: macros: the template macro.docm: the file has macros"
    )
    assert complaint(tmp_path, "  template: none.dotx\n") == (
        "36: unreadable-template: the template none.dotx cannot be read: No such file or directory"
    )
    assert complaint(tmp_path, "  classification: {internl: x}\n") == "36: unknown-reference: unknown class 'internl'"
