"""What listens while the workbench is open and a crawl drives a browser: the two of them, on loopback, and no more."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from sandi.config import Config
from sandi.priority import GIVES_WAY
from tests.crawler.conftest import Sandi, Site, source_text
from tests.workbench import opened

PATIENCE_S = 600
"""The page is held until all was looked at; nothing on the way to it (browser, guard, client) may give up before."""
DRAWN = "javascript: {reason: A test of it.}\nfields: {title: .t}\n"


def tree(pid: int) -> list[psutil.Process]:
    """A process and all that it started."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def listening(pid: int) -> list[tuple[str, str, int]]:
    """Program, address and port of all that listens, for TCP or UDP, among a process and its children."""
    return sorted(
        {
            (one.name(), held.laddr.ip, held.laddr.port)
            for one in tree(pid)
            for held in one.net_connections("inet")
            if held.status == psutil.CONN_LISTEN or (held.status == psutil.CONN_NONE and not held.raddr)
        }
    )


def answer(port: int) -> bytes:
    """What a port says to who wants to be led to the machine's own network."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as asking:
        asking.sendall(b"GET http://127.0.0.2:9/rahasia HTTP/1.1\r\nHost: 127.0.0.2:9\r\n\r\n")
        return asking.recv(1000)


@pytest.mark.gauntlet(52)
@pytest.mark.browser
def test_only_workbench_and_guard_listen_during_a_crawl(site: Site, tmp_path: Path) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if path == "/1":
            reached.set()
            go_on.wait(PATIENCE_S)

    site.on_hit = hold
    site.put("/", '<a class="card" href="/1">x</a>')
    site.put("/1", "<h1 class=t>Satu</h1>")
    sandi = Sandi(tmp_path, "tests.crawler.with_judge")
    sandi.source("toko", source_text(site) + DRAWN)
    process = sandi.start("crawl", "toko", "--json", PAGE_S=str(PATIENCE_S))
    try:
        assert reached.wait(PATIENCE_S)
        with opened(Config(data=sandi.data, keys=sandi.folder / "keys")) as (workbench, client):
            assert [place[1:] for place in listening(workbench.pid)] == [
                ("127.0.0.1", urlsplit(str(client.base_url)).port)
            ]
        crawl = listening(process.pid)
        assert crawl
        for _, address, port in crawl:
            assert address == "127.0.0.1"
            assert answer(port).startswith(b"HTTP/1.1 403 "), "the guard, which lets nobody reach anything inside"
        assert any("chrom" in one.name() for one in tree(process.pid)), "the browser is there"
        nice = [one.nice() for one in tree(process.pid) if "chrom" not in one.name()]
        first, own = max(GIVES_WAY, os.nice(0)), os.nice(0)
        assert sorted(nice) == [own, *[first] * (len(nice) - 1)], "people's programs go first, and the one that writes"
    finally:
        go_on.set()
        out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, out + err
