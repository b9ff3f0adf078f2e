"""Where crawled pages go: stored in batches, or kept in memory for a preview. Knows nothing of Scrapy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from crawler.ledger import Ledger
from sandi.listing import Listing
from sandi.verdict import RuleText, Verdict
from storage import captures, listings, quarantine, runs
from storage.database import Store
from storage.records import Figures, Judged

BATCH = 50
BATCH_S = 2.0

Judge = Callable[[Listing], Verdict]
RuleTexts = Mapping[tuple[str, int], RuleText]


def no_record() -> bytes:
    """The record of a page that nobody keeps."""
    return b""


@dataclass(frozen=True, slots=True)
class Crawled:
    """One page: its listings with their verdicts (None where there was no judge, or it failed).

    `record` gives what the server answered as a WARC record; it is asked only for a page that is captured.
    """

    listings: tuple[Listing, ...]
    url: str
    status: int
    content_type: str = ""
    verdicts: tuple[Verdict | None, ...] = ()
    record: Callable[[], bytes] = no_record


class Sink(Protocol):
    """What the pipeline asks of a place to put pages."""

    def add(self, page: Crawled) -> None: ...

    def quarantined(self, url: str) -> bool: ...

    def poisoned(self, url: str, reason: str, record: Callable[[], bytes]) -> None: ...

    def flush(self) -> None: ...

    def beat(self) -> bool: ...

    def close(self) -> None: ...


class StoreSink:
    """Stores. A batch is one transaction; captures are sealed before it, so no row names a missing file."""

    def __init__(self, store: Store, run: str, source: str, texts: RuleTexts, ledger: Ledger) -> None:
        self._store = store
        self._run = run
        self._source = source
        self._texts = texts
        self._ledger = ledger
        self._poison = quarantine.known(store, source)
        self._pending: list[Crawled] = []
        self._waiting = 0
        self._seen: set[str] = set()
        self._flushed_at = time.monotonic()
        self.finished = False

    def add(self, page: Crawled) -> None:
        """Takes a page; stores when a batch is full or two seconds old. What this run has seen is dropped."""
        fresh = []
        for listing, verdict in zip(page.listings, page.verdicts, strict=True):
            if listing.url not in self._seen:
                self._seen.add(listing.url)
                fresh.append((listing, verdict))
        if not fresh:
            return
        listings_of, verdicts = zip(*fresh, strict=True)
        self._pending.append(replace(page, listings=listings_of, verdicts=verdicts))
        self._waiting += len(fresh)
        if self._waiting >= BATCH or time.monotonic() - self._flushed_at >= BATCH_S:
            self.flush()

    def flush(self) -> None:
        """Stores what waits."""
        self._flushed_at = time.monotonic()
        if not self._pending:
            return
        pages, self._pending, self._waiting = self._pending, [], 0
        same = listings.unchanged(self._store, [listing for page in pages for listing in page.listings])
        batch = [judged for page in pages for judged in self._judged(page, same)]
        counts = listings.save_batch(self._store, self._run, batch, rules=self._fired(batch))
        ledger = self._ledger
        ledger.listings += len(batch)
        ledger.new += counts.new
        ledger.changed += counts.changed
        ledger.unchanged += counts.unchanged
        ledger.alerts += counts.alerts
        runs.progress(self._store, self._run, pages=ledger.pages, **_counts(ledger))

    def beat(self) -> bool:
        """Says that the run is alive; false when another process has taken it over."""
        return runs.heartbeat(self._store, self._run)

    def close(self) -> None:
        """Marks what vanished, if everything was seen, and closes the run's row."""
        ledger = self._ledger
        ledger.completeness = ledger.why_incomplete()
        if not ledger.completeness:
            ledger.gone = listings.mark_gone(self._store, self._source, self._run)
        figures = Figures(pages=ledger.pages, **_counts(ledger))
        runs.finish(
            self._store,
            self._run,
            state=ledger.state,
            reason=ledger.reason,
            figures=figures,
            message=ledger.message,
        )
        self.finished = True

    def _judged(self, page: Crawled, same: frozenset[str]) -> Iterable[Judged]:
        """`same`: addresses of listings that are kept as they are. A page of nothing else is not captured again: its
        record differs by the time at least, and a source crawled four times a day would fill the disk.
        """
        news = any(listing.url not in same for listing in page.listings)
        capture = self._sealed(page) if news else None
        verdicts = zip(page.listings, page.verdicts, strict=True)
        return [Judged(listing, verdict, capture) for listing, verdict in verdicts if verdict is not None]

    def quarantined(self, url: str) -> bool:
        """Whether this page has killed its readers too often to be asked for again."""
        return self._poison.holds(url)

    def poisoned(self, url: str, reason: str, record: Callable[[], bytes]) -> None:
        """Keeps what killed its reader, and counts it."""
        capture = captures.seal(self._store, record(), url=url, run=self._run)
        quarantine.note(self._store, self._source, url, run=self._run, reason=reason, capture=capture)

    def _sealed(self, page: Crawled) -> str:
        return captures.seal(
            self._store,
            page.record(),
            url=page.url,
            run=self._run,
            content_type=page.content_type,
            status=page.status,
        )

    def _fired(self, batch: Iterable[Judged]) -> list[RuleText]:
        fired = {(hit.rule, hit.revision) for judged in batch for hit in judged.verdict.hits}
        return [self._texts[key] for key in sorted(fired) if key in self._texts]


def _counts(ledger: Ledger) -> dict[str, int]:
    names = ("new", "changed", "unchanged", "gone", "alerts")
    return {name: getattr(ledger, name) for name in names} | {"errors": ledger.error_count}


class PreviewSink:
    """Keeps the first `limit` listings in memory and stores nothing."""

    def __init__(self, limit: int, ledger: Ledger) -> None:
        self._limit = limit
        self._ledger = ledger
        self.listings: dict[str, Listing] = {}

    def add(self, page: Crawled) -> None:
        for listing in page.listings:
            if len(self.listings) < self._limit:
                self.listings.setdefault(listing.url, listing)
        self._ledger.listings = len(self.listings)

    @property
    def full(self) -> bool:
        return len(self.listings) >= self._limit

    def quarantined(self, url: str) -> bool:
        return False

    def poisoned(self, url: str, reason: str, record: Callable[[], bytes]) -> None:
        """Nothing is kept."""

    def flush(self) -> None:
        """Nothing waits."""

    def beat(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing to close."""
