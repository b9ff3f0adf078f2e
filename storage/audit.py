"""The audit log: who did what to which object and why, each row chained to the one before by its hash."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from storage.database import Store
from storage.records import AuditEntry


def record(
    conn: sqlite3.Connection,
    *,
    actor: str,
    action: str,
    object: str,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    raise NotImplementedError


def verify(store: Store) -> list[str]:
    raise NotImplementedError


def entries(store: Store, *, after: int = 0, limit: int = 100) -> list[AuditEntry]:
    raise NotImplementedError
