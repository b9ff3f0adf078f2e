"""Feeds and timelines: what the answer itself says is read, and nothing it merely names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extraction.feeds import FeedError, feed_listings, feed_next
from crawler.extraction.found import Seen
from tests.crawler.conftest import Sandi, Site, rows
from tests.crawler.sample import SOURCE

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>'
    b"<item><title>Lemari</title><link>http://127.0.0.1:8765/1</link></item></channel></rss>"
)


def read(body: bytes) -> list[str]:
    found = feed_listings(body, url=SOURCE.url, headers={}, source=SOURCE, seen=Seen(NOW, NOW))
    return [listing.title for listing in found]


def test_an_answer_that_is_the_name_of_a_file_opens_no_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(RSS)
    assert read(RSS) == ["Lemari"]
    with pytest.raises(FeedError):
        read(str(path).encode())
    assert feed_next(str(path).encode()) == ""


def test_a_timeline_goes_on_behind_a_page_of_pictures(site: Site, sandi: Sandi) -> None:
    """Statuses without words are no listings; what is older must still be seen, or it would be called gone."""
    posts = [
        {"url": f"{site.url}/{n}", "content": text, "visibility": "public"} for n, text in enumerate(["", "Lemari"])
    ]
    older = f'<{site.url}/api?max_id=1>; rel="next"'
    site.put("/api?limit=40", json.dumps(posts[:1]), Content_Type="application/json", Link=older)
    site.put("/api?max_id=1", json.dumps(posts[1:]), Content_Type="application/json")
    sandi.source(
        "toot",
        f"id: toot\ntitle: Toot\npurpose: A test.\nadapter: mastodon\nstart: {site.url}/api\nloopback: true\ndelay: 0s\n",
    )
    run = sandi.json("crawl", "toot")
    assert (run["pages"], run["new"]) == (2, 1)
    assert rows(sandi, "SELECT url FROM listings") == [(f"{site.url}/1",)]


def test_a_timeline_that_breaks_off_at_a_full_page_was_not_seen_to_its_end(site: Site, sandi: Sandi) -> None:
    posts = [{"url": f"{site.url}/{n}", "content": f"Lemari {n}", "visibility": "public"} for n in range(4)]
    site.put("/api?limit=4", json.dumps(posts), Content_Type="application/json")
    site.put("/api?limit=9", json.dumps(posts), Content_Type="application/json")
    text = "id: {}\ntitle: T\npurpose: A test.\nadapter: mastodon\nstart: {}/api?limit={}\nloopback: true\ndelay: 0s\n"
    sandi.source("penuh", text.format("penuh", site.url, 4))
    sandi.source("habis", text.format("habis", site.url, 9))
    assert "shows only its newest" in sandi.json("crawl", "penuh")["message"]
    assert sandi.json("crawl", "habis")["message"] == ""
