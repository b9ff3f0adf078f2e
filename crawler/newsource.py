"""`sandi sources new`: from what an address shows to a commented source file. Writes nothing itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import orjson

from crawler.sources import Source, is_loopback, netloc
from crawler.spiders.look import FINDING
from crawler.upstream import Upstream
from sandi.listing import Listing, listing_from_json
from sandi.text import visible

Finding = Mapping[str, Any]

_PURPOSE = "Say here in a sentence why this source is watched."
_JOB = re.compile(r"lowongan|loker|karir|career|vacanc|\bjobs?\b|kerja|recruit", re.IGNORECASE)
_COUNTRIES = re.compile(
    r"id|my|sg|ph|th|vn|kh|la|mm|tw|hk|jp|cn|au|nz|uk|us|ca|de|at|ch|fr|it|es|nl|be|pl|cl|mx|ae|sa", re.IGNORECASE
)
"""Country domains whose owners mostly live there; `.tv` or `.me` say nothing."""
_LONGER = 1.5
_ENOUGH = 80
_SENTENCE = 25
"""Characters of a text that is no mere title, place or price."""
_MISSING = {
    "drawn": "the page is drawn by scripts; add `javascript: {reason: …}` (a browser, a hundred times dearer)",
    "nothing": "no repeated cards, structured data, feed or sitemap was found; name `items` or `card` by a selector",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A source file in the making: its text, the listings it would bring, and what is missing (empty if nothing)."""

    id: str
    text: str
    listings: Sequence[Listing]
    how: str
    missing: str = ""


def look_source(url: str, proxy: Upstream | None = None) -> Source:
    """The source that is looked at: public hosts with and without `www.`, or one test site on this machine."""
    host = netloc(url)
    loopback = is_loopback(url)
    twin = host[4:] if host.startswith("www.") else f"www.{host}"
    return Source(
        id="look",
        title=host,
        purpose="A look at what an address shows.",
        adapter="look",
        start=(url,),
        hosts=frozenset({host} if loopback else {host, twin}),
        file="",
        definition="",
        loopback=loopback,
        region=region_of(url),
        delay_s=0.0 if loopback else 2.0,
        budget=6,
        proxy=proxy,
    )


def findings(listings: Sequence[Listing]) -> list[Finding]:
    """What the spider `look` told, the start address first."""
    told = [orjson.loads(one.extra[FINDING]) for one in listings if FINDING in one.extra]
    return sorted(told, key=lambda one: one["role"] != "start")


def telegram_address(url: str) -> bool:
    """Whether this is a public channel of Telegram."""
    parts = urlsplit(url)
    return (parts.hostname or "") in ("t.me", "telegram.me") and bool(
        re.match(r"/(?:s/)?[A-Za-z]\w{3,}/?\Z", parts.path)
    )


def draft(
    url: str, told: Sequence[Finding], *, source_id: str = "", purpose: str = "", proxy: Upstream | None = None
) -> Draft:
    """The source file for `url` by what was found there."""
    start = told[0] if told else {"what": "nothing", "listings": []}
    lines, listings, how, missing = _chosen(url, start, told[1:])
    name, kind = source_id or id_of(url), _kind(url, start, listings)
    head = [
        ("id", name, "small letters, digits and hyphens"),
        ("title", _quoted(str(start.get("name") or netloc(url))), ""),
        ("purpose", _quoted(purpose or _PURPOSE), "" if purpose else "kept with every run"),
    ]
    loopback = [("loopback", "true", "a test site on this machine"), ("delay", "0s", "")] if is_loopback(url) else []
    tail = [
        *loopback,
        *([("proxy", str(proxy), "every request goes through it")] if proxy else []),
        ("kind", kind, "what its listings are, where the page does not say"),
        *([("language", language, "")] if (language := _language(start)) else []),
        *([("region", region_of(url), "whose phone numbers and money are meant")] if region_of(url) != "ID" else []),
        ("schedule", "{every: 6h, jitter: 20m}", "remove it to crawl by hand only"),
    ]
    body = "".join(_line(*entry) for entry in [*head, *lines, *tail])
    shown = [replace(one, source=name, kind=kind if one.kind == "post" else one.kind) for one in listings]
    return Draft(name, f"# {how}\n{body}", shown, how, missing)


_Line = tuple[str, str, str]
_POSTS_OF_WORDPRESS = re.compile(r"(https?://[^?#]+/)wp-json/wp/v2/posts(?:[/?#]|\Z)")


def _chosen(url: str, start: Finding, others: Sequence[Finding]) -> tuple[list[_Line], list[Listing], str, str]:
    what = start["what"]
    listings = _listings(start)
    address = ("start", _quoted(url), "")
    if what in ("feed", "mastodon", "bluesky", "telegram"):
        return [("adapter", what, ""), address], listings, f"Read as {what}: {start.get('count', 0)} listings.", ""
    if what == "json" and (site := _POSTS_OF_WORDPRESS.match(url)):
        lines = [("adapter", "wordpress", ""), ("start", _quoted(site[1]), "")]
        return lines, listings, f"A WordPress site, read by its API: {start['count']} listings and further pages.", ""
    if what == "json":
        lines = [("adapter", "json", ""), address, ("items", _quoted(start["items"]), "JMESPath to the listings")]
        lines += [("fields", _fields(start["fields"]), "JMESPaths inside one listing")]
        return lines, listings, f"A JSON answer with {start['count']} listings; what its keys mean was guessed.", ""
    if what == "sitemap":
        lines = [("adapter", "pages", ""), ("sitemap", _quoted(url), "its addresses are the listings")]
        lines.append(("items", "auto", "what stands on each page is found without selectors"))
        shown = next((_listings(one) for one in others if one["what"] == "listing"), [])
        return lines, shown, f"A sitemap of {start['count']} addresses.", ""
    wordpress = next((one for one in others if one.get("side") == "wordpress" and one["listings"]), None)
    feeds = (one for one in others if one.get("side") == "feed" and one["what"] == "feed")
    feed = next((one for one in feeds if one["listings"]), None)
    if what in ("index", "structured", "listed", "thread"):
        return *_of_page(url, start, others), ""
    if wordpress is not None:
        site = wordpress["url"].partition("/wp-json/")[0]
        lines = [("adapter", "wordpress", ""), ("start", _quoted(f"{site}/"), "")]
        return lines, _listings(wordpress), "A WordPress site, read by its API.", ""
    if feed is not None:
        lines = [("adapter", "feed", ""), ("start", _quoted(feed["url"]), "the feed that the page names")]
        return lines, _listings(feed), "The page shows no cards, but names a feed.", ""
    lines = [("adapter", "pages", ""), address]
    if what == "detail":
        lines.append(("card", "auto", "the one listing of the page"))
        return lines, listings, "The page of one listing; the list that leads to it would bring all.", ""
    if what == "drawn":
        lines.append(("javascript", "{reason: The page is drawn by scripts.}", "needs Chromium"))
        lines += [("card", "auto", "the repeated cards of the page"), ("follow", "auto", "")]
    return lines, listings, "Little was found.", _MISSING.get(what, _MISSING["nothing"])


def _of_page(url: str, start: Finding, others: Sequence[Finding]) -> tuple[list[_Line], list[Listing], str]:
    """A page with cards or posts: followed to the listings where those say more and can be had."""
    lines: list[_Line] = [("adapter", "pages", ""), ("start", _quoted(url), "")]
    detail = next((one for one in others if one["what"] == "listing" and one.get("title")), None)
    deeper = detail is not None and (
        detail.get("text", 0) >= max(_ENOUGH, _LONGER * start.get("said", 0)) or _cut(start, detail)
    )
    listings = _listings(start)
    if start["what"] == "listed":
        how = f"The page names {len(start['links'])} or more listings in its structured data; each is opened."
    elif start["what"] == "thread":
        lines.append(("card", "auto", "each post is a listing; found without a selector"))
        how = f"A thread of {start['count']} posts."
    elif deeper:
        lines.append(("items", "auto", "links to listings, found without a selector; `a.card` would name them"))
        how = f"An index of {start['count']} listings; each is opened, because its page says more than its card."
    elif start["what"] == "structured":
        how = f"The page describes {start['count']} listings in its structured data."
    else:
        lines.append(("card", "auto", "what the cards show is kept; `items: auto` would open each listing"))
        how = f"An index of {start['count']} listings, read from its cards."
    if start.get("next"):
        lines.append(("follow", "auto", f"the next page; now {visible(start['next'], limit=80)}"))
    return lines, listings, how


def _cut(start: Finding, detail: Finding) -> bool:
    """Whether the page of the first listing goes on where its card stops: it may be the contact that is missing."""
    page = " ".join(" ".join(one.text.split()) for one in _listings(detail))
    for card in _listings(start)[:1]:
        for line in card.text.splitlines():
            said = " ".join(line.split()).rstrip(".… ")
            at = page.find(said) if len(said) >= _SENTENCE else -1
            if at >= 0 and len(page) - at - len(said) >= _SENTENCE:
                return True
    return False


def _listings(finding: Finding) -> list[Listing]:
    return [listing_from_json(one) for one in finding.get("listings", [])]


def _fields(fields: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {_quoted(path)}" for name, path in fields.items()) + "}"


def _quoted(text: str) -> str:
    """A text as YAML reads it back, whatever it holds."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return "'" + flat.replace("'", "''") + "'"


def _line(name: str, value: str, comment: str) -> str:
    return f"{name}: {value}  # {comment}\n" if comment else f"{name}: {value}\n"


def id_of(url: str) -> str:
    """An id from an address: the host without `www.` and its last label, and the last word of the path.

    >>> id_of("https://www.toko-contoh.example/jual/mebel/?p=2"), id_of("http://127.0.0.1:8790/pasar/")
    ('toko-contoh-mebel', 'site-8790-pasar')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    name = f"site-{parts.port or 80}" if is_loopback(url) else "-".join(host.split(".")[:-1]) or host
    words = [word for word in parts.path.split("/") if word and "." not in word]
    raw = "-".join([name, *words[-1:]]).lower()
    return re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9-]", "-", raw)).strip("-")[:60].rstrip("-") or "source"


def region_of(url: str) -> str:
    """The country of an address by its last label; Indonesia when that names none.

    >>> region_of("https://a.cl/"), region_of("https://a.example/"), region_of("https://a.co.uk/")
    ('CL', 'ID', 'GB')
    """
    last = (urlsplit(url).hostname or "").rpartition(".")[2]
    return "GB" if last == "uk" else last.upper() if _COUNTRIES.fullmatch(last) else "ID"


def _kind(url: str, start: Finding, listings: Sequence[Listing]) -> str:
    if _JOB.search(url) or _JOB.search(str(start.get("name", ""))):
        return "job"
    priced = sum(one.price is not None for one in listings)
    return "product" if listings and priced * 2 >= len(listings) else "post"


def _language(start: Finding) -> str:
    found = re.match(r"[A-Za-z]{2,3}(?=-|_|\Z)", str(start.get("language", "")))
    return found[0].lower() if found else ""
