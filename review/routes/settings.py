"""What belongs to one person: who they are here, their language and keys, their password."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.call import Call
from storage import signing_in, users
from storage.passwords import BadPassword
from storage.signing_in import TooManyTries


def show(call: Call) -> Response:
    return page(call, 200)


def page(call: Call, status: int, *, problem: str = "") -> Response:
    values = {"problem": problem, "back": "/settings", "account": call.signed_in.stamp is not None}
    return call.page("settings.html", status, values)


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
