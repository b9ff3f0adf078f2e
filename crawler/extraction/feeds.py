"""RSS, Atom, JSON Feed, Mastodon and ActivityPub answers as Listings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import feedparser
import orjson

from crawler.extraction.activity import is_activity, posts_of
from crawler.extraction.found import Found, Seen, listings_of
from crawler.extraction.text import markup_text, tidy
from crawler.sources import Source
from sandi.listing import Listing

_MARK = b"\xef\xbb\xbf"
"""The byte order mark that some servers put before their JSON."""


class FeedError(ValueError):
    """The answer is no feed (or no timeline) at all."""


def feed_listings(body: bytes, *, url: str, headers: Mapping[str, str], source: Source, seen: Seen) -> list[Listing]:
    """The entries of an RSS, Atom or JSON feed. Raises FeedError when `body` is none."""
    if body.removeprefix(_MARK).lstrip()[:1] == b"{":
        return listings_of(_json_feed(answer(body)), url, source, seen)
    feed = _parsed(body, {"content-location": url, **headers})
    if not feed.get("version"):
        raise FeedError("the answer is neither RSS, Atom nor JSON Feed")
    language = str(feed.feed.get("language", ""))
    return listings_of((_entry(entry, language) for entry in feed.entries), url, source, seen)


def feed_next(body: bytes) -> str:
    """The address of the next page (RFC 5005 `rel="next"`, `next_url` of a JSON feed), or empty."""
    if body.removeprefix(_MARK).lstrip()[:1] == b"{":
        return str(answer(body).get("next_url") or "")
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


def answer(body: bytes) -> Any:
    """The JSON of an answer. Raises FeedError when it is none."""
    try:
        return orjson.loads(body.removeprefix(_MARK))
    except orjson.JSONDecodeError:
        raise FeedError("the answer is not JSON") from None


def _json_feed(feed: Any) -> Iterator[Found]:
    """The items of a JSON Feed (https://jsonfeed.org/version/1.1). Raises FeedError when `feed` is none."""
    if "jsonfeed.org" not in str(feed.get("version", "")) or not isinstance(feed.get("items"), list):
        raise FeedError("the answer is no JSON Feed")
    for item in feed["items"]:
        if not isinstance(item, Mapping):
            continue
        authors = _objects(item.get("authors")) or _objects(feed.get("authors"))
        attached = _objects(item.get("attachments"))
        said = _plain(item.get("content_text"))
        body = tidy(said) if said else markup_text(_plain(item.get("content_html")))
        named = "\n".join(_plain(one.get("title")) for one in attached if one.get("title"))
        yield Found(
            url=_plain(item.get("url")) or _plain(item.get("external_url")),
            title=markup_text(_plain(item.get("title"))),
            text=body or markup_text(_plain(item.get("summary"))) or named,
            category=", ".join(str(tag) for tag in _list(item.get("tags"))),
            seller=", ".join(_plain(one.get("name")) for one in authors if one.get("name")),
            posted_at=_plain(item.get("date_published")),
            language=_plain(item.get("language")) or _plain(feed.get("language")),
            images=tuple(filter(None, (_plain(item.get("image")), _plain(item.get("banner_image"))))),
        )


def _list(value: Any) -> list[Any]:
    """A list as it is; a server that puts something else in its place says nothing there."""
    return value if isinstance(value, list) else []


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in _list(value) if isinstance(one, Mapping)]


def _plain(value: Any) -> str:
    """A text, also the first of a list of them (which some feeds write); empty for anything else."""
    if isinstance(value, list):
        return next((one for one in value if isinstance(one, str)), "")
    return value if isinstance(value, str) else ""


def timeline_listings(body: bytes, *, url: str, source: Source, seen: Seen) -> list[Listing]:
    """The public posts of a Mastodon-compatible answer or an ActivityPub document, boosts opened.

    A timeline, a search, the context of a post, one post, an outbox. Raises FeedError when `body` is none of these.
    """
    value = answer(body)
    if is_activity(value):
        return listings_of(posts_of(value), url, source, seen)
    found = (_status(status) for status in _statuses(value) if isinstance(status, Mapping))
    return listings_of((one for one in found if one), url, source, seen)


def _statuses(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping):
        if isinstance(value.get("ancestors"), list) and isinstance(value.get("descendants"), list):
            return [*value["ancestors"], *value["descendants"]]
        if isinstance(value.get("statuses"), list):
            return list(value["statuses"])
        if "content" in value and "account" in value:
            return [value]
    raise FeedError("the answer is no list of statuses")


def _status(status: Mapping[str, Any]) -> Found | None:
    status = status["reblog"] if isinstance(status.get("reblog"), Mapping) else status
    if status.get("visibility", "public") not in ("public", "unlisted"):
        return None
    account = status.get("account") if isinstance(status.get("account"), Mapping) else {}
    media = _objects(status.get("media_attachments"))
    warning = str(status.get("spoiler_text") or "").strip()
    body = markup_text(str(status.get("content") or ""))
    tags = [str(tag.get("name", "")) for tag in _objects(status.get("tags"))]
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
