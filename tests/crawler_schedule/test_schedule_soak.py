"""The short form of the soak (soak.py), and the scheduler's faults of the gauntlet where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawler_schedule.soak import soak


@pytest.mark.gauntlet(40)
def test_nothing_is_lost_or_doubled_although_everything_is_killed(tmp_path: Path) -> None:
    told = soak(tmp_path, 4, sources=4, every_s=1.0, runs=8)
    assert told.done >= 8, told
    assert told.killed_schedulers, told
    assert told.killed_crawls, told
    assert (told.doubled, told.orphans, told.unexplained, told.open_runs, told.silent_sources) == (0, 0, 0, 0, 0), told
    assert max(told.rss_mb) < 150, told
