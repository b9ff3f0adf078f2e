"""One real Chromium for all browser tests of a process: Playwright's loop cannot be started twice."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from sandi.chromium import HOW, find_chromium

PATIENCE_MS = 120_000
"""A guard against standing still, not a measure: what a page shows is waited for as long as a busy machine needs."""


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
