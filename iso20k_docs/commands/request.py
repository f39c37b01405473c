"""What `generate` was asked for, and the digest of all that its result depends on."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from iso20k_docs import __version__
from iso20k_docs.model.words import Language

_RELEASES = "*/.iso20k/releases.json"
"""What was released of the sets in an output folder: versions follow from it."""


class Request:
    """What `generate` was asked for, but for the profile."""

    def __init__(
        self,
        out: Path,
        langs: Sequence[Language],
        only: Sequence[str],
        templates: Path | None,
        edition: str,
        preview: bool,
        protect: bool = False,
        exact_pages: bool = False,
        samples: bool = False,
        report: bool = True,
        rename: bool = False,
    ) -> None:
        self.out, self.langs, self.only, self.templates = out, langs, only, templates
        self.edition, self.preview = edition, preview
        self.protect, self.exact_pages, self.samples = protect, exact_pages, samples
        self.report, self.rename = report, rename

    @property
    def label(self) -> str:
        """What the set's folder is called behind the organisation's code; empty for the working edition."""
        parts = ["auditor" if self.edition == "auditor" else "", "samples" if self.samples else ""]
        return "-".join(filter(None, parts))

    @property
    def whole(self) -> bool:
        """Whether the whole set is asked for, so that a file that isn't part of it any more is an orphan."""
        return not self.langs and not self.only

    def digest(self, profile: Path) -> str:
        """Return the digest of everything that the result depends on."""
        from iso20k_docs.branding.files import brand_inputs
        from iso20k_docs.library.folders import Folders
        from iso20k_docs.regenerate.digests import inputs_digest, tree_digest

        folders = Folders.with_overlay(self.templates)
        flags = [name for name in ("protect", "exact_pages", "samples") if getattr(self, name)]
        options = "\n".join([__version__, self.edition, *sorted(self.langs), "", *sorted(self.only), *flags])
        parts = [("profile", _bytes(profile)), ("options", options.encode())]
        parts += [(f"brand-{name}", data) for name, data in brand_inputs(profile)]
        parts.append(("templates", tree_digest(folders.shipped).encode()))
        parts += [(f"releases-{path.parent.parent.name}", _bytes(path)) for path in self.out.glob(_RELEASES)]
        if folders.overlay:
            parts.append(("overlay", tree_digest(folders.overlay).encode()))
        return inputs_digest(parts)


def _bytes(path: Path) -> bytes:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return b""
