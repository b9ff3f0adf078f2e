"""robots.txt, fail-closed: asked once per site and run, obeyed for every request, redirect targets included.

200 is obeyed, 404 and 410 allow everything (RFC 9309 §2.3.1.3). Whatever else comes (5xx, 401, 403, 429, time-out,
reset, an answer from elsewhere) parks the source: nothing is fetched, the run ends and is tried later. Of a longer
file the first 500 KiB are read (RFC 9309 §2.5), and no more are asked for.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.capture import parcel_of
from crawler.guard import in_scope
from crawler.middlewares.pace import MAX_WAIT_S, slow_down
from crawler.middlewares.scope import OutOfScope, Parked, engine_of, spider_of
from crawler.sources import netloc

AGENT = "sandi"
READ_BYTES = 500 * 1024
_NO_RULES = (404, 410)
_MARK = b"\xef\xbb\xbf"


class Forbidden(IgnoreRequest):
    """robots.txt asks to leave this address alone."""


class RobotsMiddleware:
    """One robots.txt per scheme, host and port."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._rules: dict[str, asyncio.Future[Protego]] = {}
        self._arriving = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if not request.meta.get("sandi_robots"):
            await self._check(request.url)

    async def process_response(self, request: Request, response: Response) -> Response:
        """A browser follows redirects by itself, so where it ended is checked before the page is read."""
        if "playwright" in response.flags and response.url != request.url:
            if not in_scope(spider_of(self.crawler).source, response.url):
                raise OutOfScope("the browser was led to another host")
            await self._check(response.url)
        return response

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        """Looks at each piece that arrives, which is worth its time for robots.txt alone."""
        self._arriving += 1
        self.crawler.signals.connect(self._bytes_received, signals.bytes_received)
        try:
            yield
        finally:
            self._arriving -= 1
            if not self._arriving:
                self.crawler.signals.disconnect(self._bytes_received, signals.bytes_received)

    def _bytes_received(self, data: bytes, request: Request, spider: Any) -> None:
        """Ends the download of a robots.txt that goes on and on; what came until then counts."""
        if request.meta.get("sandi_robots"):
            request.meta["download_maxsize"] = READ_BYTES * 8  # of what a packed one swells to
            request.meta["sandi_robots_bytes"] = request.meta.get("sandi_robots_bytes", 0) + len(data)
            if request.meta["sandi_robots_bytes"] > READ_BYTES:
                raise StopDownload(fail=False)

    async def _check(self, url: str) -> None:
        spider = spider_of(self.crawler)
        if spider.source.robots_override:
            return
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(origin))
        asked = self._rules[origin]
        rules = asked.result() if asked.done() else await asyncio.shield(asked)
        if spider.ledger.parked:
            raise Parked(spider.ledger.parked)
        if not rules.can_fetch(url, AGENT):
            raise Forbidden("robots.txt asks to leave this alone")

    async def _fetch(self, origin: str) -> Protego:
        url = f"{origin}/robots.txt"
        host = urlsplit(origin).hostname or ""
        paces = spider_of(self.crawler).job.paces
        if kept := paces.crawl_delay_s(netloc(url)):  # so that the first page after robots.txt waits too
            slow_down(self.crawler, host, max(min(kept, MAX_WAIT_S), self._own_delay()))
        meta = {"sandi_robots": True, "reader": "robots", "max_retry_times": 1, "download_maxsize": 0}
        headers = {"Accept-Encoding": "identity"}
        request = Request(url, priority=1000, meta=meta, headers=headers, callback=NO_CALLBACK)
        try:
            with self._bounded():
                response = await engine_of(self.crawler).download_async(request)
        except Exception as error:  # whatever went wrong, nobody has said yes: fail closed
            return self._park(f"{url} cannot be read ({type(error).__name__}: {error})".replace(": )", ")"))
        spider = spider_of(self.crawler)
        spider.robots[netloc(url)] = f"status {response.status}"
        if response.status in _NO_RULES:
            return Protego.parse("")
        if response.status != 200:
            return self._park(f"{url} answered {response.status}")
        spider.robots[netloc(url)] = f"sha256:{hashlib.sha256(response.body).hexdigest()}"
        spider.sink.keep(parcel_of(response))
        rules = Protego.parse(_whole_lines(response.body).decode("utf-8", "replace"))
        delay = float(rules.crawl_delay(AGENT) or 0)
        spider_of(self.crawler).job.paces.note_crawl_delay(netloc(url), delay)
        if delay > MAX_WAIT_S:
            return self._park(f"{url} asks for {delay:.0f} s between two pages")
        if delay:
            slow_down(self.crawler, host, max(delay, self._own_delay()))
        return rules

    def _own_delay(self) -> float:
        return float(spider_of(self.crawler).source.delay_s)

    def _park(self, reason: str) -> Protego:
        spider_of(self.crawler).park(reason)
        return Protego.parse("User-agent: *\nDisallow: /")


def _whole_lines(body: bytes) -> bytes:
    """What is read of a robots.txt: a cut one up to its last whole line, so that no rule is half a rule."""
    text = body.removeprefix(_MARK)
    return text if len(text) <= READ_BYTES else text[: text.rfind(b"\n", 0, READ_BYTES) + 1]
