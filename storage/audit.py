"""The audit log: who did what to which object and why, each row chained to the one before by its hash.

Contacts are masked in it like everywhere else. A chain shows edits, deletions and insertions; a complete rewrite it
cannot show, for that checkpoints must leave the machine.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from typing import Any

import orjson

from sandi.errors import SandiError
from storage.database import Store
from storage.masking import plain_scrubbed, scrubbed
from storage.records import AuditEntry
from storage.rows import value_of
from storage.times import now

START = "0" * 64
PROGRAM = "sandi"


class ReasonMissing(SandiError):
    """An act that needs a reason was asked for without one."""


def record(
    conn: sqlite3.Connection,
    *,
    actor: str,
    action: str,
    object: str,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add a row, inside a writer, so that the act and its record stand or fall together."""
    last = conn.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    number, prev = (last["id"] + 1, last["hash"]) if last else (1, START)
    values = {
        "id": number,
        "at": now(),
        "actor": scrubbed(actor),
        "action": action,
        "object": object,
        "reason": scrubbed(reason),
        "detail": _detail(detail or {}),
    }
    conn.execute(
        "INSERT INTO audit (id, at, actor, action, object, reason, detail, prev_hash, hash)"
        " VALUES (:id, :at, :actor, :action, :object, :reason, :detail, :prev_hash, :hash)",
        values | {"prev_hash": prev, "hash": _link(values, prev)},
    )


def need_reason(reason: str, act: str) -> None:
    """Raises ReasonMissing when `reason` is empty."""
    if not reason.strip():
        raise ReasonMissing(f"{act} needs a reason; it is written to the audit log")


def verify(store: Store) -> list[str]:
    """What is wrong with the chain, one text per finding; empty when it is whole."""
    problems: list[str] = []
    number, prev = 0, START
    with store.reader() as conn:
        for row in conn.execute("SELECT * FROM audit ORDER BY id"):
            if row["id"] != number + 1:
                problems.append(f"audit rows {number + 1} to {row['id'] - 1} are missing")
            if row["prev_hash"] != prev:
                problems.append(f"audit row {row['id']} does not follow the row before it")
            if row["hash"] != _link(dict(row), row["prev_hash"]):
                problems.append(f"audit row {row['id']} was changed after it was written")
            number, prev = row["id"], row["hash"]
        written = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").fetchone()
        if written and written["seq"] != number:
            problems.append(f"audit rows {number + 1} to {written['seq']} are missing at the end")
    return problems


def entries(store: Store, *, after: int = 0, object: str | None = None, limit: int = 100) -> list[AuditEntry]:
    """Rows after the id `after`, oldest first; with `object` only those about it."""
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT * FROM audit WHERE id > ? AND (? IS NULL OR object = ?) ORDER BY id LIMIT ?",
            (after, object, object, limit),
        ).fetchall()
    return [value_of(AuditEntry, row, detail=orjson.loads(row["detail"])) for row in rows]


def _detail(detail: Mapping[str, Any]) -> str:
    clean = {key: plain_scrubbed(value) if isinstance(value, str) else value for key, value in detail.items()}
    return orjson.dumps(clean, option=orjson.OPT_SORT_KEYS).decode()


def _link(values: Mapping[str, Any], prev: str) -> str:
    """SHA-256 over the canonical JSON of a row (sorted keys, no spaces, UTF-8) and the hash before it."""
    names = ("id", "at", "actor", "action", "object", "reason", "detail")
    body = {name: values[name] for name in names} | {"prev_hash": prev}
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
