"""One decision over everything that fits a filter: shown as a number first, never over what a person has decided."""

from __future__ import annotations

from typing import Any, Unpack

from storage import acts, audit, decisions, draws
from storage.database import Store
from storage.decisions import DecisionError
from storage.narrowing import Narrowing, conditions

MOST = 1_000
"""Leads of one act; more is a filter that is too wide to have been looked at."""
MOST_COMMON = 50
"""The same where a search is for words that a large part of all listings hold: each lead is looked at by itself. As
many as a page of the queue has lines, so that a queue of several pages is known to hold more without a count."""


def most(by: Narrowing) -> int:
    """How many leads one act may decide under this filter."""
    return MOST_COMMON if by.get("common") else MOST


def count(store: Store, user: str, **by: Unpack[Narrowing]) -> int:
    """How many leads `decide` would decide for `user`, counted up to one more than `most`."""
    condition, values = _free(user, by)
    # Words that are looked for lead by lead are found ten times as quickly in the order in which leads came.
    order = "NOT INDEXED" if by.get("common") else ""
    with store.reader() as conn:
        some = f"SELECT 1 FROM leads {order} WHERE {condition} LIMIT {most(by) + 1}"
        row = conn.execute(f"SELECT count(*) FROM ({some})", values)
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
            f"SELECT id, version FROM leads WHERE {condition} ORDER BY score DESC, id LIMIT {most(by) + 1}", values
        ).fetchall()
        if len(rows) > most(by):
            raise DecisionError(f"more than {most(by)} leads fit; narrow the filter")
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
