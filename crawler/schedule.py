"""The scheduler: at each tick it ends what must end and starts what is due, one crawl per source.

It keeps nothing that matters in memory. What ran stands in the runs table, what lives holds a lock, so it may be
killed at any moment: crawls go on, and the next scheduler adopts them.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from crawler import schedule_runs as rows
from crawler.forking import ForkServer, ForkServerGone
from crawler.ledger import OUR_STOP
from crawler.paces import first_hosts
from crawler.schedule_crawl import Crawl, spawn
from crawler.schedule_lock import FOLDER, Taken, lock_path, read_note, take
from crawler.schedule_plan import CATCH_UP, OWN, Due, Past, clock_rewound, next_due
from crawler.schedule_seeds import Seeds
from sandi.errors import SandiError
from storage import reserve, runs
from storage import sources as known
from storage.database import Store
from storage.pace import waits

STEP_S = 5.0
LOOK_FOR_LOST_S = 15.0
REASONS = {"deadline": "deadline", "stop": OUR_STOP}

log: Any = structlog.get_logger("sandi.schedule")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Two clocks: `wall` for slots, which may jump, and `monotonic` (seconds) for every waiting, which never does."""

    wall: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Options:
    """`command`: source and run to the argument list of a crawl. `workers`: crawls at once. Times in seconds.
    `forks`: what forks crawls; without it each is a new interpreter.

    A crawl keeps its own deadline; `allowance_s` later the scheduler does it for a crawl that did not. `grace_s` lies
    between SIGTERM and SIGKILL.
    """

    command: Callable[[str, str], Sequence[str]]
    workers: int = 2
    tick_s: float = 2.0
    grace_s: float = 30.0
    allowance_s: float = 15.0
    once: bool = False
    forks: ForkServer | None = None


@dataclass(slots=True)
class Scheduler:
    """One scheduler on one data folder. `tick` is called again and again; it never waits and never raises."""

    store: Store
    seeds: Seeds
    options: Options
    clock: Clock = field(default_factory=Clock)
    live: dict[str, Crawl] = field(default_factory=dict)
    _due: dict[str, Due] = field(default_factory=dict)
    _rewound: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    _since: dict[str, datetime] = field(default_factory=dict)
    _pending: set[str] | None = None
    _wall: datetime | None = None
    _monotonic: float = 0.0
    _lost_after: float = 0.0
    _resting: bool = False

    @property
    def data(self) -> Path:
        return self.store.config.data

    @property
    def idle(self) -> bool:
        """Whether nothing lives and nothing that was due at the first tick is left to start."""
        return not self.live and self._pending is not None and not self._pending

    def begin(self) -> None:
        """Read the sources and find what an earlier scheduler left: adopt what lives, call lost what does not.

        Raises InputError when the source files hold mistakes: at the start there is no older set to go on with.
        """
        self.seeds.read()
        self._register()
        locks = {path.stem for path in (self.data / FOLDER).glob("*.lock")}
        for source in sorted(locks | set(self.seeds.active)):
            self._take_up(source)
        self._wall, self._monotonic = self.clock.wall(), self.clock.monotonic()
        self._lost_after = self._monotonic

    def tick(self) -> None:
        """Do what is to be done now. An error of the store or the system is logged, and tried again next time."""
        self._do(self._notice_clock, self._reload, self._reap, self._enforce, self._find_lost, self._start_due)

    def _do(self, *steps: Callable[[], None]) -> None:
        for step in steps:
            try:
                step()
            except (SandiError, sqlite3.Error, OSError) as error:
                log.error("step_failed", step=step.__name__.strip("_"), error=str(error))

    # What lives

    def _reap(self) -> None:
        """Write down the end of every crawl that is no more."""
        for crawl in list(self.live.values()):
            if not crawl.pid and (row := runs.get(self.store, crawl.run)) is not None and row.pid:
                crawl.led_by(row.pid)
            how = crawl.ended()
            if how is not None:
                self._ended(crawl, how)

    def ask_all_to_stop(self) -> None:
        """SIGTERM to every crawl, adopted ones too; `enforce` kills what is left after the grace."""
        for crawl in self.live.values():
            crawl.ask_to_stop("stop", self.clock.monotonic() + self.options.grace_s)

    def kill_all(self) -> None:
        """Let the grace of every crawl be over."""
        for crawl in self.live.values():
            crawl.ask_to_stop("stop", 0.0)
            crawl.kill_at = 0.0
        self._enforce()

    def finish_stopping(self) -> None:
        """After `ask_all_to_stop`: write down what ended, kill what does not."""
        self._do(self._reap, self._enforce)

    def _enforce(self) -> None:
        for crawl in self.live.values():
            done = crawl.enforce(self.clock.monotonic(), self.options.grace_s)
            if done:
                log.warning(f"crawl_{done}", source=crawl.source, run=crawl.run, because=crawl.stopped, pid=crawl.pid)

    def _ended(self, crawl: Crawl, how: str) -> None:
        # First of all: if the store cannot be written now, the next look under the free lock finds the open row.
        del self.live[crawl.source]
        self._due.pop(crawl.source, None)
        said = f"the crawl ended without a report ({how}); see logs/{crawl.source}.log in the data folder"
        reason = REASONS.get(crawl.stopped)
        if reason is None:
            row = rows.lose_open(self.store, crawl.run, said)
        else:
            row = rows.fail_open(self.store, crawl.run, reason=reason, message=said)
        if crawl.stopped == "stop" and row is not None and row.reason == OUR_STOP:
            # Its slot is used up but not done: the next scheduler takes up this row first.
            runs.plan(self.store, crawl.source, CATCH_UP)
        if row is not None:
            figures = {"pages": row.pages, "new": row.new, "changed": row.changed, "gone": row.gone}
            figures |= {"alerts": row.alerts, "errors": row.errors}
            log.info(
                "crawl_ended", source=row.source, run=row.id, state=row.state, reason=row.reason, how=how, **figures
            )

    def _take_up(self, source: str) -> None:
        """Adopt the crawl that holds the lock of `source`; if nobody does, its leased run is lost."""
        taken = take(lock_path(self.data, source))
        if taken is None:
            self._adopt(source)
            return
        with taken:
            self._lose_newest(source, rows.history(self.store, source))

    def _lose_newest(self, source: str, history: Sequence[Past]) -> bool:
        """Call lost the newest run if it is open. Only under the lock: then nobody works on it."""
        if not history or history[0].state not in rows.OPEN or rows.waiting(history[0]):
            return False
        rows.lose_open(self.store, history[0].id, "its process was gone when the scheduler looked")
        log.warning("run_lost", source=source, run=history[0].id, because="process gone")
        return True

    def _adopt(self, source: str) -> None:
        row = runs.latest(self.store, source)
        if source in self.live or row is None or row.state not in rows.OPEN or row.trigger not in OWN:
            return  # somebody crawls by hand, or a crawl is just ending
        path = lock_path(self.data, source)
        note = read_note(path)
        pid = note.pid if note is not None and note.run == row.id else row.pid or 0
        left = self._left_s(row)
        self.live[source] = Crawl(source, row.id, pid, path, self.clock.monotonic() + left)
        log.info("crawl_adopted", source=source, run=row.id, pid=pid, deadline_in_s=round(left))

    def _left_s(self, row: runs.Run) -> float:
        """Seconds that an adopted run may still take: never more than its source allows, whatever the clock says."""
        schedule = self.seeds.schedules.get(row.source)
        whole = (schedule.deadline_s if schedule else 3600.0) + self.options.allowance_s
        begun = rows.moment(row.started_at or row.planned_at)
        return min(max(whole - (self.clock.wall() - begun).total_seconds(), 0.0), whole)

    def _find_lost(self) -> None:
        """Leased runs without a heartbeat are lost; a crawl that still lives then hangs, and is ended.

        Not soon after the clock stepped or the machine slept: then every heartbeat looks old.
        """
        now = self.clock.monotonic()
        if now < self._lost_after:
            return
        self._lost_after = now + LOOK_FOR_LOST_S
        for run in runs.find_lost(self.store, now=self.clock.wall()):
            self._due.pop(run.source, None)
            log.warning("run_lost", source=run.source, run=run.id, because="no heartbeat")
            crawl = self.live.get(run.source)
            if crawl is not None and crawl.run == run.id:
                crawl.ask_to_stop("hung", now + self.options.grace_s)

    # The clock and the files

    def _notice_clock(self) -> None:
        """See whether the wall clock jumped (or the machine slept) since the last tick."""
        wall, monotonic = self.clock.wall(), self.clock.monotonic()
        if self._wall is not None:
            step = (wall - self._wall).total_seconds() - (monotonic - self._monotonic)
            if abs(step) > STEP_S:
                log.warning("clock_stepped", seconds=round(step, 1))
                self._due.clear()
                self._lost_after = monotonic + runs.STALE_S
                if step > 0:
                    self._rewound.clear()
        self._wall, self._monotonic = wall, monotonic

    def _reload(self) -> None:
        if self.seeds.reload():
            self._due.clear()
            self._register()

    def _register(self) -> None:
        """Note sources that are new in the store, so that they can be paused, and since when they are known."""
        registered = {state.id: state.registered_at for state in known.all_states(self.store)}
        for source in self.seeds.active.values():
            if source.id not in registered:
                known.register(self.store, source.id, source.title, source.adapter, source.url, source.definition)
            since = registered.get(source.id)
            self._since.setdefault(source.id, rows.moment(since) if since else self.clock.wall())

    # What is due

    def _start_due(self) -> None:
        if self._no_room():
            return
        now = self.clock.wall()
        held = {state.id for state in known.all_states(self.store) if state.paused} | self._asked_to_wait()
        free = [source for source in self.seeds.schedules if source not in self.live and source not in held]
        due = sorted((self._due_of(source, now).at, source) for source in free)
        ready = [source for at, source in due if at <= now]
        if self._pending is None:
            self._pending = set(ready)
        elif self.options.once:
            ready = [source for source in ready if source in self._pending]
            self._pending &= set(ready)
        for source in ready:
            if len(self.live) >= self.options.workers:
                return
            self._start(source, now)

    def _no_room(self) -> bool:
        """Whether the disk is so full that no crawl may begin; told when it comes to that, and when it is over."""
        room = reserve.room(self.data)
        if room.short != self._resting:
            self._resting = room.short
            log.warning("disk_nearly_full" if room.short else "disk_has_room", room=str(room), folder=str(self.data))
        return room.short

    def _asked_to_wait(self) -> set[str]:
        """Sources whose host asked, by `Retry-After`, to be left alone for a while yet."""
        hosts = waits(self.store).keys()
        return {id for id, source in self.seeds.active.items() if hosts and first_hosts(source) & hosts}

    def _due_of(self, source: str, now: datetime) -> Due:
        if source not in self._due:
            self._due[source] = self._plan(source, rows.history(self.store, source), now)
        return self._due[source]

    def _plan(self, source: str, history: Sequence[Past], now: datetime) -> Due:
        if rows.waiting(history[0] if history else None):
            return Due(min(history[0].planned_at, now), history[0].trigger)
        noticed = self._rewound.get(source)
        if noticed is not None and (not history or noticed[0] != history[0].id):
            del self._rewound[source]
            noticed = None
        if noticed is None and clock_rewound(history, now):
            noticed = self._rewound[source] = (history[0].id, now)
        return next_due(
            source,
            self.seeds.schedules[source],
            history,
            now=now,
            known_since=self._since[source],
            rewound_at=noticed[1] if noticed else None,
        )

    def _start(self, source: str, now: datetime) -> None:
        """Start the crawl of `source` if, seen under its lock, it is still due."""
        taken = take(lock_path(self.data, source))
        if taken is None:
            self._adopt(source)
            self._settled(source)
            return
        with taken:
            history = rows.history(self.store, source)
            if self._lose_newest(source, history):
                history = rows.history(self.store, source)
            due = self._due[source] = self._plan(source, history, now)
            if due.at > now:
                return
            run = history[0].id if rows.waiting(history[0] if history else None) else ""
            run = run or runs.plan(self.store, source, due.trigger)
            self._spawn(source, run, due, taken)

    def _spawn(self, source: str, run: str, due: Due, taken: Taken) -> None:
        deadline = self.clock.monotonic() + self.seeds.schedules[source].deadline_s + self.options.allowance_s
        command = self.options.command(source, run)
        logs = self.data / "logs" / f"{source}.log"
        self._settled(source)
        try:
            crawl = spawn(source, run, command, taken=taken, log=logs, deadline=deadline, forks=self.options.forks)
        except (OSError, ForkServerGone) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            message = f"{command[0]} cannot be started: {reason}"
            rows.fail_open(self.store, run, reason="not_started", message=message)
            log.error("crawl_not_started", source=source, run=run, error=message)
            self._due.pop(source, None)
            return
        self.live[source] = crawl
        self._due.pop(source, None)
        late = round((self.clock.wall() - due.at).total_seconds(), 1)
        log.info("crawl_started", source=source, run=run, trigger=due.trigger, pid=crawl.pid, late_s=late)

    def _settled(self, source: str) -> None:
        """With `once`: this source has had its turn."""
        if self._pending is not None:
            self._pending.discard(source)
