"""A source with news is looked at sooner, one without later, within the bounds that its file sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.schedule_plan import Past, Schedule, adapted, next_due
from crawler.sources import read_files

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = 3600.0
PLAN = Schedule(None, 6 * HOUR, 0.0, "WIB", 60.0, HOUR, 24 * HOUR)


def past(news: bool | None, hours: float = 1) -> Past:
    at = NOON - timedelta(hours=hours)
    return Past("r", "schedule", "done", at, at, news)


@pytest.mark.parametrize(
    ("news", "hours"),
    [
        ([], 6),
        ([True], 4),
        ([False], 9),
        ([None, None], 6),
        ([True] * 20, 1),
        ([False] * 20, 24),
        ([False] * 20 + [True] * 20, 24),
        ([True] + [False] * 20, 16),
    ],
)
def test_interval_follows_what_was_found(news: list[bool | None], hours: float) -> None:
    """`news` is newest first."""
    assert adapted(PLAN, [past(one) for one in news]).every_s == pytest.approx(hours * HOUR)


def test_without_bounds_nothing_moves() -> None:
    fixed = Schedule(None, 6 * HOUR, 0.0, "WIB", 60.0)
    assert adapted(fixed, [past(True)] * 9) == fixed


def test_it_is_due_by_that_interval() -> None:
    due = next_due("toko", PLAN, [past(True, hours=1)], now=NOON, known_since=NOON)
    assert due.at == NOON + timedelta(hours=3)


@pytest.mark.parametrize(
    ("schedule", "word"),
    [
        ("{every: 6h, between: [1h, 1d]}", ""),
        ("{every: 6h, between: [7h, 1d]}", "between"),
        ("{every: 6h, between: [1h]}", "between"),
        ("{every: 6h, between: [10s, 1d]}", "less than a minute"),
        ('{cron: "0 5 * * *", between: [1h, 1d]}', "between"),
        ("{every: 0s}", "less than a minute"),
    ],
)
def test_bounds_are_checked(tmp_path: Path, schedule: str, word: str) -> None:
    path = tmp_path / "toko.yaml"
    path.write_text(
        "id: toko\ntitle: T\npurpose: a test\nadapter: feed\nstart: http://127.0.0.1:9/\nloopback: true\n"
        f"schedule: {schedule}\n"
    )
    found, problems = read_files([path])
    assert bool(problems) is bool(word)
    assert word in " ".join(map(str, problems))
    if not word:
        assert (found[0].schedule.least_s, found[0].schedule.most_s) == (HOUR, 24 * HOUR)  # type: ignore[union-attr]
