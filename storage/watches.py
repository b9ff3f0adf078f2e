"""Watchlists: contacts, phrases and templates that somebody follows, and which listings fitted, each once.

A contact is kept as its keyed HMAC and shown masked. Nothing is deleted: a watch that ended stays with its hits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sandi.errors import SandiError
from storage import audit
from storage.database import Store
from storage.masking import scrubbed
from storage.rows import value_of
from storage.times import now

KINDS = ("contact", "phrase", "template")
ON_A_LIST = "on a watchlist"
_SCORE = 60

Hit = tuple[int, int]
"""Ids of a watch and of a listing that fitted it."""


@dataclass(frozen=True, slots=True)
class Watch:
    """`fits` is what a listing is compared with: a contact's HMAC, a phrase as compared, the number of a text. Of a
    template `sketch` and the number of `runs` say what it was when its text is kept no longer.
    """

    id: int
    kind: str
    shown: str
    fits: str
    owner: str
    reason: str
    added_at: str
    expires_at: str | None
    removed_at: str | None
    hits: int = 0
    sketch: bytes | None = None
    runs: int | None = None


class NoWatch(SandiError):
    """There is no such watch."""


def add(
    store: Store, kind: str, shown: str, fits: Sequence[str], *, owner: str, reason: str, expires_at: str | None = None
) -> list[int]:
    """Follow something, under one number for each of `fits`. Raises ReasonMissing."""
    audit.need_reason(reason, "a watch")
    with store.writer() as conn:
        found = []
        for one in fits:
            done = conn.execute(
                "INSERT INTO watches (kind, shown, fits, owner, reason, added_at, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (kind, scrubbed(shown), one, owner, scrubbed(reason), now(), expires_at),
            )
            found.append(int(done.lastrowid or 0))
        audit.record(conn, actor=owner, action="watch.add", object=f"watch/{found[0]}", reason=reason)
    return found


def remove(store: Store, watch_id: int, *, actor: str) -> None:
    """Follow it no longer. Raises NoWatch."""
    with store.writer() as conn:
        done = conn.execute("UPDATE watches SET removed_at = ? WHERE id = ? AND removed_at IS NULL", (now(), watch_id))
        if not done.rowcount:
            raise NoWatch(f"there is no watch {watch_id} that is followed; `sandi watch list` shows those there are")
        audit.record(conn, actor=actor, action="watch.remove", object=f"watch/{watch_id}")


def all_of(store: Store, *, ended: bool = False) -> list[Watch]:
    """The watches that are followed, oldest first; with `ended` also those removed or expired."""
    with store.reader() as conn:
        return _select(conn, "" if ended else "WHERE removed_at IS NULL AND (expires_at IS NULL OR expires_at > ?)")


def followed(conn: sqlite3.Connection) -> list[Watch]:
    """The watches that are followed now, in a transaction."""
    return _select(conn, "WHERE removed_at IS NULL AND (expires_at IS NULL OR expires_at > ?)")


def outline(conn: sqlite3.Connection, watch: Watch, sketch: bytes, runs: int) -> None:
    """Keep by what a template is known when its listing is purged. A text cannot be made again from it."""
    conn.execute("UPDATE watches SET sketch = ?, runs = ? WHERE id = ?", (sketch, runs, watch.id))


def contact_codes(conn: sqlite3.Connection, listing_id: int) -> frozenset[str]:
    """The HMACs of all contacts of a listing."""
    rows = conn.execute(
        'SELECT DISTINCT contacts."key" FROM listing_contacts AS s JOIN contacts ON contacts.id = s.contact_id'
        " WHERE s.listing_id = ?",
        (listing_id,),
    )
    return frozenset(row[0] for row in rows)


def hit(conn: sqlite3.Connection, watch: Watch, listing_id: int) -> bool:
    """A listing fits a watch: note it and raise its lead. False when that was done before."""
    done = conn.execute(
        "INSERT INTO watch_hits (watch_id, listing_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (watch.id, listing_id, now()),
    )
    if done.rowcount:
        _raise(conn, watch, listing_id)
    return bool(done.rowcount)


def unnotified(store: Store) -> list[Hit]:
    """The hits that nobody was told of yet, each as watch and listing."""
    with store.reader() as conn:
        rows = conn.execute("SELECT watch_id, listing_id FROM watch_hits WHERE notified_at IS NULL ORDER BY 1, 2")
        return [(row[0], row[1]) for row in rows]


def notified(store: Store, hits: Iterable[Hit]) -> None:
    """These were told now."""
    with store.writer() as conn:
        conn.executemany(
            "UPDATE watch_hits SET notified_at = ? WHERE watch_id = ? AND listing_id = ? AND notified_at IS NULL",
            [(now(), *hit) for hit in hits],
        )


def _raise(conn: sqlite3.Connection, watch: Watch, listing_id: int) -> None:
    """The lead of the listing says why; a dismissed one is open again, and a quiet listing becomes a lead."""
    change = f"{ON_A_LIST} of {watch.owner}: {watch.shown} ({watch.reason})"
    number = raise_lead(conn, listing_id, change)
    audit.record(conn, actor=audit.PROGRAM, action="lead.watched", object=f"lead/{number}", detail={"watch": watch.id})


def raise_lead(conn: sqlite3.Connection, listing_id: int, change: str) -> int:
    """Open the lead of a listing, whatever its verdict and state, and say why; its number."""
    lead = conn.execute("SELECT id, state FROM leads WHERE listing_id = ?", (listing_id,)).fetchone()
    if lead is not None:
        state = "open" if lead["state"] == "dismissed" else lead["state"]
        conn.execute(
            "UPDATE leads SET state = ?, change = ?, version = version + 1, updated_at = ? WHERE id = ?",
            (state, change, now(), lead["id"]),
        )
        return int(lead["id"])
    done = conn.execute(
        """
        INSERT INTO leads (listing_id, judgement_id, source, state, verdict, verdict_now, lane, score, tactics,
            slots, version, change, opened_at, updated_at)
        SELECT l.id, j.id, l.source, 'open', 'alert', j.verdict, j.lane, max(j.score, ?), j.tactics, j.slots, 1, ?,
            ?, ?
        FROM listings AS l JOIN judgements AS j ON j.id = (SELECT max(id) FROM judgements WHERE listing_id = l.id)
        WHERE l.id = ?""",
        (_SCORE, change, now(), now(), listing_id),
    )
    return int(done.lastrowid or 0)


def _select(conn: sqlite3.Connection, where: str) -> list[Watch]:
    values = (now(),) if "?" in where else ()
    rows = conn.execute(
        "SELECT *, (SELECT count(*) FROM watch_hits WHERE watch_id = watches.id) AS hits"
        f" FROM watches {where} ORDER BY id",
        values,
    )
    return [value_of(Watch, row) for row in rows]
