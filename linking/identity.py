"""Which new cluster is which old one: a cluster keeps its number, and with it its decisions, while it grows, merges,
or is split.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """`kept`: for each new cluster, in order, the old number or None. `merged`: old number → the place of the new
    cluster it went into. `came_from`: place of a new cluster without a number → the old one it was split from.
    """

    kept: tuple[int | None, ...]
    merged: Mapping[int, int]
    came_from: Mapping[int, int]


def carry_over(clusters: Sequence[Sequence[int]], old: Mapping[int, int]) -> Identity:
    """`clusters`: listings of each new cluster; `old`: listing → old cluster number.

    Of an old cluster's parts the one with most of its listings keeps the number; of several old clusters in one new
    one that with most listings in it; ties go to the smaller number and the smaller listing.
    """
    shares: list[tuple[int, int, int, int]] = []
    for place, listings in enumerate(clusters):
        count = Counter(old[number] for number in listings if number in old)
        shares += [(-size, number, min(listings), place) for number, size in count.items()]
    kept: list[int | None] = [None] * len(clusters)
    merged: dict[int, int] = {}
    came_from: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, _, place in sorted(shares):
        if kept[place] is None and number not in taken:
            kept[place] = number
            taken.add(number)
    for _, number, _, place in sorted(shares):
        if number not in taken:
            merged.setdefault(number, place)
        elif kept[place] is None:
            came_from.setdefault(place, number)
    return Identity(tuple(kept), merged, came_from)
