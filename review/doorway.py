"""The door of the workbench: which Host is answered, how long a body may take, and the headers of every answer."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_S = 30.0
"""Seconds in which a body must have arrived. Forms here are short; who lets one drip wants to hold a connection."""
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Doorway:
    """An ASGI application around the workbench.

    A name that resolves to this machine must not open it (DNS rebinding), so any Host but `hosts` is answered 400
    before anything else looks at the request.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        if Headers(scope=scope).getlist("host") not in ([host] for host in self.hosts):
            refusal = PlainTextResponse("sandi answers only under the address it printed at its start.\n", 400)
            await refusal(scope, receive, send_with_headers)
            return
        await self.app(scope, _in_time(receive), send_with_headers)


def _in_time(receive: Receive) -> Receive:
    """`receive`, which answers 408 when the body has not arrived after BODY_S."""
    whole, end = False, 0.0

    async def received() -> Message:
        nonlocal whole, end
        if whole:
            return await receive()
        end = end or asyncio.get_running_loop().time() + BODY_S
        try:
            async with asyncio.timeout_at(end):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, headers={"Connection": "close"}) from None
        whole = not message.get("more_body", False)
        return message

    return received


def same_origin(headers: Headers, scheme: str = "http") -> bool:
    """Whether an unsafe request comes from the workbench's own pages.

    Browsers say where a request comes from in `Sec-Fetch-Site`; `none` is the person typing an address. Older ones
    send `Origin`, which must name the host that was asked. A request with neither is refused, for it carries a cookie
    and cannot be told from a forged one.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin == f"{scheme}://{headers.get('host', '')}"
