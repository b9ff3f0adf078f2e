"""Answers of a Bluesky AppView or PDS (https://atproto.com/lexicons): posts and profiles as listings.

`app.bsky.feed.getAuthorFeed`, `searchPosts`, `getPostThread`, `com.atproto.repo.listRecords` and single records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crawler.extraction.found import Found
from crawler.extraction.text import tidy

_LISTS = ("feed", "posts", "records", "replies", "actors", "items")
_MAX_DEPTH = 40
_WEB = "https://bsky.app/profile"


def posts_in(value: Any, depth: int = 0) -> Iterator[Found]:
    """Every post and profile of an answer, in its order; likes, follows and the like are left out."""
    if isinstance(value, list):
        for item in value:
            yield from posts_in(item, depth + 1)
    if not isinstance(value, Mapping) or depth > _MAX_DEPTH:
        return
    kind = str(value.get("$type") or "")
    if isinstance(value.get("post"), Mapping):
        yield from posts_in(value["post"], depth + 1)
        yield from posts_in(value.get("replies"), depth + 1)
    elif isinstance(value.get("record"), Mapping) and "text" in value["record"]:
        yield _post(value["record"], value)
    elif isinstance(value.get("value"), Mapping) and "uri" in value:
        record = value["value"]
        if str(record.get("$type") or "") == "app.bsky.feed.post":
            yield _post(record, value)
    elif kind == "app.bsky.feed.post":
        yield _post(value, {})
    elif kind.startswith("app.bsky.actor") or "handle" in value:
        yield _profile(value)
    elif isinstance(value.get("thread"), Mapping):
        yield from posts_in(value["thread"], depth + 1)
    else:
        for name in _LISTS:
            if isinstance(value.get(name), list):
                yield from posts_in(value[name], depth + 1)


def _post(record: Mapping[str, Any], view: Mapping[str, Any]) -> Found:
    author = view.get("author")
    author = author if isinstance(author, Mapping) else {}
    links = [
        str(f["uri"]) for facet in _maps(record.get("facets")) for f in _maps(facet.get("features")) if f.get("uri")
    ]
    shown = [str(one["alt"]) for one in _maps(_images(record.get("embed"))) if one.get("alt")]
    card = _card(record.get("embed"))
    extra = {
        "account_name": str(author.get("displayName") or ""),
        "links": " ".join(dict.fromkeys(links)),
        "media_description": "\n".join(shown),
        "link_card": card,
    }
    languages = record.get("langs")
    return Found(
        url=web_address(str(view.get("uri") or ""), str(author.get("handle") or "")),
        kind="post",
        text=tidy(str(record.get("text") or "")) or card or "\n".join(shown),
        seller=str(author.get("handle") or author.get("did") or _did(str(view.get("uri") or ""))),
        posted_at=str(record.get("createdAt") or view.get("indexedAt") or ""),
        language=str(languages[0]) if isinstance(languages, list) and languages else "",
        images=tuple(str(one["fullsize"]) for one in _maps(_images(view.get("embed"))) if one.get("fullsize")),
        extra={name: text for name, text in extra.items() if text},
    )


def _profile(value: Mapping[str, Any]) -> Found:
    handle = str(value.get("handle") or "")
    return Found(
        url=f"{_WEB}/{handle}" if handle else "",
        kind="profile",
        title=tidy(str(value.get("displayName") or handle)),
        text=tidy(str(value.get("description") or "")),
        seller=handle,
        posted_at=str(value.get("createdAt") or ""),
    )


def web_address(uri: str, handle: str = "") -> str:
    """The page of a post on the web; empty when `uri` names none.

    >>> web_address("at://did:plc:x/app.bsky.feed.post/3jv", "ani.example")
    'https://bsky.app/profile/ani.example/post/3jv'
    """
    parts = uri.removeprefix("at://").split("/")
    return f"{_WEB}/{handle or parts[0]}/post/{parts[2]}" if uri.startswith("at://") and len(parts) == 3 else ""


def _did(uri: str) -> str:
    return uri.removeprefix("at://").partition("/")[0]


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _images(embed: Any) -> Any:
    """The pictures of an embed, also of one that quotes a post beside them."""
    if not isinstance(embed, Mapping):
        return []
    media = embed.get("media")
    return embed.get("images") or (media.get("images") if isinstance(media, Mapping) else [])


def _card(embed: Any) -> str:
    """Title and description of a linked page, as the post shows them."""
    outside = embed.get("external") if isinstance(embed, Mapping) else None
    if not isinstance(outside, Mapping):
        return ""
    return "\n".join(filter(None, (str(outside.get(name) or "") for name in ("title", "description", "uri"))))
