"""The run's row kept true: heartbeat while it lives, finished when the spider closes. And a log without listings."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from crawler.clock import Watch
from crawler.pipelines import STORE_ERRORS
from crawler.reserve import Reserve

BEAT_S = 20.0


class RunExtension:
    """Beats every 20 s (a run is lost after 90), stops when the lease was taken away, writes the end of the run."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.reserve = Reserve(crawler)
        self._beat = LoopingCall(self._on_beat)
        self._watch = Watch()
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)
        crawler.signals.connect(self._spider_error, signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunExtension:
        return cls(crawler)

    def _opened(self, spider: Any) -> None:
        self._beat.start(BEAT_S, now=False)

    def _on_beat(self) -> None:
        spider: Any = self.crawler.spider
        self._look_at_clock(spider)
        try:
            alive = spider.sink.beat()
        except STORE_ERRORS as error:
            spider.ledger.failure = spider.ledger.failure or f"cannot be stored: {error}"
            alive = False
        if not alive:
            spider.ledger.failure = spider.ledger.failure or "another process took this run over"
            spider.stop("lease_lost")

    def _look_at_clock(self, spider: Any) -> None:
        self._watch.look()
        spider.ledger.clock_step_s = self._watch.largest_s

    def _spider_error(self, failure: Failure, response: Response, spider: Any) -> None:
        spider.ledger.error("extraction", response.url, f"{type(failure.value).__name__}: {failure.value}")

    def _closed(self, spider: Any, reason: str) -> None:
        if self._beat.running:
            self._beat.stop()
        self._look_at_clock(spider)
        spider.ledger.close(reason)
        try:
            spider.sink.close()
        except STORE_ERRORS as error:
            spider.ledger.failure = spider.ledger.failure or f"cannot be stored: {error}"


class QuietFormatter(LogFormatter):
    """Scrapy's messages without items: what a page said never reaches a log."""

    def scraped(self, item: Any, response: Any, spider: Any) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "page stored", "args": ()}

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> LogFormatterResult:
        return {"level": logging.WARNING, "msg": "page dropped (%s)", "args": (type(exception).__name__,)}

    def item_error(self, item: Any, exception: Any, response: Any, spider: Any) -> LogFormatterResult:
        return {"level": logging.ERROR, "msg": "page could not be stored", "args": ()}
