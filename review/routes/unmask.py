"""Opening what is masked: a contact, a lead's text as published, or the page as received. Each time with a reason,
shown once, written down.

The answer to the form shows it, and nothing else keeps it: the next look at the page is masked again.
"""

from __future__ import annotations

from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import i18n
from review.call import Call
from review.capture_text import text_of
from review.routes.lead import asked_lead, page, whole
from storage import contacts, listings, received
from storage.captures import NoCapture
from storage.contacts import NoContact
from storage.listings import NoListing
from storage.records import Lead

REASON_MOST = 300


def contact(call: Call) -> Response:
    """The lead's page with one of its contacts in clear."""
    lead = asked_lead(call)
    number = whole(call.field("contact"))
    if number not in {one.id for one in lead.contacts}:
        raise HTTPException(404)
    reason = reason_of(call)
    if not reason:
        return _asked(call, lead, "contact")
    try:
        value = contacts.unmask(call.store, number, actor=call.signed_in.user, reason=reason, lead=lead.id)
    except NoContact:
        return _gone(call, lead)
    return page(call, lead, 200, clear={number: value})


def original(call: Call) -> Response:
    """The lead's page with title, text, seller and place as published."""
    lead = asked_lead(call)
    reason = reason_of(call)
    if not reason:
        return _asked(call, lead, "original")
    version = lead.listing.version
    try:
        found = listings.original(
            call.store, lead.listing_id, version, actor=call.signed_in.user, reason=reason, lead=lead.id
        )
    except NoListing:
        return _gone(call, lead)
    listing = replace(lead.listing, title=found.title, text=found.text, seller=found.seller, location=found.location)
    return page(call, replace(lead, listing=listing), 200, published=True)


def capture(call: Call) -> Response:
    """The lead's page with the text of the page that its version came from."""
    lead = asked_lead(call)
    reason = reason_of(call)
    if not reason:
        return _asked(call, lead, "capture")
    try:
        record = received.opened(
            call.store, lead.listing_id, lead.listing.capture, actor=call.signed_in.user, reason=reason, lead=lead.id
        )
    except NoCapture:
        return _gone(call, lead)
    return page(call, lead, 200, capture=text_of(record))


def reason_of(call: Call) -> str:
    """What was given as a reason, on one line; '' when nothing was."""
    return " ".join(call.field("reason").split())[:REASON_MOST]


def _asked(call: Call, lead: Lead, part: str) -> Response:
    say = i18n.translations(call.language).gettext
    return page(call, lead, 400, problem=say("Give a reason first; it goes into the audit log."), asked=part)


def _gone(call: Call, lead: Lead) -> Response:
    say = i18n.translations(call.language).gettext
    return page(call, lead, 410, problem=say("It was erased; only the masked form is left."))
