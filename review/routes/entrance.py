"""Entering by the one-time link, leaving, preferences, and the page that lists the keys."""

from __future__ import annotations

import re
from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import i18n
from review.call import Call
from review.navigation import places_for
from review.permissions import Permission
from storage import preferences as preferences_of

_ROOMS = "leads|decisions|keys|settings|rules|sources|overview|second|cases|approvals"
_OWN_PAGE = re.compile(rf"/(?:{_ROOMS})(?:[/?][\x21-\x7e]*)?\Z")


def enter(call: Call) -> Response:
    """Take the key of the link, once, and go to the queue with a session cookie.

    Programs that only look at a link (a preview, a checker) ask with HEAD, and that must not use it up.
    """
    if call.request.method == "HEAD":
        return Response()
    mine = preferences_of.get(call.store, call.store.config.user)
    session_id = call.bench.sessions.enter(call.request.query_params.get("key", ""), mine)
    if session_id is None:
        if call.session is not None:
            return call.go("/leads")
        raise HTTPException(401, "session")
    return call.keep_session(call.go("/leads"), session_id)


def home(call: Call) -> Response:
    """The queue, or for those who may not read leads the first place that they may open."""
    if call.may(Permission.READ_LEADS):
        return call.go("/leads")
    places = places_for(call.signed_in.roles)
    return call.go(places[0].path if places else "/settings")


def keys(call: Call) -> Response:
    """All keys, what they do, and the switch that turns them off."""
    return call.page("keys.html", 200, {"back": "/keys"})


def preferences(call: Call) -> Response:
    """Change language or switch the keys, for now and for the next time; then back to the page the person was on."""
    session = call.signed_in
    chosen = session.preferences
    if call.field("language") in i18n.LANGUAGES:
        chosen = replace(chosen, language=call.field("language"))
    if call.field("keys") in ("on", "off"):
        chosen = replace(chosen, keys=call.field("keys") == "on")
    if chosen != session.preferences:
        session.preferences = chosen
        preferences_of.put(call.store, session.user, chosen)
    return call.go(own_page(call.field("back")))


def own_page(path: str) -> str:
    """`path` when it is a page of the workbench that a person may be sent to, else the first page there is for them."""
    return path if _OWN_PAGE.match(path) else "/"


def leave(call: Call) -> Response:
    """End the session here and in the browser."""
    call.bench.sessions.leave(call.request.cookies.get(call.bench.cookie, ""))
    response = call.page("left.html", 200, {})
    response.delete_cookie(call.bench.cookie, path="/", httponly=True, samesite="strict")
    return response
