"""Scrapy's process with a guard: the resolver that it installs asks this guard."""

from __future__ import annotations

from collections.abc import Callable

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.internet.task import LoopingCall

from crawler.guard import Guard
from crawler.ledger import Ledger

_WATCH_S = 0.5


class GuardedProcess(AsyncCrawlerProcess):
    """`guard` is read by crawler.resolver.GuardedResolver when Scrapy sets the reactor up."""

    def __init__(self, settings: Settings, guard: Guard) -> None:
        self.guard = guard
        super().__init__(settings)

    def watch(self, ledger: Ledger, watcher: Callable[[Ledger], None] | None) -> None:
        """Calls `watcher` twice a second while the crawl runs."""
        if watcher is not None:
            LoopingCall(watcher, ledger).start(_WATCH_S, now=False)
