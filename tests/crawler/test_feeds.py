"""Feeds and timelines: what the answer itself says is read, and nothing it merely names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction.feeds import FeedError, feed_listings, feed_next, timeline_listings
from crawler.extraction.found import Seen
from sandi.listing import Listing
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


def replaced(value: Any, way: tuple[Any, ...], odd: Any) -> Any:
    """`value` with `odd` at the end of a way of keys and numbers."""
    if not way:
        return odd
    inner = replaced(value[way[0]], way[1:], odd)
    if isinstance(value, dict):
        return value | {way[0]: inner}
    return [inner if number == way[0] else one for number, one in enumerate(value)]


def ways(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield before
    for name, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from ways(one, (*before, name))


NOTE = {
    "type": ["Note", "x:Advert"],
    "id": "http://a.example/n",
    "content": "Halo",
    "tag": [{"type": "Hashtag", "name": "#a"}],
}
ANSWERS = {
    "json feed": {
        "version": "https://jsonfeed.org/version/1.1", "authors": [{"name": "a"}],
        "items": [{"url": "http://a.example/1", "content_text": "Halo", "authors": [{"name": "n"}], "tags": ["a"], "attachments": [{"title": "t"}]}],
    },
    "mastodon": [
        {"url": "http://a.example/1", "content": "Halo", "account": {"acct": "a"}, "tags": [{"name": "t"}], "media_attachments": [{"url": "u"}]}
    ],
    "activity": {"type": "OrderedCollection", "orderedItems": [{"type": "Create", "actor": "http://a.example/u", "object": NOTE}]},
}  # fmt: skip
ODD = (None, 1, -1.5, True, "x", "", [], {}, [1], ["a"], [None], [[]], {"a": 1})


def answered(name: str, value: Any) -> list[Listing]:
    body = b"\xef\xbb\xbf" + json.dumps(value).encode()
    if name == "json feed":
        return feed_listings(body, url=SOURCE.url, headers={}, source=SOURCE, seen=Seen(NOW, NOW))
    return timeline_listings(body, url=SOURCE.url, source=SOURCE, seen=Seen(NOW, NOW))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_with_something_odd_anywhere_is_read_or_said_to_be_none(name: str) -> None:
    assert [one.text.partition("\n")[0] for one in answered(name, ANSWERS[name])] == ["Halo"]
    for way in ways(ANSWERS[name]):
        for odd in ODD:
            with suppress(FeedError):
                answered(name, replaced(ANSWERS[name], way, odd))
