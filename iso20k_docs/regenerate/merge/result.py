"""What a merge comes to: the new file, the changes in it, and what a person has to decide."""

from __future__ import annotations

from dataclasses import dataclass

from iso20k_docs.model.changes import Conflict, ConflictKind, Edit
from iso20k_docs.model.words import Language, Words

NOTHING = Words("（空）", "(nothing)")
_SAID: dict[ConflictKind, Words] = {
    "both-edited": Words(
        "冲突：您与模板都修改了这里，已保留您的文字。\n模板新文字：{theirs}\n原文字：{base}",
        "Conflict: you and the template both changed this; your text was kept.\n"
        "New text: {theirs}\nText before: {base}",
    ),
    "deleted-by-template": Words(
        "冲突：模板已删除这段内容；因您修改过，保留您的文字。\n原文字：{base}",
        "Conflict: the template no longer has this; you changed it, so your text was kept.\nText before: {base}",
    ),
    "deleted-by-user": Words(
        "提示：您删除过的一段内容在模板中有更新，未恢复。\n模板新文字：{theirs}\n原文字：{base}",
        "Note: text that you deleted has changed in the template; it was not restored.\n"
        "New text: {theirs}\nText before: {base}",
    ),
    "moved-by-template": Words(
        "提示：模板调整了这段内容的位置；因您修改过，保留在原处。",
        "Note: the template moved this; you changed it, so it stays where it is.",
    ),
    "turned-by-template": Words(
        "提示：模板把这部分由{base}页面改为{theirs}页面，未改动；请在 Word 中调整此处的分节和纸张方向。",
        "Note: the template now has {theirs} pages here instead of {base} ones; nothing was changed, please set the "
        "section breaks and the orientation in Word.",
    ),
    "cannot-edit": Words(
        "提示：此处结构复杂，未能写入修订，请手工修改。\n模板新文字：{theirs}\n原文字：{base}",
        "Note: this place is too intricate for a tracked change; please change it by hand.\n"
        "New text: {theirs}\nText before: {base}",
    ),
}


def said(conflict: Conflict, language: Language) -> str:
    """Return what the comment of a conflict says, in the document's language."""
    empty = NOTHING.in_(language)
    return _SAID[conflict.kind].in_(language).format(base=conflict.base or empty, theirs=conflict.theirs or empty)


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge.

    `data` are the bytes of the new file: the user's own where nothing had to be written. `applied` are changes that
    were written, `conflicts` those that were not. `same` counts changes that the user had made already. `settings`
    names the properties (title, company, version ...) that were set directly, for Word can't track them. `waiting` is
    the number of our comments in the file that nobody has settled.
    """

    data: bytes
    applied: tuple[Edit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    same: int = 0
    settings: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def changes(self) -> int:
        """The number of changes between base and theirs."""
        return len(self.applied) + len(self.conflicts) + self.same
