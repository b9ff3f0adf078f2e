"""Second looks: somebody who does not see a decision looks again; disagreement goes to a lead investigator."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from storage import audit, decisions
from storage.database import Store
from storage.decisions import DecisionError
from storage.masking import scrubbed
from storage.rows import value_of
from storage.times import now

FOLLOWED = ("keep", "escalate")


@dataclass(frozen=True, slots=True)
class Look:
    """A second look. `first` and `second` are decisions; `state` is waiting, agreed, disputed, settled or void."""

    id: int
    lead_id: int
    decision_id: int
    first: str
    first_actor: str
    state: str
    opened_at: str
    second: str
    reason: str
    note: str
    second_actor: str
    second_at: str | None
    settled_by: str
    settled_at: str | None


def get(store: Store, look_id: int) -> Look | None:
    """A second look."""
    with store.reader() as conn:
        row = conn.execute("SELECT * FROM second_looks WHERE id = ?", (look_id,)).fetchone()
    return value_of(Look, row) if row is not None else None


def waiting_for(store: Store, user: str, limit: int = 50) -> list[Look]:
    """Decisions of others that wait for a look by `user`, oldest first."""
    return _listed(store, "s.state = 'waiting' AND s.first_actor <> ?", (user,), limit)


def disputed(store: Store, user: str, limit: int = 50) -> list[Look]:
    """Disagreements that `user` may settle, being neither of the two, oldest first."""
    return _listed(store, "s.state = 'disputed' AND ? NOT IN (s.first_actor, s.second_actor)", (user,), limit)


def answer(store: Store, look_id: int, *, decision: str, reason: str, note: str, actor: str) -> str:
    """What a second person says; the state after it. An answer to `unsure` stands at once, unless it is unsure too.

    Raises DecisionError: a decision or reason that is none, one's own decision, a decision that stands no more.
    """
    with store.writer() as conn:
        look = _open(conn, look_id, "waiting")
        if look.first_actor == actor:
            raise DecisionError("a second look is for somebody else")
        decisions.check(decision, reason, note)
        state = "agreed" if _alike(look.first, decision) else "disputed"
        if look.first == "unsure":
            state = "disputed" if decision == "unsure" else "settled"
        conn.execute(
            "UPDATE second_looks SET state = ?, second = ?, reason = ?, note = ?, second_actor = ?, second_at = ?"
            " WHERE id = ?",
            (state, decision, reason, scrubbed(note), actor, now(), look_id),
        )
        _note(conn, actor, "lead.second-look", look, {"state": state})
        if state == "settled":
            _settle(conn, look, decision, reason, note, actor)
        return state


def settle(store: Store, look_id: int, *, decision: str, reason: str, note: str, actor: str) -> None:
    """A lead investigator ends a disagreement: this decision stands. Raises DecisionError."""
    with store.writer() as conn:
        look = _open(conn, look_id, "disputed")
        if actor in (look.first_actor, look.second_actor):
            raise DecisionError("a disagreement is settled by a third person")
        decisions.check(decision, reason, note)
        _settle(conn, look, decision, reason, note, actor)
        _note(conn, actor, "lead.settle", look, {"decision": decision})


def _settle(conn: sqlite3.Connection, look: Look, decision: str, reason: str, note: str, actor: str) -> None:
    conn.execute(
        "UPDATE second_looks SET state = 'settled', settled_by = ?, settled_at = ? WHERE id = ?",
        (actor, now(), look.id),
    )
    if decision != look.first:
        version = conn.execute("SELECT version FROM leads WHERE id = ?", (look.lead_id,)).fetchone()["version"]
        decisions.decide_in(conn, look.lead_id, decision, reason, note, actor, "web", version)


def _open(conn: sqlite3.Connection, look_id: int, state: str) -> Look:
    """The look, which must be in `state` and its decision still stand."""
    row = conn.execute(
        "SELECT s.*, leads.decision_id IS s.decision_id AS stands FROM second_looks AS s"
        " JOIN leads ON leads.id = s.lead_id WHERE s.id = ?",
        (look_id,),
    ).fetchone()
    if row is None or row["state"] != state or not row["stands"]:
        raise DecisionError("this look is over: somebody else answered, or the decision was taken back")
    return value_of(Look, row)


def _listed(store: Store, where: str, values: tuple[str, ...], limit: int) -> list[Look]:
    with store.reader() as conn:
        rows = conn.execute(
            "SELECT s.* FROM second_looks AS s JOIN leads ON leads.id = s.lead_id AND leads.decision_id = s.decision_id"
            f" WHERE {where} ORDER BY s.id LIMIT ?",
            (*values, limit),
        ).fetchall()
    return [value_of(Look, row) for row in rows]


def _alike(first: str, second: str) -> bool:
    """Whether two decisions lead to the same: to follow up, or not."""
    return first == second or (first in FOLLOWED and second in FOLLOWED)


def _note(conn: sqlite3.Connection, actor: str, action: str, look: Look, detail: dict[str, str]) -> None:
    audit.record(conn, actor=actor, action=action, object=f"lead/{look.lead_id}", detail={"look": look.id} | detail)
