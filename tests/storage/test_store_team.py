"""Decisions made together, the last ten, decisions over a filter, second looks and agreement."""

from __future__ import annotations

from collections import Counter

import pytest
from store_house import judged

from storage import acts, agreement, bulk, cluster_decisions, clusters, decisions, leads, passwords, second_looks, users
from storage.agreement import kappa
from storage.database import Store
from storage.decisions import DecisionError
from storage.listings import save_batch


@pytest.fixture(autouse=True)
def six(store: Store) -> None:
    """Six leads, the last of the child lane; two and three are one cluster."""
    batch = [judged(number, score=90 - number, lane="child" if number == 6 else "adult") for number in range(1, 7)]
    save_batch(store, "run", batch)
    with store.writer() as conn:
        number = clusters.add(conn, 2, 2)
        conn.executemany(
            "INSERT INTO link_listings (listing_id, seller, cluster_id) VALUES (?, '', ?)", [(2, number), (3, number)]
        )


@pytest.fixture
def people(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", passwords.Cost(64, 1, 1))
    for name in ("rani", "budi", "made"):
        users.add(store, name, ("investigator",), "kopi-susu-gula-aren", actor="admin")


def one(store: Store, lead: int, decision: str = "dismiss", reason: str = "duplicate", actor: str = "rani") -> int:
    seen = leads.get(store, lead)
    assert seen is not None
    return decisions.decide(
        store, lead, decision=decision, reason=reason, actor=actor, via="web", seen_version=seen.version
    ).id


def everything(store: Store, expected: int, **by: str) -> tuple[int, tuple[int, ...]]:
    return bulk.decide(store, decision="dismiss", reason="duplicate", actor="rani", via="web", expected=expected, **by)  # type: ignore[arg-type]


def states(store: Store) -> list[str]:
    return [row.state for row in sorted(leads.queue(store, state=None).rows, key=lambda row: row.id)]


def test_a_decision_over_a_filter_counts_first_and_spares_what_people_decided(store: Store) -> None:
    one(store, 1, "keep", "debt-or-documents")
    one(store, 4)
    decisions.undo(store, 4, actor="rani", via="web")
    assert bulk.count(store, "rani") == 4
    act, decided = everything(store, 4)
    assert decided == (2, 3, 4, 5)
    assert states(store) == ["kept", "dismissed", "dismissed", "dismissed", "dismissed", "open"]
    assert acts.undo(store, act, actor="rani", via="web") == 4
    assert states(store)[1:] == ["open"] * 5
    with pytest.raises(DecisionError, match="nothing of that stands"):
        acts.undo(store, act, actor="rani", via="web")


@pytest.mark.parametrize("expected", [0, 3, 6])
def test_another_number_than_was_shown_decides_nothing(store: Store, expected: int) -> None:
    with pytest.raises(DecisionError, match="5 leads fit now"):
        everything(store, expected)
    assert set(states(store)) == {"open"}


def test_a_re_opened_lead_and_what_others_work_on_are_left_out(store: Store) -> None:
    from storage import leases

    one(store, 1)
    save_batch(store, "r2", [judged(1, score=99, listing_more={"category": "lain"})])
    assert states(store)[0] == "open"
    leases.take(store, 2, "budi")
    assert everything(store, 2)[1] == (4, 5)


def test_the_child_lane_is_decided_only_when_the_filter_names_it(store: Store) -> None:
    assert everything(store, 1, lane="child")[1] == (6,)


def test_the_last_ten_name_a_joint_decision_once_with_its_way_back(store: Store) -> None:
    one(store, 1)
    cluster_decisions.decide(
        store, 1, decision="keep", reason="debt-or-documents", actor="rani", via="web", seen_version=1
    )
    one(store, 4)
    decisions.undo(store, 4, actor="rani", via="web")
    found = acts.last(store, "rani")
    assert [(done.decision, done.leads, done.stands) for done in found] == [
        ("undo", 1, False), ("dismiss", 1, False), ("keep", 2, True), ("dismiss", 1, True)
    ]  # fmt: skip
    assert found[2].about == "cluster/1"
    acts.undo(store, found[2].act or 0, actor="rani", via="web")
    assert [(done.decision, done.leads) for done in acts.last(store, "rani", 2)] == [("undo", 2), ("undo", 1)]
    assert acts.last(store, "budi") == []


def test_unsure_is_looked_at_by_another_whose_answer_stands(store: Store, people: None) -> None:
    one(store, 1, "unsure", "second-opinion")
    assert second_looks.waiting_for(store, "rani") == []
    [look] = second_looks.waiting_for(store, "budi")
    with pytest.raises(DecisionError, match="somebody else"):
        second_looks.answer(store, look.id, decision="keep", reason="possible-minor", note="", actor="rani")
    state = second_looks.answer(store, look.id, decision="dismiss", reason="duplicate", note="", actor="budi")
    assert (state, states(store)[0]) == ("settled", "dismissed")
    with pytest.raises(DecisionError, match="over"):
        second_looks.answer(store, look.id, decision="keep", reason="possible-minor", note="", actor="made")


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("keep", "escalate", "agreed"),
        ("keep", "dismiss", "disputed"),
        ("dismiss", "dismiss", "agreed"),
        ("keep", "unsure", "disputed"),
    ],
)
def test_two_answers_agree_when_they_lead_to_the_same(
    store: Store, people: None, first: str, second: str, state: str
) -> None:
    reasons = {"keep": "possible-minor", "escalate": "possible-minor", "dismiss": "duplicate", "unsure": "language"}
    made = one(store, 1, first, reasons[first])
    with store.writer() as conn:  # drawn, whatever the sample says
        conn.execute("DELETE FROM second_looks")
        conn.execute(
            "INSERT INTO second_looks (lead_id, decision_id, first, first_actor, state, opened_at)"
            " VALUES (1, ?, ?, 'rani', 'waiting', '')",
            (made, first),
        )
    [look] = second_looks.waiting_for(store, "budi")
    assert second_looks.answer(store, look.id, decision=second, reason=reasons[second], note="", actor="budi") == state
    assert [one.id for one in second_looks.disputed(store, "made")] == ([look.id] if state == "disputed" else [])
    assert second_looks.disputed(store, "budi") == []
    if state == "disputed":
        second_looks.settle(store, look.id, decision="dismiss", reason="duplicate", note="", actor="made")
        assert states(store)[0] == "dismissed"
    [row] = agreement.by_rule(store)
    assert (row.rule, row.pairs, row.alike) == ("job-bait", 1, int(first == second))


def test_what_was_taken_back_needs_no_second_look(store: Store, people: None) -> None:
    one(store, 1, "unsure", "language")
    [look] = second_looks.waiting_for(store, "budi")
    decisions.undo(store, 1, actor="rani", via="web")
    assert second_looks.waiting_for(store, "budi") == []
    with pytest.raises(DecisionError, match="over"):
        second_looks.answer(store, look.id, decision="keep", reason="possible-minor", note="", actor="budi")


def test_a_sample_of_sure_decisions_is_drawn_and_nothing_where_one_person_works(store: Store) -> None:
    save_batch(store, "more", [judged(number, score=20) for number in range(100, 300)])
    ids = [row.id for row in leads.queue(store, limit=300, lane="adult").rows]
    for lead in ids[:100]:
        one(store, lead, "keep", "possible-minor")
    with store.reader() as conn:
        assert conn.execute("SELECT count(*) FROM second_looks").fetchone()[0] == 0
    with store.writer() as conn:
        conn.executemany(
            "INSERT INTO users (name, password, roles, state, added_at, changed_at) VALUES (?, '', '[]', 'active', '', '')",
            [("rani",), ("budi",)],
        )
    for lead in ids[100:]:
        one(store, lead, "keep", "possible-minor")
    assert 1 <= len(second_looks.waiting_for(store, "budi", 200)) <= 30


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ({("keep", "keep"): 20, ("keep", "dismiss"): 5, ("dismiss", "keep"): 10, ("dismiss", "dismiss"): 15}, 0.4),
        ({("keep", "keep"): 5, ("dismiss", "dismiss"): 5}, 1.0),
        ({("keep", "dismiss"): 5, ("dismiss", "keep"): 5}, -1.0),
        ({("keep", "keep"): 7}, None),
        ({}, None),
    ],
)
def test_kappa_is_cohens(pairs: dict[tuple[str, str], int], expected: float | None) -> None:
    found = kappa(Counter(pairs))
    assert found == (pytest.approx(expected) if expected is not None else None)
