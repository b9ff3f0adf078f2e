"""What hosts asked for as a crawl sees it: kept in the store, or for a preview in memory."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from crawler.sources import Source, netloc


class Paces(Protocol):
    """See storage.pace.HostPaces."""

    def crawl_delay_s(self, host: str) -> float: ...

    def wait_until(self, host: str) -> datetime | None: ...

    def note_crawl_delay(self, host: str, seconds: float) -> None: ...

    def note_wait(self, host: str, until: datetime) -> None: ...


class NoPaces:
    """Remembers nothing."""

    def crawl_delay_s(self, host: str) -> float:
        return 0.0

    def wait_until(self, host: str) -> datetime | None:
        return None

    def note_crawl_delay(self, host: str, seconds: float) -> None:
        """Not kept."""

    def note_wait(self, host: str, until: datetime) -> None:
        """Not kept."""


def first_hosts(source: Source) -> set[str]:
    """The hosts, as `host[:port]`, that a crawl of `source` begins with."""
    return {netloc(url) for url in (*source.start, *source.sitemap)}
