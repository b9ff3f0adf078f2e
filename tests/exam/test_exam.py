"""Holds the form of the exam: balanced parts, lines that read as listings, answers the engine never sees."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sandi.listing import KINDS, listing_from_json
from sandi.verdict import TACTICS

HERE = Path(__file__).resolve().parent


def lines(part: str, tactic: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{part}-{tactic}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("tactic", TACTICS)
@pytest.mark.parametrize(("part", "least"), [("open", 14), ("sealed", 7)])
def test_a_part_holds_coded_listings_obscured_ones_and_twins(part: str, least: int, tactic: str) -> None:
    rows = lines(part, tactic)
    truths = Counter(row["truth"] for row in rows)
    assert set(truths) == {"coded", "ordinary"}
    assert min(truths.values()) >= least
    obscured = [row for row in rows if row["obscured"]]
    assert obscured
    assert all(row["truth"] == "coded" for row in obscured)


@pytest.mark.parametrize("tactic", TACTICS)
@pytest.mark.parametrize("part", ["open", "sealed"])
def test_every_line_is_a_listing_with_its_answer(part: str, tactic: str) -> None:
    for number, row in enumerate(lines(part, tactic), 1):
        listing = listing_from_json(row)
        assert listing.url == f"exam:{part}-{tactic}-{number:03}"
        assert (row["tactic"], row["source"]) == (tactic, "exam")
        assert row["kind"] in KINDS
        assert row["why"]
        assert set(listing.extra) == {"truth", "tactic", "obscured", "why"}


def test_no_listing_stands_in_the_exam_twice() -> None:
    rows = [row for part in ("open", "sealed") for tactic in TACTICS for row in lines(part, tactic)]
    assert max(Counter((row["title"], row["text"]) for row in rows).values()) == 1


def test_single_listings_of_the_sealed_part_are_refused() -> None:
    command = [sys.executable, str(HERE / "measure.py"), "--part", "sealed", "--misses"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "exam:" not in done.stdout + done.stderr
