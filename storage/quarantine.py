"""Quarantine: pages that killed the process that read them. Kept, named by their site, and asked for no more."""

from __future__ import annotations

from dataclasses import dataclass

from storage import audit
from storage.database import Store
from storage.keys import Keys
from storage.masking import host_of, scrubbed, scrubbed_url
from storage.rows import value_of
from storage.times import now
from storage.veil import url_key

LIMIT = 2
"""So often may a page kill its reader before it is left alone."""


@dataclass(frozen=True, slots=True)
class Poison:
    """A page that killed its reader `kills` times; `id` names it where its address must not be shown."""

    id: str
    source: str
    site: str
    kills: int
    first_at: str
    last_at: str
    run: str
    reason: str
    capture: str | None

    @property
    def held(self) -> bool:
        """Whether it is asked for no more."""
        return self.kills >= LIMIT


class Known:
    """The quarantined pages of one source, by address."""

    def __init__(self, keys: Keys, codes: frozenset[str]) -> None:
        self._keys = keys
        self._codes = codes

    def holds(self, url: str) -> bool:
        return bool(self._codes) and url_key(self._keys, url) in self._codes


def known(store: Store, source: str) -> Known:
    """What of `source` must not be asked for."""
    with store.reader() as conn:
        rows = conn.execute("SELECT url_key FROM quarantine WHERE source = ? AND kills >= ?", (source, LIMIT))
        return Known(store.keys, frozenset(row["url_key"] for row in rows))


def note(store: Store, source: str, url: str, *, run: str, reason: str, capture: str | None) -> int:
    """Count a page that killed its reader; how often it did."""
    moment = now()
    code = url_key(store.keys, url)
    with store.writer() as conn:
        row = conn.execute(
            """
            INSERT INTO quarantine (url_key, source, site, kills, first_at, last_at, run, reason, capture)
            VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)
            ON CONFLICT (url_key) DO UPDATE SET kills = kills + 1, last_at = excluded.last_at, run = excluded.run,
                source = excluded.source, reason = excluded.reason, capture = excluded.capture
            RETURNING kills""",
            (code, source, scrubbed_url(host_of(url)), moment, moment, run, scrubbed(reason), capture),
        ).fetchone()
        detail = {"kills": row["kills"]}
        audit.record(
            conn, actor=audit.PROGRAM, action="page.poison", object=f"run/{run}", reason=scrubbed(reason), detail=detail
        )
    return int(row["kills"])


def everything(store: Store) -> list[Poison]:
    """All pages that ever killed a reader and were not let free, newest first."""
    with store.reader() as conn:
        rows = conn.execute("SELECT * FROM quarantine ORDER BY last_at DESC, url_key")
        return [value_of(Poison, row, id=row["url_key"][:16]) for row in rows]


def release(store: Store, id: str, *, actor: str) -> bool:
    """Let a page be asked for again, named by its `id`; False when there is none."""
    with store.writer() as conn:
        done = conn.execute("DELETE FROM quarantine WHERE substr(url_key, 1, 16) = ?", (id,))
        if done.rowcount:
            audit.record(conn, actor=actor, action="page.release", object=f"quarantine/{id}")
    return done.rowcount > 0
