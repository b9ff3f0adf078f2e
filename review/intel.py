"""Leads for other people's systems: STIX 2.1 and MISP, written as plain JSON, with Traffic Light Protocol 2.0 markings.

A lead becomes an observation with a note, never an indicator or a threat actor: it says where wording was seen, and
that this is to be verified. Titles and texts stay here; contacts are in it only when they were opened for it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.records import Lead

Json = dict[str, Any]

SCO_SPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Namespace of deterministic ids of observables (STIX 2.1, section 2.9)."""
OWN_SPACE = uuid.UUID("6d0d4c8e-7f0a-5d7c-9a41-3b5a1e2c7f10")
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP_MARKINGS = {
    "clear": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "green": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "amber": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "amber+strict": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "red": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""The markings that OASIS publishes for TLP 2.0."""
AUTHOR = "sandi"
NOTICE = "indication, to be verified; not an accusation"
_MISP = {
    "phone": ("phone-number", "Person"),
    "whatsapp": ("phone-number", "Person"),
    "email": ("email", "Social network"),
    "url": ("link", "External analysis"),
}


@dataclass(frozen=True, slots=True)
class Clear:
    """A contact that was opened for an export."""

    kind: str
    value: str


def stix(leads: Iterable[Lead], clear: Mapping[int, Sequence[Clear]], *, tlp: str, made: str, author: str) -> Json:
    """A STIX 2.1 bundle; `clear` holds opened contacts by lead, `made` is a time (UTC ISO 8601, milliseconds)."""
    marking = TLP_MARKINGS[tlp]
    identity = _id("identity", author)
    objects: dict[str, Json] = {}
    _keep(objects, _tlp(tlp))
    own = {"type": "identity", "id": identity, "name": author, "identity_class": "system"}
    _keep(objects, _dated(own, made, made, marking, by=""))
    for lead in leads:
        seen = [_keep(objects, one) for one in _observables(lead, clear.get(lead.id, ()), marking)]
        about = identity
        if seen:
            about = _keep(
                objects,
                _dated(
                    {
                        "type": "observed-data",
                        "id": _id("observed-data", f"{author}/lead/{lead.id}"),
                        "first_observed": lead.listing.first_seen,
                        "last_observed": max(lead.listing.first_seen, lead.listing.last_seen),
                        "number_observed": max(1, len(lead.versions)),
                        "object_refs": seen,
                    },
                    lead.opened_at,
                    lead.updated_at,
                    marking,
                    by=identity,
                ),
            )
        note = {
            "type": "note",
            "id": _id("note", f"{author}/lead/{lead.id}"),
            "abstract": f"sandi lead {lead.id}: {NOTICE}",
            "content": _told(lead),
            "object_refs": [about],
            "labels": ["human-trafficking", *(f"tactic:{tactic}" for tactic in lead.tactics)],
        }
        _keep(objects, _dated(note, lead.opened_at, lead.updated_at, marking, by=identity))
    body = list(objects.values())
    named = uuid.uuid5(OWN_SPACE, json.dumps(body, sort_keys=True))
    return {"type": "bundle", "id": f"bundle--{named}", "objects": body}


def misp(leads: Sequence[Lead], clear: Mapping[int, Sequence[Clear]], *, tlp: str, made: str, author: str) -> Json:
    """One MISP event (core format) whose attributes are the leads; nothing in it is meant for detection (`to_ids`)."""
    attributes: list[Json] = []
    for lead in leads:
        told = f"lead {lead.id}: {NOTICE}. {_told(lead)}"
        attributes.append(_attribute(lead, "text", "Other", f"sandi lead {lead.id}", told))
        if not lead.listing.url_masked:
            attributes.append(_attribute(lead, "link", "External analysis", lead.listing.url, told))
        for one in clear.get(lead.id, ()):
            kind, category = _MISP.get(one.kind, ("text", "Other"))
            attributes.append(_attribute(lead, kind, category, one.value, f"{one.kind} of lead {lead.id}"))
    event = {
        "uuid": str(uuid.uuid5(OWN_SPACE, f"{author}/{made}/{[lead.id for lead in leads]}")),
        "info": f"sandi: {len(leads)} leads ({NOTICE})",
        "date": made[:10],
        "threat_level_id": "4",
        "analysis": "0",
        "distribution": "0",
        "published": False,
        "Tag": [{"name": f"tlp:{tlp}"}, {"name": "human-trafficking"}],
        "Attribute": list({one["uuid"]: one for one in attributes}.values()),
    }
    return {"Event": event}


def _told(lead: Lead) -> str:
    """A lead in codes and numbers, without a word of its text."""
    decided = f"{lead.decision.decision}: {lead.decision.reason}" if lead.decision else "not decided"
    contacts = ", ".join(sorted({contact.kind for contact in lead.contacts})) or "none"
    return (
        f"lane {lead.lane}; score {lead.score}; tactics {', '.join(lead.tactics) or 'none'}; "
        f"slots {', '.join(lead.slots) or 'none'}; state {lead.state} ({decided}); source {lead.source}; "
        f"kinds of contacts: {contacts}; listings with the same contact: {lead.contacts_shared}"
    )


def _observables(lead: Lead, clear: Sequence[Clear], marking: str) -> list[Json]:
    found = [] if lead.listing.url_masked else [_observable("url", {"value": lead.listing.url}, marking)]
    for one in clear:
        if one.kind == "email":
            found.append(_observable("email-addr", {"value": one.value}, marking))
        elif one.kind == "url":
            found.append(_observable("url", {"value": one.value}, marking))
        else:  # STIX has no observable for phone numbers; an account is what number and handle both name
            named = {"account_type": one.kind, "account_login": one.value, "user_id": one.value}
            found.append(_observable("user-account", named, marking))
    return found


def _observable(kind: str, values: Json, marking: str) -> Json:
    """An observable with the id that its values give it."""
    named = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    head = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid.uuid5(SCO_SPACE, named)}"}
    return {**head, **values, "object_marking_refs": [marking]}


def _dated(body: Json, created: str, modified: str, marking: str, *, by: str) -> Json:
    dated = {"spec_version": "2.1", **body, "created": created, "modified": max(created, modified)}
    return {**dated, **({"created_by_ref": by} if by else {}), "object_marking_refs": [marking]}


def _tlp(level: str) -> Json:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP_MARKINGS[level],
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{level.upper()}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": level}},
    }


def _attribute(lead: Lead, kind: str, category: str, value: str, comment: str) -> Json:
    named = f"{lead.id}/{kind}/{value}"
    return {
        "uuid": str(uuid.uuid5(OWN_SPACE, named)),
        "type": kind,
        "category": category,
        "value": value,
        "comment": comment,
        "to_ids": False,
        "distribution": "5",
    }


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid.uuid5(OWN_SPACE, f'{kind}/{name}')}"


def _keep(objects: dict[str, Json], one: Json) -> str:
    """Keep an object once; its id."""
    objects.setdefault(one["id"], one)
    return str(one["id"])
