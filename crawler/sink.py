"""Where crawled pages go: judged and stored in batches, or kept in memory for a preview. Knows nothing of Scrapy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from crawler.ledger import Ledger
from sandi.listing import Listing
from sandi.verdict import RuleText, Verdict
from storage import captures, listings, runs
from storage.database import Store
from storage.records import Figures, Judged

BATCH = 50
BATCH_S = 2.0

Judge = Callable[[Listing], Verdict]
RuleTexts = Mapping[tuple[str, int], RuleText]


@dataclass(frozen=True, slots=True)
class Crawled:
    """One page: its listings, and what the server answered as a WARC record."""

    listings: tuple[Listing, ...]
    record: bytes
    url: str
    status: int
    content_type: str


class Sink(Protocol):
    """What the pipeline asks of a place to put pages."""

    def add(self, page: Crawled) -> None: ...

    def flush(self) -> None: ...

    def beat(self) -> bool: ...

    def close(self) -> None: ...


class StoreSink:
    """Judges and stores. A batch is one transaction; captures are sealed before it, so no row names a missing file."""

    def __init__(self, store: Store, run: str, source: str, judge: Judge, texts: RuleTexts, ledger: Ledger) -> None:
        self._store = store
        self._run = run
        self._source = source
        self._judge = judge
        self._texts = texts
        self._ledger = ledger
        self._pending: list[Crawled] = []
        self._waiting = 0
        self._seen: set[str] = set()
        self._flushed_at = time.monotonic()
        self.finished = False

    def add(self, page: Crawled) -> None:
        """Takes a page; stores when a batch is full or two seconds old. What this run has seen is dropped."""
        fresh = tuple(listing for listing in page.listings if listing.url not in self._seen)
        if not fresh:
            return
        self._seen.update(listing.url for listing in fresh)
        self._pending.append(Crawled(fresh, page.record, page.url, page.status, page.content_type))
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
        verdicts = ((listing, self._verdict(listing)) for listing in page.listings)
        return [Judged(listing, verdict, capture) for listing, verdict in verdicts if verdict is not None]

    def _sealed(self, page: Crawled) -> str:
        return captures.seal(
            self._store,
            page.record,
            url=page.url,
            run=self._run,
            content_type=page.content_type,
            status=page.status,
        )

    def _verdict(self, listing: Listing) -> Verdict | None:
        try:
            return self._judge(listing)
        except Exception as error:  # text of strangers may meet a fault of ours; the rest of the batch must be kept
            self._ledger.error("judging", listing.url, f"{type(error).__name__}: {error}")
            return None

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

    def flush(self) -> None:
        """Nothing waits."""

    def beat(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing to close."""
