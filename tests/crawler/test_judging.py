"""Listings are judged together by worker processes; what kills a worker costs its own page and no other."""

import os
from collections.abc import Sequence

import pytest

from crawler.judging import TOGETHER, judged
from crawler.ledger import Ledger
from crawler.parcel import Crawled
from crawler.parsing import Parser
from crawler.reading import Reader, listings_packed, unpack_judgement, worker_of
from sandi.listing import Listing
from sandi.verdict import Hit, Verdict
from tests.crawler.sample import SOURCE
from tests.crawler.with_judge import RULE
from tests.loops import run_alone


def judge(listings: Sequence[Listing]) -> list[Verdict]:
    """The score of each is how many were judged with it; at some titles it fails, at others its process ends."""
    titles = [one.title for one in listings]
    if "mati" in titles:
        os._exit(1)
    if "pecah" in titles:
        raise ValueError("no rule was ready for it")
    return [Verdict(one.url, "quiet", score=len(listings)) for one in listings]


def page(number: int, *titles: str) -> Crawled:
    url = f"https://toko.example/{number}"
    listings = tuple(Listing(url=f"{url}#{i}", source="toko", title=title) for i, title in enumerate(titles))
    return Crawled(listings, url, 200)


def run(pages: Sequence[Crawled]) -> tuple[list[list[int | None]], Ledger, list[str]]:
    """The scores by page, the ledger, and the pages that no worker survived."""
    ledger, dead = Ledger(), list[str]()
    parser = Parser(lambda: Reader(SOURCE, None, judge, {}).work)

    async def whole() -> list[Crawled]:
        try:
            return await judged(parser, pages, ledger, lambda one, reason: dead.append(one.url))
        finally:
            await parser.hang_up()

    try:
        done = run_alone(whole())
    finally:
        parser.close()
    return [[v.score if v else None for v in one.verdicts] for one in done], ledger, dead


@pytest.mark.parametrize(
    ("pages", "scores"),
    [
        pytest.param([page(0, "a")], [[1]], id="one"),
        pytest.param([page(0, "a", "b"), page(1, "c")], [[3, 3], [3]], id="pages together"),
        pytest.param([page(0, *"a" * TOGETHER), page(1, "c")], [[TOGETHER] * TOGETHER, [1]], id="not too many"),
        pytest.param([page(0, *"ab" * TOGETHER)], [[2 * TOGETHER] * 2 * TOGETHER], id="a page stays whole"),
        pytest.param([], [], id="none"),
    ],
)
def test_pages_are_judged_together(pages: list[Crawled], scores: list[list[int]]) -> None:
    found, ledger, dead = run(pages)
    assert (found, ledger.error_count, dead) == (scores, 0, [])


def test_a_listing_that_fails_the_judge_takes_no_other_with_it() -> None:
    found, ledger, dead = run([page(0, "a", "pecah"), page(1, "c")])
    assert (found, dead) == ([[1, None], [1]], [])
    assert ledger.errors == {"judging": 1}
    assert "https://toko.example/0#1: judging (ValueError" in ledger.first_error


def test_a_page_that_kills_its_judge_takes_no_other_with_it() -> None:
    found, ledger, dead = run([page(0, "a"), page(1, "b", "mati"), page(2, "c", "d")])
    assert (found, dead) == ([[1], [2, 2]], ["https://toko.example/1"])
    assert ledger.errors == {"poison": 1}


def test_a_rule_that_fires_in_the_first_judgement_of_all_is_told_by_every_worker() -> None:
    """The keeper judges once before it forks; what it saw there it has told nobody."""

    def always(listings: Sequence[Listing]) -> list[Verdict]:
        hit = Hit(RULE.rule, RULE.revision, RULE.tactic, 60, ())
        return [Verdict(one.url, "watch", "adult", 60, (RULE.tactic,), (), (hit,)) for one in listings]

    work = worker_of(SOURCE, None, lambda: (always, {(RULE.rule, RULE.revision): RULE}))
    one = Listing("https://toko.example/1", title="Lemari")
    told = [unpack_judgement(work(listings_packed([one])), 1).rules for _ in range(2)]
    assert told == [(RULE,), ()]
