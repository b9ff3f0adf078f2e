"""How fast a crawl may go: the source's delay as the shortest gap, `Crawl-delay`, and `Retry-After`.

Also turns what the guard refused into an error that is not tried again.
"""

from __future__ import annotations

import email.utils
import math
import re
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.middlewares.scope import EgressDenied, engine_of, spider_of
from crawler.settings import DOWNLOAD_DELAY_JITTER
from crawler.sources import netloc

MAX_WAIT_S = 300.0
DEFAULT_WAIT_S = 30.0
LONGEST_S = 7 * 86400.0
SHORTEST_S = 0.005
_BUSY = (429, 503)
_SECONDS = re.compile(r"\+?\d{1,15}(?:\.\d*)?\Z", re.ASCII)


class PaceMiddleware:
    """Holds a host's slot for as long as the host asks; parks the source when it asks for more than `MAX_WAIT_S`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PaceMiddleware:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.hold_busy, signals.response_downloaded)
        return middleware

    def hold_busy(self, response: Response, request: Request) -> None:
        """Holds the slot before the downloader looks for its next request, which may be due already."""
        wait = self._wait_s(response)
        if wait is not None and wait <= MAX_WAIT_S and not request.meta.get("sandi_robots"):
            hold(self.crawler, request, wait)

    def process_response(self, request: Request, response: Response) -> Response:
        wait = self._wait_s(response)
        if request.meta.get("sandi_robots") and response.status in _BUSY:
            request.meta["dont_retry"] = True  # robots.txt that says "busy" parks the source; nobody waits for it
        if wait is None:
            return response
        if wait > 0:
            host = netloc(request.url)
            spider_of(self.crawler).job.paces.note_wait(host, datetime.now(UTC) + timedelta(seconds=wait))
        if wait > MAX_WAIT_S and not request.meta.get("sandi_robots"):
            spider_of(self.crawler).park(f"the server asks to wait {wait:.0f} s")
        return response

    def _wait_s(self, response: Response) -> float | None:
        """How long a server that is busy asks to wait; None when it does not."""
        asked = response.headers.get(b"Retry-After")
        if response.status not in _BUSY or not (asked or response.status == 429):
            return None
        return retry_after_s(asked.decode("latin-1") if asked else "", datetime.now(UTC))

    def process_exception(self, request: Request, exception: Exception) -> None:
        host = urlparse_cached(request).hostname or ""
        refused = spider_of(self.crawler).guard.refused_host(host)
        if isinstance(exception, CannotResolveHostError) and refused:
            raise EgressDenied("the address lies inside this network") from exception


def retry_after_s(value: str, now: datetime) -> float:
    """Seconds to wait by a `Retry-After` header (RFC 9110 §10.2.3: seconds or a date), at most LONGEST_S.

    The default if it is unreadable; also for a date that has passed, since a server that says "busy" is busy.
    """
    text = value.strip().strip('"')
    if _SECONDS.match(text):
        return min(float(text), LONGEST_S)
    try:
        moment = email.utils.parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        left = (aware - now).total_seconds()
    except (ValueError, IndexError, OverflowError):
        return DEFAULT_WAIT_S
    return min(left, LONGEST_S) if math.isfinite(left) and left > 0 else DEFAULT_WAIT_S


def slot_delay(shortest_s: float) -> float:
    """The slot delay whose jitter never goes below `shortest_s`; never none at all.

    Scrapy's downloader counts a transfer only when its task has begun, so without a delay it begins several at once.
    """
    return max(shortest_s, SHORTEST_S) / (1 - DOWNLOAD_DELAY_JITTER)


def slow_down(crawler: Crawler, host: str, shortest_s: float) -> None:
    """Makes `shortest_s` the shortest gap between requests to `host`, now and for slots made later."""
    downloader: Any = engine_of(crawler).downloader
    delay = max(slot_delay(shortest_s), crawler.settings.getfloat("DOWNLOAD_DELAY"))
    downloader.per_slot_settings[host] = {"concurrency": 1, "delay": delay, "jitter": DOWNLOAD_DELAY_JITTER}
    if host in downloader.slots:
        downloader.slots[host].delay = delay


def hold(crawler: Crawler, request: Request, wait_s: float) -> None:
    """No request to this host for `wait_s` seconds: the slot is told that it was last used in the future."""
    slots = engine_of(crawler).downloader.slots
    slot = slots.get(str(request.meta.get("download_slot", "")))
    if slot is not None:
        slot.lastseen = monotonic() + wait_s
