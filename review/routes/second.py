"""Second looks: a lead without the decision on it, for somebody else; and disagreements, for a lead investigator."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.call import Call
from review.permissions import Permission
from review.precision import Precision
from review.routes.lead import dismisses_unread
from review.routes.lead import page as lead_page
from storage import agreement, blind, leads, second_looks
from storage.decisions import DecisionError
from storage.records import Lead
from storage.second_looks import Look


def show(call: Call) -> Response:
    """What waits for this person."""
    user = call.signed_in.user
    settles = call.may(Permission.SETTLE)
    values = {
        "waiting": second_looks.waiting_for(call.store, user),
        "disputed": second_looks.disputed(call.store, user) if settles else [],
        "settles": settles,
        "back": "/second",
    }
    return call.page("second.html", 200, values)


def look(call: Call) -> Response:
    """The lead of a second look, as if nobody had decided it."""
    found, lead = _asked(call)
    return lead_page(call, lead, 200, look=found)


def answer(call: Call) -> Response:
    """What this person says, without having seen what the other said; or how a disagreement ends."""
    found, lead = _asked(call)
    decision, _, reason = call.field("choice").partition(":")
    note, user = call.field("note").strip(), call.signed_in.user
    if dismisses_unread(call, lead, decision):
        return lead_page(call, lead, 400, note=note, opened=decision, look=found, unread=True)
    say = second_looks.settle if found.state == "disputed" else second_looks.answer
    try:
        say(call.store, found.id, decision=decision, reason=reason, note=note, actor=user)
    except DecisionError as error:
        return lead_page(call, lead, 400, problem=str(error), note=note, opened=decision, look=found)
    following = second_looks.waiting_for(call.store, user, 1) if found.state == "waiting" else []
    return call.go(f"/second/{following[0].id}" if following else "/second")


def figures(call: Call) -> Response:
    """How far people agree, per rule and month, and how much is missed."""
    missed = blind.figures(call.store)
    values = {
        "rows": agreement.by_rule(call.store),
        "missed": missed,
        "share": Precision(missed.kept, missed.looked_at),
        "back": "/second/agreement",
    }
    return call.page("agreement.html", 200, values)


def _asked(call: Call) -> tuple[Look, Lead]:
    """The look of the address with its lead, if it is one for this person. Raises HTTPException."""
    found = second_looks.get(call.store, call.request.path_params["look"])
    lead = leads.get(call.store, found.lead_id) if found is not None else None
    if found is None or lead is None or found.state not in ("waiting", "disputed"):
        raise HTTPException(404)
    settles = found.state == "disputed"
    if call.signed_in.user == found.first_actor or (settles and not call.may(Permission.SETTLE)):
        raise HTTPException(403, "permission")
    return found, lead
