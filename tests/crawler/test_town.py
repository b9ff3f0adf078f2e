"""The demo town crawled over real HTTP into a real SQLite file, by every adapter and over two days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from demo.notices import load_day
from demo.serving import serve
from demo.town import LISTINGS, town
from sandi.chromium import HOW, find_chromium
from sandi.config import Config
from storage import listings
from storage.database import Store
from tests.crawler.conftest import ROOT, Sandi, rows

SEEDS = ROOT / "seeds" / "demo"


@contextmanager
def open_town(sandi: Sandi, *names: str, day: int = 1, port: int = 0) -> Iterator[Any]:
    """The town with the demo's sources pointing at it; gives the app and its port."""
    app = town(day=day, slow_s=0.3)
    with serve(app, port) as base:
        for name in names:
            text = (SEEDS / f"{name}.yaml").read_text()
            sandi.source(name, text.replace("http://127.0.0.1:8765", base))
        yield app, int(base.rpartition(":")[2])


def notices(site: str, day: int) -> dict[str, Any]:
    return {notice.id: notice for notice in load_day(LISTINGS, day)[site].notices}


def stored(sandi: Sandi, source: str) -> list[Any]:
    """The originals of a source's listings, unsealed."""
    config = Config(data=sandi.data, keys=sandi.folder / "keys", seeds=sandi.seeds)
    with Store.open(config, create=False) as store:
        return [
            listings.original(store, one.id, actor="test", reason="compare with what was published")
            for one in listings.iter_listings(store, source=source)
        ]


def figures(run: dict[str, Any]) -> dict[str, int]:
    return {name: run[name] for name in ("new", "changed", "unchanged", "gone", "errors")}


def test_the_market_over_two_days(sandi: Sandi) -> None:
    first, second = notices("pasar", 1), notices("pasar", 2)
    with open_town(sandi, "pasar") as (app, port):
        run = sandi.json("crawl", "demo-pasar")
        assert figures(run) == {"new": len(first), "changed": 0, "unchanged": 0, "gone": 0, "errors": 0}, run
        hits, oddities = app.state.hits, app.state.oddities
        assert (hits.disallowed, hits.images, hits.most_at_once) == (0, 0, 1)
        assert hits.pages["/robots.txt"] == 1
        assert hits.pages[f"/pasar/p/{oddities.flaky}"] == 2, "500 once, then tried again"
        assert hits.pages[f"/pasar/lama/{oddities.moved}"] == 1
        assert all(agent.startswith("sandi/") for agent in hits.agents)

        again = sandi.json("crawl", "demo-pasar")
        assert figures(again) == {"new": 0, "changed": 0, "unchanged": len(first), "gone": 0, "errors": 0}, again
    by_id = {listing.url.rpartition("/")[2]: listing for listing in stored(sandi, "demo-pasar")}
    assert by_id.keys() == first.keys()
    for name, notice in first.items():
        listing = by_id[name]
        assert (listing.title, listing.price, listing.seller) == (notice.title, notice.price, notice.seller)
        assert listing.text.split() == notice.text.split()
        assert notice.location in listing.location
        assert listing.category == notice.category

    with open_town(sandi, "pasar", day=2, port=port):
        later = sandi.json("crawl", "demo-pasar")
    changed = sum(notice.changed for notice in second.values())
    assert changed
    assert figures(later) == {
        "new": len(second.keys() - first.keys()),
        "changed": changed,
        "unchanged": len(second.keys() & first.keys()) - changed,
        "gone": len(first.keys() - second.keys()),
        "errors": 0,
    }
    kept = rows(sandi, "SELECT (SELECT count(*) FROM listings), (SELECT count(*) FROM listing_versions)")
    assert kept == [(len(first | second), changed)], "an earlier version is kept of what changed, and of nothing else"


def test_jobs_by_sitemap_and_by_feed(sandi: Sandi) -> None:
    jobs = notices("kerja", 1)
    with open_town(sandi, "kerja") as (_, port):
        run = sandi.json("crawl", "demo-kerja")
        assert figures(run) == {"new": len(jobs), "changed": 0, "unchanged": 0, "gone": 0, "errors": 0}, run
        assert {listing.kind for listing in stored(sandi, "demo-kerja")} == {"job"}

        feed = f"http://127.0.0.1:{port}/kerja/rss.xml"
        sandi.source(
            "feed", f"id: lowongan\ntitle: L\npurpose: Test.\nadapter: feed\nstart: {feed}\nloopback: true\nkind: job\n"
        )
        shown = sandi.json("sources", "preview", "lowongan", "--limit", "50")
    assert len(shown) == 20
    for listing in shown:
        notice = jobs[listing["url"].rpartition("/")[2]]
        assert (listing["title"], listing["seller"], listing["kind"]) == (notice.title, notice.seller, "job")
        assert listing["text"].split() == notice.text.split()


def test_a_forum_by_selectors_and_a_timeline(sandi: Sandi) -> None:
    with open_town(sandi, "forum", "toot"):
        forum = sandi.json("crawl", "demo-forum")
        toot = sandi.json("crawl", "demo-toot")
    threads, statuses = notices("forum", 1), notices("toot", 1)
    assert figures(forum) == {"new": len(threads), "changed": 0, "unchanged": 0, "gone": 0, "errors": 0}, forum
    assert figures(toot) == {"new": len(statuses), "changed": 0, "unchanged": 0, "gone": 0, "errors": 0}, toot
    for listing in stored(sandi, "demo-forum"):
        notice = threads[listing.url.rpartition("=")[2]]
        assert (listing.title, listing.seller, listing.price) == (notice.title, notice.seller, notice.price)
        assert listing.text.split() == notice.text.split(), "the first post, without the replies below"
        assert listing.posted_at is not None
        assert listing.posted_at.startswith(notice.posted_at.astimezone().isoformat()[:4])
    texts = {" ".join(listing.text.split()) for listing in stored(sandi, "demo-toot")}
    assert sum(" ".join(notice.text.split()) in texts for notice in statuses.values()) > len(statuses) // 2


@pytest.mark.browser
def test_a_page_drawn_by_javascript(sandi: Sandi) -> None:
    assert find_chromium(), HOW
    with open_town(sandi, "iklan") as (app, _):
        path = sandi.seeds / "iklan.yaml"
        path.write_text(path.read_text().replace("budget: 100", "budget: 4"))
        run = sandi.json("crawl", "demo-iklan")
        hits = app.state.hits
    assert (run["state"], run["errors"], run["pages"]) == ("done", 0, 4), run
    assert "the page budget was reached" in run["message"]
    assert run["gone"] == 0
    first = notices("iklan", 1)
    found = stored(sandi, "demo-iklan")
    assert len(found) >= 2
    for listing in found:
        notice = first[listing.url.rpartition("/")[2]]
        assert (listing.title, listing.price, listing.seller) == (notice.title, notice.price, notice.seller)
        assert listing.text.split() == notice.text.split()
    assert hits.images == 0
    assert hits.pages["/static/town.css"] == 0, "only documents, scripts and data are loaded"
    assert all(agent.startswith("sandi/") for agent in hits.agents)
