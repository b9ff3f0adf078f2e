"""What narrows the queue, as keyword arguments that every read of it takes, and as conditions on the table of leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from sandi.errors import SandiError
from storage.search import match_query
from storage.times import now

STATES = ("open", "kept", "dismissed", "unsure", "escalated")
HELP = "help"
UNIT = """coalesce('cluster/' || (SELECT cluster_id FROM link_listings WHERE listing_id = leads.listing_id),
    'lead/' || leads.id)"""
"""The unit of work of a lead: its cluster, or itself."""


class Narrowing(TypedDict, total=False):
    """None or absent means any, but `state` is open unless it is given.

    `lane` is adult, child or help: who asks for help is in no other lane. `text` is searched like `search.search`.
    `since`: opened after that time. `free_for`: what nobody else works on and this person has not passed over.
    `common`: so many listings hold the words of `text` that leads are better looked at one by one (`search.common`).
    `locations`: published in one of these places, written exactly so. `samples`: also what was drawn from listings that
    raised nothing (`storage.blind`).
    """

    state: str | None
    tactic: str | None
    lane: str | None
    source: str | None
    verdict: str | None
    text: str | None
    common: bool | None
    rule: str | None
    since: str | None
    free_for: str | None
    samples: bool
    locations: Sequence[str] | None


def conditions(by: Narrowing, *, by_cluster: bool = False) -> tuple[list[str], list[Any]]:
    """Conditions on leads with their values. Raises SandiError for a state that is none.

    With `by_cluster` of the leads of a cluster that fit only the highest of its state and lane fits.
    """
    where, values = _conditions(by)
    if by_cluster:
        inner, more = _conditions(by)
        among = "".join(f" AND {one}" for one in inner).replace("leads.", "higher.")
        where.append(_HIGHEST.format(among=among))
        values += more
    _free(by.get("free_for"), where, values)
    return where, values


# CROSS JOIN keeps the order: from a lead to its cluster, from there to the leads, never through all leads of a source.
_HIGHEST = """
    NOT EXISTS (
        SELECT 1 FROM link_listings AS mine
        CROSS JOIN link_listings AS theirs ON theirs.cluster_id = mine.cluster_id
        CROSS JOIN leads AS higher ON higher.listing_id = theirs.listing_id AND higher.state = leads.state
            AND higher.lane = leads.lane AND (higher.verdict = 'help') = (leads.verdict = 'help')
        WHERE mine.listing_id = leads.listing_id AND higher.id <> leads.id
            AND (higher.score > leads.score OR (higher.score = leads.score AND higher.id < leads.id)){among})"""


def _conditions(by: Narrowing) -> tuple[list[str], list[Any]]:
    state, lane, verdict = by.get("state", "open"), by.get("lane"), by.get("verdict")
    if state is not None and state not in STATES:
        raise SandiError(f"a lead is {', '.join(STATES)}; not {state!r}")
    where: list[str] = []
    values: list[Any] = []
    if lane == HELP:
        lane, verdict = None, HELP
    elif lane is not None:
        where.append("leads.verdict <> 'help'")
    for name, value in (("state", state), ("lane", lane), ("source", by.get("source")), ("verdict", verdict)):
        if value is not None:
            where.append(f"{'' if name == 'state' else '+'}leads.{name} = ?")
            values.append(value)
    for name, condition in _OTHERS.items():
        given = by.get(name)
        if given is not None:
            where.append(condition)
            values.append(given)
    places = by.get("locations")
    if places is not None:
        where.append(f"+leads.place IN ({','.join('?' * len(places))})")
        values += places
    if not by.get("samples"):
        where.append("(leads.origin <> 'sample' OR leads.state IN ('kept', 'escalated'))")
    _search(by.get("text"), by.get("common"), where, values)
    return where, values


_ALL = "leads.listing_id IN (SELECT rowid FROM listings_fts WHERE listings_fts MATCH ?)"
_EACH = "EXISTS (SELECT 1 FROM listings_fts WHERE listings_fts MATCH ? AND rowid = leads.listing_id)"
_OTHERS = {
    "tactic": """instr(leads.tactics, '"' || ? || '"')""",
    "rule": "+leads.judgement_id IN (SELECT judgement_id FROM hits WHERE rule = ?)",
    "since": "+leads.opened_at > ?",
}
"""A plus keeps SQLite on the index that has the order of the queue and all that is asked for."""


def _search(text: str | None, common: bool | None, where: list[str], values: list[Any]) -> None:
    if not text:
        return
    query = match_query(text)
    where.append((_EACH if common else _ALL) if query else "0")
    values += [query] if query else []


def _free(user: str | None, where: list[str], values: list[Any]) -> None:
    if user is None:
        return
    where.append(f"{UNIT} NOT IN (SELECT unit FROM leases WHERE holder <> ? AND ends_at > ?)")
    where.append(f"{UNIT} NOT IN (SELECT unit FROM skips WHERE user = ?)")
    values += [user, now(), user]
