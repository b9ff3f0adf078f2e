"""Holds the form of the exam (balanced parts, lines that read as listings, answers the engine never sees) and what the
open part has taught; the sealed part is never judged here."""

from __future__ import annotations

import hashlib
import json
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sandi.listing import KINDS, listing_from_json
from sandi.verdict import TACTICS

HERE = Path(__file__).resolve().parent
ORDINARY = "ordinary"


def lines(part: str, tactic: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{part}-{tactic}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("tactic", TACTICS)
@pytest.mark.parametrize(("part", "coded", "twins", "obscured"), [("open", 160, 255, 35), ("sealed", 36, 66, 8)])
def test_a_part_holds_coded_listings_obscured_ones_and_twins(
    part: str, coded: int, twins: int, obscured: int, tactic: str
) -> None:
    rows = lines(part, tactic)
    truths = Counter(row["truth"] for row in rows)
    assert set(truths) == {"coded", "ordinary"}
    assert truths["coded"] >= coded
    assert truths["ordinary"] >= twins
    assert sum(row["obscured"] for row in rows if row["truth"] == "coded") >= obscured


@pytest.mark.parametrize("tactic", TACTICS)
@pytest.mark.parametrize("part", ["open", "sealed"])
def test_every_line_is_a_listing_with_its_answer(part: str, tactic: str) -> None:
    for number, row in enumerate(lines(part, tactic), 1):
        listing = listing_from_json(row)
        assert listing.url == f"exam:{part}-{tactic}-{number:03}"
        assert (row["tactic"], row["source"]) == (tactic, "exam")
        assert row["kind"] in KINDS
        assert row["why"]
        assert set(listing.extra) == {"truth", "tactic", "obscured", "why"} | ({"batch"} if part == "open" else set())


def test_ordinary_adverts_are_listings_of_no_tactic() -> None:
    rows = lines("open", ORDINARY)
    assert len(rows) == 500
    for number, row in enumerate(rows, 1):
        assert listing_from_json(row).url == f"exam:open-{ORDINARY}-{number:03}"
        assert (row["truth"], row["tactic"]) == ("ordinary", "")


def test_no_listing_stands_in_the_exam_twice() -> None:
    rows = [row for part in ("open", "sealed") for tactic in TACTICS for row in lines(part, tactic)]
    rows += lines("open", ORDINARY)
    assert len({(row["title"], row["text"]) for row in rows}) == len(rows)


def test_single_listings_of_the_sealed_part_are_refused() -> None:
    command = [sys.executable, str(HERE / "measure.py"), "--part", "sealed", "--misses"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "exam:" not in done.stdout + done.stderr


def in_sample(row: dict[str, Any]) -> bool:
    """A fixed eighth, by the words alone: renumbering changes nothing."""
    digest = hashlib.sha256(f"{row['title']}\n{row['text']}".encode()).digest()
    return digest[0] % 8 == 0


def test_what_the_open_part_taught_is_not_lost() -> None:
    measure = runpy.run_path(str(HERE / "measure.py"))
    rows = [row for tactic in (*TACTICS, ORDINARY) for row in lines("open", tactic) if in_sample(row)]
    answers = measure["sit"](map(measure["question_from_json"], rows))
    coded = [answer for answer in answers if answer.question.coded]
    twins = [answer for answer in answers if not answer.question.coded]
    assert len(coded) >= 150
    assert len(twins) >= 200
    told = "\n".join(measure["misses"](answers))
    assert sum(answer.alerted for answer in coded) >= 0.9 * len(coded), told
    assert sum(answer.alerted for answer in twins) <= 0.01 * len(twins), told
