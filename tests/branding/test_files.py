"""The files that a profile names for its look: which are read, which are not, and why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from iso20k_docs.branding.files import UnreadError, brand_inputs, read_named


def reason(folder: Path, name: str) -> str:
    with pytest.raises(UnreadError) as caught:
        read_named(folder, name)
    return str(caught.value)


def test_files_of_the_profiles_folder_and_those_it_plainly_names(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    for folder in (own / "media", other):
        folder.mkdir(parents=True)
        (folder / "logo.png").write_bytes(b"logo")
    assert read_named(own, "media/logo.png") == b"logo"
    assert read_named(own, "../other/logo.png") == b"logo"
    assert read_named(own, str(other / "logo.png")) == b"logo"


def test_links_devices_and_large_files_are_not_read(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_bytes(b"secret")
    (own / "linked").symlink_to(tmp_path / "secret" / "key")
    (own / "folder").symlink_to(tmp_path / "secret")
    os.mkfifo(own / "pipe")
    with (own / "large").open("wb") as file:
        file.truncate((20 << 20) + 1)
    assert reason(own, "linked") == "is a symbolic link and isn't read"
    assert reason(own, "folder/key") == "leads out of the profile's folder through a link"
    assert reason(own, "pipe") == "is no ordinary file"
    assert reason(own, "/dev/zero") == "is no ordinary file"
    assert reason(own, ".") == "is no ordinary file"
    assert reason(own, "large") == "is larger than 20 MB"
    assert reason(own, "none.png") == "cannot be read: No such file or directory"
    assert reason(own, "a\0b") == "is no path of a file"


def test_logo_template_and_the_picture_beside_an_svg_are_inputs(tmp_path: Path) -> None:
    for name in ("a.svg", "a.png", "house.dotx", "unused.png"):
        (tmp_path / name).write_bytes(name.encode())
    profile = tmp_path / "p.yaml"
    profile.write_text("brand:\n  logo: a.svg  # ours\n  template: 'house.dotx'\n", encoding="utf-8")
    assert dict(brand_inputs(profile)) == {name: name.encode() for name in ("a.svg", "a.png", "house.dotx")}


def test_inputs_are_read_with_the_same_care(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text("brand: {logo: /dev/zero}\n", encoding="utf-8")
    assert dict(brand_inputs(profile)) == {"/dev/zero": b""}
