"""The rooms beside the queue: routes of rule authors, of operators and of the overview. Who may enter them stands, as
for every route, in review/permissions.py.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from review.call import Call
from review.routes import edits, exports, learn, overview, playground, rules, sources

Room = tuple[str, str, Callable[[Call], Response], str]
"""Name, path, handler, method."""

ROOMS: tuple[Room, ...] = (
    ("rules", "/rules", rules.show, "GET"),
    ("playground", "/rules/playground", playground.show, "GET"),
    ("try", "/rules/playground", playground.go, "POST"),
    ("learn", "/rules/learn", learn.show, "GET"),
    ("edits", "/rules/edits", edits.show, "GET"),
    ("edit", "/rules/edits/{edit}", edits.page, "GET"),
    ("let-through", "/rules/edits/{edit}", edits.decide, "POST"),
    ("rule", "/rules/{rule}", rules.page, "GET"),
    ("rule-lead", "/rules/{rule}/leads/{lead_id:lead}", rules.lead, "GET"),
    ("overview", "/overview", overview.show, "GET"),
    ("report", "/overview/report", overview.report, "GET"),
    ("exports", "/exports", exports.show, "GET"),
    ("export", "/exports", exports.send, "POST"),
    ("sources", "/sources", sources.show, "GET"),
    ("machine", "/sources/machine", sources.machine, "GET"),
    ("new-source", "/sources/new", sources.new, "GET"),
    ("try-source", "/sources/files/try", sources.try_, "POST"),
    ("source", "/sources/{source}", sources.page, "GET"),
    ("edit-source", "/sources/{source}/edit", sources.edit, "GET"),
    ("act-on-source", "/sources/{source}/act", sources.act, "POST"),
)
