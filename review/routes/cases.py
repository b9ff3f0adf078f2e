"""Cases: leads joined, notes, tags, people, state, referral and outcome, and the pack of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import i18n, pack
from review.call import Call
from review.permissions import Permission
from review.routes.handover import agreed, sent
from review.routes.lead import asked_lead, whole
from review.tlp import shared
from rules.schema import TLP
from storage import approvals, cases, leads
from storage.cases import OUTCOMES, STATES, Case, CaseError


def show(call: Call) -> Response:
    """The list of cases: those this person works on, or all."""
    return _list(call, 200)


def _list(call: Call, status: int, *, problem: str = "") -> Response:
    mine = call.request.query_params.get("whose", "mine") != "all"
    rows = cases.listed(call.store, user=call.signed_in.user if mine else None)
    may_pack = call.may(Permission.PACK)
    values = {"rows": rows, "mine": mine, "may_pack": may_pack, "problem": problem, "back": "/cases"}
    return call.page("cases.html", status, values)


def start(call: Call) -> Response:
    """Open a case without leads; they are joined from their pages."""
    try:
        number = cases.start(call.store, call.field("title"), (), actor=call.signed_in.user)
    except CaseError as error:
        return _list(call, 400, problem=str(error))
    return call.go(f"/cases/{number}")


def join(call: Call) -> Response:
    """Add a lead to a case that there is, or to a new one."""
    lead, user = asked_lead(call), call.signed_in.user
    number = whole(call.field("case"))
    try:
        if number:
            cases.join(call.store, number, [lead.id], actor=user)
        else:
            number = cases.start(call.store, call.field("title"), [lead.id], actor=user)
    except CaseError as error:
        return _list(call, 400, problem=str(error))
    return call.go(f"/cases/{number}")


def case(call: Call) -> Response:
    """A case; that it was looked at is written down."""
    found = cases.view(call.store, _number(call), actor=call.signed_in.user)
    if found is None:
        raise HTTPException(404)
    return _page(call, found, 200)


def change(call: Call) -> Response:
    """One change of a case, named by the button that was pressed."""
    number, act = _number(call), _CHANGES.get(call.field("act"))
    if act is None:
        raise HTTPException(400)
    try:
        act(call, number)
    except CaseError as error:
        return _page(call, _asked(call), 400, problem=str(error))
    return call.go(f"/cases/{number}")


def download(call: Call) -> Response:
    """The ZIP of a case's evidence pack, up to the level of the case."""
    found, say = _asked(call), i18n.translations(call.language).gettext
    reason, leave = agreed(call, f"case/{found.id}")
    if not reason:
        return _page(call, found, 400, problem=say("Give a reason first; it goes into the audit log."))
    if leave is not None and leave.state == "waiting":
        return _page(call, found, 202)
    second = leave.decided_by if leave is not None else None
    user = call.signed_in.user
    made = pack.build_case(call.store, found, shared(call.store, found.tlp), actor=user, reason=reason, second=second)
    return sent(call, made, leave)


def _describe(call: Call, number: int) -> None:
    tlp = call.field("tlp")
    if tlp not in TLP:
        raise CaseError(f"a level is {', '.join(TLP)}")
    cases.describe(
        call.store,
        number,
        title=call.field("title"),
        state=call.field("state"),
        tlp=tlp,
        tags=call.field("tags").split(","),
        people=call.field("people").split(","),
        actor=call.signed_in.user,
    )


def _refer(call: Call, number: int) -> None:
    day = call.field("on")
    try:
        date.fromisoformat(day)
    except ValueError:
        raise CaseError("the day is written like 2026-11-23") from None
    user = call.signed_in.user
    cases.refer(call.store, number, call.field("receiver"), call.field("law"), day, actor=user)


_CHANGES: dict[str, Callable[[Call, int], None]] = {
    "note": lambda call, number: cases.note(call.store, number, call.field("text"), actor=call.signed_in.user),
    "describe": _describe,
    "refer": _refer,
    "outcome": lambda call, number: cases.came_of_it(
        call.store, number, whole(call.field("referral")), call.field("outcome"), actor=call.signed_in.user
    ),
    "leave": lambda call, number: cases.leave(call.store, number, whole(call.field("lead")), actor=call.signed_in.user),
}


def _number(call: Call) -> int:
    number: int = call.request.path_params["case"]
    return number


def _asked(call: Call) -> Case:
    found = cases.get(call.store, _number(call))
    if found is None:
        raise HTTPException(404)
    return found


def _page(call: Call, found: Case, status: int, *, problem: str = "") -> Response:
    rows = [lead for lead in (leads.get(call.store, number) for number in found.lead_ids) if lead is not None]
    leave = approvals.current(call.store, f"case/{found.id}", call.signed_in.user) if call.bench.people else None
    values = {
        "case": found,
        "leads": rows,
        "states": STATES,
        "levels": TLP,
        "outcomes": OUTCOMES,
        "today": date.today().isoformat(),  # noqa: DTZ011 - the day of the person's desk, which they may change
        "leave": leave,
        "may_pack": call.may(Permission.PACK),
        "problem": problem,
        "back": f"/cases/{found.id}",
    }
    return call.page("case.html", status, values)
