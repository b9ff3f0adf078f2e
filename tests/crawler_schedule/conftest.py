"""Fixtures of the schedule's tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

from sandi.config import Config
from storage.database import Store
from tests.crawler_schedule.schedule_town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    for name in ("seeds", "behaviour"):
        (tmp_path / name).mkdir()
    os.mkfifo(tmp_path / "events")
    config = Config(data=tmp_path / "data", keys=tmp_path / "keys", seeds=tmp_path / "seeds")
    made = Town(tmp_path, Store.open(config), os.open(tmp_path / "events", os.O_RDWR))
    yield made
    made.close()


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[dict[str, Any]]]:
    """What the scheduler in this process logged, by event."""
    capture = LogCapture()
    structlog.configure(processors=[capture])
    return lambda event: [dict(entry) for entry in capture.entries if entry["event"] == event]
