"""`/toot`: the public timeline of a Mastodon server, in Mastodon's JSON shapes, with `Link` headers to page through.

Shapes: https://docs.joinmastodon.org/entities/Status/ and /methods/timelines/.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from demo.notices import Notice
from demo.pages import Town, base_url

DEFAULT_LIMIT, MAX_LIMIT = 20, 40
_HASHTAG = re.compile(r"(?<![\w/&])#(\w*[^\W\d_]\w*)")
_LINKED = re.compile(rf"(?P<url>https?://[^\s<>\"]+)|{_HASHTAG.pattern}")
_SCHEME = re.compile(r"https?://(?:www\.)?")


def status_id(notice: Notice) -> int:
    """A snowflake as Mastodon makes them: milliseconds, then 16 bits that tell equals apart."""
    return int(notice.posted_at.timestamp() * 1000) << 16 | zlib.crc32(notice.id.encode()) & 0xFFFF


def handle(seller: str) -> str:
    """The account name of a seller: letters, digits and underscores."""
    return re.sub(r"\W", "_", seller.lower().lstrip("@"), flags=re.ASCII)[:30]


def routes(town: Town) -> list[BaseRoute]:
    """The server's addresses."""
    timeline = sorted(((status_id(notice), notice) for notice in town.shelf("toot")), reverse=True, key=lambda s: s[0])

    async def public(request: Request) -> Response:
        return _answer(request, timeline, town)

    async def hashtag(request: Request) -> Response:
        tag = request.path_params["tag"].lower()
        return _answer(request, [(at, n) for at, n in timeline if tag in _tags(n)], town)

    async def one(request: Request) -> Response:
        return JSONResponse(_status(*_find(request, timeline), town, base_url(request) + "/toot"))

    async def page(request: Request) -> Response:
        at, notice = _find(request, timeline)
        root = base_url(request) + "/toot"
        return town.render("toot/status.html", notice=notice, toot=_status(at, notice, town, root))

    async def instance(request: Request) -> Response:
        return JSONResponse(_INSTANCE | {"domain": request.url.netloc})

    async def about(request: Request) -> Response:
        return town.render("toot/about.html")

    return [
        Route("/toot/", about),
        Route("/toot/api/v2/instance", instance),
        Route("/toot/api/v1/timelines/public", public),
        Route("/toot/api/v1/timelines/tag/{tag}", hashtag),
        Route("/toot/api/v1/statuses/{status}", one),
        Route("/toot/@{account}/{status}", page),
    ]


_INSTANCE: dict[str, Any] = {
    "title": "Toot Kenari",
    "version": "4.5.0",
    "source_url": "https://github.com/mastodon/mastodon",
    "description": "Server kecil warga Kota Kenari.",
    "languages": ["id", "en"],
    "rules": [],
    "registrations": {"enabled": False, "approval_required": True, "message": None},
}


def _find(request: Request, timeline: list[tuple[int, Notice]]) -> tuple[int, Notice]:
    for at, notice in timeline:
        same_account = request.path_params.get("account", handle(notice.seller)) == handle(notice.seller)
        if str(at) == request.path_params["status"] and same_account:
            return at, notice
    raise HTTPException(404)


def _answer(request: Request, timeline: list[tuple[int, Notice]], town: Town) -> Response:
    """One page of a timeline: `limit` (at most 40) statuses between `since_id` and `max_id`, newest first."""
    limit = min(_number(request, "limit", DEFAULT_LIMIT), MAX_LIMIT)
    older, newer = _number(request, "max_id", 1 << 63), _number(request, "since_id", 0)
    found = [(at, notice) for at, notice in timeline if newer < at < older][:limit]
    statuses = [_status(at, notice, town, base_url(request) + "/toot") for at, notice in found]
    return JSONResponse(statuses, headers=_link(request, [at for at, _ in found], limit))


def _number(request: Request, name: str, default: int) -> int:
    value = request.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else default


def _link(request: Request, ids: list[int], limit: int) -> dict[str, str]:
    """As Mastodon does it: `next` only after a full page, `prev` whenever there was anything."""
    kept = {key: value for key, value in request.query_params.items() if key not in ("max_id", "since_id", "min_id")}

    def to(relation: str, **edge: int) -> str:
        return f'<{base_url(request)}{request.url.path}?{urlencode(kept | edge)}>; rel="{relation}"'

    links = [to("next", max_id=ids[-1])] if ids and len(ids) == limit else []
    links += [to("prev", min_id=ids[0])] if ids else []
    return {"link": ", ".join(links)} if links else {}


def _status(at: int, notice: Notice, town: Town, root: str) -> dict[str, Any]:
    account = _account(notice, root)
    return {
        "id": str(at),
        "created_at": _moment(notice.posted_at),
        "edited_at": _moment(town.now) if notice.changed else None,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": notice.language,
        "uri": f"{root}/users/{account['username']}/statuses/{at}",
        "url": f"{root}/@{account['username']}/{at}",
        "replies_count": 0,
        "reblogs_count": at % 7,
        "favourites_count": at % 11,
        "content": content(notice, lambda tag: f"{root}/tags/{tag.lower()}"),
        "reblog": None,
        "account": account,
        "media_attachments": [],
        "mentions": [],
        "tags": [{"name": tag, "url": f"{root}/tags/{tag}"} for tag in _tags(notice)],
        "emojis": [],
        "card": None,
        "poll": None,
    }


def _account(notice: Notice, root: str) -> dict[str, Any]:
    name = handle(notice.seller)
    return {
        "id": str(zlib.crc32(name.encode())),
        "username": name,
        "acct": name,
        "display_name": notice.seller.lstrip("@"),
        "locked": False,
        "bot": False,
        "created_at": "2025-01-01T00:00:00.000Z",
        "note": f"<p>{escape(notice.location)}</p>" if notice.location else "",
        "url": f"{root}/@{name}",
        "avatar": f"{root.removesuffix('/toot')}/gambar/avatar-{name}.png",
        "fields": [],
        "emojis": [],
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def published(notice: Notice) -> str:
    """What was typed: Mastodon knows no titles, so a title that the text lacks becomes its first paragraph."""
    if not notice.title or notice.title in notice.text:
        return notice.text
    return f"{notice.title}\n\n{notice.text}" if notice.text else notice.title


def _tags(notice: Notice) -> list[str]:
    return list(dict.fromkeys(tag.lower() for tag in _HASHTAG.findall(published(notice))))


def content(notice: Notice, tag_url: Callable[[str], str]) -> str:
    """The text as Mastodon's HTML: paragraphs, line breaks, linked hashtags and shortened links."""
    paragraphs = re.split(r"\n{2,}", published(notice).strip())
    return "".join(f"<p>{_line_breaks(paragraph, tag_url)}</p>" for paragraph in paragraphs)


def _line_breaks(paragraph: str, tag_url: Callable[[str], str]) -> Markup:
    return Markup("<br />").join(_links(line, tag_url) for line in paragraph.split("\n"))


def _links(line: str, tag_url: Callable[[str], str]) -> Markup:
    parts: list[Markup] = []
    end = 0
    for match in _LINKED.finditer(line):
        parts.append(escape(line[end : match.start()]))
        tag = match[2]
        parts.append(_hashtag(tag, tag_url(tag)) if tag else _link_text(match["url"]))
        end = match.end()
    return Markup("").join([*parts, escape(line[end:])])


def _hashtag(tag: str, url: str) -> Markup:
    return Markup('<a href="{}" class="mention hashtag" rel="tag">#<span>{}</span></a>').format(url, tag)


def _link_text(url: str) -> Markup:
    """A link as Mastodon writes it: scheme and tail are there, but hidden by its style sheet."""
    scheme = _SCHEME.match(url)
    start = scheme.end() if scheme else 0
    shown, rest = url[start : start + 30], url[start + 30 :]
    return Markup(
        '<a href="{}" target="_blank" rel="nofollow noopener noreferrer" translate="no">'
        '<span class="invisible">{}</span>'
        '<span class="{}">{}</span><span class="invisible">{}</span></a>'
    ).format(url, url[:start], "ellipsis" if rest else "", shown, rest)
