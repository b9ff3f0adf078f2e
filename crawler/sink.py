"""Where crawled pages go: stored in batches, or kept in memory for a preview. Knows nothing of Scrapy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from crawler.health import Vitals
from crawler.health import judge as assess
from crawler.ledger import Ledger
from crawler.parcel import Crawled
from crawler.sources import Source
from crawler.storing import Batch, Here, Stored, Storing, seal
from sandi.listing import Listing
from sandi.verdict import RuleText, Verdict
from storage import captures, health, listings, quarantine, revisits, runs
from storage.database import Store
from storage.records import Figures
from storage.revisits import Kept, Tag

BATCH = 200
CROWD = 1000
BATCH_BYTES = 16 * 1024 * 1024
CROWD_BYTES = 4 * BATCH_BYTES
"""The same limits in bytes of pages, which may be 4 MiB each, and of what was read in them, which may be more."""
BATCH_S = 2.0
TOLD_S = 5.0
"""How often a run writes down how far it is; each time waits for the disk once more."""
BARREN_KEPT = 200
"""So many pages of a run that gave nothing are kept."""

Judge = Callable[[Sequence[Listing]], Sequence[Verdict]]
"""A verdict on each of some listings."""
RuleTexts = Mapping[tuple[str, int], RuleText]


class Sink(Protocol):
    """What the pipeline asks of a place to put pages."""

    def add(self, page: Crawled) -> None: ...

    def barren(self, page: Crawled) -> None: ...

    def keep(self, page: Crawled) -> None: ...

    def quarantined(self, url: str) -> bool: ...

    def poisoned(self, url: str, reason: str, record: Callable[[], bytes]) -> None: ...

    def tag_of(self, url: str) -> Tag | None: ...

    def kept(self, url: str) -> Kept | None: ...

    def tagged(self, page: Crawled) -> None: ...

    def take(self) -> list[Crawled]: ...

    def flush(self, pages: Sequence[Crawled]) -> None: ...

    @property
    def folder(self) -> Path | None: ...

    @property
    def due(self) -> bool: ...

    @property
    def crowded(self) -> bool: ...

    def beat(self) -> bool: ...

    def close(self) -> None: ...


class StoreSink:
    """Collects pages and has them stored in batches."""

    def __init__(
        self,
        store: Store,
        run: str,
        source: Source,
        texts: RuleTexts,
        ledger: Ledger,
        *,
        storing: Storing | None = None,
        assessed: bool = True,
    ) -> None:
        """`storing` stores batches, this process if not given. Without `assessed` the run says nothing of its source's
        health, as a replay.
        """
        self._store = store
        self._storing = storing or Here(store)
        self._run = run
        self._source = source.id
        self._changes = tuple(source.changes)
        self._texts = texts
        self._ledger = ledger
        self._poison = quarantine.known(store, source.id)
        self._vitals = Vitals()
        self._assessed = assessed
        self._tags = revisits.tags(store, source.id)
        self._tagged: list[Crawled] = []
        self._taking = threading.Lock()
        self._pending: list[Crawled] = []
        self._waiting = 0
        self._bytes = 0
        self._seen: set[str] = set()
        self._flushed_at = time.monotonic()
        self._told_at = 0.0
        self._placed = False
        self.finished = False

    def add(self, page: Crawled) -> None:
        """Takes a page that is not judged yet; what this run has seen is dropped.

        Nothing is stored: `due` says when to `take` what waits, judge it and `flush` it.
        """
        self._vitals.page(page)
        fresh = []
        for listing in page.listings:
            if listing.url not in self._seen:
                self._seen.add(listing.url)
                fresh.append(listing)
        if fresh:
            self._pending.append(replace(page, listings=tuple(fresh)))
            self._waiting += len(fresh)
            self._bytes += len(page.payload) + sum(len(listing.text) for listing in fresh)

    def take(self) -> list[Crawled]:
        """What waits, to be judged and stored by whoever takes it."""
        self._flushed_at = time.monotonic()
        pages, self._pending, self._waiting, self._bytes = self._pending, [], 0, 0
        return pages

    @property
    def folder(self) -> Path | None:
        """Where it is kept; None for what is kept nowhere."""
        return self._store.config.data

    @property
    def due(self) -> bool:
        """Whether a batch is full or two seconds old."""
        if self._waiting >= BATCH or self._bytes >= BATCH_BYTES:
            return True
        return self._waiting > 0 and (time.monotonic() - self._flushed_at >= BATCH_S)

    @property
    def crowded(self) -> bool:
        """Whether so much waits that taking more would only fill the memory."""
        return self._waiting >= CROWD or self._bytes >= CROWD_BYTES

    def flush(self, pages: Sequence[Crawled]) -> None:
        """Stores pages with their verdicts. May run in another thread than all else."""
        with self._taking:
            tagged, self._tagged = self._tagged, []
        parts: list[Sequence[Crawled]] = list(_parts(pages))
        if tagged and not parts:
            parts = [()]
        for part in parts:
            self._stored(self._storing.store(self._batch(part, tagged)))
            tagged = []

    def _batch(self, pages: Sequence[Crawled], tagged: Sequence[Crawled]) -> Batch:
        untold = frozenset(page.url for page in pages if page.tag is not None and self._tags.of(page.url) is None)
        return Batch(self._run, self._source, tuple(pages), tuple(tagged), self._changes, untold, self._fired(pages))

    def _stored(self, stored: Stored) -> None:
        ledger, counts = self._ledger, stored.counts
        ledger.listings += stored.listings
        ledger.new += counts.new
        ledger.changed += counts.changed
        ledger.unchanged += counts.unchanged
        ledger.alerts += counts.alerts
        self._placed = self._placed or stored.listings > 0
        if stored.listings and time.monotonic() - self._told_at >= TOLD_S:
            self._told_at = time.monotonic()
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
        self._note_health()
        figures = Figures(pages=ledger.pages, **_counts(ledger))
        runs.finish(
            self._store,
            self._run,
            state=ledger.state,
            reason=ledger.reason,
            figures=figures,
            message=ledger.message,
            clock_suspect=ledger.clock_suspect,
        )
        self.finished = True
        if self._placed:
            self._storing.settle()

    def tag_of(self, url: str) -> Tag | None:
        """What the server called the page when it was last read whole; None when it must be asked for whole."""
        return self._tags.of(url)

    def kept(self, url: str) -> Kept | None:
        """The page as it was when it was last read whole."""
        return revisits.kept(self._store, url)

    def tagged(self, page: Crawled) -> None:
        """Takes a page of links alone, so that it need not be sent again while it stays as it is."""
        if page.tag is not None:
            with self._taking:
                self._tagged.append(page)

    def barren(self, page: Crawled) -> None:
        """A page that gave nothing at all is kept too: should its layout have changed, a replay reads it anew."""
        self._vitals.nothing(page.payload)
        if self._vitals.barren <= BARREN_KEPT:
            seal(self._store, self._run, [page])

    def keep(self, page: Crawled) -> None:
        """Keeps what was received without reading it, as robots.txt."""
        seal(self._store, self._run, [page])

    def _note_health(self) -> None:
        """What the run says of its source, against the runs before."""
        if not self._assessed:
            return
        figures = self._vitals.figures(self._ledger)
        found = assess(self._ledger, figures, health.history(self._store, self._source))
        if found is not None:
            mend = found.mend.replace("SOURCE", self._source)
            health.record(
                self._store,
                self._run,
                self._source,
                state=found.state,
                reason=found.reason,
                mend=mend,
                figures=figures,
            )

    def quarantined(self, url: str) -> bool:
        """Whether this page has killed its readers too often to be asked for again."""
        return self._poison.holds(url)

    def poisoned(self, url: str, reason: str, record: Callable[[], bytes]) -> None:
        """Keeps what killed its reader, and counts it."""
        capture = captures.seal(self._store, record(), url=url, run=self._run)
        quarantine.note(self._store, self._source, url, run=self._run, reason=reason, capture=capture)

    def _fired(self, pages: Sequence[Crawled]) -> tuple[RuleText, ...]:
        verdicts = [one for page in pages for one in page.verdicts if one is not None]
        fired = {(hit.rule, hit.revision) for verdict in verdicts for hit in verdict.hits}
        return tuple(self._texts[key] for key in sorted(fired) if key in self._texts)


def _parts(pages: Sequence[Crawled]) -> Iterator[Sequence[Crawled]]:
    """The pages in parts of BATCH pages or BATCH_BYTES, whichever is less, and one page at least."""
    start, size = 0, 0
    for at, page in enumerate(pages):
        size += len(page.payload)
        if at > start and (at - start >= BATCH or size > BATCH_BYTES):
            yield pages[start:at]
            start, size = at, len(page.payload)
    if start < len(pages):
        yield pages[start:]


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

    def barren(self, page: Crawled) -> None:
        """Nothing is kept."""

    def keep(self, page: Crawled) -> None:
        """Nothing is kept."""

    def quarantined(self, url: str) -> bool:
        return False

    def poisoned(self, url: str, reason: str, record: Callable[[], bytes]) -> None:
        """Nothing is kept."""

    def tag_of(self, url: str) -> Tag | None:
        return None

    def kept(self, url: str) -> Kept | None:
        return None

    def tagged(self, page: Crawled) -> None:
        """Nothing is kept."""

    def take(self) -> list[Crawled]:
        return []

    def flush(self, pages: Sequence[Crawled]) -> None:
        """Nothing is kept."""

    @property
    def folder(self) -> Path | None:
        return None

    @property
    def due(self) -> bool:
        return False

    @property
    def crowded(self) -> bool:
        return False

    def beat(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing to close."""
