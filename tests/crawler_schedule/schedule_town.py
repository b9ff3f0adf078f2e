"""A data folder with sources, and crawls that tell through a pipe what they do, so that nobody has to sleep."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from crawler.forking import AVAILABLE
from crawler.schedule import Clock, Options, Scheduler
from crawler.schedule_crawl import Crawl
from crawler.schedule_seeds import Seeds
from sandi.config import Config
from storage import runs
from storage.database import Store
from storage.times import stamp
from tests.starting import forks, started

HERE = "tests.crawler_schedule"
PATIENCE_S = 240.0


@dataclass(frozen=True)
class Said:
    """One line of a crawl: begun, asked, child or ended."""

    event: str
    source: str
    run: str
    pid: int


class Skewed:
    """Both clocks, moved by the test."""

    def __init__(self) -> None:
        self.wall_s = 0.0
        self.monotonic_s = 0.0

    def forward(self, seconds: float) -> None:
        """Time passes."""
        self.wall_s += seconds
        self.monotonic_s += seconds

    @property
    def clock(self) -> Clock:
        return Clock(
            wall=lambda: datetime.now(UTC) + timedelta(seconds=self.wall_s),
            monotonic=lambda: time.monotonic() + self.monotonic_s,
        )


@dataclass
class Town:
    """The folder of one test and everything that was started in it."""

    folder: Path
    store: Store
    events: int
    time: Skewed = field(default_factory=Skewed)
    heard: list[Said] = field(default_factory=list)
    _unread: list[Said] = field(default_factory=list)
    _tail: bytes = b""
    _gates: dict[str, int] = field(default_factory=dict)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)
    crawls: list[dict[str, Crawl]] = field(default_factory=list)

    @property
    def config(self) -> Config:
        return self.store.config

    def source(self, name: str, behaviour: str = "done", schedule: str = "{every: 1h}", deadline: str = "60s") -> None:
        """Write a source file and say what its crawls do."""
        self.behave(name, behaviour)
        if name not in self._gates:
            os.mkfifo(self.folder / f"hold-{name}")
            self._gates[name] = os.open(self.folder / f"hold-{name}", os.O_RDWR)
        lines = [
            f"id: {name}",
            f"title: Toko {name}",
            "purpose: an invented site to try the schedule",
            "adapter: feed",
            "start: http://127.0.0.1:9/feed.xml",
            "loopback: true",
            "timezone: WITA",
            f"deadline: {deadline}",
            *([f"schedule: {schedule}"] if schedule else []),
        ]
        (self.config.seeds / f"{name}.yaml").write_text("\n".join(lines) + "\n")

    def behave(self, name: str, behaviour: str) -> None:
        (self.folder / "behaviour" / name).write_text(behaviour)

    def command(self, source: str, run: str) -> list[str]:
        return [sys.executable, "-m", f"{HERE}.crawl_script", str(self.folder), source, run]

    def scheduler(self, **options: Any) -> Scheduler:
        """A scheduler that has begun, in this process, on the clocks of this test."""
        own = {"command": self.command, "allowance_s": 0.0, "grace_s": 5.0, "forks": forks if AVAILABLE else None}
        made = Options(**own | options)
        scheduler = Scheduler(self.store, Seeds(self.config), made, clock=self.time.clock)
        scheduler.begin()
        self.crawls.append(scheduler.live)
        return scheduler

    def start_scheduler(self, *arguments: str) -> subprocess.Popen[str]:
        """A scheduler as a process, its log on standard error."""
        process = started(f"{HERE}.driver", str(self.folder), *arguments, env=os.environ, stdout=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    def wait(self, event: str, source: str | None = None) -> Said:
        """The next line of this kind; it may have been said already."""
        while True:
            for said in self._unread:
                if said.event == event and source in (None, said.source):
                    self._unread.remove(said)
                    return said
            self._hear(PATIENCE_S)

    def said(self, event: str, source: str | None = None) -> list[Said]:
        """All lines of this kind so far."""
        while select.select([self.events], [], [], 0)[0]:
            self._hear(0)
        return [said for said in self.heard if said.event == event and source in (None, said.source)]

    def _hear(self, patience_s: float) -> None:
        assert select.select([self.events], [], [], patience_s)[0], f"nothing was said; heard {self.heard}"
        *lines, self._tail = (self._tail + os.read(self.events, 65536)).split(b"\n")
        for line in lines:
            event, source, run, pid = line.decode().split()
            said = Said(event, source, run, int(pid))
            self.heard.append(said)
            self._unread.append(said)

    def release(self, source: str) -> None:
        """Let one crawl of `source` go on."""
        os.write(self._gates[source], b"x")

    def runs(self, source: str) -> list[runs.Run]:
        """All runs of a source, oldest first."""
        return runs.recent(self.store, source, 100)[::-1]

    def rewrite(self, run: str, **columns: object) -> None:
        """Rewrite history, to test what an earlier day left behind."""
        names = ", ".join(f"{name} = ?" for name in columns)
        with self.store.writer() as connection:
            assert connection.execute(f"UPDATE runs SET {names} WHERE id = ?", (*columns.values(), run)).rowcount == 1

    def close(self) -> None:
        self.said("")
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()
        for pid in {said.pid for said in self.heard}:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for crawl in (crawl for live in self.crawls for crawl in live.values()):
            if crawl.process is not None:
                crawl.process.kill()
                crawl.process.wait()
        for handle in (*self._gates.values(), self.events):
            os.close(handle)
        self.store.close()


def dead(pid: int) -> None:
    """Wait until the child `pid` of this process has ended, without taking its exit status away."""
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def gone(pid: int) -> None:
    """Wait until a process, whoever's child, runs no more."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([handle], [], [], PATIENCE_S)[0], f"process {pid} still runs"
    finally:
        os.close(handle)


def log_line(process: subprocess.Popen[str], event: str) -> dict[str, Any]:
    """Read the log of a scheduler up to a line with this event."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("{"):
            found: dict[str, Any] = orjson.loads(line)
            if found["event"] == event:
                return found
    raise AssertionError(f"the scheduler ended without saying {event}")


def ago(**by: float) -> str:
    return stamp(datetime.now(UTC) - timedelta(**by))


def let_end(town: Town, scheduler: Scheduler, source: str) -> None:
    """Wait for the live crawl of `source` to die and let the scheduler see it."""
    dead(scheduler.live[source].pid)
    scheduler.tick()


def run_once(town: Town, scheduler: Scheduler, source: str = "pasar") -> None:
    """Start what is due, unless it has been started (and has perhaps ended) already, and let it end."""
    scheduler.tick()
    if source in scheduler.live:
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
