"""What the operator sees of the schedule: for each source its state, its last run and when the next one is due."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from crawler import schedule_runs as rows
from crawler import sources
from crawler.paces import first_hosts
from crawler.schedule_plan import next_due, zone_of
from storage import health, runs
from storage import sources as known
from storage.database import Store
from storage.pace import waits
from storage.sources import SourceState

TREND = 12
STALE = timedelta(seconds=runs.STALE_S)
STATES = {"done": "ok", "failed": "failed", "lost": "lost", "planned": "waiting", "leased": "running"}


@dataclass(frozen=True, slots=True)
class Row:
    """One source. `state`: new, waiting, running, paused, ok, failed or lost. Times: ISO 8601 in the source's zone.

    `last_at`, `took_s` and the figures are those of the newest run that began; `next_at` is None for a source that is
    paused or has no schedule, and in the past when the run is due and no scheduler started it yet. `health` is healthy,
    degraded, broken, parked or empty; `trend` holds the listings of the last runs, oldest first.
    """

    source: str
    title: str
    state: str
    paused_because: str
    trigger: str
    last_at: str | None
    took_s: float | None
    pages: int
    new: int
    changed: int
    unchanged: int
    gone: int
    alerts: int
    errors: int
    reason: str
    message: str
    next_at: str | None
    timezone: str
    health: str = ""
    health_reason: str = ""
    health_mend: str = ""
    last_run: str = ""
    trend: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def status(store: Store | None, found: list[sources.Source], now: datetime) -> list[Row]:
    """A row for each source, in their order; without a store nothing ever ran."""
    if store is None:
        return [_never(source) for source in found]
    states = {state.id: state for state in known.all_states(store)}
    return [_row(store, source, states.get(source.id, SourceState(source.id)), now) for source in found]


def _never(source: sources.Source) -> Row:
    zero: Any = dict.fromkeys(("pages", "new", "changed", "unchanged", "gone", "alerts", "errors"), 0)
    empty: Any = dict.fromkeys(("paused_because", "trigger", "reason", "message"), "")
    none: Any = dict.fromkeys(("last_at", "took_s", "next_at"))
    return Row(source=source.id, title=source.title, state="new", timezone=source.zone, **zero, **empty, **none)


def _row(store: Store, source: sources.Source, state: SourceState, now: datetime) -> Row:
    recent = [run for run in runs.recent(store, source.id, rows.HISTORY) if run.trigger != "replay"]
    newest = recent[0] if recent else None
    begun = next((run for run in recent if run.started_at or run.state not in rows.OPEN), None)
    began = rows.moment(begun.started_at or begun.planned_at) if begun else None
    zone = zone_of(source.zone)
    return Row(
        source=source.id,
        title=source.title,
        state=_state(newest, state.paused, now),
        paused_because=state.reason if state.paused else "",
        trigger=begun.trigger if begun else "",
        last_at=began.astimezone(zone).isoformat(timespec="seconds") if began else None,
        took_s=_took(begun, began, now),
        pages=begun.pages if begun else 0,
        new=begun.new if begun else 0,
        changed=begun.changed if begun else 0,
        unchanged=begun.unchanged if begun else 0,
        gone=begun.gone if begun else 0,
        alerts=begun.alerts if begun else 0,
        errors=begun.errors if begun else 0,
        reason=begun.reason if begun else "",
        message=begun.message if begun else "",
        next_at=None if state.paused else _next(source, recent, state, now, waits(store)),
        timezone=source.zone,
        health=state.health,
        health_reason=state.health_reason,
        health_mend=state.health_mend,
        last_run=begun.id if begun else "",
        trend=tuple(one["listings"] for one in health.history(store, source.id, TREND)[::-1]),
    )


def _state(newest: runs.Run | None, paused: bool, now: datetime) -> str:
    if newest is None:
        return "paused" if paused else "new"
    if newest.state == "leased":
        beat = rows.moment(newest.heartbeat_at or newest.started_at or newest.planned_at)
        return "running" if now - beat <= STALE else "lost"
    return "paused" if paused else STATES[newest.state]


def _took(run: runs.Run | None, began: datetime | None, now: datetime) -> float | None:
    if run is None or began is None:
        return None
    return round(((rows.moment(run.ended_at) if run.ended_at else now) - began).total_seconds(), 1)


def _next(
    source: sources.Source, recent: list[runs.Run], state: SourceState, now: datetime, asked: dict[str, datetime]
) -> str | None:
    schedule = source.schedule
    if schedule is None:
        return None
    since = rows.moment(state.registered_at) if state.registered_at else now
    history = [rows.past(run) for run in recent]
    if rows.waiting(history[0] if history else None):
        due = min(history[0].planned_at, now)
    else:
        due = next_due(source.id, schedule, history, now=now, known_since=since).at
    due = max([due, *(asked[host] for host in first_hosts(source) & asked.keys())])
    return due.astimezone(schedule.zone).isoformat(timespec="seconds")
