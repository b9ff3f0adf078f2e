"""One decision over everything that fits a filter: shown as a number first, never over what a person has decided."""

from __future__ import annotations

from typing import Any, Unpack

from storage import acts, audit, decisions, draws
from storage.database import Store
from storage.decisions import DecisionError
from storage.narrowing import Narrowing, conditions

MOST = 2_000
"""Leads of one act; more is a filter that is too wide to have been looked at."""


def count(store: Store, user: str, **by: Unpack[Narrowing]) -> int:
    """How many leads `decide` would decide for `user`, counted up to MOST + 1."""
    condition, values = _free(user, by)
    with store.reader() as conn:
        row = conn.execute(f"SELECT count(*) FROM (SELECT 1 FROM leads WHERE {condition} LIMIT {MOST + 1})", values)
        return int(row.fetchone()[0])


def decide(
    store: Store,
    *,
    decision: str,
    reason: str,
    note: str = "",
    actor: str,
    via: str,
    expected: int,
    **by: Unpack[Narrowing],
) -> tuple[int, tuple[int, ...]]:
    """Decide every open lead that fits, if there are `expected` of them; the act and its leads.

    Left out is what a person has decided before (a lead that was re-opened too), what somebody works on, what the actor
    has passed over, what was drawn blindly, and, unless the filter names it, the child lane. Raises DecisionError;
    nothing is decided then.
    """
    condition, values = _free(actor, by)
    with store.writer() as conn:
        rows = conn.execute(
            f"SELECT id, version FROM leads WHERE {condition} ORDER BY score DESC, id LIMIT {MOST + 1}", values
        ).fetchall()
        if len(rows) > MOST:
            raise DecisionError(f"more than {MOST} leads fit; narrow the filter")
        if len(rows) != expected or not rows:
            raise DecisionError(f"{len(rows)} leads fit now, not {expected}; look at the queue again")
        made = [
            (row["id"], decisions.decide_in(conn, row["id"], decision, reason, note, actor, via, row["version"]).id)
            for row in rows
        ]
        for _, number in made:
            draws.consider(conn, store.keys, number)
        act = acts.record(conn, "filter", decision, reason, actor, [number for _, number in made])
        told = {name: value for name, value in by.items() if value is not None}
        detail = {"leads": len(made), "via": via, "filter": str(sorted(told.items())), "act": act}
        audit.record(conn, actor=actor, action=f"leads.{decision}", object="filter", reason=reason, detail=detail)
    return act or 0, tuple(lead for lead, _ in made)


def _free(user: str, by: Narrowing) -> tuple[str, list[Any]]:
    by = by.copy()
    by["state"], by["free_for"], by["samples"] = "open", user, False
    if by.get("lane") is None:
        by["lane"] = "adult" if by.get("verdict") != "help" else None
    where, values = conditions(by)
    return " AND ".join([*where, "leads.decision_id IS NULL"]), values
