"""The readers of facts on texts and look-alikes that were written before the readers were looked at."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

MEASURE = runpy.run_path(str(Path(__file__).with_name("measure_facts.py")))
ROWS = MEASURE["rows_of"](MEASURE["FACTS"])
FIGURES = MEASURE["measured"](ROWS)
FLOOR = 0.95


@pytest.mark.parametrize("fact", sorted(FIGURES))
def test_facts_are_read_and_look_alikes_are_not(fact: str) -> None:
    assert FIGURES[fact].f1 >= FLOOR, "\n".join(FIGURES[fact].misses)


def test_the_exam_holds_both_halves_of_every_fact() -> None:
    for fact in FIGURES:
        of_fact = [row for row in ROWS if row["fact"] == fact]
        assert sum(bool(row["values"] or row["may"]) for row in of_fact) >= 15, fact
        assert sum(not row["values"] and not row["may"] for row in of_fact) >= 4, fact
