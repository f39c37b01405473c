"""A library with two procedures, an instruction and a form, complete and small, for tests to spoil."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from iso20k_docs.library.folders import Folders, shipped
from iso20k_docs.library.load import STANDARD, Library, load_library
from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.report import diagnostic_line

Data = dict[str, Any]


def _step(name: str, **more: object) -> Data:
    return {
        "id": name,
        "name": name.title(),
        "text": f"Do {name}",
        "role": "change_manager",
        "limit": "at once",
        **more,
    }


_FLOW: Data = {
    "roles": {"change_manager": "Decides"},
    "inputs": [{"id": "request", "what": "A request", "party": "The customer"}],
    "outputs": [{"id": "change", "what": "A change", "process": "release-management", "record": "change-request"}],
    "steps": [
        _step("log", records=["change-request"], fields=["title"], tool="ticketing", requirements=["8.5.1.3-1"]),
        _step("decide", branches=[{"when": "refused", "to": "end"}, {"when": "approved", "to": "close"}]),
        _step("close", next="end", consulted=["cab"], informed=["requester"]),
    ],
    "interfaces": [
        {"id": "ready", "process": "release-management", "direction": "out", "trigger": "built", "content": "a plan"}
    ],
    "indicators": [
        {
            "id": "failed",
            "name": "Failed",
            "formula": "a / b",
            "source": "Tickets",
            "target": "5 %",
            "cycle": "monthly",
            "owner": "change_manager",
        }
    ],
}
_OTHER: Data = {
    **copy.deepcopy(_FLOW),
    "interfaces": [
        {"id": "ready", "process": "change-management", "direction": "in", "trigger": "built", "content": "a plan"}
    ],
    "outputs": [],
}

DOCUMENTS: dict[str, Data] = {
    "procedures/change-management": {
        "id": "change-management",
        "number": "P-16",
        "kind": "procedure",
        "title": "Changes",
        "owner": "change_manager",
        "clauses": ["8.5.1.1"],
        "marks": {"purpose": ["8.5.1.1-1"]},
        "instructions": ["change-assessment"],
        "records": ["change-request"],
        "process": _FLOW,
    },
    "procedures/release-management": {
        "id": "release-management",
        "number": "P-18",
        "kind": "procedure",
        "title": "Releases",
        "owner": "release_manager",
        "clauses": ["8.5.3"],
        "process": _OTHER,
    },
    "instructions/change-assessment": {
        "id": "change-assessment",
        "number": "W-08",
        "kind": "instruction",
        "title": "Assessment",
        "owner": "change_manager",
        "clauses": ["8.5.1.3"],
    },
    "records/change-request": {
        "id": "change-request",
        "number": "R-16-01",
        "kind": "form",
        "title": "Request",
        "owner": "change_manager",
        "clauses": ["8.5.1.3"],
        "requirements": ["8.5.1.3-1"],
        "form": {
            "process": "change-management",
            "keeper": "change_manager",
            "retention": "B",
            "frequency": "For every change",
            "parts": [
                {"id": "what", "title": "What", "fields": [{"id": "title", "label": "Title", "type": "text"}]},
                {
                    "id": "tests",
                    "title": "Tests",
                    "table": {
                        "columns": [
                            {"id": "test", "label": "Test", "type": "text"},
                            {"id": "result", "label": "Result", "type": "text"},
                        ],
                        "blank": 2,
                    },
                },
            ],
        },
    },
}


def documents() -> dict[str, Data]:
    """The definitions, for a test to change."""
    return copy.deepcopy(DOCUMENTS)


def write_library(folder: Path, definitions: dict[str, Data], library: Data | None = None) -> Path:
    """Write a library: the shipped tiers and defaults, clause 8.5 of the standard, and these definitions."""
    for name, definition in definitions.items():
        file = folder / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(definition, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "defaults").symlink_to(shipped() / "defaults")
    (folder / STANDARD).parent.mkdir()
    (folder / STANDARD).write_text(_clause_8_5(), encoding="utf-8")
    facts = {**yaml.safe_load(_tiers()), **(library or {})}
    (folder / "library.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    return folder


@cache
def _clause_8_5() -> str:
    facts = yaml.load((shipped() / STANDARD).read_text(encoding="utf-8"), yaml.CSafeLoader)
    facts["clauses"] = [clause for clause in facts["clauses"] if clause["clause"].startswith("8.5")]
    return yaml.safe_dump(facts, allow_unicode=True)


@cache
def _tiers() -> str:
    facts = yaml.load((shipped() / "library.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    facts["clause_owners"] = {k: v for k, v in facts["clause_owners"].items() if k.startswith("8.5")}
    facts["source_names"] = []
    facts["planned"] = [{key: d[key] for key in ("id", "number", "title")} for d in DOCUMENTS.values()]
    return yaml.safe_dump(facts, allow_unicode=True)


def load(folder: Path) -> Library:
    """Load the library of a folder, without a cache."""
    return load_library(Folders(folder))


def problems(folder: Path) -> list[str]:
    """What is wrong with the library of a folder, as the command line says it."""
    try:
        load(folder)
    except UserError as failure:
        return [diagnostic_line(found, "en") for found in failure.diagnostics]
    return []
