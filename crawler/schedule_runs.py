"""The scheduler's view of the runs table, which is the truth about what was planned, ran and ended."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.schedule_plan import OWN, Past
from storage import runs
from storage.database import Store

OPEN = frozenset({"planned", "leased"})
HISTORY = 30  # enough for the back-off to reach its cap, and for some runs by hand between two slots


def moment(text: str) -> datetime:
    """A stored time as an aware datetime in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def past(run: runs.Run) -> Past:
    """What planning needs of a run."""
    news = run.new + run.changed > 0 if run.state == "done" and run.pages else None
    ended = moment(run.ended_at) if run.ended_at else None
    return Past(run.id, run.trigger, run.state, moment(run.planned_at), ended, news)


def history(store: Store, source: str) -> list[Past]:
    """The newest runs of a source, newest first; a replay asks nothing of its site, so it is none of them."""
    return [past(run) for run in runs.recent(store, source, HISTORY) if run.trigger != "replay"]


def waiting(newest: Past | None) -> bool:
    """Whether the newest run was planned by a scheduler and never begun: it is taken up, not planned again."""
    return newest is not None and newest.state == "planned" and newest.trigger in OWN


def lose_open(store: Store, run: str, reason: str) -> runs.Run | None:
    """Call a run lost that its crawl, which is gone, did not end; the row as it is now."""
    runs.lose(store, run, reason)
    return runs.get(store, run)


def fail_open(store: Store, run: str, *, reason: str, message: str) -> runs.Run | None:
    """End a run as failed that its crawl, which is gone, did not end; the row as it is now."""
    row = runs.get(store, run)
    if row is None or row.state not in OPEN:
        return row
    runs.finish(store, run, state="failed", reason=reason, message=message)
    return runs.get(store, run)
