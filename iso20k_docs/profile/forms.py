"""What the regular expressions and the written forms of the profile ask for, in words."""

from __future__ import annotations

from collections.abc import Mapping

from iso20k_docs.model.words import Words
from iso20k_docs.profile.values import DAY_FORM, DURATION_FORM, GOAL_FORM, HOURS_FORM, SHARE_FORM

_COLOUR = Words('六位十六进制颜色，加引号，如 "1F4E79"', 'six hexadecimal digits in quotes, such as "1F4E79"')

#: Pattern or form as the schema has it -> words for people.
FORM_WORDS: Mapping[str, Words] = {
    DURATION_FORM: Words(
        "数字加单位，如 15 分钟、4 小时、24 服务小时、1 天、5 工作日、2 周、6 个月、3 年",
        "a number and a unit: 15 min, 4 h, 24 service h, 1 d, 5 wd (working days), 2 w, 6 months, 3 years",
    ),
    HOURS_FORM: Words("24x7，或“周一至周五 09:00-18:00”", "24x7, or Mon-Fri 09:00-18:00"),
    SHARE_FORM: Words("0 到 100 的百分数，如 99.9 %", "a percentage from 0 to 100, such as 99.9 %"),
    GOAL_FORM: Words(
        '比较符加数值，并加引号，如 ">= 95 %"、"<= 2"、"<= 4 h"',
        'a comparison and a value, in quotes: ">= 95 %", "<= 2", "<= 4 h"',
    ),
    DAY_FORM: Words("周三，或 wed", "wed, or Wednesday"),
    r"^[A-Za-z][A-Za-z0-9_-]{0,39}$": Words(
        "英文字母开头，只含字母、数字、- 和 _，不超过 40 个字符",
        "a letter first, then letters, digits, '-' and '_', at most 40 characters",
    ),
    r"^([01]\d|2[0-3]):[0-5]\d$": Words('24 小时制时刻，如 "15:00"', 'a time of day, 24 hours: "15:00"'),
    r"^[A-Z][A-Z0-9]{1,11}$": Words(
        "2 到 12 个大写字母或数字，字母开头，如 YFZL",
        "2 to 12 capital letters or digits, a letter first, such as YFZL",
    ),
    r"^[0-9A-HJ-NPQRTUWXY]{18}$": Words(
        "18 位统一社会信用代码（不含 I、O、S、V、Z）",
        "18 characters, digits and capital letters without I, O, S, V, Z",
    ),
    r"^(0[1-9]|1[0-2])-01$": Words("月-01，如 01-01 或 04-01", "month-01, such as 01-01 or 04-01"),
    r"^[0-9A-Fa-f]{6}$": _COLOUR,
    r"^\d+(\.\d+)*-[a-z]?\d*$": Words(
        "要求的编号，如 8.6.1-b，见条款对照表", "the id of a requirement, such as 8.6.1-b: see the cross-reference"
    ),
    r"^https?://\S+$": Words("网址，以 https:// 开头", "a web address that begins with https://"),
}
