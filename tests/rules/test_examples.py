"""The promises of examples are run: each one that does not hold is told, by its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rules_house import SIGNALS

from rules.engine import Engine
from rules.examples import check_examples
from rules.loader import read_rules
from sandi.cli import main

RULE = """\
title: Any
id: any-sign
status: test
revision: 1
tactic: fake-job
description: A rule for tests.
references: [x]
falsepositives: [anything]
detection:
  place: {{signal: s.place}}
  bait: {{signal: [s.held, s.free]}}
  filter_news: {{signal: s.news}}
  filter_shop: {{text: toko}}
  condition: place and bait and not 1 of filter_*
score: {{base: 50}}
examples:
  match:
    - {match}
  no_match:
    - {no_match}
"""
GOOD = "{text: 'loker kamboja, paspor ditahan', spans: {place: kamboja, bait: paspor ditahan}}"
NEWS = "{text: 'polisi, loker kamboja, paspor ditahan', because: filter_news}"
BAD = [
    ("it does not match", "{text: 'loker kamboja'}", NEWS, "the example does not match"),
    ("it marks other words", GOOD.replace("place: kamboja", "place: loker"), NEWS, "`place` does not mark 'loker'"),
    ("it comes to less", "{text: 'loker kamboja, tanpa ijazah'}", NEWS, "the listing comes to `watch`"),
    ("it matches", GOOD, "{text: 'loker kamboja, paspor ditahan', because: filter_news}", "matches, and must not"),
    (
        "another filter silences too",
        GOOD,
        NEWS.replace("polisi", "polisi toko"),
        "would not match without `filter_news`",
    ),
    (
        "the filter is not what silences",
        GOOD,
        NEWS.replace("kamboja", "taiwan"),
        "would not match without `filter_news`",
    ),
    ("what is missing is there", GOOD, "{text: 'polisi kamboja', because: place}", "`place` is not missing here"),
    ("the engine alerts", GOOD, "{text: 'loker kamboja, paspor ditahan', because: engine}", "the listing alerts"),
]


def problems(folder: Path, match: str, no_match: str) -> list[str]:
    (folder / "signals").mkdir()
    (folder / "signals" / "s.yaml").write_text(SIGNALS)
    (folder / "any-sign.yaml").write_text(RULE.format(match=match, no_match=no_match))
    rules, found = read_rules([folder], signals=[folder / "signals"])
    assert not found, found
    return [str(one) for one in check_examples(Engine(rules), rules.rules[0])]


@pytest.mark.parametrize(
    "no_match",
    [
        NEWS,
        "{text: 'toko, loker kamboja, paspor ditahan', because: filter_shop}",
        "{text: 'loker kamboja', because: bait}",
        "{text: 'kamboja, tanpa ijazah', because: engine}",
    ],
)
def test_promises_that_hold(tmp_path: Path, no_match: str) -> None:
    assert problems(tmp_path, GOOD, no_match) == []


@pytest.mark.parametrize(("match", "no_match", "told"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_promise_that_does_not_hold_is_told(tmp_path: Path, match: str, no_match: str, told: str) -> None:
    found = problems(tmp_path, match, no_match)
    line = 18 if match != GOOD else 20
    assert any(told in one and f"any-sign.yaml:{line}: " in one for one in found), found


# Packs of one's own ----------------------------------------------------------------------------------------------

OWN_SIGNALS = """\
group: own
signals:
  hire: {title: h, slot: act, evidence: reported, source: [x], is: [hiring], match: {text: [lokerku sandi]}}
  held: {title: h, slot: means, weight: 2, evidence: reported, source: [x], match: {text: [dompetku dipegang]}}
"""
OWN_RULE = RULE.replace("any-sign", "own-sign").replace("s.place", "own.hire").replace("[s.held, s.free]", "own.held")
OWN_RULE = OWN_RULE.replace("s.news", "register.news").replace(
    "{{text: toko}}", "{{price|outlier: {{above: p99, min_n: 2}}}}"
)
OWN_TEXT = "lokerku sandi, dompetku dipegang bos"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of the project, laid out as its own: packs by tactic, signals, a baseline."""
    packs = tmp_path / "our packs"
    (packs / "signals").mkdir(parents=True)
    (packs / "fake-job").mkdir()
    (packs / "signals" / "own.yaml").write_text(OWN_SIGNALS)
    match, news = f"{{text: '{OWN_TEXT}'}}", f"{{text: 'Berita: polisi menangkap, {OWN_TEXT}', because: filter_news}}"
    (packs / "fake-job" / "own-sign.yaml").write_text(OWN_RULE.format(match=match, no_match=news))
    quantiles = {"n": 9, "p1": 1, "p5": 1, "p50": 5, "p95": 9, "p99": 1000}
    (packs / "baseline.json").write_text(json.dumps({"categories": {"loker": quantiles}}))
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(packs)]))
    return packs


def sandi(*words: str) -> str:
    done = CliRunner().invoke(main, [*words])
    assert done.exit_code in {0, 1}, done.output
    return done.output


def test_packs_outside_are_read_like_those_inside(own: Path, tmp_path: Path) -> None:
    """Listed, linted, tested and scanned with, their signals, their words in plain and obscured writing and all."""
    assert "own-sign" in sandi("rules", "list")
    assert "own.held" in sandi("rules", "list", "--signals")
    assert "own-sign.yaml" not in sandi("rules", "lint")
    assert "100.0%" in sandi("rules", "test", "own-sign")
    rows = [
        {"url": "plain", "text": OWN_TEXT},
        {"url": "obscured", "text": "l0kerku s4ndi, d.o.m.p.e.t.k.u dipegang bos"},
        {"url": "dear", "text": OWN_TEXT, "price": 5000, "category": "loker"},
    ]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    found = {one["url"]: one for one in map(json.loads, sandi("scan", str(path)).splitlines())}
    assert found.keys() == {"plain", "obscured"}, "the filter reads the baseline of the folder"
    assert {hit["rule"] for hit in found["plain"]["hits"]} >= {"own-sign"}
    assert found["obscured"]["verdict"] == "alert"


def test_a_mistake_in_a_pack_outside_is_told_like_one_inside(own: Path) -> None:
    path = own / "fake-job" / "own-sign.yaml"
    path.write_text(path.read_text().replace("own.held", "own.hold"))
    told = sandi("rules", "lint")
    assert "own-sign.yaml:11: error: detection.bait: no signal is named `own.hold`" in told
