"""The commands `lint` and `read`, and what `generate` says about PDF files, pages and locks."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from iso20k_docs.inspect import office
from iso20k_docs.writers.docx import DocxWriter
from iso20k_docs.writers.docx.package import pack, zip_parts
from tests.cli.running import ENGLISH, files, run
from tests.inspect.filling import filled
from tests.judges.office import require_office
from tests.writers.docx import samples

SKIPPED = (
    "skipped: check 9 contents-pages: pages are looked at with --rendered\n"
    "skipped: check 29 rendered-pages: pages are looked at with --rendered\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a form and a report, a lock file of Word, and a hidden folder."""
    form, report = replace(samples.form("en"), help=()), samples.report("en")
    for name, document in (("form.docx", form), ("tier/report.docx", report)):
        file = tmp_path / "set" / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(DocxWriter().write(document))
    (tmp_path / "set/~$form.docx").write_bytes(b"lock")
    (tmp_path / "set/.iso20k").mkdir()
    (tmp_path / "set/.iso20k/old.docx").write_bytes(b"x")
    return tmp_path / "set"


def spoil(file: Path, part: str, old: str, new: str) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(old.encode(), new.encode())
    file.write_bytes(zip_parts({name: pack(data) for name, data in parts.items()}))


# --- lint


def test_a_clean_folder(folder: Path) -> None:
    said = run("lint", folder)
    assert said.out == SKIPPED + "2 files checked, 0 findings.\n"
    assert run("lint", folder, ui="zh").out.endswith("检查了2份文件，没有发现问题。\n")
    assert run("lint", folder, "--json").json == {
        "findings": [],
        "skipped": [
            {"check": 9, "name": "contents-pages", "reason": "pages are looked at with --rendered"},
            {"check": 29, "name": "rendered-pages", "reason": "pages are looked at with --rendered"},
        ],
        "files": 2,
    }


def test_a_finding_says_file_check_place_and_what_to_do(folder: Path) -> None:
    file = folder / "form.docx"
    spoil(file, "word/document.xml", '<w:tag w:val="reporter"/>', '<w:tag w:val="contact"/>')
    said = run("lint", file, status=1)
    assert said.out == (
        f"{file}: check 30 controls: 2 controls share tag 'contact' (copy the control from the original, or generate "
        f"again)\n{SKIPPED}1 file checked, 1 finding.\n"
    )
    assert run("lint", file, ui="zh", status=1).out.startswith(
        f"{file}: 检查 30 controls：2个控件的标记同为“contact”（从原表单复制该控件，或重新生成）\n"
    )
    assert run("lint", file, "--json", status=1).json["findings"] == [
        {
            "file": file.as_posix(),
            "check": 30,
            "name": "controls",
            "message": "2 controls share tag 'contact'",
            "place": {"part": "word/document.xml", "text": ""},
        }
    ]


def test_a_file_that_is_refused_is_a_finding_among_the_others(folder: Path) -> None:
    bad = folder / "a.docx"
    bad.write_bytes(b"no zip")
    said = run("lint", folder, status=1)
    assert said.out == (
        f"{bad}: check 0 unreadable-file: it is no DOCX file (not in zip format)\n{SKIPPED}"
        "3 files checked, 1 finding.\n"
    )


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    said = run("lint", tmp_path / "none", status=1)
    assert said.err == f"{tmp_path / 'none'}: error: there is no such file or folder\nNothing was written.\n"


def test_without_libreoffice_the_pages_are_skipped_with_the_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(office.NAMED, "/nowhere/soffice")
    said = run("lint", folder, "--rendered").out
    assert "skipped: check 29 rendered-pages: LibreOffice was not found\n" in said


# --- read


def test_filled_fields_as_text_and_as_json(tmp_path: Path) -> None:
    file = tmp_path / "INC-1.docx"
    entries: dict[str, str | bool] = {"number": "INC-1", "logged": "2026-02-03 14:05", "agreed": True}
    file.write_bytes(filled(DocxWriter().write(samples.form("en")), entries))
    assert run("read", file).out == (
        f"{file}: ITSM-R-08-01 V1.2 Incident Record\n"
        "  Incident no.        INC-1\n"
        "  Logged at           2026-02-03T14:05\n"
        "  Configuration item  CI-0001\n"
        "  User agrees         ✓\n"
        "  Closed on           2026-01-20\n"
    )
    told = run("read", file, "--json").json
    (form,) = told["forms"]
    assert told["diagnostics"] == []
    assert {key: value for key, value in form.items() if key != "fields"} == {
        "file": file.as_posix(),
        "form": "itsm-r-08-01",
        "code": "ITSM-R-08-01",
        "version": "V1.2",
        "title": "Incident Record",
        "language": "en",
    }
    assert form["fields"][:3] == [
        {"tag": "number", "label": "Incident no.", "type": "text", "value": "INC-1"},
        {"tag": "logged", "label": "Logged at", "type": "date", "value": "2026-02-03T14:05"},
        {"tag": "reporter", "label": "Reported by", "type": "text", "value": ""},
    ]
    assert {"tag": "agreed", "label": "User agrees", "type": "check", "value": True} in form["fields"]


def test_a_form_that_cannot_be_read_does_not_hide_the_others(folder: Path) -> None:
    bad = folder / "a.docx"
    bad.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1"))
    said = run("read", bad, folder / "form.docx", status=1)
    assert said.out.startswith(f"{folder / 'form.docx'}: ITSM-R-08-01 V1.2 Incident Record\n")
    assert said.err == (
        f"{bad}: error: it has the old binary format (.doc), not DOCX (save it in Word as 'Word Document (*.docx)')\n"
    )
    told = run("read", bad, "--json", status=1).json
    assert (told["forms"], [one["code"] for one in told["diagnostics"]]) == ([], ["old-format"])


# --- generate


def test_without_libreoffice_pdf_and_exact_pages_are_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(office.NAMED, "/nowhere/soffice")
    for option in ("--pdf", "--exact-pages"):
        said = run("generate", ENGLISH, "-o", tmp_path / "out", option, status=1)
        assert said.err == (
            "soffice: error: --pdf and --exact-pages: LibreOffice is needed, but was not found (install LibreOffice "
            "(libreoffice.org); if it is there, name its soffice in the variable ISO20K_SOFFICE)\n"
            "Nothing was written.\n"
        )
    assert not (tmp_path / "out").exists()


def test_pdf_files_are_told_beside_the_documents(tmp_path: Path) -> None:
    require_office()
    arguments = ("generate", ENGLISH, "-o", tmp_path, "--only", "incident-record", "--pdf", "--exact-pages")
    told = run(*arguments, "--json").json
    path = "en/4-records/CHS-ITSMS-R-19-01-incident-record"
    assert told["folder"] == (tmp_path / "CHS").as_posix()
    assert [(one["change"], one["path"]) for one in told["changes"]] == [("created", f"{path}.docx")]
    assert [(one["change"], one["path"]) for one in told["pdf"]] == [("created", f"pdf/{path}.pdf")]
    assert told["diagnostics"] == []
    again = run(*arguments).out
    assert again == (f"Done: 1 unchanged\nFolder: {tmp_path}/CHS\nDone: 1 unchanged\nFolder: {tmp_path}/CHS/pdf\n")


def test_a_preview_makes_no_pdf_files(tmp_path: Path) -> None:
    require_office()
    run("generate", ENGLISH, "-o", tmp_path / "out", "--only", "incident-record", "--pdf", "--preview")
    assert not (tmp_path / "out").exists()


def test_a_locked_set_locks_its_forms_and_nothing_else(tmp_path: Path) -> None:
    run("generate", ENGLISH, "-o", tmp_path, "--protect", "--only", "R", "--only", "P-01")
    locked = {
        path: b"documentProtection" in zipfile.ZipFile(io.BytesIO(data)).read("word/settings.xml")
        for path, data in files(tmp_path).items()
        if path.endswith(".docx")
    }
    assert {path for path in locked if "incident-record" in path and locked[path]}
    assert not {path for path in locked if "2-procedures" in path and locked[path]}
    assert run("lint", tmp_path / "CHS/en/4-records", "--json", status=1).json["files"] > 3
