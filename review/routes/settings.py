"""What belongs to one person: who they are here, their language and keys, their password."""

from __future__ import annotations

from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.call import Call
from review.keymap import KEYS, KeysClash, read_keymap
from review.routes.entrance import own_page
from storage import preferences, signing_in, users
from storage.passwords import BadPassword
from storage.signing_in import TooManyTries

PAUSES = ("0", "25", "45", "60", "90")
"""Minutes between breaks that can be chosen; 0 names none."""


def show(call: Call) -> Response:
    return page(call, 200)


def page(call: Call, status: int, *, problem: str = "", key: str = "") -> Response:
    values = {
        "problem": problem,
        "key": key,
        "keys": KEYS,
        "pauses": PAUSES,
        "back": "/settings",
        "account": call.signed_in.stamp is not None,
    }
    return call.page("settings.html", status, values)


def keymap(call: Call) -> Response:
    """Give acts other keys; empty is the usual one."""
    session = call.signed_in
    try:
        chosen = read_keymap({key: call.field(f"key-{name}") for key, name in KEYS.items()})
    except KeysClash as clash:
        return page(call, 400, problem="keys", key=clash.key)
    session.preferences = replace(session.preferences, keymap=chosen)
    preferences.put(call.store, session.user, session.preferences)
    return call.go("/settings")


def rest(call: Call) -> Response:
    """A break was taken, or another time between breaks was chosen."""
    session, minutes = call.signed_in, call.field("minutes")
    if minutes in PAUSES:
        session.preferences = replace(session.preferences, pause_min=int(minutes))
        preferences.put(call.store, session.user, session.preferences)
    else:
        session.rest()
    return call.go(own_page(call.field("back")))


def password(call: Call) -> Response:
    """Change one's own password: every session of the account is over, this one begins anew."""
    session = call.signed_in
    if session.stamp is None:
        raise HTTPException(404)
    try:
        if signing_in.sign_in(call.store, session.user, call.field("old"), address="settings") is None:
            return page(call, 400, problem="old")
        user = users.set_password(call.store, session.user, call.field("new"), actor=session.user)
    except TooManyTries:
        return page(call, 429, problem="many")
    except BadPassword:
        return page(call, 400, problem="new")
    call.bench.sessions.leave(call.request.cookies.get(call.bench.cookie, ""))
    fresh = call.bench.sessions.begin(user.name, user.roles, stamp=user.stamp, preferences=session.preferences)
    return call.keep_session(call.go("/settings"), fresh)
