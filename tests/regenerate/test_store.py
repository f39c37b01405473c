"""What the tool remembers, and what happens when that is lost."""

import hashlib
import json
from pathlib import Path

import pytest

from iso20k_docs import __version__
from iso20k_docs.model.diagnostics import Place, UserError
from tests.regenerate.helpers import INCIDENT, MANUAL, REQUEST, changes, document, documents, generate, tree


def store(folder: Path) -> dict[str, object]:
    data: dict[str, object] = json.loads((folder / ".iso20k" / "manifest.json").read_bytes())
    return data


def sha(data: str) -> str:
    return hashlib.sha256(data.encode()).hexdigest()


def test_the_manifest_names_every_file_that_the_tool_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "YFZL"
    generate(folder, documents("v1", INCIDENT, REQUEST), inputs="digest of the inputs")
    (folder / INCIDENT).write_bytes(b"edited")
    generate(folder, documents("v2", INCIDENT), inputs="other")
    assert store(folder) == {
        "format": 1,
        "tool": __version__,
        "folder": "YFZL",
        "inputs": "",
        "files": {
            INCIDENT: {"id": "incident-management", "language": "zh", "sha256": sha(f"v1 of {INCIDENT}")},
            "zh/2-procedures/YFZL-ITSMS-P-19.new.docx": {
                "id": "incident-management",
                "language": "zh",
                "sha256": sha(f"v2 of {INCIDENT}"),
                "beside_of": INCIDENT,
            },
            REQUEST: {
                "id": "request-management",
                "language": "zh",
                "sha256": sha(f"v1 of {REQUEST}"),
                "orphan": True,
            },
        },
    }


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"[" * 100_000,
        b"[]",
        b"null",
        b'{"format": 0, "files": {}}',
        b'{"format": 1, "files": []}',
        b'{"format": "1"}',
        b'{"format": 1, "files": {"a": 1, "b": {"id": 1}, "c": {"id": "c", "language": "fr", "sha256": "0"}}}',
    ],
)
def test_without_a_usable_manifest_every_file_that_differs_is_kept(tmp_path: Path, garbage: bytes | None) -> None:
    generate(tmp_path, documents("v1"))
    place = tmp_path / ".iso20k" / "manifest.json"
    if garbage is None:
        place.unlink()
    else:
        place.write_bytes(garbage)
    outcome = generate(tmp_path, [*documents("v2", INCIDENT), *documents("v1", REQUEST, MANUAL)])
    assert changes(outcome) == {INCIDENT: "kept", REQUEST: "unchanged", MANUAL: "unchanged"}
    assert (tmp_path / INCIDENT).read_bytes() == f"v1 of {INCIDENT}".encode()
    assert changes(generate(tmp_path, documents("v3")))[REQUEST] == "updated", "remembered again"


def test_an_entry_that_leads_outside_or_is_damaged_is_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / "YFZL"
    generate(folder, documents("v1"))
    (tmp_path / "outside.docx").write_bytes(b"outside")
    data = store(folder)
    files = data["files"]
    assert isinstance(files, dict)
    files["../outside.docx"] = {"id": "x", "language": "zh", "sha256": sha("outside")}
    files["zh/\ud800.docx"] = {"id": "\ud800", "language": "zh", "sha256": "\ud800"}
    files[REQUEST]["sha256"] = None
    (folder / ".iso20k" / "manifest.json").write_text(json.dumps(data))
    assert changes(generate(folder, documents("v2"))) == {
        INCIDENT: "updated",
        REQUEST: "kept",
        MANUAL: "updated",
    }
    assert (tmp_path / "outside.docx").read_bytes() == b"outside"
    assert "../outside.docx" not in str(store(folder))


def test_a_store_of_a_newer_tool_is_left_alone(tmp_path: Path) -> None:
    generate(tmp_path, documents("v1"))
    place = tmp_path / ".iso20k" / "manifest.json"
    place.write_bytes(b'{"format": 2}')
    before = tree(tmp_path)
    with pytest.raises(UserError) as raised:
        generate(tmp_path, documents("v2"))
    (found,) = raised.value.diagnostics
    assert (found.code, found.message.en, found.place) == (
        "store-too-new",
        "the folder was written by a newer version of iso20k-docs",
        Place(place.as_posix()),
    )
    assert tree(tmp_path) == before


def test_a_folder_that_cannot_be_used_is_an_error_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "YFZL").write_bytes(b"a file where the folder should be")
    with pytest.raises(UserError) as raised:
        generate(tmp_path / "YFZL", documents("v1"))
    (found,) = raised.value.diagnostics
    assert found.code == "store-unusable"
    assert found.message.en.startswith("the tool's own files cannot be used: ")


def test_a_document_may_change_its_id_but_not_lose_its_file(tmp_path: Path) -> None:
    generate(tmp_path, [document("zh/a.docx", "v1")])
    generate(tmp_path, documents("v1"))
    assert changes(generate(tmp_path, documents("v1")))["zh/a.docx"] == "orphan"
