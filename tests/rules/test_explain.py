"""`sandi rules explain`: what bears on the verdict, which facts were read, what silenced a rule and what one lacks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from rules_house import SIGNALS

from sandi.cli import main

RULE = """\
title: Any
id: {id}
status: test
revision: 1
tactic: fake-job
description: A rule for tests.
references: [x]
falsepositives: [anything]
detection:
  place: {{text: anukota}}
  bait: {{text: anuumpan}}
  pay: {{text: bonuskan}}
  filter_shop: {{text: tokoku}}
  condition: {condition}
examples:
  match: [{{text: 'anukota, anuumpan, bonuskan'}}]
  no_match: [{{text: b, because: place}}]
"""


@pytest.fixture(autouse=True)
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "signals").mkdir()
    (tmp_path / "signals" / "s.yaml").write_text(SIGNALS)
    for name, condition in (("own-two", "place and bait and not filter_shop"), ("own-three", "place and bait and pay")):
        (tmp_path / f"{name}.yaml").write_text(RULE.format(id=name, condition=condition))
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(tmp_path)]))


def explain(*words: str) -> str:
    done = CliRunner().invoke(main, ["rules", "explain", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_it_tells_how_the_whole_text_reads() -> None:
    done = CliRunner().invoke(main, ["rules", "explain", "Dicari ke Kamboja, paspor ditahan, gaji 18 jt"])
    assert re.search(
        r"likeness: the whole reads \d+ of 100 like an advert, an alert needs 35", done.output
    )  # several rules agree


def test_facts_are_told_by_the_names_that_rules_ask_for() -> None:
    told = explain("lemari, gadis asal NTT 19 th, gaji 18 jt, berangkat lusa, SIP3MI No. 123/2024, penempatan Taiwan")
    for line in (
        "18 jt: salary.month_idr 18,000,000",
        "19 th: person.age 19, person.requirement false",
        "NTT: place.country ID, place.kind province, place.origin ID, place.origin Nusa Tenggara Timur",
        "Taiwan: place.country TW, place.kind country, place.destination TW, place.destination Taiwan",
        "berangkat lusa: departure.days 2",
        "SIP3MI No. 123/2024: licence.kind sip3mi, licence.number 123/2024",
    ):
        assert line in told


def test_only_signals_that_bear_on_the_verdict_are_told_at_length() -> None:
    words = "anukota, anuumpan, potong gaji"
    assert "s.debt (weight 1, official): potong gaji" in explain("potong gaji")
    told = explain(words)
    [others] = [line for line in told.splitlines() if "no rule that fires asks for it" in line]
    assert "s.debt" in others
    assert "s.debt (" not in told
    assert "rule own-two fires: bait, place" in told


def test_a_rule_that_a_filter_silences_is_told_with_the_words() -> None:
    told = explain("anukota, anuumpan, tokoku, potong gaji")
    assert "nearly: rule own-two is silenced by filter_shop: tokoku" in told


def test_a_rule_that_lacks_one_selection_is_told() -> None:
    assert "nearly: rule own-three lacks pay" in explain("anukota, anuumpan, tokoku, potong gaji")


def test_one_rule_is_explained_selection_by_selection() -> None:
    told = explain("--rule", "own-three", "anukota, anuumpan")
    assert "+ place: anukota" in told
    assert "- pay: nothing" in told
    assert "place and bait and pay: it does not fire" in told
    assert "without filter_shop it would fire" in explain("--rule", "own-two", "anukota, anuumpan, tokoku")
    [found] = json.loads(explain("--rule", "own-three", "anukota bonuskan, anuumpan", "--json"))
    assert (found["fires"], found["selections"]["pay"]) == (True, ["bonuskan"])


@pytest.mark.parametrize("times", [8, 40, 400])
def test_a_text_of_any_length_is_a_text(times: int) -> None:
    """Also one too long for the name of a file."""
    assert "s.debt (weight 1, official)" in explain("potong gaji " + "dan seterusnya, " * times)


def test_a_rule_that_is_none_is_told() -> None:
    done = CliRunner().invoke(main, ["rules", "explain", "--rule", "own-four", "a"])
    assert done.exit_code == 2
    assert "no rule is named own-four" in done.output
