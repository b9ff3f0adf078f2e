"""What a person decided last, each with its way back, and one decision over everything that fits a filter."""

from __future__ import annotations

from starlette.responses import Response

from review.call import Call
from review.filters import Filters, read_filters
from review.routes import queue
from review.routes.lead import whole
from review.session import Notice
from storage import acts, bulk
from storage.decisions import DecisionError

SHOWN = 10


def show(call: Call) -> Response:
    """The last ten acts of the person; what was decided together is one."""
    return page(call, 200)


def page(call: Call, status: int, *, problem: str = "") -> Response:
    rows = acts.last(call.store, call.signed_in.user, SHOWN)
    return call.page("decisions.html", status, {"rows": rows, "problem": problem, "back": "/decisions"})


def undo(call: Call) -> Response:
    """Take back what still stands of decisions made together."""
    act, user = call.request.path_params["act"], call.signed_in.user
    try:
        count = acts.undo(call.store, act, actor=user, via="web")
    except DecisionError as error:
        return page(call, 409, problem=str(error))
    call.signed_in.notice = Notice("undo", 0, "", 0, act=act, count=count)
    return call.go(read_filters(call.request.query_params).first_url)


def _children(call: Call, filters: Filters, user: str) -> int:
    """How many leads of the child lane a decision over the filter would cover; it leaves them out unless they are named
    by it, or ask for help."""
    if filters.lane != "child" and filters.verdict != "help":
        return 0
    narrowing = filters.narrowing(call.store, user)
    narrowing["lane"] = "child"
    return bulk.count(call.store, user, **narrowing)


def decide_all(call: Call) -> Response:
    """One decision for everything that fits the filter of the address.

    The number was shown before; above queue.LARGE it must be typed in too, so that nobody does it by a slip. Texts of
    the child lane stand closed: whoever dismisses them all is asked once more, as for a single one.
    """
    filters, user = read_filters(call.request.query_params), call.signed_in.user
    expected = whole(call.field("count"))
    if expected > queue.LARGE and whole(call.field("typed")) != expected:
        return queue.page(call, 400, problem="typed")
    decision, _, reason = call.field("choice").partition(":")
    if decision == "dismiss" and not call.field("unread") and _children(call, filters, user):
        return queue.page(call, 400, problem="unread")
    try:
        act, decided = bulk.decide(
            call.store,
            decision=decision,
            reason=reason,
            note=call.field("note").strip(),
            actor=user,
            via="web",
            expected=expected,
            **filters.narrowing(call.store, user),
        )
    except DecisionError as error:
        return queue.page(call, 409, problem=str(error))
    call.signed_in.notice = Notice(decision, 0, reason, 0, act=act, count=len(decided))
    return call.go(filters.first_url)
