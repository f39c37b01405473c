"""The questions of `init`: what a first profile needs to know, asked on a terminal or given as options."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

from iso20k_docs.model.words import Language, Words


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its option; an answer may give both languages, parted by ` / `."""

    option: str
    words: Words
    example: Words

    @property
    def key(self) -> str:
        """The parameter that click makes of the option."""
        return self.option.removeprefix("--").replace("-", "_")


QUESTIONS: tuple[Question, ...] = (
    Question("--name", Words("组织全称", "Full name"), Words("杭州示例科技有限公司", "Example Services Ltd")),
    Question("--short", Words("简称", "Short name"), Words("示例科技", "Example")),
    Question("--code", Words("文件编号前缀（大写字母，一般取简称拼音首字母）", "Prefix of document codes (capitals)"),
             Words("SLKJ", "EXS")),
    Question("--address", Words("办公地址", "Office address"), Words("杭州市示例路1号", "1 Example Road, Dublin")),
    Question("--service", Words("一项主要服务的名称", "Name of one main service"),
             Words("应用系统运维", "Application support")),
    Question("--description", Words("这项服务为客户做什么", "What this service does for the customer"),
             Words("监控、维护并恢复客户的业务系统", "Watches, maintains and restores the customer's systems")),
    Question("--customer", Words("一位客户的名称", "Name of one customer"),
             Words("示例商贸公司", "Example Trading Ltd")),
    Question("--top", Words("最高管理者的姓名", "Name of top management"), Words("张三", "Anna Byrne")),
    Question("--representative", Words("管理者代表的姓名", "Name of the management representative"),
             Words("李四", "Brian Cole")),
    Question("--manager", Words("服务管理负责人的姓名", "Name of the service manager"), Words("王五", "Ciara Dunne")),
    Question("--desk-lead", Words("服务台主管的姓名", "Name of the service desk lead"), Words("赵六", "Declan Egan")),
)  # fmt: skip
_TITLES = {
    "top": Words("总经理", "Managing director"),
    "representative": Words("质量负责人", "Quality manager"),
    "manager": Words("服务部经理", "Head of services"),
    "desk_lead": Words("服务台主管", "Service desk lead"),
}
_BOTH = " / "


def options(command: click.decorators.FC) -> click.decorators.FC:
    """Give a command an option for every question."""
    for question in reversed(QUESTIONS):
        command = click.option(question.option, question.key, default=None, help=question.words.en + ".")(command)
    return command


def answer_all(given: Mapping[str, str | None], languages: Sequence[Language], ui: Language) -> dict[str, Words]:
    """Return an answer to every question: the option's, else the person's at the terminal.

    Raises click.UsageError where there is no terminal to ask at.
    """
    missing = [question for question in QUESTIONS if not given.get(question.key)]
    if missing and not sys.stdin.isatty():
        names = ", ".join(question.option for question in missing)
        raise click.UsageError(f"no terminal to ask at; give {names}")
    found = {}
    for question in QUESTIONS:
        text = given.get(question.key) or _ask(question, languages, ui)
        found[question.key] = _words(text, languages)
    return found


def _ask(question: Question, languages: Sequence[Language], ui: Language) -> str:
    both = len(languages) > 1 and question.key != "code"
    example = question.example.in_(languages[0])
    if both:
        example = _BOTH.join((question.example.zh, question.example.en))
    such_as = Words(f"（如：{example}）", f" (such as: {example})").in_(ui)
    return str(click.prompt(question.words.in_(ui) + such_as, type=str)).strip()


def _words(text: str, languages: Sequence[Language]) -> Words:
    """Part an answer that gives both languages, in the order Chinese / English."""
    zh, _, en = (part.strip() for part in text.partition(_BOTH))
    return Words(zh, en) if zh and en and len(languages) > 1 else Words.same(text.strip())


def title_of(key: str) -> Words:
    """Return the usual position of somebody who holds a leading role; the user puts the real one into the file."""
    return _TITLES[key]
