"""`list`, `matrix`, `check`, `status`, `init`, `schema`: text, JSON and exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest
import yaml

from iso20k_docs.commands.common import ui_language
from iso20k_docs.writers.text import harmless
from tests.cli.running import ENGLISH, MINIMAL, SMALL, documents, files, generated, run
from tests.sets import PROFILES, ROOT, document_set, prepared

INCIDENTS = "en/2-procedures/CHS-ITSMS-P-19-incident-management.docx"

# --- list --------------------------------------------------------------------------------


def test_list_says_code_title_and_version() -> None:
    lines = run("list", ENGLISH).out.splitlines()
    entries = list(prepared("english").organisation.register.values())
    assert [line.split()[0] for line in lines] == [e.code for e in entries]
    assert [line.split()[-1] for line in lines] == [e.version for e in entries]
    assert all(e.title.en in line for e, line in zip(entries, lines, strict=True))


def test_list_in_json() -> None:
    said = run("list", MINIMAL, "--json").json
    assert set(said) == {"documents"}
    keys = ["id", "code", "tier", "kind", "title", "version", "owner", "clauses", "requirements", "records", "files"]
    assert {tuple(document) for document in said["documents"]} == {tuple(keys)}
    (incidents,) = [d for d in said["documents"] if d["id"] == "incidents-and-major-incidents"]
    assert incidents["tier"] == "P"
    assert incidents["kind"] == "procedure"
    assert set(incidents["title"]) == {"zh", "en"}
    assert "8.6.1-b" in incidents["requirements"]
    assert "major-incident-report" in incidents["records"]
    made = {f.path for f in document_set("minimal").files}
    assert {path for d in said["documents"] for path in d["files"].values()} == made


# --- matrix ------------------------------------------------------------------------------


def test_matrix_in_json() -> None:
    said = run("matrix", ENGLISH, "--json").json
    top = ["standard", "amendments", "provenance", "rows", "uncovered", "mandatory", "source_names"]
    assert list(said) == top
    row_keys = [
        *("clause", "title", "requirement", "summary", "documented"),
        *("answers", "own", "records", "owner", "integrated"),
    ]
    assert {tuple(row) for row in said["rows"]} == {tuple(row_keys)}
    answers = [answer for row in said["rows"] for answer in row["answers"]]
    assert {tuple(answer) for answer in answers} == {("id", "code", "section", "anchor", "title")}
    records = [record for row in said["rows"] for record in row["records"]]
    assert {tuple(record) for record in records} == {("id", "code", "title")}
    assert {tuple(item["title"]) for item in (*said["rows"], *answers, *records)} == {("zh", "en")}
    assert said["uncovered"] == [row["requirement"] for row in said["rows"] if not row["answers"]]
    library = prepared("english").organisation.library
    assert [row["requirement"] for row in said["rows"]] == list(library.standard.requirements)


def test_every_answer_of_the_matrix_stands_where_it_says() -> None:
    index = document_set("english").built.index
    for row in run("matrix", ENGLISH, "--json").json["rows"]:
        for answer in row["answers"]:
            there = index[answer["id"], "en"]
            section, _, step = answer["section"].partition("/")
            anchor = answer["anchor"]
            if step:
                assert there.steps[anchor.removeprefix("step-")] == step
                assert there.sections["steps"].number == section
            else:
                assert there.sections[anchor].number == section


def test_matrix_as_csv_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    said = run("matrix", ENGLISH, "-o", tmp_path / "m.csv")
    assert said.out == f"{tmp_path.as_posix()}/m.csv\n"
    data = (tmp_path / "m.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    heading, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert heading[:3] == ["Clause", "Title", "Requirement"]
    assert {len(row) for row in rows} == {len(heading)}
    assert len(rows) >= len(prepared("english").organisation.library.standard.requirements)
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert harmless(text) == "'" + text
    assert harmless("a" + text) == "a" + text


def test_matrix_as_markdown() -> None:
    said = run("matrix", SMALL, ui="zh").out
    assert said.startswith("# ISO/IEC 20000-1:2018")
    tables = [line for line in said.splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in tables} == {5}
    assert "## 8.6.1 " in said


def test_matrix_as_docx(tmp_path: Path) -> None:
    run("matrix", ENGLISH, "-o", tmp_path / "m.docx")
    assert zipfile.is_zipfile(tmp_path / "m.docx")
    run("matrix", ENGLISH, "-o", tmp_path / "m.xlsx")
    assert zipfile.is_zipfile(tmp_path / "m.xlsx")
    assert "--format docx needs a file" in run("matrix", ENGLISH, "--format", "docx", status=2).err


def test_matrix_as_a_page_leads_into_the_set_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    run("matrix", ENGLISH, "-o", tmp_path / "here" / "m.html", "--set", tmp_path / "sets")
    page = (tmp_path / "here" / "m.html").read_text(encoding="utf-8")
    assert f'href="../sets/CHS/{INCIDENTS}#sec_' in page
    assert str(tmp_path) not in page


def test_matrix_of_an_unknown_format(tmp_path: Path) -> None:
    assert "the ending of m.pdf is no format" in run("matrix", ENGLISH, "-o", tmp_path / "m.pdf", status=2).err
    assert "--json contradicts --format csv" in run("matrix", ENGLISH, "-o", tmp_path / "m.csv", "--json", status=2).err
    assert files(tmp_path) == {}


def test_matrix_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    said = run("matrix", ENGLISH, "-o", tmp_path / "none" / "m.csv", status=1)
    assert said.err.splitlines()[0].endswith("none/m.csv: error: cannot be written: No such file or directory")


# --- check -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROFILES)
def test_check_finds_no_fault_in_the_examples(name: str) -> None:
    found = run("check", PROFILES[name], "--json").json["diagnostics"]
    assert [each for each in found if each["severity"] != "info"] == []
    assert {each["code"] for each in found} <= {"from-defaults", "not-ready"}


def test_check_says_line_and_hint_and_ends_with_a_summary(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text(MINIMAL.read_text(encoding="utf-8").replace("size: small", "siz: small"), encoding="utf-8")
    lines = run("check", profile, status=1).out.splitlines()
    line = MINIMAL.read_text(encoding="utf-8").splitlines().index("size: small") + 1
    assert lines[0].startswith(f"{profile.as_posix()}:{line}:1: error: unknown key 'siz' (Did you mean 'size'?")
    assert lines[-1].endswith("error")
    lines = run("check", profile, status=1, ui="zh").out.splitlines()
    assert lines[0].startswith(f"{profile.as_posix()}:{line}:1: 错误：")
    assert "错误" in lines[-1]


def test_check_of_a_block_that_no_parent_has(tmp_path: Path) -> None:
    (tmp_path / "procedures").mkdir()
    text = '{% extends "!procedures/incident-management.en.md.j2" %}\n{% block purpos %}x{% endblock %}\n'
    (tmp_path / "procedures" / "incident-management.en.md.j2").write_text(text, encoding="utf-8")
    said = run("check", ENGLISH, "--templates", tmp_path, status=1).out
    assert "has no block 'purpos'; did you mean 'purpose'?" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "error: "),
        (b"", "error: "),
        (b"\xff\xfe\x00", "the file is not UTF-8"),
        (b"org:\n\tname: x\n", "error: "),
        (b"- a\n- b\n", "error: "),
    ],
)
def test_check_of_a_file_that_is_no_profile(content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "p.yaml").write_bytes(content)
    assert said in run("check", tmp_path / "p.yaml", status=1).out


# --- status ------------------------------------------------------------------------------


def states(folder: Path, profile: Path = ENGLISH) -> dict[str, str]:
    said = run("status", profile, "-o", folder, "--json").json
    assert set(said) == {"folder", "documents"}
    assert all(set(document) == {"id", "lang", "path", "state", "version", "control"} for document in said["documents"])
    return {document["path"]: document["state"] for document in said["documents"]}


def test_status_before_and_after_a_run(tmp_path: Path) -> None:
    assert set(states(tmp_path / "none").values()) == {"missing"}
    generated(tmp_path)
    assert set(states(tmp_path / "output").values()) == {"current"}
    assert not (tmp_path / "none").exists()


def test_status_of_edited_deleted_and_outdated_files(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    (folder / INCIDENTS).write_bytes(b"mine")
    problems = INCIDENTS.replace("P-19-incident", "P-22-problem")
    (folder / problems).unlink()
    profile = tmp_path / "p.yaml"
    text = ENGLISH.read_text(encoding="utf-8")
    name = prepared("english").organisation.profile.org.name.en
    profile.write_text(text.replace(name, name + " Group"), encoding="utf-8")
    found = states(tmp_path / "output", profile)
    assert found.pop(INCIDENTS) == "edited"
    assert found.pop(problems) == "missing"
    calendars = {path for path in found if path.endswith(".ics")}
    assert {state for path, state in found.items() if path not in calendars} == {"outdated"}
    said = run("status", profile, "-o", tmp_path / "output").out
    assert f"edited by hand  {INCIDENTS}" in said


# --- init and schema ---------------------------------------------------------------------


def test_schema_accepts_the_examples_and_refuses_a_misspelling() -> None:
    schema = jsonschema.Draft202012Validator(json.loads(run("schema").out))
    for path in PROFILES.values():
        facts = yaml.safe_load(path.read_text(encoding="utf-8"))
        facts = json.loads(json.dumps(facts, default=str))
        assert [found.message for found in schema.iter_errors(facts)] == []
        assert not schema.is_valid({**facts, "servces": []})


# --- the program as a whole --------------------------------------------------------------


def program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "iso20k_docs", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120, cwd=ROOT,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_TW"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "en_IE.UTF-8"}, "en"),
        ({"LC_ALL": "de_DE.UTF-8"}, "en"),
    ],
)
def test_messages_are_in_the_language_of_the_locale(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ui_language() == language


def test_a_pipe_of_another_encoding_gets_utf8(tmp_path: Path) -> None:
    said = program("check", tmp_path / "没有.yaml", "--ui", "zh", PYTHONIOENCODING="ascii")
    assert said.returncode == 1
    assert "没有.yaml" in said.stdout
    assert said.stderr == ""


def test_json_on_a_pipe_is_json_and_nothing_else(tmp_path: Path) -> None:
    said = program("generate", "profiles/english.yaml", "-o", tmp_path, "--json", "--only", "P-19")
    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout)["changes"][0]["change"] == "created"


def test_a_bug_of_ours_says_so_and_exits_70() -> None:
    broken = "import iso20k_docs.cli as c; c.cli.main = lambda **_: 1 / 0; c.main()"
    said = subprocess.run(
        [sys.executable, "-c", broken], capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    assert said.returncode == 70
    assert "ZeroDivisionError" in said.stderr
    assert said.stderr.splitlines()[-1].startswith("This is a bug of ours: please send us the lines above.")


@pytest.mark.parametrize("arguments", [["generate"], ["generat"], ["list"], ["matrix", "x", "--format", "pdf"]])
def test_a_slip_of_usage_exits_2(arguments: list[str]) -> None:
    run(*arguments, ui=None, status=2)


def test_same_bytes_in_another_place_time_language_and_hash_seed(tmp_path: Path) -> None:
    wanted = {file.path: file.data for file in document_set("small").files}
    code = document_set("small").code
    for seed, zone, locale in (("1", "Asia/Shanghai", "zh_CN.UTF-8"), ("2", "America/St_Johns", "C")):
        folder = tmp_path / f"out {seed}"
        home = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
        said = program(
            "generate", "profiles/small.yaml", "-o", folder, PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale, **home
        )
        assert said.returncode == 0, said.stderr
        assert documents(folder / code) == wanted
