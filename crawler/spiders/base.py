"""What all spiders share: the source, the page budget, counted errors, and pages handed on with their listings."""

from __future__ import annotations

import asyncio
import email.utils
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.capture import parcel_of, warc_record
from crawler.extraction.decoding import decoded
from crawler.extraction.found import Seen
from crawler.guard import Guard, in_scope
from crawler.ledger import Ledger
from crawler.middlewares.robots import Forbidden
from crawler.middlewares.scope import Parked, engine_of
from crawler.paces import NoPaces, Paces
from crawler.parcel import Crawled
from crawler.sink import Sink
from crawler.sniff import is_binary, utf16_of
from crawler.sources import Source, netloc
from sandi.listing import Listing

if TYPE_CHECKING:
    from crawler.parsing import Parser

_GONE = (404, 410)
_WALLS = 3
LONGEST_URL = 2083
"""Addresses beyond that are of servers that write more and more into them; no browser's own was ever that long."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a crawl is made of; handed to the spider by `crawler/running.py`. `url` replaces the source's start.

    In a worker process there is neither `sink` nor `parser`: there the callbacks run, and what they ask for is told.
    """

    source: Source
    guard: Guard
    ledger: Ledger
    sink: Sink | None = None
    parser: Parser | None = None
    paces: Paces = field(default_factory=NoPaces)
    url: str | None = None


class SourceSpider(Spider):
    """Crawls one source within its budget. Started by `sandi crawl`, which alone can give it a guard and a store.

    Callbacks are generators of `self.ask(...)` and `self.crawled(...)`. They run in a worker process on a spider of
    their own, so nothing is kept on `self` from one page to the next: what a later page must know goes with `memo`.
    """

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
        self._walls = 0
        self.robots: dict[str, str] = {}

    def ask(
        self,
        url: str,
        callback: Callable[..., Any],
        role: str,
        *,
        memo: Mapping[str, Any] | None = None,
        browser: bool = True,
    ) -> Iterator[Request]:
        """A request for `url`, if it belongs to the source and the budget allows one more.

        `memo` (JSON values) is found in `response.meta["memo"]`; `browser` is false for what needs no drawing.
        """
        meta = {"role": role, "reader": callback.__name__, "memo": dict(memo or {}), "browser": browser}
        if self.job.parser is None:
            yield Request(url, meta=meta)
            return
        yield from self._ask(url, meta)

    def _ask(self, url: str, meta: dict[str, Any]) -> Iterator[Request]:
        if not in_scope(self.source, url):
            self.ledger.offsite += 1
            return
        if len(url) > LONGEST_URL:
            self.ledger.error("bad_address", url[:100], f"longer than {LONGEST_URL} characters")
            return
        if len(self._asked) >= self.source.budget:
            self.ledger.budget_hit = True
            return
        if self.sink is not None and self.sink.quarantined(url):
            self.ledger.quarantined += 1
            return
        drawn = self.browser_meta() if meta["browser"] else {}
        request = Request(url, callback=self.read, errback=self.failed, meta=meta | drawn)
        fingerprint = self.crawler.request_fingerprinter.fingerprint(request)
        if fingerprint not in self._asked:
            self._asked.add(fingerprint)
            yield request

    async def read(self, response: Response) -> AsyncIterator[Any]:
        """The callback of every request: a worker reads the page, what it found is handed on."""
        from crawler.parsing import Unreadable

        if self.job.parser is None:
            return
        try:
            read = await self.job.parser.read(response, self.ledger, self.robots_in_force(response.url))
        except Unreadable as error:
            self.ledger.error("poison", response.url, str(error))
            if self.sink is not None:
                self.sink.poisoned(response.url, str(error), lambda: warc_record(response))
            return
        if self.ledger.parked:
            self.stop("parked")
        self._note_wall(read.wall, response)
        if not read.steps and not read.wall and self.sink is not None:
            self.sink.barren(parcel_of(response, self.robots_in_force(response.url)))
        if self.sink is not None and read.steps and not any(isinstance(step, Crawled) for step in read.steps):
            self.sink.tagged(parcel_of(response))
        for step in read.steps:
            if isinstance(step, Crawled):
                yield step
            else:
                meta = {"role": step.role, "reader": step.reader, "memo": dict(step.memo), "browser": step.browser}
                for request in self._ask(step.url, meta):
                    yield request

    def robots_in_force(self, url: str) -> str:
        """What stands in captures about robots.txt: the sha256 of the one that was obeyed, or why there was none."""
        if self.source.robots_override:
            return f"not obeyed: {self.source.robots_override}"
        return self.robots.get(netloc(url), "")

    def _note_wall(self, wall: str, response: Response) -> None:
        """A wall at the start parks the source at once, one further in only when nothing else comes any more."""
        self._walls = self._walls + 1 if wall else 0
        if wall and (response.meta.get("role") == "start" or self._walls >= _WALLS):
            self.park(wall)

    def browser_meta(self) -> dict[str, Any]:
        """What a request carries so that a browser loads it; nothing for plain sources."""
        return {}

    def park(self, reason: str) -> None:
        """Ends the run: the source asked for rest."""
        if not self.ledger.parked:
            self.ledger.parked = reason
            if self.job.parser is not None:
                self.stop("parked")

    def stop(self, reason: str) -> None:
        """Closes the spider soon; what is under way is still finished."""
        self._closing = asyncio.ensure_future(engine_of(self.crawler).close_spider_async(reason=reason))

    def text_of(self, response: Response) -> str | None:
        """The decoded page, whatever its header calls it; None (and an error counted) when it is no text."""
        self.ledger.pages += 1
        if is_binary(response.body):
            self.ledger.error("not_text", response.url)
            return None
        if isinstance(response, TextResponse) and "playwright" in response.flags:
            return response.text
        if wide := utf16_of(response.body):
            return response.body.decode(wide, "replace")
        return decoded(response.body, (response.headers.get(b"Content-Type") or b"").decode("latin-1"))

    def crawled(self, response: Response, listings: Sequence[Listing]) -> Crawled:
        """The item of a page: its listings."""
        return Crawled(tuple(listings), url=response.url, status=response.status)

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
    "HeadersTooLarge": "too_large",
    "IgnoreRequest": "redirect_loop",
    "TimeoutError": "timeout",
    "ValueError": "bad_address",
}


def error_kind(error: BaseException | None) -> str:
    """A short name for what went wrong, as counted in a run."""
    if "DOWNLOAD_MAXSIZE" in str(error):  # Scrapy ignores a page that swells when unpacked by the same class of error
        return "too_large"
    return _KINDS.get(type(error).__name__, type(error).__name__)


def seen(response: Response) -> Seen:
    """When this answer came, by our clock and by the server's `Date` (ours, if it gives none)."""
    told = response.request.meta.get("seen_at") if response.request else None
    now = datetime.fromisoformat(told) if told else datetime.now(UTC)
    raw = (response.headers.get(b"Date") or b"").decode("latin-1")
    try:
        moment = email.utils.parsedate_to_datetime(raw)
    except (ValueError, IndexError):
        return Seen(now, now)
    return Seen(now, moment if moment.tzinfo else moment.replace(tzinfo=UTC))
