"""Where the content library lies: shipped with the program, and an overlay folder of the user."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from iso20k_docs.model.diagnostics import Place, UserError, error
from iso20k_docs.model.words import Words

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped() -> Path:
    """Return the library that came with the program: inside the package in a wheel, beside it in the repository."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


@dataclass(frozen=True, slots=True)
class Folders:
    """The shipped library and, laid over it, the user's folder."""

    shipped: Path
    overlay: Path | None = None

    @classmethod
    def with_overlay(cls, overlay: Path | None) -> Folders:
        """Find the shipped library; UserError where the overlay folder is missing."""
        if overlay is not None and not overlay.is_dir():
            message = Words("没有这个模板文件夹", "there is no such templates folder")
            raise UserError([error("no-templates-folder", message, Place(overlay.as_posix()))])
        return cls(shipped(), overlay)

    @property
    def bases(self) -> tuple[Path, ...]:
        """The folders, the overlay first."""
        return tuple(base for base in (self.overlay, self.shipped) if base is not None)

    def find(self, name: str) -> Path | None:
        """Return the file of that name, the overlay's first; `!name` is the shipped one only.

        A name that leads out of the library finds nothing.
        """
        bare = PurePosixPath(name.removeprefix("!"))
        if bare.is_absolute() or ".." in bare.parts or set(name) & set("\\:"):
            return None
        candidates = [base / bare for base in ((self.shipped,) if name.startswith("!") else self.bases)]
        return next((path for path in candidates if path.is_file()), None)

    def names(self, folder: str, suffix: str) -> list[str]:
        """Return the names below one folder that end in `suffix`, of both libraries, sorted."""
        files = (path for base in self.bases for path in (base / folder).glob(f"*{suffix}"))
        return sorted({f"{folder}/{path.name}" for path in files if path.is_file()})
