"""A lead with its evidence, the decision on it, and the way back from a decision."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import i18n
from review.call import Call
from review.changes import changes
from review.evidence import evidence_of
from review.filters import Filters, read_filters
from review.permissions import Permission
from review.session import Notice
from storage import contacts, decisions, leads
from storage.contacts import Sharing
from storage.decisions import REASONS, DecisionError, StaleLead
from storage.records import Lead


def show(call: Call) -> Response:
    return page(call, asked_lead(call), 200)


def decide(call: Call) -> Response:
    """Record a decision, then go on to the next lead of the queue the person came from.

    The choice arrives as one value, "decision:reason", because one button carries both.
    """
    lead = asked_lead(call)
    filters = read_filters(call.request.query_params)
    _, ahead = leads.beside(call.store, lead.id, **filters.narrowing())
    decision, _, reason = call.field("choice").partition(":")
    note = call.field("note").strip()
    if reason == "other" and not note and decision in REASONS:
        say = i18n.translations(call.language).gettext
        asked = say("Say in the note what the other reason is, then choose it again. Nothing was decided yet.")
        return page(call, lead, 400, problem=asked, opened=decision, wants_note=True)
    try:
        made = decisions.decide(
            call.store,
            lead.id,
            decision=decision,
            reason=reason,
            note=note,
            actor=call.signed_in.user,
            via="web",
            seen_version=whole(call.field("seen")),
        )
    except StaleLead as stale:
        return _stale(call, lead, stale, filters)
    except DecisionError as error:
        return page(call, lead, 400, problem=str(error), note=call.field("note"), opened=decision)
    call.signed_in.notice = Notice(decision, lead.id, reason, made.id)
    return call.go(filters.lead_url(ahead) if ahead else filters.first_url)


def undo(call: Call) -> Response:
    """Open a decided lead again, if the decision that was read still stands; it stays in the history."""
    lead = asked_lead(call)
    filters = read_filters(call.request.query_params)
    try:
        read = whole(call.field("decision")) or None
        made = decisions.undo(call.store, lead.id, actor=call.signed_in.user, via="web", decision_id=read)
    except StaleLead as stale:
        return _stale(call, lead, stale, filters)
    except DecisionError as error:
        return page(call, asked_lead(call), 409, problem=str(error))
    call.signed_in.notice = Notice("undo", lead.id, "", made.id)
    return call.go(filters.lead_url(lead.id))


def _stale(call: Call, lead: Lead, stale: StaleLead, filters: Filters) -> Response:
    return call.page("stale.html", 409, {"lead": lead, "stale": stale, "url": filters.lead_url(lead.id)})


def asked_lead(call: Call) -> Lead:
    """The lead of the address. Raises HTTPException when there is none."""
    lead = leads.get(call.store, call.request.path_params["lead_id"])
    if lead is None:
        raise HTTPException(404)
    return lead


def page(
    call: Call,
    lead: Lead,
    status: int,
    *,
    problem: str = "",
    note: str = "",
    opened: str = "",
    wants_note: bool = False,
    clear: Mapping[int, str] | None = None,
    published: bool = False,
    asked: str = "",
) -> Response:
    """A lead's page. `clear` holds contacts that were opened, by id; `published` says that `lead` bears its text as
    published; `asked` is the part whose reason is missing ("contact", "original" or "pack").
    """
    filters = read_filters(call.request.query_params)
    before, after = leads.beside(call.store, lead.id, **filters.narrowing())
    values = {
        "lead": lead,
        "evidence": evidence_of(lead, call.bench.signals),
        "changes": changes(lead.versions),
        "elsewhere": _elsewhere(call, lead),
        "filters": filters,
        "before_url": filters.lead_url(before) if before else "",
        "after_url": filters.lead_url(after) if after else "",
        "reasons": REASONS,
        "problem": problem,
        "note": note,
        "opened": opened,
        "wants_note": wants_note,
        "back": filters.lead_url(lead.id),
        "clear": clear or {},
        "published": published,
        "asked": asked,
        "may_unmask": call.may(Permission.UNMASK),
        "may_pack": call.may(Permission.PACK),
    }
    return call.page("lead.html", status, values)


def _elsewhere(call: Call, lead: Lead) -> dict[int, Sharing]:
    """For each contact of the lead the other listings and leads that carry it.

    Pages show their numbers only: their texts may belong to the child lane.
    """
    if not any(contact.shared for contact in lead.contacts):
        return {}
    return {item.contact_id: item for item in contacts.sharing(call.store, lead.listing_id)}


def whole(text: str) -> int:
    """A number of a form, 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
