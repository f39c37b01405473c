"""Writes a new profile from a few answers, with comments that say what to state next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from iso20k_docs.model.words import Language, Words
from iso20k_docs.reading.scalars import plain_value

Size = Literal["small", "standard", "large"]
#: Text that YAML reads as it stands, inside braces as well.
_SAFE = re.compile(r"[A-Za-z\u3400-\u9fff][\w\u3400-\u9fff .()（）·/&-]*")


@dataclass(frozen=True, slots=True)
class Leader:
    """A person who holds one of the four roles that every profile names."""

    name: Words
    title: Words


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new profile needs to know. Texts in one language have the same words in both."""

    name: Words
    short: Words
    code: str
    address: Words
    service: Words
    service_description: Words
    customer: Words
    top_management: Leader
    management_representative: Leader
    service_manager: Leader
    service_desk_lead: Leader
    size: Size
    languages: tuple[Language, ...]


def starter(answers: Answers, language: Language) -> str:
    """Return the text of a new profile; its comments are in `language`."""
    return _Writer(answers, language).text()


@dataclass(frozen=True, slots=True)
class _Writer:
    answers: Answers
    language: Language

    def text(self) -> str:
        parts = (
            self._head(),
            self._organisation(),
            self._service(),
            self._people(),
            self._roles(),
            self._customer(),
            self._further(),
        )
        return "\n".join(line for part in parts for line in part) + "\n"

    def _say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def _value(self, words: Words) -> str:
        return yaml_text(words, self.answers.languages)

    def _head(self) -> Iterable[str]:
        yield self._say(
            "# 组织配置：体系文件都由它生成。改好后运行 iso20k-docs check，再运行 iso20k-docs generate。",
            "# The organisation's profile: all documents are made from it. After a change run iso20k-docs check, then "
            "iso20k-docs generate.",
        )
        yield self._say(
            "# 文字可以写成一段，也可以写成 {zh: 中文, en: English}。缩进用空格，冒号后空一格。",
            "# Any text is either plain or {zh: , en: }. Indent with spaces; a space follows each colon.",
        )
        yield self._say(
            "# 没有写的内容取自默认值；check 会列出哪些取自默认值，请逐项确认。",
            "# What is not stated comes from defaults; check lists it, so that you can confirm each item.",
        )
        yield ""
        yield f"size: {self.answers.size} # small | standard | large"
        yield f"languages: [{', '.join(self.answers.languages)}]"
        yield ""

    def _organisation(self) -> Iterable[str]:
        a = self.answers
        yield "org:"
        yield f"  name: {self._value(a.name)}"
        yield f"  short: {self._value(a.short)}"
        yield f"  code: {_quoted(a.code)} # " + self._say("文件编号前缀", "prefix of every document code")
        yield f"  address: {self._value(a.address)}"
        yield "  # uscc: " + self._say("统一社会信用代码，18 位", "unified social credit code (China)")
        yield "  # founded: 2020-01-31"
        yield "  # headcount: {total: 20, in_scope: 15, it_fulltime: 10} # " + self._say(
            "总人数、体系范围内人数、IT 专职人数", "all staff, staff in scope, full time in IT"
        )
        yield ""

    def _service(self) -> Iterable[str]:
        yield self._say(
            "# 服务目录。criticality（关键度）：key 关键、important 重要、general 一般",
            "# The service catalogue. criticality: key, important or general",
        )
        yield "services:"
        yield "  - id: SVC-01"
        yield f"    name: {self._value(self.answers.service)}"
        yield f"    description: {self._value(self.answers.service_description)}"
        yield "    criticality: key"
        yield "    # hours: Mon-Fri 09:00-18:00 # " + self._say("或 24x7", "or 24x7")
        yield "    # availability: 99 %"
        yield "    # rto: 4 h # " + self._say("恢复时间目标", "recovery time objective")
        yield "    # rpo: 1 h # " + self._say("恢复点目标", "recovery point objective")
        yield ""

    def _leaders(self) -> dict[str, Leader]:
        a = self.answers
        return {
            "top_management": a.top_management,
            "management_representative": a.management_representative,
            "service_manager": a.service_manager,
            "service_desk_lead": a.service_desk_lead,
        }

    def _people(self) -> Iterable[str]:
        yield self._say(
            "# 人员：至少三人，编制、审核、批准才能由不同的人承担",
            "# People: at least three, so that different people prepare, review and approve",
        )
        yield "people:"
        for leader in {leader.name: leader for leader in self._leaders().values()}.values():
            yield f"  - {{name: {self._value(leader.name)}, title: {self._value(leader.title)}}}"
        yield ""

    def _roles(self) -> Iterable[str]:
        yield self._say(
            "# 角色由谁担任。其余角色（事件经理、变更经理……）没有写时，由这四人按 defaults/roles.yaml 承担",
            "# Who holds which role. Other roles (incident manager, ...) fall to these four until stated",
        )
        yield "roles:"
        for role, leader in self._leaders().items():
            yield f"  {role}: {_quoted(self._name(leader))}"
        somebody = self._say("姓名", "name")
        yield f"  # incident_manager: {{holder: {somebody}, deputy: {somebody}}}"
        yield ""

    def _name(self, leader: Leader) -> str:
        return leader.name.in_(self.answers.languages[0])

    def _customer(self) -> Iterable[str]:
        yield "customers:"
        yield f"  - {{id: CUS-01, name: {self._value(self.answers.customer)}}}"
        yield ""

    def _further(self) -> Iterable[str]:
        yield self._say(
            "# 下面各项去掉行首的 # 后生效，按实际情况修改。",
            "# Each of the following takes effect once its # is removed; state what is true of the organisation.",
        )
        tool = self._say("工单系统的名称", "name of the ticket tool")
        yield "# tools:"
        yield f"#   ticketing: {{name: {tool}}}"
        yield "# suppliers:"
        yield "#   - id: SUP-01"
        yield "#     name: " + self._say("供应商名称", "name of the supplier")
        yield "#     provides: " + self._say("机房与线路", "equipment room and lines")
        yield "#     services: [SVC-01]"
        yield "#     targets:"
        yield "#       - {measure: " + self._say("故障恢复", "restoring a fault") + ", restore: 4 h}"
        yield "# dates:"
        for name in ("prepared", "reviewed", "approved", "issued", "effective", "system_start"):
            yield f"#   {name}: 2026-03-02"
        yield "# processes:"
        yield "#   incident-management: {log_within: 5 min}"


def yaml_text(words: Words, languages: tuple[Language, ...]) -> str:
    """Write a text for YAML, so that it reads back the same: plain in one language, `{zh: , en: }` in two."""
    if len(languages) == 1 or words.zh == words.en:
        return _quoted(words.in_(languages[0]))
    return f"{{zh: {_quoted(words.zh)}, en: {_quoted(words.en)}}}"


def _quoted(text: str) -> str:
    """Write a text plain where YAML reads it as it stands, in double quotes otherwise."""
    line = " ".join(text.split())
    if _SAFE.fullmatch(line) and isinstance(plain_value(line), str):
        return line
    return json.dumps(line, ensure_ascii=False)
