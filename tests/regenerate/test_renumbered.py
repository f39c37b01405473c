"""Scenario 25: the organisation numbers its documents in another way, so that their files are called something else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from iso20k_docs.model.changes import Generated, Outcome
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.afterwards import undo
from iso20k_docs.regenerate.disk import Disk
from iso20k_docs.regenerate.merging import WordMerger
from iso20k_docs.regenerate.publish import Order, preview, publish
from iso20k_docs.regenerate.standing import nothing_to_do
from tests.regenerate.helpers import CountingDisk, Crash, DyingDisk, RefusingDisk, visible
from tests.regenerate.merge import desk
from tests.regenerate.merge.desk import accepted, edited, rejected, said, types

OLD, NEW = "zh/2-procedures/HC-ITSMS-P-11-levels.docx", "zh/2-procedures/HC-SMS-P11-levels.docx"
OLD_LIST, NEW_LIST = (path.replace("levels.docx", "list.xlsx") for path in (OLD, NEW))
FOLDER = "zh/2-procedures/"


def documents(scheme: str = "HC-ITSMS-P-") -> list[Generated]:
    """A procedure that names its own code in the text, and a list that lies beside it."""
    made = desk.document(
        desk.heading("purpose", "目的"),
        desk.body("purpose/p-1", f"本文件编号为{scheme}11，每月评审一次。"),
    )
    data = desk.written(replace(made, control=replace(made.control, code=f"{scheme}11")))
    return [
        Generated(made.id, "zh", f"{FOLDER}{scheme}11-levels.docx", data),
        Generated(made.id, "zh", f"{FOLDER}{scheme}11-list.xlsx", f"a list of {scheme}11".encode()),
    ]


RENUMBERED = documents("HC-SMS-P")


def generate(
    folder: Path, generated: list[Generated], *, rename: bool = False, inputs: str = "", disk: Disk | None = None
) -> Outcome:
    order = Order(whole=True, inputs=inputs, merger=WordMerger(), keep_deleted=True, rename=rename)
    return publish(folder, generated, order, disk)


def told(outcome: Outcome) -> list[tuple[str, str, object]]:
    return [(change.path, change.change, change.reason) for change in outcome.changes]


def edit(folder: Path) -> bytes:
    data = edited((folder / OLD).read_bytes(), types("每月评审", "每季评审"))
    (folder / OLD).write_bytes(data)
    return data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "output" / "HC"
    generate(folder, documents())
    return folder


def test_files_that_nobody_edited_are_renamed(folder: Path) -> None:
    before = visible(folder)
    shown = preview(folder, RENUMBERED, Order(whole=True, merger=WordMerger(), keep_deleted=True))
    assert visible(folder) == before, "a preview renames nothing"
    outcome = generate(folder, RENUMBERED, inputs="two")
    assert outcome == shown
    assert told(outcome) == [
        (NEW, "updated", reasons.renamed(OLD)),
        (NEW_LIST, "updated", reasons.renamed(OLD_LIST)),
    ]
    assert visible(folder) == {one.path: one.data for one in RENUMBERED}
    assert nothing_to_do(folder.parent, "two")
    assert told(generate(folder, RENUMBERED)) == [(NEW, "unchanged", None), (NEW_LIST, "unchanged", None)]


def test_undoing_brings_the_old_names_back(folder: Path) -> None:
    before = visible(folder)
    run = generate(folder, RENUMBERED).run
    assert told(undo(folder, run)) == [(OLD, "updated", None), (OLD_LIST, "updated", None)]
    assert visible(folder) == before
    generate(folder, RENUMBERED)
    assert visible(folder) == {one.path: one.data for one in RENUMBERED}


def test_an_edited_file_gets_the_new_code_as_tracked_changes_and_keeps_its_name(folder: Path) -> None:
    mine = edit(folder)
    outcome = generate(folder, RENUMBERED)
    assert told(outcome)[0] == (OLD, "merged", reasons.old_name(OLD, NEW))
    data = (folder / OLD).read_bytes()
    assert rejected(data) == said(mine)
    assert "本文件编号为HC-SMS-P11，每季评审一次。" in str(accepted(data))
    assert "code" in outcome.changes[0].settings
    assert not (folder / NEW).exists()
    assert told(generate(folder, RENUMBERED))[0] == (OLD, "unchanged", reasons.old_name(OLD, NEW))


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "in a later run"])
def test_an_edited_file_is_renamed_where_that_is_asked_for(folder: Path, at_once: bool) -> None:
    mine = edit(folder)
    before = visible(folder)
    if not at_once:
        generate(folder, RENUMBERED)
        before = visible(folder)
    outcome = generate(folder, RENUMBERED, rename=True)
    assert told(outcome)[0] == (NEW, "merged" if at_once else "updated", reasons.renamed(OLD))
    assert sorted(visible(folder)) == [NEW, NEW_LIST]
    assert rejected((folder / NEW).read_bytes()) == said(mine)
    undo(folder, outcome.run)
    assert visible(folder) == before


def test_a_file_that_the_user_named_keeps_that_name(folder: Path) -> None:
    own = f"{FOLDER}服务级别.docx"
    (folder / OLD).rename(folder / own)
    assert told(generate(folder, documents()))[0] == (own, "unchanged", reasons.moved(own, OLD))
    assert told(generate(folder, RENUMBERED, rename=True))[0] == (own, "updated", reasons.moved(own, NEW))


def test_a_new_name_that_is_taken_is_not_given(folder: Path) -> None:
    (folder / NEW_LIST).write_bytes(b"something of the user's")
    assert told(generate(folder, RENUMBERED))[1] == (OLD_LIST, "updated", reasons.old_name(OLD_LIST, NEW_LIST))
    assert (folder / NEW_LIST).read_bytes() == b"something of the user's"


def test_a_file_that_cannot_be_renamed_stays_what_it_was(folder: Path) -> None:
    before = visible(folder)
    outcome = generate(folder, RENUMBERED, disk=RefusingDisk(Path(NEW_LIST).name))
    assert [(path, change) for path, change, _ in told(outcome)] == [(NEW, "updated"), (OLD_LIST, "skipped")]
    assert (folder / OLD_LIST).read_bytes() == before[OLD_LIST]
    generate(folder, RENUMBERED)
    assert visible(folder) == {one.path: one.data for one in RENUMBERED}


def test_a_crash_at_any_step_leaves_one_file_of_each_and_the_next_run_finishes(tmp_path: Path) -> None:
    def begin(name: str) -> tuple[Path, bytes]:
        folder = tmp_path / name
        generate(folder, documents())
        return folder, edit(folder)

    disk = CountingDisk()
    whole, _ = begin("count")
    generate(whole, RENUMBERED, rename=True, disk=disk)
    wanted = visible(whole)
    for step in range(disk.step):
        folder, mine = begin(str(step))
        with pytest.raises(Crash):
            generate(folder, RENUMBERED, rename=True, disk=DyingDisk(step))
        there = [path for path in (OLD, NEW) if (folder / path).exists()]
        assert len(there) == 1, step
        assert rejected((folder / there[0]).read_bytes()) == said(mine)
        generate(folder, RENUMBERED, rename=True)
        assert visible(folder) == wanted, step
