"""`telegram`: the public web preview of channels (t.me/s/NAME). Nothing is joined, no account is used."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapy.http import Response
from w3lib.url import add_or_replace_parameter

from crawler.extraction.answers import telegram_posts
from crawler.extraction.found import listings_of
from crawler.spiders.base import SourceSpider, seen


class TelegramSpider(SourceSpider):
    """Reads the newest messages of a channel, then older ones to the budget."""

    name = "telegram"

    async def start(self) -> AsyncIterator[Any]:
        self.ledger.exhausted = False
        for url in (self.job.url,) if self.job.url else self.source.start:
            for request in self.ask(preview(url), self.parse_channel, "start"):
                yield request

    def parse_channel(self, response: Response) -> Iterator[Any]:
        """One page of messages, the oldest first."""
        html = self.text_of(response)
        if html is None:
            return
        found, before = telegram_posts(html)
        listings = listings_of(reversed(found), response.url, self.source, seen(response))
        if listings:
            yield self.crawled(response, listings)
        elif response.meta.get("role") == "start":
            says = "the page shows no messages: the channel is private, has no preview, or is no channel"
            self.ledger.error("no_listings", response.url, says)
        if found and before and self.job.url is None:
            url = add_or_replace_parameter(response.url, "before", before)
            yield from self.ask(url, self.parse_channel, "index")


def preview(url: str) -> str:
    """The preview's address of a channel's.

    >>> preview("https://t.me/kanal_contoh"), preview("https://t.me/s/kanal_contoh")
    ('https://t.me/s/kanal_contoh', 'https://t.me/s/kanal_contoh')
    """
    parts = urlsplit(url)
    return url if parts.path.startswith("/s/") else urlunsplit(parts._replace(path=f"/s{parts.path}"))
