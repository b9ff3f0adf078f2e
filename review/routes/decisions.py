"""The last ten decisions of the person, each with its way back."""

from __future__ import annotations

from starlette.responses import Response

from review.call import Call
from storage import decisions

SHOWN = 10


def show(call: Call) -> Response:
    rows = decisions.last(call.store, call.signed_in.user, SHOWN)
    newest = {row.lead_id: row.id for row in reversed(rows)}
    return call.page("decisions.html", 200, {"rows": rows, "newest": newest, "back": "/decisions"})
