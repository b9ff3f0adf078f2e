"""Leases: who works on what, for how long, and what happens to what is left lying or passed over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from store_house import judged

from storage import cluster_decisions, clusters, decisions, leads, leases
from storage.database import Store
from storage.leases import Held
from storage.listings import save_batch


@pytest.fixture(autouse=True)
def four(store: Store) -> None:
    """Four leads of falling score; the second and the fourth are one cluster."""
    save_batch(store, "run", [judged(number, score=90 - number) for number in range(1, 5)])
    with store.writer() as conn:
        number = clusters.add(conn, 2, 2)
        conn.executemany(
            "INSERT INTO link_listings (listing_id, seller, cluster_id) VALUES (?, '', ?)",
            [(2, number), (4, number)],
        )


def time_passes(store: Store) -> None:
    """Ten minutes."""
    with store.writer() as conn:
        conn.execute("UPDATE leases SET ends_at = '2020-01-01T00:00:00.000Z'")


def dismiss(store: Store, lead: int, actor: str) -> None:
    decisions.decide(store, lead, decision="dismiss", reason="duplicate", actor=actor, via="web", seen_version=1)


def test_two_people_are_given_different_work(store: Store) -> None:
    assert leases.take_next(store, "rani") == 1
    assert leases.take_next(store, "budi") == 2


def test_a_cluster_is_one_piece_of_work(store: Store) -> None:
    leases.take(store, 4, "rani")
    assert leases.take_next(store, "budi") == 1
    assert leases.take_next(store, "budi", after=1) == 3
    taken = leases.take(store, 2, "budi")
    assert taken is not None
    assert taken.holder == "rani"


def test_whoever_works_on_it_decides_it(store: Store) -> None:
    leases.take(store, 2, "rani")
    with pytest.raises(Held, match="rani works on this until"):
        dismiss(store, 4, "budi")
    with pytest.raises(Held):
        cluster_decisions.decide(
            store, 1, decision="dismiss", reason="duplicate", actor="budi", via="web", seen_version=1
        )
    dismiss(store, 2, "rani")
    dismiss(store, 4, "budi")
    assert decisions.history(store, 4)[0].actor == "budi"


def test_what_is_left_lying_comes_back_after_ten_minutes(store: Store) -> None:
    leases.take_next(store, "rani")
    with store.reader() as conn:
        [row] = conn.execute(
            "SELECT (julianday(ends_at) - julianday(taken_at)) * 86400 AS seconds FROM leases"
        ).fetchall()
    assert round(row["seconds"]) == 600
    time_passes(store)
    assert leases.take_next(store, "budi") == 1
    with pytest.raises(Held):
        dismiss(store, 1, "rani")


def test_what_nobody_took_meanwhile_its_late_reader_may_still_decide(store: Store) -> None:
    leases.take_next(store, "rani")
    time_passes(store)
    dismiss(store, 1, "rani")


def test_a_person_has_one_lease_so_that_browsing_keeps_nothing_from_others(store: Store) -> None:
    for lead in (1, 2, 3):
        leases.take(store, lead, "rani")
    with store.reader() as conn:
        assert leases.holders(conn, [1, 2, 3, 4]) == {3: "rani"}


def test_looking_again_is_not_written(store: Store) -> None:
    first = leases.take(store, 1, "rani")
    assert leases.take(store, 1, "rani") == first


def test_skipping_remembers_for_the_one_who_skipped(store: Store) -> None:
    assert leases.take_next(store, "rani") == 1
    leases.skip(store, 1, "rani")
    assert [leases.take_next(store, "rani"), leases.take_next(store, "budi")] == [2, 1]
    assert [row.id for row in leads.queue(store, free_for="rani", by_cluster=True).rows] == [2, 3]
    assert leases.passed_over(store, "rani") == 1
    assert leases.unskip_all(store, "rani") == 1
    leases.skip(store, 1, "budi")
    assert leases.take_next(store, "rani") == 1


def test_past_the_end_the_beginning_is_next_and_nothing_free_is_none(store: Store) -> None:
    assert leases.take_next(store, "rani", after=3) == 1
    for lead in (1, 2, 3):
        leases.skip(store, lead, "rani")
    assert leases.take_next(store, "rani") is None
    assert leases.take_next(store, "rani", tactic="organ-trade") is None


def test_a_filter_shows_the_highest_of_a_cluster_that_fits_it(store: Store) -> None:
    with store.writer() as conn:
        conn.execute("UPDATE leads SET source = 'other' WHERE id = 4")
    assert [row.id for row in leads.queue(store, source="other", by_cluster=True).rows] == [4]
    assert [row.id for row in leads.queue(store, by_cluster=True).rows] == [1, 2, 3]


def test_many_hands_at_once_never_hold_the_same(store: Store) -> None:
    save_batch(store, "run", [judged(number, score=50) for number in range(10, 30)])
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda number: leases.take_next(store, f"user{number}"), range(18)))
    assert None not in taken
    assert len(set(taken)) == 18
