"""No path leaves the organisation's folder."""

from pathlib import Path

import pytest

from iso20k_docs.model.diagnostics import Place, UserError
from iso20k_docs.regenerate.paths import organisation_folder
from iso20k_docs.regenerate.publish import Order, preview, publish
from tests.regenerate.helpers import INCIDENT, document, documents, generate, tree

UNSAFE = [
    "",
    ".",
    "..",
    "/etc/passwd",
    "//server/share/a.docx",
    "../a.docx",
    "zh/../../a.docx",
    "zh//a.docx",
    "zh/./a.docx",
    "zh/",
    "C:/a.docx",
    "C:a.docx",
    "zh\\a.docx",
    "..\\a.docx",
    "zh/a.docx:stream",
    "zh/CON",
    "zh/con.docx",
    "zh/nul .docx",
    "zh/Com1.docx",
    "zh/lpt¹.docx",
    "aux/a.docx",
    "zh/a.docx.",
    "zh/a.docx ",
    "zh /a.docx",
    "zh/a?.docx",
    "zh/a*.docx",
    "zh/a\n.docx",
    "zh/a\x00.docx",
    "zh/\udc80.docx",
    ".iso20k/manifest.json",
    ".ISO20K/manifest.json",
    "zh/.iso20k",
]
SAFE = ["a.docx", "zh/2-程序/事件管理程序.docx", "zh/console.docx", "zh/com10.docx", "zh/a..b.docx", "zh/null/.a"]


@pytest.mark.parametrize("path", UNSAFE)
def test_a_path_that_leaves_the_folder_or_is_no_name_is_refused(tmp_path: Path, path: str) -> None:
    generated = [*documents("v1"), document(path, "bad")]
    for run in (publish, preview):
        with pytest.raises(UserError) as raised:
            run(tmp_path / "YFZL", generated, Order(whole=True))
        assert [found.code for found in raised.value.diagnostics] == ["unsafe-path"]
        assert raised.value.diagnostics[0].place == Place(path)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("path", SAFE)
def test_other_names_are_accepted(tmp_path: Path, path: str) -> None:
    generate(tmp_path / "YFZL", [document(path, "good")])
    assert (tmp_path / "YFZL" / path).read_bytes() == b"good"


def test_all_bad_paths_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        generate(tmp_path, [document(path, "x") for path in ("../a", "/b", "c", "C", "é", "e\u0301")])
    assert [(found.code, found.message.en) for found in raised.value.diagnostics] == [
        ("unsafe-path", '"../a" cannot be the path of an output file'),
        ("unsafe-path", '"/b" cannot be the path of an output file'),
        ("path-twice", 'two documents have the same path: "C" and "c"'),
        ("path-twice", 'two documents have the same path: "e\u0301" and "é"'),
    ]


@pytest.mark.parametrize("link", ["zh", "zh/2-procedures", ".iso20k"])
def test_a_folder_that_is_a_link_to_somewhere_else_is_refused(tmp_path: Path, link: str) -> None:
    folder, outside = tmp_path / "YFZL", tmp_path / "outside"
    outside.mkdir()
    (folder / link).parent.mkdir(parents=True)
    (folder / link).symlink_to(outside, target_is_directory=True)
    with pytest.raises(UserError, match="path-leaves-folder"):
        generate(folder, documents("v1", INCIDENT))
    assert tree(outside) == {}
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_link_that_goes_round_in_circles_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "zh").symlink_to("zh", target_is_directory=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError, match="path-leaves-folder"):
        generate(tmp_path, documents("v1", INCIDENT))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_to_a_folder_inside_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "chinese").mkdir()
    (tmp_path / "zh").symlink_to("chinese", target_is_directory=True)
    generate(tmp_path, documents("v1", INCIDENT))
    assert (tmp_path / "chinese" / "2-procedures" / "YFZL-ITSMS-P-19.docx").is_file()


def test_the_organisation_has_one_folder_below_the_output_folder(tmp_path: Path) -> None:
    assert organisation_folder(tmp_path, "YFZL") == tmp_path / "YFZL"
    (tmp_path / "LINK").symlink_to(tmp_path.parent, target_is_directory=True)
    for code in ("", "..", "a/b", "/abs", "C:", "NUL", ".iso20k"):
        with pytest.raises(UserError, match="unsafe-path"):
            organisation_folder(tmp_path, code)
    with pytest.raises(UserError, match="path-leaves-folder"):
        organisation_folder(tmp_path, "LINK")
