"""Which listings a correlation rule named in which group, each once, and the leads that were raised by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from storage import audit
from storage.times import now
from storage.watches import raise_lead

NONE = "none"


def raise_named(conn: sqlite3.Connection, rule: str, title: str, group: str, listings: Iterable[int]) -> list[int]:
    """Raise the leads of the listings that a rule has not named in this group before; those that had none.

    A lead that is open says so from now on; one that a person dismissed or kept stays as it is, and who asks for help
    is not raised. `group`: as it is compared, without a contact's value.
    """
    raised = []
    for number in listings:
        done = conn.execute(
            "INSERT INTO correlation_hits VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (rule, group, number, now())
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
