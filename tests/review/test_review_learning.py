"""Words of a decided lead are counted in what is stored, and go into a rule as a filter or a selection."""

from __future__ import annotations

import html

import pytest
from review_house import PHONE, Bench

from review.learning import chosen, offered, with_words
from rules.reader import read_rule
from sandi.errors import Problem
from sandi.strict_yaml import load_text
from storage import decisions
from storage.term_counts import how_often

RULE = """\
title: t
id: own-rule
status: test
revision: 1
tactic: fake-job
description: d
references: [x]
detection:
  place: {text: kamboja}
  CONDITION
score: {base: 50}
falsepositives: [x]
examples:
  match:
    - text: kamboja
  no_match:
    - text: kopi
      because: place
"""


def dismiss(bench: Bench, lead: int = 1) -> None:
    decisions.decide(
        bench.store, lead, decision="dismiss", reason="rule-wrong", note="kopi", actor="ayu", via="cli", seen_version=1
    )


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("place", "place and not filter_learned"),
        ("place and not 1 of filter_*", "place and not 1 of filter_*"),
        ("place or other", "(place or other) and not filter_learned"),
    ],
)
def test_a_filter_is_asked_for_by_the_condition(condition: str, expected: str) -> None:
    made = with_words(RULE.replace("CONDITION", f"condition: {condition}"), ["kopi", 'a"b: {'], silences=True)
    (document,) = load_text(made, "rule")
    assert document.data["detection"]["condition"] == expected
    assert document.data["detection"]["filter_learned"] == {"text": ["kopi", 'a"b: {']}


def test_the_lead_becomes_the_example_of_its_filter_without_its_contact() -> None:
    rule = RULE.replace("CONDITION", "condition: place")
    made = with_words(rule, ["kopi"], silences=True, example="Kamboja kopi, chat ••••-••••-•••• 'ya'")
    problems: list[Problem] = []
    (document,) = load_text(made, "rule")
    read = read_rule(document, made, "", problems)
    assert problems == []
    assert read is not None
    assert read.examples[1].listing["text"] == "Kamboja kopi, chat 0812-0000-1399 'ya'"
    again = with_words(made, ["teh"], silences=True)
    assert "filter_learned_2" in load_text(again, "rule")[0].data["detection"]


def test_a_term_waits_for_the_author_to_place_it() -> None:
    made = with_words(RULE.replace("CONDITION", "condition: place"), ["kopi"], silences=False)
    detection = load_text(made, "rule")[0].data["detection"]
    assert (detection["learned"], detection["condition"]) == ({"text": ["kopi"]}, "place")
    assert with_words("no rule", ["x"], silences=True) == "no rule"


def test_words_are_offered_as_they_stand_and_chosen_once() -> None:
    assert offered("Kopi Kamboja", "kopi enak, 12 jt")[:2] == ["kopi", "kopi kamboja"]
    assert chosen(["kopi", "kopi"], " teh  manis,, !!, kopi") == ["kopi", "teh manis"]


def test_words_are_counted_by_what_people_decided(bench: Bench) -> None:
    dismiss(bench)
    found = {one.text: one for one in how_often(bench.store, ["tanpa pengalaman", "zzz", '"', "cari"])}
    assert (found["tanpa pengalaman"].dismissed, found["tanpa pengalaman"].undecided) == (1, 2)
    assert found["zzz"].harmless == 0
    assert found["cari"].harmless == 0


def test_from_a_dismissed_lead_to_an_edited_rule(bench: Bench) -> None:
    assert bench.client.get("/rules/learn", params={"lead": 1}).status_code == 404  # open: nobody has decided
    dismiss(bench)
    page = bench.client.get("/rules/learn", params={"lead": 1}).text
    assert '<input type="checkbox" name="term" value="tanpa pengalaman">' in page
    assert PHONE not in page
    query = {"lead": 1, "rule": "job-bait-overseas", "as": "filter", "term": ["tanpa pengalaman"], "own": "kopi, teh"}
    made = html.unescape(bench.client.get("/rules/playground", params=query).text)
    assert 'filter_learned: {text: ["tanpa pengalaman", "kopi", "teh"]}' in made
    assert "because: filter_learned" in made
    assert PHONE not in made
    assert bench.client.get("/rules/learn", params={"lead": "9" * 30}).status_code == 404
