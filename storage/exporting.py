"""Leads in the order of their last change, so that whoever took some can come back for what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandi.errors import SandiError
from storage.database import Store
from storage.narrowing import STATES
from storage.times import utc


class SinceError(SandiError):
    """A time or cursor that cannot be read."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Ids of leads, the longest unchanged first, and the cursor behind the last; `more` wait behind it."""

    ids: tuple[int, ...]
    cursor: str
    more: bool


def changed_since(store: Store, since: str = "", *, states: Sequence[str] = STATES, limit: int = 1_000) -> Changed:
    """Leads in `states` that changed since a time (ISO 8601 with offset), behind a cursor of an earlier answer, or all.

    A lead that changes again comes again, later. Raises SinceError.
    """
    at, last = place(since)
    marks = ", ".join("?" * len(states))
    with store.reader() as conn:
        rows = conn.execute(
            f"SELECT id, updated_at FROM leads WHERE (updated_at, id) > (?, ?) AND state IN ({marks})"
            " AND (origin <> 'sample' OR state IN ('kept', 'escalated')) ORDER BY updated_at, id LIMIT ?",
            (at, last, *states, limit + 1),
        ).fetchall()
    shown = rows[:limit]
    cursor = f"{shown[-1]['updated_at']}_{shown[-1]['id']}" if shown else since
    return Changed(tuple(row["id"] for row in shown), cursor, len(rows) > limit)


def place(since: str) -> tuple[str, int]:
    """The time and id behind which to go on; a bare time includes what changed at that very moment.

    Raises SinceError.
    """
    if not since:
        return "", 0
    time, _, number = since.strip().partition("_")
    moment = utc(time.replace(" ", "+")) or utc(f"{time}T00:00:00+07:00" if len(time) == 10 else None)
    if moment is None or (number and not (number.isascii() and number.isdigit() and len(number) < 19)):
        raise SinceError(
            f"{since!r:.60} is no time; write it like 2026-11-01T08:00:00+07:00, or a cursor as it was given"
        )
    return moment, int(number) if number else -1
