"""The adapters that read answers of programs: each crawled over HTTP, and every saved answer read as a person would."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.activity import is_activity, posts_of
from crawler.extraction.answers import telegram_posts
from crawler.extraction.bluesky import posts_in
from crawler.extraction.dates import timestamp
from crawler.extraction.feeds import FeedError, feed_listings, timeline_listings
from crawler.extraction.found import Seen
from crawler.extraction.selectors import values
from crawler.extraction.text import markup_text
from crawler.extraction.transforms import transformed
from crawler.sources import FieldRule, check
from sandi.listing import Listing
from tests.crawler.conftest import Sandi, Site, rows
from tests.crawler.sample import SOURCE

FEEDS = Path(__file__).resolve().parents[3] / "shared" / "feeds"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
NO_POSTS = {"Like", "Follow", "Accept", "Invite", "Undo"}
there = pytest.mark.skipif(not FEEDS.is_dir(), reason="the saved answers lie beside the project")


def put(site: Site, path: str, value: Any, **headers: str) -> None:
    site.put(path, json.dumps(value), Content_Type="application/json", **headers)


def source(sandi: Sandi, site: Site, adapter: str, start: str, more: str = "") -> None:
    head = f"id: {adapter}\ntitle: T\npurpose: A test.\nadapter: {adapter}\nstart: {site.url}{start}\n"
    sandi.source(adapter, f"{head}loopback: true\ndelay: 0s\n{more}")


def crawled(sandi: Sandi, site: Site, adapter: str, start: str, more: str = "") -> list[tuple[Any, ...]]:
    """What a crawl stored: address behind the host, title, price."""
    source(sandi, site, adapter, start, more)
    run = sandi.json("crawl", adapter)
    assert run["errors"] == 0, run
    found = rows(sandi, "SELECT url, title, price FROM listings WHERE source = ? ORDER BY url", adapter)
    return [(url.removeprefix(site.url), title, price) for url, title, price in found]


def test_a_json_source_is_read_by_jmespath_and_turned_by_its_cursor(site: Site, sandi: Sandi) -> None:
    ads = [
        {"slug": f"/i/{n}", "name": f"Lemari {n}", "offer": {"idr": n * 100_000}, "tags": ["kayu", "tua"]}
        for n in (1, 2, 3)
    ]
    put(site, "/api?q=lemari", {"data": {"ads": ads[:2]}, "paging": {"after": "a b"}})
    put(site, "/api?q=lemari&after=a%20b", {"data": {"ads": ads[2:]}, "paging": {"after": None}})
    more = (
        "kind: product\nitems: data.ads\nfollow: paging.after\n"
        f"more: {{url: '{site.url}/api?q=lemari&after={{next}}'}}\n"
        "fields:\n  url: slug\n  title: name\n  price: offer.idr\n  extra: {tags: 'tags[]'}\n"
    )
    found = crawled(sandi, site, "json", "/api?q=lemari", more)
    assert found == [(f"/i/{n}", f"Lemari {n}", n * 100_000.0) for n in (1, 2, 3)]


def test_a_json_source_that_finds_nothing_says_what_is_there(site: Site, sandi: Sandi) -> None:
    put(site, "/api", {"results": [{"name": "x"}], "total": 1})
    source(sandi, site, "json", "/api", "items: data\nfields: {title: name}\n")
    run = sandi.json("crawl", "json")
    assert run["error_kinds"] == {"no_listings": 1}
    assert "the answer holds: results, total" in run["message"]


def test_wordpress_by_its_rest_api(site: Site, sandi: Sandi) -> None:
    def post(n: int) -> dict[str, Any]:
        return {
            "link": f"{site.url}/{n}/",
            "date_gmt": "2026-11-01T02:00:00",
            "title": {"rendered": f"Kerja &#8211; {n}"},
            "content": {"rendered": f"<p>Dicari orang <b>{n}</b></p>"},
            "_embedded": {"author": [{"name": "Ani"}], "wp:term": [[{"name": "Lowongan"}], [{"name": "Luar Negeri"}]]},
        }

    ask = "/blog/wp-json/wp/v2/posts?per_page=100&_embed=author%2Cwp%3Aterm"
    put(site, ask, [post(1)], X_WP_TotalPages="2")
    put(site, f"{ask}&page=2", [post(2)], X_WP_TotalPages="2")
    assert crawled(sandi, site, "wordpress", "/blog/") == [(f"/{n}/", f"Kerja – {n}", None) for n in (1, 2)]
    kept = rows(sandi, "SELECT category, seller, posted_at FROM listings LIMIT 1")
    assert kept == [("Lowongan, Luar Negeri", "Ani", "2026-11-01T02:00:00+00:00")]


def test_bluesky_records_and_feeds(site: Site, sandi: Sandi) -> None:
    def view(n: int) -> dict[str, Any]:
        record = {
            "$type": "app.bsky.feed.post",
            "text": f"Halo {n}",
            "createdAt": "2026-11-01T02:00:00Z",
            "langs": ["id"],
        }
        return {
            "post": {
                "uri": f"at://did:plc:x/app.bsky.feed.post/{n}",
                "author": {"handle": "ani.example"},
                "record": record,
            }
        }

    ask = "/xrpc/app.bsky.feed.getAuthorFeed?actor=ani.example&limit=100"
    put(site, ask, {"feed": [view(1)], "cursor": "c"})
    put(site, f"{ask}&cursor=c", {"feed": [view(2)]})
    found = crawled(sandi, site, "bluesky", "/xrpc/app.bsky.feed.getAuthorFeed?actor=ani.example")
    assert [url for url, _, _ in found] == [f"https://bsky.app/profile/ani.example/post/{n}" for n in (1, 2)]


MESSAGE = (
    '<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="kanal_contoh/{n}">'
    '<a class="tgme_widget_message_owner_name">Kanal Contoh</a>'
    '<div class="tgme_widget_message_text">Lowongan {n}<br>kirim pesan</div>'
    '<a class="tgme_widget_message_date" href="https://t.me/kanal_contoh/{n}"><time datetime="2026-11-0{n}T02:00:00+00:00">02:00</time></a>'
    "</div></div>"
)


def test_telegrams_public_preview(site: Site, sandi: Sandi) -> None:
    older = '<a class="tme_messages_more" data-before="2" href="/s/kanal_contoh?before=2"></a>'
    site.put("/s/kanal_contoh", older + MESSAGE.format(n=2) + MESSAGE.format(n=3))
    site.put("/s/kanal_contoh?before=2", MESSAGE.format(n=1))
    found = crawled(sandi, site, "telegram", "/kanal_contoh")
    assert [url for url, _, _ in found] == [f"https://t.me/kanal_contoh/{n}" for n in (1, 2, 3)]
    first = telegram_posts(MESSAGE.format(n=1))[0][0]
    assert (first.text, first.seller, first.extra["channel"]) == (
        "Lowongan 1\nkirim pesan",
        "kanal_contoh",
        "Kanal Contoh",
    )


def test_pages_turned_by_number_end_where_the_site_repeats_itself(site: Site, sandi: Sandi) -> None:
    def cards(*numbers: int) -> str:
        return "".join(f'<div class=card id=c{n}><a href="/i/{n}"><h2>Kursi {n}</h2></a></div>' for n in numbers)

    site.put("/jual", cards(1, 2))
    site.put("/jual?hal=2", cards(3, 4))
    site.put("/jual?hal=3", cards(3, 4))
    more = f"card: .card\nfields: {{url: 'a::attr(href)', title: h2}}\nmore: {{url: '{site.url}/jual?hal={{n}}'}}\n"
    found = crawled(sandi, site, "pages", "/jual", more)
    assert [title for _, title, _ in found] == ["Kursi 1", "Kursi 2", "Kursi 3", "Kursi 4"]
    assert "/jual?hal=4" not in site.hits


@pytest.mark.parametrize(
    ("text", "found", "mend"),
    [
        ("adapter: json\nitems: 'data['\nfields: {title: name}\n", "no JMESPath", "`data.items`"),
        ("adapter: json\nfields: {title: 'a..b'}\n", "no JMESPath", "`data.items`"),
        ("adapter: json\nitems: data\n", "where title or text stand", "fields:"),
        ("adapter: pages\nfields: {title: {select: h1, then: upper}}\n", "no transform", "first_line"),
        ("adapter: telegram\nitems: a\n", "means nothing to the adapter telegram", "adapter: pages"),
        ("adapter: pages\nmore: {url: 'https://a.example/?p=2'}\n", "no place for the page's number", "{n}"),
        ("adapter: pages\nmore: {url: 'http://127.0.0.1/?p={n}'}\n", "lies on this machine", "loopback"),
    ],
)
def test_mistakes_of_these_fields_are_told(tmp_path: Path, text: str, found: str, mend: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"id: abc\ntitle: T\npurpose: P\nstart: https://a.example/\n{text}")
    (problem,) = check([path])
    assert found in problem.found
    assert mend in problem.mend


def timeline(value: Any) -> list[Listing]:
    return timeline_listings(json.dumps(value).encode(), url=SOURCE.url, source=SOURCE, seen=Seen(NOW, NOW))


def test_what_is_addressed_to_few_is_no_listing() -> None:
    public = "https://www.w3.org/ns/activitystreams#Public"
    notes = [
        {"type": "Note", "id": f"https://a.example/{n}", "content": f"Halo {n}", "to": [to]}
        for n, to in enumerate([public, "https://b.example/u"])
    ]
    assert [one.text for one in timeline({"type": "OrderedCollection", "orderedItems": notes})] == ["Halo 0"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"1", b'{"a": 1}', b'{"statuses": 3}', b"[[[1]]]", b'{"type": "Note", "content": 7}']
)
def test_other_answers_are_refused_or_empty(body: bytes) -> None:
    with contextlib.suppress(FeedError):
        assert timeline_listings(body, url=SOURCE.url, source=SOURCE, seen=Seen(NOW, NOW)) == []


def answers(ending: str) -> list[str]:
    return sorted(path.name for path in FEEDS.glob(f"*{ending}")) if FEEDS.is_dir() else []


@there
@pytest.mark.parametrize("name", answers(".as2.json"))
def test_saved_activities_become_what_a_person_sees(name: str) -> None:
    value = json.loads((FEEDS / name).read_text())
    assert is_activity(value)
    found = [one for one in posts_of(value) if not one.empty]
    if value["type"] in NO_POSTS:
        assert found == []
        return
    inner = value.get("object") if isinstance(value.get("object"), dict) else value
    words = markup_text(str(inner.get("content") or inner.get("name") or inner.get("summary") or ""))
    assert len(found) == (1 if words else 0)
    assert all(words in f"{one.title}\n{one.text}" for one in found)


@there
@pytest.mark.parametrize("name", answers(".bsky.json"))
def test_saved_bluesky_answers_become_what_a_person_sees(name: str) -> None:
    value = json.loads((FEEDS / name).read_text())
    found = [one for one in posts_in(value) if not one.empty]
    words = [one for one in _values(value, "text") if one]
    if any(kind in name for kind in ("like", "follow")):
        assert found == []
    elif words:
        assert found[0].text == words[0].strip()
    else:
        assert [one.kind for one in found] == ["profile"]


def _values(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get(name), str):
            yield value[name]
        for one in value.values():
            yield from _values(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _values(one, name)


@there
@pytest.mark.parametrize("name", [*answers(".feed.json"), *answers(".rss.xml")])
def test_saved_feeds_become_what_a_person_sees(name: str) -> None:
    body = (FEEDS / name).read_bytes()
    found = feed_listings(body, url=SOURCE.url, headers={}, source=SOURCE, seen=Seen(NOW, NOW))
    if name.endswith(".xml"):
        assert len(found) == body.count(b"<item>")
        return
    items = json.loads(body)["items"]
    shown = [
        one
        for one in items
        if any(one.get(k) for k in ("title", "content_text", "content_html", "summary", "attachments"))
    ]
    assert len(found) == len(shown)


@there
@pytest.mark.parametrize("name", answers(".yaml"))
def test_saved_mastodon_answers_become_what_a_person_sees(name: str) -> None:
    """Every status of every recorded answer, by its words."""
    read = 0
    for step in yaml.safe_load((FEEDS / name).read_text())["interactions"]:
        value = json.loads(step["response"]["body"]["string"] or "null")
        many = value if isinstance(value, list) else [value]
        statuses = [one for one in many if isinstance(one, dict) and "content" in one and "account" in one]
        if statuses:
            wanted = [markup_text(one["content"]) for one in statuses if one["visibility"] in ("public", "unlisted")]
            found = [one.text for one in timeline(value)]
            assert found == list(dict.fromkeys(word for word in wanted if word)) or len(found) == len(
                [w for w in wanted if w]
            )
            read += len(found)
    assert read or "account" in name or "search" in name


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("Diposting 3 hari lalu", "2026-11-17T10:00:00+07:00"),
        ("Tayang: 3 Agt 2026", "2026-08-03T00:00:00+07:00"),
        ("Hari ini, 09.15", "2026-11-20T09:15:00+07:00"),
        ("kemarin 14.30", "2026-11-19T14:30:00+07:00"),
        ("semalam", "2026-11-19T21:00:00+07:00"),
        ("1732000000", "2024-11-19T14:06:40+07:00"),
        ("3 Agt 2026 10:00 WITA", "2026-08-03T10:00:00+08:00"),
    ],
)
def test_dates_as_people_write_them(published: str, read: str) -> None:
    assert timestamp(published, "Asia/Jakarta", NOW) == read


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("first_line", "after_colon"), "Rp 5"),
        (("last_line",), "nego  ya"),
        (("one_line", "lower"), "harga: rp 5 nego ya"),
        (("digits",), "5"),
    ],
)
def test_transforms(names: tuple[str, ...], text: str) -> None:
    assert transformed(["Harga: Rp 5\n nego  ya"], names) == [text]


def test_a_selectors_text_goes_through_its_transforms() -> None:
    rule = FieldRule("p", then=("after_colon", "unquote"))
    root = LexborHTMLParser("<p>Tempat: Kota%20Pati</p>").root
    assert root is not None
    assert values(root, rule) == ["Kota Pati"]
