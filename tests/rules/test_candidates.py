"""What the first look rules out must be quiet by the full judgement too, and what it lets through is judged in full."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rules_house import project_engine

from rules.engine import Engine, glimpse
from rules.loader import read_rules
from sandi.listing import Listing, listing_from_json

EXAM = Path(__file__).parents[1] / "exam"


RULE = """\
title: t
id: r
status: test
revision: 1
tactic: fake-job
description: d
references: [x]
falsepositives: []
detection: {detection}
score: {{base: 50}}
examples: {{match: [{{text: a}}], no_match: []}}
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return project_engine()


def ruled_out(engine: Engine, listing: Listing) -> bool:
    """Alone; among others it is looked at more closely, and may be ruled out though it was not alone."""
    alone = engine.surely_quiet(glimpse(listing))
    others = [glimpse(Listing(url="u", text=text)) for text in ("selamat pagi", "k.a.m.b.o.j.a \x1e 18 jt", "\x1e")]
    among = 1 not in engine.worth_a_look([others[0], glimpse(listing), *others[1:]])
    assert among or not alone
    assert not among or engine.explain(listing).verdict.verdict == "quiet"
    return alone


def exam() -> list[Listing]:
    lines = [line for file in sorted(EXAM.glob("open-*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    shown = [{k: v for k, v in json.loads(line).items() if k not in {"truth", "tactic", "why"}} for line in lines]
    return [listing_from_json(value) for value in shown]


def test_judging_after_the_first_look_comes_to_the_same_as_the_full_judgement(engine: Engine) -> None:
    listings = exam()[::16]  # judging in full is slow
    assert len(listings) > 100
    full = [engine.explain(listing).verdict for listing in listings]
    assert sum(verdict.verdict != "quiet" for verdict in full) > 40
    assert engine.judge_all(listings) == full
    for listing, verdict in zip(listings, full, strict=True):
        assert verdict.verdict == "quiet" or not engine.surely_quiet(glimpse(listing))


def test_ordinary_chat_is_ruled_out_at_the_first_look(engine: Engine) -> None:
    texts = ["Selamat pagi semuanya, cuaca hari ini cerah sekali", "Meja makan kayu 4 kursi, ukuran 120 x 70 cm"]
    assert engine.worth_a_look([glimpse(Listing(url="u", text=text)) for text in texts]) == []


@pytest.mark.parametrize(
    ("detection", "text", "out"),
    [
        ("{a: {text: apel}, condition: a}", "ada apel", False),
        ("{a: {text: apel}, condition: a}", "ada pir", True),
        ("{a: {text: apel}, b: {text: pir}, condition: a and b}", "ada apel", True),
        ("{a: {text: apel}, b: {text: pir}, condition: a or b}", "ada pir", False),
        ("{a: {text: apel}, b: {text: pir}, c: {text: jambu}, condition: '2 of (a, b, c)'}", "apel", True),
        ("{a: {text: apel}, b: {text: pir}, c: {text: jambu}, condition: '2 of (a, b, c)'}", "jambu, pir", False),
        ("{a: {text: apel}, b: {text: pir}, condition: a and not b}", "apel dan pir", False),
        ("{a: {text: apel}, b: {text: pir}, condition: a and not (b and not a)}", "apel", False),
        ("{a: {text: apel}, n: {person.age|above: 17}, condition: a and n}", "apel 5", False),
        ("{a: {text: apel}, n: {person.age|above: 17}, condition: a and n}", "apel usia dua puluh", False),
        ("{a: {text: apel}, n: {person.age|above: 17}, condition: a and n}", "apel", True),
        ("{a: {text: apel}, k: {kind: job}, condition: a and k}", "apel", True),
        ("{a: {text: apel}, k: {kind: [job, post]}, condition: a and k}", "apel", False),
        ("{a: {text: apel}, p: {price.idr|above: 5}, condition: a and p}", "apel", True),
        ("{a: {text: apel}, n: {person.age|above: 17}, condition: a and n}", "umur 20", True),
        ("{a: {text: apel}, f: {text|fuzzy: {words: [rambutan], distance: 1}}, condition: a and f}", "apel", False),
        ("{a: {text|re: 'ap\\w+\\W+merah'}, condition: a}", "apel merah", False),
        ("{a: {text|re: 'ap\\w+\\W+merah'}, condition: a}", "apel hijau", True),
        ("{a: {text: apel}, condition: a}", "A P E L", False),
        ("{a: {text: '🍎'}, condition: a}", "ada 🍎 ini", False),
        ("{a: {title: apel}, b: {text: pir}, condition: a and b}", "apel pir", False),  # fields are told apart later
    ],
)
def test_what_a_condition_cannot_do_without(tmp_path: Path, detection: str, text: str, out: bool) -> None:
    (tmp_path / "r.yaml").write_text(RULE.format(detection=detection))
    rules, _ = read_rules([tmp_path], signals=[])
    assert rules.rules
    engine = Engine(rules)
    assert ruled_out(engine, Listing(url="u", text=text)) is out


def test_a_rule_by_likeness_is_ruled_out_where_the_whole_reads_otherwise(engine: Engine) -> None:
    """Its words stand there, and no pattern need be run to see that it cannot fire."""
    (entry, *_) = [one for one, _ in engine._candidates.parts if one.likeness]
    listings = exam()[::20]
    words = {i: one.words for i, one in engine._sieve.may(list(map(glimpse, listings))).items() if one.words}
    assert len(words) > 30
    likeness = {i: engine.segments(listings[i])[0].reading.likeness for i in list(words)[:30]}
    classifier = engine.rules.classifier
    assert classifier is not None
    assert entry.likeness > 0
    for i, told in likeness.items():
        assert classifier.likeness([word for one in words[i].fields[:2] for word in one.clearest]) == told
    assert len({told >= entry.likeness for told in likeness.values()}) == 2
