"""Runs: one crawl of one source, leased by the process that does it.

planned -> leased -> done | failed | lost. A leased run says every few seconds that it lives; one that stopped saying
so is lost.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta

from sandi.errors import SandiError
from storage import audit
from storage.database import Store
from storage.masking import scrubbed
from storage.records import Figures, Run
from storage.rows import value_of
from storage.times import before, now, stamp

__all__ = [
    "Figures",
    "Run",
    "RunError",
    "RunTaken",
    "find_lost",
    "finish",
    "get",
    "heartbeat",
    "latest",
    "lose",
    "pages_since",
    "plan",
    "progress",
    "recent",
    "start",
]

STALE_S = 90.0
_FIGURES = tuple(field.name for field in fields(Figures))


class RunError(SandiError):
    """A run that does not exist or cannot go where it was sent."""


class RunTaken(RunError):
    """Another run of the same source is alive; it is `other`."""

    def __init__(self, message: str, other: Run) -> None:
        super().__init__(message)
        self.other = other


def plan(store: Store, source: str, trigger: str) -> str:
    """A new run, planned; its id sorts by the second. `trigger` says why, as `schedule`, `manual`, `catch-up`."""
    run = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{source}-{secrets.token_hex(3)}"
    with store.writer() as conn:
        conn.execute(
            "INSERT INTO runs (id, source, trigger, state, planned_at) VALUES (?, ?, ?, 'planned', ?)",
            (run, source, trigger, now()),
        )
    return run


def start(store: Store, run: str, *, owner: str, pid: int, deadline_s: float) -> None:
    """Lease a planned run: `owner` names the process, `pid` its id, `deadline_s` the seconds it may take.

    A run of the same source whose process is gone is marked lost. Raises RunTaken while one lives, RunError when this
    run is not planned.
    """
    with store.writer() as conn:
        mine = _need(conn, run)
        if mine.state != "planned":
            raise RunError(f"run {run} is {mine.state}; only a planned run can be started. Plan a new one")
        for other in _rows(conn, "source = ? AND state = 'leased'", mine.source):
            if _alive(other):
                raise RunTaken(f"{mine.source} is being crawled by {other.owner} (process {other.pid})", other)
            _lose(conn, other, "its process ended without a word")
        moment = datetime.now(UTC)
        conn.execute(
            "UPDATE runs SET state = 'leased', owner = ?, pid = ?, started_at = ?, heartbeat_at = ?, deadline_at = ?"
            " WHERE id = ?",
            (owner, pid, stamp(moment), stamp(moment), stamp(moment + timedelta(seconds=deadline_s)), run),
        )


def heartbeat(store: Store, run: str) -> bool:
    """Say that the run lives. False when it is no longer leased: it was given up, and its process should end."""
    return progress(store, run)


def progress(store: Store, run: str, **figures: int) -> bool:
    """Note the figures so far, named as in Figures, and that the run lives. False when it is no longer leased."""
    unknown = set(figures) - set(_FIGURES)
    if unknown:
        raise TypeError(f"unknown figures: {', '.join(sorted(unknown))}")
    sets = "".join(f", {name} = :{name}" for name in figures)
    with store.writer() as conn:
        done = conn.execute(
            f"UPDATE runs SET heartbeat_at = :now{sets} WHERE id = :run AND state = 'leased'",
            figures | {"now": now(), "run": run},
        )
    return done.rowcount == 1


def finish(
    store: Store,
    run: str,
    *,
    state: str,
    reason: str = "",
    figures: Figures | None = None,
    message: str = "",
    clock_suspect: bool = False,
) -> None:
    """End a run as `done` or `failed`. `reason` is a short code, `message` a sentence for people; without `figures`
    those of the last progress stay. A run found lost that ends after all is ended so. Raises RunError.
    """
    if state not in ("done", "failed"):
        raise RunError(f"a run ends as done or failed, not as {state}")
    values = asdict(figures) if figures else {}
    sets = "".join(f", {name} = :{name}" for name in values)
    with store.writer() as conn:
        current = _need(conn, run)
        if current.state in ("done", "failed"):
            raise RunError(f"run {run} has already ended as {current.state}")
        conn.execute(
            "UPDATE runs SET state = :state, reason = :reason, message = :message, ended_at = :now,"
            f" clock_suspect = :suspect{sets} WHERE id = :run",
            values
            | {"state": state, "reason": reason, "message": scrubbed(message), "now": now(), "run": run}
            | {"suspect": int(clock_suspect)},
        )
        audit.record(
            conn, actor=audit.PROGRAM, action=f"run.{state}", object=f"run/{run}", reason=reason, detail=values
        )


def lose(store: Store, run: str, reason: str) -> None:
    """Mark a run lost whose process is known to be gone; one that has ended stays as it is. Raises RunError."""
    with store.writer() as conn:
        current = _need(conn, run)
        if current.state in ("planned", "leased"):
            _lose(conn, current, reason)


def find_lost(store: Store, *, now: datetime, stale_s: float = STALE_S) -> list[Run]:
    """Mark leased runs that have not said for `stale_s` seconds that they live as lost; those runs."""
    limit = before(now, stale_s)
    if not recent_leased(store):
        return []
    with store.writer() as conn:
        lost = _rows(conn, "state = 'leased' AND heartbeat_at < ?", limit)
        for run in lost:
            _lose(conn, run, f"no sign of life for {stale_s:.0f} s")
        return [_need(conn, run.id) for run in lost]


def recent_leased(store: Store) -> list[Run]:
    """The runs that are leased now."""
    with store.reader() as conn:
        return _rows(conn, "state = ?", "leased")


def get(store: Store, run: str) -> Run | None:
    """A run by id, or None."""
    with store.reader() as conn:
        return get_of(conn, run)


def latest(store: Store, source: str) -> Run | None:
    """The run of a source that was planned last, or None."""
    found = recent(store, source, 1)
    return found[0] if found else None


def recent(store: Store, source: str | None = None, limit: int = 20) -> list[Run]:
    """Runs planned last, newest first; with `source` only of that source.

    Ordered by insertion and not by `planned_at`: when the clock was set back, the newest run is not the one with the
    latest time.
    """
    where, values = ("WHERE source = ?", (source, limit)) if source is not None else ("", (limit,))
    with store.reader() as conn:
        rows = conn.execute(f"SELECT * FROM runs {where} ORDER BY rowid DESC LIMIT ?", values)
        return [_from_row(row) for row in rows]


def pages_since(store: Store, source: str, since: datetime) -> int:
    """How many pages runs of `source` that began after `since` have asked for."""
    with store.reader() as conn:
        row = conn.execute(
            "SELECT coalesce(sum(pages), 0) AS pages FROM runs WHERE source = ? AND started_at > ?",
            (source, stamp(since)),
        ).fetchone()
    return int(row["pages"])


def get_of(conn: sqlite3.Connection, run: str) -> Run | None:
    """`get`, inside a reader."""
    found = _rows(conn, "id = ?", run)
    return found[0] if found else None


def _need(conn: sqlite3.Connection, run: str) -> Run:
    found = get_of(conn, run)
    if found is None:
        raise RunError(f"there is no run {run}")
    return found


def _rows(conn: sqlite3.Connection, where: str, *values: object) -> list[Run]:
    return [_from_row(row) for row in conn.execute(f"SELECT * FROM runs WHERE {where} ORDER BY planned_at", values)]


def _from_row(row: sqlite3.Row) -> Run:
    return value_of(Run, row)


def _lose(conn: sqlite3.Connection, run: Run, reason: str) -> None:
    conn.execute("UPDATE runs SET state = 'lost', ended_at = ?, reason = ? WHERE id = ?", (now(), reason, run.id))
    audit.record(conn, actor=audit.PROGRAM, action="run.lost", object=f"run/{run.id}", reason=reason)


def _alive(run: Run) -> bool:
    """Whether the process of a leased run is there and has said so lately. One machine crawls, so its pid tells."""
    if run.pid is None or (run.heartbeat_at or "") < before(now(), STALE_S):
        return False
    try:
        os.kill(run.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
