"""Mark and learn: the words of a decided lead with their frequency, to be chosen for a rule and tried."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import learning
from review.call import Call
from review.routes.lead import whole
from review.rulebook import rulebook
from storage import leads, term_counts


def show(call: Call) -> Response:
    """The words of the lead `?lead=`, which people have decided. Raises HTTPException."""
    lead = leads.get(call.store, whole(call.request.query_params.get("lead", "")))
    if lead is None or lead.state == "open":
        raise HTTPException(404)
    book = rulebook(call.store.config.packs)
    fired = [hit.rule for hit in lead.hits if book.rules.rule(hit.rule) is not None]
    counted = term_counts.how_often(call.store, learning.offered(lead.listing.title, lead.listing.text))
    wanted = call.request.query_params.get("rule", "")
    if book.rules.rule(wanted) is not None and wanted not in fired:
        fired.insert(0, wanted)
    values = {
        "lead": lead,
        "rules": fired,
        "rule": wanted or next(iter(fired), ""),
        "terms": sorted(counted, key=lambda one: (one.harmless, -len(one.text))),
        "back": "/rules",
    }
    return call.page("learn.html", 200, values)
