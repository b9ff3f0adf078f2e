"""When a source is due: zones, summer time, missed slots, back-off, clocks that jump."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.schedule_plan import (
    Past,
    Schedule,
    backoff_s,
    clock_rewound,
    failures_in_a_row,
    jitter,
    next_due,
    next_slot,
)

HOUR = 3600.0


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def cron(expression: str, timezone: str = "UTC", jitter_s: float = 0.0) -> Schedule:
    return Schedule(expression, None, jitter_s, timezone, HOUR)


def every(seconds: float, jitter_s: float = 0.0) -> Schedule:
    return Schedule(None, seconds, jitter_s, "UTC", HOUR)


def run(
    planned: str, state: str = "done", trigger: str = "schedule", *, took_s: float = 0.0, run_id: str = "r"
) -> Past:
    planned_at = at(planned)
    ended_at = None if state in {"planned", "leased"} else planned_at + timedelta(seconds=took_s)
    return Past(run_id, trigger, state, planned_at, ended_at)


def due(
    schedule: Schedule, history: Sequence[Past], now: str, *, known: str = "2026-01-01", back: str | None = None
) -> tuple[datetime, str]:
    rewound = at(back) if back else None
    found = next_due("pasar", schedule, history, now=at(now), known_since=at(known), rewound_at=rewound)
    return found.at, found.trigger


@pytest.mark.parametrize(
    ("expression", "zone", "after", "slot"),
    [
        ("0 5 * * *", "WIB", "2026-03-01T00:00", "2026-03-01T22:00"),
        ("0 5 * * *", "WITA", "2026-03-01T00:00", "2026-03-01T21:00"),
        ("0 5 * * *", "WIT", "2026-03-01T00:00", "2026-03-01T20:00"),
        ("0 5 * * *", "Asia/Jakarta", "2026-03-01T22:00", "2026-03-02T22:00"),
        ("*/15 * * * *", "WIB", "2026-03-01T00:00", "2026-03-01T00:15"),
        ("30 23 31 12 *", "WIT", "2026-03-01T00:00", "2026-12-31T14:30"),
        # Sunday is 0 and 7; 2026-03-01 is a Sunday.
        ("0 0 * * 0", "UTC", "2026-02-25T00:00", "2026-03-01T00:00"),
        ("0 0 * * 7", "UTC", "2026-02-25T00:00", "2026-03-01T00:00"),
        ("0 0 * * 1", "UTC", "2026-02-25T00:00", "2026-03-02T00:00"),
        ("0 0 * * 5-7", "UTC", "2026-02-28T00:00", "2026-03-01T00:00"),
        ("0 0 * * sat-sun", "UTC", "2026-02-28T00:00", "2026-03-01T00:00"),
        ("0 0 * * 1-5", "UTC", "2026-02-27T00:00", "2026-03-02T00:00"),
        # Both days given: either suffices, as in cron(5).
        ("0 0 13 * fri", "UTC", "2026-03-01T00:00", "2026-03-06T00:00"),
        ("0 0 3 * fri", "UTC", "2026-03-01T00:00", "2026-03-03T00:00"),
        # Summer time begins: 02:30 does not exist and runs once, when the clocks jump from 02:00 to 03:00.
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", "2026-03-29T01:00"),
        ("30 2 * * *", "Europe/Berlin", "2026-03-29T01:00", "2026-03-30T00:30"),
        ("0,15,45 2 * * *", "Europe/Berlin", "2026-03-29T01:00", "2026-03-30T00:00"),
        ("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00", "2026-10-03T15:30"),
        # Summer time ends: 02:30 comes twice and runs once.
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", "2026-10-25T00:30"),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30", "2026-10-26T01:30"),
        ("0 1 * * *", "America/New_York", "2026-11-01T05:00", "2026-11-02T06:00"),
        # Every hour is every hour of real time.
        ("0 * * * *", "Europe/Berlin", "2026-10-25T00:00", "2026-10-25T01:00"),
        ("0 * * * *", "Europe/Berlin", "2026-03-29T00:00", "2026-03-29T01:00"),
    ],
)
def test_slot_of_cron(expression: str, zone: str, after: str, slot: str) -> None:
    assert next_slot(cron(expression, zone), at(after)) == at(slot)


@pytest.mark.parametrize(
    ("schedule", "history", "now", "expected"),
    [
        pytest.param(
            cron("0 * * * *"), [run("2026-03-01T10:00")], "2026-03-01T10:30", ("11:00", "schedule"), id="next"
        ),
        pytest.param(cron("0 * * * *"), [run("2026-03-01T10:00")], "2026-03-01T11:00", ("11:00", "schedule"), id="now"),
        pytest.param(
            cron("0 * * * *"), [run("2026-03-01T10:00")], "2026-03-01T13:30", ("11:00", "catch-up"), id="three missed"
        ),
        pytest.param(
            cron("0 * * * *"),
            [run("2026-03-01T13:30", trigger="catch-up"), run("2026-03-01T10:00")],
            "2026-03-01T13:31",
            ("14:00", "schedule"),
            id="one catch-up for all missed",
        ),
        pytest.param(
            cron("0 * * * *"),
            [run("2026-03-01T10:59", trigger="manual"), run("2026-03-01T10:00")],
            "2026-03-01T11:00",
            ("11:00", "schedule"),
            id="a run by hand uses up no cron slot",
        ),
        pytest.param(
            every(HOUR),
            [run("2026-03-01T10:59", trigger="manual"), run("2026-03-01T10:00")],
            "2026-03-01T11:00",
            ("11:59", "schedule"),
            id="an interval counts from any run",
        ),
        pytest.param(
            every(60), [run("2026-03-01T10:00")], "2026-03-01T10:04", ("10:01", "catch-up"), id="interval missed"
        ),
    ],
)
def test_due(schedule: Schedule, history: list[Past], now: str, expected: tuple[str, str]) -> None:
    assert due(schedule, history, now) == (at(f"2026-03-01T{expected[0]}"), expected[1])


def test_new_source_with_interval_is_due_at_once_and_with_cron_at_its_slot() -> None:
    assert due(every(HOUR, 600), [], "2026-03-01T10:30", known="2026-03-01T10:30") == (
        at("2026-03-01T10:30"),
        "schedule",
    )
    slot = (at("2026-03-01T11:00"), "schedule")
    assert due(cron("0 * * * *"), [], "2026-03-01T10:30", known="2026-03-01T10:30") == slot
    assert due(cron("0 * * * *"), [], "2026-03-01T11:01", known="2026-03-01T10:30") == slot


@pytest.mark.parametrize(
    ("states", "delay_s"), [(1, 10), (2, 20), (3, 40), (4, 80), (9, 2560), (10, 3600), (30, 3600), (2000, 3600)]
)
def test_backoff_doubles_up_to_an_hour(states: int, delay_s: float) -> None:
    assert backoff_s(states) == delay_s
    history = [run("2026-03-01T10:00", "failed", took_s=5)] * states
    assert due(every(1), history, "2026-03-01T10:00:05")[0] == at("2026-03-01T10:00:05") + timedelta(seconds=delay_s)


def test_failure_waits_for_its_slot_when_that_is_later_than_the_backoff() -> None:
    assert due(cron("0 * * * *"), [run("2026-03-01T10:00", "failed")], "2026-03-01T10:01")[0] == at("2026-03-01T11:00")


def test_success_ends_the_row_of_failures_and_open_runs_do_not_count() -> None:
    history = [
        run("2026-03-01T12:00", "leased"),
        run("2026-03-01T11:00", "lost"),
        run("2026-03-01T10:00", "failed"),
        run("2026-03-01T09:00"),
        run("2026-03-01T08:00", "failed"),
    ]
    assert failures_in_a_row(history) == 2
    assert failures_in_a_row(history[3:]) == 0
    assert failures_in_a_row([]) == 0


def test_lost_run_is_retried_once() -> None:
    lost = run("2026-03-01T05:00", "lost", took_s=60)
    daily = cron("0 5 * * *")
    assert due(daily, [lost], "2026-03-01T05:01") == (at("2026-03-01T05:01:10"), "retry")
    again = run("2026-03-01T05:01:10", "lost", "retry")
    assert due(daily, [again, lost], "2026-03-01T05:02") == (at("2026-03-02T05:00"), "schedule")
    by_hand = run("2026-03-01T05:00", "lost", "manual")
    assert due(daily, [by_hand, run("2026-02-28T06:00")], "2026-03-01T05:02")[1] != "retry"


@pytest.mark.parametrize(
    ("schedule", "now", "expected"),
    [
        pytest.param(cron("0 * * * *"), "2026-03-01T11:59:58", "2026-03-01T13:00", id="two seconds: no second run"),
        pytest.param(cron("0 * * * *"), "2026-03-01T11:00", "2026-03-01T12:00", id="an hour: no standstill"),
        pytest.param(cron("0 5 * * *"), "2026-02-20T00:00", "2026-02-20T05:00", id="days: no standstill"),
        pytest.param(every(300), "2026-03-01T11:00", "2026-03-01T11:05", id="interval: no standstill"),
        pytest.param(every(300), "2026-03-01T11:59", "2026-03-01T12:05", id="interval, little: wait"),
    ],
)
def test_clock_set_back(schedule: Schedule, now: str, expected: str) -> None:
    history = [run("2026-03-01T12:00", took_s=1)]
    assert clock_rewound(history, at(now))
    assert due(schedule, history, now)[0] == at(expected)


def test_what_was_decided_when_the_clock_went_back_still_holds_later() -> None:
    """The nearer the new clock comes to the old run the smaller the step looks; the answer must not move with it."""
    history = [run("2026-03-01T12:00")]
    for minute in range(60):
        now = f"2026-03-01T11:{minute:02}"
        assert due(cron("0 * * * *"), history, now, back="2026-03-01T11:00")[0] == at("2026-03-01T12:00")


def test_failure_in_the_future_does_not_hold_a_source_back() -> None:
    history = [run("2026-03-02T12:00", "failed")]
    assert due(every(60), history, "2026-03-01T12:00", back="2026-03-01T12:00")[0] == at("2026-03-01T12:01")


def test_clock_a_day_ahead_gives_one_run() -> None:
    assert due(every(HOUR), [run("2026-03-01T12:00")], "2026-03-02T12:10") == (at("2026-03-01T13:00"), "catch-up")
    assert due(every(HOUR), [run("2026-03-02T12:10")], "2026-03-02T12:11")[0] == at("2026-03-02T13:10")


@settings(deadline=None)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.floats(0, 86_400))  # noqa: DTZ001
def test_jitter_is_bounded_and_always_the_same(moment: datetime, most: float) -> None:
    slot = moment.replace(tzinfo=UTC)
    found = jitter("pasar", slot, most)
    assert timedelta(0) <= found <= timedelta(seconds=most)
    assert found == jitter("pasar", slot.astimezone(), most)


def test_jitter_spreads_sources_and_slots() -> None:
    slot = at("2026-03-01T05:00")
    delays = {jitter(f"s{number}", slot, 600) for number in range(100)}
    delays |= {jitter("s", slot + timedelta(days=number), 600) for number in range(100)}
    assert len(delays) == 200
    assert min(delays).total_seconds() < 60 < 540 < max(delays).total_seconds()


def test_jitter_delays_the_slot() -> None:
    found, _ = due(cron("0 5 * * *", jitter_s=600), [run("2026-03-01T05:03")], "2026-03-01T06:00")
    assert found == at("2026-03-02T05:00") + jitter("pasar", at("2026-03-02T05:00"), 600)


@settings(deadline=None)
@given(
    expression=st.sampled_from(["0 * * * *", "*/20 * * * *", "30 2 * * *", "15 5 * * 1-5", "0 0 1,15 * *"]),
    zone=st.sampled_from(["WIB", "WITA", "WIT", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
)
@example("30 2 * * *", "America/New_York", datetime(2026, 3, 7, 12))  # noqa: DTZ001
def test_slots_only_go_forward(expression: str, zone: str, start: datetime) -> None:
    schedule = cron(expression, zone)
    slot = next_slot(schedule, start.replace(tzinfo=UTC))
    for _ in range(5):
        later = next_slot(schedule, slot)
        assert later > slot
        assert next_slot(schedule, slot - timedelta(microseconds=1)) == slot
        slot = later


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"cron": None}, "either cron or every"),
        ({"every_s": 60.0}, "either cron or every"),
        ({"cron": "0 5 * *"}, "4 fields; expected five"),
        ({"cron": ""}, "0 fields"),
        ({"cron": "0 25 * * *"}, "25"),
        ({"cron": "x * * * *"}, "minute"),
        ({"cron": "0 5 * * 8"}, "weekday '8'; expected 0 to 7"),
        ({"cron": "0 5 * * senin"}, "weekday 'senin'"),
        ({"cron": "0 5 * * 1/0"}, "weekday step '0'"),
        ({"cron": "0 5 30 2 *"}, "never comes"),
        ({"timezone": "Asia/Jakrata"}, "timezone: 'Asia/Jakrata' is not a known zone"),
        ({"timezone": "../etc/passwd"}, "timezone"),
        ({"timezone": ""}, "timezone"),
        ({"jitter_s": -1.0}, "jitter: -1"),
        ({"deadline_s": 0.0}, "deadline: 0"),
        ({"cron": None, "every_s": float("nan")}, "every: nan"),
    ],
)
def test_schedule_that_cannot_be_meant_is_refused(fields: dict[str, object], message: str) -> None:
    good: dict[str, object] = {
        "cron": "0 5 * * *",
        "every_s": None,
        "jitter_s": 0.0,
        "timezone": "WIB",
        "deadline_s": 60.0,
    }
    with pytest.raises(ValueError, match=r".") as caught:
        Schedule(**{**good, **fields})  # type: ignore[arg-type]
    assert message in str(caught.value)
