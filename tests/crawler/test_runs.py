"""Runs that are killed, stopped, doubled or cut by their budget: nothing lost, nothing twice, the row says what was."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time

from scrapy.settings import Settings

from crawler import settings
from sandi.config import Config
from storage import runs
from storage.database import Store
from tests.crawler.conftest import ROOT, Sandi, Site, detail, index, rows, source_text
from tests.starting import GUARD_S

COUNT = 60
STALL_AT = 40


def furnish(site: Site) -> None:
    for start in range(0, COUNT, 20):
        following = f"/?h={start + 20}" if start + 20 < COUNT else ""
        paths = [f"/p/{number}" for number in range(start, start + 20)]
        site.put(f"/?h={start}" if start else "/", index(paths, following))
    for number in range(COUNT):
        site.put(f"/p/{number}", detail(f"Barang {number}"))


class Stall:
    """Holds the server when `STALL_AT` listings were asked, and says so."""

    def __init__(self, site: Site) -> None:
        self.reached = threading.Event()
        self.go_on = threading.Event()
        self._site = site
        site.on_hit = self

    def __call__(self, path: str) -> None:
        asked = sum(count for name, count in self._site.hits.items() if name.startswith("/p/"))
        if path.startswith("/p/") and asked == STALL_AT and not self.go_on.is_set():
            self.reached.set()
            self.go_on.wait(GUARD_S)


def stored_at_least(sandi: Sandi, wanted: int) -> int:
    """Waits until so many listings are in the store; how many there are then."""
    deadline = time.monotonic() + GUARD_S
    while time.monotonic() < deadline:
        (count,) = rows(sandi, "SELECT count(*) FROM listings")[0]
        if count >= wanted:
            return int(count)
        time.sleep(0.05)  # a look at the store of another process; between two looks it has the processor
    raise AssertionError(f"fewer than {wanted} listings were stored")


def test_kill_9_between_two_batches_loses_nothing_and_doubles_nothing(site: Site, sandi: Sandi) -> None:
    furnish(site)
    sandi.source("toko", source_text(site))
    stall = Stall(site)
    process = sandi.start("crawl", "toko")
    assert stall.reached.wait(GUARD_S), process.communicate(timeout=GUARD_S)
    stored_at_least(sandi, 25)
    process.kill()
    process.communicate()  # until the process that stores has ended too, which finishes what it has in hand
    before = stored_at_least(sandi, 25)
    assert before < COUNT
    stall.go_on.set()
    assert rows(sandi, "SELECT state FROM runs") == [("leased",)]

    run = sandi.json("crawl", "toko")
    assert (run["state"], run["new"], run["unchanged"], run["changed"]) == ("done", COUNT - before, before, 0)
    assert rows(sandi, "SELECT count(*), count(DISTINCT url) FROM listings") == [(COUNT, COUNT)]
    assert rows(sandi, "SELECT count(*) FROM listing_versions") == [(0,)], "no earlier version: nothing changed"
    assert rows(sandi, "SELECT count(*) FROM hits") == [(COUNT // 10,)], "each listing has exactly its hits"
    assert rows(sandi, "SELECT count(*) FROM leads") == [(COUNT // 10,)]
    assert rows(sandi, "SELECT state FROM runs ORDER BY planned_at") == [("lost",), ("done",)]
    assert sandi.run("db", "doctor").returncode == 0


def test_sigterm_keeps_what_was_collected_and_calls_nothing_gone(site: Site, sandi: Sandi) -> None:
    furnish(site)
    sandi.source("toko", source_text(site))
    stall = Stall(site)
    process = sandi.start("crawl", "toko", "--json")
    assert stall.reached.wait(GUARD_S), process.communicate(timeout=GUARD_S)
    process.send_signal(signal.SIGTERM)
    stall.go_on.set()
    out, err = process.communicate(timeout=GUARD_S)
    assert process.returncode == 1, out + err
    state, reason, new, gone, message = rows(sandi, "SELECT state, reason, new, gone, message FROM runs")[0]
    assert (state, reason, gone) == ("done", "stopped", 0)
    assert STALL_AT - 3 <= new < COUNT
    assert "ended early" in message
    assert rows(sandi, "SELECT count(*) FROM listings") == [(new,)]


def test_a_crawl_begun_by_a_large_program_is_not_stopped_for_its_memory() -> None:
    """Linux hands the peak of the starting program down to what it starts."""
    look = (
        "import resource; from crawler.memory import CrawlMemory;"
        " print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, CrawlMemory.get_virtual_size(None) >> 20)"
    )
    code = (
        "import subprocess, sys; large = bytearray(1200 << 20); large[::4096] = b'x' * len(large[::4096]);"
        " sys.exit(subprocess.run([sys.executable, '-c', sys.argv[1]]).returncode)"
    )
    done = subprocess.run([sys.executable, "-c", code, look], cwd=ROOT, capture_output=True, text=True, timeout=GUARD_S)
    assert done.returncode == 0, done.stderr
    peak, held = map(int, done.stdout.split())
    assert peak > settings.MEMUSAGE_LIMIT_MB > held, "what Scrapy asks for, and what the crawl asks for"
    extensions = Settings({"EXTENSIONS": settings.EXTENSIONS}).getwithbase("EXTENSIONS")
    on = {path for path, order in extensions.items() if order is not None}
    assert "crawler.memory.CrawlMemory" in on
    assert "scrapy.extensions.memusage.MemoryUsage" not in on


def test_gone_is_said_only_after_a_complete_run(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a", "/b", "/c"]))
    for name in "abc":
        site.put(f"/{name}", detail(name.upper()))
    sandi.source("toko", source_text(site))
    assert sandi.json("crawl", "toko")["new"] == 3

    site.put("/", index(["/a"]))
    site.put("/a", "", status=500)
    broken = sandi.json("crawl", "toko", status=0)
    assert (broken["gone"], broken["errors"]) == (0, 1)
    assert "1 pages failed" in broken["message"]

    site.put("/a", "<html><p>tata letak baru</p></html>")
    silent = sandi.json("crawl", "toko", status=0)
    assert silent["gone"] == 0
    assert "showed no listing" in silent["message"]

    site.put("/", index(["/a", "/b"]))
    site.put("/a", detail("A", "teks baru"))
    site.put("/b", "", status=404)
    whole = sandi.json("crawl", "toko")
    assert (whole["changed"], whole["gone"], whole["errors"]) == (1, 2, 0)

    site.put("/b", detail("B"))
    back = sandi.json("crawl", "toko")
    assert (back["changed"], back["unchanged"], back["gone"]) == (1, 1, 0)


def test_one_crawl_of_a_source_at_a_time(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a"]))
    site.put("/a", detail("A"))
    sandi.source("toko", source_text(site))
    path = sandi.data / "locks" / "toko.lock"
    path.parent.mkdir(parents=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        refused = sandi.run("crawl", "toko")
        assert refused.returncode == 2
        assert "is being crawled already" in refused.stderr
        assert sum(site.hits.values()) == 0
        given = sandi.run("crawl", "toko", "--json", pass_fds=(handle,), SANDI_LOCK_FD=str(handle))
        assert given.returncode == 0, given.stderr
    finally:
        os.close(handle)


def test_hostile_text_reaches_the_terminal_escaped(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a"]))
    site.put("/a", detail("Judul \x1b[31mmerah\u202e \x07", "isi \x9b0m"))
    sandi.source("toko", source_text(site))
    shown = sandi.run("sources", "preview", "toko")
    assert shown.returncode == 0, shown.stderr
    assert "\\u001b" in shown.stdout
    assert not any(char in shown.stdout for char in "\x1b\x07\x9b\u202e")


def test_a_single_page_by_address(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a", "/b"]))
    for name in "ab":
        site.put(f"/{name}", detail(name.upper()))
    sandi.source("toko", source_text(site))
    run = sandi.json("crawl", "toko", "--url", f"{site.url}/a")
    assert (run["new"], run["gone"], run["pages"], site.hits["/b"]) == (1, 0, 1, 0)
    outside = sandi.run("crawl", "toko", "--url", "http://127.0.0.2/")
    assert outside.returncode == 2
    assert "not on a host of toko" in outside.stderr


def test_a_planned_run_and_a_robots_override_stand_in_the_run_s_row(site: Site, sandi: Sandi) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n", Content_Type="text/plain")
    site.put("/", index(["/a"]))
    site.put("/a", detail("A"))
    reason = "The owner allowed it by letter of 3 May."
    sandi.source("toko", source_text(site, more=f"robots: {{obey: false, reason: {reason}}}\n"))
    config = Config(data=sandi.data, keys=sandi.folder / "keys", seeds=sandi.seeds)
    with Store.open(config) as store:
        planned = runs.plan(store, "toko", "schedule")
    run = sandi.json("crawl", "toko", "--run", planned)
    assert (run["run"], run["new"], site.hits["/robots.txt"]) == (planned, 1, 0)
    state, trigger, pages, message = rows(sandi, "SELECT state, trigger, pages, message FROM runs")[0]
    assert (state, trigger, pages) == ("done", "schedule", 2)
    assert reason in message


def test_a_listing_that_cannot_be_judged_takes_no_other_with_it(site: Site, sandi: Sandi) -> None:
    titles = {"/a": "Barang 1", "/b": "Barang 2", "/c": "Barang 3"}
    for path, title in titles.items():
        site.put(path, detail(title))
    site.put("/", index(list(titles)))
    sandi.source("toko", source_text(site))
    assert sandi.json("crawl", "toko")["new"] == 3

    site.put("/b", detail("Pecah"))
    site.put("/c", detail("Barang 30"))
    run = sandi.json("crawl", "toko")
    assert (run["unchanged"], run["changed"], run["gone"], run["error_kinds"]) == (1, 1, 0, {"judging": 1})
    assert "/b: judging (RecursionError" in run["message"]
    assert rows(sandi, "SELECT count(*) FROM listings WHERE gone_at IS NOT NULL") == [(0,)]


def test_a_page_without_news_is_not_captured_again(site: Site, sandi: Sandi) -> None:
    for number in range(3):
        site.put(f"/p/{number}", detail(f"Barang {number}"))
    site.put("/", index([f"/p/{number}" for number in range(3)]))
    sandi.source("toko", source_text(site))
    sandi.json("crawl", "toko")
    first = rows(sandi, "SELECT url, capture FROM listings ORDER BY url")
    assert len({capture for _, capture in first}) == 3
    site.put("/p/1", detail("Barang 10"))
    assert sandi.json("crawl", "toko")["changed"] == 1
    second = rows(sandi, "SELECT url, capture FROM listings ORDER BY url")
    assert [before == after for before, after in zip(first, second, strict=True)] == [True, False, True]
    assert rows(sandi, "SELECT count(*) FROM captures") == [(4,)]
