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
CHANGED_MEANWHILE = Words(
    "文件在本次运行期间被改动，未写入；请重新运行",
    "the file changed while the run was under way, not written; run again",
)


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
