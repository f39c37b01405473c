"""A set that people work in for years: generated, edited, renamed, copied, deleted, lost and found.

The numbers are those of the scenarios in the design; what happens inside a document is in merge/test_merge.py.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from iso20k_docs.model.changes import Change, Generated, Outcome
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.afterwards import adopt, only_organisation, restore, undo
from iso20k_docs.regenerate.disk import Disk
from iso20k_docs.regenerate.identity import identity_of
from iso20k_docs.regenerate.merging import WordMerger, likeliest
from iso20k_docs.regenerate.publish import Order, preview, publish
from iso20k_docs.regenerate.resolving import resolve
from iso20k_docs.regenerate.standing import nothing_to_do, status
from tests.regenerate.helpers import CountingDisk, Crash, DyingDisk, FullDisk, MeddledDisk, tree, visible
from tests.regenerate.merge import desk
from tests.regenerate.merge.desk import accepted, edited, rejected, said, types

LEVELS = "zh/2-procedures/HC-ITSMS-P-11-service-level-management.docx"
CHANGES = "zh/2-procedures/HC-ITSMS-P-16-change-management.docx"
MOVED = "zh/2-procedures/服务级别.docx"
ID, OTHER = "service-level-management", "change-management"


def content(document: str, years: str, target: str) -> bytes:
    made = desk.document(
        desk.heading("purpose", "目的"),
        desk.body("purpose/p-1", "本文件规定过程的活动，并明确各部门的接口。"),
        desk.body("purpose/p-2", f"目标为{target}，每月统计一次。"),
        desk.heading("records", "记录"),
        desk.body("records/p-1", f"记录保存{years}年，期满后销毁。"),
    )
    return desk.written(replace(made, id=document))


def documents(years: str = "3", target: str = "99.5%", *, issued: bool = False) -> list[Generated]:
    return [
        Generated(ID, "zh", LEVELS, content(ID, years, target), issued),
        Generated(OTHER, "zh", CHANGES, content(OTHER, years, target), issued),
    ]


def generate(folder: Path, generated: list[Generated], *, inputs: str = "", disk: Disk | None = None) -> Outcome:
    order = Order(whole=True, inputs=inputs, merger=WordMerger(), keep_deleted=True)
    return publish(folder, generated, order, disk)


def changes(outcome: Outcome) -> dict[str, str]:
    return {change.path: change.change for change in outcome.changes}


def write(folder: Path, path: str, *edits: desk.Edit) -> bytes:
    """The user edits a file."""
    data = edited((folder / path).read_bytes(), *edits)
    (folder / path).write_bytes(data)
    return data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "output" / "HC"
    generate(folder, documents(), inputs="one")
    return folder


# --- what a run does


def test_a_draft_that_nobody_edited_is_updated_cleanly(folder: Path) -> None:
    assert changes(generate(folder, documents("5"))) == {LEVELS: "updated", CHANGES: "updated"}
    assert visible(folder) == {one.path: one.data for one in documents("5")}


def test_an_issued_document_that_nobody_edited_gets_tracked_changes(folder: Path) -> None:
    assert changes(generate(folder, documents("5", issued=True))) == {LEVELS: "merged", CHANGES: "merged"}
    data = (folder / LEVELS).read_bytes()
    assert accepted(data) == said(documents("5")[0].data)
    assert rejected(data) == said(documents("3")[0].data)


def test_an_edited_file_gets_the_changes_and_the_run_says_which(folder: Path) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    told = preview(folder, documents("5"), Order(whole=True, merger=WordMerger(), keep_deleted=True))
    assert (folder / LEVELS).read_bytes() == mine, "a preview writes nothing"
    outcome = generate(folder, documents("5"))
    assert told == outcome
    merged = outcome.changes[0]
    assert (merged.change, [(e.kind, e.section, e.before, e.after) for e in merged.edits]) == (
        "merged", [("changed", "记录", "记录保存3年，期满后销毁。", "记录保存5年，期满后销毁。")],
    )  # fmt: skip
    assert rejected((folder / LEVELS).read_bytes()) == said(mine)
    assert identity_of(folder / LEVELS) == identity_of(documents("5")[0].data)


def test_after_a_merge_there_is_nothing_to_do_until_something_changes(folder: Path) -> None:
    write(folder, LEVELS, types("每月统计", "每周统计"))
    generate(folder, documents("5"), inputs="two")
    before = tree(folder)
    assert nothing_to_do(folder.parent, "two") == generate(folder, documents("5"), inputs="two")
    assert tree(folder) == before
    write(folder, LEVELS, types("每周统计", "每季统计"))
    short = nothing_to_do(folder.parent, "two")
    assert short and changes(short) == {LEVELS: "unchanged", CHANGES: "unchanged"}
    assert [one.state for one in status(folder)] == ["edited", "generated"]


def test_a_conflict_is_told_until_it_is_settled(folder: Path) -> None:
    write(folder, LEVELS, types("保存3年", "保存7年"))
    outcome = generate(folder, documents("5"), inputs="two")
    assert changes(outcome)[LEVELS] == "conflict"
    assert outcome.needs_person
    assert outcome.changes[0].reason == reasons.open_conflicts(1)
    short = nothing_to_do(folder.parent, "two")
    assert short and changes(short)[LEVELS] == "conflict"
    resolve(folder, ID, "zh", 1, theirs=False)
    assert changes(generate(folder, documents("5"), inputs="two"))[LEVELS] == "unchanged"
    assert desk.comments((folder / LEVELS).read_bytes()) == []
    assert "记录保存7年，期满后销毁。" in str(accepted((folder / LEVELS).read_bytes()))


def test_the_templates_text_can_be_taken_after_all(folder: Path) -> None:
    mine = write(folder, LEVELS, types("保存3年", "保存7年"))
    generate(folder, documents("5"))
    resolve(folder, ID, "zh", 1, theirs=True)
    data = (folder / LEVELS).read_bytes()
    assert desk.redline(data) == ["记录保存[-7-]{+5+}年，期满后销毁。"]
    assert rejected(data) == said(mine)
    with pytest.raises(UserError, match="no-such-conflict"):
        resolve(folder, ID, "zh", 1, theirs=True)


def test_a_conflict_ends_when_its_comment_is_deleted_in_word(folder: Path) -> None:
    write(folder, LEVELS, types("保存3年", "保存7年"))
    generate(folder, documents("5"))

    def deletes_the_comment(root: object) -> None:
        for mark in list(root.iter("{*}commentReference", "{*}commentRangeStart", "{*}commentRangeEnd")):  # type: ignore[attr-defined]
            mark.getparent().remove(mark)

    write(folder, LEVELS, deletes_the_comment)
    assert changes(generate(folder, documents("5")))[LEVELS] == "unchanged"


# --- 14 to 19: what can go wrong on the way


def test_14_a_crash_at_any_step_loses_nothing_and_the_next_run_finishes(tmp_path: Path) -> None:
    def begin(name: str) -> tuple[Path, bytes]:
        folder = tmp_path / name
        generate(folder, documents())
        return folder, write(folder, LEVELS, types("每月统计", "每周统计"))

    disk = CountingDisk()
    whole, _ = begin("count")
    generate(whole, documents("5"), disk=disk)
    wanted = visible(whole)
    for step in range(disk.step):
        folder, mine = begin(str(step))
        with pytest.raises(Crash):
            generate(folder, documents("5"), disk=DyingDisk(step))
        assert rejected((folder / LEVELS).read_bytes()) == said(mine)
        generate(folder, documents("5"))
        assert visible(folder) == wanted, step


def test_16_a_file_that_is_open_waits_and_the_others_are_updated(folder: Path) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    lock = (folder / LEVELS).with_name("~$-ITSMS-P-11-service-level-management.docx")
    lock.touch()
    assert changes(generate(folder, documents("5"))) == {LEVELS: "skipped", CHANGES: "updated"}
    assert (folder / LEVELS).read_bytes() == mine
    lock.unlink()
    assert changes(generate(folder, documents("5"))) == {LEVELS: "merged", CHANGES: "unchanged"}


@pytest.mark.parametrize("files", range(9))
def test_18_a_full_disk_leaves_the_users_file_and_the_next_run_finishes(folder: Path, files: int) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    try:
        generate(folder, documents("5"), disk=FullDisk(files))
    except UserError as failure:
        assert [found.code for found in failure.diagnostics] == ["disk-full"]
    assert rejected((folder / LEVELS).read_bytes()) == said(mine)
    generate(folder, documents("5"))
    assert "记录保存5年，期满后销毁。" in str(accepted((folder / LEVELS).read_bytes()))
    assert not [path for path in tree(folder) if path.endswith(".tmp")]


def test_19_a_file_saved_during_the_run_is_left_and_merged_by_the_next(folder: Path) -> None:
    write(folder, LEVELS, types("每月统计", "每周统计"))
    meddled = MeddledDisk(3, lambda: write(folder, LEVELS, types("每周统计", "每日统计")))
    assert changes(generate(folder, documents("5"), disk=meddled))[LEVELS] == "skipped"
    assert changes(generate(folder, documents("5")))[LEVELS] == "merged"
    assert "每日统计" in str(accepted((folder / LEVELS).read_bytes()))


# --- 20: names and places


@pytest.mark.parametrize("edit", [False, True], ids=["untouched", "edited"])
def test_20_a_renamed_file_is_followed(folder: Path, edit: bool) -> None:
    if edit:
        write(folder, LEVELS, types("每月统计", "每周统计"))
    (folder / LEVELS).rename(folder / MOVED)
    outcome = generate(folder, documents("5"), inputs="two")
    assert changes(outcome) == {MOVED: "merged" if edit else "updated", CHANGES: "updated"}
    assert not (folder / LEVELS).exists()
    assert changes(generate(folder, documents("5"), inputs="two")) == {MOVED: "unchanged", CHANGES: "unchanged"}
    assert nothing_to_do(folder.parent, "two")


def test_20_a_file_moved_to_another_folder_is_followed(folder: Path) -> None:
    (folder / "归档").mkdir()
    (folder / LEVELS).rename(folder / "归档" / "a.docx")
    assert changes(generate(folder, documents("5"))) == {"归档/a.docx": "updated", CHANGES: "updated"}


def test_20_of_two_copies_a_person_names_the_controlled_one(folder: Path) -> None:
    shutil.copy(folder / LEVELS, folder / MOVED)
    before = visible(folder)
    outcome = generate(folder, documents("5"))
    assert outcome.changes[0] == Change(ID, "zh", LEVELS, "skipped", reason=reasons.COPIES)
    assert {path: visible(folder)[path] for path in (LEVELS, MOVED)} == {path: before[path] for path in (LEVELS, MOVED)}
    assert adopt(folder / MOVED).path == MOVED
    assert changes(generate(folder, documents("5")))[MOVED] == "updated"
    assert (folder / LEVELS).read_bytes() == before[LEVELS]


def test_20_a_deleted_file_stays_deleted_until_it_is_restored(folder: Path) -> None:
    (folder / LEVELS).unlink()
    for _ in range(2):
        assert changes(generate(folder, documents("5"), inputs="two")) == {
            LEVELS: "absent", CHANGES: "updated" if _ == 0 else "unchanged",
        }  # fmt: skip
    short = nothing_to_do(folder.parent, "two")
    assert short and changes(short)[LEVELS] == "absent"
    assert changes(restore(folder, ID)) == {LEVELS: "created"}
    assert changes(generate(folder, documents("5"), inputs="two")) == {LEVELS: "updated", CHANGES: "unchanged"}


# --- 21 and 23: lost memory, old files


@pytest.mark.parametrize("garbage", [None, b"", b"{", b'{"format": 1, "files": {"zh/a.docx": {"id": "x"}}}'])
def test_21_without_the_manifest_the_files_tell_what_they_are(folder: Path, garbage: bytes | None) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    manifest = folder / ".iso20k" / "manifest.json"
    if garbage is None:
        manifest.unlink()
    else:
        manifest.write_bytes(garbage)
    assert changes(generate(folder, documents("5"))) == {LEVELS: "merged", CHANGES: "updated"}
    assert rejected((folder / LEVELS).read_bytes()) == said(mine)


def test_21_a_damaged_base_means_no_merge_and_the_file_stays(folder: Path) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    for path in (folder / ".iso20k" / "objects").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    outcome = generate(folder, documents("5"))
    beside = LEVELS.replace(".docx", ".new.docx")
    assert outcome.changes[0].reason == reasons.refused(reasons.NO_BASE, beside)
    assert (folder / LEVELS).read_bytes() == mine
    assert (folder / beside).read_bytes() == documents("5")[0].data


def test_21_without_the_store_nothing_of_the_users_is_touched(folder: Path) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    shutil.rmtree(folder / ".iso20k")
    generate(folder, documents("5"))
    assert (folder / LEVELS).read_bytes() == mine
    assert changes(generate(folder, documents("5")))[LEVELS] == "kept"


def test_21_the_folder_may_go_to_another_computer(folder: Path, tmp_path: Path) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    other = tmp_path / "elsewhere" / "HC"
    shutil.copytree(folder, other)
    assert changes(generate(other, documents("5"))) == {LEVELS: "merged", CHANGES: "updated"}
    assert rejected((other / LEVELS).read_bytes()) == said(mine)


def test_22_what_is_no_document_any_more_stays_with_the_new_version_beside(folder: Path) -> None:
    (folder / LEVELS).write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"))
    outcome = generate(folder, documents("5"))
    beside = LEVELS.replace(".docx", ".new.docx")
    assert (outcome.changes[0].change, outcome.changes[0].beside) == ("kept", beside)
    assert outcome.changes[0].reason and "the file is encrypted" in outcome.changes[0].reason.en


def test_22_a_foreign_document_on_the_path_is_left_alone(folder: Path) -> None:
    data = (folder / CHANGES).read_bytes()
    (folder / LEVELS).write_bytes(data)
    (folder / CHANGES).unlink()
    generate(folder, documents("5"))
    assert (folder / LEVELS).read_bytes() == data or identity_of(folder / LEVELS).document == OTHER  # type: ignore[union-attr]


def test_23_an_old_file_put_back_gets_all_changes_since(folder: Path) -> None:
    old = write(folder, LEVELS, types("每月统计", "每周统计"))
    generate(folder, documents("5"))
    generate(folder, documents("6", "99.9%"))
    (folder / LEVELS).write_bytes(old)
    assert changes(generate(folder, documents("6", "99.9%")))[LEVELS] == "merged"
    data = (folder / LEVELS).read_bytes()
    assert rejected(data) == said(old)
    assert "目标为99.9%，每周统计一次。" in str(accepted(data))
    assert "记录保存6年，期满后销毁。" in str(accepted(data))


# --- 24 and 25: scope and language


@pytest.mark.parametrize("edit", [False, True], ids=["untouched", "edited"])
def test_24_a_document_out_of_scope_stays_and_can_come_back(folder: Path, edit: bool) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计")) if edit else (folder / LEVELS).read_bytes()
    for years in range(5, 15):
        rest = documents(str(years))[1:]
        assert changes(generate(folder, rest)) == {LEVELS: "orphan", CHANGES: "updated"}
        assert (folder / LEVELS).read_bytes() == mine
    assert changes(generate(folder, documents("20"))) == {LEVELS: "merged" if edit else "updated", CHANGES: "updated"}
    if edit:
        assert rejected((folder / LEVELS).read_bytes()) == said(mine)
    assert "记录保存20年，期满后销毁。" in str(accepted((folder / LEVELS).read_bytes()))


def test_25_another_language_is_another_set(folder: Path) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    english = [replace(one, language="en", path=one.path.replace("zh/", "en/")) for one in documents("5")]
    outcome = generate(folder, english)
    assert [change.change for change in outcome.changes] == ["created", "created", "orphan", "orphan"]
    assert (folder / LEVELS).read_bytes() == mine


# --- afterwards


def test_a_run_can_be_undone(folder: Path) -> None:
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    before = visible(folder)
    run = generate(folder, documents("5")).run
    assert changes(undo(folder, run)) == {LEVELS: "updated", CHANGES: "updated"}
    assert visible(folder) == before
    assert changes(generate(folder, documents("5"))) == {LEVELS: "merged", CHANGES: "updated"}
    assert rejected((folder / LEVELS).read_bytes()) == said(mine)


def test_what_was_edited_after_the_run_is_not_undone(folder: Path) -> None:
    run = generate(folder, documents("5")).run
    mine = write(folder, LEVELS, types("每月统计", "每周统计"))
    outcome = undo(folder, run)
    assert changes(outcome) == {LEVELS: "skipped", CHANGES: "updated"}
    assert (folder / LEVELS).read_bytes() == mine
    with pytest.raises(UserError, match="no-such-run"):
        undo(folder, 99)


def test_a_file_that_lost_its_id_can_be_adopted(folder: Path) -> None:
    """The document inspector of Word removes hidden data and properties; the words tell which version it stems from."""
    generate(folder, documents("5"))
    parts = desk.unpacked(edited((folder / LEVELS).read_bytes(), types("每月统计", "每周统计")))
    hidden = ("customXml/item1", "docProps/custom")
    parts = {name: data for name, data in parts.items() if not name.startswith(hidden)}
    (folder / LEVELS).write_bytes(desk.packed(parts))
    with pytest.raises(UserError, match="which-document"):
        adopt(folder / LEVELS)
    adopt(folder / LEVELS, ID, "zh", likeliest)
    assert changes(generate(folder, documents("6")))[LEVELS] == "merged"
    assert "记录保存6年，期满后销毁。" in str(accepted((folder / LEVELS).read_bytes()))


def test_backups_of_old_runs_and_versions_that_nobody_needs_are_dropped(folder: Path) -> None:
    write(folder, LEVELS, types("每月统计", "每周统计"))
    for years in range(4, 24):
        generate(folder, documents(str(years)))
    store = folder / ".iso20k"
    assert len(list((store / "backup").iterdir())) <= 10
    assert len([path for path in (store / "objects").rglob("*") if path.is_file()]) <= 12


def test_the_organisation_is_found_where_there_is_one(folder: Path) -> None:
    assert only_organisation(folder.parent) == folder
    (folder.parent / "ACME" / ".iso20k").mkdir(parents=True)
    with pytest.raises(UserError, match="which-organisation"):
        only_organisation(folder.parent)
    assert only_organisation(folder.parent, "HC") == folder
