"""A clock that is set while a crawl goes on: its times are suspect, and nothing is called gone by them."""

from __future__ import annotations

import pytest

from crawler.clock import Watch
from tests.crawler.conftest import Sandi, Site, detail, index, rows, source_text


@pytest.mark.parametrize(
    ("steps", "largest"), [([0.2, -0.3], -0.3), ([3600.0, -3600.0], 3600.0), ([0.0, -7200.0, 5.0], -7200.0), ([], 0.0)]
)
def test_steps_are_noticed_although_they_cancel_each_other(steps: list[float], largest: float) -> None:
    now = {"wall": 1000.0, "monotonic": 5.0}
    watch = Watch(lambda: now["wall"], lambda: now["monotonic"])
    for step in steps:
        now["wall"] += 20 + step
        now["monotonic"] += 20
        watch.look()
    assert watch.largest_s == pytest.approx(largest)


@pytest.mark.gauntlet(41)
def test_a_run_whose_clock_was_set_says_so_and_calls_nothing_gone(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a", "/b"]))
    site.put("/a", detail("Barang a"))
    site.put("/b", detail("Barang b"))
    sandi.source("toko", source_text(site))
    assert sandi.json("crawl", "toko")["clock_suspect"] is False
    site.put("/", index(["/a"]))
    done = sandi.run("crawl", "toko", CLOCK_STEP="86400")
    assert "the clock went +86400 s meanwhile" in done.stderr
    assert "not seen is not called gone: the clock of this machine was set" in done.stderr
    assert rows(sandi, "SELECT clock_suspect, gone FROM runs ORDER BY rowid") == [(0, 0), (1, 0)]
