"""When a source is due: pure functions of its schedule, its last runs and the clock. No I/O, no waiting.

All moments are aware datetimes in UTC. Zones matter only for cron, which is read in the zone of the source.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger

INDONESIA = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
BACKOFF_FIRST_S = 10.0
BACKOFF_CAP_S = 3600.0
LATE_S = 300.0
MANUAL = "manual"
SCHEDULED = "schedule"
CATCH_UP = "catch-up"
RETRY = "retry"
OWN = frozenset({SCHEDULED, CATCH_UP, RETRY})

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to crawl: `cron` (five fields) or `every_s` (seconds), never both.

    `jitter_s` (seconds) is the most by which a run starts later than its slot, `timezone` an IANA name or WIB, WITA,
    WIT, `deadline_s` (seconds) the longest a run may take. With `least_s` and `most_s` an interval follows what was
    found: a source with news is looked at sooner, one without later, within these bounds. Raises ValueError with the
    field, what was found and what is expected.
    """

    cron: str | None
    every_s: float | None
    jitter_s: float
    timezone: str
    deadline_s: float
    least_s: float | None = None
    most_s: float | None = None

    def __post_init__(self) -> None:
        if (self.cron is None) == (self.every_s is None):
            raise ValueError("schedule: give either cron or every, and not both")
        for name, value, least in (("every", self.every_s, 1.0), ("deadline", self.deadline_s, 1.0)):
            if value is not None and not (math.isfinite(value) and value >= least):
                raise ValueError(f"{name}: {value:g} seconds; expected at least {least:g} second")
        if not (math.isfinite(self.jitter_s) and self.jitter_s >= 0):
            raise ValueError(f"jitter: {self.jitter_s:g} seconds; expected 0 or more")
        if self.least_s is not None and not self.least_s <= (self.every_s or 0.0) <= (self.most_s or 0.0):
            raise ValueError("between: the interval must lie between its bounds, as in {every: 6h, between: [1h, 1d]}")
        zone = zone_of(self.timezone)
        if self.cron is not None and _next_cron(self.cron, zone, datetime(2025, 1, 1, tzinfo=UTC)) is None:
            raise ValueError(f"cron: {self.cron!r} names a day that never comes; correct the day or the month")

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which cron is read and times are shown."""
        return zone_of(self.timezone)


@dataclass(frozen=True, slots=True)
class Past:
    """What planning needs to know of one run: ended runs have `ended_at`, open ones have not. `news` says whether a run
    that saw its source found something new or changed there; None for one that saw nothing.
    """

    id: str
    trigger: str
    state: str
    planned_at: datetime
    ended_at: datetime | None
    news: bool | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """`at`: when the next run may start. `trigger`: schedule, catch-up (the slot passed unused) or retry."""

    at: datetime
    trigger: str


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name or of WIB, WITA, WIT. Raises ValueError."""
    try:
        return ZoneInfo(INDONESIA.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        expected = "a name such as Asia/Jakarta, or WIB, WITA, WIT"
        raise ValueError(f"timezone: {name!r} is not a known zone; expected {expected}") from None


def next_slot(schedule: Schedule, after: datetime) -> datetime:
    """The first slot later than `after`, without jitter: for an interval, one interval later."""
    if schedule.every_s is not None:
        return after + timedelta(seconds=schedule.every_s)
    slot = _next_cron(schedule.cron or "", schedule.zone, after)
    if slot is None:  # a schedule that was accepted fires for as long as the calendar goes
        raise ValueError(f"cron: {schedule.cron!r} has no slot after {after.isoformat()}")
    return slot


def jitter(source: str, slot: datetime, jitter_s: float) -> timedelta:
    """From 0 up to `jitter_s` seconds, the same whenever asked for one source and slot: a restart moves nothing."""
    digest = hashlib.blake2b(f"{source}\0{slot.timestamp():.3f}".encode(), digest_size=8).digest()
    return timedelta(seconds=jitter_s * int.from_bytes(digest, "big") / 2**64)


def backoff_s(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 10, 20, 40 … one hour; 0 without failure."""
    return min(BACKOFF_CAP_S, BACKOFF_FIRST_S * 2.0 ** min(failures - 1, 20)) if failures > 0 else 0.0


def adapted(schedule: Schedule, history: Sequence[Past]) -> Schedule:
    """The schedule with the interval that the last runs (newest first) suggest: a third shorter after each run that
    found something, a half longer after each that did not, never beyond the source's own bounds.
    """
    if schedule.every_s is None or schedule.least_s is None or schedule.most_s is None:
        return schedule
    interval = schedule.every_s
    for past in reversed(history):
        if past.news is not None:
            interval = max(interval * 2 / 3, schedule.least_s) if past.news else min(interval * 1.5, schedule.most_s)
    return replace(schedule, every_s=interval)


def failures_in_a_row(history: Sequence[Past]) -> int:
    """How many of the newest ended runs were failed or lost. `history` is newest first."""
    count = 0
    for past in history:
        if past.state in {"failed", "lost"}:
            count += 1
        elif past.state == "done":
            break
    return count


def next_due(
    source: str,
    schedule: Schedule,
    history: Sequence[Past],
    *,
    now: datetime,
    known_since: datetime,
    rewound_at: datetime | None = None,
) -> Due:
    """When `source` is due next, from its runs (newest first).

    However many slots passed, the answer is one moment, so a catch-up is one run. A lost run is retried once; after a
    failure no run starts before the back-off is over. A source that never ran is due at once (interval) or at the
    first slot after `known_since` (cron). `rewound_at` is the moment at which it was first noticed that the newest run
    lies in the future (the clock was set back), kept until there is a newer run; without it `now` stands in.
    """
    rewound_at = rewound_at or now
    schedule = adapted(schedule, history)
    base = _base(schedule, history, rewound_at)
    if base is not None:
        slot = next_slot(schedule, base)
    else:
        slot = known_since if schedule.every_s is not None else next_slot(schedule, known_since)
    at = slot if base is None and schedule.every_s is not None else slot + jitter(source, slot, schedule.jitter_s)
    newest = history[0] if history else None
    if newest is not None and newest.ended_at is not None:
        ended = newest.ended_at if newest.ended_at <= now else min(newest.ended_at, rewound_at)
        free = ended + timedelta(seconds=backoff_s(failures_in_a_row(history)))
        if newest.state == "lost" and newest.trigger in OWN - {RETRY}:
            return Due(free, RETRY)
        at = max(at, free)
    missed = base is not None and (now - at).total_seconds() > LATE_S
    missed = missed or (base is not None and next_slot(schedule, slot) <= now)
    return Due(at, CATCH_UP if missed else SCHEDULED)


def clock_rewound(history: Sequence[Past], now: datetime) -> bool:
    """Whether the newest run lies in the future: the clock was set back since."""
    return bool(history) and max(history[0].planned_at, history[0].ended_at or history[0].planned_at) > now


def _base(schedule: Schedule, history: Sequence[Past], rewound_at: datetime) -> datetime | None:
    """The moment from which the next slot is counted: the last run that used one up.

    An interval counts from any run; a cron slot is used up only by a run of the scheduler. When the clock was set back
    by less than half the distance between slots, waiting is right (else a slot would run twice within seconds); when
    by more, the count starts anew where that was noticed (else the source would stand still).
    """
    last = next((past for past in history if schedule.every_s is not None or past.trigger in OWN), None)
    if last is None:
        # Only runs by hand are in sight: the oldest of them is the best lower bound there is.
        return history[-1].planned_at if history and history[-1].planned_at <= rewound_at else None
    if last.planned_at <= rewound_at:
        return last.planned_at
    first = next_slot(schedule, rewound_at)
    gap = next_slot(schedule, first) - first
    return rewound_at if last.planned_at - rewound_at > gap / 2 else last.planned_at


def _next_cron(cron: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    moments = [
        _next_of(trigger, zone, after, once=not cron.split()[1].startswith("*")) for trigger in _cron(cron, zone)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _next_of(trigger: CronTrigger, zone: ZoneInfo, after: datetime, *, once: bool) -> datetime | None:
    """The next moment of one trigger. A fixed hour that the end of summer time repeats counts once (`once`); a time
    that its beginning leaves out counts as the moment at which it begins.
    """
    # One second earlier, because the trigger looks from the next full second on, and that may lie behind a jump.
    look = after.astimezone(UTC) - timedelta(seconds=1)
    while True:
        found = trigger.get_next_fire_time(None, (look + timedelta(microseconds=1)).astimezone(zone))
        if found is None:
            return None
        look = _existing(found, zone)
        if look > after and not (once and look.astimezone(zone).fold):
            return look


def _existing(local: datetime, zone: ZoneInfo) -> datetime:
    """`local` in UTC; for a time that the clocks jump over, the moment of the jump, to the second."""
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    early, late = sorted(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early).total_seconds() // 2)
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == before else (early, middle)
    return late


@lru_cache(maxsize=4096)
def _cron(cron: str, zone: ZoneInfo) -> tuple[CronTrigger, ...]:
    """As cron(5) reads the five fields, which APScheduler does not: Sunday is 0 or 7, and when both days are given
    either of them suffices. Raises ValueError.
    """
    fields = cron.split()
    if len(fields) != 5:
        found = f"{len(fields)} field" + ("" if len(fields) == 1 else "s")
        raise ValueError(f"cron: {cron!r} has {found}; expected five: minute hour day month weekday")
    minute, hour, day, month, weekday = fields
    try:
        pairs = [(day, _weekdays(weekday))]
        if not day.startswith("*") and not weekday.startswith("*"):
            pairs = [(day, "*"), ("*", _weekdays(weekday))]
        return tuple(
            CronTrigger(minute=minute, hour=hour, day=d, month=month, day_of_week=w, timezone=zone) for d, w in pairs
        )
    except ValueError as error:
        raise ValueError(f"cron: {cron!r}: {error}") from None


def _weekdays(field: str) -> str:
    """A weekday field of cron(5) as a list of names, which mean the same to everybody."""
    if field == "*":
        return field
    days: list[str] = []
    for part in field.lower().split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        if span == "*":
            low, high = 0, 6
        else:
            low = _weekday(first)
            high = _weekday(last) if dash else low
        high += 7 if high < low else 0
        if step and not (step.isascii() and step.isdigit() and int(step)):
            raise ValueError(f"weekday step {step!r}; expected a number from 1")
        days += [_DAYS[number % 7] for number in range(low, high + 1, int(step or 1))]
    return ",".join(dict.fromkeys(days))


def _weekday(text: str) -> int:
    if text in _DAYS:
        return _DAYS.index(text)
    if text.isascii() and text.isdigit() and int(text) <= 7:
        return int(text)
    raise ValueError(f"weekday {text!r}; expected 0 to 7 (Sunday is 0 and 7) or sun to sat")
