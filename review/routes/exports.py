"""Leads as a file: CSV, JSON Lines, STIX 2.1 or MISP, with a reason, on record; contacts masked or opened for it.

Contacts in clear are handed over like an evidence pack: where people have accounts a second person must agree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import i18n
from review.call import Call
from review.export import COLUMNS, row_json
from review.intel import AUTHOR, NOTICE, Clear, misp, stix
from review.permissions import Permission
from review.routes.handover import agreed
from review.routes.unmask import reason_of
from review.tlp import Shared, shared
from rules.schema import TLP
from sandi.listing import scrub
from sandi.text import sheet_cell
from storage import approvals, audit, contacts, exporting, leads
from storage.approvals import Approval
from storage.contacts import NoContact
from storage.exporting import Changed, SinceError
from storage.narrowing import STATES
from storage.records import Lead
from storage.restrictions import Restricted
from storage.times import stamp

FORMATS = {
    "jsonl": ("jsonl", "application/jsonl"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "stix": ("stix.json", "application/stix+json;version=2.1"),
    "misp": ("misp.json", "application/json"),
}
MOST = 1_000
MOST_CLEAR = 100
ABOUT = "export/"
"""With the state of the leads: what a second person agrees to."""

Opened = Mapping[int, Sequence[Clear]]


def show(call: Call) -> Response:
    """The form, with where the last export of this person ended."""
    return _form(call)


def send(call: Call) -> Response:
    """The file. What leaves the house is noted before it is sent."""
    say = i18n.translations(call.language).gettext
    form, tlp, state = call.field("format"), call.field("tlp"), call.field("state")
    if form not in FORMATS or tlp not in TLP or state not in (*STATES, "all"):
        raise HTTPException(400)
    clear = call.field("contacts") == "clear"
    if clear and not call.may(Permission.UNMASK):
        raise HTTPException(403, "permission")
    reason, leave = agreed(call, f"{ABOUT}{state}") if clear else (reason_of(call), None)
    if not reason:
        return _form(call, 400, say("Give a reason first; it goes into the audit log."))
    if leave is not None and leave.state == "waiting":
        return _form(call, 202)
    try:
        states = STATES if state == "all" else (state,)
        since = scrub(call.field("since")).strip()[:80]
        found = exporting.changed_since(call.store, since, states=states, limit=MOST_CLEAR if clear else MOST)
    except SinceError as error:
        return _form(call, 400, str(error))
    if not found.ids:
        return _form(call, 404, say("No lead changed since then."))
    chosen = [lead for number in found.ids if (lead := leads.get(call.store, number)) is not None]
    opened = _opened(call, chosen, reason) if clear else {}
    body = _WRITERS[form](chosen, opened, shared(call.store, tlp), tlp)
    if leave is not None:
        approvals.use(call.store, leave)
    second = {"second_person": leave.decided_by if leave else "none: one person works here"} if clear else {}
    _note(call, form, tlp, reason, since, found, second, clear=clear)
    ending, kind = FORMATS[form]
    name = f"sandi-leads-{found.cursor.replace(':', '').replace('.', '')}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "x-sandi-cursor": found.cursor}
    return Response(body, media_type=kind, headers=headers)


def _form(call: Call, status: int = 200, problem: str = "") -> Response:
    last = next(
        (
            entry
            for entry in reversed(audit.entries(call.store, object="leads", limit=10_000))
            if entry.action == "leads.export" and entry.actor == call.signed_in.user
        ),
        None,
    )
    values = {
        "formats": tuple(FORMATS),
        "levels": TLP,
        "states": STATES,
        "most": MOST,
        "most_clear": MOST_CLEAR,
        "may_unmask": call.may(Permission.UNMASK),
        "last": last,
        "leaves": _leaves(call),
        "problem": problem,
        "back": "/exports",
    }
    return call.page("exports.html", status, values)


def _leaves(call: Call) -> list[tuple[str, Approval]]:
    """For contacts in clear: the states of leads for which this person asked leave, or got it."""
    if not call.bench.people:
        return []
    asked = (
        (state, approvals.current(call.store, f"{ABOUT}{state}", call.signed_in.user)) for state in ("all", *STATES)
    )
    return [(state, leave) for state, leave in asked if leave is not None]


def _opened(call: Call, chosen: Sequence[Lead], reason: str) -> dict[int, list[Clear]]:
    """The contacts of the leads in clear, each with a row of the audit log; those that nobody may open are left out."""
    found: dict[int, list[Clear]] = {}
    for lead in chosen:
        for contact in {contact.id: contact for contact in lead.contacts}.values():
            try:
                value = contacts.unmask(call.store, contact.id, actor=call.signed_in.user, reason=reason, lead=lead.id)
            except (NoContact, Restricted):
                continue
            found.setdefault(lead.id, []).append(Clear(contact.kind, value))
    return found


def _note(
    call: Call, form: str, tlp: str, reason: str, since: str, found: Changed, second: Mapping[str, str], *, clear: bool
) -> None:
    detail = {
        "format": form,
        "tlp": tlp,
        "count": len(found.ids),
        "contacts": "clear" if clear else "masked",
        "updated_since": since,
        "cursor": found.cursor,
        "more": found.more,
        **second,
    }
    with call.store.writer() as conn:
        audit.record(
            conn, actor=call.signed_in.user, action="leads.export", object="leads", reason=reason, detail=detail
        )


def _row(lead: Lead, opened: Opened, level: Shared) -> dict[str, object]:
    """A line of JSON: what `sandi leads export` writes, and opened contacts beside it."""
    value = row_json(lead, level) | {"notice": NOTICE}
    told = [{"kind": one.kind, "value": one.value} for one in opened.get(lead.id, ())]
    return value | ({"contacts": told} if told else {})


def _jsonl(chosen: Sequence[Lead], opened: Opened, level: Shared, _: str) -> bytes:
    return b"".join(orjson.dumps(_row(lead, opened, level)) + b"\n" for lead in chosen)


def _csv(chosen: Sequence[Lead], opened: Opened, level: Shared, _: str) -> bytes:
    names = (*COLUMNS, "contacts") if opened else COLUMNS
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(names)
    for lead in chosen:
        row = row_json(lead, level)
        decision = row["decision"] or {}
        values = row | {
            "tactics": " ".join(lead.tactics),
            "slots": " ".join(lead.slots),
            "decision": decision.get("decision"),
            "reason": decision.get("reason"),
            "decided_at": decision.get("at"),
            "contacts": " ".join(f"{one.kind}:{one.value}" for one in opened.get(lead.id, ())),
        }
        writer.writerow([sheet_cell(values[name]) for name in names])
    return buffer.getvalue().encode("utf-8", "replace")


def _stix(chosen: Sequence[Lead], opened: Opened, _: Shared, tlp: str) -> bytes:
    return orjson.dumps(stix(chosen, opened, tlp=tlp, made=stamp(datetime.now(UTC)), author=AUTHOR))


def _misp(chosen: Sequence[Lead], opened: Opened, _: Shared, tlp: str) -> bytes:
    return orjson.dumps(misp(chosen, opened, tlp=tlp, made=stamp(datetime.now(UTC)), author=AUTHOR))


_WRITERS: dict[str, Callable[[Sequence[Lead], Opened, Shared, str], bytes]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "stix": _stix,
    "misp": _misp,
}
