"""Judging what was read: the listings of many pages together, in a worker process, before they are stored.

A page whose listings no worker survives costs itself alone: where a group fails, its pages are judged one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from crawler.ledger import Ledger
from crawler.parcel import Crawled
from crawler.parsing import Parser, Unreadable

TOGETHER = 100
"""So many listings are judged at once; more save little, and would take longer than a worker may."""


async def judged(
    parser: Parser, pages: Sequence[Crawled], ledger: Ledger, poisoned: Callable[[Crawled, str], None]
) -> list[Crawled]:
    """The pages with verdicts. One that no worker survives is counted, handed to `poisoned`, and left out.

    Raises KeeperGone.
    """
    done: list[Crawled] = []
    for group in _groups(pages):
        try:
            done += await _judged(parser, group, ledger)
        except Unreadable as error:
            if len(group) == 1:
                ledger.error("poison", group[0].url, str(error))
                poisoned(group[0], str(error))
                continue
            for page in group:
                done += await judged(parser, [page], ledger, poisoned)
    return done


async def _judged(parser: Parser, pages: Sequence[Crawled], ledger: Ledger) -> list[Crawled]:
    verdicts = iter(await parser.judge([one for page in pages for one in page.listings], ledger))
    return [replace(page, verdicts=tuple(next(verdicts) for _ in page.listings)) for page in pages]


def _groups(pages: Sequence[Crawled]) -> Iterator[list[Crawled]]:
    """Whole pages, as many as hold TOGETHER listings or the one that holds more."""
    group: list[Crawled] = []
    count = 0
    for page in pages:
        if group and count + len(page.listings) > TOGETHER:
            yield group
            group, count = [], 0
        group.append(page)
        count += len(page.listings)
    if group:
        yield group
