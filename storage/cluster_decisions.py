"""Decisions on a cluster: its open leads, exceptions left out, in one transaction. What is decided is not touched.

Each lead gets a decision of its own, so the record of a lead is whole; a row of the cluster says which went together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

import orjson

from storage import acts, audit, cluster_listings, clusters, decisions, draws, leases
from storage.database import Store
from storage.decisions import DecisionError
from storage.rows import value_of
from storage.times import now


@dataclass(frozen=True, slots=True)
class ClusterDecision:
    """One decision on a cluster. `leads`: pairs of lead and its decision; `exceptions`: leads that were left out."""

    id: int
    cluster_id: int
    decision: str
    reason: str
    actor: str
    at: str
    leads: tuple[tuple[int, int], ...]
    exceptions: tuple[int, ...]


def decide(
    store: Store,
    cluster_id: int,
    *,
    decision: str,
    reason: str,
    note: str = "",
    actor: str,
    via: str,
    seen_version: int,
    exceptions: Collection[int] = (),
    like: int | None = None,
) -> ClusterDecision:
    """Decide the open leads of a cluster; with `like` those in the lane of that lead, and asking for help as it does.

    `seen_version` is the cluster's that was read.

    Raises DecisionError: no such cluster, no open lead, an exception that is no open lead of it, a reason that is none,
    or listings that came since it was read; Held when somebody else works on it. Nothing is decided then.
    """
    with store.writer() as conn:
        row = clusters.get(conn, cluster_id)
        if row is None or row.ended_at:
            raise DecisionError(f"there is no cluster {cluster_id}")
        if row.version != seen_version:
            raise DecisionError(f"cluster {cluster_id} has other listings than when you read it. Read it again")
        leads = cluster_listings.leads_of(conn, cluster_id)
        line = next((_lane(lead) for lead in leads if lead["id"] == like), None)
        waiting = {
            lead["id"]: lead["version"]
            for lead in leads
            if lead["state"] == "open" and (like is None or _lane(lead) == line)
        }
        if strangers := sorted(set(exceptions) - waiting.keys()):
            raise DecisionError(f"no open lead of cluster {cluster_id}: {', '.join(map(str, strangers))}")
        chosen = {lead: version for lead, version in waiting.items() if lead not in exceptions}
        if not chosen:
            raise DecisionError(f"cluster {cluster_id} has no open lead to decide")
        leases.must_be_free(conn, min(chosen), actor)
        made = [
            (lead, decisions.decide_in(conn, lead, decision, reason, note, actor, via, version).id)
            for lead, version in sorted(chosen.items())
        ]
        done = conn.execute(
            "INSERT INTO cluster_decisions (cluster_id, decision, reason, actor, at, leads, exceptions)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (cluster_id, decision, reason, actor, now(), _json(made), _json(sorted(exceptions))),
        )
        acts.record(conn, f"cluster/{cluster_id}", decision, reason, actor, [number for _, number in made])
        draws.consider(conn, store.keys, made[0][1])
        leases.done(conn, min(chosen), actor)
        detail = {"leads": len(made), "exceptions": len(exceptions), "via": via}
        about = f"cluster/{cluster_id}"
        audit.record(conn, actor=actor, action=f"cluster.{decision}", object=about, reason=reason, detail=detail)
        return _history(conn, "id = ?", done.lastrowid or 0)[0]


def undo(store: Store, cluster_id: int, *, actor: str, via: str) -> list[int]:
    """Take back the last decision on a cluster: its leads that stand by it are open again; their ids.

    Raises DecisionError when no lead stands by it.
    """
    with store.writer() as conn:
        made = _history(conn, "cluster_id = ?", cluster_id)
        pairs = made[-1].leads if made else ()
        opened = [lead for lead, number in pairs if decisions.undo_in(conn, lead, number, actor, via)]
        if not opened:
            raise DecisionError(f"cluster {cluster_id} has no decision to take back")
        about = f"cluster/{cluster_id}"
        audit.record(conn, actor=actor, action="cluster.undo", object=about, detail={"leads": len(opened), "via": via})
        return opened


def history(store: Store, cluster_id: int) -> list[ClusterDecision]:
    """All decisions on a cluster, and on those that were merged into it, oldest first."""
    with store.reader() as conn:
        return _history(conn, "cluster_id IN (SELECT id FROM clusters WHERE id = ?1 OR merged_into = ?1)", cluster_id)


def _lane(lead: sqlite3.Row) -> tuple[str, bool]:
    return lead["lane"], lead["verdict"] == "help"


def _history(conn: sqlite3.Connection, where: str, value: int) -> list[ClusterDecision]:
    rows = conn.execute(f"SELECT * FROM cluster_decisions WHERE {where} ORDER BY id", (value,))
    return [
        value_of(
            ClusterDecision,
            row,
            leads=tuple((lead, number) for lead, number in orjson.loads(row["leads"])),
            exceptions=tuple(orjson.loads(row["exceptions"])),
        )
        for row in rows
    ]


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
