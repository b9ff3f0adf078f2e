"""Listings that raised nothing, drawn into the queue: nobody can tell them, nothing exports them, the share is counted."""

from __future__ import annotations

import pytest
from store_house import judged, plain

from storage import audit, blind, bulk, decisions, leads, retention, times
from storage.database import Store
from storage.listings import save_batch
from storage.verifying import verify


@pytest.fixture(autouse=True)
def drawn(store: Store) -> list[int]:
    """Two leads, ten listings that raised nothing, three of them drawn: their ids."""
    save_batch(store, "run", [judged(1, score=80), judged(2, score=60), *(plain(number) for number in range(10, 20))])
    assert blind.draw_daily(store) == blind.A_DAY
    return [row.id for row in leads.queue(store, samples=True).rows if row.id > 2]


def decide(store: Store, lead: int, decision: str, reason: str) -> None:
    decisions.decide(store, lead, decision=decision, reason=reason, actor="rani", via="web", seen_version=1)


def test_a_few_are_drawn_once_a_day(store: Store, drawn: list[int]) -> None:
    assert len(drawn) == 3
    assert blind.draw_daily(store) == 0
    with store.writer() as conn:
        conn.execute("UPDATE settings SET value = '2020-01-01' WHERE name = ?", (blind.SETTING,))
    assert blind.draw_daily(store) == 3
    assert len(leads.queue(store, samples=True).rows) == 8


def test_they_look_like_leads_and_stand_in_no_other_list(store: Store, drawn: list[int]) -> None:
    for lead in (leads.get(store, number) for number in drawn):
        assert lead is not None
        assert (lead.verdict, lead.verdict_now, lead.score in (60, 80), lead.change) == ("alert", "alert", True, "")
    assert [row.id for row in leads.queue(store, state=None).rows] == [1, 2]
    assert bulk.count(store, "rani", samples=True) == 2
    [row] = [row for row in audit.entries(store, limit=100) if row.action == "leads.sample"]
    assert (row.object, dict(row.detail)) == ("leads", {"drawn": 3})


def test_a_line_of_the_queue_does_not_tell_them(store: Store, drawn: list[int]) -> None:
    lines = leads.queue(store, samples=True).rows
    assert {(row.tactics, row.slots) for row in lines} == {(lines[0].tactics, lines[0].slots)}
    assert lines[0].tactics
    kept = leads.get(store, drawn[0])
    assert kept is not None
    assert kept.tactics == ()
    decide(store, drawn[0], "keep", "third-party-control")
    (line,) = [row for row in leads.queue(store, state="kept").rows if row.id == drawn[0]]
    assert line.tactics == ()


def test_what_is_kept_is_a_lead_like_others_and_counts_as_missed(store: Store, drawn: list[int]) -> None:
    decide(store, drawn[0], "keep", "third-party-control")
    decide(store, drawn[1], "dismiss", "adult-independent")
    found = blind.figures(store)
    assert (found.looked_at, found.kept, found.waiting, found.quiet) == (2, 1, 1, 10)
    assert [row.id for row in leads.queue(store, state=None).rows if row.id > 2] == [drawn[0]]


@pytest.mark.parametrize("decided", [True, False])
def test_one_that_alerts_later_is_no_sample_any_more(store: Store, drawn: list[int], decided: bool) -> None:
    if decided:
        decide(store, drawn[0], "dismiss", "adult-independent")
    number = next(row.url for row in leads.queue(store, samples=True, state=None).rows if row.id == drawn[0])
    save_batch(store, "r2", [judged(int(number.rpartition("/")[2]), score=30)])
    assert [row.id for row in leads.queue(store).rows] == [1, 2, drawn[0]]


def test_one_that_changes_and_stays_quiet_is_not_told_apart(store: Store, drawn: list[int]) -> None:
    address = next(row.url for row in leads.queue(store, samples=True).rows if row.id == drawn[0])
    save_batch(store, "r2", [plain(int(address.rpartition("/")[2]), "Kaos polos lain")])
    lead = leads.get(store, drawn[0])
    assert lead is not None
    assert (lead.verdict_now, lead.change, lead.version) == ("alert", "", 1)


def test_one_that_nobody_decides_is_forgotten_like_what_raised_nothing(store: Store, drawn: list[int]) -> None:
    decide(store, drawn[0], "dismiss", "adult-independent")
    of = {number: found.listing_id for number in drawn if (found := leads.get(store, number)) is not None}
    planned = retention.plan(store, at=times.before(times.now(), -40 * 86_400))
    assert {of[drawn[1]], of[drawn[2]]} < set(planned.listings)
    assert of[drawn[0]] not in planned.listings
    retention.purge(store, planned, actor="rani", reason="time is over")
    assert [leads.get(store, number) is None for number in drawn] == [False, True, True]
    assert [check.problems for check in verify(store)] == [()] * len(verify(store))
