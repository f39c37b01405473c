"""Time and peak memory of a whole process, start of Python included.

Only the standard library: the child's peak memory starts at its parent's size on Linux, so the parent stays slim.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024  # of `ru_maxrss`, in bytes


@dataclass(frozen=True, slots=True)
class Figure:
    """Wall and CPU time in seconds and peak memory in MB of one process; CPU time says more on a busy machine."""

    seconds: float
    cpu_seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Case:
    """A command to measure; `before` brings files and folders into the state that it starts from.

    `done` are the exit statuses of a run that did what it should.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    before: Callable[[], None] = lambda: None
    done: frozenset[int] = frozenset((0,))


def run(case: Case, folder: Path) -> Figure:
    """Run a case once in `folder`; SystemExit with what it said where it fails."""
    case.before()
    environment = {**os.environ, **case.environment}
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(case.command, cwd=folder, env=environment, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in case.done:
            said.seek(0)
            raise SystemExit(f"{case.name}: exit status {process.returncode}\n{said.read().decode(errors='replace')}")
    return Figure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MEMORY_UNIT / 1e6)


def medians(cases: Sequence[Case], rounds: int, folder: Path) -> dict[str, Figure]:
    """Run all cases in turn, `rounds` times over, so that a drifting machine touches all alike."""
    figures: dict[str, list[Figure]] = {case.name: [] for case in cases}
    for _ in range(rounds):
        for case in cases:
            figures[case.name].append(run(case, folder))
    return {
        name: Figure(
            median(f.seconds for f in found),
            median(f.cpu_seconds for f in found),
            max(f.megabytes for f in found),
        )
        for name, found in figures.items()
    }
