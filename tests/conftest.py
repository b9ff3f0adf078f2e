"""What holds for all tests: nothing fails for the time it took, and one real Chromium serves the tests of a process.

Playwright's loop cannot be started twice, hence the one browser.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import httpx2
import hypothesis
import pytest
from httpx2._config import DEFAULT_TIMEOUT_CONFIG
from playwright.sync_api import Browser, expect, sync_playwright

from sandi import priority
from sandi.chromium import HOW, find_chromium

PATIENCE_MS = 120_000
"""A guard against standing still, not a measure: what a page shows is waited for as long as a busy machine needs."""

# Hypothesis fails examples that take 0.2 s, and tests whose examples are slow to make; each run tries the same examples.
hypothesis.settings.register_profile(
    "sandi",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=os.environ.get("SANDI_GAUNTLET") != "full",
)
hypothesis.settings.load_profile("sandi")
# Its clients give up after 5 s unless told otherwise.
DEFAULT_TIMEOUT_CONFIG.connect = DEFAULT_TIMEOUT_CONFIG.read = PATIENCE_MS / 1000
DEFAULT_TIMEOUT_CONFIG.write = DEFAULT_TIMEOUT_CONFIG.pool = PATIENCE_MS / 1000
assert httpx2.Client().timeout.read == PATIENCE_MS / 1000
# What gives way to people is a command; called in here it would hold back all tests that come after it.
priority.give_way = lambda: None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, with nothing that would look for the outside; fails where there is none."""
    path = find_chromium()
    if path is None:
        pytest.fail(HOW, pytrace=False)
    arguments = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments, timeout=PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield opened
        opened.close()
