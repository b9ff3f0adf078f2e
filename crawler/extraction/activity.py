"""ActivityStreams 2.0 documents (https://www.w3.org/TR/activitystreams-vocabulary/): what people posted in public.

A like, a follow or an invitation is no listing; a boost is the post that it passes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crawler.extraction.found import Found
from crawler.extraction.text import markup_text, tidy

_POSTS = frozenset({"Note", "Article", "Question", "Page", "Video", "Audio", "Image", "Document", "Event"})
_PEOPLE = frozenset({"Person", "Organization", "Group", "Service", "Application"})
_CARRIERS = frozenset({"Create", "Announce", "Update", "Add"})
_LISTS = frozenset({"Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"})
_KNOWN = (
    _POSTS | _PEOPLE | _CARRIERS | _LISTS | {"Like", "Follow", "Accept", "Reject", "Invite", "Undo", "Delete", "Block"}
)
_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_MAX_DEPTH = 6


def is_activity(value: Any) -> bool:
    """Whether a JSON answer is an ActivityStreams object."""
    return isinstance(value, Mapping) and _kind(value) in _KNOWN and "account" not in value


def posts_of(value: Any, actor: Any = None, depth: int = 0) -> Iterator[Found]:
    """The public posts and profiles in a document, in its order."""
    if not isinstance(value, Mapping) or depth > _MAX_DEPTH:
        return
    kind = _kind(value)
    if kind in _LISTS:
        for item in _many(value.get("orderedItems") or value.get("items") or value.get("first")):
            yield from posts_of(item, actor, depth + 1)
    elif kind in _CARRIERS:
        by = None if kind == "Announce" else value.get("actor")
        for item in _many(value.get("object")):
            yield from posts_of(item, by, depth + 1)
    elif kind in _POSTS and _is_public(value):
        yield _post(value, actor)
    elif kind in _PEOPLE:
        yield _profile(value)


def next_of(value: Any) -> str:
    """The address of the next page of a collection, or empty."""
    if not isinstance(value, Mapping):
        return ""
    following = value.get("next") or (value.get("first") if "orderedItems" not in value else "")
    return following if isinstance(following, str) else ""


def _kind(value: Mapping[str, Any]) -> str:
    """The type of an object; of several (as JSON-LD allows) the first that is known."""
    told = [one for one in _many(value.get("type")) if isinstance(one, str)]
    return next((one for one in told if one in _KNOWN), told[0] if told else "")


def _is_public(value: Mapping[str, Any]) -> bool:
    named = [*_many(value.get("to")), *_many(value.get("cc"))]
    addressed = [one.get("id") if isinstance(one, Mapping) else one for one in named]
    return not addressed or any(one in _PUBLIC for one in addressed)


def _post(value: Mapping[str, Any], actor: Any) -> Found:
    body = markup_text(_text(value.get("content")) or _first_of(value.get("contentMap")))
    summary = markup_text(_text(value.get("summary")))
    options = [_name(one) for one in [*_many(value.get("oneOf")), *_many(value.get("anyOf"))]]
    media = [one for one in [*_many(value.get("attachment")), *_many(value.get("image"))] if isinstance(one, Mapping)]
    tags = [_name(tag) for tag in _many(value.get("tag")) if isinstance(tag, Mapping) and _kind(tag) == "Hashtag"]
    shown = "\n".join(filter(None, (_text(one.get("name")) or _text(one.get("summary")) for one in media)))
    extra = {"tags": ", ".join(filter(None, tags)), "media_description": shown, "begins": _text(value.get("startTime"))}
    warning = summary if value.get("sensitive") or not body else ""
    return Found(
        url=_address(value),
        kind="post",
        title=markup_text(_text(value.get("name"))),
        text="\n".join(filter(None, (warning, body, *options))),
        seller=_name(value.get("attributedTo")) or _name(actor),
        location=_name(value.get("location")),
        posted_at=_text(value.get("published")) or _text(value.get("updated")),
        language=next(iter(value["contentMap"]), "") if isinstance(value.get("contentMap"), Mapping) else "",
        images=tuple(url for one in media if (url := _address(one))),
        extra={name: text for name, text in extra.items() if text},
    )


def _profile(value: Mapping[str, Any]) -> Found:
    name = _text(value.get("name")) or _text(value.get("preferredUsername"))
    return Found(
        url=_address(value),
        kind="profile",
        title=tidy(name),
        text=markup_text(_text(value.get("summary"))),
        seller=_text(value.get("preferredUsername")) or tidy(name),
        posted_at=_text(value.get("published")),
        location=_name(value.get("location")),
    )


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _first_of(value: Any) -> str:
    return _text(next(iter(value.values()), "")) if isinstance(value, Mapping) else ""


def _name(value: Any) -> str:
    for one in _many(value):
        if isinstance(one, Mapping) and (name := _text(one.get("name")) or _text(one.get("preferredUsername"))):
            return tidy(name)
        if _text(one):
            return _text(one)
    return ""


def _address(value: Mapping[str, Any]) -> str:
    """`url` (a text, a link or a list of them), else an `id` that is an address."""
    for one in [*_many(value.get("url")), value.get("id")]:
        text = _text(one.get("href") or one.get("url")) if isinstance(one, Mapping) else _text(one)
        if text.startswith(("http://", "https://")):
            return text
    return ""
