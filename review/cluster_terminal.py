"""Clusters for `sandi leads`: what one is, what is decided on it as one, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
import orjson

from linking.cli import print_network
from linking.facts import facts_of
from linking.finding import named
from linking.network import around
from sandi.errors import SandiError
from sandi.text import visible
from storage import cluster_decisions, cluster_listings, clusters
from storage.cluster_decisions import ClusterDecision
from storage.clusters import Cluster
from storage.database import Store


def show_cluster(store: Store, number: int, *, opened: bool, as_json: bool) -> None:
    """Facts, leads, edges and decisions of a cluster; with `opened` also what the child lane says.

    Raises SandiError when there is none.
    """
    with store.reader() as conn:
        found = named(store, conn, f"cluster/{number}")
        facts = facts_of(conn, found.listings, opened=opened)
        network = around(conn, found.listings, 0, opened=opened)
        leads = cluster_listings.leads_of(conn, found.cluster or 0)
    made = cluster_decisions.history(store, found.cluster or 0)
    if as_json:
        _print_json(
            {
                "cluster": found.cluster,
                "facts": facts.to_json(),
                "leads": [{"id": lead["id"], "state": lead["state"], "score": lead["score"]} for lead in leads],
                "decisions": [asdict(one) for one in made],
                **network.to_json(),
            }
        )
        return
    print_network(found, facts, network)
    for one in made:
        click.echo(visible(_told(one)))
    waiting = sum(lead["state"] == "open" for lead in leads)
    click.echo(f"{waiting} open leads. Indications that need to be verified; never an accusation.")


def decide_cluster(
    store: Store, number: int, decision: str, reason: str, note: str, exceptions: Sequence[int], *, as_json: bool
) -> None:
    """Decide the open leads of a cluster, exceptions left out. Raises DecisionError, SandiError."""
    row = _current(store, number)
    made = cluster_decisions.decide(
        store,
        row.id,
        decision=decision,
        reason=reason,
        note=note,
        actor=store.config.user,
        via="cli",
        seen_version=row.version,
        exceptions=exceptions,
    )
    if as_json:
        _print_json(asdict(made))
    else:
        left = f"; left out: {', '.join(map(str, made.exceptions))}" if made.exceptions else ""
        click.echo(f"Cluster {row.id}: {decision}, {reason}, {len(made.leads)} leads{left}.")
        click.echo(f"Undo with: sandi leads undo cluster/{row.id}")


def undo_cluster(store: Store, number: int, *, as_json: bool) -> None:
    """Take back what was last decided on a cluster. Raises DecisionError, SandiError."""
    row = _current(store, number)
    opened = cluster_decisions.undo(store, row.id, actor=store.config.user, via="cli")
    if as_json:
        _print_json({"cluster": row.id, "leads": opened})
    else:
        click.echo(f"Cluster {row.id}: {len(opened)} leads are open again.")


def _current(store: Store, number: int) -> Cluster:
    with store.reader() as conn:
        row = clusters.current(conn, number)
    if row is None or row.ended_at:
        raise SandiError(f"there is no cluster {number}; `sandi links stats` names the largest")
    return row


def _told(made: ClusterDecision) -> str:
    left = f", without {', '.join(map(str, made.exceptions))}" if made.exceptions else ""
    return f"{made.at[:10]} {made.actor}: {made.decision}, {made.reason}, {len(made.leads)} leads{left}"


def _print_json(value: Any) -> None:
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
