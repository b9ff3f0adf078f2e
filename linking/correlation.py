"""Correlation rules in Sigma's form: what several listings say together that none of them says alone.

A rule groups listings by what they share (a contact, a seller, a template, a cluster, a source) and looks at each group
through a window of `timespan`: `event_count` counts listings, `value_count` the different values of a field, `temporal`
and `temporal_ordered` ask that named kinds of listings all stand in the window. Of one listing alone none fires: other
rules judge those. Pure functions of rules and events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice, product

TYPES = ("event_count", "value_count", "temporal", "temporal_ordered")
GROUPS = ("contact", "seller", "template", "cluster", "source")
FIELDS = (*GROUPS, "province", "age", "kind", "category", "tactic", "slot", "role", "verdict", "event")
MOST_IN_GROUP = 1_000
"""Events of a group that are looked at, the newest: a flood must not cost its square."""
BOUNDS = ("gt", "gte", "lt", "lte", "eq")


@dataclass(frozen=True, slots=True)
class Event:
    """A listing at a time: `seen`, or `gone` when it vanished (field `event`). `values`: by field, folded texts."""

    listing: int
    at: datetime
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events count: of every field one of the values; `contains` fields need a value that holds one of them."""

    equal: Mapping[str, frozenset[str]] = field(default_factory=dict)
    contains: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def takes(self, event: Event) -> bool:
        return all(event.values.get(name, frozenset()) & wanted for name, wanted in self.equal.items()) and all(
            any(part in value for value in event.values.get(name, ()) for part in wanted)
            for name, wanted in self.contains.items()
        )


@dataclass(frozen=True, slots=True)
class Correlation:
    """One rule. `events` are named filters; for counts one unnamed filter. `bounds`: pairs of operator and number."""

    id: str
    title: str
    kind: str
    group_by: tuple[str, ...]
    timespan: timedelta
    events: Mapping[str, Filter]
    counted: str = ""
    bounds: tuple[tuple[str, float], ...] = ()
    where: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """The fields of listings that it asks for."""
        asked = {name for one in self.events.values() for name in (*one.equal, *one.contains)}
        return frozenset({*self.group_by, *asked, self.counted} - {""})


@dataclass(frozen=True, slots=True)
class Found:
    """A group in which a rule fired: its values, the listings of the first window that fits, and when."""

    rule: str
    group: tuple[str, ...]
    listings: tuple[int, ...]
    first: datetime
    last: datetime
    count: float


def correlate(rule: Correlation, events: Iterable[Event], *, every: bool = False) -> list[Found]:
    """Every group in which the rule fires, once, by the first window that fits; with `every` by all that fit together,
    the count then that of the largest.
    """
    groups: dict[tuple[str, ...], list[Event]] = defaultdict(list)
    for event in events:
        if any(one.takes(event) for one in rule.events.values()):
            for group in product(*(sorted(event.values.get(name, ())) for name in rule.group_by)):
                groups[group].append(event)
    found = []
    for group, some in sorted(groups.items()):
        some = sorted(some, key=lambda event: (event.at, event.listing))[-MOST_IN_GROUP:]
        fits = (fit for window in _windows(some, rule.timespan) if (fit := _fits(rule, group, window)))
        hits = list(fits if every else islice(fits, 1))
        if hits:
            listings = tuple(sorted({number for hit in hits for number in hit.listings}))
            count = max(hit.count for hit in hits)
            found.append(replace(hits[0], listings=listings, last=hits[-1].last, count=count))
    return found


def _windows(events: Sequence[Event], span: timedelta) -> Iterator[Sequence[Event]]:
    """For every event all that lie in the span which it ends."""
    start = 0
    for end, last in enumerate(events, 1):
        while events[start].at < last.at - span:
            start += 1
        yield events[start:end]


def _fits(rule: Correlation, group: tuple[str, ...], window: Sequence[Event]) -> Found | None:
    if rule.kind in ("temporal", "temporal_ordered"):
        count = _named(rule, window)
        fits = count == len(rule.events)
    else:
        if rule.kind == "event_count":
            count = len({event.listing for event in window})
        else:
            count = len({value for event in window for value in event.values.get(rule.counted, ())})
        fits = all(_holds(count, sign, bound) for sign, bound in rule.bounds)
    listings = tuple(sorted({event.listing for event in window}))
    if not fits or len(listings) < 2:
        return None
    return Found(rule.id, group, listings, window[0].at, window[-1].at, count)


def _named(rule: Correlation, window: Sequence[Event]) -> int:
    """How many of the named kinds stand in the window, in their order if that is asked for."""
    filters = list(rule.events.values())
    if rule.kind == "temporal":
        return sum(any(one.takes(event) for event in window) for one in filters)
    reached = 0
    for event in window:
        if reached < len(filters) and filters[reached].takes(event):
            reached += 1
    return reached


def _holds(count: float, sign: str, bound: float) -> bool:
    return {
        "gt": count > bound,
        "gte": count >= bound,
        "lt": count < bound,
        "lte": count <= bound,
        "eq": count == bound,
    }[sign]
