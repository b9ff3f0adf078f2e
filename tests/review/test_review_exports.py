"""Leads leave as CSV, JSON Lines, STIX and MISP: masked, with a reason, on record, and resumable."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from typing import Any

import pytest
from httpx2 import Response
from review_house import PHONE, Bench, client_of, job, keep, signed_in

from review.intel import TLP_MARKINGS
from review.session import Sessions
from storage import audit, decisions, exporting
from storage.database import Store
from storage.exporting import SinceError

CLEAR = "+6281200004321"
ID = re.compile(r"[a-z][a-z-]*--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
NEEDED = {
    "identity": {"name"},
    "observed-data": {"first_observed", "last_observed", "number_observed", "object_refs"},
    "note": {"content", "object_refs"},
    "marking-definition": {"extensions", "created"},
    "url": {"value"},
    "user-account": {"account_login"},
}


def send(bench: Bench, form: str = "jsonl", reason: str = "untuk KP2MI", **fields: str) -> Response:
    data = {"format": form, "tlp": "amber", "state": "all", "since": "", "contacts": "masked", "reason": reason}
    return bench.client.post("/exports", data={"csrf": bench.token(), **data, **fields})


def exports_of(store: Store) -> list[Any]:
    return [entry for entry in audit.entries(store, limit=500) if entry.action == "leads.export"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "stix", "misp"])
def test_each_format_is_masked_and_leaves_one_row(bench: Bench, form: str) -> None:
    reply = send(bench, form)
    assert reply.status_code == 200
    assert reply.headers["content-disposition"].startswith('attachment; filename="sandi-leads-')
    for secret in (PHONE, CLEAR, "Sumber Jaya"):
        assert secret not in reply.text
    assert "not an accusation" in reply.text or form == "csv"
    (entry,) = exports_of(bench.store)
    assert (entry.reason, entry.actor) == ("untuk KP2MI", "rani")
    assert (entry.detail["count"], entry.detail["contacts"], entry.detail["format"]) == (5, "masked", form)


def test_without_a_reason_nothing_leaves(bench: Bench) -> None:
    assert send(bench, reason=" ").status_code == 400
    assert send(bench, form="xlsx").status_code == 400
    assert send(bench, since="yesterday").status_code == 400
    assert send(bench, since="2999-01-01T00:00:00+07:00").status_code == 404
    assert exports_of(bench.store) == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "stix", "misp"])
def test_contacts_in_clear_are_written_down_one_by_one(bench: Bench, form: str) -> None:
    assert CLEAR in send(bench, form, contacts="clear").text
    opened = [entry for entry in audit.entries(bench.store, limit=500) if entry.action == "contact.unmask"]
    assert sorted(entry.detail["lead"] for entry in opened) == [1, 2, 3]
    assert {entry.reason for entry in opened} == {"untuk KP2MI"}


def test_with_accounts_contacts_in_clear_take_a_second_person_each_time(store: Store) -> None:
    sessions = Sessions()
    rani, budi = signed_in(store, sessions, "rani"), signed_in(store, sessions, "budi")
    clear = {"contacts": "clear", "state": "open"}
    assert send(rani, reason=" ", **clear).status_code == 400
    waits = send(rani, **clear)
    assert (waits.status_code, CLEAR in waits.text, "menunggu" in waits.text) == (202, False, True)
    assert exports_of(store) == []
    assert "Ekspor dengan kontak terbuka: terbuka" in budi.client.get("/approvals").text
    for bench, status in ((rani, 409), (budi, 200)):
        answer = bench.client.post("/approvals/1", data={"csrf": bench.token(), "answer": "grant"})
        assert answer.status_code == status
    assert send(budi, **clear).status_code == 202  # the leave is rani's
    assert send(rani, **clear | {"state": "all"}).status_code == 202  # and for open leads
    assert "budi setuju" in rani.client.get("/exports").text
    assert CLEAR in send(rani, **clear).text
    assert send(rani, **clear).status_code == 202
    (entry,) = exports_of(store)
    assert (entry.detail["second_person"], entry.reason) == ("budi", "untuk KP2MI")
    assert send(rani).status_code == 200  # masked ones need nobody


def test_no_cell_is_a_formula(bench: Bench) -> None:
    keep(bench.store, job(30, title="=cmd|' /C calc'!A0"), job(31, title="@SUM(1)"), job(32, title="-2+3"))
    rows = list(csv.reader(io.StringIO(send(bench, "csv").text)))
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert len({len(row) for row in rows}) == 1


def test_stix_is_what_the_standard_asks(bench: Bench) -> None:
    bundle = json.loads(send(bench, "stix", tlp="amber+strict", contacts="clear").text)
    assert (bundle["type"], bool(ID.match(bundle["id"])), set(bundle)) == ("bundle", True, {"type", "id", "objects"})
    known = {one["id"] for one in bundle["objects"]}
    assert len(known) == len(bundle["objects"])
    for one in bundle["objects"]:
        kind = one["type"]
        assert ID.match(one["id"])
        assert one["id"].startswith(f"{kind}--")
        assert one["spec_version"] == "2.1"
        assert NEEDED[kind] <= set(one), kind
        for name in ("created", "modified", "first_observed", "last_observed"):
            assert name not in one or TIME.match(one[name])
        if "modified" in one:
            assert one["created"] <= one["modified"]
        if kind == "observed-data":
            assert one["first_observed"] <= one["last_observed"]
            assert 1 <= one["number_observed"] <= 999_999_999
        if kind != "marking-definition":
            assert one["object_marking_refs"] == [TLP_MARKINGS["amber+strict"]]
        refs = [*one.get("object_refs", []), *one.get("object_marking_refs", []), one.get("created_by_ref")]
        assert {ref for ref in refs if ref} <= known
        assert "" not in one.values()
    kinds = [one["type"] for one in bundle["objects"]]
    assert kinds.count("note") == 5
    assert not {"indicator", "threat-actor", "malware"} & set(kinds)
    again = json.loads(send(bench, "stix", tlp="amber+strict", contacts="clear").text)
    assert {one["id"] for one in again["objects"]} == known  # a lead keeps its ids, so that it is updated elsewhere


def test_misp_is_an_event_without_detection(bench: Bench) -> None:
    event = json.loads(send(bench, "misp", contacts="clear").text)["Event"]
    assert uuid.UUID(event["uuid"])
    assert {"name": "tlp:amber"} in event["Tag"]
    assert not any(one["to_ids"] for one in event["Attribute"])
    phones = [one for one in event["Attribute"] if one["type"] == "phone-number"]
    assert {one["value"] for one in phones} == {CLEAR}
    assert len({one["uuid"] for one in event["Attribute"]}) == len(event["Attribute"])


def test_the_cursor_goes_on_where_the_last_file_ended(bench: Bench) -> None:
    first = exporting.changed_since(bench.store, limit=2)
    second = exporting.changed_since(bench.store, first.cursor, limit=10)
    assert (len(first.ids), first.more, second.more) == (2, True, False)
    assert sorted((*first.ids, *second.ids)) == [1, 2, 3, 4, 5]
    assert exporting.changed_since(bench.store, second.cursor).ids == ()
    decisions.decide(bench.store, 2, decision="keep", reason="possible-minor", actor="a", via="cli", seen_version=1)
    assert exporting.changed_since(bench.store, second.cursor).ids == (2,)
    assert exporting.changed_since(bench.store, second.cursor, states=("dismissed",)).ids == ()
    assert f'value="{send(bench).headers["x-sandi-cursor"]}"' in bench.client.get("/exports").text


@pytest.mark.parametrize("since", ["x", "2026-13-01", "2026-11-01T00:00:00", "2026-11-01T00:00:00Z_x", "_1", "\0"])
def test_a_time_that_is_none_is_refused(store: Store, since: str) -> None:
    with pytest.raises(SinceError):
        exporting.changed_since(store, since)


def test_who_may_not_hand_over_exports_nothing(store: Store) -> None:
    for role in ("auditor", "operator", "rule-author", "admin"):
        sessions = Sessions()
        client = client_of(store, sessions)
        client.get("/enter", params={"key": sessions.link("x", (role,))})
        assert client.get("/exports").status_code == 403
