from __future__ import annotations

import pytest
from store_house import EMAIL, HANDLE, PHONE, RULE, judged, plain

from sandi.errors import SandiError
from sandi.verdict import TACTICS
from storage import audit, contacts, decisions, leads, listings, runs, sources, verifying_rows
from storage.decisions import REASONS, DecisionError, StaleLead
from storage.paging import CursorError
from storage.records import Counts


def decide(store, lead_id=1, decision="dismiss", reason="spam-or-scam", version=1, **more):
    values = {"actor": "ani", "via": "cli", "seen_version": version} | more
    return decisions.decide(store, lead_id, decision=decision, reason=reason, **values)


def save(store, run="r1", **more):
    return listings.save_batch(store, run, [judged(1, **more)], rules=[RULE])


def changed(text="lain", **more):
    return {"listing_more": {"category": text}} | more


def test_alert_and_help_are_queued_and_watch_and_quiet_are_only_kept(store):
    kinds = ("alert", "help", "watch", "quiet")
    counts = listings.save_batch(store, "r1", [judged(n, kind=kind) for n, kind in enumerate(kinds, 1)])
    assert counts == Counts(new=4, alerts=2)
    assert [row.verdict for row in leads.queue(store).rows] == ["alert", "help"]


def test_a_lead_shows_its_evidence_masked(store):
    sources.register(store, "pasar", "Pasar", "pages", "https://pasar.example/", "id: pasar\n")
    run = runs.plan(store, "pasar", "manual")
    listings.save_batch(store, run, [judged(1), judged(2)], rules=[RULE])
    lead = leads.get(store, 1)
    assert lead is not None
    spans = {span.slot: span for span in lead.hits[0].spans}
    assert (spans["act"].raw, spans["act"].read_as) == ("Kamboja", "kamboja")
    assert lead.listing.text[spans["act"].start : spans["act"].end] == "Kamboja"
    assert spans["deal"].raw == "••••-••••-••••"
    assert set(spans["deal"].read_as) == {"•"}
    assert lead.counter[0].raw == "Loker"
    assert lead.rules == (RULE,)
    assert lead.run is not None
    assert lead.run.id == run
    assert lead.source_state is not None
    assert lead.source_state.title == "Pasar"
    by_kind = {contact.kind: contact for contact in lead.contacts}
    assert by_kind["phone"].value == "+62 ••••-••••-•-41"
    assert by_kind["phone"].id == by_kind["whatsapp"].id
    assert by_kind["telegram"].shared == 1
    assert lead.contacts_shared == 1
    assert len(by_kind["email"].ref) == 8
    shown = repr(lead)
    assert all(secret not in shown for secret in (PHONE, HANDLE, EMAIL, "81200007341"))
    assert leads.get(store, 99) is None


def test_queue_is_by_score_then_age_and_pages_by_cursor(store):
    listings.save_batch(store, "r1", [judged(n, score=40 + n % 3) for n in range(1, 12)])
    whole = [(row.score, row.id) for row in leads.queue(store, limit=500).rows]
    assert whole == sorted(whole, key=lambda pair: (-pair[0], pair[1]))
    paged, cursor = [], None
    while True:
        page = leads.queue(store, cursor=cursor, limit=4)
        paged += [(row.score, row.id) for row in page.rows]
        cursor = page.cursor
        if cursor is None:
            break
    assert paged == whole
    assert len(whole) == 11


@pytest.fixture
def mixed(store):
    batch = [
        judged(1, tactics=("fake-job", "unlicensed-placement"), score=90),
        judged(2, lane="child", tactics=("child-labour",), score=80, listing_more={"source": "forum"}),
        judged(3, kind="help", score=20),
        judged(4, tactics=("organ-trade",), score=60, listing_more={"title": "Ginjal dicari"}),
    ]
    listings.save_batch(store, "r1", batch)
    return store


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, [1, 2, 4, 3]),
        ({"tactic": "fake-job"}, [1]),
        ({"tactic": "unlicensed-placement"}, [1]),
        ({"lane": "child"}, [2]),
        ({"lane": "adult"}, [1, 4]),
        ({"lane": "help"}, [3]),
        ({"verdict": "help"}, [3]),
        ({"source": "forum"}, [2]),
        ({"text": "GINJAL"}, [4]),
        ({"text": '"('}, []),
        ({"state": "dismissed"}, []),
        ({"state": None}, [1, 2, 4, 3]),
        ({"tactic": "' OR 1=1 --"}, []),
        ({"source": "%"}, []),
    ],
)
def test_queue_filters(mixed, wanted, ids):
    assert [row.id for row in leads.queue(mixed, **wanted).rows] == ids


@pytest.mark.parametrize("cursor", ["x", "1", "1_2_3", "-1_2", "1_²", "9" * 40 + "_1"])
def test_a_foreign_cursor_is_refused(store, cursor):
    with pytest.raises(CursorError):
        leads.queue(store, cursor=cursor)


def test_an_unknown_state_is_refused(store):
    with pytest.raises(SandiError, match="open, kept"):
        leads.queue(store, state="shut")


def test_facets_count_the_open_leads(mixed):
    decide(mixed, 4)
    counts = leads.counts(mixed)
    assert counts["state"] == {"open": 3, "kept": 0, "dismissed": 1, "unsure": 0, "escalated": 0}
    assert counts["lane"] == {"adult": 1, "child": 1, "help": 1}
    assert counts["source"] == {"pasar": 1, "forum": 1}, "who asks for help is no alert of the source"
    assert counts["tactic"] == {"fake-job": 1, "unlicensed-placement": 1, "child-labour": 1}
    assert counts["verdict"] == {"alert": 2, "help": 1}
    assert set(counts["tactic"]) <= set(TACTICS)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT source, count(*) FROM leads WHERE state = 'open' GROUP BY 1",
        "SELECT id FROM leads WHERE state = 'open' ORDER BY score DESC, id LIMIT 50",
        "SELECT DISTINCT listing_id FROM listing_contacts WHERE contact_id = 1",
    ],
)
def test_hot_questions_are_answered_from_covering_indexes(store, statement):
    with store.reader() as conn:
        plan = " ".join(row["detail"] for row in conn.execute(f"EXPLAIN QUERY PLAN {statement}"))
    assert "COVERING INDEX" in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


@pytest.mark.parametrize(
    ("decision", "state"),
    [("keep", "kept"), ("dismiss", "dismissed"), ("unsure", "unsure"), ("escalate", "escalated")],
)
def test_each_decision_moves_the_lead_and_leaves_one_audit_row(store, decision, state):
    save(store)
    made = decide(store, decision=decision, reason=REASONS[decision][0], note="lihat 0812-0000-9999")
    assert (made.actor, made.via, made.version, made.score, made.tactics) == ("ani", "cli", 2, 70, ("fake-job",))
    assert "9999" not in made.note
    lead = leads.get(store, 1)
    assert (lead.state, lead.version, lead.decision) == (state, 2, made)
    assert [e.action for e in audit.entries(store, object="lead/1")] == [f"lead.{decision}"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"decision": "burn"}, "keep, dismiss, unsure, escalate"),
        ({"reason": ""}, "a reason is required"),
        ({"reason": "debt-or-documents"}, "choose one of adult-independent"),
        ({"reason": "other"}, "needs a note"),
        ({"reason": "other", "note": "  "}, "needs a note"),
        ({"note": "x" * 4001}, "at most 4000"),
        ({"lead_id": 9}, "no lead 9"),
    ],
)
def test_a_wrong_decision_is_refused_with_its_mend(store, wrong, message):
    save(store)
    with pytest.raises(DecisionError, match=message):
        decide(store, **wrong)
    assert leads.get(store, 1).state == "open"
    assert decisions.history(store, 1) == []


def test_a_stale_decision_says_who_and_when(store):
    save(store)
    made = decide(store, actor="budi")
    with pytest.raises(StaleLead) as caught:
        decide(store, decision="keep", reason="other", note="x")
    assert (caught.value.who, caught.value.when, caught.value.what) == ("budi", made.at, "dismiss")
    assert len(decisions.history(store, 1)) == 1


def test_a_decision_on_evidence_that_changed_is_stale(store):
    save(store)
    save(store, "r2", **changed(score=90))
    with pytest.raises(StaleLead, match="score 70 → 90") as caught:
        decide(store)
    assert caught.value.who == "sandi"
    decide(store, version=leads.get(store, 1).version)


def test_undo_is_a_new_row_that_opens_again(store):
    save(store)
    first = decide(store)
    taken = decisions.undo(store, 1, actor="budi", via="web")
    assert (taken.decision, taken.undoes, taken.actor) == ("undo", first.id, "budi")
    lead = leads.get(store, 1)
    assert (lead.state, lead.decision, lead.version) == ("open", None, 3)
    assert [row.decision for row in lead.decisions] == ["dismiss", "undo"]
    with pytest.raises(DecisionError, match="no decision"):
        decisions.undo(store, 1, actor="budi", via="web")
    assert [row.id for row in decisions.last(store, "ani")] == [first.id]
    assert decisions.last(store, "nobody") == []


def test_decisions_cannot_be_changed_or_deleted(store):
    save(store)
    decide(store)
    for statement in ("UPDATE decisions SET actor = 'x'", "DELETE FROM decisions"):
        with pytest.raises(Exception, match="never changed"), store.writer() as conn:
            conn.execute(statement)


@pytest.mark.parametrize(
    ("now", "named"),
    [
        ({"score": 90}, "score 70 → 90"),
        ({"tactics": ("fake-job", "organ-trade")}, "tactic organ-trade added"),
        ({"lane": "child"}, "lane child"),
    ],
)
def test_graver_evidence_opens_a_dismissed_lead_again(store, now, named):
    save(store)
    made = decide(store)
    assert save(store, "r2", **changed(**now)) == Counts(changed=1, alerts=1)
    lead = leads.get(store, 1)
    assert (lead.state, lead.decision) == ("open", made)
    assert lead.change == f"re-opened after dismissal: {named}"
    assert [entry.action for entry in audit.entries(store, object="lead/1")] == ["lead.dismiss", "lead.reopen"]


@pytest.mark.parametrize("score", [70, 50])
def test_the_same_or_less_leaves_a_dismissed_lead_alone(store, score):
    save(store)
    decide(store)
    assert save(store, "r2", **changed(score=score)).alerts == 0
    assert leads.get(store, 1).state == "dismissed"


def test_slow_growth_after_a_dismissal_is_weighed_against_what_was_seen(store):
    save(store)
    decide(store)
    save(store, "r2", **changed("a", score=50))
    assert leads.get(store, 1).state == "dismissed"
    save(store, "r3", **changed("b", score=65))
    assert leads.get(store, 1).state == "dismissed", "65 is more than 50, but less than the 70 that was dismissed"


def test_a_lane_that_was_seen_and_dismissed_is_no_news_when_it_comes_back(store):
    save(store, lane="child")
    decide(store)
    save(store, "r2", **changed("a", lane="adult"))
    save(store, "r3", **changed("b", lane="child"))
    assert leads.get(store, 1).state == "dismissed"


def test_a_kept_lead_keeps_its_decision_whatever_comes(store):
    save(store)
    made = decide(store, decision="keep", reason="debt-or-documents")
    save(store, "r2", **changed(score=95))
    lead = leads.get(store, 1)
    assert (lead.state, lead.decision, lead.score, lead.change) == ("kept", made, 95, "score 70 → 95")


def test_a_lead_whose_listing_alerts_no_more_stays_and_is_marked(store):
    save(store)
    text = "Kaos polos"
    save(store, "r2", kind="quiet", listing_more={"text": text})
    lead = leads.get(store, 1)
    assert (lead.state, lead.verdict, lead.verdict_now, lead.score) == ("open", "alert", "quiet", 70)
    assert [span.raw for span in lead.hits[0].spans][:2] == ["Kamboja", "tanpa pengalaman"]
    assert lead.listing.version == 1
    assert lead.versions[-1].text == text
    save(store, "r3")
    assert leads.get(store, 1).change.startswith("alerts again")


def test_contacts_shared_counts_leads_and_not_listings(store):
    quiet_with_contact = judged(3, kind="quiet")
    listings.save_batch(store, "r1", [judged(1), judged(2), quiet_with_contact, plain(4)])
    row = next(row for row in leads.queue(store).rows if row.id == 1)
    assert row.contacts_shared == 1
    assert leads.get(store, 1).contacts[0].shared == 2
    assert contacts.listings_of(store, leads.get(store, 1).contacts[0].id) == [1, 2, 3]


def test_an_undo_takes_back_only_the_decision_that_was_read(store):
    save(store)
    read = decide(store)
    decisions.undo(store, 1, actor="budi", via="web")
    decide(store, decision="escalate", reason="immediate-danger", version=3, actor="budi")
    with pytest.raises(StaleLead) as told:
        decisions.undo(store, 1, actor="ani", via="web", decision_id=read.id)
    assert (told.value.who, told.value.what) == ("budi", "escalate")
    assert leads.get(store, 1).state == "escalated"


def test_the_way_through_the_queue_never_turns_round(store):
    scores = [90, 80, 80, 80, 70, 60]
    listings.save_batch(store, "r1", [judged(n, score=score) for n, score in enumerate(scores, 1)])
    listings.save_batch(store, "r1", [judged(7, kind="help")])
    way = [leads.beside(store, number, verdict="alert") for number in range(1, 7)]
    assert way == [(None, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, None)]
    decide(store, lead_id=3)
    assert leads.beside(store, 2) == (1, 4)
    assert leads.beside(store, 3) == (2, 4), "from a lead that was decided meanwhile the way goes on where it stood"
    assert leads.beside(store, 4, text="nowhere") == (None, None)
    assert leads.beside(store, 99) == (None, None)


def test_a_lead_is_found_by_the_place_its_listing_names_now(store):
    listings.save_batch(store, "r1", [judged(1, listing_more={"location": "Batam"}), judged(2)])
    assert "Batam" in leads.locations(store)
    assert [row.id for row in leads.queue(store, locations=("Batam",)).rows] == [1]
    listings.save_batch(store, "r2", [judged(1, listing_more={"location": "Medan"})])
    assert "Batam" not in leads.locations(store)
    assert [row.id for row in leads.queue(store, locations=("Medan",), state=None).rows] == [1]
    with store.writer() as conn:
        conn.execute("UPDATE leads SET place = 'Kupang' WHERE id = 1")
    assert verifying_rows.leads(store)[1] == ["lead 1 has another place than its listing"]


def test_a_tactic_is_found_whole(store):
    listings.save_batch(store, "r1", [judged(1)])
    (tactic,) = leads.get(store, 1).tactics
    assert [row.id for row in leads.queue(store, tactic=tactic).rows] == [1]
    assert leads.queue(store, tactic=tactic[:-1]).rows == ()
