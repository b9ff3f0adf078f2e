"""Pairs of alike texts among many at once, and the families that come of them: what hangs together by alike texts.

In a band of at most MOST_IN_BAND texts all pairs are compared. In a crowded one, as a flood makes it, a text is
compared with those of other families only: a flood is one family after its first text, so it does not cost its square,
and which family a text is of does not depend on the order in which it came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from linking.near import Edge, Sketch, alike, may_be_alike
from linking.texts import Runs

MOST_IN_BAND = 48
_AT_ONCE = 100_000
_HUBS, _NEXT = 4, 2
"""Of a crowded band within a giant every text is compared with the HUBS smallest keys and the NEXT ones after it."""

Rows = NDArray[np.int64]
Runs_ = Callable[[int], Runs]


class Families:
    """Rows that hang together, numbered by one of them."""

    def __init__(self, count: int) -> None:
        self.labels = np.arange(count)
        self._members: dict[int, list[int]] = {}

    def join(self, one: int, other: int) -> None:
        small, large = sorted(
            (int(self.labels[row]) for row in (one, other)), key=lambda label: len(self._members.get(label, "."))
        )
        if small != large:
            moved = self._members.pop(small, [small])
            self.labels[moved] = large
            self._members.setdefault(large, [large]).extend(moved)


class Pairs:
    """Texts by rows: their `keys`, rising, their bands and sketches in that order, and how to get the runs of a key."""

    def __init__(self, keys: Sequence[int], bands: Rows, sketches: Sketch, runs_of_key: Runs_) -> None:
        self._keys = keys
        self._bands = bands
        self._sketches = sketches
        self._runs = lru_cache(4_096)(runs_of_key)  # pairs come by their first text

    def edges(self) -> tuple[list[Edge], Families]:
        """Enough pairs to tie every family together, of bands that are not crowded all, and the families."""
        families = Families(len(self._keys))
        found = []
        for first, second, similarity in self._compared(self._open_pairs):
            families.join(first, second)
            found.append((self._keys[first], self._keys[second], similarity))
        return found + list(self._crowded(families)), families

    def all_within(self) -> list[Edge]:
        """The pairs of these texts by which a giant is split: the same for the same texts."""
        rows = self._compared(lambda band: (*self._open_pairs(band), *self._some_pairs(band)))
        return [(self._keys[first], self._keys[second], similarity) for first, second, similarity in rows]

    def _compared(self, pairs_of_band: Callable[[int], Iterator[Rows] | tuple[Rows, ...]]) -> Iterator[Edge]:
        """Pairs of rows that are alike, each once, by their first row."""
        found = [codes for band in range(self._bands.shape[1]) for codes in pairs_of_band(band)]
        count = len(self._keys)
        for code in np.unique(np.concatenate(found)) if found else ():
            first, second = divmod(int(code), count)
            similarity = self._alike(first, second)
            if similarity is not None:
                yield first, second, similarity

    def _alike(self, first: int, second: int) -> float | None:
        return alike(self._runs(self._keys[first]), self._runs(self._keys[second]))

    def _open_pairs(self, band: int) -> Iterator[Rows]:
        for group in _groups(self._bands[:, band]):
            if group.shape[1] <= MOST_IN_BAND:
                yield from self._worth(group, *np.triu_indices(group.shape[1], 1))

    def _some_pairs(self, band: int) -> Iterator[Rows]:
        for group in _groups(self._bands[:, band]):
            if (size := group.shape[1]) > MOST_IN_BAND:
                some = [(hub, at) for hub in range(_HUBS) for at in range(hub + 1, size)]
                some += [
                    (at, at + step) for at in range(_HUBS, size) for step in range(1, _NEXT + 1) if at + step < size
                ]
                first, second = np.array(some).T
                yield from self._worth(group, first, second)

    def _worth(self, group: Rows, first: Rows, second: Rows) -> Iterator[Rows]:
        """Codes of the pairs of places in each row of a group that are worth comparing."""
        step = max(1, _AT_ONCE // len(first))
        for start in range(0, len(group), step):
            some = group[start : start + step]
            one, other = some[:, first].ravel(), some[:, second].ravel()
            worth = may_be_alike(self._sketches[one], self._sketches[other])
            codes: Rows = one[worth] * np.int64(len(self._keys)) + other[worth]
            yield codes

    def _crowded(self, families: Families) -> Iterator[Edge]:
        """What ties families together in crowded bands."""
        bands: dict[int, list[Rows]] = {}
        for band in range(self._bands.shape[1]):
            for group in _groups(self._bands[:, band]):
                if group.shape[1] > MOST_IN_BAND:
                    for some in group:
                        for row in some.tolist():
                            bands.setdefault(row, []).append(some)
        for row, some in sorted(bands.items()):
            beside = np.concatenate(some)
            others = np.unique(beside[families.labels[beside] != families.labels[row]])
            others = others[may_be_alike(self._sketches[row], self._sketches[others])]
            for other in others.tolist():
                if families.labels[other] == families.labels[row]:
                    continue
                similarity = self._alike(row, other)
                if similarity is not None:
                    families.join(row, other)
                    first, second = sorted((row, other))
                    yield self._keys[first], self._keys[second], similarity


def _groups(column: Rows) -> Iterator[Rows]:
    """Rows that have the same value: for each size of such groups a table with one group a line, rising."""
    order = np.argsort(column, kind="stable")
    ordered = column[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    sizes = np.diff(np.append(starts, len(column)))
    for size in np.unique(sizes[sizes > 1]).tolist():
        yield order[starts[sizes == size][:, None] + np.arange(size)]
