"""What a scheduler finds when it begins or looks: live crawls, runs left behind, crawls that somebody started by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from crawler.schedule_lock import lock_path, take
from storage import runs
from tests.crawler_schedule.schedule_town import Town, ago, dead, gone, let_end, ran_before, run_once

Logged = Callable[[str], list[dict[str, Any]]]


def test_live_crawl_is_adopted_and_not_doubled(town: Town, logged: Logged) -> None:
    town.source("pasar", "hold", "{every: 1m}", deadline="1h")
    first = town.scheduler()
    first.tick()
    begun = town.wait("begun")
    second = town.scheduler()
    town.time.wall_s += 120
    second.tick()
    assert second.live["pasar"].adopted
    assert logged("crawl_adopted")[0]["pid"] == begun.pid
    assert len(town.said("begun")) == 1
    town.release("pasar")
    dead(begun.pid)
    town.behave("pasar", "done")
    second.tick()
    assert not second.live["pasar"].adopted, "the slot that passed meanwhile"
    let_end(town, second, "pasar")
    assert [run.state for run in town.runs("pasar")][:2] == ["done", "done"]


def test_adopted_crawl_is_ended_at_its_deadline(town: Town) -> None:
    town.source("pasar", "stubborn")
    town.scheduler().tick()
    child, begun = town.wait("child"), town.wait("begun")
    second = town.scheduler(grace_s=5.0)
    town.time.forward(61)
    second.tick()
    town.wait("asked")
    town.time.forward(5)
    second.tick()
    dead(begun.pid)
    gone(child.pid)
    second.tick()
    (run,) = town.runs("pasar")
    assert (run.state, run.reason) == ("failed", "deadline")


def test_adopted_crawl_whose_process_is_not_known_is_asked_once_it_is(town: Town) -> None:
    town.source("pasar", "stubborn")
    town.scheduler().tick()
    child, begun = town.wait("child"), town.wait("begun")
    lock_path(town.config.data, "pasar").write_bytes(b"")  # as if the scheduler had died before it wrote it there,
    town.rewrite(begun.run, state="planned", pid=None)  # and the crawl had not come to lease its run
    second = town.scheduler(grace_s=5.0)
    second.ask_all_to_stop()
    second.finish_stopping()
    assert not town.said("asked")
    town.rewrite(begun.run, state="leased", pid=begun.pid)
    second.finish_stopping()
    town.wait("asked")
    town.time.forward(5)
    second.finish_stopping()
    dead(begun.pid)
    gone(child.pid)
    second.finish_stopping()
    assert not second.live


def test_run_without_process_is_lost_at_the_start_and_retried(town: Town) -> None:
    town.source("pasar", schedule="{every: 12h}")
    ran_before(town, state="leased", seconds=20)
    scheduler = town.scheduler()
    assert [run.state for run in town.runs("pasar")] == ["lost"]
    town.time.forward(10)
    run_once(town, scheduler)
    assert [(run.state, run.trigger) for run in town.runs("pasar")] == [("lost", "schedule"), ("done", "retry")]


def test_run_planned_by_a_scheduler_that_died_is_taken_up(town: Town) -> None:
    town.source("pasar")
    planned = ran_before(town, state="planned")
    run_once(town, town.scheduler())
    assert [(run.id, run.state) for run in town.runs("pasar")] == [(planned, "done")]


def test_crawl_by_hand_that_died_is_lost_but_not_retried(town: Town) -> None:
    town.source("pasar", schedule="{every: 12h}")
    for state in ("planned", "leased"):
        ran_before(town, state=state, trigger="manual", seconds=20)
        scheduler = town.scheduler()
        town.time.forward(60)
        scheduler.tick()
        assert [run.state for run in town.runs("pasar")][-1] == "lost"
        assert not scheduler.live


def test_crawl_by_hand_keeps_the_source_to_itself(town: Town) -> None:
    town.source("pasar")
    ran_before(town, hours=2)
    by_hand = take(lock_path(town.config.data, "pasar"))
    assert by_hand is not None
    run = runs.plan(town.store, "pasar", "manual")
    runs.start(town.store, run, owner="hand", pid=os.getpid(), deadline_s=60)
    town.rewrite(run, planned_at=ago(hours=1.5))
    scheduler = town.scheduler()
    scheduler.tick()
    assert not scheduler.live
    assert [row.state for row in town.runs("pasar")] == ["done", "leased"]
    runs.finish(town.store, run, state="done")
    by_hand.close()
    run_once(town, scheduler)
    assert [row.trigger for row in town.runs("pasar")] == ["schedule", "manual", "schedule"]


def test_crawl_by_hand_shortly_before_the_interval_is_over_puts_it_off(town: Town) -> None:
    town.source("pasar")
    ran_before(town, minutes=50)
    scheduler = town.scheduler()
    scheduler.tick()
    by_hand = runs.plan(town.store, "pasar", "manual")
    runs.start(town.store, by_hand, owner="hand", pid=os.getpid(), deadline_s=60)
    runs.finish(town.store, by_hand, state="done")
    town.time.forward(11 * 60)
    scheduler.tick()
    assert not scheduler.live
    town.time.forward(50 * 60)
    scheduler.tick()
    assert list(scheduler.live) == ["pasar"]
    let_end(town, scheduler, "pasar")
