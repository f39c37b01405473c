"""Checks of codes and numbers: registration, document codes, versions, risk scale."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iso20k_docs.model.diagnostics import Diagnostic, error, warning
from iso20k_docs.model.words import Words
from iso20k_docs.profile.checks.context import Facts

#: The 31 characters of GB 32100 and the weights of the first 17 places.
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PLACEHOLDERS = ("code", "type", "number")
_NOT_IN_FILE_NAMES = '<>:"/\\|?*'
_VERSION_FORMS = {"V1.0": r"V\d+\.\d+", "A/0": r"[A-Z]/\d+"}


def uscc_check_character(first: str) -> str:
    """Return the 18th character of a unified social credit code from its first 17 (GB 32100)."""
    total = sum(_CHARACTERS.index(c) * weight for c, weight in zip(first, _WEIGHTS, strict=True))
    return _CHARACTERS[-total % len(_CHARACTERS)]


def uscc_is_valid(facts: Facts) -> Iterator[Diagnostic]:
    """The last character of the unified social credit code checks the others."""
    code = facts.profile.org.uscc
    if code is None:
        return
    right = uscc_check_character(code[:-1])
    if code[-1] != right:
        message = Words(
            f"统一社会信用代码的校验码不对：前 17 位对应“{right}”，现在是“{code[-1]}”",
            f"the check character of the credit code is '{code[-1]}', but the first 17 give '{right}'",
        )
        hint = Words("对照营业执照逐位核对", "Compare it with the business licence")
        yield error("uscc-check", message, facts.at("org", "uscc"), hint)


def code_comes_from_name(facts: Facts) -> Iterator[Diagnostic]:
    """The document prefix can be read out of the organisation's name, where that is written in Latin letters."""
    organisation = facts.profile.org
    names = [name for name in (organisation.short.en, organisation.name.en) if re.search("[A-Za-z]", name)]
    letters = re.sub(r"\d", "", organisation.code)
    if names and not any(_in_order(letters.lower(), name.lower()) for name in names):
        message = Words(
            f"文件前缀“{organisation.code}”与单位名称“{names[0]}”对不上",
            f"the prefix '{organisation.code}' cannot be read out of the name '{names[0]}'",
        )
        hint = Words("前缀一般取简称的拼音首字母", "It is usually made of the initials of the short name")
        yield warning("code-and-name", message, facts.at("org", "code"), hint)


def _in_order(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)


def numbering_is_complete(facts: Facts) -> Iterator[Diagnostic]:
    """The pattern of document codes has its placeholders and makes file names."""
    pattern = facts.profile.numbering.pattern
    place = facts.at("numbering", "pattern")
    allowed = Words("可用：{code}、{type}、{number}", "Use {code}, {type} and {number}")
    found = re.findall(r"\{([^{}]*)\}", pattern)
    rest = re.sub(r"\{[^{}]*\}", "", pattern)
    for name in _PLACEHOLDERS:
        if name not in found:
            message = Words(f"编号规则缺少 {{{name}}}", f"the numbering pattern lacks {{{name}}}")
            yield error("numbering-pattern", message, place, allowed)
    for name in found:
        if name not in _PLACEHOLDERS:
            message = Words(f"编号规则中没有 {{{name}}} 这一项", f"unknown placeholder {{{name}}}")
            yield error("numbering-pattern", message, place, allowed)
    bad = [c for c in rest if c in _NOT_IN_FILE_NAMES or c in "{}"]
    if bad:
        message = Words(
            f"编号会用作文件名，不能含“{bad[0]}”", f"codes become file names: '{bad[0]}' cannot stand in them"
        )
        yield error("numbering-pattern", message, place)


def version_has_style(facts: Facts) -> Iterator[Diagnostic]:
    """The first version is written in the chosen style."""
    numbering = facts.profile.numbering
    if not re.fullmatch(_VERSION_FORMS[numbering.version_style], numbering.first_version):
        message = Words(
            f"首版“{numbering.first_version}”不是 {numbering.version_style} 的写法",
            f"the first version '{numbering.first_version}' is not written like {numbering.version_style}",
        )
        yield error("version-style", message, facts.at("numbering", "first_version"))


def risk_scale_is_whole(facts: Facts) -> Iterator[Diagnostic]:
    """Each step of the risk scale has its words, and the thresholds follow each other inside the scale."""
    risk = facts.profile.risk
    for name, steps in (("likelihood", risk.likelihood), ("impact", risk.impact)):
        if len(steps) != risk.scale:
            message = Words(
                f"风险等级是 {risk.scale} 级，“{name}”写了 {len(steps)} 级",
                f"the risk scale has {risk.scale} steps, '{name}' describes {len(steps)}",
            )
            yield error("risk-scale", message, facts.key("risk", name))
    if not risk.accept_up_to < risk.top_from <= risk.scale**2:
        message = Words(
            f"风险准则应满足 accept_up_to < top_from ≤ {risk.scale**2}，现在是 {risk.accept_up_to} 和 {risk.top_from}",
            f"accept_up_to < top_from <= {risk.scale**2} does not hold for {risk.accept_up_to} and {risk.top_from}",
        )
        yield error("risk-scale", message, facts.at("risk", "top_from"))
