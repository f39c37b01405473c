"""Two runs at the same time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from iso20k_docs.model.diagnostics import Place, UserError
from tests.regenerate.helpers import changes, documents, generate, tree, visible

ROOT = Path(__file__).parents[2]
SLOW = """
import sys
from pathlib import Path
from iso20k_docs.regenerate.disk import Disk
from tests.regenerate.helpers import documents, generate

class Waiting(Disk):
    def write(self, path, data):
        if path.name == "journal.json.tmp":
            print("at work", flush=True)
            sys.stdin.readline()
        super().write(path, data)

generate(Path(sys.argv[1]), documents("first"), disk=Waiting())
"""


def test_the_second_run_in_a_folder_is_told_who_is_at_work(tmp_path: Path) -> None:
    folder = tmp_path / "YFZL"
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    ) as first:
        assert first.stdout and first.stdin
        assert first.stdout.readline() == "at work\n"
        with pytest.raises(UserError) as raised:
            generate(folder, documents("second"))
        assert visible(folder) == {}
        elsewhere = generate(tmp_path / "ACME", documents("second"))
        first.stdin.write("go on\n")
    assert first.returncode == 0
    (found,) = raised.value.diagnostics
    assert found.code == "folder-busy"
    assert found.message.en == f"another iso20k-docs is at work in this folder (pid {first.pid})"
    assert found.message.zh == f"另一个 iso20k-docs 正在处理此文件夹 (pid {first.pid})"
    assert found.place == Place(folder.as_posix())
    assert set(changes(elsewhere).values()) == {"created"}
    assert visible(folder) == {one.path: one.data for one in documents("first")}
    assert tree(folder)[".iso20k/lock"] == b""


def test_the_folder_is_free_again_after_a_run_that_failed(tmp_path: Path) -> None:
    (tmp_path / ".iso20k" / "journal.json").mkdir(parents=True)
    with pytest.raises(UserError, match="store-unusable"):
        generate(tmp_path, documents("v1"))
    (tmp_path / ".iso20k" / "journal.json").rmdir()
    generate(tmp_path, documents("v1"))
