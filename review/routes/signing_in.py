"""Signing in with name and password, where people have accounts."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.call import Call
from review.routes.entrance import own_page
from storage import preferences, signing_in
from storage.signing_in import WINDOW_S, TooManyTries


def show(call: Call) -> Response:
    """The page where one signs in. In a one-person installation there is none."""
    if not call.bench.people:
        raise HTTPException(404)
    return page(call, 200)


def page(call: Call, status: int, *, problem: str = "", name: str = "") -> Response:
    """The form, instead of a page that needs a session or by itself; it leads back to the page that was asked for."""
    asked = call.request.url.path + (f"?{call.request.url.query}" if call.request.url.query else "")
    back = own_page(call.field("back") or (asked if call.request.method == "GET" else ""))
    headers = {"retry-after": str(WINDOW_S)} if status == 429 else None
    values = {"problem": problem, "name": name, "back": back, "session": None}
    return call.page("login.html", status, values, headers=headers)


def sign_in(call: Call) -> Response:
    """Open a session of its own; the one the browser came with, if any, is over."""
    if not call.bench.people:
        raise HTTPException(404)
    name = call.field("name").strip()[:60]
    try:
        user = signing_in.sign_in(call.store, name, call.field("password"), address=_address(call))
    except TooManyTries:
        return page(call, 429, problem="many", name=name)
    if user is None:
        return page(call, 401, problem="wrong", name=name)
    call.bench.sessions.leave(call.request.cookies.get(call.bench.cookie, ""))
    mine = preferences.get(call.store, user.name)
    session_id = call.bench.sessions.begin(user.name, user.roles, stamp=user.stamp, preferences=mine)
    return call.keep_session(call.go(own_page(call.field("back"))), session_id)


def _address(call: Call) -> str:
    """Where the request comes from; behind the proxy its last entry, for what stands before it anybody can write."""
    peer = call.request.client.host if call.request.client else ""
    if call.bench.scheme != "https":
        return peer
    return call.request.headers.get("x-forwarded-for", peer).rpartition(",")[2].strip()[:60] or peer
