"""The contact readers on listings and look-alikes that were written before the readers were looked at."""

from __future__ import annotations

import runpy
from pathlib import Path

import phonenumbers

MEASURE = runpy.run_path(str(Path(__file__).with_name("measure_contacts.py")))
ROWS = list(MEASURE["rows_of"](MEASURE["CONTACTS"]))
FLOOR = 0.97


def test_contacts_are_read_from_listings_and_not_from_look_alikes() -> None:
    figures = MEASURE["measured"](ROWS)
    assert figures.f1 >= FLOOR, "\n".join(figures.misses)
    assert figures.marked >= FLOOR * figures.places


def test_the_exam_holds_both_halves() -> None:
    empty = sum(not row["contacts"] for row in ROWS)
    assert empty >= 90
    assert len(ROWS) - empty >= 200


def test_every_answer_stands_in_its_text_and_is_valid() -> None:
    answers = [(row["text"], one) for row in ROWS for one in row["contacts"]]
    astray = [one for text, one in answers if not 0 <= one["start"] < one["end"] <= len(text)]
    numbers = {one["value"] for _, one in answers if one["kind"] in {"phone", "whatsapp"}}
    assert not astray
    assert [n for n in numbers if not phonenumbers.is_valid_number(phonenumbers.parse(n))] == []
