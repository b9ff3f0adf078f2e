"""What Prometheus may read of the sources: a text file that the scheduler keeps, for node_exporter to pick up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, generate_latest, write_to_textfile

from crawler.schedule_status import Row

HEALTH = ("healthy", "degraded", "broken", "parked")
STATES = ("new", "waiting", "running", "ok", "failed", "lost", "paused")
FIGURES = ("pages", "new", "changed", "unchanged", "gone", "alerts", "errors")


def registry_of(rows: Sequence[Row], open_leads: int) -> CollectorRegistry:
    """The metrics of these sources. Labels are ids of sources only: nothing that was published."""
    registry = CollectorRegistry()
    health = Gauge("sandi_source_health", "1 for the health of the source", ["source", "health"], registry=registry)
    state = Gauge("sandi_source_state", "1 for the state of the source", ["source", "state"], registry=registry)
    last = Gauge("sandi_source_last_run_seconds", "When the last run began (Unix)", ["source"], registry=registry)
    took = Gauge("sandi_source_took_seconds", "How long the last run took", ["source"], registry=registry)
    due = Gauge("sandi_source_next_run_seconds", "When the next run is due (Unix)", ["source"], registry=registry)
    figure = Gauge("sandi_source_last_run", "Figures of the last run", ["source", "figure"], registry=registry)
    leads = Gauge("sandi_open_leads", "Leads that wait for a person", registry=registry)
    leads.set(open_leads)
    for row in rows:
        for name in HEALTH:
            health.labels(row.source, name).set(row.health == name)
        for name in STATES:
            state.labels(row.source, name).set(row.state == name)
        if row.last_at:
            last.labels(row.source).set(datetime.fromisoformat(row.last_at).timestamp())
            for name in FIGURES:
                figure.labels(row.source, name).set(getattr(row, name))
        if row.took_s is not None:
            took.labels(row.source).set(row.took_s)
        if row.next_at:
            due.labels(row.source).set(datetime.fromisoformat(row.next_at).timestamp())
    return registry


def text_of(rows: Sequence[Row], open_leads: int) -> str:
    """The metrics as Prometheus reads them."""
    return generate_latest(registry_of(rows, open_leads)).decode()


def write(path: Path, rows: Sequence[Row], open_leads: int) -> None:
    """Write the text file; whoever reads it sees the old one or the new one. Raises OSError."""
    write_to_textfile(str(path), registry_of(rows, open_leads))
