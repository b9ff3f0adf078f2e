"""The scheduler as a process: signals, `kill -9`, a second one, and APScheduler under a clock that is set back."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta, tzinfo

import apscheduler.schedulers.base as aps
import pytest

from crawler.schedule import Clock, Options, Scheduler
from crawler.schedule_lock import is_held, lock_path, scheduler_path
from crawler.schedule_run import Loop, crawl_command
from crawler.schedule_seeds import Seeds
from tests.crawler_schedule.schedule_town import Town, gone, log_line
from tests.loops import run_alone


def test_kill_9_of_the_scheduler_leaves_the_crawl_to_the_next_one(town: Town) -> None:
    town.source("pasar", "hold")
    first = town.start_scheduler()
    begun = town.wait("begun")
    first.kill()
    first.wait()
    assert is_held(lock_path(town.config.data, "pasar"))
    second = town.start_scheduler()
    assert log_line(second, "crawl_adopted")["run"] == begun.run
    town.release("pasar")
    assert log_line(second, "crawl_ended")["state"] == "done"
    assert [run.id for run in town.runs("pasar")] == [begun.run]
    assert len(town.said("begun")) == 1
    second.terminate()
    assert second.wait() == 0


@pytest.mark.gauntlet(40)
def test_kill_9_of_scheduler_and_crawl_is_found_by_the_next_one(town: Town) -> None:
    town.source("pasar", "hold")
    first = town.start_scheduler()
    begun = town.wait("begun")
    first.kill()
    first.wait()
    os.kill(begun.pid, signal.SIGKILL)
    gone(begun.pid)
    second = town.start_scheduler()
    assert log_line(second, "run_lost")["run"] == begun.run
    assert [run.state for run in town.runs("pasar")] == ["lost"]
    second.terminate()
    assert second.wait() == 0


def test_kill_9_of_a_crawl_is_noticed_at_once(town: Town) -> None:
    town.source("pasar", "hold")
    scheduler = town.start_scheduler()
    runs = log_line(scheduler, "scheduler_runs")
    assert (runs["sources"], runs["scheduled"]) == (1, 1)
    os.kill(town.wait("begun").pid, signal.SIGKILL)
    ended = log_line(scheduler, "crawl_ended")
    assert (ended["state"], ended["how"]) == ("lost", "signal 9")


@pytest.mark.gauntlet(40)
def test_second_scheduler_is_refused(town: Town) -> None:
    town.source("pasar", "hold")
    first = town.start_scheduler()
    town.wait("begun")
    second = town.start_scheduler()
    assert second.wait() == 1
    assert second.stderr is not None
    assert f"a scheduler already runs on {town.config.data} (process {first.pid})" in second.stderr.read()
    first.kill()
    first.wait()
    assert not is_held(scheduler_path(town.config.data)), "a crawl does not inherit the scheduler's own lock"


def test_sigterm_lets_the_crawl_end_and_the_next_scheduler_do_the_rest(town: Town) -> None:
    town.source("pasar", "polite", "{every: 12h}")
    first = town.start_scheduler()
    begun = town.wait("begun")
    first.terminate()
    assert first.wait() == 0
    assert town.wait("ended").pid == begun.pid
    assert [(run.state, run.reason, run.trigger) for run in town.runs("pasar")] == [
        ("done", "stopped", "schedule"),
        ("planned", "", "catch-up"),
    ]
    town.behave("pasar", "done")
    second = town.start_scheduler("--once")
    assert second.wait() == 0
    assert [run.state for run in town.runs("pasar")] == ["done", "done"]


def test_sigterm_ends_adopted_crawls_too(town: Town) -> None:
    town.source("pasar", "hold")
    first = town.start_scheduler()
    begun = town.wait("begun")
    first.kill()
    first.wait()
    second = town.start_scheduler()
    log_line(second, "crawl_adopted")
    second.terminate()
    assert second.wait() == 0
    gone(begun.pid)
    assert next((run.state, run.reason) for run in town.runs("pasar")) == ("failed", "stopped")


def test_second_ctrl_c_kills_a_stubborn_crawl(town: Town) -> None:
    town.source("pasar", "stubborn")
    scheduler = town.start_scheduler()
    child, begun = town.wait("child"), town.wait("begun")
    scheduler.send_signal(signal.SIGINT)
    town.wait("asked")
    scheduler.send_signal(signal.SIGINT)
    assert scheduler.wait() == 0
    gone(begun.pid)
    gone(child.pid)


def test_once_does_what_is_due_and_ends(town: Town) -> None:
    for name in ("kerja", "pasar", "toko"):
        town.source(name)
    town.source("nanti", schedule='{cron: "0 5 1 1 *"}')
    scheduler = town.start_scheduler("--once")
    assert scheduler.wait() == 0
    assert [len(town.runs(name)) for name in ("kerja", "pasar", "toko", "nanti")] == [1, 1, 1, 0]


def test_schedule_run_refuses_broken_files_with_file_and_line(town: Town) -> None:
    town.source("pasar", schedule="{every: often}")
    environment = {
        "PATH": os.environ["PATH"],
        "SANDI_DATA": str(town.config.data),
        "SANDI_KEYS": str(town.config.keys),
        "SANDI_SEEDS": str(town.config.seeds),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "sandi.cli", "schedule", "run"], env=environment, capture_output=True, text=True
    )
    assert ended.returncode == 2
    assert "pasar.yaml:9: error: schedule.every" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_command_of_a_crawl(town: Town) -> None:
    command = crawl_command(town.config, "pasar", "r1")
    assert command[1:] == ["-m", "sandi.cli", "--data", str(town.config.data), "crawl", "pasar", "--run", "r1"]


@pytest.fixture
def aps_offset(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """The wall clock by which APScheduler wakes, moved by the test."""
    offset = [timedelta()]

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + offset[0]

    monkeypatch.setattr(aps, "datetime", Moved)
    monkeypatch.setattr("crawler.schedule_run.datetime", Moved)
    return offset


@pytest.mark.gauntlet(41)
@pytest.mark.parametrize("step", [-timedelta(hours=1), timedelta(days=400)])
def test_ticks_go_on_when_the_clock_is_set(town: Town, aps_offset: list[timedelta], step: timedelta) -> None:
    ticks = 0

    def wall() -> datetime:
        nonlocal ticks
        ticks += 1
        if ticks == 10:
            aps_offset[0] = step
        if ticks == 40:
            loop.stop()
        return datetime.now(UTC)

    options = Options(command=town.command, tick_s=0.02)
    loop = Loop(Scheduler(town.store, Seeds(town.config), options, clock=Clock(wall=wall)))
    run_alone(asyncio.wait_for(loop.run(), 240))
    assert ticks >= 40
