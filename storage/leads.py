"""Leads: the queue of people, and each lead with its evidence. Everything in it is masked."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Unpack

from storage import blind, cluster_listings, clusters, contacts, decisions, judgements, listings, runs, sources
from storage.database import Store
from storage.judgements import read_names
from storage.narrowing import HELP, STATES, Narrowing, conditions
from storage.paging import Page, read_cursor, write_cursor
from storage.records import Lead, LeadContact, LeadRow
from storage.rows import value_of

__all__ = ["STATES", "Lead", "LeadContact", "LeadRow", "Page", "beside", "counts", "get", "open_counts", "queue"]

EXCERPT = 240
BESIDE = 200
"""Leads of a cluster that a line of the queue names."""

_ROWS = f"""
    SELECT leads.*, listings.title, substr(listings.text, 1, {EXCERPT}) AS excerpt, listings.url, listings.gone_at
    FROM leads JOIN listings ON listings.id = leads.listing_id"""


def queue(
    store: Store,
    *,
    cursor: str | None = None,
    limit: int = 50,
    by_cluster: bool = False,
    **by: Unpack[Narrowing],
) -> Page[LeadRow]:
    """Leads by falling score, open ones unless `state` is given.

    With `by_cluster` a cluster has one line, that of its highest lead in the same state and lane. Raises CursorError,
    SandiError for a state that is none.
    """
    where, values = conditions(by, by_cluster=by_cluster)
    if cursor:
        score, last = read_cursor(cursor, 2)
        where.append("leads.score <= ? AND (leads.score < ? OR leads.id > ?)")
        values += [score, score, last]
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    with store.reader() as conn:
        found = conn.execute(
            f"{_ROWS} {condition} ORDER BY leads.score DESC, leads.id LIMIT ?", (*values, limit + 1)
        ).fetchall()
        rows = _lead_rows(conn, found[:limit], lent=True)
    more = len(found) > limit
    return Page(rows, write_cursor(rows[-1].score, rows[-1].id) if more else None)


def get(store: Store, lead_id: int) -> Lead | None:
    """A lead with hits, contacts, versions, decisions, rule texts, and facts of its run and source; or None."""
    with store.reader() as conn:
        found = conn.execute(f"{_ROWS} WHERE leads.id = ?", (lead_id,)).fetchone()
        if found is None:
            return None
        row = _lead_rows(conn, [found])[0]
        judged = conn.execute("SELECT version FROM judgements WHERE id = ?", (found["judgement_id"],)).fetchone()
        listing = listings.at_version(conn, row.listing_id, judged["version"])
        shown = judgements.evidence(conn, found["judgement_id"], listing)
        return Lead(
            **{name: getattr(row, name) for name in LeadRow.__dataclass_fields__},
            listing=listing,
            hits=shown.hits,
            counter=shown.counter,
            contacts=contacts.of_version(conn, row.listing_id, judged["version"]),
            versions=tuple(listings.versions_of(conn, row.listing_id)),
            decisions=tuple(decisions.history_of(conn, lead_id)),
            rules=shown.rules,
            run=runs.get_of(conn, listing.run),
            source_state=sources.state_of(conn, row.source),
            judged_at=shown.judged_at,
        )


def beside(
    store: Store, lead_id: int, *, by_cluster: bool = False, **by: Unpack[Narrowing]
) -> tuple[int | None, int | None]:
    """The ids of the leads before and after a lead in the queue of this filter, None at its ends.

    They are found by its place in the order, so that the way goes on from a lead that has left the queue meanwhile.
    """
    where, values = conditions(by, by_cluster=by_cluster)
    with store.reader() as conn:
        here = conn.execute("SELECT score, id FROM leads WHERE id = ?", (lead_id,)).fetchone()
        if here is None:
            return None, None
        place = (here["score"], here["score"], here["score"], here["id"])

        def nearest(side: str, order: str) -> int | None:
            condition = " AND ".join([*where, side])
            row = conn.execute(f"SELECT id FROM leads WHERE {condition} ORDER BY {order} LIMIT 1", (*values, *place))
            return next((int(found["id"]) for found in row), None)

        return (
            nearest(
                "leads.score >= ? AND (leads.score > ? OR (leads.score = ? AND leads.id < ?))",
                "leads.score, leads.id DESC",
            ),
            nearest(
                "leads.score <= ? AND (leads.score < ? OR (leads.score = ? AND leads.id > ?))",
                "leads.score DESC, leads.id",
            ),
        )


def counts(store: Store) -> dict[str, Any]:
    """All leads by `state`, with zeros, beside what `open_counts` tells."""
    with store.reader() as conn:
        states = dict.fromkeys(STATES, 0) | _pairs(conn, "SELECT state, count(*) FROM leads GROUP BY state")
    return {"state": states, **open_counts(store)}


def open_counts(store: Store) -> dict[str, dict[str, int]]:
    """Numbers for the head of the queue: of the open leads `lane` (adult, child, help) and `verdict`; of the open
    alerts `source` and `tactic`. Each a dict of name to number, without zeros, most first.
    """
    verdicts, lanes, alerts, tactics = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    with store.reader() as conn:
        opened = conn.execute(
            "SELECT source, lane, verdict, tactics, count(*) AS leads FROM leads WHERE state = 'open'"
            " GROUP BY source, lane, verdict, tactics"  # the order of the index: one walk along it, nothing is sorted
        ).fetchall()
    for row in opened:
        asks = row["verdict"] == HELP
        verdicts[row["verdict"]] += row["leads"]
        lanes[HELP if asks else row["lane"]] += row["leads"]
        if not asks:
            alerts[row["source"]] += row["leads"]
            for tactic in read_names(row["tactics"]):
                tactics[tactic] += row["leads"]
    by_number = {"verdict": verdicts, "lane": lanes, "source": alerts, "tactic": tactics}
    return {name: dict(sorted(some.items(), key=_most_first)) for name, some in by_number.items()}


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def last_id(store: Store) -> int:
    """The number of the newest lead, 0 when there is none: about how many there are."""
    with store.reader() as conn:
        return int(conn.execute("SELECT coalesce(max(id), 0) FROM leads").fetchone()[0])


def locations(store: Store) -> list[str]:
    """The places that listings with leads name, each way of writing once."""
    with store.reader() as conn:
        return [place for place in _each_once(conn, "leads", "place") if place]


def rules(store: Store) -> list[str]:
    """The rules that ever fired, by name."""
    with store.reader() as conn:
        return _each_once(conn, "hits", "rule")


def _each_once(conn: sqlite3.Connection, table: str, column: str) -> list[str]:
    """The values of an indexed column, each looked up after the one before: quick whatever the number of rows."""
    rows = conn.execute(
        f"""
        WITH RECURSIVE names (name) AS (
            SELECT min({column}) FROM {table}
            UNION ALL SELECT (SELECT min({column}) FROM {table} WHERE {column} > names.name) FROM names
            WHERE names.name IS NOT NULL)
        SELECT name FROM names WHERE name IS NOT NULL"""
    )
    return [row["name"] for row in rows]


def to_json(lead: LeadRow) -> dict[str, Any]:
    """A lead or a line of the queue as a plain dict, ready for JSON."""
    return asdict(lead)


def _lead_rows(conn: sqlite3.Connection, rows: Sequence[sqlite3.Row], *, lent: bool = False) -> tuple[LeadRow, ...]:
    """Lines of the queue. With `lent`, what was drawn blindly bears there the tactics and slots of a lead beside it."""
    named = [blind.lent(conn, row) if lent else (row["tactics"], row["slots"]) for row in rows]
    shared = contacts.leads_sharing(conn, [row["listing_id"] for row in rows])
    inside = {row["id"]: _cluster(conn, row) for row in rows}
    made = decisions.by_id(conn, [row["decision_id"] for row in rows if row["decision_id"] is not None])
    return tuple(
        value_of(
            LeadRow,
            row,
            tactics=read_names(tactics),
            slots=read_names(slots),
            decision=made.get(row["decision_id"]),
            contacts_shared=shared[row["listing_id"]],
            cluster=inside[row["id"]][0],
            beside=inside[row["id"]][1],
        )
        for row, (tactics, slots) in zip(rows, named, strict=True)
    )


def _cluster(conn: sqlite3.Connection, lead: sqlite3.Row) -> tuple[int | None, tuple[int, ...]]:
    """The cluster of a lead, and its other leads in the same state and lane."""
    number = clusters.of_listing(conn, lead["listing_id"])
    if number is None:
        return None, ()
    others = cluster_listings.leads_of(conn, number, BESIDE)
    mine = _line(lead)
    return number, tuple(row["id"] for row in others if row["id"] != lead["id"] and _line(row) == mine)


def _line(lead: sqlite3.Row) -> tuple[str, str, bool]:
    return lead["state"], lead["lane"], lead["verdict"] == "help"


def _pairs(conn: sqlite3.Connection, statement: str) -> dict[str, int]:
    return {row[0]: row[1] for row in conn.execute(statement)}
