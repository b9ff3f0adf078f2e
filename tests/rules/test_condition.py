"""Conditions mean what they say, and a broken one is told in words."""

from __future__ import annotations

import re

import pytest

from rules.condition import ConditionError, parse_condition

NAMES = ["place", "waived", "paid", "pay", "filter_news", "filter_joke"]
TRUTHS = [
    ("place and waived", {"place", "waived"}, True),
    ("place and waived", {"place"}, False),
    ("place or waived", {"waived"}, True),
    ("place and (waived or paid)", {"place", "paid"}, True),
    ("place or waived and paid", {"place"}, True),
    ("not place", set(), True),
    ("place and not 1 of filter_*", {"place", "filter_joke"}, False),
    ("place and not 1 of filter_*", {"place"}, True),
    ("2 of (waived, paid, pay)", {"waived", "pay"}, True),
    ("2 of (waived, paid, pay)", {"pay"}, False),
    ("2 of (waived, pa*)", {"paid", "pay"}, True),
    ("all of pa*", {"paid", "pay"}, True),
    ("all of pa*", {"paid"}, False),
    ("1 of them", {"filter_news"}, False),
    ("1 of them", {"pay"}, True),
    ("not not place", {"place"}, True),
    ("not " * 5001 + "place", {"place"}, False),
    ("place and not not filter_news", {"place"}, False),
]


@pytest.mark.parametrize(("text", "true", "expected"), TRUTHS)
def test_truth(text: str, true: set[str], expected: bool) -> None:
    assert parse_condition(text, NAMES).check(true.__contains__) is expected


def test_what_is_negated_is_not_positive() -> None:
    condition = parse_condition("place and not (waived or not pay)", NAMES)
    assert condition.positive == {"place", "pay"}
    assert condition.names == {"place", "waived", "pay"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the end"),
        ("place and", "the end"),
        ("place waived", "unexpected `waived`"),
        ("nowhere", "no selection is named `nowhere`"),
        ("(place", "expected `)`"),
        ("place and or paid", "found `or`"),
        ("filter_*", "write `1 of filter_*`"),
        ("9 of filter_*", "asks for more"),
        ("some of filter_*", "expected a number"),
        ("place & paid", "cannot read `&"),
        ("(" * 40 + "place" + ")" * 40, "nested deeper"),
    ],
)
def test_a_broken_condition_is_told(text: str, told: str) -> None:
    with pytest.raises(ConditionError, match=re.escape(told)):
        parse_condition(text, NAMES)
