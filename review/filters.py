"""The queue's filter as a value that lives in the address, so that a view can be saved, shared and returned to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from linking.facts import provinces_in
from rules.place_names import PROVINCES
from sandi.listing import scrub
from sandi.verdict import LANES
from storage import leads, search
from storage.database import Store
from storage.narrowing import STATES, Narrowing
from storage.times import before, now

ALL = "all"
MAX_WORDS = 300
MAX_CODE = 100
VERDICTS = ("alert", "help")
VIEWS = ("mine", "everyone")
AGES = ("1", "7", "30")
"""Days since a lead was opened."""
DAY_S = 86_400
MOST_PLACES = 20_000
"""Fewer than the values that SQLite takes in one statement."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue shows; an empty text means no limit. Unknown names in an address are ignored."""

    verdict: str = "alert"
    view: str = "mine"
    state: str = "open"
    tactic: str = ""
    lane: str = ""
    source: str = ""
    rule: str = ""
    province: str = ""
    age: str = ""
    q: str = ""
    cursor: str = ""

    @property
    def query(self) -> str:
        """The address query that gives this filter again; defaults are left out."""
        given = {name: getattr(self, name) for name in _DEFAULTS}
        return urlencode({name: value for name, value in given.items() if value != _DEFAULTS[name]})

    @property
    def url(self) -> str:
        return "/leads" + (f"?{self.query}" if self.query else "")

    @property
    def first_url(self) -> str:
        return replace(self, cursor="").url

    @property
    def bare_url(self) -> str:
        """The same tab without any narrowing."""
        return Filters(verdict=self.verdict).url

    @property
    def narrowed(self) -> bool:
        return self.first_url != self.bare_url

    def lead_url(self, lead_id: int, verb: str = "") -> str:
        """The address of a lead that remembers the queue it was opened from."""
        path = f"/leads/{lead_id}" + (f"/{verb}" if verb else "")
        return path + (f"?{self.query}" if self.query else "")

    def narrowing(self, store: Store, user: str) -> Narrowing:
        """What `user` sees of the queue, as keyword arguments of `storage.leads` and `storage.leases`."""
        return {
            "locations": _written_for(store, self.province) if self.province else None,
            "verdict": self.verdict,
            "state": None if self.state == ALL else self.state,
            "tactic": self.tactic or None,
            "lane": self.lane or None,
            "source": self.source or None,
            "rule": self.rule or None,
            "since": before(now(), int(self.age) * DAY_S) if self.age else None,
            "text": self.q.strip() or None,
            "common": (search.common(store, self.q) or None) if self.q.strip() else None,
            "samples": True,
            "free_for": user if self.view == "mine" and self.state == "open" else None,
        }


_DEFAULTS = asdict(Filters())


def read_filters(query: Mapping[str, str]) -> Filters:
    """The filter of an address. Values are bounded and free of lone surrogates; nonsense simply finds nothing."""
    verdict = query.get("verdict", "alert")
    state = query.get("state", "open")
    lane = query.get("lane", "")
    province = query.get("province", "")
    view, age = query.get("view", "mine"), query.get("age", "")
    return Filters(
        verdict=verdict if verdict in VERDICTS else "alert",
        view=view if view in VIEWS else "mine",
        state=state if state in (*STATES, ALL) else "open",
        tactic=_code(query, "tactic"),
        lane=lane if lane in LANES and verdict != "help" else "",
        source=_code(query, "source"),
        rule=_code(query, "rule"),
        province=province if province in PROVINCES else "",
        age=age if age in AGES else "",
        q=scrub(query.get("q", ""))[:MAX_WORDS],
        cursor=_code(query, "cursor"),
    )


def _written_for(store: Store, province: str) -> tuple[str, ...]:
    """How the places of leads are written that lie in a province; at most MOST_PLACES of them."""
    return tuple(place for place in leads.locations(store) if province in _provinces(place))[:MOST_PLACES]


@lru_cache(maxsize=20_000)
def _provinces(place: str) -> frozenset[str]:
    return provinces_in(place)


def _code(query: Mapping[str, str], name: str) -> str:
    return scrub(query.get(name, ""))[:MAX_CODE]
