"""The badge of leads: which sources were not healthy after their last run, and why."""

from __future__ import annotations

from storage import health, runs, sources
from storage.health import Sickness


def test_leads_of_sick_sources_can_be_badged(store):
    for name, state in (("pasar", "degraded"), ("kerja", "healthy"), ("forum", "parked")):
        sources.register(store, name, name.title(), "pages", "http://127.0.0.1/", "id: x")
        run = runs.plan(store, name, "manual")
        health.record(store, run, name, state=state, reason=f"{state} it is", mend="look", figures={})
    sources.register(store, "baru", "Baru", "pages", "http://127.0.0.1/", "id: x")
    assert health.sick(store) == {
        "pasar": Sickness("degraded", "degraded it is", "look"),
        "forum": Sickness("parked", "parked it is", "look"),
    }
