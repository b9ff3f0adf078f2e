"""Slang and abbreviations are read as the words they stand for, and the marks stay on what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from rules_house import judge, rule_set

from rules.engine import Engine
from rules.speech import PLAIN, plain
from rules.views import View, plain_phrase

SAID = [
    ("ga perlu ijasah", "tidak perlu ijazah"),
    ("gausah pglmn", "tidak perlu pengalaman"),
    ("tdk ada ijazahnya", "tidak ada ijazah"),
    ("orang2 yg brgkt bln ini", "orang yang berangkat bulan ini"),
    ("gaji 18 jt", "gaji 18 juta"),
    ("punya tanya hanya", "punya tanya hanya"),
]


@pytest.mark.parametrize(("written", "read"), SAID)
def test_plain_speech(written: str, read: str) -> None:
    assert plain_phrase(written) == read


def test_plain_words_stay_plain() -> None:
    """A word that is itself a reading is read as itself, else phrases and listings would part."""
    assert {word for reading in PLAIN.values() for word in reading.split() if plain(word) != word} == set()


def test_a_text_without_slang_needs_no_view() -> None:
    assert View("tidak perlu ijazah").in_plain_speech() is None


def test_the_marks_stay_on_what_was_written(tmp_path: Path) -> None:
    text = "loker kamboja, tnp ijasahnya bro, paspornya dtahan"
    engine = Engine(rule_set(tmp_path))
    verdict = judge(engine, text)
    assert verdict.verdict == "alert"
    raws = {span.raw: span.read_as for span in verdict.hits[0].spans}
    assert raws["tnp ijasahnya"] == "tanpa ijazah"
    assert raws["paspornya dtahan"] == "paspor ditahan"
    assert all(text[span.start : span.end] == span.raw for span in verdict.hits[0].spans)


def test_slang_is_not_obscured_writing(tmp_path: Path) -> None:
    verdict = judge(Engine(rule_set(tmp_path)), "loker kamboja, tnp ijazah, paspor dtahan")
    assert verdict.hits[0].score == 50, "no points for obscuring"
