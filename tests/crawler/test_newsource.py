"""`sandi sources new`: what is found at an address becomes a source file that is right and brings the listings."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawler.extraction.decoding import decoded
from crawler.extraction.found import Seen
from crawler.extraction.page import Page
from crawler.newsource import draft, id_of, look_source
from crawler.sources import read_files
from crawler.spiders.look import page_finding
from demo.serving import serve
from demo.town import town
from tests.crawler.conftest import ROOT, Sandi, Site, index
from tests.crawler.test_records import GRID, around

POST = "https://a.example/x"
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "pages"


def told(what: str, **more: Any) -> dict[str, Any]:
    return {
        "what": what,
        "listings": [],
        "role": "start",
        "count": 0,
        "name": "Toko",
        "links": [],
        "said": 0,
        **more,
    } | ({"what": what} if what else {})


TOLD = "Dicari operator ke luar negeri, gaji besar, semua ditanggung. Hubungi 0812-0000-7341"


def row(text: str) -> dict[str, Any]:
    return {"listings": [{"url": POST, "title": "Judul", "text": text}]}


def one_page(text: str) -> dict[str, Any]:
    return told("listing", title="Judul", text=len(text), role="detail", **row(text))


@pytest.mark.parametrize(
    ("url", "found", "wanted"),
    [
        (POST, [told("feed")], {"adapter": "feed", "start": POST}),
        (POST, [told("mastodon")], {"adapter": "mastodon"}),
        (POST, [told("sitemap", count=9)], {"adapter": "pages", "sitemap": POST, "items": "auto"}),
        (
            "https://blog.example/id/wp-json/wp/v2/posts?per_page=9",
            [told("json", items="@", fields={"title": "title.rendered"})],
            {"adapter": "wordpress", "start": "https://blog.example/id/"},
        ),
        (
            POST,
            [told("json", items="data.ads", fields={"title": '"na me"', "price": "p"})],
            {"adapter": "json", "items": "data.ads", "fields": {"title": '"na me"', "price": "p"}},
        ),
        (POST, [told("index", next=f"{POST}?p=2")], {"card": "auto", "follow": "auto"}),
        (POST, [told("index"), told("listing", title="x", text=900, role="detail")], {"items": "auto"}),
        (POST, [told("index", said=800), told("listing", title="x", text=900, role="detail")], {"card": "auto"}),
        (POST, [told("index", said=90, **row(f"Judul\n{TOLD[:40]}…")), one_page(TOLD)], {"items": "auto"}),
        (POST, [told("index", said=90, **row(f"Judul\n{TOLD}")), one_page(TOLD)], {"card": "auto"}),
        (POST, [told("thread")], {"card": "auto"}),
        (
            POST,
            [told("nothing"), told("feed", side="feed", url=f"{POST}/rss", listings=[{"url": POST, "title": "a"}])],
            {"adapter": "feed", "start": f"{POST}/rss"},
        ),
        (
            "http://127.0.0.1:99/a",
            [told("index", name="a: b # 'c'\n\x1b[2J")],
            {"loopback": True, "title": "a: b # 'c' [2J"},
        ),
        ("https://t.me/kanal_contoh", [told("telegram")], {"adapter": "telegram"}),
        ("https://karir.example.co.id/lowongan", [told("index")], {"kind": "job"}),
        ("https://a.cl/x", [told("index", language="es-CL")], {"region": "CL", "language": "es"}),
    ],
)
def test_findings_become_a_right_file(
    tmp_path: Path, url: str, found: list[dict[str, Any]], wanted: dict[str, Any]
) -> None:
    drafted = draft(url, found)
    path = tmp_path / "new.yaml"
    text = drafted.text
    path.write_text(text)
    sources, problems = read_files([path])
    assert problems == []
    assert len(sources) == 1
    written = yaml.safe_load(text)
    assert {name: written.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(("what", "word"), [("drawn", "javascript"), ("nothing", "selector")])
def test_what_is_missing_is_said(what: str, word: str) -> None:
    assert word in draft(POST, [told(what)]).missing


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.toko.example/jual/mebel/", "toko-mebel"),
        ("https://forum.a.co.id/viewforum.php?f=7", "forum-a-co"),
        ("http://127.0.0.1:8790/", "site-8790"),
        ("https://xn--d1acufc.example/%D0%B0", "xn-d1acufc-d0-b0"),
    ],
)
def test_ids(url: str, name: str) -> None:
    assert id_of(url) == name


def test_a_source_is_written_shown_and_works(site: Site, sandi: Sandi) -> None:
    long = "Kayu tua, masih kuat dan bersih, bisa diantar ke luar kota. " * 6
    site.put("/jual", around(GRID, '<div class="pager"><a href="/jual?hal=2">Berikutnya</a></div>'))
    site.put("/jual?hal=2", around(GRID.replace("/i/", "/j/")))
    for n in range(1, 6):
        for kind in "ij":
            site.put(
                f"/{kind}/{n}", f"<html><body><h1>Lemari jati {n}</h1><p>Rp {n}.000.000</p><p>{long}</p></body></html>"
            )
    done = sandi.run("sources", "new", f"{site.url}/jual", "--id", "toko-baru", "--purpose", "A test.")
    assert done.returncode == 0, done.stderr
    assert "Lemari jati 3" in done.stdout, done.stdout + done.stderr
    assert site.hits["/robots.txt"] == 1
    assert "items: auto" in (sandi.seeds / "toko-baru.yaml").read_text()
    assert sandi.json("crawl", "toko-baru")["new"] == 10
    again = sandi.run("sources", "new", f"{site.url}/jual", "--id", "toko-baru")
    assert again.returncode == 2
    assert "there already" in again.stderr


def test_robots_are_asked_first(site: Site, sandi: Sandi) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /jual", Content_Type="text/plain")
    site.put("/jual", index(["/a"]))
    done = sandi.run("sources", "new", f"{site.url}/jual")
    assert done.returncode == 2
    assert "robots.txt" in done.stderr
    assert site.hits["/jual"] == 0
    assert not list(sandi.seeds.glob("*")) if sandi.seeds.exists() else True


@pytest.mark.parametrize("url", ["toko.example", "ftp://a.example/", "http://", "file:///etc/passwd"])
def test_what_is_no_address_is_refused(sandi: Sandi, url: str) -> None:
    done = sandi.run("sources", "new", url)
    assert done.returncode == 2
    assert "write a full one" in done.stderr


@pytest.mark.parametrize(
    ("path", "adapter"), [("/forum/viewforum.php?f=7", "pages"), ("/toot/api/v1/timelines/public", "mastodon")]
)
def test_the_demo_towns_sites(sandi: Sandi, path: str, adapter: str) -> None:
    with serve(town(day=1, slow_s=0.1), 0) as base:
        told = sandi.json("sources", "new", f"{base}{path}")
        assert f"adapter: {adapter}" in told["text"]
        assert len(told["listings"]) >= 5
        found = json.loads(sandi.run("sources", "preview", told["file"], "--limit", "5", "--json").stdout)
    assert len(found) == 5


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/pages beside this checkout")
def test_sources_of_real_pages_work_unedited(tmp_path: Path) -> None:
    """Over the saved market and forum pages; benchmarks/new_sources.py does it by the commands and over HTTP."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.new_sources import ENOUGH, truths, verdict

    works, not_yet, all_of_them = 0, [], list(truths())
    for number, truth in enumerate(all_of_them):
        html, seen = decoded((SHARED / truth["page"]).read_bytes()), Seen(NOON, NOON)
        source = replace(look_source(truth["page_url"]), card="auto")
        finding = page_finding(Page(source.url, html, source, seen))
        drafted = draft(source.url, [{**finding, "role": "start"}], source_id=f"halaman-{number}")
        path = tmp_path / f"{number}.yaml"
        path.write_text(drafted.text)
        (written,), problems = read_files([path])
        assert problems == []
        page = Page(source.url, html, written, seen)
        brought = page.several() if truth["kind"] != "detail" else page.detail()
        if min(verdict(truth, [one.to_json() for one in brought])) >= ENOUGH and not drafted.missing:
            works += 1
        else:
            not_yet.append(truth["page"])
    assert works * 3 >= len(all_of_them) * 2, not_yet
    assert works >= 18, not_yet
