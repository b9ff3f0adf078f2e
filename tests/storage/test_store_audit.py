from __future__ import annotations

import sqlite3

import pytest
from store_house import judged

from storage import audit, listings


@pytest.fixture
def chain(store):
    for number in range(1, 6):
        with store.writer() as conn:
            audit.record(conn, actor="ani", action="test", object=f"lead/{number}", reason="r", detail={"n": number})
    assert audit.verify(store) == []
    return store


def tamper(store, *statements):
    """What somebody with the file and an SQLite shell would do."""
    with store.writer() as conn:
        conn.execute("DROP TRIGGER audit_no_update")
        conn.execute("DROP TRIGGER audit_no_delete")
        for statement in statements:
            conn.execute(statement)
    return audit.verify(store)


@pytest.mark.gauntlet(45)
@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE audit SET actor = 'budi' WHERE id = 3", "row 3 was changed"),
        ("UPDATE audit SET detail = '{\"n\":9}' WHERE id = 1", "row 1 was changed"),
        ("UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE id = 5", "row 5 was changed"),
        ("UPDATE audit SET hash = prev_hash WHERE id = 5", "row 5 was changed"),
        ("DELETE FROM audit WHERE id = 3", "rows 3 to 3 are missing"),
        ("DELETE FROM audit WHERE id = 1", "rows 1 to 1 are missing"),
        ("DELETE FROM audit WHERE id >= 4", "rows 4 to 5 are missing at the end"),
        ("UPDATE audit SET id = id + 1 WHERE id = 5", "rows 5 to 5 are missing"),
        ("INSERT INTO audit SELECT 6, at, actor, action, object, reason, detail, hash, hash FROM audit WHERE id = 5",
         "row 6 was changed"),
    ],
)  # fmt: skip
def test_tampering_is_detected(chain, statement, named):
    assert any(named in problem for problem in tamper(chain, statement))


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_log_refuses_changes(chain, statement):
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"), chain.writer() as conn:
        conn.execute(statement)


def test_an_act_that_fails_leaves_no_record(chain):
    def act() -> None:
        with chain.writer() as conn:
            audit.record(conn, actor="ani", action="half", object="x")
            raise KeyError

    with pytest.raises(KeyError):
        act()
    assert len(audit.entries(chain)) == 5
    assert audit.verify(chain) == []


def test_entries_go_on_from_an_id_and_by_object(chain):
    assert [entry.id for entry in audit.entries(chain, after=3)] == [4, 5]
    assert [entry.detail for entry in audit.entries(chain, object="lead/2")] == [{"n": 2}]


def test_saving_adds_to_the_chain(chain):
    listings.save_batch(chain, "r1", [judged(1)])
    assert audit.verify(chain) == []
    assert audit.entries(chain, after=5)[0].detail == {"alerts": 1, "changed": 0, "new": 1}
