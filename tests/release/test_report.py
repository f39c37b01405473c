"""The report of a run: what a quality manager files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from iso20k_docs.inspect.lint import lint
from iso20k_docs.inspect.markup import W
from iso20k_docs.model.changes import Change, Edit
from iso20k_docs.regenerate.identity import identity_of
from iso20k_docs.releasing import release, release_dates
from iso20k_docs.update_report import Told, write_report
from tests.regenerate.helpers import tree
from tests.regenerate.merge.desk import edited, find
from tests.release.office import CODE, FIVE_MONTHS, PATHS, PROBLEMS, built, generate, office, released

EN = PATHS[PROBLEMS, "en"]
GENERATED = """\
# Update report: run 3

Ningbo Yongyan Information Services Co., Ltd.

Files: 2 updated as tracked changes, 6 updated.

## Changed facts

| Fact | Before | Now |
| --- | --- | --- |
| processes.problem-management.accept\\_limit | 6 month | 5 month |

## Documents

| Code | Title | What was done | Version | Change |
| --- | --- | --- | --- | --- |
| YYAN-ITSMS-P-22 | Problem management | updated as tracked changes | V1.0 → V1.1 | \
6 months → 5 months (2 places: 6.2 and 6.6) |
| YYAN-ITSMS-R-01-01 | Controlled documents and record forms | updated | V1.0 |  |
| YYAN-ITSMS-S-03 | Structure and list of SMS documents | updated | V1.0 |  |

## Sections touched

| Code | Section | Requirements | Before | Now |
| --- | --- | --- | --- | --- |
| YYAN-ITSMS-P-22 | Steps |  | the decision; accepted for no more than 6 months | \
the decision; accepted for no more than 5 months |
| YYAN-ITSMS-P-22 | Solving, reducing and accepting | 8.6.3-d, 8.6.3-4, 8.6.3-5 | \
t or switch-over. Each acceptance lasts 6 months at most, and the problem manager | \
t or switch-over. Each acceptance lasts 5 months at most, and the problem manager |

## Records touched

| Code | Title |
| --- | --- |
| YYAN-ITSMS-R-01-01 | Controlled documents and record forms |

## Tracked changes to review

| File | Changes |
| --- | --- |
| zh/2-procedures/YYAN-ITSMS-P-22-problem-management.docx | 4 |
| en/2-procedures/YYAN-ITSMS-P-22-problem-management.docx | 4 |

## To be approved

| Code | Title | Version | Change | Approver |
| --- | --- | --- | --- | --- |
| YYAN-ITSMS-P-22 | Problem management | V1.1 | 6 months → 5 months (2 places: 6.2 and 6.6) | \
Chen Haining, General manager |
"""
HELD_BACK = """\
# 更新报告：第4次运行

宁波甬砚信息服务有限公司

2027-06-01发布文件0份，未发布1份。文件处理结果：有冲突待决定1个。

## 涉及的文件

| 编号 | 名称 | 处理 | 版本 | 变更内容 |
| --- | --- | --- | --- | --- |
| YYAN-ITSMS-P-22 | 问题管理程序 | 有冲突待决定 | V1.0 → V1.1 | 6个月 → 5个月（6.2、6.6，共2处） |

## 待批准

| 编号 | 名称 | 版本 | 变更内容 | 批准人 |
| --- | --- | --- | --- | --- |
| YYAN-ITSMS-P-22 | 问题管理程序 | V1.1 | 6个月 → 5个月（6.2、6.6，共2处） | 陈海宁，总经理 |

## 未发布或未写入

| 文件 | 原因 |
| --- | --- |
| en/2-procedures/YYAN-ITSMS-P-22-problem-management.docx | \
有1处冲突未决；处理批注（或用 resolve）后再发布 |
"""


def started(out: Path) -> Path:
    """A set that was generated and released."""
    generate(office(), out)
    released(office(), out, "2027-03-01")
    return out


def nine_months(file: Path) -> None:
    """Somebody decides otherwise in Word."""

    def edit(root: etree._Element) -> None:
        (node,) = (t for t in find(root, "accepted for no more than").iter(W + "t") if (t.text or "").startswith("6 m"))
        node.text = "9 month"

    file.write_bytes(edited(file.read_bytes(), edit))


def test_of_one_changed_fact(tmp_path: Path) -> None:
    changed, out = office(FIVE_MONTHS), started(tmp_path)
    outcome = generate(changed, out)
    told = Told(changed, built(changed, out), outcome)
    paths = write_report(told)
    assert paths == tuple(f"reports/{name}-3.{end}" for name in ("更新报告", "update-report") for end in ("docx", "md"))
    assert (out / CODE / paths[3]).read_text(encoding="utf-8") == GENERATED
    assert lint([out / CODE / path for path in paths if path.endswith(".docx")], pages=False).findings == ()
    before = tree(out)
    assert write_report(told) == paths, "the same report isn't written twice"
    (out / CODE / paths[3]).write_text("mine", encoding="utf-8")
    assert write_report(told)[3] == "reports/update-report-3-2.md", "what somebody wrote stays"
    assert tree(out).keys() - before.keys() == {f"{CODE}/reports/update-report-3-2.md"}


def test_it_is_no_document_of_the_set(tmp_path: Path) -> None:
    changed, out = office(FIVE_MONTHS), started(tmp_path)
    write_report(Told(changed, built(changed, out), generate(changed, out)))
    again = generate(changed, out)
    assert {change.change for change in again.changes} == {"unchanged"}
    assert all("report" not in change.path for change in again.changes)
    found = identity_of(out / CODE / "reports/update-report-3.docx")
    assert found is not None and found.document == "update-report"


def test_what_changed_alike_is_told_once(tmp_path: Path) -> None:
    changed, out = office(FIVE_MONTHS), started(tmp_path)
    outcome = generate(changed, out)
    footer = Edit("changed", "", "© Old Ltd", "© New Ltd")
    listed = Edit("changed", "Documents", "V1.0", "V1.1")
    changes = tuple(Change(f"D-{at}", "en", f"en/{at}.docx", "merged", edits=(footer,)) for at in range(6))
    register = Change("LIST", "en", "en/list.docx", "merged", edits=(listed, listed, listed))
    told = Told(changed, built(changed, out), replace(outcome, changes=(*changes, register)))
    said = (out / CODE / write_report(told)[3]).read_text(encoding="utf-8")
    rows = [
        line
        for line in said.split("## Sections touched")[1].split("##")[0].splitlines()
        if "Ltd" in line or "V1" in line
    ]
    assert rows == [
        "| 6 documents | — |  | © Old Ltd | © New Ltd |",
        "| LIST | Documents (3 places) |  | V1.0 | V1.1 |",
    ]


def test_of_conflicts_with_the_three_texts(tmp_path: Path) -> None:
    changed, out = office(FIVE_MONTHS), started(tmp_path)
    nine_months(out / CODE / EN)
    told = Told(changed, built(changed, out), generate(changed, out))
    said = (out / CODE / write_report(told)[3]).read_text(encoding="utf-8")
    (row,) = [line for line in said.split("## Conflicts")[1].split("##")[0].splitlines() if line.startswith("| en/")]
    assert [cell.strip() for cell in row.split("|")[2:-1]] == ["Steps", "9 month", "6 months", "5 months"]


def test_of_a_release_that_holds_a_document_back(tmp_path: Path) -> None:
    changed, out = office(FIVE_MONTHS), started(tmp_path)
    nine_months(out / CODE / EN)
    generate(changed, out)
    done = release(changed, out, {PROBLEMS}, release_dates("2027-06-01", ""), preview=True)
    assert [(held.path, held.reason.en[:19]) for held in done.outcome.held] == [(EN, "1 conflict is open;")]
    told = Told(changed, done.built, replace(done.outcome.written, run=4), done.outcome, "2027-06-01")
    assert (out / CODE / write_report(told)[1]).read_text(encoding="utf-8") == HELD_BACK
