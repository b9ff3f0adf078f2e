"""Nothing of a listing reaches a terminal, a log line or a spreadsheet raw."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandi.text import from_sheet, sheet_cell, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lemari jati", "Lemari jati"),
        ("a\x1b[31mb", "a\\u001b[31mb"),
        ("a\x9bb", "a\\u009bb"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\u200bb", "a\\u200bb"),
        ("a\nb\tc", "a b c"),
        ("a\ud800b", "a\\ud800b"),
        ("harga 💰 ok", "harga 💰 ok"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_hidden_characters_are_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert visible("abcdef", limit=3) == "abc…"
    assert visible("abc", limit=3) == "abc"


@given(st.text(alphabet=st.characters(codec=None)))
def test_what_is_shown_is_one_printable_line(text: str) -> None:
    assert all(char.isprintable() or char == "\u3000" or char.isspace() for char in visible(text))
    assert "\n" not in visible(text)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Lemari", "Lemari"),
        (12, "12"),
        (None, ""),
        ("a=b", "a=b"),
        ("=1", "'=1"),
        ("'=1", "''=1"),
        ("kopi;-2 jt", "kopi;'-2 jt"),
    ],
)
def test_only_what_could_run_is_guarded(text: object, cell: str) -> None:
    assert sheet_cell(text) == cell


@pytest.mark.gauntlet(25)
@given(st.text(alphabet="=+-@'\";\t\r\n a1,＝＠", max_size=12))
def test_no_part_of_a_cell_begins_a_formula_and_nothing_is_lost(text: str) -> None:
    cell = sheet_cell(text)
    assert from_sheet(cell) == text
    for part in re.split("[;\t]", cell):
        assert not part.lstrip(' "').startswith(tuple("=+-@＝＠")), cell
    assert not cell.startswith(tuple("=+-@\t\r\n＝＠"))
