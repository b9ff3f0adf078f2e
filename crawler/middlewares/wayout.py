"""The way out of a source with `proxy:`: every request goes to sandi's own proxy on loopback, and on from there.

A proxy that cannot be used parks the source: nothing is ever asked past it.
"""

from __future__ import annotations

import asyncio

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.middlewares.scope import Parked, spider_of
from crawler.proxy import GuardProxy


class WayOutMiddleware:
    """Starts the proxy with the first request; on for sources with `proxy:` alone."""

    def __init__(self, crawler: Crawler) -> None:
        if spider_of(crawler).source.proxy is None:
            raise NotConfigured
        self.crawler = crawler
        self._started: asyncio.Task[str] | None = None
        self._proxy: GuardProxy | None = None
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WayOutMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if self._started is None:
            self._started = asyncio.ensure_future(self._start())
        request.meta["proxy"] = await asyncio.shield(self._started)

    async def _start(self) -> str:
        spider = spider_of(self.crawler)
        largest = self.crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._proxy = GuardProxy(spider.source, spider.guard, max_bytes=2 * largest)
        url = await self._proxy.start()
        spider.guard.open_way_out(int(url.rpartition(":")[2]))
        return url

    def process_response(self, request: Request, response: Response) -> Response:
        self._check()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        self._check()

    def _check(self) -> None:
        """Raises Parked when the source's proxy could not be used."""
        if self._proxy is not None and self._proxy.trouble:
            spider = spider_of(self.crawler)
            spider.park(self._proxy.trouble)
            raise Parked(self._proxy.trouble)

    async def _closed(self) -> None:
        if self._proxy is not None:
            await self._proxy.close()
