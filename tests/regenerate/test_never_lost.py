"""The law of this package: whatever happens, the bytes that the user wrote stay where the user put them."""

import itertools
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from iso20k_docs.model.diagnostics import UserError
from iso20k_docs.regenerate.disk import Disk
from tests.regenerate.helpers import IDS, Crash, DyingDisk, FullDisk, documents, generate, visible

PATHS = sorted(IDS)
BESIDE = [path.replace(".docx", mark) for path in PATHS for mark in (".new.docx", ".new-2.docx")]
TEXTS = st.sampled_from(["v1", "v2", "v3"])
CHOSEN = st.lists(st.sampled_from(PATHS), min_size=1, unique=True)


class Office(RuleBasedStateMachine):
    """A person and the tool work in one folder; `mine` is what the person wrote and has not changed since."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "YFZL"
        self.mine: dict[str, bytes] = {}
        self.count = itertools.count()

    def teardown(self) -> None:
        self.place.cleanup()

    @rule(chosen=CHOSEN, text=TEXTS, whole=st.booleans())
    def generates(self, chosen: list[str], text: str, whole: bool) -> None:
        outcome = generate(self.folder, documents(text, *chosen), whole=whole)
        data = {one.path: one.data for one in documents(text, *chosen)}
        for change in outcome.changes:
            if change.change in ("created", "updated", "unchanged"):
                assert visible(self.folder)[change.path] == data[change.path]
            if change.change == "kept":
                assert change.beside
                assert visible(self.folder)[change.beside] == data[change.path]

    @rule(chosen=CHOSEN, text=TEXTS, step=st.integers(0, 40))
    def generates_and_crashes(self, chosen: list[str], text: str, step: int) -> None:
        self._fails(chosen, text, DyingDisk(step))

    @rule(chosen=CHOSEN, text=TEXTS, files=st.integers(0, 4))
    def generates_on_a_full_disk(self, chosen: list[str], text: str, files: int) -> None:
        self._fails(chosen, text, FullDisk(files))

    @rule(path=st.sampled_from(PATHS + BESIDE))
    def writes(self, path: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        self.mine[path] = f"what the user wrote, number {next(self.count)}".encode()
        (self.folder / path).write_bytes(self.mine[path])

    @rule(path=st.sampled_from(PATHS + BESIDE))
    def deletes(self, path: str) -> None:
        (self.folder / path).unlink(missing_ok=True)
        self.mine.pop(path, None)

    @precondition(lambda self: self.mine)
    @rule(data=st.data())
    def renames(self, data: st.DataObject) -> None:
        source = data.draw(st.sampled_from(sorted(self.mine)))
        target = data.draw(st.sampled_from(PATHS + BESIDE))
        (self.folder / target).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / source).replace(self.folder / target)
        self.mine[target] = self.mine.pop(source)

    @rule(garbage=st.sampled_from([None, b"", b'{"format": 1, "files": {"']))
    def loses_the_manifest(self, garbage: bytes | None) -> None:
        manifest = self.folder / ".iso20k" / "manifest.json"
        if garbage is not None and manifest.parent.exists():
            manifest.write_bytes(garbage)
        else:
            manifest.unlink(missing_ok=True)

    @invariant()
    def everything_the_user_wrote_is_where_it_was(self) -> None:
        there = visible(self.folder)
        assert {path: there.get(path) for path in self.mine} == self.mine

    def _fails(self, chosen: list[str], text: str, disk: Disk) -> None:
        try:
            generate(self.folder, documents(text, *chosen), disk=disk)
        except (Crash, UserError):
            return


Office.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestOffice = Office.TestCase
