"""Same inputs, same digest."""

from pathlib import Path

from iso20k_docs.regenerate.digests import inputs_digest, tree_digest


def test_the_order_of_the_parts_does_not_matter() -> None:
    assert inputs_digest([("a", b"1"), ("b", b"2")]) == inputs_digest([("b", b"2"), ("a", b"1")])


def test_every_border_and_byte_matters() -> None:
    parts = [
        [("a", b"1"), ("b", b"2")],
        [("a", b"1b2")],
        [("a1", b""), ("b", b"2")],
        [("a", b"2"), ("b", b"1")],
        [("a", b"1")],
        [],
    ]
    assert len({inputs_digest(part) for part in parts}) == len(parts)


def test_a_tree_is_its_relative_names_and_contents(tmp_path: Path) -> None:
    for root in ("one", "two"):
        (tmp_path / root / "procedures").mkdir(parents=True)
        (tmp_path / root / "library.yaml").write_bytes(b"name: x")
        (tmp_path / root / "procedures" / "a.md").write_bytes("事件".encode())
    before = tree_digest(tmp_path / "one")
    assert before == tree_digest(tmp_path / "two")
    (tmp_path / "two" / "procedures" / "a.md").rename(tmp_path / "two" / "procedures" / "b.md")
    assert before != tree_digest(tmp_path / "two")
    (tmp_path / "one" / "library.yaml").write_bytes(b"name: y")
    assert before != tree_digest(tmp_path / "one")


def test_a_link_that_leads_back_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "text.md").write_bytes(b"text")
    before = tree_digest(tmp_path)
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    assert tree_digest(tmp_path) == before
    (tmp_path / "linked").symlink_to(tmp_path / "a", target_is_directory=True)
    assert tree_digest(tmp_path) != before, "a linked folder of templates counts"


def test_a_tree_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert tree_digest(tmp_path / "nowhere") == inputs_digest([])
