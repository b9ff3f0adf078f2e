"""`pages`: an index and its detail pages, cards on an index, or addresses from a sitemap; by browser where needed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.sitemap import Sitemap

from crawler.extraction.addresses import canonical
from crawler.extraction.page import Page
from crawler.sources import AUTO
from crawler.spiders.base import SourceSpider, seen
from crawler.spiders.paging import ask_more

_READY_MS = 15_000
_MAX_SITEMAP = 50 * 1024 * 1024
_GZIP = b"\x1f\x8b"


class PagesSpider(SourceSpider):
    """Asks the index pages, follows to the next ones and to the listings; structured data first, selectors next."""

    name = "pages"

    async def start(self) -> AsyncIterator[Any]:
        if self.job.url:
            for request in self.ask(self.job.url, self.parse_start, "start"):
                yield request
            return
        for url in self.source.start:
            for request in self.ask(url, self.parse_start, "start"):
                yield request
        for url in self.source.sitemap:
            for request in self.ask(url, self.parse_sitemap, "start", browser=False):
                yield request

    def browser_meta(self) -> dict[str, Any]:
        script = self.source.javascript
        if script is None:
            return {}
        from scrapy_playwright.page import PageMethod

        methods = [PageMethod("wait_for_selector", script.wait_for, state="attached", timeout=_READY_MS)]
        return {"playwright": True, "playwright_page_methods": methods if script.wait_for else []}

    def parse_start(self, response: Response) -> Iterator[Any]:
        """A page named in the source (or on the command line): an index, or else the listing itself."""
        yield from self._index(response, first=True)

    def parse_index(self, response: Response) -> Iterator[Any]:
        """A further page of an index."""
        yield from self._index(response, first=False)

    def _index(self, response: Response, *, first: bool) -> Iterator[Any]:
        page = self._page(response)
        if page is None:
            return
        listings = [] if self.source.items else page.several()
        links = page.links(self.source.items) if self.source.items else page.listed()
        further = page.further(self.source.follow) if self.source.follow else []
        alone = self.job.url is not None or not (self.source.items or self.source.card or self.source.follow)
        if alone and not links and len(listings) < 2:
            listings = page.detail()
        if listings:
            yield self.crawled(response, listings)
        elif first and not links:
            found = f"the page shows neither listings nor links to them{self._chosen(page)}"
            self.ledger.error("no_listings", response.url, found)
        if self.job.url is not None:
            return
        for url in links:
            yield from self.ask(url, self.parse_detail, "detail")
        for url in further:
            yield from self.ask(url, self.parse_index, "index")
        brought = [*links, *(one.url for one in listings)]
        yield from ask_more(self, response, self.parse_index, brought)

    def _chosen(self, page: Page) -> str:
        """Which selector of the source brought nothing, for who wrote it."""
        if self.source.items:
            return f"; `items: {self.source.items}` finds no link there"
        if self.source.card in (None, AUTO):
            return ""
        count = len(page.tree.css(self.source.card))
        return f"; `card: {self.source.card}` finds {count} elements" + (", and `fields` nothing in them" * bool(count))

    def parse_detail(self, response: Response) -> Iterator[Any]:
        """The page of one listing."""
        page = self._page(response)
        if page is None:
            return
        listings = page.detail()
        if listings:
            yield self.crawled(response, listings)
        else:
            self.ledger.empty += 1

    def parse_sitemap(self, response: Response) -> Iterator[Request]:
        """A sitemap, or an index of sitemaps; the budget bounds both."""
        self.ledger.pages += 1
        try:
            sitemap = Sitemap(_unzipped(response.body))
            entries = [entry for entry in sitemap if "loc" in entry]
        except (etree.LxmlError, OSError, zlib.error, StopIteration, ValueError) as error:
            self.ledger.error("no_sitemap", response.url, str(error))
            return
        newest_first = sorted(entries, key=lambda entry: str(entry.get("lastmod", "")), reverse=True)
        for entry in newest_first:
            url = canonical(entry["loc"], response.url)
            if sitemap.type == "sitemapindex":
                yield from self.ask(url, self.parse_sitemap, "index", browser=False)
            else:
                yield from self.ask(url, self.parse_detail, "detail")

    def _page(self, response: Response) -> Page | None:
        html = self.text_of(response)
        if html is None:
            return None
        return Page(response.url, html, self.source, seen(response))


def _unzipped(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    with gzip.GzipFile(fileobj=BytesIO(body)) as stream:
        return stream.read(_MAX_SITEMAP)
