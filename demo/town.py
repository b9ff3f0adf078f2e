"""Market town: five invented sites under one address, as they look in the wild, with the oddities of the wild.

`/pasar` marketplace, `/kerja` job board, `/forum` forum, `/toot` Mastodon's public timeline, `/iklan` classifieds drawn
by JavaScript. `/_hits` counts who asked for what. It belongs on loopback and must never serve what the listings' files
say about themselves (see notices.py).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import format_datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from demo import forum, hits, iklan, kerja, pasar, toot
from demo.notices import CLOCK, load_day
from demo.pages import Town, base_url, environment

LISTINGS = Path(__file__).parent / "listings"
_STATIC = Path(__file__).parent / "static"


def town(listings: Path = LISTINGS, *, day: int = 1, slow_s: float = 1.5) -> Starlette:
    """The town on `day` (1 or 2), with the listings of that folder; its slow page takes `slow_s` seconds.

    `app.state.oddities` names the listings with oddities, `app.state.hits` is what `/_hits` shows.
    Raises InputError when the listings cannot be read.
    """
    today = Town(day, CLOCK[day], load_day(listings, day), slow_s, environment())
    market = pasar.Pasar(today)
    counters = hits.Hits()
    app = Starlette(
        routes=[
            Route("/", lambda request: today.render("town/index.html")),
            Route("/robots.txt", _robots),
            Route(hits.HITS, counters.page),
            Route(hits.IMAGES + "{name}.png", _image),
            Mount("/static", StaticFiles(directory=_STATIC)),
            *market.routes(),
            *kerja.routes(today),
            *forum.routes(today),
            *toot.routes(today),
            *iklan.routes(today),
        ],
        middleware=[Middleware(hits.CountHits, hits=counters), Middleware(DayClock, town=today)],
        exception_handlers={HTTPException: _explain(today)},
    )
    app.state.oddities = market.oddities
    app.state.hits = counters
    return app


class DayClock:
    """ASGI middleware that gives the town's time as `Date`, so that "Kemarin" can be read against it."""

    def __init__(self, app: ASGIApp, town: Town) -> None:
        self.app = app
        self.date = format_datetime(town.now.astimezone(UTC), usegmt=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["date"] = self.date
            await send(message)

        await self.app(scope, receive, send_dated)


def _explain(today: Town) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def explain(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return today.render("town/error.html", status=status, code=status)

    return explain


async def _robots(request: Request) -> Response:
    return PlainTextResponse(
        f"User-agent: *\nDisallow: {hits.DISALLOWED}\n\nSitemap: {base_url(request)}/kerja/sitemap.xml\n"
    )


async def _image(request: Request) -> Response:
    """A plain two-coloured PNG; the colours come from the name. Nobody who crawls may ask for it."""
    seed = zlib.crc32(request.path_params["name"].encode())
    colours = [bytes(128 + (seed >> shift) % 112 for shift in (at, at + 5, at + 10)) for at in (0, 12)]
    rows = b"".join(b"\0" + b"".join(colours[(x + y) > 7] for x in range(8)) for y in range(8))
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return Response(b"\x89PNG\r\n\x1a\n" + body, media_type="image/png")
