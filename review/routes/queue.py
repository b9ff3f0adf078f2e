"""The queue: leads by score, narrowed by an address that can be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from starlette.responses import Response

from review import i18n, labels
from review.call import Call
from review.filters import Filters, read_filters
from review.permissions import Permission
from rules.place_names import PROVINCES
from sandi.text import visible
from storage import bulk, health, leads, leases
from storage.decisions import REASONS

Counts = Mapping[str, Mapping[str, int]]

PAGE = bulk.MOST_COMMON
LARGE = 20
"""A decision over more leads than this asks for their number."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A lane of the queue with the number of open leads in it."""

    name: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a facet; `count` is None where it is not counted."""

    value: str
    name: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A narrowing by one field."""

    field: str
    name: str
    options: tuple[Option, ...]


def show(call: Call) -> Response:
    """The page of the queue that the address asks for."""
    return page(call, 200)


def page(call: Call, status: int, *, problem: str = "") -> Response:
    """The queue; `problem` says why a decision over all that fits was not made."""
    filters, user = read_filters(call.request.query_params), call.signed_in.user
    narrowing = filters.narrowing(call.store, user)
    found = leads.queue(call.store, cursor=filters.cursor or None, limit=PAGE, by_cluster=True, **narrowing)
    counts = leads.open_counts(call.store)
    full = bool(found.cursor and narrowing.get("common"))
    offered = filters.narrowed and filters.state == "open" and call.may(Permission.DECIDE)
    values = {
        "filters": filters,
        "rows": found.rows,
        "holders": leases.holders_of(call.store, [row.id for row in found.rows]),
        "sick": health.sick(call.store),
        "passed_over": leases.passed_over(call.store, user),
        "next_url": replace(filters, cursor=found.cursor).url if found.cursor else "",
        "tabs": _tabs(filters, counts, call.language),
        "facets": _facets(filters, counts, leads.rules(call.store), call.language),
        "all": 0 if not offered else bulk.most(narrowing) + 1 if full else bulk.count(call.store, user, **narrowing),
        "most": bulk.most(narrowing),
        "large": LARGE,
        "reasons": REASONS,
        "problem": problem,
        "chosen": call.field("choice"),
        "note": call.field("note"),
        "back": filters.url,
    }
    return call.page("queue.html", status, values)


def _tabs(filters: Filters, counts: Counts, language: str) -> tuple[Tab, ...]:
    say = i18n.translations(language).gettext
    names = {"alert": say("Leads"), "help": say("Asking for help")}
    return tuple(
        Tab(name, Filters(verdict=code).url, counts["verdict"].get(code, 0), filters.verdict == code)
        for code, name in names.items()
    )


def _facets(filters: Filters, counts: Counts, rules: Iterable[str], language: str) -> tuple[Facet, ...]:
    say = i18n.translations(language).gettext
    states = _options(filters.state, {}, labels.STATES, say, keep=labels.STATES)
    lanes = {lane: counts["lane"].get(lane, 0) for lane in labels.LANES}
    views = _options(filters.view, {}, labels.VIEWS, say, keep=labels.VIEWS)
    found: tuple[Facet, ...] = (
        *((Facet("view", say("Show"), views),) if filters.state == "open" else ()),
        Facet("state", say("State"), states),
        Facet("tactic", say("Tactic"), _any(filters.tactic, counts["tactic"], labels.TACTICS, say)),
        Facet("lane", say("Lane"), _any(filters.lane, lanes, labels.LANES, say)),
        Facet("source", say("Source"), _any(filters.source, counts["source"], {}, say)),
        Facet("rule", say("Rule"), _all_or(filters.rule, rules, {}, say)),
        Facet("province", say("Province"), _all_or(filters.province, PROVINCES, {}, say)),
        Facet("age", say("Age"), _all_or(filters.age, labels.AGES, labels.AGES, say)),
    )
    if filters.verdict == "help":
        found = tuple(facet for facet in found if facet.field != "lane")
    # The store counts open alerts; where that would mislead, nothing is counted.
    return found if filters.verdict == "alert" and filters.state == "open" else tuple(map(_uncounted, found))


def _uncounted(facet: Facet) -> Facet:
    options = tuple(replace(option, count=None) for option in facet.options)
    return replace(facet, options=options)


def _any(
    chosen: str, counted: Mapping[str, int], names: Mapping[str, str], say: Callable[[str], str]
) -> tuple[Option, ...]:
    """The choices of a facet behind "all"."""
    return (Option("", say("all"), None, not chosen), *_options(chosen, counted, names, say))


def _all_or(
    chosen: str, codes: Iterable[str], names: Mapping[str, str], say: Callable[[str], str]
) -> tuple[Option, ...]:
    """The choices of a facet that is not counted, behind "all"."""
    return (Option("", say("all"), None, not chosen), *_options(chosen, {}, names, say, keep=codes))


def _options(
    chosen: str,
    counted: Mapping[str, int],
    names: Mapping[str, str],
    say: Callable[[str], str],
    *,
    keep: Iterable[str] = (),
) -> tuple[Option, ...]:
    """What occurs, most frequent first, or `keep` in its order; what is chosen stays even when nothing has it."""
    codes = list(keep) or sorted(counted, key=lambda code: (-counted[code], code))
    if chosen and chosen not in codes:
        codes.append(chosen)
    return tuple(
        Option(code, say(names[code]) if code in names else visible(code), counted.get(code), code == chosen)
        for code in codes
    )
