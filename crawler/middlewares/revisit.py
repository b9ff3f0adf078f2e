"""Conditional requests: a page that the server calls unmodified is not sent again, but read from what is kept of it.

`ETag` and `Last-Modified` save bandwidth and decide nothing: what changed is found by comparing listings, and after a
week a page is asked for whole, whatever its server says.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.capture import FLAG, read_record
from crawler.middlewares.scope import spider_of
from storage.revisits import Kept

_WHOLE = "sandi_whole"


class RevisitMiddleware:
    """Asks "unless it is as I have it" where the body is kept; answers 304 become the page itself."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RevisitMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)  # a redirect copies them from another address
        meta = request.meta
        if meta.get("sandi_robots") or meta.get("playwright") or meta.get(_WHOLE):
            return
        tag = spider_of(self.crawler).sink.tag_of(request.url)
        if tag is None:
            return
        if tag.etag:
            request.headers["If-None-Match"] = tag.etag
        if tag.modified:
            request.headers["If-Modified-Since"] = tag.modified

    def process_response(self, request: Request, response: Response) -> Response | Request:
        if response.status != 304 or not _conditional(request):
            return response
        spider = spider_of(self.crawler)
        kept = spider.sink.kept(request.url)
        if kept is None:
            return request.replace(dont_filter=True, meta={**request.meta, _WHOLE: True})
        spider.ledger.unmodified += 1
        return _whole(response, kept)


def _conditional(request: Request) -> bool:
    return "If-None-Match" in request.headers or "If-Modified-Since" in request.headers


def _whole(response: Response, kept: Kept) -> Response:
    """The page as it was, at the moment of this answer."""
    status, body, named = 200, kept.body, [("Content-Type", kept.content_type)]
    if kept.record:
        captured = read_record(kept.record)
        status, body, named = captured.status, captured.body, list(captured.headers)
    headers: Any = Headers()
    for name, value in named:
        headers.appendlist(name, value)
    headers.pop("Date", None)
    if date := response.headers.get("Date"):
        headers["Date"] = date
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return kind(
        response.url, status=status, headers=headers, body=body, flags=[*response.flags, FLAG], request=response.request
    )
