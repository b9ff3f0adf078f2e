"""The pipeline: hands every crawled page to the sink, and stops the crawl when the sink cannot keep it."""

from __future__ import annotations

import sqlite3
from typing import Any

from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

from crawler.parcel import Crawled
from crawler.sink import BATCH_S
from sandi.errors import SandiError

STORE_ERRORS = (sqlite3.Error, OSError, SandiError)


class SinkPipeline:
    """Judging and storing happen here in batches; a blocking write of a batch is a few milliseconds."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._ticker = LoopingCall(self._flush)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SinkPipeline:
        return cls(crawler)

    def open_spider(self) -> None:
        self._ticker.start(BATCH_S, now=False)

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Crawled):
            self._guarded(lambda: self._spider.sink.add(item))
        return item

    def close_spider(self) -> None:
        """Also reached on SIGTERM: what waits is stored before the process ends."""
        if self._ticker.running:
            self._ticker.stop()
        self._flush()

    def _flush(self) -> None:
        self._guarded(lambda: self._spider.sink.flush())

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except Exception as error:  # whatever it was, pages were lost, and the run must not end as if it had seen all
            if not self._spider.ledger.failure:
                kind = "" if isinstance(error, STORE_ERRORS) else f"{type(error).__name__}: "
                self._spider.ledger.failure = f"cannot be stored: {kind}{error}"
                self._spider.stop("store_failed")

    @property
    def _spider(self) -> Any:
        return self.crawler.spider
