"""What became of a rule's leads, counted by the store."""

from __future__ import annotations

import pytest
from store_house import RULE, listing, verdict

from sandi.verdict import Hit, Verdict
from storage import cases, decisions, rule_figures, runs
from storage.database import Store
from storage.listings import save_batch
from storage.records import Judged


def judged(number: int, *rules: str, kind: str = "alert") -> Judged:
    one = listing(number)
    plain = verdict(one, kind=kind, contacts=())
    hits = tuple(Hit(rule, 3, "fake-job", 50, ()) for rule in rules)
    return Judged(one, Verdict(one.url, kind, "adult", 50, ("fake-job",), plain.slots, hits))


@pytest.fixture
def decided(store: Store) -> Store:
    """Leads 1 to 5 of `job-bait`, of which 1 and 2 by `other` too: kept, escalated, dismissed, unsure, open."""
    run = runs.plan(store, "pasar", "manual")
    batch = [
        judged(1, "job-bait", "other"),
        judged(2, "job-bait", "other"),
        *(judged(n, "job-bait") for n in (3, 4, 5)),
    ]
    save_batch(store, run, [*batch, judged(6, "quiet-rule", kind="watch")], rules=[RULE])
    for lead, decision, reason in (
        (1, "keep", "debt-or-documents"),
        (2, "escalate", "immediate-danger"),
        (3, "dismiss", "rule-wrong"),
        (4, "unsure", "second-opinion"),
    ):
        decisions.decide(
            store, lead, decision=decision, reason=reason, note="kata lain", actor="rani", via="cli", seen_version=1
        )
    return store


def test_every_rule_with_what_became_of_its_leads(decided: Store) -> None:
    found = {one.rule: one for one in rule_figures.every_rule(decided)}
    bait = found["job-bait"]
    assert (bait.hits, bait.leads, bait.clusters) == (5, 5, 5)
    assert (bait.open, bait.kept, bait.dismissed, bait.unsure) == (1, 2, 1, 1)
    assert (found["quiet-rule"].hits, found["quiet-rule"].leads) == (1, 0)
    assert rule_figures.of_rule(decided, "job-bait") == bait
    assert rule_figures.of_rule(decided, "never").hits == 0


def test_what_came_of_a_referral_weighs_more_than_the_decision(decided: Store) -> None:
    number = cases.start(decided, "Rantai Kamboja", [1, 3, 5], actor="rani")
    cases.refer(decided, number, "Polda contoh", "UU 21/2007", "2026-11-20", actor="rani")
    before = rule_figures.of_rule(decided, "job-bait")
    cases.came_of_it(decided, number, 1, "under-way", actor="rani")
    assert rule_figures.of_rule(decided, "job-bait") == before
    cases.came_of_it(decided, number, 1, "no-offence", actor="rani")
    wrong = rule_figures.of_rule(decided, "job-bait")
    assert (wrong.open, wrong.kept, wrong.dismissed, wrong.confirmed, wrong.unfounded) == (0, 1, 3, 0, 3)
    cases.refer(decided, number, "LPSK contoh", "UU 21/2007", "2026-11-21", actor="rani")
    cases.came_of_it(decided, number, 2, "victims-found", actor="rani")  # of two the one that confirms counts
    right = rule_figures.of_rule(decided, "job-bait")
    assert (right.open, right.kept, right.dismissed, right.unsure, right.confirmed) == (0, 4, 0, 1, 3)
    assert {one.rule: one for one in rule_figures.every_rule(decided)}["job-bait"] == right
    assert [part.kept for part in rule_figures.by_month_and_revision(decided, "job-bait")[0]] == [4]
    assert [other.kept for other in rule_figures.overlaps(decided, "job-bait")] == [2]


def test_months_revisions_and_neighbours(decided: Store) -> None:
    (month,), (revision,) = rule_figures.by_month_and_revision(decided, "job-bait")
    assert (len(month.name), month.leads, month.kept, month.dismissed, month.unsure) == (7, 5, 2, 1, 1)
    assert (revision.name, revision.leads) == ("3", 5)
    (other,) = rule_figures.overlaps(decided, "job-bait")
    assert (other.rule, other.leads, other.kept, other.dismissed) == ("other", 2, 2, 0)


def test_notes_that_the_rule_is_wrong_go_with_an_undo(decided: Store) -> None:
    (note,) = rule_figures.wrong_notes(decided, "job-bait")
    assert (note.lead, note.note, note.actor, note.revision) == (3, "kata lain", "rani", 3)
    assert rule_figures.wrong_notes(decided, "other") == []
    assert [one.lead for one in rule_figures.decided_leads(decided, "job-bait")] == [4, 3, 2, 1]
    decisions.undo(decided, 3, actor="rani", via="cli")
    assert rule_figures.wrong_notes(decided, "job-bait") == []


def test_leads_of_a_cluster_count_as_one(decided: Store) -> None:
    with decided.writer() as conn:
        conn.execute("INSERT INTO clusters (id, component, units, opened_at, updated_at) VALUES (1, 1, 2, '', '')")
        conn.executemany(
            "INSERT INTO link_listings (listing_id, seller, cluster_id) VALUES (?, '', 1)"
            " ON CONFLICT (listing_id) DO UPDATE SET cluster_id = 1",
            [(1,), (2,), (3,)],
        )
    assert rule_figures.of_rule(decided, "job-bait").clusters == 3
