"""Groups of leads over time: how many were opened week by week for a small picture, month by month for its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.overview import Group


@dataclass(frozen=True, slots=True)
class Trend:
    """Leads of one group: in each of some weeks, and in the months of their Mondays; both oldest first."""

    name: str
    weeks: tuple[int, ...]
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """The groups of one kind. `months` (2026-11) heads the table, `most` is the highest week of any group."""

    months: tuple[str, ...]
    most: int
    of: dict[str, Trend]


def trends(groups: Iterable[Group], mondays: Sequence[str]) -> Trends:
    """What `groups` opened in the weeks that begin on `mondays` (YYYY-MM-DD, oldest first)."""
    months = tuple(dict.fromkeys(day[:7] for day in mondays))
    found = {}
    for group in groups:
        opened = dict(group.weeks)
        weeks = tuple(opened.get(day, 0) for day in mondays)
        by_month = dict.fromkeys(months, 0)
        for day, count in zip(mondays, weeks, strict=True):
            by_month[day[:7]] += count
        found[group.name] = Trend(group.name, weeks, tuple(by_month.values()))
    return Trends(months, max((max(trend.weeks, default=0) for trend in found.values()), default=0) or 1, found)
