"""The harmless gate of correlation rules: in how many groups of real harmless listings each fires.

Files of listings have no templates, no clusters and no vanishings: rules that need them find nothing here. Listings
without a time count as posted together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from linking.correlation import Correlation, Event, correlate
from linking.correlation_events import may_count
from linking.correlation_files import RuleFile, as_compared
from linking.facts import ages_in, provinces_in
from linking.roles import roles_in
from linking.spread import MOST_SELLERS
from sandi.listing import Listing
from sandi.verdict import Verdict

_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_NUMBERS = ("phone", "whatsapp")

Pair = tuple[Listing, Verdict]


def fired(rules: Sequence[RuleFile], pairs: Iterable[Pair]) -> dict[str, int]:
    """How many groups of these judged listings each rule fires in."""
    events = list(events_of(pairs, [one.rule for one in rules]))
    return {one.rule.id: len(correlate(one.rule, events)) for one in rules}


def events_of(pairs: Iterable[Pair], rules: Sequence[Correlation]) -> Iterator[Event]:
    """Judged listings as events; left out are those that none of the rules can take, and contacts of too many sellers,
    as they are where listings are kept.
    """
    kept = list(pairs)
    sellers: dict[str, set[str]] = defaultdict(set)
    for listing, verdict in kept:
        for key in _contacts(verdict):
            sellers[key].add(as_compared(listing.seller))
    for number, (listing, verdict) in enumerate(kept):
        if not may_count(listing.kind, verdict.verdict, rules):
            continue
        joining = frozenset(key for key in _contacts(verdict) if len(sellers[key]) <= MOST_SELLERS)
        yield Event(number, _time(listing), _values(listing, verdict) | {"contact": joining})


def _values(listing: Listing, verdict: Verdict) -> dict[str, frozenset[str]]:
    text = f"{listing.title}\n{listing.text}\n{listing.location}"
    single = {"seller": listing.seller, "source": listing.source, "kind": listing.kind, "category": listing.category}
    return {name: frozenset({as_compared(value)}) for name, value in single.items() if value.strip()} | {
        "event": frozenset({"seen"}),
        "verdict": frozenset({verdict.verdict}),
        "tactic": frozenset(verdict.tactics),
        "slot": frozenset(verdict.slots),
        "province": frozenset(map(as_compared, provinces_in(text))),
        "age": frozenset(f"{age:g}" for age in ages_in(text)),
        "role": frozenset(roles_in(text)),
    }


def _contacts(verdict: Verdict) -> frozenset[str]:
    return frozenset(f"{'number' if one.kind in _NUMBERS else one.kind}:{one.value}" for one in verdict.contacts)


def _time(listing: Listing) -> datetime:
    written = listing.posted_at or listing.seen_at
    moment = datetime.fromisoformat(written) if written else _NO_TIME
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
