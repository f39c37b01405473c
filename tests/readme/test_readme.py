"""What the README says is so: its commands run as written, and the Chinese one is its twin."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from iso20k_docs.cli import cli

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh.md")
#: A block behind `<!-- commands -->` is run; one behind `<!-- file: NAME -->` is the content of that file.
BLOCK = re.compile(r"(?:<!-- (?P<mark>[^>]+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+?)\)")
CODE = re.compile(r"`([^`]+)`")
CHINESE = re.compile(r"[\u4e00-\u9fff]")

at_a_shell = pytest.mark.skipif(os.name == "nt", reason="the README's commands for Windows are those of pip only")

ANSWERS = {
    "README.md": "Example Services Ltd|Example|EXS|1 Example Road, Dublin|Application support|Watches and restores the"
    " customer's systems|Example Trading Ltd|Anna Byrne|Brian Cole|Ciara Dunne|Declan Egan",
    "README.zh.md": "杭州示例科技有限公司|示例科技|SLKJ|杭州市示例路1号|应用系统运维|监控、维护并恢复客户的业务系统"
    "|示例商贸公司|张三|李四|王五|赵六",
}


@dataclass(frozen=True)
class Block:
    """A fenced block: its mark, its language and its text."""

    mark: str
    kind: str
    text: str


def text_of(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def blocks(readme: str) -> list[Block]:
    return [Block(found["mark"] or "", found["kind"], found["text"]) for found in BLOCK.finditer(text_of(readme))]


# --- the commands


@contextmanager
def terminal(typed: str) -> Iterator[int]:
    """Give a terminal at which a person has typed these lines."""
    import pty  # noqa: PLC0415 - not there on Windows

    person, program = pty.openpty()
    try:
        os.write(person, typed.encode())
        yield program
    finally:
        os.close(person)
        os.close(program)


def run(block: str, folder: Path, answers: str) -> str:
    """Run a block of commands in a shell; return what it printed, or fail with it."""
    scripts = Path(sys.executable).parent
    assert (scripts / "iso20k-docs").exists(), "install the package first: make test, or pip install -e '.[dev]'"
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    typed = answers.replace("|", "\n") + "\n"
    with terminal(typed) as stdin:
        done = subprocess.run(
            ["sh", "-eu", "-c", block],
            cwd=folder, env=environment, stdin=stdin, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
    assert done.returncode == 0, f"{block}\nexit status {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def write_file(block: Block, folder: Path) -> None:
    """Write the file that a block shows."""
    path = folder / block.mark.removeprefix("file: ")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")


@at_a_shell
def test_the_commands_run_as_written(tmp_path: Path) -> None:
    ran = 0
    for block in blocks("README.md"):
        if block.mark.startswith("file: "):
            write_file(block, tmp_path)
        elif block.mark == "commands":
            run(block.text, tmp_path, ANSWERS["README.md"])
            ran += 1
    assert ran == 6
    assert "$defs" in (tmp_path / "iso20k.schema.json").read_text(encoding="utf-8")
    assert (tmp_path / "matrix.docx").stat().st_size > 0
    assert len(list((tmp_path / "with-my-templates").rglob("*.docx"))) == 1


@at_a_shell
def test_the_first_command_and_the_example_of_the_chinese_one_work(tmp_path: Path) -> None:
    marked = [block for block in blocks("README.zh.md") if block.mark]
    (example,) = (block for block in marked if block.mark.startswith("file: "))
    write_file(example, tmp_path)
    run(marked[0].text.splitlines()[0], tmp_path, ANSWERS["README.zh.md"])
    run(marked[marked.index(example) + 1].text, tmp_path, "")
    assert len(list((tmp_path / "with-my-templates").rglob("zh/**/*.docx"))) == 1


# --- the tables

ALL, ALL_BUT = {"all", "全部"}, ("all but", "除")


def rows(readme: str) -> Iterator[list[str]]:
    """Yield the cells of every table row."""
    for line in text_of(readme).splitlines():
        if line.startswith("| "):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def commands_of(cell: str) -> set[str]:
    """Return the commands that a cell of the options table stands for."""
    named = set(CODE.findall(cell))
    if cell in ALL:
        return set(cli.commands)
    return set(cli.commands) - named if cell.startswith(ALL_BUT) else named


def options_of(command: click.Command) -> set[str]:
    """Return the long options of a command."""
    options = (parameter for parameter in command.params if isinstance(parameter, click.Option))
    return {name for option in options for name in option.opts if name.startswith("--")}


@pytest.mark.parametrize("readme", READMES)
def test_a_table_names_every_command(readme: str) -> None:
    named = {CODE.findall(row[0])[0].split()[0] for row in rows(readme) if len(row) == 2 and row[0].startswith("`")}
    assert set(cli.commands) <= named


@pytest.mark.parametrize("readme", READMES)
def test_a_table_names_every_option_of_every_command(readme: str) -> None:
    said: set[tuple[str, str]] = set()
    for cells in rows(readme):
        options = [code.split()[0] for code in CODE.findall(cells[0]) if code.startswith("--")]
        said |= {(command, option) for option in options for command in commands_of(cells[1])}
    assert said == {(name, option) for name, command in cli.commands.items() for option in options_of(command)}


# --- the twins


def test_both_have_the_same_sections() -> None:
    levels = [HEADING.findall(BLOCK.sub("", text_of(readme))) for readme in READMES]
    assert levels[0] == levels[1]


def test_both_have_the_same_tables() -> None:
    shapes = [[line.count("|") for line in text_of(r).splitlines() if line.startswith("|")] for r in READMES]
    assert shapes[0] == shapes[1]


def language_neutral(block: Block) -> list[str]:
    """Return a block's lines without what belongs to one language."""
    lines = (line.partition("  ")[0] if not block.kind else line for line in block.text.rstrip().splitlines())
    return [re.sub(r"--lang (zh|en)", "--lang", line) for line in lines]


def test_both_have_the_same_blocks() -> None:
    english, chinese = ([b for b in blocks(r) if b.kind in ("sh", "yaml", "json")] for r in READMES)
    assert [language_neutral(b) for b in english] == [language_neutral(b) for b in chinese]
    assert [b.kind for b in blocks(READMES[0])] == [b.kind for b in blocks(READMES[1])]


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_to_files_of_the_repository(readme: str) -> None:
    links = [link for link in LINK.findall(text_of(readme)) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_chinese_one_has_no_spaces_between_chinese_and_latin() -> None:
    text = BLOCK.sub("", text_of("README.zh.md"))
    found = re.findall(r"[\u4e00-\u9fff，。；：、] [A-Za-z0-9]|[A-Za-z0-9] [\u4e00-\u9fff]", CODE.sub("`", text))
    assert found == []
