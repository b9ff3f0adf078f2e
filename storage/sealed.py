"""Rows of sealed records: originals of listings and values of contacts."""

from __future__ import annotations

import sqlite3

from storage.keys import Keys, SealBroken, Sealed


def put(conn: sqlite3.Connection, keys: Keys, record_kind: str, about: str, plain: bytes) -> int:
    """Seal `plain` and keep it; the row's id. `about` names the record, the same for sealing and opening."""
    sealed = keys.seal(plain, about)
    done = conn.execute(
        "INSERT INTO sealed (record_kind, about, nonce, wrapped_key, body) VALUES (?, ?, ?, ?, ?)",
        (record_kind, about, sealed.nonce, sealed.wrapped_key, sealed.body),
    )
    return int(done.lastrowid or 0)


def open_row(conn: sqlite3.Connection, keys: Keys, sealed_id: int) -> bytes | None:
    """The record, or None when its key was erased. Raises SealBroken."""
    row = conn.execute("SELECT about, nonce, wrapped_key, body FROM sealed WHERE id = ?", (sealed_id,)).fetchone()
    if row is None:
        raise SealBroken(f"sealed record {sealed_id} is not in the database; restore it from a backup")
    if row["wrapped_key"] is None:
        return None
    return keys.unseal(Sealed(row["nonce"], row["body"], row["wrapped_key"]), row["about"])
