from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from storage import audit, runs, sources
from storage.records import Figures, SourceState
from storage.runs import RunError, RunTaken


def leased(store, source="pasar", pid=None):
    run = runs.plan(store, source, "manual")
    runs.start(store, run, owner="test", pid=pid or os.getpid(), deadline_s=600)
    return run


def dead_pid():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_run_from_plan_to_end(store):
    run = runs.plan(store, "pasar", "schedule")
    assert runs.latest(store, "pasar").state == "planned"
    runs.start(store, run, owner="scheduler", pid=os.getpid(), deadline_s=600)
    now = runs.get(store, run)
    assert (now.state, now.owner, now.pid, now.trigger) == ("leased", "scheduler", os.getpid(), "schedule")
    begun, deadline = map(datetime.fromisoformat, (now.started_at, now.deadline_at))
    assert deadline - begun == timedelta(seconds=600)
    assert runs.progress(store, run, pages=3, new=2)
    assert runs.heartbeat(store, run)
    runs.finish(store, run, state="done", figures=Figures(pages=4, new=3, alerts=1), message="all read")
    end = runs.get(store, run)
    assert (end.state, end.pages, end.new, end.alerts, end.message) == ("done", 4, 3, 1, "all read")
    assert end.ended_at is not None
    assert [entry.action for entry in audit.entries(store, object=f"run/{run}")] == ["run.done"]
    assert not runs.heartbeat(store, run)


def test_figures_of_progress_stay_when_the_end_names_none(store):
    run = leased(store)
    runs.progress(store, run, pages=7)
    runs.finish(store, run, state="failed", reason="robots")
    assert (runs.get(store, run).pages, runs.get(store, run).reason) == (7, "robots")
    with pytest.raises(TypeError, match="colour"):
        runs.progress(store, run, colour=1)


def test_a_live_run_keeps_others_of_its_source_out(store):
    first = leased(store)
    second = runs.plan(store, "pasar", "manual")
    with pytest.raises(RunTaken) as caught:
        runs.start(store, second, owner="other", pid=1, deadline_s=1)
    assert caught.value.other.id == first
    leased(store, "forum")


def test_a_run_whose_process_died_makes_way_at_once(store):
    first = leased(store, pid=dead_pid())
    second = leased(store)
    assert [runs.get(store, run).state for run in (first, second)] == ["lost", "leased"]


def test_runs_without_a_sign_of_life_are_lost_once(store):
    run = leased(store)
    seen = runs.get(store, run).heartbeat_at
    assert seen
    soon, late = (datetime.fromisoformat(seen) + timedelta(seconds=seconds) for seconds in (80, 100))
    assert runs.find_lost(store, now=soon) == []
    lost = runs.find_lost(store, now=late)
    assert [(one.id, one.state) for one in lost] == [(run, "lost")]
    assert runs.find_lost(store, now=late) == []
    assert not runs.heartbeat(store, run), "its process learns that it was given up"


@pytest.mark.parametrize("state", ["lost", "planned", "quick"])
def test_a_run_ends_only_as_done_or_failed(store, state):
    with pytest.raises(RunError, match="done or failed"):
        runs.finish(store, leased(store), state=state)


def test_a_run_is_started_and_ended_once(store):
    run = leased(store)
    with pytest.raises(RunError, match="only a planned run"):
        runs.start(store, run, owner="x", pid=1, deadline_s=1)
    runs.finish(store, run, state="done")
    with pytest.raises(RunError, match="already ended"):
        runs.finish(store, run, state="failed")
    with pytest.raises(RunError, match="no run nine"):
        runs.finish(store, "nine", state="done")


def test_recent_runs_newest_first(store):
    planned = [runs.plan(store, source, "manual") for source in ("a", "b", "a", "a")]
    assert [run.id for run in runs.recent(store, limit=3)] == planned[:0:-1]
    assert [run.id for run in runs.recent(store, "a")] == [planned[3], planned[2], planned[0]]
    assert runs.latest(store, "c") is None


def test_sources_are_registered_paused_and_resumed(store):
    assert sources.state(store, "pasar") == SourceState("pasar")
    sources.register(store, "pasar", "Pasar", "pages", "https://pasar.example/", "a: 1")
    first = sources.state(store, "pasar")
    sources.register(store, "pasar", "Pasar", "pages", "https://pasar.example/", "a: 1")
    assert sources.state(store, "pasar") == first, "nothing differs, nothing is written"
    sources.pause(store, "pasar", "asked by the site", "ani")
    paused = sources.state(store, "pasar")
    assert (paused.paused, paused.reason, paused.paused_by) == (True, "asked by the site", "ani")
    sources.register(store, "pasar", "Pasar baru", "pages", "https://pasar.example/", "a: 2")
    assert sources.state(store, "pasar").paused, "a new definition does not resume"
    sources.resume(store, "pasar", "they agreed", "ani")
    assert not sources.state(store, "pasar").paused
    sources.pause(store, "never-seen", "x", "ani")
    assert [one.id for one in sources.all_states(store)] == ["never-seen", "pasar"]
    with pytest.raises(audit.ReasonMissing):
        sources.pause(store, "pasar", "", "ani")
