"""Years of a document set: released, changed, held back, edited in Word, released again."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from iso20k_docs.inspect.lint import lint
from iso20k_docs.inspect.markup import W
from iso20k_docs.library.changes import Changes, LibraryVersion
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.model.words import Words
from iso20k_docs.pipeline import current, register_rows
from iso20k_docs.regenerate import reasons
from iso20k_docs.regenerate.afterwards import undo
from iso20k_docs.regenerate.releases import read_releases, releases_path
from iso20k_docs.releasing import release, release_dates
from tests.regenerate.helpers import CountingDisk, Crash, DyingDisk, tree, visible
from tests.regenerate.merge.desk import accepted, edited, find, packed, redline, types, unpacked
from tests.release.office import (
    CODE,
    FIVE_MONTHS,
    INCIDENTS,
    LIST,
    OVERVIEW,
    PATHS,
    PROBLEMS,
    REGISTER,
    built,
    generate,
    lines,
    office,
    released,
    versions,
)

EN, ZH = PATHS[PROBLEMS, "en"], PATHS[PROBLEMS, "zh"]
SAID = "6 months → 5 months (2 places: 6.2 and 6.6)"
AS_SAVED_ELSEWHERE = 2
FIRST = [("V1.0", "2027-03-01", "First issue", "Chen Haining")]


@cache
def _released() -> Path:
    out = Path(mkdtemp())
    generate(office(), out)
    released(office(), out, "2027-03-01")
    return out


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A set that was released on 1 March 2027."""
    return Path(shutil.copytree(_released(), tmp_path / "output"))


def by_hand(out: Path, path: str, old: str, new: str) -> None:
    """Somebody replaces words in Word."""
    file = out / CODE / path
    file.write_bytes(edited(file.read_bytes(), types(old, new)))


def by_a_colleague(out: Path, path: str, text: str) -> None:
    """A colleague strikes a paragraph out with tracked changes on."""

    def strikes(root):
        paragraph = find(root, text)
        for run in list(paragraph.iter(W + "r")):
            mark = run.makeelement(
                W + "del", {W + "id": "9001", W + "author": "Lin Su", W + "date": "2027-05-01T00:00:00Z"}
            )
            run.addprevious(mark)
            mark.append(run)
            for node in run.iter(W + "t"):
                node.tag = W + "delText"

    file = out / CODE / path
    file.write_bytes(edited(file.read_bytes(), strikes))


# --- the first release


def test_drafts_come_into_force(tmp_path: Path) -> None:
    generate(office(), tmp_path)
    assert set(versions(office(), tmp_path).values()) == set()  # nothing was ever released
    done = released(office(), tmp_path, "2027-03-01")
    assert [(one.entry.id, one.before, one.issue.version) for one in done.approved][:2] == [
        (INCIDENTS, "", "V1.0"), (PROBLEMS, "", "V1.0"),
    ]  # fmt: skip
    assert set(versions(office(), tmp_path).values()) == {"V1.0 in-force"}
    assert lines(office(), tmp_path, PROBLEMS) == FIRST
    control = next(d for d in built(office(), tmp_path).documents if d.id == PROBLEMS and d.language == "en").control
    assert (control.version, control.status, control.effective, control.issued) == (
        "V1.0", "In force", "2027-03-01", "2027-03-01",
    )  # fmt: skip
    assert [(s.part, s.date) for s in control.signatories] == [
        ("prepared", ""), ("reviewed", ""), ("approved", "2027-03-01"),
    ]  # fmt: skip


def test_a_set_that_was_never_generated_comes_into_force_at_once(tmp_path: Path) -> None:
    done = released(office(), tmp_path, "2027-03-01")
    assert {change.change for change in done.written.changes} == {"created"}
    assert set(versions(office(), tmp_path).values()) == {"V1.0 in-force"}


def test_a_deleted_document_is_not_released_and_not_asked_for(tmp_path: Path) -> None:
    generate(office(), tmp_path)
    for path in (EN, ZH):
        (tmp_path / CODE / path).unlink()
    done = released(office(), tmp_path, "2027-03-01")
    assert PROBLEMS not in {one.entry.id for one in done.approved}
    assert (done.held, versions(office(), tmp_path)[PROBLEMS]) == ((), "V1.0 draft")


def test_what_is_in_force_is_left_alone(out: Path) -> None:
    before = tree(out)
    assert {change.change for change in generate(office(), out).changes} == {"unchanged"}
    done = released(office(), out, "2027-04-01")
    assert (done.approved, done.held, done.written.run) == ((), (), 0)
    assert tree(out) == before


# --- a changed fact


def without_its_part(content: bytes) -> bytes:
    """What LibreOffice leaves of a file that it saves a second time: the part with the document's data is gone."""
    parts = {name: data for name, data in unpacked(content).items() if not name.startswith("customXml/")}
    relations = "word/_rels/document.xml.rels"
    parts[relations] = re.sub(rb"<Relationship [^>]*customXml/[^>]*/>", b"", parts[relations])
    types = "[Content_Types].xml"
    parts[types] = re.sub(rb'<Override PartName="/customXml/[^>]*/>', b"", parts[types])
    return packed(parts)


def test_a_file_that_lost_its_part_is_still_known(out: Path) -> None:
    file = out / CODE / EN
    file.write_bytes(without_its_part(file.read_bytes()))
    outcome = generate(office(FIVE_MONTHS), out)
    assert {one.path: one.change for one in outcome.changes if one.id == PROBLEMS} == {EN: "merged", ZH: "merged"}
    shown = [part for name, part in unpacked(file.read_bytes()).items() if name.startswith("word/header")]
    assert any(b"V1.1" in part for part in shown) and not any(b"V1.0" in part for part in shown)
    assert {one.change for one in generate(office(FIVE_MONTHS), out).changes} == {"unchanged"}


def test_one_figure_raises_the_version_and_says_which(out: Path) -> None:
    changed = office(FIVE_MONTHS)
    outcome = generate(changed, out)
    assert {path.path: path.change for path in outcome.changes if path.id == PROBLEMS} == {EN: "merged", ZH: "merged"}
    found = versions(changed, out)
    assert found.pop(PROBLEMS) == "V1.1 changed"
    assert set(found.values()) == {"V1.0 in-force"}
    assert lines(changed, out, PROBLEMS) == [
        ("V1.1", "—", SAID, "Open"), *FIRST,
    ]  # fmt: skip
    assert redline((out / CODE / EN).read_bytes())[:7] == [
        "[-2027-03-01-]", "{+V1.1+}", "{+—+}", f"{{+{SAID}+}}", "{+Xu Xiangdong+}", "{+Open+}",
        "Within 5 working days of the decision; accepted for no more than [-6 month-]{+5 month+}s",
    ]  # fmt: skip
    before = tree(out)
    assert {path.change for path in generate(changed, out).changes} == {"unchanged"}, "the version is raised once"
    assert tree(out) == before


def test_the_next_release_accepts_our_changes(out: Path) -> None:
    changed = office(FIVE_MONTHS)
    generate(changed, out)
    done = released(changed, out, "2027-06-01")
    assert [(one.entry.id, one.before, one.issue.version) for one in done.approved] == [(PROBLEMS, "V1.0", "V1.1")]
    assert redline((out / CODE / EN).read_bytes()) == []
    assert "5 months" in text((out / CODE / EN).read_bytes())
    wrong = {found.number for found in lint([out / CODE / EN, out / CODE / ZH], pages=False).findings}
    assert wrong <= {AS_SAVED_ELSEWHERE}
    assert lines(changed, out, PROBLEMS) == [
        ("V1.1", "2027-06-01", SAID, "Chen Haining"), *FIRST,
    ]  # fmt: skip
    assert {path.change for path in generate(changed, out).changes} == {"unchanged"}


def test_a_fact_that_comes_back_needs_no_new_version(out: Path) -> None:
    generate(office(FIVE_MONTHS), out)
    generate(office(), out)
    assert set(versions(office(), out).values()) == {"V1.0 in-force"}
    assert "5 months" not in text((out / CODE / EN).read_bytes())


def text(content: bytes) -> str:
    """What a file says with all changes accepted."""
    return str(accepted(content))


def test_two_languages_have_one_version(out: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay" / "procedures"
    overlay.mkdir(parents=True)
    name = f"{PROBLEMS}.en.md.j2"
    shipped = (office().organisation.library.folders.shipped / "procedures" / name).read_text(encoding="utf-8")
    assert shipped.count("a standby line") == 1
    (overlay / name).write_text(shipped.replace("a standby line", "a second line"), encoding="utf-8")
    corrected = office("", overlay.parent)
    assert lines(corrected, out, PROBLEMS)[0][:2] == ("V1.1", "—")
    change = built(corrected, out).issues[PROBLEMS].history[0].change
    assert change == Words("英文版：6.6 parts or a standby → second", "6.6 parts or a standby → second")
    one = {d.language: d.control.version for d in current(corrected, ("zh",), out / CODE).documents if d.id == PROBLEMS}
    assert one == {"zh": "V1.1"}


def test_a_structural_change_begins_a_new_edition_in_every_scheme(out: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay" / "procedures"
    overlay.mkdir(parents=True)
    added = {
        "en": "## Tools {#tools}\n\nThe tool keeps every step.\n\n",
        "zh": "## 工具 {#tools}\n\n工具保留每一步。\n\n",
    }
    library = office().organisation.library.folders.shipped / "procedures"
    for language, section in added.items():
        shipped = (library / f"{PROBLEMS}.{language}.md.j2").read_text(encoding="utf-8")
        head = next(line for line in shipped.splitlines() if "{#effectiveness" in line)
        (overlay / f"{PROBLEMS}.{language}.md.j2").write_text(shipped.replace(head, section + head), encoding="utf-8")
    changed = office("", overlay.parent)
    assert versions(changed, out)[PROBLEMS] == "V2.0 changed"
    assert lines(changed, out, PROBLEMS)[0][2].startswith("6.8 Tools added")


def test_the_profiles_own_line_gives_version_and_wording(out: Path) -> None:
    note = (
        "revisions: [{document: problem-management, version: V3.0, date: 2027-05-01, by: 何苗, "
        "change: {zh: 年度评审, en: Annual review}}]\n"
    )
    changed = office(note)
    assert lines(changed, out, PROBLEMS) == [("V3.0", "—", "Annual review", "Open"), *FIRST]


def test_newer_templates_give_their_reason(out: Path) -> None:
    changed = office(FIVE_MONTHS)
    library = changed.organisation.library
    why = {PROBLEMS: Words("按条款8.6.3的要求", "clause 8.6.3 asks for it"), INCIDENTS: Words.same("another")}
    newer = replace(
        library,
        definition=library.definition.model_copy(update={"version": "0.2.0"}),
        changes=Changes.model_construct(
            versions=(
                LibraryVersion.model_construct(version="0.2.0", documents=why),
                LibraryVersion.model_construct(version=library.definition.version, documents=why),
            )
        ),
    )
    prepared = replace(changed, organisation=replace(changed.organisation, library=newer))
    assert lines(prepared, out, PROBLEMS)[0][2] == f"{SAID} (template 0.2.0: clause 8.6.3 asks for it)"


def test_letters_and_figures(tmp_path: Path) -> None:
    scheme = "numbering: {version_style: A/0, first_version: A/0}\n"
    generate(office(scheme), tmp_path)
    released(office(scheme), tmp_path, "2027-03-01")
    assert versions(office(scheme + FIVE_MONTHS), tmp_path)[PROBLEMS] == "A/1 changed"


# --- what is printed elsewhere


def test_every_place_agrees_on_the_version(out: Path) -> None:
    changed = office(FIVE_MONTHS)
    generate(changed, out)
    released(changed, out, "2027-06-01")
    made = built(changed, out)
    assert made.reference.documents[PROBLEMS].version == "V1.1"
    for language in ("zh", "en"):
        by_id = {d.id: d for d in made.documents if d.language == language}
        assert by_id[PROBLEMS].control.version == "V1.1"
        for lists in (LIST, OVERVIEW):
            file = (out / CODE / by_id[lists].path).read_bytes()
            rows = [
                row
                for _, table in accepted(file)[0]
                for row in table.split("\x1d")
                if row.startswith("YYAN-ITSMS-P-22\x1f")
            ]
            assert rows and all("\x1fV1.1\x1f" in row for row in rows), (lists, language, rows)
        properties = (out / CODE / by_id[PROBLEMS].path).read_bytes()
        assert core(properties, "version") == "V1.1"
    rows = {row["id"]: row["version"] for row in register_rows(changed, out)}
    assert rows[PROBLEMS] == "V1.1" and rows[INCIDENTS] == "V1.0"


def core(content: bytes, name: str) -> str:
    """A core property of a file."""
    return unpacked(content)["docProps/core.xml"].decode().partition(f":{name}>")[2].partition("<")[0]


# --- people's words


def test_a_colleagues_tracked_change_holds_the_document_back(out: Path) -> None:
    changed = office(FIVE_MONTHS)
    generate(changed, out)
    by_a_colleague(out, EN, "root cause")
    before = tree(out)
    done = released(changed, out, "2027-06-01")
    assert done.approved == ()
    (held,) = done.held
    assert (held.id, held.path) == (PROBLEMS, EN)
    assert (
        held.reason.en.startswith("1 tracked change is by others") or "tracked changes are by others" in held.reason.en
    )
    assert done.needs_person
    assert tree(out) == before, "neither language nor the record of releases is touched"


def test_all_files_of_a_document_are_released_or_none(tmp_path: Path) -> None:
    generate(office(), tmp_path)
    path = next(d.path for d in built(office(), tmp_path).documents if d.id == REGISTER and d.language == "zh")
    book = path.replace(".docx", ".xlsx")
    (tmp_path / CODE / book).write_bytes(b"mine")
    before = {one: (tmp_path / CODE / one).read_bytes() for one in (path, path.replace("zh/", "en/", 1), book)}
    done = released(office(), tmp_path, "2027-03-01")
    assert [(held.id, held.path, held.reason) for held in done.held] == [(REGISTER, book, reasons.NOT_MERGED)]
    assert versions(office(), tmp_path)[REGISTER] == "V1.0 draft"
    assert {one: (tmp_path / CODE / one).read_bytes() for one in before} == before


def test_a_file_that_is_open_or_damaged_holds_its_document_back(out: Path) -> None:
    changed = office(FIVE_MONTHS)
    generate(changed, out)
    lock = (out / CODE / EN).with_name(f"~${Path(EN).name[2:]}")
    lock.write_bytes(b"")
    (held,) = released(changed, out, "2027-06-01").held
    assert (held.id, held.path, held.reason) == (PROBLEMS, EN, reasons.open_elsewhere(lock.name))
    lock.unlink()
    (out / CODE / ZH).write_bytes((out / CODE / ZH).read_bytes()[:5000])
    (held,) = released(changed, out, "2027-06-01").held
    assert (held.id, held.path) == (PROBLEMS, ZH)


def test_words_edited_in_word_raise_the_version(out: Path) -> None:
    by_hand(out, EN, "a standby line", "a second line")
    done = released(office(), out, "2027-06-01")
    (one,) = done.approved
    assert (one.entry.id, one.issue.version) == (PROBLEMS, "V1.1")
    assert one.line.change == Words("英文版：修改了第6.6节正文", "text of 6.6 edited in Word")
    assert "a second line" in text((out / CODE / EN).read_bytes())
    again = released(office(), out, "2027-07-01")
    assert (again.approved, again.written.run) == ((), 0), "the words are part of what is in force now"


def test_lines_in_a_register_are_records_not_revisions(out: Path) -> None:
    file = next(d.path for d in built(office(), out).documents if d.id == REGISTER and d.language == "en")
    content = (out / CODE / file).read_bytes()
    by_hand(out, file, first_words(content), "A line that somebody wrote")
    assert released(office(), out, "2027-06-01").approved == ()


def first_words(content: bytes) -> str:
    """Some words of a file's text."""
    return re.findall(r"<w:t[^>]*>([A-Za-z][^<&]{8,})</w:t>", unpacked(content)["word/document.xml"].decode())[-1]


# --- some documents only, and back


def test_some_documents_only(out: Path) -> None:
    more = FIVE_MONTHS.replace("problem-management: {", "incident-management: {repeat_count: 4}, problem-management: {")
    changed = office(more)
    generate(changed, out)
    assert versions(changed, out)[INCIDENTS] == "V1.1 changed"
    done = released(changed, out, "2027-06-01", ["P-22"])
    assert [one.entry.id for one in done.approved] == [PROBLEMS]
    found = versions(changed, out)
    assert (found[PROBLEMS], found[INCIDENTS]) == ("V1.1 in-force", "V1.1 changed")


def test_a_preview_writes_nothing(out: Path) -> None:
    changed = office(FIVE_MONTHS)
    generate(changed, out)
    before = tree(out)
    told = released(changed, out, "2027-06-01", preview=True)
    assert tree(out) == before
    done = released(changed, out, "2027-06-01")
    assert (told.approved, told.held, told.written.changes) == (done.approved, done.held, done.written.changes)


def test_undo_brings_back_files_and_the_record_of_releases(out: Path) -> None:
    changed = office(FIVE_MONTHS)
    generate(changed, out)
    before = {path: data for path, data in tree(out / CODE).items() if not path.startswith(".iso20k")}
    record = releases_path(out / CODE).read_bytes()
    done = released(changed, out, "2027-06-01")
    undo(out / CODE, done.written.run)
    assert {path: data for path, data in tree(out / CODE).items() if not path.startswith(".iso20k")} == before
    assert releases_path(out / CODE).read_bytes() == record
    assert versions(changed, out)[PROBLEMS] == "V1.1 changed"
    again = released(changed, out, "2027-06-01")
    assert [one.issue.version for one in again.approved] == ["V1.1"]


def test_undo_of_the_first_release_leaves_drafts(out: Path) -> None:
    undo(out / CODE, 2)
    assert read_releases(out / CODE) is None
    assert not releases_path(out / CODE).exists()


def test_undo_leaves_a_document_that_was_changed_since(out: Path) -> None:
    by_hand(out, EN, "a standby line", "a second line")
    outcome = undo(out / CODE, 2)
    told = {change.path: change.change for change in outcome.changes}
    assert (told[EN], told[ZH]) == ("skipped", "skipped")
    found = read_releases(out / CODE)
    assert found is not None and set(found) == {PROBLEMS}


# --- what goes wrong


def test_a_damaged_record_is_told_and_not_reset(out: Path) -> None:
    path = releases_path(out / CODE)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(UserError) as caught:
        generate(office(), out)
    (told,) = caught.value.diagnostics
    assert (told.code, told.message.en) == (
        "releases-damaged", "the record of what was released is damaged and cannot be read",
    )  # fmt: skip
    data = json.loads((_released() / CODE / ".iso20k" / "releases.json").read_text(encoding="utf-8"))
    data["documents"][PROBLEMS]["history"] = []
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UserError, match="releases-damaged"):
        generate(office(), out)


def test_without_the_content_in_force_the_change_is_only_named(out: Path) -> None:
    for path in (out / CODE / ".iso20k" / "issued").glob(f"{PROBLEMS}-*"):
        path.unlink()
    changed = office(FIVE_MONTHS)
    assert lines(changed, out, PROBLEMS)[0] == ("V1.1", "—", "content changed", "Open")


@pytest.mark.parametrize(
    ("date", "effective", "code"),
    [("2027-3-1", "", "no-date"), ("2027-02-30", "", "no-date"), ("2027-03-01", "2027-02-01", "date-order")],
)
def test_dates_are_looked_at(date: str, effective: str, code: str) -> None:
    with pytest.raises(UserError, match=code):
        release_dates(date, effective)


def test_a_release_before_the_last_one(out: Path) -> None:
    with pytest.raises(UserError) as caught:
        released(office(), out, "2027-02-28")
    (told,) = caught.value.diagnostics
    assert told.message.en == "the date 2027-02-28 lies before the last release, 2027-03-01"


def test_a_release_that_breaks_off_is_simply_run_again(out: Path, tmp_path: Path) -> None:
    changed = office(FIVE_MONTHS)
    generate(changed, out)
    whole = Path(shutil.copytree(out, tmp_path / "whole"))
    counting = CountingDisk()
    wanted = set(changed.organisation.register)
    dates = release_dates("2027-06-01", "")
    release(changed, whole, wanted, dates, preview=False, disk=counting)
    for at in range(0, counting.step, counting.step // 6):
        broken = Path(shutil.copytree(out, tmp_path / f"broken-{at}"))
        with pytest.raises(Crash):
            release(changed, broken, wanted, dates, preview=False, disk=DyingDisk(at))
        release(changed, broken, wanted, dates, preview=False)
        assert visible(broken / CODE) == visible(whole / CODE), at
        assert read_releases(broken / CODE) == read_releases(whole / CODE), at
