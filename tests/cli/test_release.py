"""`release`: what is said, and that every command knows the versions afterwards."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import ENGLISH, files, generated, run
from tests.sets import document_set

P = "CHS-ITSMS-P-22"


def test_the_first_release_of_a_set_and_what_the_commands_say_then(tmp_path: Path) -> None:
    folder, out = generated(tmp_path), tmp_path / "output"
    before = files(folder)
    told = run("release", ENGLISH, "--date", "2026-11-22", "-o", out, "--only", "P", "--preview")
    count = sum(document.path.startswith("en/2-") for document in document_set("english").built.documents)
    assert told.out.splitlines()[0] == f"Would release {count} documents:"
    assert files(folder) == before

    said = run("release", ENGLISH, "--date", "2026-11-22", "-o", out, "--only", "P", "--json").json
    assert set(said) == {"folder", "run", "released", "held", "changes", "reports"}
    assert (said["run"], said["held"], len(said["released"])) == (2, [], count)
    assert said["reports"] == ["reports/update-report-2.docx", "reports/update-report-2.md"]
    problems = next(one for one in said["released"] if one["code"] == P)
    assert problems == {
        "id": "problem-management", "code": P, "before": None, "version": "V1.0", "date": "2026-11-22",
        "effective": "2026-11-22", "change": {"zh": "首次发布", "en": "First issue"},
    }  # fmt: skip

    again = run("release", ENGLISH, "--date", "2026-11-23", "-o", out, "--only", "P")
    assert again.out == "There is nothing to release.\n"
    rows = run("status", ENGLISH, "-o", out, "--json").json["documents"]
    found = {row["id"]: (row["version"], row["control"], row["state"]) for row in rows}
    assert found["problem-management"] == ("V1.0", "in-force", "current")
    listed = run("list", ENGLISH, "-o", out, "--json").json["documents"]
    assert {row["version"] for row in listed} == {"V1.0"}


def test_wrong_dates_and_names(tmp_path: Path) -> None:
    said = run("release", ENGLISH, "--date", "22.11.2026", "-o", tmp_path, status=1)
    assert said.err.splitlines()[0] == "--date: error: '22.11.2026' is no date (write it like 2027-03-01)"
    said = run("release", ENGLISH, "--date", "2026-11-22", "--only", "P-99", "-o", tmp_path, status=2)
    assert "no such document or tier: P-99" in said.err
    assert list(tmp_path.iterdir()) == []
