"""Storing a batch of judged pages: captures sealed, listings kept, linked; all that a sink asks of the store at once.

It happens in this process (`Here`) or in one of its own (`crawler/scribe.py`). Knows nothing of Scrapy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.parcel import Crawled
from sandi.verdict import RuleText
from storage import captures, listings, revisits
from storage.database import Store
from storage.records import Counts, Judged
from storage.revisits import Tagged


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages of one run with their verdicts, and pages of links alone (`tagged`).

    `changes` names the fields in which a change counts; `untold` holds addresses whose tags are not known yet; `rules`
    the texts of the rules that fired.
    """

    run: str
    source: str
    pages: tuple[Crawled, ...] = ()
    tagged: tuple[Crawled, ...] = ()
    changes: tuple[str, ...] = ()
    untold: frozenset[str] = frozenset()
    rules: tuple[RuleText, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What a batch came to: so many listings, and what they did."""

    listings: int
    counts: Counts


class Storing(Protocol):
    """Where batches go."""

    def store(self, batch: Batch) -> Stored: ...

    def settle(self) -> None: ...


class Here:
    """Stores in this process. A batch is one transaction; captures are sealed before it, so no row lacks its file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def store(self, batch: Batch) -> Stored:
        """Keep a batch; when this returns, a power cut loses nothing of it. Raises StoreBusy, StoreError, OSError."""
        self._remember(batch, {}, batch.tagged)
        if not batch.pages:
            return Stored(0, Counts())
        from linking.placing import place_waiting  # its libraries cost 0.3 s, which a crawl without news need not pay

        found = self._captured(batch)
        counts = listings.save_batch(self._store, batch.run, found, rules=batch.rules, chosen=batch.changes)
        return Stored(len(found), counts + Counts(alerts=place_waiting(self._store).raised))

    def settle(self) -> None:
        """Split clusters that grew too large; once for a whole crawl."""
        from linking.settling import settle

        settle(self._store)

    def _captured(self, batch: Batch) -> list[Judged]:
        """The listings with their captures. A page whose listings are all kept as they are is not captured again: its
        record differs by the time at least, and a source crawled four times a day would fill the disk.
        """
        same = listings.unchanged(self._store, [one for page in batch.pages for one in judged(page)], batch.changes)
        names = {id(page): page.capture for page in batch.pages if page.capture}
        fresh = [page for page in batch.pages if id(page) not in names]
        news = [page for page in fresh if any(listing.url not in same for listing in page.listings)]
        names |= zip(map(id, news), seal(self._store, batch.run, news), strict=True)
        self._remember(batch, names, [page for page in batch.pages if id(page) in names or page.url in batch.untold])
        return [one for page in batch.pages for one in judged(page, names.get(id(page)))]

    def _remember(self, batch: Batch, captured: Mapping[int, str], pages: Sequence[Crawled]) -> None:
        """Keep the tags of pages: a page that is not captured, because it brings no news, is kept once and then left,
        for most pages differ by some trifle at every visit.
        """
        told = [
            Tagged(page.url, page.tag, page.content_type, page.payload, captured.get(id(page)))
            for page in pages
            if page.tag is not None
        ]
        if told:
            revisits.remember(self._store, batch.source, told)


def judged(page: Crawled, capture: str | None = None) -> list[Judged]:
    """The listings of a page that could be judged."""
    pairs = zip(page.listings, page.verdicts, strict=True)
    return [Judged(listing, verdict, capture) for listing, verdict in pairs if verdict is not None]


def seal(store: Store, run: str, pages: Sequence[Crawled]) -> list[str]:
    """Keep what was received; the names of the captures."""
    received = [
        captures.Received(page.url, page.record, page.content_type, page.status, page.payload, page.reader, page.role)
        for page in pages
    ]
    return captures.seal_all(store, run, received)
