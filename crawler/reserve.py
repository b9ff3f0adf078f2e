"""A crawl rests while the disk runs full, and goes on by itself when there is room again: what it fetches is kept."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

from storage import reserve

CHECK_S = 5.0
log = logging.getLogger("crawler.reserve")


class Reserve:
    """Looks every few seconds at the disk of the store; a preview, which keeps nothing, never rests. Begun by
    `RunExtension`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.resting = False
        self._check = LoopingCall(self.look)
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    def _opened(self, spider: Any) -> None:
        if spider.sink.folder is not None:
            self._check.start(CHECK_S, now=True)

    def _closed(self, spider: Any) -> None:
        if self._check.running:
            self._check.stop()

    def look(self) -> None:
        """Rest or go on, as the room says."""
        spider: Any = self.crawler.spider
        try:
            room = reserve.room(spider.sink.folder)
        except OSError:  # a folder that cannot be looked at is told by the store itself
            return
        engine: Any = self.crawler.engine
        if room.short and not self.resting:
            self.resting = True
            engine.pause()
            log.warning("resting, %s: make room on the disk of %s; the crawl then goes on", room, spider.sink.folder)
        elif self.resting and not room.short:
            self.resting = False
            engine.unpause()
            log.warning("going on, %s", room)
