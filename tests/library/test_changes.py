"""The library's changelog: reasons for later versions only, of documents that exist."""

from __future__ import annotations

from pathlib import Path

from iso20k_docs.library.changes import load_changes
from iso20k_docs.library.folders import Folders, shipped
from iso20k_docs.library.load import load_library
from iso20k_docs.model.words import Words

LOG = """\
versions:
  - version: 0.3.0
    documents:
      problem-management: {zh: 按新条款, en: a new clause}
  - version: 0.2.0
    documents:
      problem-management: {zh: 更正, en: a correction}
      incident-management: {zh: 增加时限, en: a time limit more}
  - version: 0.1.0
"""


def test_the_reasons_of_all_later_versions(tmp_path: Path) -> None:
    (tmp_path / "changes.yaml").write_text(LOG, encoding="utf-8")
    changes = load_changes(Folders(shipped(), tmp_path))
    assert list(changes.since("0.1.0", ["problem-management"])) == [
        ("0.3.0", Words("按新条款", "a new clause")),
        ("0.2.0", Words("更正", "a correction")),
    ]
    merged = ["incident-management", "problem-management"]
    assert list(changes.since("0.1.0", merged))[1] == (
        "0.2.0",
        Words("增加时限；更正", "a time limit more; a correction"),
    )
    assert list(changes.since("0.3.0", merged)) == []


def test_the_shipped_one_names_documents_of_the_library_and_its_version() -> None:
    library = load_library(Folders(shipped()))
    versions = library.changes.versions
    assert versions[0].version == library.definition.version
    assert {name for version in versions for name in version.documents} <= set(library.documents)
