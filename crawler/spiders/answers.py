"""`json`, `wordpress` and `bluesky`: sources that answer in JSON."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response
from w3lib.url import add_or_replace_parameter, add_or_replace_parameters, url_query_parameter

from crawler.extraction.addresses import canonical
from crawler.extraction.answers import at, items_in, wordpress_posts
from crawler.extraction.bluesky import posts_in
from crawler.extraction.feeds import FeedError, answer
from crawler.extraction.found import Found, listings_of
from crawler.spiders.base import SourceSpider, seen
from crawler.spiders.paging import ask_more

_POSTS_A_PAGE = 100
"""The most that WordPress and the AppView give in one answer."""


class AnswerSpider(SourceSpider):
    """What the three share: an answer that is no JSON, or not of the expected shape, is an error of the run."""

    async def start(self) -> AsyncIterator[Any]:
        for url in (self.job.url,) if self.job.url else self.source.start:
            for request in self.ask(self.address(url), self.parse_answer, "start"):
                yield request

    def address(self, url: str) -> str:
        """The address to ask for a start address of the source."""
        return url

    def parse_answer(self, response: Response) -> Iterator[Any]:
        """One answer: its listings, and the request for the next."""
        self.ledger.pages += 1
        try:
            value = answer(response.body)
        except FeedError as error:
            self.ledger.error("no_json", response.url, str(error))
            return
        found = self.found(value)
        listings = listings_of(found, response.url, self.source, seen(response))
        if listings:
            yield self.crawled(response, listings)
        elif response.meta.get("role") == "start":
            self.ledger.error("no_listings", response.url, self.missing(value))
        yield from self.further(response, value, [one.url for one in listings])

    def found(self, value: Any) -> list[Found]:
        """The listings of an answer, in published words."""
        raise NotImplementedError

    def missing(self, value: Any) -> str:
        """What to say when a start address brings no listing."""
        return "the answer holds no posts"

    def further(self, response: Response, value: Any, brought: list[str]) -> Iterator[Any]:
        """Requests for what comes next."""
        raise NotImplementedError


class JsonSpider(AnswerSpider):
    """Any JSON API: `items`, `fields` and `follow` are JMESPaths."""

    name = "json"

    def found(self, value: Any) -> list[Found]:
        return items_in(value, self.source)

    def missing(self, value: Any) -> str:
        names = ", ".join(sorted(str(name) for name in value)[:12]) if isinstance(value, dict) else type(value).__name__
        return f"`items: {self.source.items or '@'}` finds no listing with a title or text; the answer holds: {names}"

    def further(self, response: Response, value: Any, brought: list[str]) -> Iterator[Any]:
        following = at(self.source.follow, value) if self.source.follow else None
        named = str(following) if isinstance(following, (str, int)) and not isinstance(following, bool) else ""
        if self.source.more is not None:
            yield from ask_more(self, response, self.parse_answer, brought, following=named)
        elif named and brought and self.job.url is None and (url := canonical(named, response.url)):
            yield from self.ask(url, self.parse_answer, "index")


class WordpressSpider(AnswerSpider):
    """The REST API that every WordPress has; `start` is the site's address, or an endpoint below `/wp-json/`."""

    name = "wordpress"

    def address(self, url: str) -> str:
        endpoint = url if "/wp-json/" in url or "rest_route=" in url else f"{url.rstrip('/')}/wp-json/wp/v2/posts"
        wanted = {"per_page": str(_POSTS_A_PAGE), "_embed": "author,wp:term"}
        return str(
            add_or_replace_parameters(
                endpoint, {k: v for k, v in wanted.items() if not url_query_parameter(endpoint, k)}
            )
        )

    def found(self, value: Any) -> list[Found]:
        return wordpress_posts(value)

    def further(self, response: Response, value: Any, brought: list[str]) -> Iterator[Any]:
        page = int(url_query_parameter(response.url, "page") or 1)
        total = (response.headers.get(b"X-WP-TotalPages") or b"1").decode("latin-1")
        if brought and total.isdigit() and page < int(total):
            url = add_or_replace_parameter(response.url, "page", str(page + 1))
            yield from self.ask(url, self.parse_answer, "index")


class BlueskySpider(AnswerSpider):
    """XRPC addresses of an AppView or PDS, paged by `cursor`; a feed is a window on the newest."""

    name = "bluesky"

    async def start(self) -> AsyncIterator[Any]:
        self.ledger.exhausted = self.ledger.exhausted and all("listRecords" in url for url in self.source.start)
        async for request in super().start():
            yield request

    def address(self, url: str) -> str:
        if "/xrpc/" not in urlsplit(url).path or url_query_parameter(url, "limit") or "getPostThread" in url:
            return url
        return str(add_or_replace_parameter(url, "limit", str(_POSTS_A_PAGE)))

    def found(self, value: Any) -> list[Found]:
        return list(posts_in(value))

    def further(self, response: Response, value: Any, brought: list[str]) -> Iterator[Any]:
        cursor = value.get("cursor") if isinstance(value, dict) else None
        if brought and cursor and self.job.url is None:
            url = add_or_replace_parameter(response.url, "cursor", str(cursor))
            yield from self.ask(url, self.parse_answer, "index")
