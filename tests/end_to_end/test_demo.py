"""The main job, end to end, as its users run it: `make demo` over two days, then the leads it gives."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from demo.notices import load_day
from demo.serving import open_socket
from demo.town import LISTINGS
from sandi.chromium import HOW, find_chromium
from sandi.verdict import TACTICS

ROOT = Path(__file__).resolve().parents[2]
SITES = ("pasar", "kerja", "forum", "toot", "iklan")


class Demo:
    """An installation of its own, run by commands only."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.environment = os.environ | {"SANDI_KEYS": str(folder / "keys")}
        self.port = str(quiet_port())

    def day(self, day: str) -> str:
        words = ["-m", "demo.run", "--no-serve", "--day", day, "--port", self.port, "--data", str(self.data)]
        return self._run(*words)

    def sandi(self, *words: str) -> Any:
        return json.loads(self._run("-m", "sandi.cli", "--data", str(self.data), *words, "--json"))

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def quiet_port() -> int:
    """A port that is free now and, below those that the system lends, stays so until the town takes it again."""
    first = 10_000 + os.getpid() % 10_000
    for port in range(first, first + 500):
        with contextlib.suppress(OSError), open_socket(port):
            return port
    raise AssertionError("no port is free")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    if not find_chromium():
        pytest.fail(HOW)
    return Demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def first(demo: Demo) -> str:
    """What the first demo printed."""
    return demo.day("1")


@pytest.fixture(scope="module")
def leads(demo: Demo, first: str) -> list[dict[str, Any]]:
    return demo.sandi("leads", "list", "--limit", "200")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def truth() -> dict[tuple[str, str], dict[str, Any]]:
    """What each listing of the town really is, by site and the words that its page begins with."""
    rows = [json.loads(line) for site in SITES for line in (LISTINGS / f"{site}.jsonl").read_text().splitlines()]
    return {(row["site"], row["id"]): row for row in rows}


def rows_of(table: str) -> list[tuple[int, ...]]:
    """The figures of every crawl's table: pages, new, changed, unchanged, gone, alerts, errors."""
    found = re.findall(r"│\s*(\d+) │\s*(\d+) │\s*(\d+) │\s*(\d+) │\s*(\d+) │\s*(\d+) │\s*(\d+) │", table)
    return [tuple(map(int, row)) for row in found]


@pytest.mark.browser
def test_every_listing_of_the_town_is_collected(first: str) -> None:
    shelves = load_day(LISTINGS, 1)
    new = [row[1] for row in rows_of(first)]
    assert new == [len(shelves[site].notices) for site in SITES]


@pytest.mark.browser
def test_all_ten_tactics_appear(leads: list[dict[str, Any]]) -> None:
    assert {tactic for lead in leads for tactic in lead["tactics"]} == set(TACTICS)


@pytest.mark.browser
def test_no_ordinary_listing_is_an_alert(
    leads: list[dict[str, Any]], truth: dict[tuple[str, str], dict[str, Any]]
) -> None:
    alerts = [lead for lead in leads if lead["verdict"] == "alert"]
    named = [row for lead in alerts if (row := _row(lead, truth)) is not None]
    assert len(named) == len(alerts), "every lead is a listing of the town"
    ordinary = [(row["id"], row["title"] or row["text"][:60]) for row in named if row["truth"] != "coded"]
    assert not ordinary
    tactics = Counter(row["tactic"] for row in named)
    assert set(tactics) == set(TACTICS)


def _row(lead: dict[str, Any], truth: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any] | None:
    site = lead["source"].removeprefix("demo-")
    by_id = re.search(r"[a-z]+-\d{3}", lead["url"])
    if by_id:
        return truth.get((site, by_id.group()))
    words = re.sub(r"\W", "", lead["excerpt"])[:30]  # statuses have numbers of their own
    return next((row for row in truth.values() if re.sub(r"\W", "", row["text"])[:30] == words), None)


@pytest.mark.browser
def test_asking_for_help_is_never_an_alert(
    leads: list[dict[str, Any]], truth: dict[tuple[str, str], dict[str, Any]]
) -> None:
    helped = [row for lead in leads if lead["verdict"] == "help" if (row := _row(lead, truth)) is not None]
    assert helped
    assert {row["truth"] for row in helped} == {"help"}


@pytest.mark.browser
def test_the_next_day_is_counted_right(demo: Demo, leads: list[dict[str, Any]]) -> None:
    first, second = load_day(LISTINGS, 1), load_day(LISTINGS, 2)
    expected = []
    for site in SITES:
        before, now = ({n.id: n for n in shelf[site].notices} for shelf in (first, second))
        changed = sum(notice.changed for notice in now.values())
        kept = len(now.keys() & before.keys())
        expected.append((len(now.keys() - before.keys()), changed, kept - changed, len(before.keys() - now.keys())))
    assert [row[1:5] for row in rows_of(demo.day("2"))] == expected
    later = demo.sandi("leads", "list", "--limit", "200")
    assert {lead["id"] for lead in leads} <= {lead["id"] for lead in later}, "what was seen again is the same lead"
