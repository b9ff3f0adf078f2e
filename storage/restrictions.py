"""Contacts that nobody may open for now, and the listings in which they stand (storage.subjects sets and lifts it)."""

from __future__ import annotations

import sqlite3

from sandi.errors import SandiError

LISTINGS = (
    """SELECT s.listing_id FROM restrictions AS r CROSS JOIN listing_contacts AS s ON s.contact_id = r.contact_id"""
)


class Restricted(SandiError):
    """What is to be opened is restricted at the request of the person it belongs to."""


def contact_is_free(conn: sqlite3.Connection, contact_id: int) -> None:
    """Raises Restricted."""
    _free(conn, "SELECT at FROM restrictions WHERE contact_id = ?", contact_id)


def listing_is_free(conn: sqlite3.Connection, listing_id: int) -> None:
    """Raises Restricted."""
    _free(
        conn,
        "SELECT r.at FROM restrictions AS r CROSS JOIN listing_contacts AS s ON s.contact_id = r.contact_id"
        " WHERE s.listing_id = ?",
        listing_id,
    )


def _free(conn: sqlite3.Connection, statement: str, number: int) -> None:
    row = conn.execute(statement, (number,)).fetchone()
    if row is not None:
        raise Restricted(
            f"restricted since {row[0][:10]} at the request of the person: it is kept, and nobody opens it. "
            "An admin lifts it: sandi db subject lift"
        )
