"""What the scheduler starts, adopts, ends and calls lost: real processes, locks and rows, clocks moved by hand."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.schedule import Scheduler
from crawler.schedule_lock import is_held, lock_path, read_note, take
from sandi.errors import InputError
from storage import runs
from storage import sources as known
from storage.times import stamp
from tests.crawler_schedule.schedule_town import Town, dead, gone

Logged = Callable[[str], list[dict[str, Any]]]


def ago(**by: float) -> str:
    return stamp(datetime.now(UTC) - timedelta(**by))


def let_end(town: Town, scheduler: Scheduler, source: str) -> None:
    """Wait for the live crawl of `source` to die and let the scheduler see it."""
    dead(scheduler.live[source].pid)
    scheduler.tick()


def run_once(town: Town, scheduler: Scheduler, source: str = "pasar") -> None:
    scheduler.tick()
    let_end(town, scheduler, source)


def ran_before(
    town: Town, source: str = "pasar", *, state: str = "done", trigger: str = "schedule", **by: float
) -> str:
    """A run that an earlier day left behind."""
    run = runs.plan(town.store, source, trigger)
    if state != "planned":
        runs.start(town.store, run, owner="yesterday", pid=2**22 - 1, deadline_s=60)
        town.rewrite(run, planned_at=ago(**by), started_at=ago(**by), heartbeat_at=ago(**by))
    if state in {"done", "failed"}:
        runs.finish(town.store, run, state=state)
        town.rewrite(run, ended_at=ago(**by))
    if state == "lost":
        town.rewrite(run, state="lost", ended_at=ago(**by))
    return run


def test_new_source_is_crawled_once_and_holds_its_lock_meanwhile(town: Town, logged: Logged) -> None:
    town.source("pasar", "hold")
    path = lock_path(town.config.data, "pasar")
    scheduler = town.scheduler()
    scheduler.tick()
    begun = town.wait("begun")
    scheduler.tick()
    assert is_held(path)
    note = read_note(path)
    assert note is not None
    assert (note.run, note.pid) == (begun.run, begun.pid)
    assert os.getsid(begun.pid) == begun.pid
    town.release("pasar")
    let_end(town, scheduler, "pasar")
    scheduler.tick()
    assert not is_held(path)
    (run,) = town.runs("pasar")
    assert (run.id, run.trigger, run.state, run.pages) == (begun.run, "schedule", "done", 7)
    (said,) = logged("crawl_ended")
    assert (said["how"], said["new"], said["gone"]) == ("exit 0", 3, 1)
    assert len(town.said("begun")) == 1


def test_source_without_schedule_is_never_started(town: Town) -> None:
    town.source("pasar", schedule="")
    scheduler = town.scheduler()
    scheduler.tick()
    assert town.runs("pasar") == []


def test_three_missed_slots_give_one_run(town: Town) -> None:
    town.source("pasar")
    ran_before(town, hours=3.5)
    scheduler = town.scheduler()
    run_once(town, scheduler)
    scheduler.tick()
    assert [run.trigger for run in town.runs("pasar")] == ["schedule", "catch-up"]


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


def test_never_more_crawls_than_workers(town: Town) -> None:
    for name in ("kerja", "pasar", "toko"):
        town.source(name, "hold")
    scheduler = town.scheduler(workers=2)
    scheduler.tick()
    first = {town.wait("begun").source, town.wait("begun").source}
    scheduler.tick()
    assert set(scheduler.live) == first
    ended = first.pop()
    town.release(ended)
    let_end(town, scheduler, ended)
    third = town.wait("begun").source
    assert third not in {ended, *first}
    for source in (third, *first):
        town.release(source)
        let_end(town, scheduler, source)
    assert len(town.said("begun")) == 3


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


def test_paused_source_is_skipped_until_it_is_resumed(town: Town) -> None:
    town.source("pasar")
    known.pause(town.store, "pasar", "asked to wait", "op")
    scheduler = town.scheduler()
    scheduler.tick()
    assert not scheduler.live
    known.resume(town.store, "pasar", "", "op")
    run_once(town, scheduler)
    assert len(town.runs("pasar")) == 1


def test_new_file_is_read_and_a_broken_one_changes_nothing(town: Town, logged: Logged) -> None:
    town.source("pasar", "hold")
    scheduler = town.scheduler(workers=5)
    scheduler.tick()
    town.wait("begun")
    good = (town.config.seeds / "pasar.yaml").read_text()
    (town.config.seeds / "pasar.yaml").write_text(good.replace("every: 1h", "every: sometimes"))
    town.source("toko", "hold")
    scheduler.tick()
    scheduler.tick()
    assert list(scheduler.live) == ["pasar"]
    (refused,) = logged("seeds_refused")
    assert "pasar.yaml:9: error: schedule.every" in refused["problem"]
    (town.config.seeds / "pasar.yaml").write_text(good)
    scheduler.tick()
    assert set(scheduler.live) == {"pasar", "toko"}
    (town.config.seeds / "toko.yaml").unlink()
    scheduler.tick()
    assert set(scheduler.seeds.active) == {"pasar"}
    town.wait("begun", "toko")
    for source in ("pasar", "toko"):
        town.release(source)
        let_end(town, scheduler, source)


def test_broken_file_at_the_start_is_an_error(town: Town) -> None:
    town.source("pasar", schedule='{cron: "0 5 30 2 *"}')
    with pytest.raises(InputError, match="a day that never comes"):
        town.scheduler()


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


def test_hanging_crawl_is_lost_ended_and_retried(town: Town) -> None:
    town.source("pasar", "hold", "{every: 12h}")
    scheduler = town.scheduler()
    scheduler.tick()
    begun = town.wait("begun")
    town.rewrite(begun.run, heartbeat_at=ago(seconds=91))
    town.time.forward(16)
    scheduler.tick()
    assert town.runs("pasar")[0].state == "lost"
    let_end(town, scheduler, "pasar")
    town.behave("pasar", "done")
    town.time.forward(10)
    run_once(town, scheduler)
    assert [(run.state, run.trigger) for run in town.runs("pasar")] == [("lost", "schedule"), ("done", "retry")]


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


def test_command_that_cannot_start_is_told_and_backed_off(town: Town) -> None:
    town.source("pasar", schedule="{every: 1m}")
    scheduler = town.scheduler(command=lambda source, run: ["/nowhere/sandi", source, run])
    scheduler.tick()
    scheduler.tick()
    (run,) = town.runs("pasar")
    assert (run.state, run.reason) == ("failed", "not-started")
    assert "/nowhere/sandi" in run.message
    assert not is_held(lock_path(town.config.data, "pasar"))


def test_clock_a_day_ahead_and_back_loses_and_doubles_nothing(town: Town, logged: Logged) -> None:
    town.source("pasar", "hold", "{every: 1h}")
    scheduler = town.scheduler()
    scheduler.tick()
    begun = town.wait("begun")
    town.time.wall_s += 86_400
    scheduler.tick()
    town.time.forward(16)
    scheduler.tick()
    assert [run.state for run in town.runs("pasar")] == ["leased"], "it lives; only the clock moved"
    town.time.wall_s -= 86_400
    scheduler.tick()
    town.release("pasar")
    let_end(town, scheduler, "pasar")
    scheduler.tick()
    assert [(run.id, run.state) for run in town.runs("pasar")] == [(begun.run, "done")]
    assert [round(entry["seconds"], -2) for entry in logged("clock_stepped")][:2] == [86_400, -86_400]


def test_clock_set_back_does_not_stall(town: Town) -> None:
    town.source("pasar", schedule="{every: 1h}")
    run = ran_before(town, hours=0)
    scheduler = town.scheduler()
    scheduler.tick()
    assert not scheduler.live
    town.time.wall_s -= 30 * 86_400
    scheduler.tick()
    assert not scheduler.live, "not at once, either"
    town.time.forward(3601)
    scheduler.tick()
    assert list(scheduler.live) == ["pasar"]
    let_end(town, scheduler, "pasar")
    assert [row.id == run for row in town.runs("pasar")] == [True, False]


def test_runs_after_the_clock_was_set_back_count_although_an_older_one_has_a_later_time(town: Town) -> None:
    town.source("pasar", schedule="{every: 1h}")
    future = ran_before(town, hours=-24 * 30)
    ran_before(town, minutes=1)
    scheduler = town.scheduler()
    scheduler.tick()
    assert not scheduler.live
    assert town.runs("pasar")[0].id == future


def test_store_that_cannot_be_written_is_said_and_tried_again(
    town: Town, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.source("pasar")
    scheduler = town.scheduler()
    lock = town.config.data / "locks"
    lock.rename(town.folder / "aside")
    lock.write_text("a file where the folder should be")
    scheduler.tick()
    assert [entry["step"] for entry in logged("step_failed")] == ["start_due"]
    lock.unlink()
    run_once(town, scheduler)
    assert [run.state for run in town.runs("pasar")] == ["done"]
