"""Six crawls, the workbench, exports and backups at once: nobody meets a locked database, and pages come quickly."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from store_house import RULE, config, judged, plain

from sandi.config import Config
from storage import listings, wal
from storage.database import Store
from storage.verifying import verify
from tests.crawler.conftest import Sandi, Site, detail, index, serving, source_text
from tests.gauntlet import FULL
from tests.workbench import decide, opened, token

SECONDS = 60
CRAWLS = 6
pytestmark = pytest.mark.skipif(not FULL, reason="its figures mean something on a machine of one's own: make gauntlet")
PAGES = 6000
LEADS, LISTINGS = 500, 5000


@pytest.fixture
def filled(tmp_path: Path) -> Config:
    settings = config(tmp_path)
    with Store.open(settings) as store:
        listings.save_batch(store, "r", [judged(number) for number in range(LEADS)], rules=[RULE])
        for start in range(LEADS, LISTINGS, 500):
            listings.save_batch(store, "r", [plain(number) for number in range(start, start + 500)])
    return settings


def again(stop: threading.Event, settings: Config, words: list[str], said: list[str]) -> None:
    """Run a command of `sandi` until told to stop; what it says wrong."""
    own = {"SANDI_DATA": str(settings.data), "SANDI_KEYS": str(settings.keys)}
    while not stop.is_set():
        done = subprocess.run(
            [sys.executable, "-m", "sandi.cli", *words],
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said.append(f"{words}: {done.stderr[-300:]}")


@pytest.mark.gauntlet(37)
def test_all_at_once_nobody_meets_a_locked_database(filled: Config, tmp_path: Path) -> None:
    said: list[str] = []
    sandi = Sandi(tmp_path, "tests.crawler.with_judge")
    stop = threading.Event()
    times: list[tuple[float, str]] = []
    with serving(Site()) as site, opened(filled) as (_process, client):
        for number in range(PAGES):
            site.put(f"/{number}", detail(f"Barang {number}", f"Dijual cepat {number}."))
        for crawl in range(CRAWLS):
            site.put(f"/mulai/{crawl}", index([f"/{number}" for number in range(crawl, PAGES, CRAWLS)]))
            text = source_text(site, f"toko-{crawl}").replace(f"start: {site.url}/", f"start: {site.url}/mulai/{crawl}")
            sandi.source(f"toko-{crawl}", text + f"budget: {PAGES}\n")
        begun = [threading.Event() for _ in range(CRAWLS)]
        site.on_hit = lambda path: begun[int(path[-1])].set() if path.startswith("/mulai/") else None
        words = [["leads", "export", "--format", "csv"], ["db", "backup"]]
        others = [threading.Thread(target=again, args=(stop, filled, one, said)) for one in words]
        crawls = [sandi.start("crawl", f"toko-{crawl}", "--json") for crawl in range(CRAWLS)]
        for crawl in range(CRAWLS):
            assert begun[crawl].wait(240), "a crawl does not begin"
        for thread in others:
            thread.start()
        csrf, lead, end = token(client), 0, time.monotonic() + SECONDS
        while time.monotonic() < end:
            for path in ("/leads", f"/leads/{lead + 1}", "/decisions", "/leads?q=kamboja"):
                began = time.monotonic()
                assert client.get(path).status_code == 200, path
                times.append((time.monotonic() - began, path))
            lead = lead % LEADS + 1
            began = time.monotonic()
            assert decide(client, csrf, lead, "keep:other") in (303, 409), "done, or decided before"
            times.append((time.monotonic() - began, "decide"))
        stop.set()
        for process in crawls:
            process.terminate()
        for process in crawls:
            _, err = process.communicate(timeout=60)
            said += [err] if "locked" in err or "Traceback" in err else []
        for thread in others:
            thread.join()
    assert said == []
    taken = [seconds for seconds, _ in times]
    p95 = statistics.quantiles(taken, n=20)[-1]
    slowest = [(round(seconds * 1e3), path) for seconds, path in sorted(times, reverse=True)[:5]]
    print(
        f"{len(times)} requests in {SECONDS} s: median {statistics.median(taken) * 1e3:.0f} ms, p95 {p95 * 1e3:.0f} ms"
    )
    print("slowest:", slowest)
    assert p95 < 0.3, f"p95 {p95 * 1e3:.0f} ms"
    assert wal.size(filled.database) < wal.LIMIT
    with Store.open(filled) as store:
        with store.reader() as conn:
            assert conn.execute("SELECT count(*) FROM listings").fetchone()[0] > LISTINGS, "the crawls wrote"
        assert [check for check in verify(store) if not check.ok] == []
