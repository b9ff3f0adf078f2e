"""Leads as JSON Lines, CSV and JSON: contacts masked, sellers left out, rules kept to their Traffic Light Protocol,
no cell that a spreadsheet would run.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from review.tlp import Shared
from sandi.text import sheet_cell
from storage.records import Decision, Lead, LeadRow

FORMATS = ("jsonl", "csv", "json")
COLUMNS = (
    "id", "state", "verdict", "lane", "score", "tactics", "slots", "title", "url", "source", "opened_at", "updated_at",
    "gone_at", "decision", "reason", "decided_at", "contacts_shared",
)  # fmt: skip


def row_json(row: LeadRow, shared: Shared) -> dict[str, Any]:
    """A line of the queue, contacts masked as they lie in the store, rules as far as they are `shared`."""
    return {
        "id": row.id,
        "listing": row.listing_id,
        "state": row.state,
        "version": row.version,
        "verdict": row.verdict,
        "verdict_now": row.verdict_now,
        "change": shared.change(row.change),
        "lane": row.lane,
        "score": row.score,
        "tactics": list(row.tactics),
        "slots": list(row.slots),
        "title": row.title,
        "excerpt": row.excerpt,
        "url": row.url,
        "source": row.source,
        "opened_at": row.opened_at,
        "updated_at": row.updated_at,
        "gone_at": row.gone_at,
        "contacts_shared": row.contacts_shared,
        "cluster": row.cluster,
        "cluster_leads": list(row.beside),
        "decision": decision_json(row.decision) if row.decision else None,
    }


def lead_json(lead: Lead, shared: Shared) -> dict[str, Any]:
    """A lead with its evidence; contacts carry their masked value and a short reference to join them by."""
    told = [rule for rule in lead.rules if not shared.withholds(rule.rule)]
    return row_json(lead, shared) | {
        "listing": lead.listing.to_json() | {"id": lead.listing_id},
        "hits": [hit.to_json() for hit in shared.hits(lead.hits, lead.rules)],
        "counter": [item.to_json() for item in lead.counter],
        "contacts": [
            {
                "kind": c.kind,
                "value": c.value,
                "ref": c.ref,
                "obscured": c.obscured,
                "field": c.field,
                "start": c.start,
                "end": c.end,
                "shared": c.shared,
            }
            for c in lead.contacts
        ],
        "versions": [{"number": v.number, "seen_at": v.seen_at, "changed": list(v.changed)} for v in lead.versions],
        "history": [decision_json(item) for item in lead.decisions],
        "rules": [{"rule": r.rule, "revision": r.revision, "title": r.title, "sha256": r.sha256} for r in told],
    }


def decision_json(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "lead": decision.lead_id,
        "decision": decision.decision,
        "reason": decision.reason,
        "note": decision.note,
        "actor": decision.actor,
        "via": decision.via,
        "at": decision.at,
        "version": decision.version,
    }


def export_lines(rows: Iterable[LeadRow], form: str, shared: Shared) -> Iterator[str]:
    """`rows` in one of FORMATS, piece by piece, each with its line end. Sellers are never named."""
    plain = (_exported(row, shared) for row in rows)
    if form == "csv":
        yield from _csv(plain)
    elif form == "jsonl":
        for value in plain:
            yield orjson.dumps(value).decode() + "\n"
    else:
        yield "["
        for number, value in enumerate(plain):
            yield (",\n" if number else "\n") + orjson.dumps(value).decode()
        yield "\n]\n"


def _exported(row: LeadRow, shared: Shared) -> dict[str, Any]:
    return row_json(row, shared) | {"notice": "indication, to be verified; not an accusation"}


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\r\n"
    for row in rows:
        decision = row["decision"] or {}
        values = row | {
            "tactics": " ".join(row["tactics"]),
            "slots": " ".join(row["slots"]),
            "decision": decision.get("decision"),
            "reason": decision.get("reason"),
            "decided_at": decision.get("at"),
        }
        buffer = io.StringIO()
        csv.writer(buffer, quoting=csv.QUOTE_MINIMAL).writerow([sheet_cell(values[name]) for name in COLUMNS])
        yield buffer.getvalue()
