"""What hosts asked for, kept from run to run: the gap between two requests, and to be left alone until a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.database import Store
from storage.times import now, stamp

LONGEST = timedelta(days=7)
"""Nobody is left alone for longer on a header's word alone: a clock or a unit may be wrong there."""


class HostPaces:
    """The paces of all hosts in one store. `wait_until` is in UTC."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def crawl_delay_s(self, host: str) -> float:
        """The gap in seconds that the host's robots.txt asked for when it was last read; 0 when it asked for none."""
        with self._store.reader() as conn:
            row = conn.execute("SELECT crawl_delay_s FROM host_pace WHERE host = ?", (host,)).fetchone()
        return float(row["crawl_delay_s"]) if row else 0.0

    def wait_until(self, host: str) -> datetime | None:
        """Until when the host asked to be left alone; None when that is over."""
        return waits(self._store).get(host)

    def note_crawl_delay(self, host: str, seconds: float) -> None:
        if seconds == self.crawl_delay_s(host):
            return
        with self._store.writer() as conn:
            conn.execute(
                "INSERT INTO host_pace (host, crawl_delay_s, noted_at) VALUES (?, ?, ?) ON CONFLICT (host)"
                " DO UPDATE SET crawl_delay_s = excluded.crawl_delay_s, noted_at = excluded.noted_at",
                (host, seconds, now()),
            )

    def note_wait(self, host: str, until: datetime) -> None:
        moment = stamp(min(until, datetime.now(UTC) + LONGEST))
        with self._store.writer() as conn:
            conn.execute(
                "INSERT INTO host_pace (host, wait_until, noted_at) VALUES (?, ?, ?) ON CONFLICT (host) DO UPDATE SET"
                " wait_until = excluded.wait_until, noted_at = excluded.noted_at",
                (host, moment, now()),
            )


def waits(store: Store) -> dict[str, datetime]:
    """The hosts that asked to be left alone until a moment that is still to come (and not absurdly far away)."""
    present = datetime.now(UTC)
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT host, wait_until FROM host_pace WHERE wait_until > ? AND wait_until < ?",
            (stamp(present), stamp(present + LONGEST + timedelta(minutes=1))),
        ).fetchall()
    return {row["host"]: datetime.fromisoformat(row["wait_until"]) for row in rows}
