"""Which listings a correlation rule named in which group, each once, and the leads that were raised by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from storage import audit
from storage.times import now
from storage.watches import raise_lead


def raise_named(conn: sqlite3.Connection, rule: str, title: str, group: str, listings: Iterable[int]) -> list[int]:
    """Raise the leads of the listings that a rule has not named in this group before; those that were raised.

    A lead that a person dismissed or kept stays as it is, and who asks for help is not raised. `group`: as it is
    compared, without a contact's value.
    """
    raised = []
    for number in listings:
        done = conn.execute(
            "INSERT INTO correlation_hits VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (rule, group, number, now())
        )
        if done.rowcount and _may_be_raised(conn, number):
            lead = raise_lead(conn, number, f"with others: {title} ({rule})")
            detail = {"rule": rule}
            audit.record(conn, actor=audit.PROGRAM, action="lead.correlated", object=f"lead/{lead}", detail=detail)
            raised.append(number)
    return raised


def _may_be_raised(conn: sqlite3.Connection, listing_id: int) -> bool:
    row = conn.execute(
        "SELECT listings.verdict, leads.state FROM listings LEFT JOIN leads ON leads.listing_id = listings.id"
        " WHERE listings.id = ?",
        (listing_id,),
    ).fetchone()
    return row is not None and row["verdict"] != "help" and row["state"] in (None, "open")
