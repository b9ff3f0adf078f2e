"""Decisions made together (on a cluster, on all that fits a filter) are one act, undone as one; what was done last."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from storage import audit, decisions
from storage.database import Store
from storage.decisions import DecisionError
from storage.rows import value_of
from storage.times import now


@dataclass(frozen=True, slots=True)
class Done:
    """One act of a person: on one lead, or (`act`) on several. `stands`: something of it can still be taken back."""

    at: str
    act: int | None
    lead_id: int
    decision_id: int
    decision: str
    reason: str
    note: str
    leads: int
    about: str
    stands: bool


def record(
    conn: sqlite3.Connection, about: str, decision: str, reason: str, actor: str, made: Iterable[int]
) -> int | None:
    """Note that some decisions are one act, inside the writer that made them; its number. None for no decision."""
    ids = list(made)
    if not ids:
        return None
    done = conn.execute(
        "INSERT INTO acts (about, decision, reason, actor, at, leads) VALUES (?, ?, ?, ?, ?, ?)",
        (about, decision, reason, actor, now(), len(ids)),
    )
    number = int(done.lastrowid or 0)
    conn.executemany("INSERT INTO act_decisions (decision_id, act_id) VALUES (?, ?)", [(one, number) for one in ids])
    return number


def of_decision(store: Store, decision_id: int) -> int | None:
    """The act that a decision was part of."""
    with store.reader() as conn:
        row = conn.execute("SELECT act_id FROM act_decisions WHERE decision_id = ?", (decision_id,)).fetchone()
    return row["act_id"] if row is not None else None


def undo(store: Store, act_id: int, *, actor: str, via: str) -> int:
    """Take back what still stands of an act: its leads are open again; how many. Raises DecisionError when none is."""
    with store.writer() as conn:
        act = conn.execute("SELECT * FROM acts WHERE id = ?", (act_id,)).fetchone()
        rows = conn.execute(
            "SELECT d.id, d.lead_id FROM act_decisions AS a JOIN decisions AS d ON d.id = a.decision_id"
            " WHERE a.act_id = ? ORDER BY d.id",
            (act_id,),
        ).fetchall()
        taken = [decisions.undo_in(conn, row["lead_id"], row["id"], actor, via) for row in rows]
        undone = [number for number in taken if number]
        if act is None or not undone:
            raise DecisionError("nothing of that stands any more, so there is nothing to take back")
        record(conn, act["about"], "undo", "", actor, undone)
        detail = {"act": act_id, "leads": len(undone), "via": via}
        audit.record(conn, actor=actor, action="leads.undo", object=act["about"], detail=detail)
    return len(undone)


def last(store: Store, actor: str, limit: int = 10) -> list[Done]:
    """What a person did last, newest first; decisions made together are one."""
    with store.reader() as conn:
        rows = conn.execute(
            """
            SELECT * FROM (
                SELECT d.at, NULL AS act, d.lead_id, d.id AS decision_id, d.decision, d.reason, d.note, 1 AS leads,
                    'lead/' || d.lead_id AS about, leads.decision_id IS d.id AS stands
                FROM decisions AS d JOIN leads ON leads.id = d.lead_id
                WHERE d.actor = ?1 AND NOT EXISTS (SELECT 1 FROM act_decisions WHERE decision_id = d.id)
                ORDER BY d.id DESC LIMIT ?2)
            UNION ALL SELECT * FROM (
                SELECT acts.at, acts.id, d.lead_id, d.id, acts.decision, acts.reason, d.note, acts.leads, acts.about,
                    EXISTS (SELECT 1 FROM act_decisions AS a JOIN leads ON leads.decision_id = a.decision_id
                        WHERE a.act_id = acts.id)
                FROM acts JOIN decisions AS d
                    ON d.id = (SELECT min(decision_id) FROM act_decisions WHERE act_id = acts.id)
                WHERE acts.actor = ?1 ORDER BY acts.id DESC LIMIT ?2)
            ORDER BY at DESC LIMIT ?2""",
            (actor, limit),
        ).fetchall()
    return [value_of(Done, row, stands=bool(row["stands"])) for row in rows]
