"""What all spiders share: the source, the page budget, counted errors, and pages handed on with their listings."""

from __future__ import annotations

import asyncio
import email.utils
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.capture import warc_record
from crawler.extraction.found import Seen
from crawler.guard import Guard, in_scope
from crawler.ledger import Ledger
from crawler.middlewares.robots import Forbidden
from crawler.middlewares.scope import Parked, engine_of
from crawler.sink import Crawled, Sink
from crawler.sources import Source
from sandi.listing import Listing

_GONE = (404, 410)
_SNIFFED = 2048


@dataclass(frozen=True, slots=True)
class Job:
    """What a crawl is made of; handed to the spider by `crawler/running.py`. `url` replaces the source's start."""

    source: Source
    guard: Guard
    ledger: Ledger
    sink: Sink
    url: str | None = None


class SourceSpider(Spider):
    """Crawls one source within its budget. Started by `sandi crawl`, which alone can give it a guard and a store."""

    def __init__(self, *args: Any, job: Job | None = None, **kwargs: Any) -> None:
        if job is None:
            raise UsageError("start it with `sandi crawl SOURCE`")
        super().__init__(*args, **kwargs)
        self.job = job
        self.source = job.source
        self.guard = job.guard
        self.ledger = job.ledger
        self.sink = job.sink
        self._asked: set[bytes] = set()

    def ask(self, url: str, callback: Callable[..., Any], role: str) -> Iterator[Request]:
        """A request for `url`, if it belongs to the source and the budget allows one more."""
        if not in_scope(self.source, url):
            self.ledger.offsite += 1
            return
        if len(self._asked) >= self.source.budget:
            self.ledger.budget_hit = True
            return
        request = Request(url, callback=callback, errback=self.failed, meta={"role": role, **self.browser_meta()})
        fingerprint = self.crawler.request_fingerprinter.fingerprint(request)
        if fingerprint not in self._asked:
            self._asked.add(fingerprint)
            yield request

    def browser_meta(self) -> dict[str, Any]:
        """What a request carries so that a browser loads it; nothing for plain sources."""
        return {}

    def park(self, reason: str) -> None:
        """Ends the run: the source asked for rest."""
        if not self.ledger.parked:
            self.ledger.parked = reason
            self.stop("parked")

    def stop(self, reason: str) -> None:
        """Closes the spider soon; what is under way is still finished."""
        self._closing = asyncio.ensure_future(engine_of(self.crawler).close_spider_async(reason=reason))

    def text_of(self, response: Response) -> str | None:
        """The decoded page; None (and an error counted) when it is no text."""
        self.ledger.pages += 1
        if isinstance(response, TextResponse) and b"\0" not in response.body[:_SNIFFED]:
            return response.text
        self.ledger.error("not_text", response.url)
        return None

    def crawled(self, response: Response, listings: Sequence[Listing]) -> Crawled:
        """The item of a page: its listings and the record of what the server answered."""
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        return Crawled(tuple(listings), warc_record(response), response.url, response.status, content_type)

    def failed(self, failure: Failure) -> None:
        """Counts what could not be had. A detail page that is gone is no error; neither is what robots.txt forbids."""
        request = failure.request  # type: ignore[attr-defined]
        role = request.meta.get("role", "")
        error = failure.value
        if isinstance(error, Parked):
            return
        if isinstance(error, HttpError):
            self.ledger.pages += 1
            if role == "detail" and error.response.status in _GONE:
                self.ledger.vanished += 1
                return
            self.ledger.error(f"http_{error.response.status}", request.url)
            return
        if isinstance(error, Forbidden):
            self.ledger.forbidden += 1
            if role != "start":
                return
        self.ledger.error(error_kind(error), request.url, str(error))


_KINDS = {
    "DownloadTimeoutError": "timeout",
    "DownloadCancelledError": "too_large",
    "ResponseDataLossError": "fetch_error",
    "DownloadFailedError": "fetch_error",
    "DownloadConnectionRefusedError": "refused",
    "CannotResolveHostError": "unknown_host",
    "EgressDenied": "egress_denied",
    "OutOfScope": "off_site",
    "Forbidden": "robots",
    "IgnoreRequest": "redirect_loop",
    "TimeoutError": "timeout",
}


def error_kind(error: BaseException | None) -> str:
    """A short name for what went wrong, as counted in a run."""
    if "DOWNLOAD_MAXSIZE" in str(error):  # Scrapy ignores a page that swells when unpacked by the same class of error
        return "too_large"
    return _KINDS.get(type(error).__name__, type(error).__name__)


def seen(response: Response) -> Seen:
    """When this answer came, by our clock and by the server's `Date` (ours, if it gives none)."""
    now = datetime.now(UTC)
    raw = (response.headers.get(b"Date") or b"").decode("latin-1")
    try:
        moment = email.utils.parsedate_to_datetime(raw)
    except (ValueError, IndexError):
        return Seen(now, now)
    return Seen(now, moment if moment.tzinfo else moment.replace(tzinfo=UTC))
