"""Where a crawl may go: http(s) addresses of the source's own hosts, redirect targets included."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.guard import in_scope, leads_inside


class OutOfScope(IgnoreRequest):
    """An address that is not the source's."""


class EgressDenied(OutOfScope):
    """An address inside this network, where nothing is collected."""


class Parked(IgnoreRequest):
    """The source asked for rest; nothing more is asked of it in this run."""


def spider_of(crawler: Crawler) -> Any:
    """The SourceSpider of a crawl: its source, guard and ledger."""
    return crawler.spider


def engine_of(crawler: Crawler) -> Any:
    """The running engine of a crawl."""
    return crawler.engine


class ScopeMiddleware:
    """Every request passes here first, also those that a redirect made and that for robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ScopeMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider = spider_of(self.crawler)
        if spider.ledger.parked:
            raise Parked(spider.ledger.parked)
        if not in_scope(spider.source, request.url):
            if leads_inside(request.url):
                raise EgressDenied("the address lies inside this network")
            raise OutOfScope("not a host of this source")
