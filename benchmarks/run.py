"""Measure whole processes: `make bench`, or `python benchmarks/run.py --help`.

Prints the median wall time and the greatest peak memory of a full set without caches, a full set with caches, a run
with nothing to do, a run after one changed fact, of docxtpl and pandoc (where it is installed) on equal text, and of
runs on a set of one language in which people edited 150 documents: with nothing to do, and after the company's name
has changed in all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from measure import Case, Figure, medians

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FIRST, WARM, NOTHING, CHANGED = "full set, no caches", "full set, warm", "nothing to do", "one fact changed"
EDITED, MERGED = "nothing to do, {} documents edited", "name changed, {} documents edited"
PERSON = 3
DOCXTPL, PANDOC = "docxtpl, same text", "pandoc, same text, a process per document"
_LANGUAGES = re.compile(r"^(languages: *\[\w+)[^\]]*", re.MULTILINE)
_NAME = re.compile(r"^org:\n(?:  .*\n)*?  name: \{zh: ([^,}]+)有限公司", re.MULTILINE)
_RESPOND = re.compile(r"^(\s+respond: *)(\d+)( min)", re.MULTILINE)


def main() -> None:
    """Measure and print."""
    options = _options()
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(name) / "bytecode")  # compiled once, as after an installation
        bench = Bench(Path(name), options.profile.resolve(), options.edited)
        cases = bench.edited_cases() if options.only_edited else [*bench.cases(), *bench.edited_cases()]
        bench.prepare(everything=not options.only_edited)
        figures = medians(cases, options.rounds, ROOT)
        report = bench.report(figures, options.rounds)
    print(json.dumps(report, indent=2) if options.json else "\n".join(_lines(report)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profile", type=Path, default=ROOT / "profiles" / "example.yaml")
    parser.add_argument("--rounds", type=int, default=5, help="runs of every case, one after the other (default 5)")
    parser.add_argument("--edited", type=int, default=150, help="documents that people edited (default 150)")
    parser.add_argument("--only-edited", action="store_true", help="only the cases with edited documents")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


class Bench:
    """The folders and commands of all cases, below one temporary folder."""

    def __init__(self, folder: Path, profile: Path, edited: int) -> None:
        self._folder, self._profile, self._edited = folder, profile, edited
        self._texts = folder / "texts"
        self._caches = {"XDG_CACHE_HOME": str(folder / "caches")}

    def cases(self) -> list[Case]:
        """Return what is measured."""
        empty = self._folder / "no-caches"
        found = [
            self._ours(FIRST, "first", {"XDG_CACHE_HOME": str(empty)}, self._emptied("first", "no-caches")),
            self._ours(WARM, "warm", self._caches, self._emptied("warm")),
            self._ours(NOTHING, "kept", self._caches),
            Case(DOCXTPL, [sys.executable, str(HERE / "with_docxtpl.py"), str(self._texts), self._at("docxtpl")], {}),
        ]
        if changed := self._changed_profile():
            found.insert(3, self._ours(CHANGED, "changing", self._caches, self._turned(changed)))
        if shutil.which("pandoc"):
            script = 'for text in "$0"/*.md; do pandoc -o "${text%.md}.docx" "$text"; done'
            found.append(Case(PANDOC, ["sh", "-c", script, str(self._texts)], {}))
        return found

    def edited_cases(self) -> list[Case]:
        """Return the cases of a set in one language, the first of the profile, that people have edited."""
        text = _LANGUAGES.sub(r"\1", self._profile.read_text(encoding="utf-8"))
        self._single.write_text(text, encoding="utf-8")
        found = [self._case(EDITED, self._single, "edited")]
        if name := _NAME.search(text):
            self._renamed.write_text(text.replace(name[1], f"{name[1]}集团"), encoding="utf-8")
            found.append(self._case(MERGED, self._renamed, "merged", self._copied("edited", "merged")))
        return found

    def prepare(self, *, everything: bool) -> None:
        """Do once what the cases start from."""
        _quietly(self._generate(self._single, "edited"), self._caches)
        _quietly([sys.executable, str(HERE / "edits.py"), self._at("edited"), str(self._edited)])
        if everything:
            self._prepare_the_rest()

    def _prepare_the_rest(self) -> None:
        self._texts.mkdir()
        shutil.copyfile(self._profile, self._turning)
        _quietly([sys.executable, str(HERE / "texts.py"), str(self._profile), str(self._texts)])
        _quietly([sys.executable, str(HERE / "with_docxtpl.py"), "--template", str(self._texts)])
        for profile, out in ((self._profile, "kept"), (self._turning, "changing")):
            _quietly(self._generate(profile, out), self._caches)

    def report(self, figures: Mapping[str, Figure], rounds: int) -> dict[str, object]:
        """Return the figures with what they are to be read against."""
        kept = self._folder / ("kept" if WARM in figures else "edited")
        documents = len([path for path in kept.rglob("*.docx") if ".iso20k" not in path.parts])
        size = sum(path.stat().st_size for path in self._texts.glob("*.md"))
        return {
            "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
            f"Python {platform.python_version()}",
            "profile": self._profile.name,
            "documents": documents,
            "text_kb": round(size / 1000),
            "rounds": rounds,
            "updated_by_one_fact": self._updated_by_one_fact() if WARM in figures else None,
            "cases": {
                name: {
                    "seconds": round(figure.seconds, 3),
                    "cpu_seconds": round(figure.cpu_seconds, 3),
                    "ms_per_document": round(1000 * figure.seconds / documents, 1),
                    "peak_mb": round(figure.megabytes),
                    "against_warm": round(figure.seconds / figures[WARM].seconds, 2) if WARM in figures else None,
                }
                for name, figure in figures.items()
            },
        }

    # --- our own cases

    @property
    def _turning(self) -> Path:
        """The profile in which one fact changes from run to run."""
        return self._folder / "turning.yaml"

    def _ours(
        self, name: str, out: str, environment: Mapping[str, str], before: Callable[[], None] = lambda: None
    ) -> Case:
        profile = self._turning if name == CHANGED else self._profile
        return Case(name, self._generate(profile, out), environment, before)

    @property
    def _single(self) -> Path:
        """The profile with its first language only."""
        return self._folder / "single.yaml"

    @property
    def _renamed(self) -> Path:
        """The same of a company that has another name."""
        return self._folder / "renamed.yaml"

    def _case(self, name: str, profile: Path, out: str, before: Callable[[], None] = lambda: None) -> Case:
        done = frozenset((0, PERSON))  # some of the edits meet the changes
        return Case(name.format(self._edited), self._generate(profile, out), self._caches, before, done)

    def _generate(self, profile: Path, out: str) -> list[str]:
        return [sys.executable, "-m", "iso20k_docs", "generate", str(profile), "-o", self._at(out)]

    def _at(self, name: str) -> str:
        return str(self._folder / name)

    def _emptied(self, *names: str) -> Callable[[], None]:
        def empty() -> None:
            for name in names:
                shutil.rmtree(self._folder / name, ignore_errors=True)

        return empty

    def _copied(self, source: str, target: str) -> Callable[[], None]:
        def copy() -> None:
            shutil.rmtree(self._folder / target, ignore_errors=True)
            shutil.copytree(self._folder / source, self._folder / target)

        return copy

    def _changed_profile(self) -> str | None:
        """Return the profile with a shorter first response time, None where it states none."""
        text = self._profile.read_text(encoding="utf-8")
        changed = _RESPOND.sub(lambda found: f"{found[1]}{int(found[2]) - 1}{found[3]}", text, count=1)
        return changed if changed != text else None

    def _turned(self, changed: str) -> Callable[[], None]:
        """Return what changes the fact, and in the next run changes it back."""
        original = self._profile.read_text(encoding="utf-8")

        def turn() -> None:
            now = self._turning.read_text(encoding="utf-8")
            self._turning.write_text(changed if now == original else original, encoding="utf-8")

        return turn

    def _updated_by_one_fact(self) -> int | None:
        changed = self._changed_profile()
        if changed is None:
            return None
        self._turned(changed)()
        command = [*self._generate(self._turning, "changing"), "--preview", "--json"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8")
        changes: list[dict[str, str]] = json.loads(done.stdout)["changes"]
        return len([change for change in changes if change["change"] == "updated"])


def _quietly(command: list[str], environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr.decode(errors='replace')}")


def _lines(report: dict[str, object]) -> list[str]:
    cases = report["cases"]
    assert isinstance(cases, dict)
    lines = [
        f"{report['documents']} documents of {report['profile']}, {report['text_kb']} KB of text; {report['machine']}",
        f"median of {report['rounds']} whole processes"
        + (f"; one changed fact updates {changed} files" if (changed := report["updated_by_one_fact"]) else ""),
        "",
        f"{'':42}{'wall s':>8}{'CPU s':>8}{'ms/document':>13}{'of warm':>9}{'peak MB':>9}",
    ]
    for name, case in cases.items():
        times = f"{case['seconds']:8.3f}{case['cpu_seconds']:8.3f}{case['ms_per_document']:13.1f}"
        against = "" if case["against_warm"] is None else f"{case['against_warm']:.2f}"
        lines.append(f"{name:42}{times}{against:>9}{case['peak_mb']:9}")
    return lines


if __name__ == "__main__":
    main()
