"""The pipeline: hands every page to the sink, has batches judged and stored, and stops the crawl when that fails."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

from crawler.judging import judged
from crawler.parcel import Crawled
from crawler.sink import BATCH_S
from sandi.errors import SandiError

STORE_ERRORS = (sqlite3.Error, OSError, SandiError)


class SinkPipeline:
    """Storing waits for the disk, so it happens in a thread, a batch at a time, while further pages are fetched and
    read. Where pages come faster than the disk takes them, they wait.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._ticker = LoopingCall(self._begin)
        self._storing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SinkPipeline:
        return cls(crawler)

    def open_spider(self) -> None:
        self._ticker.start(BATCH_S, now=False)

    async def process_item(self, item: Any) -> Any:
        if isinstance(item, Crawled):
            sink = self._spider.sink
            with self._noted():
                sink.add(item)
            if sink.due:
                self._begin()
            if sink.crowded and self._storing is not None:
                await asyncio.shield(self._storing)
        return item

    async def close_spider(self) -> None:
        """Also reached on SIGTERM: what waits is stored before the process ends."""
        if self._ticker.running:
            self._ticker.stop()
        if self._storing is not None:
            await self._storing
        await self._store()

    def _begin(self) -> None:
        """Store what waits, unless that is under way."""
        if self._storing is None or self._storing.done():
            self._storing = asyncio.ensure_future(self._store())

    async def _store(self) -> None:
        spider = self._spider
        sink = spider.sink
        with self._noted():
            pages = await judged(spider.job.parser, sink.take(), spider.ledger, self._poisoned)
            await asyncio.to_thread(sink.flush, pages)

    def _poisoned(self, page: Crawled, reason: str) -> None:
        self._spider.sink.poisoned(page.url, reason, page.record)

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """A failure in here is noted, and the crawl is stopped."""
        try:
            yield
        except Exception as error:  # whatever it was, pages were lost, and the run must not end as if it had seen all
            spider = self._spider
            if not spider.ledger.failure:
                kind = "" if isinstance(error, STORE_ERRORS) else f"{type(error).__name__}: "
                spider.ledger.failure = f"cannot be stored: {kind}{error}"
                spider.stop("store_failed")

    @property
    def _spider(self) -> Any:
        return self.crawler.spider
