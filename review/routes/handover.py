"""Handing over: the evidence pack of a lead or case as a download, with a reason and a second person's leave."""

from __future__ import annotations

from starlette.responses import Response

from review import i18n, pack
from review.call import Call
from review.pack import Pack
from review.routes.lead import asked_lead, page
from review.routes.unmask import reason_of
from review.tlp import shared
from storage import approvals
from storage.approvals import Approval, ApprovalError

LEVEL = "clear"


def download(call: Call) -> Response:
    """The ZIP of the lead's evidence pack; rules that are not for everyone stay out."""
    lead = asked_lead(call)
    about, say = f"lead/{lead.id}", i18n.translations(call.language).gettext
    reason, leave = agreed(call, about)
    if not reason:
        return page(call, lead, 400, problem=say("Give a reason first; it goes into the audit log."), asked="pack")
    if leave is not None and leave.state == "waiting":
        return page(call, lead, 202, asked="pack")
    second = leave.decided_by if leave is not None else None
    try:
        made = pack.build(
            call.store, lead.id, shared(call.store, LEVEL), actor=call.signed_in.user, reason=reason, second=second
        )
    except pack.PackError:
        return page(call, lead, 410, problem=say("It was erased; only the masked form is left."))
    return sent(call, made, leave)


def agreed(call: Call, about: str) -> tuple[str, Approval | None]:
    """The reason for handing over, and the second person's leave; None where one person works.

    Where people have accounts this asks for leave when nobody did yet. '' when there is no reason.
    """
    user = call.signed_in.user
    leave = approvals.current(call.store, about, user) if call.bench.people else None
    reason = leave.reason if leave is not None else reason_of(call)
    if call.bench.people and leave is None and reason:
        leave = approvals.ask(call.store, about, reason, actor=user)
    return reason, leave


def sent(call: Call, made: Pack, leave: Approval | None) -> Response:
    """A pack as a download; the leave for it is used up."""
    if leave is not None:
        approvals.use(call.store, leave)
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return Response(made.body, media_type="application/zip", headers=headers)


def requests(call: Call) -> Response:
    """What others ask leave for."""
    return _requests(call, 200)


def decide(call: Call) -> Response:
    """Grant or refuse what another asks leave for."""
    number, grant = call.request.path_params["approval"], call.field("answer") == "grant"
    try:
        approvals.decide(call.store, number, grant=grant, actor=call.signed_in.user)
    except ApprovalError:
        return _requests(call, 409, problem=True)
    return call.go("/approvals")


def _requests(call: Call, status: int, *, problem: bool = False) -> Response:
    rows = approvals.waiting(call.store, call.signed_in.user)
    return call.page("approvals.html", status, {"rows": rows, "problem": problem, "back": "/approvals"})
