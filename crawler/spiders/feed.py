"""`feed`: RSS and Atom. A feed is a window on the newest, so what leaves it is not called gone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy.http import Response

from crawler.extraction.addresses import canonical
from crawler.extraction.feeds import FeedError, feed_listings, feed_next
from crawler.spiders.base import SourceSpider, seen


class FeedSpider(SourceSpider):
    """Reads the feeds of a source, and older pages of them where they are paged (RFC 5005)."""

    name = "feed"

    async def start(self) -> AsyncIterator[Any]:
        self.ledger.exhausted = False
        for url in (self.job.url,) if self.job.url else self.source.start:
            for request in self.ask(url, self.parse_feed, "start"):
                yield request

    def parse_feed(self, response: Response) -> Iterator[Any]:
        """One feed document."""
        self.ledger.pages += 1
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        headers = {"content-type": content_type}
        when = seen(response)
        try:
            found = feed_listings(response.body, url=response.url, headers=headers, source=self.source, seen=when)
        except FeedError as error:
            self.ledger.error("no_feed", response.url, str(error))
            return
        if found:
            yield self.crawled(response, found)
        if older := canonical(feed_next(response.body), response.url):
            yield from self.ask(older, self.parse_feed, "index")
