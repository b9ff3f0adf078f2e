"""Rows of bits: what is known of many listings at once, one row for each thing and one bit for each listing.

Listings are taken by the thousand, so that the cost of a rule set is paid once for all of them and not once for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


def width(listings: int) -> int:
    """How many numbers of 64 bits hold a bit for each of so many listings."""
    return -(-listings // 64)


def marked(things: Numbers, listings: Numbers, count: int, wide: int) -> Rows:
    """`count` rows in which a bit is set for each thing and the listing at the same place of `listings`."""
    rows = np.zeros((count, wide * 8), np.uint8)
    flat = rows.reshape(-1)
    places = things * (wide * 8) + (listings >> 3)
    eighths = listings & 7
    for eighth in range(8):  # within one of them, two pairs of one place set the same bit
        flat[places[eighths == eighth]] |= np.uint8(1 << eighth)
    return rows.view(np.uint64)


def as_number(row: Rows) -> int:
    """A row as one number, the first listing its lowest bit."""
    return int.from_bytes(row.astype("<u8", copy=False).tobytes(), "little")


def as_row(number: int, wide: int) -> Rows:
    """The row of one number."""
    return np.frombuffer(number.to_bytes(wide * 8, "little"), "<u8").astype(np.uint64)


def by_listing(rows: Rows, listings: Numbers) -> Flags:
    """The same bits turned over, of some listings only: a row for each of `listings` and a column for each thing."""
    held = np.flatnonzero(rows.any(axis=1))
    bits = np.unpackbits(rows[held].astype("<u8", copy=False).view(np.uint8), axis=1, bitorder="little")
    turned = np.zeros((len(listings), len(rows)), np.bool_)
    turned[:, held] = bits[:, listings].T
    return turned


def somewhere(rows: Rows) -> Flags:
    """For each row whether it holds a bit."""
    return np.asarray(rows.any(axis=1))


def numbers_of(bits: int) -> list[int]:
    """The places of the bits that are set in a number."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found


class Lists:
    """Several lists of numbers, one behind the other."""

    def __init__(self, lists: Iterable[Sequence[int]] = ()) -> None:
        self._sizes = self._starts = self._flat = np.zeros(0, np.int64)
        self.extend(list(lists))

    def extend(self, lists: Sequence[Sequence[int]]) -> None:
        """Put more lists behind those that are here."""
        sizes = np.array([len(one) for one in lists], np.int64)
        self._starts = np.concatenate((self._starts, len(self._flat) + np.cumsum(sizes) - sizes))
        self._sizes = np.concatenate((self._sizes, sizes))
        self._flat = np.concatenate((self._flat, np.array([number for one in lists for number in one], np.int64)))

    def of(self, chosen: Numbers) -> tuple[Numbers, Numbers]:
        """All numbers of the lists `chosen`, and for each at which place of `chosen` its list stands."""
        sizes = self._sizes[chosen]
        ends = np.cumsum(sizes)
        whole = int(ends[-1]) if len(ends) else 0
        at = np.repeat(self._starts[chosen] - (ends - sizes), sizes) + np.arange(whole)
        return self._flat[at], np.repeat(np.arange(len(chosen)), sizes)

    def put(self, chosen: Numbers, rows: Rows, into: Rows) -> None:
        """Set in `into` the rows of the lists `chosen` for every number of each."""
        numbers, at = self.of(chosen)
        order = np.argsort(numbers, kind="stable")
        _joined(numbers[order], rows, at[order], into)


def _joined(held: Numbers, rows: Rows, by: Numbers, into: Rows) -> None:
    """Set in `into`, for each of `held` in order, the rows that `by` names at the same places."""
    if len(held):
        firsts = np.concatenate(([0], np.flatnonzero(held[1:] != held[:-1]) + 1))
        into[held[firsts]] |= np.bitwise_or.reduceat(rows[by], firsts, axis=0)


class AnyOf:
    """Which things hold wherever one of some others does: pairs of what holds and what it rests on."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        made = np.array(sorted(set(pairs)), np.int64).reshape(-1, 2)
        self._held = np.ascontiguousarray(made[:, 0])
        self._by = np.ascontiguousarray(made[:, 1])

    def put(self, rows: Rows, there: Flags, into: Rows) -> None:
        """Set in `into` what follows from `rows`, of which only those that are `there` hold anything."""
        here = np.flatnonzero(there[self._by])
        _joined(self._held[here], rows, self._by[here], into)


class AllOf:
    """Which things hold where all of some others do: for each thing what it rests on, the rarest first."""

    def __init__(self, needs: Sequence[Sequence[int]]) -> None:
        columns = max(map(len, needs), default=0)
        self._columns: list[tuple[Flags, Numbers]] = []
        """By place in the needs: which things have so many, and what the need is."""
        for column in range(columns):
            need = np.array([one[column] if column < len(one) else -1 for one in needs], np.int64)
            self._columns.append((need >= 0, need))
        self._count = len(needs)

    def held(self, rows: Rows, there: Flags) -> tuple[Numbers, Rows]:
        """The things that hold in any listing, and their rows; what needs nothing holds in every one."""
        here = np.arange(self._count)
        for has, need in self._columns:
            here = here[there[need[here]] | ~has[here]]
        found = np.full((len(here), rows.shape[1]), ~np.uint64(0))
        for has, need in self._columns:
            own = np.flatnonzero(has[here])
            found[own] &= rows[need[here[own]]]
        some = somewhere(found)
        return here[some], found[some]
