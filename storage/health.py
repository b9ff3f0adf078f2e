"""The health of sources: what each run showed, and the state of each source as of its last run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from storage import audit
from storage.database import Store
from storage.masking import scrubbed
from storage.times import now

WORSE = ("degraded", "broken", "parked")


def record(
    store: Store, run: str, source: str, *, state: str, reason: str, mend: str, figures: Mapping[str, Any]
) -> None:
    """Keep the health of a source after a run; a change of state goes into the audit log."""
    reason, mend = scrubbed(reason), scrubbed(mend)
    with store.writer() as conn:
        before = conn.execute("SELECT health FROM sources WHERE id = ?", (source,)).fetchone()
        conn.execute(
            "INSERT INTO run_health (run, source, state, reason, mend, figures, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (run) DO UPDATE SET state = excluded.state, reason = excluded.reason, mend = excluded.mend,"
            " figures = excluded.figures, at = excluded.at",
            (run, source, state, reason, mend, orjson.dumps(figures).decode(), now()),
        )
        conn.execute(
            "UPDATE sources SET health = ?, health_reason = ?, health_mend = ? WHERE id = ?",
            (state, reason, mend, source),
        )
        if before is not None and before["health"] != state:
            detail = {"from": before["health"], "to": state}
            audit.record(
                conn,
                actor=audit.PROGRAM,
                action="source.health",
                object=f"source/{source}",
                reason=reason,
                detail=detail,
            )


@dataclass(frozen=True, slots=True)
class Sickness:
    """Why what a source's pages say may be misread, and what mends it: the badge of its leads."""

    state: str
    reason: str
    mend: str


def sick(store: Store) -> dict[str, Sickness]:
    """The sources that were not healthy after their last run, by id."""
    marks = ", ".join("?" * len(WORSE))
    with store.reader() as conn:
        rows = conn.execute(
            f"SELECT id, health, health_reason, health_mend FROM sources WHERE health IN ({marks})", WORSE
        ).fetchall()
    return {row["id"]: Sickness(row["health"], row["health_reason"], row["health_mend"]) for row in rows}


def history(store: Store, source: str, limit: int = 30) -> list[dict[str, Any]]:
    """The figures of a source's runs, newest first."""
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT figures FROM run_health WHERE source = ? ORDER BY at DESC, run DESC LIMIT ?", (source, limit)
        )
        return [orjson.loads(row["figures"]) for row in rows]
