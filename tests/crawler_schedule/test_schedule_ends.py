"""Crawls that end: by themselves, by their deadline, by a signal, or by hanging; what is tried again, and when."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from crawler.schedule_lock import is_held, lock_path
from tests.crawler_schedule.schedule_town import Town, ago, gone, let_end, ran_before, run_once

Logged = Callable[[str], list[dict[str, Any]]]


def test_killed_crawl_is_lost_and_retried_once(town: Town) -> None:
    town.source("pasar", "crash", "{every: 12h}")
    scheduler = town.scheduler()
    run_once(town, scheduler)
    assert [(run.state, run.trigger) for run in town.runs("pasar")] == [("lost", "schedule")]
    assert "signal 9" in town.runs("pasar")[0].reason
    assert not scheduler.live, "the back-off is 10 s"
    town.time.forward(10)
    run_once(town, scheduler)
    assert [(run.state, run.trigger) for run in town.runs("pasar")][1:] == [("lost", "retry")]
    town.time.forward(3600)
    scheduler.tick()
    assert not scheduler.live
    town.time.forward(12 * 3600)
    town.behave("pasar", "done")
    run_once(town, scheduler)
    assert [(run.state, run.trigger) for run in town.runs("pasar")][2] == ("done", "catch-up")


def test_crawl_that_dies_before_it_leases_its_run_is_lost_too(town: Town) -> None:
    town.source("pasar", "crash-early")
    run_once(town, town.scheduler())
    (run,) = town.runs("pasar")
    assert (run.state, run.started_at) == ("lost", None)


def test_backoff_outlives_the_scheduler(town: Town) -> None:
    town.source("pasar", "fail", "{every: 1m}")
    for minutes in (6, 5, 4, 3):
        ran_before(town, state="failed", minutes=minutes)
    town.time.wall_s = -180 + 80 - 15  # shortly before 80 s after the last of four failures; the slot was 60 s after it
    before = town.scheduler()
    before.tick()
    assert not before.live
    town.time.forward(20)
    after = town.scheduler()
    after.tick()
    assert list(after.live) == ["pasar"]
    let_end(town, after, "pasar")


def test_deadline_asks_then_kills_the_whole_group(town: Town, logged: Logged) -> None:
    town.source("pasar", "stubborn", deadline="10m")
    scheduler = town.scheduler(grace_s=60.0)
    scheduler.tick()
    child, begun = town.wait("child"), town.wait("begun")
    town.time.monotonic_s += 500
    scheduler.tick()
    assert not town.said("asked")
    town.time.monotonic_s += 100
    scheduler.tick()
    town.wait("asked")
    town.time.monotonic_s += 20
    scheduler.tick()
    assert scheduler.live["pasar"].ended() is None
    town.time.monotonic_s += 40
    scheduler.tick()
    let_end(town, scheduler, "pasar")
    gone(child.pid)
    (run,) = town.runs("pasar")
    assert (run.id, run.state, run.reason) == (begun.run, "failed", "deadline")
    assert [entry["event"] for entry in logged("crawl_terminated") + logged("crawl_killed")] == [
        "crawl_terminated",
        "crawl_killed",
    ]


def test_what_a_dead_crawl_left_of_its_group_is_killed(town: Town) -> None:
    town.source("pasar", "stubborn")
    scheduler = town.scheduler()
    scheduler.tick()
    child, begun = town.wait("child"), town.wait("begun")
    os.kill(begun.pid, signal.SIGKILL)
    let_end(town, scheduler, "pasar")
    gone(child.pid)


def test_hanging_crawl_is_lost_ended_and_retried(town: Town) -> None:
    town.source("pasar", "hold", "{every: 12h}")
    scheduler = town.scheduler()
    scheduler.tick()
    begun = town.wait("begun")
    town.behave("pasar", "done")  # the next one; on a busy machine it is due as soon as this one is found dead
    town.rewrite(begun.run, heartbeat_at=ago(seconds=91))
    town.time.forward(16)
    scheduler.tick()
    assert town.runs("pasar")[0].state == "lost"
    let_end(town, scheduler, "pasar")
    town.time.forward(10)
    run_once(town, scheduler)
    assert [(run.state, run.trigger) for run in town.runs("pasar")] == [("lost", "schedule"), ("done", "retry")]


def test_command_that_cannot_start_is_told_and_backed_off(town: Town) -> None:
    town.source("pasar", schedule="{every: 1m}")
    scheduler = town.scheduler(command=lambda source, run: ["/nowhere/sandi", source, run])
    scheduler.tick()
    scheduler.tick()
    (run,) = town.runs("pasar")
    assert (run.state, run.reason) == ("failed", "not_started")
    assert "/nowhere/sandi" in run.message
    assert not is_held(lock_path(town.config.data, "pasar"))
