"""The defaults that come with the content library: files under `defaults/`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from iso20k_docs.model.diagnostics import Place, UserError, error
from iso20k_docs.model.words import Words
from iso20k_docs.profile.layers import lay
from iso20k_docs.profile.roles import RoleCatalogue
from iso20k_docs.reading.source import Source
from iso20k_docs.reading.yaml import read

SIZES = ("small", "standard", "large")


@dataclass(frozen=True)
class Defaults:
    """Templates folders, an overlay before the shipped one; a file of the first replaces its like in the next."""

    folders: tuple[Path, ...]

    @classmethod
    def under(cls, templates: Path | Sequence[Path]) -> Defaults:
        """Take one templates folder or several, the overlay first."""
        return cls((templates,) if isinstance(templates, Path) else tuple(templates))

    @cached_property
    def roles(self) -> RoleCatalogue:
        """The role catalogue."""
        return RoleCatalogue.read(self.source("roles"))

    def layers(self, size: str, china: bool) -> Source:
        """Return the defaults for an organisation of one size, in China or elsewhere."""
        names = ["china"] if china else []
        names += [size] if size in SIZES and size != "standard" else []
        return lay(*(self.source(name) for name in (*names, "standard")))

    def processes(self) -> dict[str, Source]:
        """Return the numbers of each process, by the id of its procedure."""
        names = {path.stem for folder in self.folders for path in (folder / "defaults/processes").glob("*.yaml")}
        return {name: self.source(f"processes/{name}") for name in sorted(names)}

    def source(self, name: str) -> Source:
        """Read `defaults/<name>.yaml`; UserError where no folder has it."""
        inside = f"defaults/{name}.yaml"
        path = next((folder / inside for folder in self.folders if (folder / inside).is_file()), None)
        if path is None:
            message = Words(f"模板库缺少 {inside}", f"the library lacks {inside}")
            raise UserError([error("library-file-missing", message, Place(f"templates/{inside}"))])
        return read(path, f"templates/{inside}")
