"""What becomes of each file when the set is generated again."""

import os
from pathlib import Path

import pytest

from iso20k_docs.model.words import Words
from iso20k_docs.regenerate.publish import Order, preview
from tests.regenerate.helpers import (
    INCIDENT,
    MANUAL,
    REQUEST,
    MeddledDisk,
    RefusingDisk,
    changes,
    document,
    documents,
    generate,
    tree,
    visible,
)

NEW = "zh/2-procedures/YFZL-ITSMS-P-19.new.docx"
NEW_2 = "zh/2-procedures/YFZL-ITSMS-P-19.new-2.docx"
NEW_3 = "zh/2-procedures/YFZL-ITSMS-P-19.new-3.docx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An organisation's folder with version 1 of three documents."""
    folder = tmp_path / "output" / "YFZL"
    generate(folder, documents("v1"))
    return folder


def test_a_first_run_creates_every_file(tmp_path: Path) -> None:
    outcome = generate(tmp_path / "YFZL", documents("v1"))
    assert changes(outcome) == {INCIDENT: "created", REQUEST: "created", MANUAL: "created"}
    assert visible(tmp_path / "YFZL") == {one.path: one.data for one in documents("v1")}
    assert outcome.folder == (tmp_path / "YFZL").as_posix()
    assert not outcome.needs_person


def test_a_second_run_changes_no_byte_and_no_time(folder: Path) -> None:
    before = tree(folder)
    times = {path: (folder / path).stat().st_mtime_ns for path in before if not path.endswith("lock")}
    outcome = generate(folder, documents("v1"))
    assert set(changes(outcome).values()) == {"unchanged"}
    assert tree(folder) == before
    assert {path: (folder / path).stat().st_mtime_ns for path in times} == times


def test_an_untouched_file_is_updated(folder: Path) -> None:
    outcome = generate(folder, [*documents("v2", INCIDENT), *documents("v1", REQUEST, MANUAL)])
    assert changes(outcome) == {INCIDENT: "updated", REQUEST: "unchanged", MANUAL: "unchanged"}
    assert visible(folder) == {
        INCIDENT: f"v2 of {INCIDENT}".encode(),
        REQUEST: f"v1 of {REQUEST}".encode(),
        MANUAL: f"v1 of {MANUAL}".encode(),
    }


def test_an_update_keeps_the_access_rights_of_the_file(folder: Path) -> None:
    (folder / INCIDENT).chmod(0o600)
    generate(folder, documents("v2"))
    assert (folder / INCIDENT).stat().st_mode & 0o777 == 0o600


def test_a_deleted_file_is_created_again(folder: Path) -> None:
    (folder / INCIDENT).unlink()
    assert changes(generate(folder, documents("v1")))[INCIDENT] == "created"


def test_an_edited_file_is_kept_and_the_new_version_lies_beside_it(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    outcome = generate(folder, documents("v2"))
    assert outcome.changes[0].change == "kept"
    assert outcome.changes[0].beside == NEW
    assert outcome.changes[0].reason == Words(
        f"文件在本工具写出后被修改过，未改动；新版本见 {NEW}",
        f"edited since the tool wrote it, left as it is; the new version is {NEW}",
    )
    assert outcome.needs_person
    assert (folder / INCIDENT).read_bytes() == b"edited"
    assert (folder / NEW).read_bytes() == f"v2 of {INCIDENT}".encode()


def test_an_edited_file_is_kept_though_the_templates_did_not_change(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    outcome = generate(folder, documents("v1"))
    assert outcome.changes[0].beside == NEW
    assert (folder / INCIDENT).read_bytes() == b"edited"


def test_a_kept_file_is_told_every_time_and_written_once(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    first = generate(folder, documents("v2"))
    before = tree(folder)
    second = generate(folder, documents("v2"))
    assert first.changes[0] == second.changes[0]
    assert tree(folder) == before


def test_an_untouched_new_version_is_replaced_by_a_newer_one(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    generate(folder, documents("v2"))
    assert generate(folder, documents("v3")).changes[0].beside == NEW
    assert (folder / NEW).read_bytes() == f"v3 of {INCIDENT}".encode()
    assert not (folder / NEW_2).exists()


def test_an_edited_new_version_is_kept_as_well(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    generate(folder, documents("v2"))
    (folder / NEW).write_bytes(b"edited too")
    assert generate(folder, documents("v3")).changes[0].beside == NEW_2
    (folder / NEW_2).write_bytes(b"and again")
    assert generate(folder, documents("v4")).changes[0].beside == NEW_3
    assert generate(folder, documents("v5")).changes[0].beside == NEW_3
    assert (folder / INCIDENT).read_bytes() == b"edited"
    assert (folder / NEW).read_bytes() == b"edited too"
    assert (folder / NEW_2).read_bytes() == b"and again"
    assert (folder / NEW_3).read_bytes() == f"v5 of {INCIDENT}".encode()


def test_a_new_version_never_takes_the_path_of_another_document(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    other = document(NEW, "a document of that name")
    outcome = generate(folder, [*documents("v2"), other])
    assert changes(outcome)[NEW] == "created"
    assert outcome.changes[0].beside == NEW_2


def test_when_the_user_takes_over_the_new_version_the_file_is_ours_again(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    generate(folder, documents("v2"))
    (folder / INCIDENT).write_bytes((folder / NEW).read_bytes())
    assert changes(generate(folder, documents("v2")))[INCIDENT] == "unchanged"
    assert changes(generate(folder, documents("v3")))[INCIDENT] == "updated"
    assert (folder / NEW).read_bytes() == f"v2 of {INCIDENT}".encode(), "left alone"


def test_a_file_that_the_tool_never_wrote_is_kept(tmp_path: Path) -> None:
    (tmp_path / INCIDENT).parent.mkdir(parents=True)
    (tmp_path / INCIDENT).write_bytes(b"from the old system")
    outcome = generate(tmp_path, documents("v1", INCIDENT))
    assert outcome.changes[0].change == "kept"
    assert outcome.changes[0].reason == Words(
        f"文件不是由本工具写出，未改动；新版本见 {NEW}",
        f"not written by the tool, left as it is; the new version is {NEW}",
    )
    assert (tmp_path / INCIDENT).read_bytes() == b"from the old system"


def test_a_document_out_of_scope_is_listed_every_time_and_never_deleted(folder: Path) -> None:
    for _ in range(2):
        outcome = generate(folder, documents("v1", INCIDENT, MANUAL))
        assert changes(outcome) == {INCIDENT: "unchanged", MANUAL: "unchanged", REQUEST: "orphan"}
        assert not outcome.needs_person
    (folder / REQUEST).unlink()
    assert REQUEST not in changes(generate(folder, documents("v1", INCIDENT, MANUAL)))


def test_a_document_that_comes_back_into_scope_is_updated(folder: Path) -> None:
    generate(folder, documents("v1", INCIDENT, MANUAL))
    assert changes(generate(folder, documents("v2")))[REQUEST] == "updated"


def test_a_new_version_beside_a_document_out_of_scope_is_an_orphan_too(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    generate(folder, documents("v2"))
    outcome = generate(folder, documents("v2", REQUEST, MANUAL))
    assert changes(outcome)[INCIDENT] == changes(outcome)[NEW] == "orphan"
    assert (folder / INCIDENT).read_bytes() == b"edited"


def test_a_filter_leaves_the_other_documents_alone(folder: Path) -> None:
    outcome = generate(folder, documents("v2", INCIDENT), whole=False)
    assert changes(outcome) == {INCIDENT: "updated"}
    assert changes(generate(folder, documents("v2"))) == {
        INCIDENT: "unchanged",
        REQUEST: "updated",
        MANUAL: "updated",
    }


def test_a_preview_tells_the_same_and_writes_nothing(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    (folder / REQUEST).unlink()
    before = tree(folder)
    told = preview(folder, documents("v2"), Order(whole=True))
    assert tree(folder) == before
    assert told == generate(folder, documents("v2"))


def test_a_preview_does_not_even_make_the_folder(tmp_path: Path) -> None:
    told = preview(tmp_path / "output" / "YFZL", documents("v1"), Order(whole=True))
    assert set(changes(told).values()) == {"created"}
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    "lock",
    [
        ".~lock.YFZL-ITSMS-P-19.docx#",
        "~$YFZL-ITSMS-P-19.docx",
        "~$FZL-ITSMS-P-19.docx",
        "~$ZL-ITSMS-P-19.docx",
    ],
)
def test_a_file_open_in_an_editor_is_skipped_and_the_rest_goes_on(folder: Path, lock: str) -> None:
    (folder / INCIDENT).with_name(lock).write_bytes(b"somebody")
    outcome = generate(folder, documents("v2"))
    assert changes(outcome) == {INCIDENT: "skipped", REQUEST: "updated", MANUAL: "updated"}
    assert outcome.changes[0].reason == Words(
        f"文件正在被编辑（{lock}），未写入；关闭后重新运行（若确未打开，删除该锁文件）",
        f"the file is open in an editor ({lock}), not written; close it and run again "
        "(if it is not open, delete that lock file)",
    )
    assert outcome.needs_person
    (folder / INCIDENT).with_name(lock).unlink()
    assert changes(generate(folder, documents("v2")))[INCIDENT] == "updated"


def test_an_open_file_that_needs_no_update_is_unchanged(folder: Path) -> None:
    (folder / INCIDENT).with_name(".~lock.YFZL-ITSMS-P-19.docx#").touch()
    assert changes(generate(folder, documents("v1")))[INCIDENT] == "unchanged"


def test_a_new_version_that_is_open_is_not_replaced(folder: Path) -> None:
    (folder / INCIDENT).write_bytes(b"edited")
    generate(folder, documents("v2"))
    (folder / NEW).with_name(".~lock.YFZL-ITSMS-P-19.new.docx#").touch()
    assert changes(generate(folder, documents("v3")))[INCIDENT] == "skipped"
    assert (folder / NEW).read_bytes() == f"v2 of {INCIDENT}".encode()


def test_a_read_only_file_is_skipped(folder: Path) -> None:
    (folder / INCIDENT).chmod(0o444)
    outcome = generate(folder, documents("v2"))
    assert changes(outcome) == {INCIDENT: "skipped", REQUEST: "updated", MANUAL: "updated"}
    assert outcome.changes[0].reason == Words(
        "文件为只读，未写入；取消只读后重新运行",
        "the file is read-only, not written; make it writable and run again",
    )
    assert (folder / INCIDENT).read_bytes() == f"v1 of {INCIDENT}".encode()


def test_a_file_that_cannot_be_read_is_skipped(folder: Path) -> None:
    (folder / INCIDENT).chmod(0o000)
    if os.access(folder / INCIDENT, os.R_OK):
        pytest.skip("for root and on Windows every file can be read")
    outcome = generate(folder, documents("v2"))
    assert changes(outcome) == {INCIDENT: "skipped", REQUEST: "updated", MANUAL: "updated"}
    assert outcome.changes[0].reason == Words(
        "无法读取文件：没有权限，或文件正被其他程序使用",
        "the file cannot be read: no permission, or another program uses it",
    )


def test_files_in_a_read_only_folder_are_skipped(folder: Path) -> None:
    place = (folder / INCIDENT).parent
    place.chmod(0o555)
    try:
        if os.access(place, os.W_OK):
            pytest.skip("for root and on Windows no folder is read-only")
        outcome = generate(folder, documents("v2"))
    finally:
        place.chmod(0o755)
    assert changes(outcome) == {INCIDENT: "skipped", REQUEST: "skipped", MANUAL: "updated"}
    assert changes(generate(folder, documents("v2"))) == {
        INCIDENT: "updated",
        REQUEST: "updated",
        MANUAL: "unchanged",
    }


def test_a_file_that_the_system_refuses_to_replace_is_skipped(folder: Path) -> None:
    before = visible(folder)
    outcome = generate(folder, documents("v2"), disk=RefusingDisk("YFZL-ITSMS-P-19.docx"))
    assert changes(outcome) == {INCIDENT: "skipped", REQUEST: "updated", MANUAL: "updated"}
    assert outcome.changes[0].reason == Words(
        "无法写入文件：没有权限，或文件正被其他程序使用",
        "the file cannot be written: no permission, or another program uses it",
    )
    assert set(visible(folder)) == set(before), "no temporary file is left"
    assert (folder / INCIDENT).read_bytes() == before[INCIDENT]
    assert changes(generate(folder, documents("v2")))[INCIDENT] == "updated"


def test_a_link_or_folder_in_the_place_of_a_file_is_skipped(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.docx").write_bytes(b"elsewhere")
    (folder / INCIDENT).unlink()
    (folder / INCIDENT).symlink_to(tmp_path / "elsewhere.docx")
    (folder / REQUEST).unlink()
    (folder / REQUEST).mkdir()
    outcome = generate(folder, documents("v2"))
    assert changes(outcome) == {INCIDENT: "skipped", REQUEST: "skipped", MANUAL: "updated"}
    assert (folder / INCIDENT).is_symlink()
    assert (tmp_path / "elsewhere.docx").read_bytes() == b"elsewhere"


def test_a_file_in_the_place_of_a_folder_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "zh").write_bytes(b"notes")
    outcome = generate(tmp_path, documents("v1"))
    assert changes(outcome) == {INCIDENT: "skipped", REQUEST: "skipped", MANUAL: "created"}
    assert (tmp_path / "zh").read_bytes() == b"notes"


def test_a_file_saved_during_the_run_is_not_written_over(folder: Path) -> None:
    saved = MeddledDisk(4, lambda: (folder / INCIDENT).write_bytes(b"saved just now"))
    outcome = generate(folder, documents("v2"), disk=saved)
    assert changes(outcome) == {INCIDENT: "skipped", REQUEST: "updated", MANUAL: "updated"}
    assert outcome.changes[0].reason == Words(
        "文件在本次运行期间被改动，未写入；请重新运行",
        "the file changed while the run was under way, not written; run again",
    )
    assert (folder / INCIDENT).read_bytes() == b"saved just now"
    assert changes(generate(folder, documents("v2")))[INCIDENT] == "kept"
    assert (folder / INCIDENT).read_bytes() == b"saved just now"


def test_a_file_that_appears_during_the_run_is_not_written_over(tmp_path: Path) -> None:
    saved = MeddledDisk(4, lambda: (tmp_path / INCIDENT).write_bytes(b"saved just now"))
    assert changes(generate(tmp_path, documents("v1"), disk=saved))[INCIDENT] == "skipped"
    assert (tmp_path / INCIDENT).read_bytes() == b"saved just now"


def test_organisations_do_not_mix(tmp_path: Path) -> None:
    generate(tmp_path / "YFZL", documents("v1"))
    before = tree(tmp_path / "YFZL")
    assert set(changes(generate(tmp_path / "ACME", documents("other"))).values()) == {"created"}
    assert tree(tmp_path / "YFZL") == before
