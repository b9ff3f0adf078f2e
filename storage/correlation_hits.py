"""Which listings a correlation rule named in which group, each once, and the leads that were raised by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from storage import audit
from storage.times import now
from storage.watches import raise_lead

NONE = "none"
MARK = "correlated_to"


def begin(conn: sqlite3.Connection) -> None:
    """Before listings are placed: those placed from now on are to be looked at, unless that was noted before."""
    conn.execute(
        "INSERT INTO settings SELECT ?, coalesce((SELECT value FROM settings WHERE name = 'linked_to'), '0')"
        " WHERE true ON CONFLICT (name) DO NOTHING",
        (MARK,),
    )


def waiting(conn: sqlite3.Connection, limit: int) -> tuple[list[int], int]:
    """Listings that were placed and not looked at since, and the judgement up to which they go."""
    rows = conn.execute(
        "SELECT id, listing_id FROM judgements WHERE id > (SELECT CAST(value AS INTEGER) FROM settings WHERE name = ?)"
        " AND id <= (SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'linked_to') ORDER BY id LIMIT ?",
        (MARK, limit),
    ).fetchall()
    return list(dict.fromkeys(row["listing_id"] for row in rows)), rows[-1]["id"] if rows else 0


def looked_to(conn: sqlite3.Connection, judgement: int) -> None:
    """Note up to which judgement listings were looked at; never back."""
    conn.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        " WHERE CAST(value AS INTEGER) < CAST(excluded.value AS INTEGER)",
        (MARK, str(judgement)),
    )


def raise_named(conn: sqlite3.Connection, rule: str, title: str, group: str, listings: Iterable[int]) -> list[int]:
    """Raise the leads of the listings that a rule has not named in this group before; those that had none.

    A lead that is open says so from now on; one that a person dismissed or kept stays as it is, and who asks for help
    is not raised, nor what was purged meanwhile. `group`: as it is compared, without a contact's value.
    """
    raised = []
    for number in listings:
        done = conn.execute(
            "INSERT INTO correlation_hits SELECT ?, ?, id, ? FROM listings WHERE id = ? ON CONFLICT DO NOTHING",
            (rule, group, now(), number),
        )
        if not done.rowcount:
            continue
        state = _state(conn, number)
        if state in (NONE, "open"):
            lead = raise_lead(conn, number, f"with others: {title} ({rule})")
            detail = {"rule": rule}
            audit.record(conn, actor=audit.PROGRAM, action="lead.correlated", object=f"lead/{lead}", detail=detail)
            raised += [number] if state == NONE else []
    return raised


def _state(conn: sqlite3.Connection, listing_id: int) -> str:
    """The state of a listing's lead, NONE when it may get one, empty when it may not."""
    row = conn.execute(
        "SELECT listings.verdict, leads.state FROM listings LEFT JOIN leads ON leads.listing_id = listings.id"
        " WHERE listings.id = ?",
        (listing_id,),
    ).fetchone()
    return "" if row is None or row["verdict"] == "help" else row["state"] or NONE
