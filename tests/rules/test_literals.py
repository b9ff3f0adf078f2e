"""The literals that a pattern cannot match without: none of them may be wrong, or a match would be lost."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_house import project_rules

from rules import schema
from rules.fold import fold
from rules.literals import figured, required
from rules.loader import RuleSet
from rules.views import View


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        (r"\b(?:tidak|tdk)\W+perlu\b", [[{"tidak perlu", "tdk perlu"}]]),
        (r"\bsyarat(?:nya)?\W+hanya", [[{"syarat hanya", "syaratnya hanya"}]]),
        (r"\bmeng\w*kan\b", [[{" meng"}, {"kan "}]]),
        (r"ginjal\W*\d", [[{"ginjal0", "ginjal 0"}]]),
        (r"kapal|kebun\W+sawit", [[{"kapal"}], [{"kebun sawit"}]]),
        (r"(?:gaji|upah).{0,40}juta", [[{"juta"}, {"gaji", "upah"}]]),
        (r"\w+ing", [[{"ing"}]]),
        (r"\b\d[\d.,]*\W*(?:jt|k)\b", [[{"0jt ", " jt ", "0k ", " k "}, {" 0"}]]),
        (r"(?:\w+\W+){0,2}kapal", [[{"kapal"}]]),
        (r"(?:wk){2,}", [[{"wkwk"}]]),
        (r"[^a]{3,}", [[]]),
        (r"[[:alpha:]]kapal", [[]]),
    ],
)
def test_what_a_pattern_needs(pattern: str, ways: list[list[set[str]]]) -> None:
    assert [[set(group) for group in way] for way in required(pattern)] == ways


def held(pattern: str, words: str) -> bool:
    return any(all(any(literal in figured(words) for literal in group) for group in way) for way in required(pattern))


def patterns_of(rules: RuleSet) -> set[str]:
    def tests() -> list[schema.Test]:
        selections = [s for one in rules.signals.values() for s in (one.match, one.excepts, one.unless)]
        selections += [selection for rule in rules.rules for selection in rule.selections.values()]
        return [test for selection in selections for clause in selection for test in clause.tests]

    return {pattern for test in tests() if test.modifier == "re" for pattern in test.value}


def test_no_match_in_any_example_of_the_packs_is_ruled_out() -> None:
    rules = project_rules()
    texts = [str(e.listing.get("text", "")) for rule in rules.rules for e in rule.examples]
    views = [View(fold(text).text) for text in texts]
    compiled = {pattern: re2.compile(pattern) for pattern in patterns_of(rules)}
    texts = [view.text.replace("\n", " ") for view in views]
    whole = " \x1a ".join(texts)  # most patterns match in none, which is seen at once
    likely = [(p, r) for p, r in compiled.items() if r.search(whole) or set(p) & set("^$") or "\\A" in p]
    matches = [(p, v.words) for p, r in likely for v, text in zip(views, texts, strict=True) if r.search(text)]
    assert len(matches) > 500
    assert not [(pattern, words) for pattern, words in matches if not held(pattern, words)]


WORDS = st.sampled_from(["a", "b", "ab", "ba", "aab", "1", "12", "_", "-", " ", ". ", "  "])
PARTS = st.sampled_from(
    [
        r"a",
        r"b",
        r"ab",
        r"\b",
        r"\W+",
        r"\W*",
        r"\w+",
        r"\d",
        r"\d{2}",
        r"(?:a|b1)",
        r"(?:ab\W+)?",
        r"[ab]",
        r"_",
        r"a{2,3}",
        r"\d+",
        r"\d*",
        r"[\d.]*",
        r"(?:ab){2,}",
        r"[1-5]\d",
        r"(?:a|\bb)+",
        r"\s",
        r".",
        r"^",
        r"$",
        r"[^a]",
        r"(?:a\W+\w*|12)",
        r"-",
    ]
)


@settings(max_examples=400)
@given(st.lists(PARTS, min_size=1, max_size=6), st.lists(WORDS, max_size=12))
def test_no_match_of_any_pattern_is_ruled_out(parts: list[str], words: list[str]) -> None:
    pattern, text = "".join(parts), "".join(words)
    if re2.search(pattern, text):
        assert held(pattern, View(text).words)


def test_a_pattern_that_cannot_be_read_rules_nothing_out() -> None:
    assert required("(") == [[]]
