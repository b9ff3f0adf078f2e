"""The write-ahead log kept short: cut back after a commit when it has grown; an alarm when a reader prevents it."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from sandi import priority

LIMIT = 64 * 1024 * 1024
"""Bytes of the log past which it is cut back, or the alarm is raised."""
STEP = 16 * 1024 * 1024
"""It is tried again, and told again, when the log has grown by so much more."""
PAGES = 1000
"""Pages of the log after which a commit brings them into the database; SQLite's own figure."""

log = logging.getLogger("sandi.storage")


def size(database: Path) -> int:
    """Bytes of the log beside a database."""
    try:
        return database.with_name(database.name + "-wal").stat().st_size
    except FileNotFoundError:
        return 0


def pages() -> int:
    """`PAGES`, for work. Where people wait for a commit four times as many: beside a crawl it is the crawl's task."""
    return PAGES if priority.gives_way() else 4 * PAGES


def alarm(database: Path) -> str:
    """What to say of a log that has grown too long; empty when it has not."""
    grown = size(database)
    if grown <= LIMIT:
        return ""
    return f"the log of {database} has grown to {grown / 1e6:.0f} MB, because a program has been reading for long"


class Tender:
    """Looks after the log of one writing connection. The caller holds the lock and has just committed."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._tried_at = 0

    def tend(self, conn: sqlite3.Connection, busy_ms: int) -> None:
        """Cut the log back if it is too long; never waits for a reader."""
        grown = size(self._database)
        if grown <= LIMIT or grown < self._tried_at + STEP:
            return
        conn.execute("PRAGMA busy_timeout = 0")
        try:
            busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            busy = 1
        finally:
            conn.execute(f"PRAGMA busy_timeout = {busy_ms}")
        self._tried_at = grown if busy else 0
        if busy:
            log.warning("%s. End it: fuser -v '%s'", alarm(self._database), self._database)
