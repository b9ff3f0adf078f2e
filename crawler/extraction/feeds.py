"""RSS, Atom and Mastodon answers as Listings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import feedparser
import orjson

from crawler.extraction.addresses import canonical
from crawler.extraction.found import Found, Seen, to_listing
from crawler.extraction.text import markup_text, tidy
from crawler.sources import Source
from sandi.listing import Listing


class FeedError(ValueError):
    """The answer is no feed (or no timeline) at all."""


def feed_listings(body: bytes, *, url: str, headers: Mapping[str, str], source: Source, seen: Seen) -> list[Listing]:
    """The entries of an RSS or Atom feed. Raises FeedError when `body` is none."""
    feed = _parsed(body, {"content-location": url, **headers})
    if not feed.get("version"):
        raise FeedError("the answer is neither RSS nor Atom")
    language = str(feed.feed.get("language", ""))
    return list(_listings((_entry(entry, language) for entry in feed.entries), url, source, seen))


def feed_next(body: bytes) -> str:
    """The address of the next page (RFC 5005 `rel="next"`), or empty."""
    links = _parsed(body).feed.get("links", [])
    return next((str(link.get("href", "")) for link in links if link.get("rel") == "next"), "")


def _parsed(body: bytes, headers: Mapping[str, str] | None = None) -> Any:
    """As a stream, because of bytes feedparser first asks whether they name a file of ours, and reads that one."""
    return feedparser.parse(BytesIO(body), response_headers=dict(headers or {}))


def _entry(entry: Any, language: str) -> Found:
    contents = [str(content.get("value", "")) for content in entry.get("content", [])]
    body = max([*contents, str(entry.get("summary", ""))], key=len)
    media = [*entry.get("media_content", []), *entry.get("media_thumbnail", []), *entry.get("enclosures", [])]
    images = tuple(str(item.get("url") or item.get("href") or "") for item in media)
    tags = [str(tag.get("term") or "") for tag in entry.get("tags", [])]
    identity = str(entry.get("id", ""))
    return Found(
        url=str(entry.get("link") or (identity if identity.startswith("http") else "")),
        title=markup_text(str(entry.get("title", ""))),
        text=markup_text(body),
        category=", ".join(filter(None, tags)),
        seller=tidy(str(entry.get("author", ""))),
        posted_at=str(entry.get("published") or entry.get("updated") or ""),
        language=language,
        images=tuple(filter(None, images)),
        extra={"guid": identity} if identity and identity != entry.get("link") else {},
    )


def timeline_listings(body: bytes, *, url: str, source: Source, seen: Seen) -> list[Listing]:
    """The public statuses of a Mastodon-compatible timeline, boosts opened. Raises FeedError when `body` is none."""
    try:
        statuses = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise FeedError("the answer is not JSON") from None
    if not isinstance(statuses, list):
        raise FeedError("the answer is no list of statuses")
    found = (_status(status) for status in statuses if isinstance(status, Mapping))
    return list(_listings((one for one in found if one), url, source, seen))


def _status(status: Mapping[str, Any]) -> Found | None:
    status = status["reblog"] if isinstance(status.get("reblog"), Mapping) else status
    if status.get("visibility", "public") not in ("public", "unlisted"):
        return None
    account = status.get("account") if isinstance(status.get("account"), Mapping) else {}
    media = [item for item in status.get("media_attachments") or () if isinstance(item, Mapping)]
    warning = str(status.get("spoiler_text") or "").strip()
    body = markup_text(str(status.get("content") or ""))
    tags = [str(tag.get("name", "")) for tag in status.get("tags") or () if isinstance(tag, Mapping)]
    described = "\n".join(str(item["description"]) for item in media if item.get("description"))
    name = str((account or {}).get("display_name") or "")
    extra = {"account_name": name, "media_description": described, "tags": ", ".join(tags)}
    return Found(
        url=str(status.get("url") or status.get("uri") or ""),
        kind="post",
        text="\n".join(filter(None, (warning, body))),
        seller=str((account or {}).get("acct") or ""),
        posted_at=str(status.get("created_at") or ""),
        language=str(status.get("language") or ""),
        images=tuple(str(item.get("url") or "") for item in media),
        extra={key: value for key, value in extra.items() if value},
    )


def _listings(found: Iterator[Found], url: str, source: Source, seen: Seen) -> Iterator[Listing]:
    for one in found:
        own = canonical(one.url, url)
        if own and not one.empty:
            yield to_listing(one, url=own, source=source, seen=seen)
