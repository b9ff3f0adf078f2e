"""The scheduler as a process: APScheduler ticks, signals end it, and a lock keeps a second one out."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from crawler.herald import Herald
from crawler.schedule import Scheduler
from crawler.schedule_lock import Note, read_note, scheduler_path, take
from sandi.config import Config
from sandi.errors import SandiError

TICK = "tick"
SIGNALS = (signal.SIGTERM, signal.SIGINT)

log: Any = structlog.get_logger("sandi.schedule")


class SchedulerRuns(SandiError):
    """Another scheduler holds the data folder."""


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Be the only scheduler on a data folder, until this process ends in whatever way.

    Raises SchedulerRuns, or SandiError when the data folder cannot be written.
    """
    path = scheduler_path(data)
    try:
        taken = take(path)
    except OSError as error:
        mend = "let yourself write there, or name another folder with --data"
        raise SandiError(f"{path} cannot be made: {error.strerror}; {mend}") from None
    if taken is None:
        note = read_note(path)
        who = f"process {note.pid}" if note is not None else "another process"
        raise SchedulerRuns(f"a scheduler already runs on {data} ({who}); stop that one first, or use --data")
    with taken:
        taken.write(Note("scheduler", os.getpid()))
        yield


def crawl_command(config: Config, source: str, run: str) -> list[str]:
    """The argument list of a planned crawl."""
    return [sys.executable, "-m", "sandi.cli", "--data", str(config.data), "crawl", source, "--run", run]


class Steadily(BaseTrigger):  # type: ignore[misc]  # APScheduler 3 has no types
    """Fires one interval after the last look. APScheduler's own interval counts slots on the wall clock: set an hour
    back it stands still for that hour, set a year ahead it walks through every slot of that year.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self.interval


class Loop:
    """Runs a scheduler until SIGTERM or SIGINT (a second one kills the crawls at once), or with `once` until idle."""

    def __init__(self, scheduler: Scheduler, herald: Herald | None = None) -> None:
        self.scheduler = scheduler
        self.herald = herald
        self.stopping = asyncio.Event()
        self._news = asyncio.Event()
        self._ticked = 0.0

    async def run(self) -> None:
        """Tick until told to stop, then end every crawl. Raises InputError when the source files hold mistakes."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGCHLD, self._child_ended)
        try:
            self.scheduler.begin()
            seeds = self.scheduler.seeds
            log.info("scheduler_runs", sources=len(seeds.active), scheduled=len(seeds.schedules))
            await self._tick_until_stopped()
            await self._drain()
            if self.herald is not None:
                self.herald.close()
        finally:
            for number in (*SIGNALS, signal.SIGCHLD):
                loop.remove_signal_handler(number)

    def stop(self) -> None:
        """End: the first time crawls may finish what they have in hand, the second time they are killed."""
        if self.stopping.is_set():
            self.scheduler.kill_all()
        else:
            log.info("stopping", crawls=len(self.scheduler.live))
        self.stopping.set()
        self._news.set()

    async def _tick_until_stopped(self) -> None:
        ticker = AsyncIOScheduler(timezone=UTC, jobstores={"default": MemoryJobStore()})
        trigger = Steadily(self.scheduler.options.tick_s)
        at_once = {"next_run_time": datetime.now(UTC), "misfire_grace_time": None, "coalesce": True}
        ticker.add_job(self._tick, trigger, id=TICK, **at_once)
        self._ticked = self.scheduler.clock.monotonic()
        ticker.start()
        try:
            await self._watch(ticker)
        finally:
            ticker.shutdown(wait=False)
            await asyncio.sleep(0)  # the shutdown is itself a callback of the loop

    async def _watch(self, ticker: Any) -> None:
        """Wake APScheduler when it sleeps past its tick: it compares wall times, and the clock may have been set."""
        tick_s = self.scheduler.options.tick_s
        while not await _set_within(self.stopping, tick_s):
            if self.scheduler.clock.monotonic() - self._ticked > 2 * tick_s:
                try:
                    ticker.modify_job(TICK, next_run_time=datetime.now(UTC))
                except JobLookupError:  # it is being fired at this very moment
                    continue

    async def _tick(self) -> None:
        if self.stopping.is_set():
            return
        self._ticked = self.scheduler.clock.monotonic()
        self.scheduler.tick()
        if self.herald is not None:
            self.herald.look()
        if self.scheduler.options.once and self.scheduler.idle:
            self.stopping.set()

    def _child_ended(self) -> None:
        self._news.set()
        if self.stopping.is_set():
            return
        self.scheduler.tick()
        if self.scheduler.options.once and self.scheduler.idle:
            self.stopping.set()

    async def _drain(self) -> None:
        """Wait for the crawls that were asked to end; those that an earlier scheduler began give no signal, so look."""
        self.scheduler.ask_all_to_stop()
        while True:
            self._news.clear()
            self.scheduler.finish_stopping()
            if not self.scheduler.live:
                return
            await _set_within(self._news, 0.2)


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
