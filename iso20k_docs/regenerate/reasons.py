"""Why a file was left as it is, in the user's words."""

from __future__ import annotations

import errno

from iso20k_docs.model.words import Words

ORPHAN = Words(
    "不再生成此文件；已保留，如不需要请自行归档或删除",
    "no longer generated; left in place, archive or delete it if it is not needed",
)
READ_ONLY = Words(
    "文件为只读，未写入；取消只读后重新运行",
    "the file is read-only, not written; make it writable and run again",
)
NOT_A_FILE = Words(
    "此路径上是链接或文件夹，不是普通文件，未写入",
    "a link or a folder lies at this path, not an ordinary file; not written",
)
ABSENT = Words(
    "文件已被您删除，不再生成；需要时用 restore 恢复",
    "you deleted it, so it is not written again; `restore` brings it back",
)
COPIES = Words(
    "找到同一文件的多份副本，均未改动；请用 adopt 指定受控的一份",
    "there are several copies of this document, none was changed; name the controlled one with `adopt`",
)
UNSAFE = Words(
    "合并结果未通过自检，未写入您的文件；请把此文件发给我们",
    "the merge failed its own check and was not written; please send us this file",
)
ROWS_DIFFER = Words(
    "模板改动了您填写过的工作表区域，未合并",
    "the template changed parts of the sheets that you have filled in, so nothing was merged",
)
NO_BASE = Words(
    "找不到此文件当初生成的版本，无法合并",
    "the version it was once generated as is not there any more, so it cannot be merged",
)
OPEN_CONFLICTS = Words(
    "有{count}处冲突待您决定：保留了您的文字，模板的文字见批注",
    "{count} to be decided by you: your text was kept, the template's is in comments",
)
NOT_MERGED = Words(
    "新版本无法并入您的文件；先运行 generate 并处理",
    "the new version can't be merged into your file; run `generate` and deal with it first",
)
CREATED_THEN = Words("由该次运行新建，保留不动", "created by that run; it stays")
RELEASED_SINCE = Words(
    "该文件的其他文本未能撤销，或此后又发布过，未撤销",
    "another file of this document could not be put back, or it was released again since",
)
CHANGED_SINCE = Words("该次运行之后又被改动，未撤销", "changed since that run, so it was not put back")
NO_BACKUP = Words("找不到当时的内容", "its bytes of that time are not there any more")
CHANGED_MEANWHILE = Words(
    "文件在本次运行期间被改动，未写入；请重新运行",
    "the file changed while the run was under way, not written; run again",
)


def moved(path: str, default: str) -> Words:
    """Say that a document is followed to where the user put it."""
    return Words(f"文件在 {path}（原为 {default}）", f"it lies at {path} (generated as {default})")


def old_name(path: str, default: str) -> Words:
    """Say that a document that is called something else now keeps the name of its file."""
    return Words(
        f"仍在 {path}；现名 {default}，其他文件中的链接指向现名；用 generate --rename 改名",
        f"it stays at {path}; it is called {default} now and links in other documents lead there; "
        "`generate --rename` renames it",
    )


def renamed(source: str) -> Words:
    """Say what a renamed file was called before."""
    return Words(f"由 {source} 改名", f"renamed from {source}")


def open_conflicts(count: int) -> Words:
    """Say how many places a person has to decide on."""
    en = "1 place is" if count == 1 else f"{count} places are"
    return Words(OPEN_CONFLICTS.zh.format(count=count), OPEN_CONFLICTS.en.format(count=en))


def colleagues(count: int) -> Words:
    """Say that tracked changes of others wait in a file."""
    return Words(
        f"有{count}处他人的修订未处理；请在 Word 中接受或拒绝后再发布",
        f"{'1 tracked change is' if count == 1 else f'{count} tracked changes are'} by others; "
        "accept or reject them in Word, then release again",
    )


def undecided(count: int) -> Words:
    """Say that places wait for a decision before a release."""
    return Words(
        f"有{count}处冲突未决；处理批注（或用 resolve）后再发布",
        f"{'1 conflict is' if count == 1 else f'{count} conflicts are'} open; settle the comments "
        "(or use `resolve`), then release again",
    )


def refused(why: Words, beside: str) -> Words:
    """Say why a file could not be merged and where the new version lies."""
    return Words(f"{why.zh}；未改动，新版本见 {beside}", f"{why.en}; left as it is, the new version is {beside}")


def kept(beside: str, *, ours: bool) -> Words:
    """Say that the user's file stays and where the new version lies; `ours`: the tool wrote it once."""
    if ours:
        return Words(
            f"文件在本工具写出后被修改过，未改动；新版本见 {beside}",
            f"edited since the tool wrote it, left as it is; the new version is {beside}",
        )
    return Words(
        f"文件不是由本工具写出，未改动；新版本见 {beside}",
        f"not written by the tool, left as it is; the new version is {beside}",
    )


def open_elsewhere(lock: str) -> Words:
    """Say that an office program has the file open."""
    return Words(
        f"文件正在被编辑（{lock}），未写入；关闭后重新运行（若确未打开，删除该锁文件）",
        f"the file is open in an editor ({lock}), not written; close it and run again "
        "(if it is not open, delete that lock file)",
    )


def unreadable(problem: OSError) -> Words:
    """Say that the file is there but cannot be read."""
    return Words(f"无法读取文件：{cause(problem).zh}", f"the file cannot be read: {cause(problem).en}")


def unwritable(problem: OSError) -> Words:
    """Say that the file cannot be written."""
    return Words(f"无法写入文件：{cause(problem).zh}", f"the file cannot be written: {cause(problem).en}")


def cause(problem: OSError) -> Words:
    """Return the operating system's reason, in both languages for the usual ones."""
    usual = {
        errno.EACCES: Words("没有权限，或文件正被其他程序使用", "no permission, or another program uses it"),
        errno.EPERM: Words("没有权限", "no permission"),
        errno.EROFS: Words("磁盘为只读", "the disk is read-only"),
        errno.ENAMETOOLONG: Words("路径过长", "the path is too long"),
        errno.ENOTDIR: Words("上级路径是文件而不是文件夹", "a file lies where a folder should be"),
        errno.EEXIST: Words("同名文件已存在", "a file of that name exists"),
    }
    return usual.get(problem.errno or 0, Words.same(problem.strerror or type(problem).__name__))


def is_full(problem: OSError) -> bool:
    """Tell whether the disk, or the user's share of it, is full."""
    return problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
