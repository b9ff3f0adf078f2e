"""`sandi` with a judge that knows one word, so that tests of crawling do not hang on the rules of the day.

"Barang 7" and its like (a number that ends in 7) raise an alert with one hit; at "Pecah" the judge itself fails;
everything else is quiet.
"""

import atexit
import functools
import itertools
import os
import time
from collections.abc import Sequence
from pathlib import Path

from crawler import running
from sandi.cli import main
from sandi.listing import Listing
from sandi.verdict import Hit, RuleText, Span, Verdict

RULE = RuleText("seven", 1, "Sevens", "fake-job", "0" * 64, "title: Sevens\n")


def tell_memory() -> None:
    """The most memory that this process had, in kB, for who asked; its workers are counted apart."""
    if "RSS_FILE" in os.environ:
        status = Path("/proc/self/status").read_text()
        Path(os.environ["RSS_FILE"]).write_text(status.split("VmHWM:")[1].split()[0])


def judge(listing: Listing) -> Verdict:
    if listing.title == "Pecah":
        raise RecursionError("a listing that no rule was ready for")
    if not listing.title.endswith("7"):
        return Verdict(listing.url, "quiet")
    end = len(listing.title)
    span = Span("title", end - 1, end, "act", "test.seven", "7", "7")
    hit = Hit(RULE.rule, RULE.revision, RULE.tactic, 60, (span,))
    return Verdict(listing.url, "alert", "adult", 60, (RULE.tactic,), ("act",), (hit,))


def judge_all(listings: Sequence[Listing]) -> list[Verdict]:
    return list(map(judge, listings))


if __name__ == "__main__":
    from tests.crawler.events import tell_events

    atexit.register(tell_memory)
    tell_events()
    if "PAGE_S" in os.environ:  # how long a page or its server may hold the browser, which few of these crawls need
        from crawler import browser, proxy
        from crawler.spiders import pages

        browser.PAGE_S = browser.ANSWER_S = proxy._IDLE_S = float(os.environ["PAGE_S"])
        pages._READY_MS = int(browser.PAGE_S * 1000)
    if "DEADLINE_S" in os.environ:  # how long a page may hold its reader
        from crawler import parsing

        parsing.Parser = functools.partial(parsing.Parser, deadline_s=float(os.environ["DEADLINE_S"]))  # type: ignore[misc, assignment]
    if "CLOCK_STEP" in os.environ:  # the wall clock of the run is set by so many seconds after its first look
        from crawler import clock, extension

        walls = itertools.chain([0.0], itertools.repeat(float(os.environ["CLOCK_STEP"])))
        extension.Watch = functools.partial(clock.Watch, lambda: time.monotonic() + next(walls))  # type: ignore[misc, assignment]
    running.load_judge = lambda config, source: (judge_all, {(RULE.rule, RULE.revision): RULE})
    main()
