"""Record forms whose rows come from the whole set: what they hold for a profile with and without merged documents."""

from __future__ import annotations

import pytest

from iso20k_docs.compose.markdown import plain
from iso20k_docs.model.nodes import Block, Landscape, Row, Table
from tests.sets import DocumentSet, document_set

SETS = ("example", "small")


def rows(of: DocumentSet, source: str) -> tuple[Row, ...]:
    """The printed rows of the one table in Chinese that has this source, those to be filled in left out."""
    documents = [d for d in of.built.documents if d.language == "zh"]
    found = [table for d in documents for table in tables(d.blocks) if table.source == source]
    assert len(found) == 1
    return tuple(row for row in found[0].rows if row.cells[0].paragraphs)


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    found: list[Table] = []
    for block in blocks:
        if isinstance(block, Table):
            found.append(block)
        elif isinstance(block, Landscape):
            found += tables(block.blocks)
    return found


def said(row: Row, at: int) -> str:
    return "\n".join(plain(text) for text in row.cells[at].paragraphs)


@pytest.mark.parametrize("name", SETS)
def test_the_audit_checklist_asks_about_every_requirement_once(name: str) -> None:
    of = document_set(name)
    questions = [said(row, 1) for row in rows(of, "audit-checklist") if not row.group]
    points = [line.partition("　")[0] for question in questions for line in question.splitlines()[1:]]
    assert sorted(points) == sorted(row.requirement for row in of.built.matrix.rows)


@pytest.mark.parametrize("name", SETS)
def test_a_question_about_a_step_has_its_role_limit_and_criterion(name: str) -> None:
    found = rows(document_set(name), "audit-checklist")
    place, question, evidence = next(
        [said(row, at) for at in range(3)] for row in found if "准备与测试" in said(row, 0)
    )
    assert "P-16" in place
    assert question.startswith("问二线工程师：最近一次“准备与测试”是否在时限内（发出变更通知之前），是否达到判据（")
    assert evidence.endswith("变更申请单")


@pytest.mark.parametrize("name", SETS)
def test_the_monitoring_table_holds_every_indicator_of_every_process(name: str) -> None:
    of = document_set(name)
    processes = list(of.prepared.organisation.processes())
    found = rows(of, "indicators")
    assert sum(row.group for row in found) == len(processes)
    assert sum(not row.group for row in found) == sum(len(process.indicators) for _, _, process in processes)


@pytest.mark.parametrize("name", SETS)
def test_nobody_is_proposed_to_audit_the_own_department(name: str) -> None:
    of = document_set(name)
    profile = of.prepared.organisation.profile
    people = {person.name.zh: person.department for person in profile.people}
    departments = {department.name.zh: department.id for department in profile.departments}
    for row in rows(of, "audit-programme"):
        department, candidates = departments[said(row, 2)], said(row, 3).split("、")
        assert department not in [people.get(name) for name in candidates], said(row, 0)
