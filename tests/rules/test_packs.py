"""The rules that come with sandi: whole, tested, sourced, and quiet on harmless text."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rules_house import project_engine, project_rules

from rules.examples import check_examples
from rules.reader import RULE_KEYS, SIGNAL_KEYS
from rules.schema import FIELDS, NUMBER_MODIFIERS, ROLES, TEXT_MODIFIERS, Rule
from rules.sieve import Glimpse
from sandi.cli import main
from sandi.listing import KINDS, listing_from_json, listing_from_line
from sandi.verdict import TACTICS

ROOT = Path(__file__).resolve().parents[2]
CORPORA = sorted((ROOT.parent / "shared" / "corpora").glob("*.jsonl.gz"))
RULES = project_rules()
ENGINE = project_engine()

DESIGN = [
    ("Lemari 'Rini', umur 22, tinggi 158, penurut, bisa masak, 25 jt, antar malam ini", "alert", "adult"),
    ("Bumil 8 bln cari adopter, ganti biaya 15 jt", "alert", "child"),
    ("CS Kamboja, tanpa ijazah, 18 jt, SIP3MI 123/2024, tele @x", "alert", "adult"),
    ("Lemari anak umur 3–6, tinggi 158 cm, asal Jepara, antar malam ini", "quiet", "adult"),
    ("Butuh ART nginap, wanita 20–35, bisa masak, 2,5 jt", "quiet", "adult"),
    ("Lowongan barista 17–25, tanpa pengalaman, mess", "quiet", "adult"),
]


@pytest.mark.parametrize(("text", "verdict", "lane"), DESIGN)
def test_the_six_listings_that_test_the_design(text: str, verdict: str, lane: str) -> None:
    judged = ENGINE.judge(listing_from_json({"url": "u", "text": text}))
    assert (judged.verdict, judged.lane) == (verdict, lane)


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_every_example_holds(rule: Rule) -> None:
    assert [str(problem) for problem in check_examples(ENGINE, rule)] == []


def test_three_rules_or_more_for_every_tactic() -> None:
    counts = Counter(rule.tactic for rule in RULES.rules if rule.may_alert)
    assert {tactic for tactic in TACTICS if counts[tactic] < 3} == set()


def test_lint_finds_nothing() -> None:
    done = CliRunner().invoke(main, ["rules", "lint", "--strict"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("known", [RULE_KEYS, SIGNAL_KEYS, FIELDS, TEXT_MODIFIERS, NUMBER_MODIFIERS, ROLES])
def test_the_reference_names_every_key(known: Any) -> None:
    text = (ROOT / "docs" / "rule-language.md").read_text()
    words = {word if ":" not in word else word.split(":")[0] for word in known}
    assert {
        word for word in words if f"`{word}" not in text and f"{word}`" not in text and f"{word}:" not in text
    } == set()


@pytest.mark.skipif(not CORPORA, reason="the shared corpora are not beside the checkout")
def test_a_thousand_real_harmless_listings_raise_nothing() -> None:
    alerts = []
    for path in CORPORA:
        with gzip.open(path) as lines:
            listings = [listing_from_line(line) for line in islice(lines, 1 + 1000 // len(CORPORA))]
        alerts += [listing.url for listing in listings if ENGINE.judge(listing).verdict == "alert"]
    assert alerts == []


def test_the_commands_of_rule_authors(tmp_path: Path) -> None:
    run = CliRunner().invoke
    listed = json.loads(run(main, ["rules", "list", "--json"]).output)
    assert {"rule", "tactic", "status", "revision", "title", "file"} == set(listed[0])
    signals = json.loads(run(main, ["rules", "list", "--signals", "--json"]).output)
    assert len(signals) == len(RULES.signals)
    tested = run(main, ["rules", "test", listed[0]["rule"], "--json"])
    assert tested.exit_code == 0
    assert json.loads(tested.output)["problems"] == []
    told = run(main, ["rules", "explain", DESIGN[5][0]])
    assert told.exit_code == 0
    assert "QUIET" in told.output
    assert "not an alert: " in told.output
    (explained,) = json.loads(run(main, ["rules", "explain", DESIGN[2][0], "--json"]).output)
    assert explained["verdict"] == "alert"


def test_a_pack_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    packs = json.dumps([str(tmp_path / "none")])
    done = CliRunner().invoke(main, ["rules", "list"], env={"SANDI_PACKS": packs})
    assert done.exit_code == 2
    assert "does not exist" in done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_runs_where_nothing_of_it_stands(kind: str) -> None:
    """A rule without an anchor would have every listing read in full, which makes a scan many times slower."""
    assert ENGINE.surely_quiet(Glimpse(("Xyzzy", "plugh qwrt"), kind, priced=False))
