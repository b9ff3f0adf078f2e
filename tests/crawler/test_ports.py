"""While a crawl runs nothing of it listens: no telnet, no remote control."""

from __future__ import annotations

import threading
from pathlib import Path

import psutil
import pytest

from tests.crawler.conftest import Sandi, Site, detail, index, source_text


def listening(pid: int) -> list[tuple[str, int]]:
    """Addresses and ports on which a process and its children listen."""
    process = psutil.Process(pid)
    found = []
    for one in [process, *process.children(recursive=True)]:
        found += [(c.laddr.ip, c.laddr.port) for c in one.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    return found


@pytest.mark.gauntlet(52)
def test_nothing_listens_during_a_crawl(site: Site, tmp_path: Path) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if path == "/1":
            reached.set()
            go_on.wait(60)

    site.on_hit = hold
    site.put("/", index(["/1", "/2"]))
    site.put("/1", detail("Satu"))
    site.put("/2", detail("Dua"))
    sandi = Sandi(tmp_path, "tests.crawler.with_judge")
    sandi.source("toko", source_text(site))
    process = sandi.start("crawl", "toko", "--json")
    try:
        assert reached.wait(60)
        assert listening(process.pid) == []
    finally:
        go_on.set()
        process.communicate(timeout=60)
    assert process.returncode == 0
