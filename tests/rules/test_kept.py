"""What is kept of patterns between two starts changes nothing, whatever happens to the file."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from rules.kept import Kept


def words(pattern: str) -> list[str]:
    return pattern.split()


def refused(pattern: str) -> list[str]:
    raise AssertionError(f"{pattern} was looked into again")


def test_what_was_found_is_known_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "patterns.json"
    first = Kept(path)
    assert first.get("words", "a b", words) == ["a", "b"]
    first.save()
    assert Kept(path).get("words", "a b", refused) == ["a", "b"]
    assert path.stat().st_mode & 0o077 == 0


def test_the_same_pattern_under_another_name_is_another_thing(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "patterns.json")
    kept.get("words", "a b", words)
    assert kept.get("size", "a b", len) == 3


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"\xff", orjson.dumps({"other": 1})])
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "patterns.json"
    path.write_bytes(broken)
    assert Kept(path).get("words", "a b", words) == ["a", "b"]


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Kept(tmp_path / "file" / "patterns.json")
    assert kept.get("words", "a b", words) == ["a", "b"]
    kept.save()


def test_files_of_other_versions_are_cleared_away(tmp_path: Path) -> None:
    old = tmp_path / "patterns-old.json"
    old.write_text("{}")
    kept = Kept(tmp_path / "patterns-new.json")
    kept.get("words", "a b", words)
    kept.save()
    assert [path.name for path in tmp_path.iterdir()] == ["patterns-new.json"]
