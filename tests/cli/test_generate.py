"""`generate`: what is written, what is said, what never happens."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from iso20k_docs.branding.files import brand_inputs
from iso20k_docs.pipeline import selected, write_twins
from tests.cli.running import ENGLISH, MINIMAL, SMALL, documents, files, generated, run
from tests.sets import PROFILES, document_set, prepared

CODE = "CHS"
INCIDENTS = f"en/2-procedures/{CODE}-ITSMS-P-19-incident-management.docx"
TIER_1 = [f"M-0{number}" for number in range(1, 10)]


def register() -> int:
    """How many files the English set has: a document each, and what lies beside some of them."""
    made = document_set("english")
    return len(made.built.documents) + len(write_twins(made.prepared, made.built, made.built.documents))


# --- a first run and a second ------------------------------------------------------------


def test_the_first_run_writes_the_whole_set(tmp_path: Path) -> None:
    said = run("generate", ENGLISH, "-o", tmp_path)
    assert said.out.splitlines() == [f"Done: {register()} created", f"Folder: {tmp_path.as_posix()}/{CODE}"]
    assert documents(tmp_path / CODE) == {file.path: file.data for file in document_set("english").files}


def test_in_json(tmp_path: Path) -> None:
    said = run("generate", ENGLISH, "-o", tmp_path, "--json").json
    assert set(said) == {"changes", "folder"}
    assert said["folder"] == f"{tmp_path.as_posix()}/{CODE}"
    assert all(set(change) == {"id", "lang", "path", "change"} for change in said["changes"])
    assert {"id": "incident-management", "lang": "en", "path": INCIDENTS, "change": "created"} in said["changes"]


def test_a_second_run_changes_no_byte(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    before = files(folder)
    said = run("generate", ENGLISH, "-o", tmp_path / "output")
    assert said.out.splitlines()[0] == f"Done: {register()} unchanged"
    assert files(folder) == before


def test_nor_does_one_that_composes_everything_anew(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    before = documents(folder)
    said = run("generate", ENGLISH, "-o", tmp_path / "output", "--lang", "en")
    assert said.out.splitlines()[0] == f"Done: {register()} unchanged"
    assert documents(folder) == before


def test_a_changed_fact_updates_what_holds_it(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    profile = tmp_path / "english.yaml"
    text = ENGLISH.read_text(encoding="utf-8")
    name = prepared("english").organisation.profile.tools.ticketing.name.en
    profile.write_text(text.replace(name, "Ticketmaster 9"), encoding="utf-8")
    said = Counter(c["change"] for c in run("generate", profile, "-o", tmp_path / "output", "--json").json["changes"])
    assert set(said) == {"updated", "unchanged"}
    assert b"Ticketmaster 9" not in (folder / INCIDENTS).read_bytes()  # it is deflated there
    assert run("generate", profile, "-o", tmp_path / "output").out.startswith(f"Done: {register()} unchanged")


# --- what the user wrote -----------------------------------------------------------------


def test_an_edited_file_stays_and_the_new_version_lies_beside_it(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    new = (folder / INCIDENTS).read_bytes()
    (folder / INCIDENTS).write_bytes(b"mine")
    said = run("generate", ENGLISH, "-o", tmp_path / "output", "--json", status=3).json
    (kept,) = [change for change in said["changes"] if change["change"] != "unchanged"]
    beside = INCIDENTS.replace(".docx", ".new.docx")
    assert kept == {
        "id": "incident-management", "lang": "en", "path": INCIDENTS, "change": "kept", "beside": beside,
    }  # fmt: skip
    assert ((folder / INCIDENTS).read_bytes(), (folder / beside).read_bytes()) == (b"mine", new)
    text = run("generate", ENGLISH, "-o", tmp_path / "output", status=3).out
    assert f"  yours kept  {INCIDENTS}: " in text
    assert "incident-management.new.docx" in text


def test_a_deleted_file_stays_deleted_until_it_is_restored(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    (folder / INCIDENTS).unlink()
    said = run("generate", ENGLISH, "-o", tmp_path / "output").out
    assert said.splitlines() == [
        f"  absent  {INCIDENTS}: you deleted it, so it is not written again; `restore` brings it back",
        f"Done: {register() - 1} unchanged, 1 absent",
        f"Folder: {folder.as_posix()}",
    ]
    assert not (folder / INCIDENTS).exists()
    assert "1 created" in run("restore", "incident-management", "-o", tmp_path / "output").out
    assert run("generate", ENGLISH, "-o", tmp_path / "output").out.startswith(f"Done: {register()} unchanged")


# --- a part of the set -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (["incident-management"], ["P-19"]),
        ([f"{CODE}-ITSMS-P-19"], ["P-19"]),
        (["p-19"], ["P-19"]),
        (["P-19", "W-04"], ["P-19", "W-04"]),
        (["M"], TIER_1),
        (["1"], TIER_1),
        (["manual"], TIER_1),
        (["1-manual"], TIER_1),
    ],
)
def test_what_only_names(wanted: list[str], numbers: list[str]) -> None:
    entries = prepared("english").organisation.register
    chosen, unknown = selected(entries.values(), wanted)
    assert sorted(entries[name].number for name in chosen) == sorted(numbers)
    assert unknown == []


def test_only(tmp_path: Path) -> None:
    said = run("generate", ENGLISH, "-o", tmp_path, "--json", "--only", "W", "--only", "P-19").json["changes"]
    entries = prepared("english").organisation.register
    assert [change["id"] for change in said] == [e.id for e in entries.values() if e.type == "W" or e.number == "P-19"]
    assert sorted(documents(tmp_path / CODE)) == sorted(change["path"] for change in said)


def test_only_something_unknown_is_a_slip_of_usage(tmp_path: Path) -> None:
    said = run("generate", ENGLISH, "-o", tmp_path, "--only", "P-98", "--only", "P-19", status=2)
    assert "Invalid value for --only: no such document or tier: P-98" in said.err
    assert files(tmp_path) == {}


def test_one_language(tmp_path: Path) -> None:
    changes = run("generate", MINIMAL, "-o", tmp_path, "--lang", "zh", "--json").json["changes"]
    assert {change["lang"] for change in changes} == {"zh"}
    assert {path.split("/")[0] for path in documents(tmp_path / prepared("minimal").organisation.profile.org.code)} == {
        "zh"
    }


def test_a_language_that_the_profile_does_not_have(tmp_path: Path) -> None:
    said = run("generate", ENGLISH, "-o", tmp_path, "--lang", "zh", status=2)
    assert "the profile's languages are en; add 'zh' there" in said.err
    assert files(tmp_path) == {}


def test_what_was_left_out_is_not_forgotten(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    run("generate", ENGLISH, "-o", tmp_path / "output", "--only", "P-19")
    said = run("generate", ENGLISH, "-o", tmp_path / "output").out
    assert said.splitlines()[0] == f"Done: {register()} unchanged"
    assert len(documents(folder)) == len(document_set("english").files)


def test_the_auditor_edition_lies_apart_and_names_requirements(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    run("generate", ENGLISH, "-o", tmp_path / "output", "--edition", "auditor", "--only", "P-19")
    auditors, working = documents(folder.with_name(f"{CODE}-auditor")), documents(folder)
    assert list(auditors) == [INCIDENTS]
    assert len(auditors[INCIDENTS]) > len(working[INCIDENTS])
    assert len(working) == len(document_set("english").files)


# --- preview -----------------------------------------------------------------------------


def test_a_preview_of_a_first_run_writes_nothing_at_all(tmp_path: Path) -> None:
    said = run("generate", ENGLISH, "-o", tmp_path / "new", "--preview")
    assert said.out.splitlines()[-2:] == [
        f"Preview (nothing was written): {register()} created",
        f"Folder: {tmp_path.as_posix()}/new/{CODE}",
    ]
    assert f"  created  {INCIDENTS}" in said.out
    assert list(tmp_path.iterdir()) == []


def test_a_preview_says_what_a_run_would_do(tmp_path: Path) -> None:
    folder = generated(tmp_path)
    (folder / INCIDENTS).write_bytes(b"mine")
    before = files(folder)
    preview = run("generate", ENGLISH, "-o", tmp_path / "output", "--preview", "--json", status=3).json
    assert files(folder) == before
    done = run("generate", ENGLISH, "-o", tmp_path / "output", "--json", status=3).json
    assert done.pop("reports") == ["reports/update-report-2.docx", "reports/update-report-2.md"]
    assert done == preview


# --- several profiles --------------------------------------------------------------------


def test_several_profiles_each_in_its_folder(tmp_path: Path) -> None:
    said = run("generate", SMALL, ENGLISH, "-o", tmp_path, "--only", "P-19", "--json").json
    small = prepared("small").organisation.profile.org.code
    assert said["folder"] == tmp_path.as_posix()
    assert [change["path"].split("/")[0] for change in said["changes"]] == [small, CODE]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([small, CODE])


def test_results_come_in_the_order_asked_for(tmp_path: Path) -> None:
    generated(tmp_path)
    said = run("generate", SMALL, ENGLISH, "-o", tmp_path / "output").out
    small = prepared("small").organisation.profile.org.code
    assert [line.rpartition("/")[2] for line in said.splitlines() if line.startswith("Folder")] == [small, CODE]


@pytest.mark.parametrize("known", [False, True])
def test_one_code_for_two_organisations_is_refused(known: bool, tmp_path: Path) -> None:
    if known:
        generated(tmp_path)
    twin = tmp_path / "twin.yaml"
    small = prepared("small").organisation.profile.org.code
    twin.write_text(SMALL.read_text(encoding="utf-8").replace(f"code: {small}", f"code: {CODE}"), encoding="utf-8")
    before = files(tmp_path)
    said = run("generate", ENGLISH, twin, "-o", tmp_path / "output", status=1)
    expected = f"the folder {CODE} is that of {ENGLISH.as_posix()} too (the same organisation code)"
    assert f"{twin.as_posix()}: error: {expected}" in said.err
    assert files(tmp_path) == before


def test_the_same_profile_twice_is_one(tmp_path: Path) -> None:
    said = run("generate", ENGLISH, ENGLISH, "-o", tmp_path, "--only", "P-19").out
    assert said.splitlines()[0] == "Done: 1 created"


# --- errors ------------------------------------------------------------------------------


def spoilt(folder: Path, name: str = "spoilt.yaml") -> Path:
    file = folder / name
    text = MINIMAL.read_text(encoding="utf-8").replace("size: small", "size: tiny\ncolour: red")
    file.write_text(text.replace("name:", "nam:", 1), encoding="utf-8")
    return file


def test_all_errors_come_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    profile = spoilt(tmp_path)
    said = run("generate", profile, "-o", tmp_path / "output", status=1)
    assert said.out == ""
    lines = said.err.splitlines()
    assert lines[-1] == "Nothing was written."
    assert len(lines) > 3
    assert all(line.startswith(f"{profile.as_posix()}:") and ": error: " in line for line in lines[:-1])
    assert not (tmp_path / "output").exists()


def test_in_json_they_are_diagnostics(tmp_path: Path) -> None:
    said = run("generate", spoilt(tmp_path), "-o", tmp_path / "output", "--json", status=1)
    assert said.err == ""
    keys = {"severity", "code", "message", "file", "line", "column", "hint"}
    assert {frozenset(found) for found in said.json["diagnostics"]} == {frozenset(keys)}


def test_errors_of_several_profiles_come_together_and_none_is_written(tmp_path: Path) -> None:
    first, second = spoilt(tmp_path, "a.yaml"), spoilt(tmp_path, "b.yaml")
    said = run("generate", first, ENGLISH, second, tmp_path / "c.yaml", "-o", tmp_path / "output", status=1)
    named = {line.partition(":")[0] for line in said.err.splitlines()[:-1]}
    assert named == {path.as_posix() for path in (first, second, tmp_path / "c.yaml")}
    assert not (tmp_path / "output").exists()


def test_an_error_in_the_templates_of_one_leaves_all_unwritten(tmp_path: Path) -> None:
    overlay = tmp_path / "own" / "procedures"
    overlay.mkdir(parents=True)
    text = '{% extends "!procedures/incident-management.zh.md.j2" %}{% block purpose %}{{ nothing }}{% endblock %}'
    (overlay / "incident-management.zh.md.j2").write_text(text, encoding="utf-8")
    said = run("generate", ENGLISH, SMALL, "-o", tmp_path / "output", "--templates", tmp_path / "own", status=1)
    assert said.err.splitlines()[0].startswith("templates/procedures/incident-management.zh.md.j2:1: error: ")
    assert not (tmp_path / "output").exists()


def test_a_logo_that_is_not_there(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text(MINIMAL.read_text(encoding="utf-8") + "\nbrand:\n  logo: logo.png\n", encoding="utf-8")
    said = run("generate", profile, "-o", tmp_path / "output", status=1)
    assert "error: the logo logo.png cannot be read: No such file or directory" in said.err
    (tmp_path / "logo.png").write_bytes(b"GIF89a")
    said = run("generate", profile, "-o", tmp_path / "output", status=1)
    assert "error: the logo logo.png: it is no PNG, JPEG or SVG picture" in said.err


def test_a_changed_logo_is_a_changed_input(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    (tmp_path / "a.png").write_bytes(b"one")
    for text in ("brand:\n  logo: a.png\n", 'brand: {fonts: modern, logo: "a.png"}\n', "brand: {logo: a.png}\n"):
        profile.write_text(text, encoding="utf-8")
        assert dict(brand_inputs(profile)) == {"a.png": b"one"}


def test_a_folder_of_templates_that_is_not_there(tmp_path: Path) -> None:
    said = run("generate", ENGLISH, "-o", tmp_path, "--templates", tmp_path / "none", status=1)
    assert said.err.splitlines()[0].endswith("none: error: there is no such templates folder")


def test_no_profile_at_all() -> None:
    assert "Missing argument 'PROFILES...'" in run("generate", status=2).err


@pytest.mark.parametrize("ui", ["zh", "en"])
def test_messages_in_the_language_asked_for(ui: str, tmp_path: Path) -> None:
    said = run("generate", ENGLISH, "-o", tmp_path, "--only", "P-19", ui=ui).out
    assert said.splitlines()[0] == {"zh": "完成：1 新建", "en": "Done: 1 created"}[ui]


def test_every_example_profile_is_generated_without_a_warning(tmp_path: Path) -> None:
    said = run("generate", *PROFILES.values(), "-o", tmp_path, "--only", "W-08")
    assert said.err == ""
