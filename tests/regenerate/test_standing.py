"""How the files stand, and the short cut for a run with nothing to do."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from iso20k_docs.model.changes import Standing
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.regenerate.standing import nothing_to_do, status
from tests.regenerate.helpers import INCIDENT, MANUAL, REQUEST, FullDisk, changes, documents, generate, tree

ROOT = Path(__file__).parents[2]
NEW = "zh/2-procedures/YFZL-ITSMS-P-19.new.docx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "YFZL"
    generate(folder, documents("v1"), inputs="one")
    return folder


def test_after_a_whole_run_with_the_same_inputs_there_is_nothing_to_do(folder: Path) -> None:
    generate(folder.parent / "ACME", documents("other"), inputs="other")
    before = tree(folder.parent)
    assert nothing_to_do(folder.parent, "one") == generate(folder, documents("v1"), inputs="one")
    assert nothing_to_do(folder.parent, "other") is not None
    assert tree(folder.parent) == before


def test_an_orphan_is_listed_there_too(folder: Path) -> None:
    generate(folder, documents("v1", INCIDENT, MANUAL), inputs="two")
    short = nothing_to_do(folder.parent, "two")
    assert short == generate(folder, documents("v1", INCIDENT, MANUAL), inputs="two")
    assert short and changes(short)[REQUEST] == "orphan"
    (folder / REQUEST).unlink()
    short = nothing_to_do(folder.parent, "two")
    assert short == generate(folder, documents("v1", INCIDENT, MANUAL), inputs="two")
    assert short and REQUEST not in changes(short)


def test_a_new_version_left_from_before_does_not_matter(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    generate(folder, documents("v2"), inputs="two")
    (folder / INCIDENT).write_bytes((folder / NEW).read_bytes())
    generate(folder, documents("v2"), inputs="two")
    assert nothing_to_do(folder.parent, "two") == generate(folder, documents("v2"), inputs="two")


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(lambda folder: (folder / INCIDENT).write_bytes(b"edited"), id="a file was edited"),
        pytest.param(lambda folder: (folder / INCIDENT).unlink(), id="a file was deleted"),
        pytest.param(lambda folder: generate(folder, documents("v2"), inputs="two"), id="other inputs since"),
        pytest.param(
            lambda folder: generate(folder, documents("v2", INCIDENT), inputs="two", whole=False),
            id="a part was made from other inputs since",
        ),
        pytest.param(lambda folder: folder.rename(folder.with_name("copy")), id="another folder's name"),
        pytest.param(lambda folder: (folder / ".iso20k" / "journal.json").touch(), id="a run broke off"),
        pytest.param(
            lambda folder: (folder / ".iso20k" / "manifest.json").write_bytes(b'{"format": 2}'),
            id="a newer tool was here",
        ),
    ],
)
def test_there_is_something_to_do_when(folder: Path, event: Callable[[Path], object]) -> None:
    assert nothing_to_do(folder.parent, "one")
    event(folder)
    assert nothing_to_do(folder.parent, "one") is None


def test_there_is_something_to_do_while_a_file_needs_a_person(folder: Path) -> None:
    (folder / INCIDENT).with_name(".~lock.YFZL-ITSMS-P-19.docx#").touch()
    generate(folder, documents("v2"), inputs="two")
    assert nothing_to_do(folder.parent, "two") is None


def test_there_is_something_to_do_where_a_file_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "YFZL" / INCIDENT).parent.mkdir(parents=True)
    (tmp_path / "YFZL" / INCIDENT).write_bytes(b"from the old system")
    generate(tmp_path / "YFZL", documents("v1"), inputs="one")
    assert nothing_to_do(tmp_path, "one") is None


def test_there_is_something_to_do_after_a_part_was_made_from_the_same_inputs(folder: Path) -> None:
    generate(folder, documents("v2", INCIDENT), inputs="two", whole=False)
    assert nothing_to_do(folder.parent, "two") is None


def test_without_inputs_or_folder_there_is_something_to_do(tmp_path: Path) -> None:
    assert nothing_to_do(tmp_path / "nowhere", "one") is None
    generate(tmp_path / "YFZL", documents("v1"), whole=False)
    assert nothing_to_do(tmp_path, "") is None


def test_status_tells_how_each_file_stands(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    generate(folder, documents("v2", INCIDENT, MANUAL))
    (folder / MANUAL).unlink()
    assert status(folder) == [
        Standing("incident-management", "zh", INCIDENT, "edited"),
        Standing("incident-management", "zh", NEW, "generated", beside_of=INCIDENT),
        Standing("manual", "en", MANUAL, "missing"),
        Standing("request-management", "zh", REQUEST, "generated", orphan=True),
    ]
    (folder / NEW).unlink()
    assert NEW not in {standing.path for standing in status(folder)}


def test_status_tells_of_a_users_own_file_with_a_new_version_beside_it(tmp_path: Path) -> None:
    (tmp_path / INCIDENT).parent.mkdir(parents=True)
    (tmp_path / INCIDENT).write_bytes(b"from the old system")
    generate(tmp_path, documents("v1", INCIDENT))
    assert status(tmp_path) == [
        Standing("incident-management", "zh", NEW, "generated", beside_of=INCIDENT),
        Standing("incident-management", "zh", INCIDENT, "edited"),
    ]


def test_status_knows_what_a_run_wrote_that_broke_off(folder: Path) -> None:
    with pytest.raises(UserError, match="disk-full"):
        generate(folder, documents("v2"), disk=FullDisk(4))
    assert {standing.state for standing in status(folder)} == {"generated"}


def test_status_of_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert status(tmp_path / "nowhere") == []


def test_the_short_cut_needs_no_slow_library() -> None:
    code = (
        "import sys; import iso20k_docs.regenerate.publish, iso20k_docs.regenerate.standing; "
        "print(sorted({'pydantic', 'jinja2', 'lxml', 'yaml', 'docx', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "[]\n"
