"""What people were told of, and when: so that nobody is told the same again and again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from storage.database import Store
from storage.times import now, stamp


def told(store: Store, topics: Iterable[str]) -> None:
    """Note that these were told now."""
    with store.writer() as conn:
        conn.executemany(
            "INSERT INTO notices (topic, sent_at) VALUES (?, ?)"
            " ON CONFLICT (topic) DO UPDATE SET sent_at = excluded.sent_at",
            [(topic, now()) for topic in topics],
        )


def when(store: Store, topic: str) -> datetime | None:
    """When a topic was last told; None if never."""
    with store.reader() as conn:
        row = conn.execute("SELECT sent_at FROM notices WHERE topic = ?", (topic,)).fetchone()
    return datetime.fromisoformat(row["sent_at"]) if row else None


def recent(store: Store, since: datetime) -> frozenset[str]:
    """The topics that were told since a moment."""
    with store.reader() as conn:
        return frozenset(
            row["topic"] for row in conn.execute("SELECT topic FROM notices WHERE sent_at > ?", (stamp(since),))
        )


def forget(store: Store, prefix: str, *, keep: Collection[str]) -> None:
    """Forget topics that begin so, except these: they are news when they come again."""
    with store.reader() as conn:
        rows = conn.execute("SELECT topic FROM notices WHERE substr(topic, 1, ?) = ?", (len(prefix), prefix))
        gone = [row["topic"] for row in rows if row["topic"] not in keep]
    if gone:
        with store.writer() as conn:
            conn.executemany("DELETE FROM notices WHERE topic = ?", [(topic,) for topic in gone])


def healths(store: Store) -> list[tuple[str, str]]:
    """Each source that is not paused, with its health."""
    with store.reader() as conn:
        return [(row["id"], row["health"]) for row in conn.execute("SELECT id, health FROM sources WHERE paused = 0")]


def leads_since(store: Store, moment: datetime | None) -> int:
    """How many open leads were opened after a moment."""
    with store.reader() as conn:
        row = conn.execute(
            "SELECT count(*) AS leads FROM leads WHERE state = 'open' AND origin = 'rules' AND opened_at > ?",
            (stamp(moment) if moment else "",),
        ).fetchone()
    return int(row["leads"])


def open_leads(store: Store) -> int:
    """How many leads wait for a person."""
    return leads_since(store, None)
