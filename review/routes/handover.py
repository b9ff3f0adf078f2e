"""Handing a lead over: its evidence pack as a download, with a reason, written down."""

from __future__ import annotations

from starlette.responses import Response

from review import i18n, pack
from review.call import Call
from review.routes.lead import asked_lead, page
from review.routes.unmask import reason_of
from review.tlp import shared

LEVEL = "clear"


def download(call: Call) -> Response:
    """The ZIP of the lead's evidence pack; rules that are not for everyone stay out."""
    lead = asked_lead(call)
    reason = reason_of(call)
    say = i18n.translations(call.language).gettext
    if not reason:
        return page(call, lead, 400, problem=say("Give a reason first; it goes into the audit log."), asked="pack")
    try:
        made = pack.build(call.store, lead.id, shared(call.store, LEVEL), actor=call.signed_in.user, reason=reason)
    except pack.PackError:
        return page(call, lead, 410, problem=say("It was erased; only the masked form is left."))
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return Response(made.body, media_type="application/zip", headers=headers)
