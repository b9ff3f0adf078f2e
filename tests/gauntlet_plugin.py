"""What `tests/gauntlet.py` loads into pytest: notes of each test its faults, outcome, seconds and the most memory."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from tests.processors import Strangers

REPORT = os.environ.get("SANDI_GAUNTLET_REPORT", "")
ONLY = {int(number) for number in os.environ.get("SANDI_GAUNTLET_ONLY", "").split(",") if number}


class Watch:
    """The most memory that one process under this one held since `most` was last set to 0."""

    def __init__(self) -> None:
        self.most = 0
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        me, pause = psutil.Process(), threading.Event()
        while not pause.wait(0.2):
            for child in me.children(recursive=True):
                with suppress(psutil.Error):
                    self.most = max(self.most, child.memory_info().rss)


WATCH = Watch()


def numbers_of(item: pytest.Item) -> list[int]:
    """The faults that a test shows."""
    return sorted({number for mark in item.iter_markers("gauntlet") for number in mark.args})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if ONLY:
        config.hook.pytest_deselected(items=[item for item in items if not ONLY & {*numbers_of(item)}])
        items[:] = [item for item in items if ONLY & {*numbers_of(item)}]


def _why(report: pytest.TestReport) -> str:
    """The words of a failure, or why something was not judged here; empty for what passed."""
    if report.skipped and isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")[:600]
    lines = [line[2:].strip() for line in report.longreprtext.splitlines() if line.startswith("E ")]
    return " / ".join(lines)[:600] if report.failed else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if call.when == "setup":
        WATCH.most = 0
        item.setup_s, item.strangers = call.duration, Strangers()
    if call.when == "call" or report.outcome != "passed":
        line = {
            "test": item.nodeid.removeprefix("tests/"),
            "numbers": numbers_of(item),
            "times": max((mark.kwargs.get("times", 1) for mark in item.iter_markers("gauntlet")), default=1),
            "outcome": report.outcome,
            "seconds": round(call.duration + getattr(item, "setup_s", 0.0), 3),
            "strangers": round(item.strangers.share(), 3) if hasattr(item, "strangers") else 0.0,
            "mb": round(WATCH.most / 1e6, 1),
            "why": _why(report),
        }
        with open(REPORT, "a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
    return report
