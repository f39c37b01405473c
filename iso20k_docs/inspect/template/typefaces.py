"""Chinese typefaces: by which of their names a document calls them, and what can't set Chinese."""

from __future__ import annotations

import re

#: Typefaces that come with Word, WPS and the systems: Chinese name to the English one, which every system knows.
_ENGLISH = {
    "宋体": "SimSun", "新宋体": "NSimSun", "黑体": "SimHei", "微软雅黑": "Microsoft YaHei", "等线": "DengXian",
    "等线 Light": "DengXian Light", "仿宋": "FangSong", "仿宋_GB2312": "FangSong_GB2312", "楷体": "KaiTi",
    "楷体_GB2312": "KaiTi_GB2312", "隶书": "LiSu", "幼圆": "YouYuan", "华文宋体": "STSong", "华文中宋": "STZhongsong",
    "华文仿宋": "STFangsong", "华文楷体": "STKaiti", "华文细黑": "STXihei", "华文黑体": "STHeiti",
    "微软雅黑 Light": "Microsoft YaHei Light",
}  # fmt: skip
_CHINESE_NAMES = re.compile(
    "Sim(Sun|Hei)|NSimSun|Microsoft YaHei|DengXian|FangSong|KaiTi|LiSu|YouYuan|ST[A-Z]|FZ|FangZheng|PingFang SC|"
    "(Song|Hei|Kai)ti SC|Noto S(ans|erif)( Mono)? CJK SC|Noto S(ans|erif) SC|Source Han S(ans|erif)( SC|CN| CN)?|"
    "HarmonyOS Sans|WenQuanYi|AR PL|Alibaba PuHuiTi|HY[A-Z]|MiSans|OPPO|Droid Sans Fallback|Arial Unicode MS"
)
_OTHER_SCRIPTS = re.compile(
    "[\u3040-\u30ff\uac00-\ud7af]|^(ＭＳ|MS|Yu|游|Meiryo|Malgun|Batang|Gulim|Dotum|HG|P?MingLiU|新細明體|細明體|標楷體|"
    "Microsoft JhengHei|微軟正黑體)"
)
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


def chinese(name: str) -> str:
    """Return a typeface by the name that every system knows; nothing where it isn't one for simplified Chinese."""
    english = _ENGLISH.get(name, name)
    if _OTHER_SCRIPTS.search(english):
        return ""
    return english if _CHINESE_NAMES.match(english) or _IDEOGRAPH.search(english) else ""
