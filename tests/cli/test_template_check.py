"""`template-check`: what documents would take from a template, in words and as data."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import run
from tests.templates import made


def saved(folder: Path, name: str) -> Path:
    file = folder / f"{name}.dotx"
    file.write_bytes(made.all_templates()[name])
    return file


def test_in_plain_words(tmp_path: Path) -> None:
    lines = run("template-check", saved(tmp_path, "chinese"), ui="zh").out.splitlines()
    assert "取用    标题 1          取自“heading 1”：黑体，Arial，16 磅，加粗，C00000" in lines
    assert "缺少    副标题          模板中没有，用本程序的样式" in lines
    assert "修补    文档网格        已关闭：它会盖过样式的行距" in lines
    assert "不取用  其他自定义样式  文件中没有用到：公司公文抬头" in lines
    assert lines[-1].startswith("可以用作模板：取用 11 项，")


def test_as_data(tmp_path: Path) -> None:
    file = saved(tmp_path, "english")
    found = run("template-check", file, "--json").json
    assert (found["file"], found["usable"]) == (file.as_posix(), True)
    assert found["colours"] == {"ink": "000000", "primary": "1B5E20", "accent": "BB3F00"}
    assert found["page"]["width"] == 12240
    note = {"kind": "repaired", "subject": "heading 2", "message": "colour 66BB6A is too light: 3E7740"}
    assert note in found["notes"]


def test_what_cannot_be_used_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"not a zip")
    said = run("template-check", file, status=1)
    assert said.err.splitlines()[0] == f"{file.as_posix()}: error: it is no DOCX file (not in zip format)"
    assert run("template-check", tmp_path / "none.docx", "--json", status=1).json["diagnostics"][0]["file"]
