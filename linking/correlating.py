"""Runs correlation rules: for listings as they come, over the groups that they belong to, and over all that is kept.

Leads are raised once for each rule and group (`storage.correlation_hits`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from linking.correlation import Correlation, Event, Found, correlate
from linking.correlation_events import events_of, may_count, of_group, shared_by
from linking.correlation_files import RuleFile, files, read
from storage import cluster_listings, correlation_hits, linking
from storage.database import Store

MOST_IN_GROUP = 300
"""Listings of a group that are looked at as a new one comes; the night looks at all."""
AT_ONCE = 200
"""So many listings are looked at in one go, so that a group in which many of them are is looked at once."""
AT_NIGHT = ("source",)
"""What groups too many listings to be looked at whenever one comes."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A group in which a rule fired, how its values are shown to people, and the listings raised by it now."""

    found: Found
    shown: tuple[str, ...]
    raised: tuple[int, ...] = ()


def rules_of(packs: Sequence[Path]) -> tuple[RuleFile, ...]:
    """The correlation rules without mistakes; read anew when a file has changed. `sandi rules lint` tells mistakes."""
    paths = files(packs)
    return _read(tuple((path, path.stat().st_mtime_ns) for path in paths))


def raise_waiting(store: Store) -> int:
    """Raise the leads of what listings say with others, of those placed since the last call; how many were raised.

    What fits is worked out before the store is written, for in a flood that takes as long as a person notices.
    """
    raised: set[int] = set()
    while True:
        with store.reader() as conn:
            ids, last = correlation_hits.waiting(conn, AT_ONCE)
            found = _fresh(conn, store.config.packs, ids)
        if not ids:
            return len(raised)
        with store.writer() as conn:
            for rule, fit in found:
                raised.update(_raise(conn, rule, fit))
            correlation_hits.looked_to(conn, last)


def _fresh(conn: sqlite3.Connection, packs: Sequence[Path], ids: Sequence[int]) -> list[tuple[Correlation, Found]]:
    """Where rules fire in the groups of listings."""
    chosen = [one.rule for one in rules_of(packs) if not set(AT_NIGHT) & set(one.rule.group_by)]
    found: list[tuple[Correlation, Found]] = []
    done: set[tuple[str, str]] = set()
    known = _Known(conn, chosen)
    for row in cluster_listings.listings(conn, ids):
        rules = [rule for rule in chosen if may_count(row.kind, row.verdict, [rule])]
        shares = shared_by(conn, row.id) if rules else {}
        for rule in rules:
            for value in sorted(shares[rule.group_by[0]] - {value for name, value in done if name == rule.id}):
                done.add((rule.id, value))
                found += [(rule, fit) for fit in _in_group(conn, rule, value, known)]
    return found


def look(store: Store, chosen: Sequence[RuleFile]) -> list[Fired]:
    """Where rules fire in all that is kept. Nothing is raised."""
    rules = [one.rule for one in chosen]
    with store.reader() as conn:
        events = list(events_of(conn, None, rules))
        found = [fit for rule in rules for fit in correlate(rule, events, every=True)]
        return [Fired(fit, tuple(_shown(conn, value) for value in fit.group)) for fit in found]


def raise_all(store: Store, chosen: Sequence[RuleFile]) -> list[Fired]:
    """Where rules fire in all that is kept, with the leads raised now."""
    rules = {one.rule.id: one.rule for one in chosen}
    done = []
    for fired in look(store, chosen):
        with store.writer() as conn:
            raised = _raise(conn, rules[fired.found.rule], fired.found)
        done.append(Fired(fired.found, fired.shown, tuple(raised)))
    return done


@lru_cache(maxsize=4)
def _read(paths: tuple[tuple[Path, int], ...]) -> tuple[RuleFile, ...]:
    return tuple(read(path for path, _ in paths)[0])


class _Known:
    """The events of listings, each read once however many groups it is in."""

    def __init__(self, conn: sqlite3.Connection, rules: Sequence[Correlation]) -> None:
        self._conn = conn
        self._rules = rules
        self._events: dict[int, list[Event]] = {}

    def of(self, ids: Sequence[int]) -> list[Event]:
        new = [number for number in ids if number not in self._events]
        self._events |= {number: [] for number in new}
        for event in events_of(self._conn, new, self._rules):
            self._events[event.listing].append(event)
        return [event for number in ids for event in self._events[number]]


def _in_group(conn: sqlite3.Connection, rule: Correlation, value: str, known: _Known) -> list[Found]:
    """Where a rule fires among the listings that share a value; among fewer than two it never does."""
    ids = of_group(conn, rule.group_by[0], value, MOST_IN_GROUP)
    if len(ids) < 2:
        return []
    found = correlate(rule, known.of(ids), every=True)
    return [fit for fit in found if fit.group[0] == value]


def _raise(conn: sqlite3.Connection, rule: Correlation, fit: Found) -> list[int]:
    return correlation_hits.raise_named(conn, fit.rule, rule.title, " ".join(fit.group), fit.listings)


def _shown(conn: sqlite3.Connection, value: str) -> str:
    return linking.shown(conn, value) if ":" in value else value
