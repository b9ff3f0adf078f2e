"""How the installation itself fares: sizes, backups, the last runs. Read models of the operators' pages; only reads."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.backup import backups_in
from storage.database import Store
from storage.times import stamp

BACKUPS = 10


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup on this machine: its name, bytes, and when it was made (UTC ISO 8601)."""

    name: str
    bytes: int
    at: str


@dataclass(frozen=True, slots=True)
class Installation:
    """Bytes of the database with its log, free and whole bytes of the disk, rows, and backups, the newest first."""

    database: int
    log: int
    free: int
    disk: int
    listings: int
    leads: int
    captures: int
    quarantined: int
    backups: tuple[BackupFile, ...]
    backup_age_s: float | None


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What a source has brought: new listings of all its runs, leads, and of these those open."""

    source: str
    listings: int
    leads: int
    open: int


def state(store: Store, now: datetime | None = None) -> Installation:
    """The installation as it is now."""
    moment = now or datetime.now(UTC)
    usage = shutil.disk_usage(store.config.data)
    with store.reader() as conn:
        counts = {
            table: int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("listings", "leads", "captures", "quarantine")
        }
    found = sorted(backups_in(store.config.data / "backups"), key=_made, reverse=True)
    kept = tuple(BackupFile(path.name, path.stat().st_size, stamp(_made(path))) for path in found[:BACKUPS])
    age = (moment - _made(found[0])).total_seconds() if found else None
    return Installation(
        database=_size(store.path),
        log=_size(store.path.with_name(store.path.name + "-wal")),
        free=usage.free,
        disk=usage.total,
        listings=counts["listings"],
        leads=counts["leads"],
        captures=counts["captures"],
        quarantined=counts["quarantine"],
        backups=kept,
        backup_age_s=age,
    )


def by_source(store: Store) -> dict[str, SourceCount]:
    """Listings and leads of every source that ever ran."""
    with store.reader() as conn:
        # Runs are few and say it; counting a million listings for a page takes seconds.
        listings = dict(conn.execute("SELECT source, sum(new) FROM runs GROUP BY source").fetchall())
        leads = conn.execute(
            "SELECT source, count(*) AS leads, count(*) FILTER (WHERE state = 'open') AS open"
            " FROM leads GROUP BY source"
        ).fetchall()
    of = {row["source"]: (row["leads"], row["open"]) for row in leads}
    return {name: SourceCount(name, count, *of.get(name, (0, 0))) for name, count in listings.items()}


def _made(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
