"""Clocks that are set ahead and back: nothing is lost, nothing runs twice, nothing stands still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.crawler_schedule.schedule_town import Town, let_end, ran_before

pytestmark = pytest.mark.gauntlet(41)

Logged = Callable[[str], list[dict[str, Any]]]


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
