"""Conditional requests: what a server calls unmodified is not sent again, and decides nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from http.server import BaseHTTPRequestHandler

import pytest

from storage import revisits
from storage.database import Store
from storage.revisits import Tag, Tagged
from tests.crawler.conftest import Sandi, Site, detail, index, rows, source_text


class Tagging:
    """Pages of a site that come with an `ETag` or a `Last-Modified`, and are sent only to those who have them not."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.sent: Counter[str] = Counter()
        self.spared: Counter[str] = Counter()

    def put(self, path: str, html: str, *, dated: bool = False, etag: str = "") -> None:
        raw = html.encode()
        name, asked = ("Last-Modified", "If-Modified-Since") if dated else ("ETag", "If-None-Match")
        tag = etag or ("Mon, 02 Nov 2026 08:00:00 GMT" if dated else f'"{hashlib.sha256(raw).hexdigest()[:12]}"')

        def answer(request: BaseHTTPRequestHandler) -> None:
            same = request.headers.get(asked) == tag
            (self.spared if same else self.sent)[path] += 1
            request.send_response(304 if same else 200)
            request.send_header(name, tag)
            request.send_header("Content-Type", "text/html; charset=utf-8")
            request.send_header("Content-Length", "0" if same else str(len(raw)))
            request.end_headers()
            if not same:
                request.wfile.write(raw)

        self.site.pages[path] = answer


def test_unmodified_pages_are_not_sent_again_and_are_read_all_the_same(site: Site, sandi: Sandi) -> None:
    tagging = Tagging(site)
    tagging.put("/", index(["/a", "/b"], "/2"))
    tagging.put("/2", index(["/c"]))
    for name in "abc":
        tagging.put(f"/{name}", detail(f"Barang {name}"), dated=name == "b")
    sandi.source("toko", source_text(site))
    first = sandi.json("crawl", "toko")
    assert (first["new"], first["unmodified"], sum(tagging.sent.values())) == (3, 0, 5), first

    again = sandi.json("crawl", "toko")
    assert (again["unchanged"], again["gone"], again["errors"]) == (3, 0, 0), again
    assert (again["unmodified"], sum(tagging.sent.values()), sum(tagging.spared.values())) == (5, 5, 5)

    tagging.put("/2", index(["/d"]))
    tagging.put("/d", detail("Barang d"))
    tagging.put("/a", detail("Barang a", "Harga turun."))
    third = sandi.json("crawl", "toko")
    assert (third["new"], third["changed"], third["unchanged"], third["gone"]) == (1, 1, 1, 1), third
    assert third["unmodified"] == 2
    assert rows(sandi, "SELECT count(*) FROM page_tags") == [(6,)]


def test_a_page_whose_copy_is_gone_is_asked_for_whole(site: Site, sandi: Sandi) -> None:
    tagging = Tagging(site)
    tagging.put("/", index(["/a"]))
    tagging.put("/a", detail("Barang a"))
    sandi.source("toko", source_text(site))
    sandi.json("crawl", "toko")
    for path in (sandi.data / "captures").rglob("*.sealed"):
        path.unlink()
    again = sandi.json("crawl", "toko")
    assert (again["unchanged"], again["unmodified"], again["errors"]) == (1, 1, 0), again
    assert (tagging.sent["/a"], tagging.spared["/a"]) == (2, 1)


def test_an_answer_that_nobody_asked_for_is_an_error(site: Site, sandi: Sandi) -> None:
    site.put("/", index(["/a"]))
    site.put("/a", "", status=304)
    sandi.source("toko", source_text(site))
    run = sandi.json("crawl", "toko")
    assert run["error_kinds"] == {"http_304": 1}


def remembered(store: Store, url: str = "https://toko.example/1", **more: object) -> Tagged:
    page = Tagged(url, Tag('"x"', ""), "text/html", b"<p>isi</p>", **more)  # type: ignore[arg-type]
    revisits.remember(store, "toko", [page])
    return page


def test_a_server_is_trusted_for_a_week(store: Store) -> None:
    page = remembered(store)
    assert revisits.tags(store, "toko").of(page.url) == page.tag
    assert revisits.tags(store, "lain").of(page.url) is None
    with store.writer() as conn:
        conn.execute("UPDATE page_tags SET read_at = '2026-01-01T00:00:00.000Z'")
    assert revisits.tags(store, "toko").of(page.url) is None, "then the page is asked for whole"
    remembered(store, "https://toko.example/2")
    with store.reader() as conn:
        assert conn.execute("SELECT count(*) FROM page_tags").fetchone()[0] == 1, "what nobody asks for is forgotten"


def test_bodies_lie_sealed_and_large_ones_not_at_all(store: Store) -> None:
    page = remembered(store)
    found = revisits.kept(store, page.url)
    assert found is not None
    assert (found.body, found.content_type) == (page.body, "text/html")
    with store.reader() as conn:
        kept = conn.execute("SELECT * FROM page_tags").fetchone()
    assert b"isi" not in kept["body"]
    revisits.remember(store, "toko", [Tagged("https://toko.example/3", page.tag, "", b"x" * (revisits.LARGEST + 1))])
    assert revisits.kept(store, "https://toko.example/3") is None
    with store.writer() as conn:
        conn.execute("UPDATE page_tags SET body = x'00'")
    assert revisits.kept(store, page.url) is None, "a broken copy is no copy"


@pytest.fixture
def store(sandi: Sandi) -> Store:
    from sandi.config import Config

    return Store.open(Config(data=sandi.data, keys=sandi.folder / "keys", seeds=sandi.seeds))
