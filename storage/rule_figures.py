"""What became of the leads a rule raised: the read models behind the pages of rule authors. Only reads.

A lead counts for the rules of its newest judgement. `kept` holds escalated leads too: a person found both worth it.
What came of a referral weighs more than what was decided at the desk: leads of a case in which victims were found or
somebody was charged count as kept, those of one that was no offence as dismissed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandi.verdict import RuleText
from storage.database import Store
from storage.rows import value_of

NOTES = 50
OVERLAPS = 12
MONTHS = 12


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """A rule with its figures. `clusters` counts a lead in no cluster as one; `hits` counts every judgement, watched
    listings included; `newest` is the opening of its last lead (UTC ISO 8601), empty when it has none. `confirmed` and
    `unfounded` are leads about which a referral said so; they are among `kept` and `dismissed`.
    """

    rule: str
    tactic: str = ""
    hits: int = 0
    leads: int = 0
    clusters: int = 0
    open: int = 0
    kept: int = 0
    dismissed: int = 0
    unsure: int = 0
    confirmed: int = 0
    unfounded: int = 0
    newest: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The leads of a rule in one month (`2026-11`) or at one revision."""

    name: str
    leads: int
    kept: int
    dismissed: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another rule that fired in the same judgement: how many leads both raised, and how many of them were kept."""

    rule: str
    leads: int
    kept: int
    dismissed: int


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A lead that a person dismissed because the rule is wrong, with what they wrote (masked)."""

    lead: int
    note: str
    actor: str
    at: str
    revision: int


@dataclass(frozen=True, slots=True)
class DecidedLead:
    """A lead of a rule that people decided: its number, state, reason and masked title."""

    lead: int
    state: str
    reason: str
    lane: str
    title: str
    at: str


_KNOWN = """
    LEFT JOIN (
        SELECT case_leads.lead_id, max(referrals.outcome <> 'no-offence') AS confirmed
        FROM referrals JOIN case_leads ON case_leads.case_id = referrals.case_id
        WHERE referrals.outcome IN ('victims-found', 'charged', 'no-offence') GROUP BY case_leads.lead_id
    ) AS known ON known.lead_id = leads.id"""
"""What referrals said of leads; of two that disagree the one that confirms counts."""
_STATE = "CASE known.confirmed WHEN 1 THEN 'kept' WHEN 0 THEN 'dismissed' ELSE leads.state END"
_PART = f"""
    count(*) AS leads,
    count(*) FILTER (WHERE {_STATE} IN ('kept', 'escalated')) AS kept,
    count(*) FILTER (WHERE {_STATE} = 'dismissed') AS dismissed,
    count(*) FILTER (WHERE {_STATE} = 'unsure') AS unsure"""
_COUNTS = f"""{_PART},
    count(DISTINCT coalesce(link_listings.cluster_id, -leads.listing_id)) AS clusters,
    count(*) FILTER (WHERE {_STATE} = 'open') AS open,
    count(*) FILTER (WHERE known.confirmed = 1) AS confirmed,
    count(*) FILTER (WHERE known.confirmed = 0) AS unfounded,
    max(leads.opened_at) AS newest"""
_JOINED = f"hits JOIN leads ON leads.judgement_id = hits.judgement_id {_KNOWN}"


def every_rule(store: Store) -> list[RuleFigures]:
    """All rules that ever fired, by id."""
    with store.reader() as conn:
        rows = conn.execute(
            f"""
            SELECT hits.rule, max(hits.tactic) AS tactic, {_COUNTS}
            FROM leads CROSS JOIN hits ON hits.judgement_id = leads.judgement_id {_KNOWN}
            LEFT JOIN link_listings ON link_listings.listing_id = leads.listing_id
            GROUP BY hits.rule"""
        ).fetchall()
        hits = dict(conn.execute("SELECT rule, count(*) FROM hits GROUP BY rule").fetchall())
    found = {row["rule"]: value_of(RuleFigures, row, hits=hits.get(row["rule"], 0)) for row in rows}
    only_watched = {rule: RuleFigures(rule, hits=count) for rule, count in hits.items()}
    return [(only_watched | found)[rule] for rule in sorted(hits)]


def of_rule(store: Store, rule: str) -> RuleFigures:
    """The figures of one rule; zeros for one that never fired."""
    with store.reader() as conn:
        row = conn.execute(
            f"""
            SELECT hits.rule, max(hits.tactic) AS tactic, {_COUNTS}
            FROM {_JOINED} LEFT JOIN link_listings ON link_listings.listing_id = leads.listing_id
            WHERE hits.rule = ? GROUP BY hits.rule""",
            (rule,),
        ).fetchone()
        hits = conn.execute("SELECT count(*) FROM hits WHERE rule = ?", (rule,)).fetchone()[0]
    return value_of(RuleFigures, row, hits=hits) if row else RuleFigures(rule, hits=hits)


def by_month_and_revision(store: Store, rule: str) -> tuple[list[Part], list[Part]]:
    """The last twelve months that have leads of the rule, by when a lead was opened, and the revisions that raised
    leads; each oldest first.
    """
    with store.reader() as conn:
        rows = conn.execute(
            f"""
            SELECT substr(leads.opened_at, 1, 7) AS month, hits.revision AS revision, {_PART}
            FROM {_JOINED} WHERE hits.rule = ? GROUP BY 1, 2""",
            (rule,),
        ).fetchall()
    return _parts(rows, "month")[-MONTHS:], _parts(rows, "revision")


def _parts(rows: Sequence[sqlite3.Row], by: str) -> list[Part]:
    """Rows of months and revisions as sums by one of the two."""
    sums: dict[Any, list[int]] = {}
    for row in rows:
        found = sums.setdefault(row[by], [0, 0, 0, 0])
        for place, name in enumerate(("leads", "kept", "dismissed", "unsure")):
            found[place] += row[name]
    return [Part(str(name), *sums[name]) for name in sorted(sums)]


def overlaps(store: Store, rule: str) -> list[Overlap]:
    """The rules that most often raise the same leads, most first."""
    with store.reader() as conn:
        rows = conn.execute(
            f"""
            SELECT other.rule AS rule, {_PART}
            FROM {_JOINED}
            JOIN hits AS other ON other.judgement_id = hits.judgement_id AND other.rule <> hits.rule
            WHERE hits.rule = ? GROUP BY other.rule ORDER BY leads DESC, other.rule LIMIT ?""",
            (rule, OVERLAPS),
        )
        return [value_of(Overlap, row) for row in rows]


def wrong_notes(store: Store, rule: str) -> list[RuleNote]:
    """Leads that stand dismissed because the rule is wrong, newest first."""
    with store.reader() as conn:
        rows = conn.execute(
            """
            SELECT leads.id AS lead, decisions.note, decisions.actor, decisions.at, hits.revision
            FROM hits JOIN leads ON leads.judgement_id = hits.judgement_id
            JOIN decisions ON decisions.id = leads.decision_id
            WHERE hits.rule = ? AND leads.state = 'dismissed' AND decisions.reason = 'rule-wrong'
            ORDER BY decisions.id DESC LIMIT ?""",
            (rule, NOTES),
        )
        return [value_of(RuleNote, row) for row in rows]


def decided_leads(store: Store, rule: str, limit: int = 20) -> list[DecidedLead]:
    """The leads of the rule that people decided last, newest first."""
    with store.reader() as conn:
        rows = conn.execute(
            """
            SELECT leads.id AS lead, leads.state, decisions.reason, leads.lane, decisions.at,
                CASE WHEN listings.title <> '' THEN listings.title ELSE substr(listings.text, 1, 90) END AS title
            FROM (
                SELECT leads.id FROM hits JOIN leads ON leads.judgement_id = hits.judgement_id
                WHERE hits.rule = ? AND leads.state <> 'open' AND leads.decision_id IS NOT NULL
                ORDER BY leads.decision_id DESC LIMIT ?
            ) AS picked
            JOIN leads ON leads.id = picked.id JOIN decisions ON decisions.id = leads.decision_id
            JOIN listings ON listings.id = leads.listing_id ORDER BY decisions.id DESC""",
            (rule, limit),
        )
        return [value_of(DecidedLead, row) for row in rows]


def newest_text(store: Store, rule: str) -> RuleText | None:
    """The newest text of the rule that was kept beside a hit; None when there is none."""
    with store.reader() as conn:
        row = conn.execute("SELECT * FROM rule_texts WHERE rule = ? ORDER BY id DESC LIMIT 1", (rule,)).fetchone()
    return value_of(RuleText, row) if row else None
