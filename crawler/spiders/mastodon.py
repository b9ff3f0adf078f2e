"""`mastodon`: public and hashtag timelines of a Mastodon-compatible server, paged by its `Link` header."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy.http import Response
from w3lib.url import add_or_replace_parameter, url_query_parameter

from crawler.extraction.feeds import FeedError, timeline_listings
from crawler.spiders.base import SourceSpider, seen

_NEXT = re.compile(r"<([^<>]+)>\s*;[^,<]*\brel=\"?next\"?", re.IGNORECASE)
_LIMIT = 40
"""The most statuses a page may have (docs.joinmastodon.org, methods/timelines)."""


class MastodonSpider(SourceSpider):
    """Walks a timeline from the newest status to its end or the budget."""

    name = "mastodon"

    async def start(self) -> AsyncIterator[Any]:
        for url in (self.job.url,) if self.job.url else self.source.start:
            full = url if url_query_parameter(url, "limit") else add_or_replace_parameter(url, "limit", str(_LIMIT))
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
        if older := _NEXT.search(link):
            yield from self.ask(older[1], self.parse_timeline, "index")
