"""Leads and decisions counted over a time: the read models of the overview and of the monthly report. Only reads.

`since` and `until` are days (YYYY-MM-DD, UTC), `until` not included. A lead counts on the day it was opened; `kept`
holds escalated leads too. People who ask for help are counted apart, never among leads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Store
from storage.rows import value_of


@dataclass(frozen=True, slots=True)
class Week:
    """The week that begins on Monday `day`: leads opened, and decisions made by what was said."""

    day: str
    opened: int
    kept: int
    dismissed: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Group:
    """Leads of one tactic, source or place, and what became of them; `weeks` says how many were opened in the week
    from a Monday (YYYY-MM-DD), oldest first, without weeks of none.
    """

    name: str
    leads: int
    kept: int
    dismissed: int
    unsure: int
    weeks: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """All of a time: leads opened, calls for help, child-lane leads, decisions by kind, and what crawls brought."""

    leads: int
    help: int
    child: int
    clusters: int
    decisions: dict[str, int]
    reasons: dict[tuple[str, str], int]
    people: int
    runs: int
    failed: int
    listings: int


_MONDAY = "date(substr({column}, 1, 10), '-6 days', 'weekday 1')"
_COUNTS = """
    count(*) AS leads,
    count(*) FILTER (WHERE leads.state IN ('kept', 'escalated')) AS kept,
    count(*) FILTER (WHERE leads.state = 'dismissed') AS dismissed,
    count(*) FILTER (WHERE leads.state = 'unsure') AS unsure"""
_OPENED = "leads.opened_at >= :since AND leads.opened_at < :until AND leads.verdict <> 'help'"


def weeks(store: Store, since: str, until: str) -> list[Week]:
    """Every week that has leads or decisions, oldest first."""
    with store.reader() as conn:
        opened = dict(
            conn.execute(
                f"SELECT {_MONDAY.format(column='opened_at')}, count(*) FROM leads WHERE {_OPENED} GROUP BY 1",
                {"since": since, "until": until},
            ).fetchall()
        )
        decided = conn.execute(
            f"""
            SELECT {_MONDAY.format(column="at")} AS day,
                count(*) FILTER (WHERE decision IN ('keep', 'escalate')) AS kept,
                count(*) FILTER (WHERE decision = 'dismiss') AS dismissed,
                count(*) FILTER (WHERE decision = 'unsure') AS unsure
            FROM decisions WHERE at >= ? AND at < ? AND decision <> 'undo' GROUP BY 1""",
            (since, until),
        ).fetchall()
    said = {row["day"]: (row["kept"], row["dismissed"], row["unsure"]) for row in decided}
    return [Week(day, opened.get(day, 0), *said.get(day, (0, 0, 0))) for day in sorted(opened.keys() | said.keys())]


def tactics(store: Store, since: str, until: str) -> list[Group]:
    """Leads by tactic, most first; a lead of two tactics counts in both."""
    joined = "leads JOIN lead_tactics ON lead_tactics.lead_id = leads.id"
    return _groups(store, "lead_tactics.tactic", joined, since, until)


def sources(store: Store, since: str, until: str) -> list[Group]:
    """Leads by source, most first."""
    return _groups(store, "leads.source", "leads", since, until)


def places(store: Store, since: str, until: str) -> list[Group]:
    """Leads by what their listing says of its place, as published."""
    return _groups(store, "leads.place", "leads", since, until)


def totals(store: Store, since: str, until: str) -> Totals:
    """Everything of the time in single numbers."""
    span = {"since": since, "until": until}
    with store.reader() as conn:
        leads = conn.execute(
            f"""
            SELECT count(*) AS leads, count(*) FILTER (WHERE leads.lane = 'child') AS child,
                count(DISTINCT coalesce(link_listings.cluster_id, -leads.listing_id)) AS clusters
            FROM leads LEFT JOIN link_listings ON link_listings.listing_id = leads.listing_id WHERE {_OPENED}""",
            span,
        ).fetchone()
        asked = conn.execute(
            "SELECT count(*) FROM leads WHERE verdict = 'help' AND opened_at >= :since AND opened_at < :until", span
        ).fetchone()[0]
        made = conn.execute(
            "SELECT decision, reason, count(*) AS times FROM decisions"
            " WHERE at >= :since AND at < :until GROUP BY decision, reason",
            span,
        ).fetchall()
        people = conn.execute(
            "SELECT count(DISTINCT actor) FROM decisions WHERE at >= :since AND at < :until", span
        ).fetchone()[0]
        ran = conn.execute(
            """
            SELECT count(*) AS runs, count(*) FILTER (WHERE state IN ('failed', 'lost')) AS failed,
                coalesce(sum(new), 0) AS listings
            FROM runs WHERE planned_at >= :since AND planned_at < :until AND trigger <> 'replay'""",
            span,
        ).fetchone()
    decisions: dict[str, int] = {}
    for row in made:
        decisions[row["decision"]] = decisions.get(row["decision"], 0) + row["times"]
    return Totals(
        leads=leads["leads"],
        help=asked,
        child=leads["child"],
        clusters=leads["clusters"] if leads["leads"] else 0,
        decisions=decisions,
        reasons={(row["decision"], row["reason"]): row["times"] for row in made if row["reason"]},
        people=people,
        runs=ran["runs"],
        failed=ran["failed"],
        listings=ran["listings"],
    )


def months(store: Store) -> list[str]:
    """The months (YYYY-MM) in which leads were opened, newest first."""
    with store.reader() as conn:
        row = conn.execute("SELECT min(opened_at) AS first, max(opened_at) AS last FROM leads").fetchone()
    if row["first"] is None:
        return []
    found, (year, month) = [], map(int, row["first"][:7].split("-"))
    while f"{year:04}-{month:02}" <= row["last"][:7]:
        found.append(f"{year:04}-{month:02}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found[::-1]


def _groups(store: Store, by: str, joined: str, since: str, until: str) -> list[Group]:
    with store.reader() as conn:
        rows = conn.execute(
            f"SELECT {by} AS name, {_MONDAY.format(column='leads.opened_at')} AS day, {_COUNTS}"
            f" FROM {joined} WHERE {_OPENED} GROUP BY 1, 2 ORDER BY 1, 2",
            {"since": since, "until": until},
        ).fetchall()
    parts: dict[str, list[Group]] = {}
    for row in rows:
        parts.setdefault(row["name"], []).append(value_of(Group, row, weeks=((row["day"], row["leads"]),)))
    return sorted((together(name, some) for name, some in parts.items()), key=lambda one: (-one.leads, one.name))


def together(name: str, groups: Sequence[Group]) -> Group:
    """Groups that have no lead in common as one."""
    weeks = Counter[str]()
    for group in groups:
        weeks.update(dict(group.weeks))
    return Group(
        name,
        sum(group.leads for group in groups),
        sum(group.kept for group in groups),
        sum(group.dismissed for group in groups),
        sum(group.unsure for group in groups),
        tuple(sorted(weeks.items())),
    )
