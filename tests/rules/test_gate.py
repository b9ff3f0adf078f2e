"""The promise to everyone who is no trafficker: alerts on harmless listings, counted against a pinned budget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rules.gate import pinned_budget, wilson
from sandi.cli import main

ALERTS = "CS Kamboja, tanpa ijazah, 18 jt, SIP3MI 123/2024, tele @x"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A hundred listings of which one alerts."""
    path = tmp_path / "corpus.jsonl"
    write(path, 99, ALERTS)
    return path


def write(path: Path, quiet: int, *loud: str) -> Path:
    rows = [{"url": f"u{i}", "text": "kursi jati"} for i in range(quiet)] + [
        {"url": f"bad{i}", "text": text} for i, text in enumerate(loud)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def gate(*words: str) -> Result:
    return CliRunner().invoke(main, ["rules", "gate", *words, "--workers", "1"])


def test_alerts_are_counted_per_corpus_and_per_rule_with_an_interval(corpus: Path, tmp_path: Path) -> None:
    done = gate(str(corpus), str(write(tmp_path / "calm.jsonl", 300)), "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    first, calm, whole = told["corpora"]
    assert (first["listings"], first["alerts"], first["alerts_per_10k"], first["urls"]) == (100, 1, 100.0, ["bad0"])
    assert first["interval_95"] == [17.67, 544.88]
    assert (calm["alerts"], calm["by_rule"]) == (0, {})
    assert (whole["corpus"], whole["listings"], whole["alerts_per_10k"]) == ("all", 400, 25.0)
    for rule, count in whole["rules"].items():
        assert count == 1
        assert whole["by_rule"][rule] == {"alerts_per_10k": 25.0, "interval_95": [4.41, 140.24]}
        assert first["by_rule"][rule]["alerts_per_10k"] == 100.0


def test_the_table_names_rule_corpus_and_what_is_over_budget(corpus: Path) -> None:
    done = gate(str(corpus))
    assert done.exit_code == 1
    assert "17.67–544.88" in done.output
    assert "job-bait-scam-compound" in done.output or "job-bait-overseas" in done.output
    assert "alert: bad0" in done.output
    assert "over budget: all: 100.00 alerts per 10,000, allowed are 1" in done.output


def test_only_the_flag_of_that_name_raises_the_budget(corpus: Path) -> None:
    refused = gate(str(corpus), "--budget", "100")
    assert refused.exit_code == 2
    assert "--raise-budget" in refused.output
    assert gate(str(corpus), "--raise-budget", "100").exit_code == 0
    assert gate(str(corpus), "--raise-budget", "99").exit_code == 1
    assert gate(str(corpus), "--budget", "0.5").exit_code == 1


def test_what_is_pinned() -> None:
    pinned = pinned_budget()
    assert pinned.over_all <= 1.0
    assert pinned.corpora == {"*furniture*": 0.0}


def test_no_wardrobe_may_alert_however_many_there_are(tmp_path: Path) -> None:
    path = write(tmp_path / "goods_furniture_id.jsonl", 20_000, ALERTS)
    done = gate(str(path))
    assert done.exit_code == 1
    assert "goods_furniture_id.jsonl: 0.50 alerts per 10,000, allowed are 0" in done.output
    assert "over budget: all" not in done.output


def test_a_gate_does_not_quietly_measure_less(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"url": "u", "text": "kursi jati"}\n{broken\n')
    done = gate(str(path))
    assert done.exit_code == 1
    assert f"{path}:2" in done.stderr


@pytest.mark.parametrize(
    ("hits", "listings", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 100, 0.0, 0.0370),
        (1, 100, 0.0018, 0.0545),
        (50, 100, 0.4038, 0.5962),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_wilson_intervals(hits: int, listings: int, low: float, high: float) -> None:
    """Checked against the closed form of Wilson (1927) at z = 1.96."""
    assert wilson(hits, listings) == pytest.approx((low, high), abs=1e-4)
