"""`look`: what `sandi sources new` asks. One page and the few it points to, told as findings instead of listings.

A finding travels as a listing whose `extra` holds JSON, because pages are read in worker processes that hand on nothing
but listings. No source file may name this adapter.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson
from scrapy.http import Response
from scrapy.utils.sitemap import Sitemap

from crawler.extraction.activity import is_activity, posts_of
from crawler.extraction.addresses import canonical
from crawler.extraction.answers import items_at
from crawler.extraction.bluesky import posts_in
from crawler.extraction.feeds import FeedError, feed_listings, timeline_listings
from crawler.extraction.found import listings_of
from crawler.extraction.guess import guess
from crawler.extraction.page import Page
from crawler.extraction.text import node_text, tidy
from crawler.guard import in_scope
from crawler.sources import AUTO, FieldRule
from crawler.spiders.base import SourceSpider, seen
from sandi.listing import Listing, listing_from_json

FINDING = "finding"
_MAPS = ("urlset", "sitemapindex")
_SHOWN = 20
_TEXT = 400
_DRAWN_BELOW = 200
"""A page with scripts and less visible text than this is drawn by them."""


class LookSpider(SourceSpider):
    """Looks at the start address; then at its first listing, its feed and its WordPress API, where it names them, or at
    the first page of a sitemap.
    """

    name = "look"

    async def start(self) -> AsyncIterator[Any]:
        for request in self.ask(self.source.url, self.parse_look, "start"):
            yield request

    def parse_look(self, response: Response) -> Iterator[Any]:
        """The address that was given: a page, a feed, a sitemap, or an answer of an API."""
        begins = response.body.lstrip()[:200].lower()
        if begins[:1] in (b"{", b"["):
            yield self._told(response, self._answer(response))
            return
        if begins.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")) and b"<html" not in begins:
            yield self._told(response, self._xml(response))
            yield from self._first_place(response)
            return
        html = self.text_of(response)
        if html is None:
            return
        page = Page(response.url, html, replace(self.source, card=AUTO), seen(response))
        finding = page_finding(page)
        yield self._told(response, finding)
        for url in finding["links"][:1]:
            if in_scope(self.source, url):
                yield from self.ask(url, self.parse_detail, "detail")
        if finding["wordpress"]:
            url = f"{finding['wordpress'].rstrip('/')}/wp/v2/posts?per_page=5"
            yield from self.ask(url, self.parse_side, "detail", memo={"as": "wordpress"})
        for url in finding["feeds"][:1]:
            yield from self.ask(url, self.parse_side, "detail", memo={"as": "feed"})

    def parse_map(self, response: Response) -> Iterator[Any]:
        """The first sitemap of an index of sitemaps."""
        yield from self._first_place(response)

    def _first_place(self, response: Response) -> Iterator[Any]:
        """The first page that a sitemap names, when it is one."""
        sitemap, places = _sitemap(response.body)
        for url in places[:1]:
            if in_scope(self.source, url):
                deeper = sitemap == "sitemapindex"
                yield from self.ask(
                    url, self.parse_map if deeper else self.parse_detail, "index" if deeper else "detail"
                )

    def parse_detail(self, response: Response) -> Iterator[Any]:
        """The page of the first listing: whether it says more than its card."""
        html = self.text_of(response)
        if html is None:
            return
        listings = Page(response.url, html, replace(self.source, items=AUTO), seen(response)).detail()
        one = listings[0] if listings else None
        says = {"title": one.title, "text": len(one.text), "price": one.price is not None} if one else {}
        yield self._told(response, {"what": "listing", **says, "listings": _rows(listings)})

    def parse_side(self, response: Response) -> Iterator[Any]:
        """The feed or API that the page names."""
        wanted = response.meta["memo"]["as"]
        found = self._xml(response) if wanted == "feed" else self._answer(response)
        yield self._told(response, {**found, "side": wanted})

    def _xml(self, response: Response) -> dict[str, Any]:
        try:
            listings = feed_listings(
                response.body, url=response.url, headers={}, source=self.source, seen=seen(response)
            )
            return {"what": "feed", "listings": _rows(listings), "count": len(listings)}
        except FeedError:
            """It may be a sitemap."""
        places = _sitemap(response.body)[1]
        return {"what": "sitemap" if places else "nothing", "count": len(places), "listings": []}

    def _answer(self, response: Response) -> dict[str, Any]:
        try:
            value = orjson.loads(response.body.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError:
            return {"what": "nothing", "listings": []}
        when = seen(response)
        for what, found in (("mastodon", _statuses), ("bluesky", _bluesky)):
            if found(value):
                read = posts_of(value) if is_activity(value) else posts_in(value)
                listings = (
                    listings_of(read, response.url, self.source, when)
                    if what == "bluesky" or is_activity(value)
                    else timeline_listings(response.body, url=response.url, source=self.source, seen=when)
                )
                return {"what": what, "listings": _rows(listings), "count": len(listings)}
        try:
            listings = feed_listings(response.body, url=response.url, headers={}, source=self.source, seen=when)
            return {"what": "feed", "listings": _rows(listings), "count": len(listings)}
        except FeedError:
            """Any other JSON: its keys are guessed."""
        guessed = guess(value)
        if guessed is None:
            return {"what": "nothing", "listings": []}
        rules = {name: FieldRule(path) for name, path in guessed.fields.items()}
        listings = listings_of(items_at(value, guessed.items, rules), response.url, self.source, when)
        more = {"items": guessed.items, "fields": dict(guessed.fields)}
        return {"what": "json", **more, "listings": _rows(listings), "count": len(listings)}

    def _told(self, response: Response, finding: Mapping[str, Any]) -> Any:
        told = {**finding, "url": response.url, "role": response.meta.get("role", "")}
        number = response.meta.get("role", "") + str(finding.get("side", ""))
        carrier = listing_from_json(
            {
                "url": f"{canonical(response.url)}#{number}",
                "source": self.source.id,
                "title": FINDING,
                "extra": {FINDING: orjson.dumps(told).decode()},
            }
        )
        return self.crawled(response, [carrier])


def _sitemap(body: bytes) -> tuple[str, list[str]]:
    """The kind of a sitemap and the addresses in it; none when it is no sitemap."""
    try:
        sitemap = Sitemap(body)
        return sitemap.type, [entry["loc"] for entry in sitemap if "loc" in entry] if sitemap.type in _MAPS else []
    except (ValueError, StopIteration, SyntaxError):
        return "", []


def page_finding(page: Page) -> dict[str, Any]:
    """What a web page shows: its kind, its listings, and what it names besides."""
    plain = Page(page.url, page.html, replace(page.source, card=None), page.seen)
    structured = [one for one in plain.several() if one.title or one.text]
    listed = page.listed()
    read = page.automatic
    listings = page.several()
    what: str = read.kind
    if len(structured) >= 2 and len(structured) >= len(read.found) // 2:
        what, listings = "structured", structured
    elif len(listed) >= 2:
        what = "listed"
    elif what == "nothing" and len(_visible(page)) < _DRAWN_BELOW and "<script" in page.html:
        what = "drawn"
    links = listed or ([one.url for one in listings] if what in ("index", "structured") else [])
    node = page.tree.css_first("html[lang]")
    return {
        "what": what,
        "name": _name(page),
        "language": (node.attributes.get("lang") or "") if node is not None else "",
        "listings": _rows(listings),
        "count": len(listings),
        "links": [url for url in links if canonical(url) != canonical(page.url)][:5],
        "next": canonical(read.next_page, page.base) if read.next_page else "",
        "feeds": _alternates(page, ("rss", "atom", "feed+json")),
        "wordpress": _first(page, 'link[rel="https://api.w.org/"]'),
        "said": max((len(one.text) for one in listings), default=0),
    }


def _visible(page: Page) -> str:
    return node_text(page.tree.body) if page.tree.body is not None else ""


def _name(page: Page) -> str:
    for select, attribute in (('meta[property="og:site_name"]', "content"), ("title", "")):
        node = page.tree.css_first(select)
        if node is not None:
            text = node.attributes.get(attribute) if attribute else node.text()
            if text and (short := " ".join(tidy(text).split())[:80]):
                return short
    return ""


def _first(page: Page, select: str) -> str:
    node = page.tree.css_first(select)
    return canonical(node.attributes.get("href") or "", page.base) if node is not None else ""


def _alternates(page: Page, kinds: tuple[str, ...]) -> list[str]:
    nodes = page.tree.css('link[rel="alternate"][href]')
    wanted = [n for n in nodes if any(kind in (n.attributes.get("type") or "") for kind in kinds)]
    return [
        url for n in wanted if (url := canonical(n.attributes.get("href") or "", page.base)) and "comment" not in url
    ]


def _rows(listings: list[Listing]) -> list[dict[str, Any]]:
    return [one.to_json() | {"text": one.text[:_TEXT], "images": [], "extra": {}} for one in listings[:_SHOWN]]


def _statuses(value: Any) -> bool:
    one = value[0] if isinstance(value, list) and value else value
    if is_activity(one):
        return True
    if isinstance(one, Mapping) and isinstance(one.get("statuses"), list):
        one = one["statuses"][0] if one["statuses"] else {}
    return isinstance(one, Mapping) and "account" in one and "content" in one and "visibility" in one


def _bluesky(value: Any) -> bool:
    return isinstance(value, Mapping) and any(True for _ in posts_in(value)) and b"app.bsky" in orjson.dumps(value)
