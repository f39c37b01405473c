"""What an unquoted word in a YAML file stands for.

As in YAML 1.2, `yes`, `no`, `on`, `off` and `09:00` are text, and so are numbers with a leading zero; as in 1.1, a
date is a date.
"""

from __future__ import annotations

import datetime as dt
import re

_CONSTANTS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAY_BE_NUMBER = frozenset("+-0123456789")

#: The core tag of each kind of single value.
TAGS: dict[type, str] = {
    str: "tag:yaml.org,2002:str",
    int: "tag:yaml.org,2002:int",
    float: "tag:yaml.org,2002:float",
    bool: "tag:yaml.org,2002:bool",
    type(None): "tag:yaml.org,2002:null",
    dt.date: "tag:yaml.org,2002:timestamp",
}


def plain_value(text: str) -> object:
    """Return what an unquoted scalar stands for: None, bool, int, float, date or its text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _MAY_BE_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        return _date(text)
    return text


def _date(text: str) -> object:
    """Return the date, or the text as it stands where the calendar has no such day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text
