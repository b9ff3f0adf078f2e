"""`mastodon`: timelines and searches of a Mastodon-compatible server, or an ActivityPub outbox, paged as they say."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy.http import Response
from w3lib.url import add_or_replace_parameter, url_query_parameter

from crawler.extraction.activity import next_of
from crawler.extraction.addresses import canonical
from crawler.extraction.feeds import FeedError, answer, timeline_listings
from crawler.spiders.base import SourceSpider, seen

_NEXT = re.compile(r"<([^<>]+)>\s*;[^,<]*\brel=\"?next\"?", re.IGNORECASE)
_LIMIT = 40
"""The most statuses a page may have (docs.joinmastodon.org, methods/timelines)."""


class MastodonSpider(SourceSpider):
    """Walks a timeline from the newest status to its end or the budget."""

    name = "mastodon"

    async def start(self) -> AsyncIterator[Any]:
        for url in (self.job.url,) if self.job.url else self.source.start:
            full = (
                url
                if "outbox" in url or url_query_parameter(url, "limit")
                else add_or_replace_parameter(url, "limit", str(_LIMIT))
            )
            for request in self.ask(full, self.parse_timeline, "start"):
                yield request

    def parse_timeline(self, response: Response) -> Iterator[Any]:
        """One page of statuses."""
        self.ledger.pages += 1
        try:
            found = timeline_listings(response.body, url=response.url, source=self.source, seen=seen(response))
        except FeedError as error:
            self.ledger.error("no_timeline", response.url, str(error))
            return
        if found:
            yield self.crawled(response, found)
        link = b", ".join(response.headers.getlist(b"Link")).decode("latin-1")
        older = match[1] if (match := _NEXT.search(link)) else next_of(answer(response.body))
        if not older and len(found) >= _asked_for(response.url):
            self.ledger.exhausted = False  # a full page and no way on: the server shows no more, but there may be more
        if older:
            yield from self.ask(canonical(older, response.url), self.parse_timeline, "index")


def _asked_for(url: str) -> int:
    """How many statuses a page was asked for."""
    told = url_query_parameter(url, "limit") or ""
    return int(told) if told.isdigit() else _LIMIT
