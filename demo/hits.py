"""Counts what is asked of the town, so that a test can prove what a crawler did and did not do."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HITS = "/_hits"
IMAGES = "/gambar/"
DISALLOWED = "/pasar/admin/"


class Hits:
    """Counters since the server started."""

    def __init__(self) -> None:
        self.sites: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.agents: Counter[str] = Counter()
        self.images = 0
        self.disallowed = 0
        self.open = 0
        self.most_at_once = 0

    def begin(self, path: str, query: str, agent: str) -> None:
        """A request arrives."""
        self.sites["/" + path.split("/")[1]] += 1
        self.pages[f"{path}?{query}" if query else path] += 1
        self.agents[agent] += 1
        self.images += path.startswith(IMAGES)
        self.disallowed += path.startswith(DISALLOWED)
        self.open += 1
        self.most_at_once = max(self.most_at_once, self.open)

    def end(self) -> None:
        """A request is answered."""
        self.open -= 1

    def to_json(self) -> dict[str, Any]:
        """All counters as plain values."""
        return {
            "sites": dict(sorted(self.sites.items())),
            "pages": dict(sorted(self.pages.items())),
            "agents": dict(sorted(self.agents.items())),
            "images": self.images,
            "disallowed": self.disallowed,
            "most_at_once": self.most_at_once,
        }

    async def page(self, request: Request) -> JSONResponse:
        """The counters, themselves uncounted."""
        return JSONResponse(self.to_json())


class CountHits:
    """ASGI middleware that writes every request except those for the counters into `hits`."""

    def __init__(self, app: ASGIApp, hits: Hits) -> None:
        self.app = app
        self.hits = hits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == HITS:
            await self.app(scope, receive, send)
            return
        agent = dict(scope["headers"]).get(b"user-agent", b"").decode("latin-1")
        self.hits.begin(scope["path"], scope["query_string"].decode("latin-1"), agent)
        try:
            await self.app(scope, receive, send)
        finally:
            self.hits.end()
