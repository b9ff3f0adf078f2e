"""Who works on what: a lease on a cluster, or on a lead of no cluster, so that two people never decide the same.

A person has one lease, on what they opened last: nobody can keep the queue from others. It ends by itself after
LEASE_S; whoever works on renews it by every act. Nothing here hinders reading.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from sandi.errors import SandiError
from storage.database import Store
from storage.narrowing import UNIT, Narrowing, conditions
from storage.times import before, now

LEASE_S = 600
FRESH_S = 120
"""So long a lease is not written anew when its holder looks again."""


@dataclass(frozen=True, slots=True)
class Lease:
    """`unit` is cluster/3 or lead/7; times are UTC ISO 8601."""

    unit: str
    holder: str
    taken_at: str
    ends_at: str


class Held(SandiError):
    """Somebody else works on this; `lease` says who and until when."""

    def __init__(self, lease: Lease) -> None:
        super().__init__(f"{lease.holder} works on this until {lease.ends_at}; take another one")
        self.lease = lease


def take(store: Store, lead_id: int, user: str) -> Lease | None:
    """The lease that now stands on the unit of a lead: of `user`, or of whoever has it. None: there is no such lead."""
    with store.reader() as conn:
        unit = unit_of(conn, lead_id)
        found = standing(conn, unit) if unit else None
    if unit is None or (found and (found.holder != user or found.taken_at > before(now(), FRESH_S))):
        return found
    if store.read_only:
        return found
    with store.writer() as conn:
        return _take(conn, unit, user)


def take_next(store: Store, user: str, *, after: int | None = None, **by: Unpack[Narrowing]) -> int | None:
    """Lease the next unit of the queue that nobody else works on and `user` has not passed over; its highest lead.

    `after` is the lead to go on from; past the end of the queue its beginning is next. None when nothing is free.
    """
    by["free_for"] = user
    where, values = conditions(by, by_cluster=True)
    with store.writer() as conn:
        place = conn.execute("SELECT score, id FROM leads WHERE id = ?", (after,)).fetchone() if after else None
        found = None
        if place is not None:
            beyond = [*where, "leads.score <= ? AND (leads.score < ? OR leads.id > ?)"]
            found = _first(conn, beyond, [*values, place["score"], place["score"], place["id"]])
        if found is None:
            found = _first(conn, where, values)
        if found is None:
            return None
        _take(conn, unit_of(conn, found) or "", user)
        return found


def skip(store: Store, lead_id: int, user: str) -> None:
    """`user` passes the unit of a lead over: it is free for others and is not handed to `user` again."""
    with store.writer() as conn:
        unit = unit_of(conn, lead_id)
        if unit is not None:
            _release(conn, unit, user)
            conn.execute("INSERT OR IGNORE INTO skips (user, unit, at) VALUES (?, ?, ?)", (user, unit, now()))


def unskip_all(store: Store, user: str) -> int:
    """Everything that `user` passed over comes back to them; how much that is."""
    with store.writer() as conn:
        return conn.execute("DELETE FROM skips WHERE user = ?", (user,)).rowcount


def done(conn: sqlite3.Connection, lead_id: int, user: str) -> None:
    """`user` decided a lead: its unit is free for whoever comes next. Inside the writer that decides it."""
    unit = unit_of(conn, lead_id)
    if unit is not None:
        _release(conn, unit, user)


def must_be_free(conn: sqlite3.Connection, lead_id: int, user: str) -> None:
    """Raises Held when somebody else works on a lead. Inside the writer that decides it."""
    unit = unit_of(conn, lead_id)
    found = standing(conn, unit) if unit else None
    if found is not None and found.holder != user:
        raise Held(found)


def holders(conn: sqlite3.Connection, lead_ids: Sequence[int]) -> Mapping[int, str]:
    """Who works on some leads; those that are free are left out."""
    if not conn.execute("SELECT 1 FROM leases WHERE ends_at > ? LIMIT 1", (now(),)).fetchone():
        return {}
    units = {number: unit_of(conn, number) for number in lead_ids}
    found = {number: standing(conn, unit) for number, unit in units.items() if unit}
    return {number: lease.holder for number, lease in found.items() if lease is not None}


def holders_of(store: Store, lead_ids: Sequence[int]) -> Mapping[int, str]:
    """`holders`, outside a transaction."""
    with store.reader() as conn:
        return holders(conn, lead_ids)


def passed_over(store: Store, user: str) -> int:
    """How many units `user` passed over."""
    with store.reader() as conn:
        return int(conn.execute("SELECT count(*) FROM skips WHERE user = ?", (user,)).fetchone()[0])


def unit_of(conn: sqlite3.Connection, lead_id: int) -> str | None:
    """The unit of a lead; None when there is no such lead."""
    row = conn.execute(f"SELECT {UNIT} AS unit FROM leads WHERE id = ?", (lead_id,)).fetchone()
    return row["unit"] if row is not None else None


def standing(conn: sqlite3.Connection, unit: str) -> Lease | None:
    """The lease that stands on a unit now."""
    row = conn.execute("SELECT * FROM leases WHERE unit = ? AND ends_at > ?", (unit, now())).fetchone()
    return Lease(*row) if row is not None else None


def _take(conn: sqlite3.Connection, unit: str, user: str) -> Lease:
    """Lease a unit unless somebody else has it; the lease that stands then. What `user` had before is free again."""
    at = now()
    conn.execute("DELETE FROM leases WHERE ends_at <= ? OR (holder = ? AND unit <> ?)", (at, user, unit))
    conn.execute(
        "INSERT INTO leases (unit, holder, taken_at, ends_at) VALUES (?, ?, ?, ?) ON CONFLICT (unit) DO UPDATE"
        " SET taken_at = excluded.taken_at, ends_at = excluded.ends_at WHERE holder = excluded.holder",
        (unit, user, at, before(at, -LEASE_S)),
    )
    return Lease(*conn.execute("SELECT * FROM leases WHERE unit = ?", (unit,)).fetchone())


def _release(conn: sqlite3.Connection, unit: str, user: str) -> None:
    conn.execute("DELETE FROM leases WHERE unit = ? AND holder = ?", (unit, user))


def _first(conn: sqlite3.Connection, where: Sequence[str], values: Sequence[object]) -> int | None:
    row = conn.execute(
        f"SELECT id FROM leads WHERE {' AND '.join(where)} ORDER BY score DESC, id LIMIT 1", list(values)
    ).fetchone()
    return row["id"] if row is not None else None
