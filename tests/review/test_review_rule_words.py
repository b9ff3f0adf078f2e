"""What the house's rules and signals say of themselves is said in Indonesian too."""

from __future__ import annotations

import re

from review_house import Bench

from review.rule_words import in_words, rule_words, told_by
from review.signals import read_signals
from rules.loader import load_rules


def test_every_text_of_the_house_rules_is_said_in_indonesian_and_none_is_left_over() -> None:
    told = {text for text in told_by(load_rules()) if text}
    said = rule_words("id")
    missing = sorted(told - said.keys())
    assert not missing, f"say these in review/locale/id/rules.yaml: {missing}"
    left = sorted(said.keys() - told)
    assert not left, f"no rule says these any more; take them out of review/locale/id/rules.yaml: {left}"


def test_a_text_that_nobody_said_otherwise_stays() -> None:
    assert in_words("A title of  my own", "id") == "A title of  my own"
    assert in_words("News", "en") == "News"


def test_how_the_whole_text_reads_has_a_title() -> None:
    for name in ("text.reads_like", "text.reads_harmless"):
        title = read_signals()[name].title
        assert title != in_words(title, "id")


def test_a_lead_page_speaks_the_language_of_the_person(bench: Bench) -> None:
    page = re.sub(r"\s+", " ", bench.client.get("/leads/1").text)
    assert "Tempat yang dikenal sebagai kompleks penipuan" in page
    assert "Places known for scam compounds" not in page
    bench.client.post("/preferences", data={"csrf": bench.token(), "language": "en"})
    assert "Places known for scam compounds" in bench.client.get("/leads/1").text
