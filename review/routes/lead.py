"""A lead with its evidence, the decision on it, and the way back from a decision."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import i18n
from review.call import Call
from review.changes import changes
from review.company import company_of
from review.evidence import evidence_of
from review.filters import Filters, read_filters
from review.permissions import Permission
from review.session import Notice
from storage import acts, approvals, blind, cases, cluster_decisions, contacts, decisions, health, leads, leases
from storage.contacts import Sharing
from storage.database import StoreError
from storage.decisions import REASONS, DecisionError, StaleLead
from storage.leases import Held
from storage.records import Lead
from storage.second_looks import Look


def show(call: Call) -> Response:
    """A lead with its evidence. Whoever may decide it has the lease on it from now on, unless somebody else has."""
    lead = asked_lead(call)
    call.signed_in.look_at(lead.id, child=lead.lane == "child")
    return page(call, lead, 200, holder=_holder(call, lead))


def work(call: Call) -> Response:
    """Go to the next lead of the queue that nobody works on."""
    filters = read_filters(call.request.query_params)
    blind.draw_daily(call.store)
    return _to_next(call, filters, _taken(call, filters))


def skip(call: Call) -> Response:
    """Pass a lead over: others may take it, and it is not handed to this person again."""
    lead, user = asked_lead(call), call.signed_in.user
    filters = read_filters(call.request.query_params)
    leases.skip(call.store, lead.id, user)
    return _to_next(call, filters, _taken(call, filters, after=lead.id))


def unskip(call: Call) -> Response:
    """Everything that this person passed over comes back to their queue."""
    leases.unskip_all(call.store, call.signed_in.user)
    return call.go(read_filters(call.request.query_params).first_url)


def decide(call: Call) -> Response:
    """Record a decision, then go on to the next free lead of the queue the person came from.

    The choice arrives as one value, "decision:reason", because one button carries both. It is for all open leads of the
    cluster in this lane but those left out, unless the person chose this lead alone.
    """
    lead = asked_lead(call)
    filters, user = read_filters(call.request.query_params), call.signed_in.user
    decision, _, reason = call.field("choice").partition(":")
    if reason == "other" and not call.field("note").strip() and decision in REASONS:
        say = i18n.translations(call.language).gettext
        asked = say("Say in the note what the other reason is, then choose it again. Nothing was decided yet.")
        return page(call, lead, 400, problem=asked, opened=decision, wants_note=True)
    if dismisses_unread(call, lead, decision):
        return page(call, lead, 400, note=call.field("note"), opened=decision, unread=True)
    try:
        call.signed_in.notice = _record(call, lead, decision, reason)
    except StaleLead as stale:
        return _stale(call, lead, stale, filters)
    except Held as held:
        return page(call, lead, 409, holder=held.lease.holder, note=call.field("note"))
    except DecisionError as error:
        return page(call, lead, 400, problem=str(error), note=call.field("note"), opened=decision)
    if filters.state != "open":
        _, ahead = leads.beside(call.store, lead.id, by_cluster=True, **filters.narrowing(call.store, user))
        return _to_next(call, filters, ahead)
    return _to_next(call, filters, _taken(call, filters, after=lead.id))


def dismisses_unread(call: Call, lead: Lead, decision: str) -> bool:
    """Whether this would dismiss a lead of the child lane whose text nobody says to have opened.

    The form carries that it was opened (`read`), or that the person was asked and means it (`unread`).
    """
    return lead.lane == "child" and decision == "dismiss" and not (call.field("read") or call.field("unread"))


def _record(call: Call, lead: Lead, decision: str, reason: str) -> Notice:
    """The decision on a lead, or on its cluster. Raises DecisionError, StaleLead, Held."""
    note, user = call.field("note").strip(), call.signed_in.user
    if lead.cluster is None or call.field("scope") != "cluster":
        made = decisions.decide(
            call.store,
            lead.id,
            decision=decision,
            reason=reason,
            note=note,
            actor=user,
            via="web",
            seen_version=whole(call.field("seen")),
        )
        return Notice(decision, lead.id, reason, made.id)
    together = cluster_decisions.decide(
        call.store,
        lead.cluster,
        decision=decision,
        reason=reason,
        note=note,
        actor=user,
        via="web",
        seen_version=whole(call.field("cluster_seen")),
        exceptions=_left_out(call),
        like=lead.id,
    )
    own = dict(together.leads).get(lead.id, together.leads[0][1])
    return Notice(decision, lead.id, reason, own, act=acts.of_decision(call.store, own) or 0, count=len(together.leads))


def _left_out(call: Call) -> set[int]:
    """The leads of the cluster that the form leaves out."""
    return {whole(value) for value in call.form.getlist("except") if isinstance(value, str)} - {0}


def _taken(call: Call, filters: Filters, after: int | None = None) -> int | None:
    """The next lead of the filter that is free, leased to this person; None when there is none."""
    user = call.signed_in.user
    return leases.take_next(call.store, user, after=after, **filters.narrowing(call.store, user))


def _to_next(call: Call, filters: Filters, lead_id: int | None) -> Response:
    return call.go(filters.lead_url(lead_id) if lead_id else filters.first_url)


def _holder(call: Call, lead: Lead) -> str:
    """Who else works on an open lead, '' when it is this person or nobody.

    A store that cannot write (its disk is full) is still read; the decision then fails by itself.
    """
    if lead.state != "open" or not call.may(Permission.DECIDE):
        return ""
    try:
        lease = leases.take(call.store, lead.id, call.signed_in.user)
    except StoreError:
        return ""
    return lease.holder if lease is not None and lease.holder != call.signed_in.user else ""


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
    holder: str = "",
    look: Look | None = None,
    rule: str = "",
    capture: str | None = None,
    unread: bool = False,
) -> Response:
    """A lead's page. `holder` is somebody else who works on it; `look` makes it the page of a second look, `rule` one
    for the author of that rule, without ways to the queue.

    `clear` holds contacts that were opened, by id; `published` says that `lead` bears its text as published; `capture`
    is the page as it was received, as plain text; `asked` is the part whose reason is missing ("contact", "original",
    "capture" or "pack"). `unread` asks whether to dismiss what nobody opened.
    """
    filters = read_filters(call.request.query_params)
    narrowing = filters.narrowing(call.store, call.signed_in.user)
    before, after = leads.beside(call.store, lead.id, by_cluster=True, **narrowing)
    values = {
        "lead": lead,
        "evidence": evidence_of(lead, call.bench.signals),
        "changes": changes(lead.versions),
        "elsewhere": _elsewhere(call, lead),
        "filters": filters,
        "company": company_of(call.store, lead),
        "holder": holder,
        "look": look,
        "rule": rule,
        "capture": capture,
        "unread": unread,
        "scope": call.field("scope"),
        "left_out": _left_out(call),
        "sick": health.sick(call.store).get(lead.source),
        "in_cases": cases.of_lead(call.store, lead.id),
        "my_cases": cases.listed(call.store, user=call.signed_in.user, limit=30),
        "leave": approvals.current(call.store, f"lead/{lead.id}", call.signed_in.user) if call.bench.people else None,
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
