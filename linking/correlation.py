"""Correlation rules in Sigma's form: what several listings say together that none of them says alone.

A rule groups listings by what they share (a contact, a seller, a template, a cluster, a source) and looks at each group
through a window of `timespan`: `event_count` counts listings, `value_count` the different values of a field, `temporal`
and `temporal_ordered` ask that named kinds of listings all stand in the window. Of one listing alone none fires: other
rules judge those. Pure functions of rules and events.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
        fits = _fitting(rule, some)
        hits = list(fits if every else islice(fits, 1))
        if hits:
            listings = tuple(sorted({event.listing for event in _within(some, hits)}))
            last = some[hits[-1].end - 1].at
            count = max(hit.count for hit in hits)
            found.append(Found(rule.id, group, listings, some[hits[0].start].at, last, count))
    return found


@dataclass(frozen=True, slots=True)
class _Window:
    """The events from `start` up to, but not with, `end`, and what was counted in them."""

    start: int
    end: int
    count: float


def _fitting(rule: Correlation, events: Sequence[Event]) -> Iterator[_Window]:
    """For every event the window of all that lie in the span which it ends, where the rule fits that."""
    seen: Counter[int] = Counter()
    counting = _Named(rule, events) if rule.kind.startswith("temporal") else _Values(rule)
    start = 0
    for end, last in enumerate(events, 1):
        seen[last.listing] += 1
        counting.comes(end - 1, last)
        while events[start].at < last.at - rule.timespan:
            seen[events[start].listing] -= 1
            if not seen[events[start].listing]:
                del seen[events[start].listing]
            counting.goes(start, events[start])
            start += 1
        count = counting.count(start)
        if len(seen) > 1 and counting.fits(count):
            yield _Window(start, end, count)


def _within(events: Sequence[Event], windows: Sequence[_Window]) -> Iterator[Event]:
    """The events that lie in any of some windows, which begin and end ever later."""
    reached = 0
    for window in windows:
        yield from events[max(window.start, reached) : window.end]
        reached = window.end


class _Values:
    """Counts the listings of a window, or the different values of a field."""

    def __init__(self, rule: Correlation) -> None:
        self._rule = rule
        self._held: Counter[int | str] = Counter()

    def comes(self, at: int, event: Event) -> None:
        self._held.update(self._of(event))

    def goes(self, at: int, event: Event) -> None:
        for value in self._of(event):
            self._held[value] -= 1
            if not self._held[value]:
                del self._held[value]

    def count(self, start: int) -> int:
        return len(self._held)

    def fits(self, count: int) -> bool:
        return all(_holds(count, sign, bound) for sign, bound in self._rule.bounds)

    def _of(self, event: Event) -> Iterable[int | str]:
        if self._rule.kind == "event_count":
            return (event.listing,)
        return event.values.get(self._rule.counted, ())


class _Named:
    """Counts how many of the named kinds stand in a window, in their order if that is asked for."""

    def __init__(self, rule: Correlation, events: Sequence[Event]) -> None:
        self._filters = list(rule.events.values())
        self._ordered = rule.kind == "temporal_ordered"
        self._since = [-1] * len(self._filters)
        """By kind where the latest row of all kinds up to it begins, or, without order, where it was last."""

    def comes(self, at: int, event: Event) -> None:
        for number in reversed(range(len(self._filters))):  # from the last, so that one event is one kind
            if self._filters[number].takes(event):
                self._since[number] = self._since[number - 1] if self._ordered and number else at

    def goes(self, at: int, event: Event) -> None:
        """What began before the window is told by its place."""

    def count(self, start: int) -> int:
        return sum(since >= start for since in self._since)

    def fits(self, count: int) -> bool:
        return count == len(self._filters)


def _holds(count: float, sign: str, bound: float) -> bool:
    return {
        "gt": count > bound,
        "gte": count >= bound,
        "lt": count < bound,
        "lte": count <= bound,
        "eq": count == bound,
    }[sign]
