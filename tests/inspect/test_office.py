"""LibreOffice as a helper: found or asked for, and never waited for in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from iso20k_docs.inspect import office
from iso20k_docs.inspect.pdf import outline
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.words import Words
from iso20k_docs.writers.docx import DocxWriter
from tests.judges.office import require_office
from tests.writers.docx import samples


def script(folder: Path, text: str) -> Path:
    """A program that stands for a LibreOffice which doesn't do its work."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return program


def test_a_named_program_is_taken_and_one_that_is_not_there_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = script(tmp_path, "exit 0")
    monkeypatch.setenv(office.NAMED, str(program))
    assert office.find_office() == program
    monkeypatch.setenv(office.NAMED, str(tmp_path / "nowhere"))
    assert office.find_office() is None
    with pytest.raises(UserError) as caught:
        office.require_office(Words("生成 PDF", "making PDF files"))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.message.en == "making PDF files: LibreOffice is needed, but was not found"
    assert diagnostic.hint is not None


def test_documents_that_are_not_converted_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        office.to_pdf(script(tmp_path, "exit 81"), {"zh/A.docx": b"x", "en/A.docx": b"y"})
    assert [(d.code, d.place.file) for d in caught.value.diagnostics] == [
        ("not-converted", "zh/A.docx"),
        ("not-converted", "en/A.docx"),
    ]


def test_a_program_that_cannot_be_started_is_an_error_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="office-not-started"):
        office.to_pdf(tmp_path / "nothing", {"A.docx": b"x"})


def test_documents_of_one_name_in_two_languages_are_converted_in_one_start() -> None:
    program = Path(require_office())
    documents = {f"{language}/P.docx": DocxWriter().write(samples.report(language)) for language in ("zh", "en")}  # type: ignore[arg-type]
    made = office.to_pdf(program, documents).files
    assert sorted(made) == ["en/P.docx", "zh/P.docx"]
    assert outline(made["zh/P.docx"]).bookmarks != outline(made["en/P.docx"]).bookmarks
