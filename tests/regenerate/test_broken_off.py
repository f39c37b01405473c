"""A run that ends half-way, at every step it can end at."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from iso20k_docs.model.diagnostics import Place, UserError
from iso20k_docs.regenerate.paths import STORE
from iso20k_docs.regenerate.publish import Order, preview
from iso20k_docs.regenerate.standing import nothing_to_do
from tests.regenerate.helpers import (
    INCIDENT,
    MANUAL,
    REQUEST,
    CountingDisk,
    Crash,
    DyingDisk,
    FullDisk,
    changes,
    documents,
    generate,
    tree,
    visible,
)

ROOT = Path(__file__).parents[2]
NEW = "en/1-manual/YFZL-ITSMS-M-01.new.docx"
WANTED = {
    INCIDENT: f"v2 of {INCIDENT}".encode(),
    REQUEST: f"v2 of {REQUEST}".encode(),
    MANUAL: b"edited",
    NEW: f"v2 of {MANUAL}".encode(),
}


def begin(folder: Path) -> Path:
    """Version 1 of three documents; one was deleted since, one edited."""
    generate(folder, documents("v1"), inputs="one")
    (folder / REQUEST).unlink()
    (folder / MANUAL).write_bytes(b"edited")
    return folder


def steps(tmp_path: Path) -> int:
    """How many steps the second run takes."""
    disk = CountingDisk()
    generate(begin(tmp_path / "count"), documents("v2"), disk=disk)
    return disk.step


def test_a_crash_at_any_step_loses_nothing_and_the_next_run_finishes(tmp_path: Path) -> None:
    for step in range(steps(tmp_path)):
        folder = begin(tmp_path / f"{step}" / "YFZL")
        with pytest.raises(Crash):
            generate(folder, documents("v2"), inputs="two", disk=DyingDisk(step))
        assert (folder / MANUAL).read_bytes() == b"edited"
        assert (folder / INCIDENT).read_bytes() in (f"v1 of {INCIDENT}".encode(), WANTED[INCIDENT])
        assert nothing_to_do(folder.parent, "two") is None

        left = tree(folder)
        told = preview(folder, documents("v2"), Order(whole=True))
        assert tree(folder) == left, "a preview does not even clean up"
        outcome = generate(folder, documents("v2"), inputs="two")
        assert told == outcome
        assert changes(outcome)[INCIDENT] in ("updated", "unchanged")
        assert changes(outcome)[REQUEST] in ("created", "unchanged")
        assert changes(outcome)[MANUAL] == "kept"
        assert visible(folder) == WANTED, f"step {step}: no temporary file is left"
        store = {path.split("/")[1] for path in tree(folder) if path.startswith(STORE)}
        assert store <= {"manifest.json", "lock", "runs", "backup"}
        assert not [path for path in tree(folder) if path.endswith(".tmp")]
        assert changes(generate(folder, documents("v3")))[INCIDENT] == "updated"


def test_two_crashes_in_a_row_lose_nothing(tmp_path: Path) -> None:
    last = steps(tmp_path)
    for first in range(0, last, 5):
        for second in range(0, last, 6):
            folder = begin(tmp_path / f"{first}-{second}")
            for step, text in ((first, "v2"), (second, "v3")):
                try:
                    generate(folder, documents(text), disk=DyingDisk(step))
                except Crash:
                    assert (folder / MANUAL).read_bytes() == b"edited"
            outcome = generate(folder, documents("v2"))
            assert changes(outcome)[INCIDENT] in ("updated", "unchanged")
            assert changes(outcome)[REQUEST] in ("created", "updated", "unchanged")
            assert visible(folder) == WANTED


def test_a_run_filtered_after_a_crash_remembers_the_rest(tmp_path: Path) -> None:
    for step in range(steps(tmp_path)):
        folder = begin(tmp_path / f"{step}" / "YFZL")
        with pytest.raises(Crash):
            generate(folder, documents("v2"), disk=DyingDisk(step))
        generate(folder, documents("v2", MANUAL), whole=False)
        assert changes(generate(folder, documents("v3")))[INCIDENT] == "updated"


def test_a_full_disk_replaces_nothing_and_leaves_no_temporary_file(tmp_path: Path) -> None:
    for files in range(4):  # the journal and three documents
        folder = begin(tmp_path / f"{files}")
        before = tree(folder)
        with pytest.raises(UserError) as raised:
            generate(folder, documents("v2"), disk=FullDisk(files))
        (found,) = raised.value.diagnostics
        assert found.code == "disk-full"
        assert found.message.en == "the disk is full: writing stopped, the files that were there are intact"
        assert found.message.zh == "磁盘已满：写入中止，原有文件完好"
        assert found.place == Place(folder.as_posix())
        assert tree(folder) == before
        generate(folder, documents("v2"))
        assert visible(folder) == WANTED


def test_a_disk_that_is_full_at_the_manifest_is_made_good_by_the_next_run(tmp_path: Path) -> None:
    folder = begin(tmp_path)
    with pytest.raises(UserError, match="disk-full"):
        generate(folder, documents("v2"), disk=FullDisk(6))
    assert visible(folder) == WANTED
    assert changes(generate(folder, documents("v3"))) == {
        INCIDENT: "updated",
        REQUEST: "updated",
        MANUAL: "kept",
    }


def test_a_full_disk_after_a_crash_keeps_what_the_crashed_run_wrote_in_mind(tmp_path: Path) -> None:
    for step in range(steps(tmp_path)):
        folder = begin(tmp_path / f"{step}")
        with pytest.raises(Crash):
            generate(folder, documents("v2"), disk=DyingDisk(step))
        for files in range(3):
            with pytest.raises(UserError, match="disk-full"):
                generate(folder, documents("v3"), disk=FullDisk(files))
        assert changes(generate(folder, documents("v4")))[INCIDENT] == "updated"


def test_a_journal_that_is_garbage_or_names_other_files_does_no_harm(tmp_path: Path) -> None:
    folder = begin(tmp_path / "YFZL")
    outside = tmp_path / "outside.docx"
    outside.write_bytes(b"outside")
    entry = {"id": "x", "language": "zh", "sha256": "0"}
    for journal in (b"\x00\xff", b"[", json.dumps({"format": 1, "files": {"../outside.docx": entry}}).encode()):
        (folder / STORE / "journal.json").write_bytes(journal)
        generate(folder, documents("v2"))
        assert visible(folder) == WANTED
        assert outside.read_bytes() == b"outside"
        assert not (folder / STORE / "journal.json").exists()


KILLED = """
import os, sys
from pathlib import Path
from tests.regenerate.helpers import DyingDisk, documents, generate

class Killed(DyingDisk):
    def _step(self):
        self.step += 1
        if self.step > self.at:
            os._exit(77)

generate(Path(sys.argv[1]), documents("v2"), disk=Killed(int(sys.argv[2])))
"""


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8])
def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path, part: float) -> None:
    step = int(steps(tmp_path) * part)
    folder = begin(tmp_path / "YFZL")
    command = [sys.executable, "-c", KILLED, str(folder), str(step)]
    done = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 77
    generate(folder, documents("v2"))
    assert visible(folder) == WANTED
