"""Words by number, thousands at a time: where words stand in a text and what is known of each.

A word of up to sixteen letters is two numbers of 64 bits, read off the text where it stands, and is looked up in an
open table by both; so nothing is copied and no word reaches Python but one that was never seen before.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from rules.rows import Numbers

_Keys = npt.NDArray[np.uint64]

LONGEST = 16
"""Letters of a word that the table holds; a longer one is known by itself."""
MOST = 400_000
"""Words that are remembered; a stream has words without end."""
_FIRST_BITS = 14
_FULL = 0.4
_PADDING = b" " * (LONGEST + 8)
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
_NO_WORD = np.uint64(0)


class WordTable:
    """What `learn` says of words, each asked once. Numbers are never negative."""

    def __init__(self, learn: Callable[[Sequence[bytes]], Sequence[int]]) -> None:
        self._learn = learn
        self._odd = [np.uint64(secrets.randbits(64) | 1) for _ in range(2)]
        self._long: dict[bytes, int] = {}
        self._empty(_FIRST_BITS)

    def _empty(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._firsts: _Keys = np.zeros(1 << bits, np.uint64)
        self._seconds: _Keys = np.zeros(1 << bits, np.uint64)
        self._values = np.zeros(1 << bits, np.int64)
        self._count = 0

    def read(self, blanked: bytes) -> tuple[Numbers, Numbers]:
        """Where the words of `blanked` begin, and the number of each. It is lower-case letters and figures, with
        anything up to a blank between them."""
        data = b" %b%b" % (blanked, _PADDING)
        blank = np.frombuffer(data, np.uint8) <= 32
        edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
        starts, ends = edges[0::2], edges[1::2]
        sizes = ends - starts
        firsts, seconds = _keys(data, starts, sizes)
        slots, new = self._slots(firsts, seconds)
        long = sizes > LONGEST
        if long.any():
            new = new[~long[new]]
        if len(new):
            self._add(data, starts, ends, firsts, seconds, new)
            slots, _ = self._slots(firsts, seconds)
        numbers = self._values[slots]
        if long.any():
            self._read_long(data, starts, ends, numbers, np.flatnonzero(long))
        return starts - 1, numbers

    def _slots(self, firsts: _Keys, seconds: _Keys) -> tuple[Numbers, Numbers]:
        """The slot of each word, and the places of those that are not in the table."""
        slots = ((firsts * self._odd[0] ^ seconds * self._odd[1]) >> self._shift).astype(np.int64)
        left = np.flatnonzero((self._firsts[slots] != firsts) | (self._seconds[slots] != seconds))
        unknown = []
        while len(left):
            open_ = self._firsts[slots[left]] == _NO_WORD
            unknown.append(left[open_])
            left = left[~open_]
            slots[left] = (slots[left] + 1) & self._mask
            at = slots[left]
            left = left[(self._firsts[at] != firsts[left]) | (self._seconds[at] != seconds[left])]
        return slots, np.concatenate(unknown) if unknown else left

    def _add(self, data: bytes, starts: Numbers, ends: Numbers, firsts: _Keys, seconds: _Keys, new: Numbers) -> None:
        if self._count > MOST:
            self._empty(_FIRST_BITS)
            new = np.flatnonzero(ends - starts <= LONGEST)
        while (self._count + len(new)) > _FULL * len(self._firsts):
            self._grow()
        slots = self._claimed(firsts[new], seconds[new])
        own, places = np.unique(slots, return_index=True)
        self._count += len(own)
        at = new[places]
        words = [data[start:end] for start, end in zip(starts[at].tolist(), ends[at].tolist(), strict=True)]
        self._values[own] = self._learn(words)

    def _grow(self) -> None:
        old, more, values = self._firsts, self._seconds, self._values
        held = np.flatnonzero(old != _NO_WORD)
        self._empty(65 - int(self._shift))
        self._values[self._claimed(old[held], more[held])] = values[held]
        self._count = len(held)

    def _claimed(self, firsts: _Keys, seconds: _Keys) -> Numbers:
        """The slots of words that are put in here; the same word may come twice."""
        slots, left = self._slots(firsts, seconds)
        while len(left):
            at = slots[left]
            free = left[self._firsts[at] == _NO_WORD]
            self._firsts[slots[free]] = firsts[free]
            self._seconds[slots[free]] = seconds[free]
            at = slots[left]
            left = left[(self._firsts[at] != firsts[left]) | (self._seconds[at] != seconds[left])]
            slots[left] = (slots[left] + 1) & self._mask
        return slots

    def _read_long(self, data: bytes, starts: Numbers, ends: Numbers, numbers: Numbers, long: Numbers) -> None:
        words = [data[start:end] for start, end in zip(starts[long].tolist(), ends[long].tolist(), strict=True)]
        if len(self._long) + len(words) > MOST:
            self._long.clear()
        new = list(dict.fromkeys(word for word in words if word not in self._long))
        if new:
            self._long.update(zip(new, self._learn(new), strict=True))
        numbers[long] = [self._long[word] for word in words]


def _keys(data: bytes, starts: Numbers, sizes: Numbers) -> tuple[_Keys, _Keys]:
    """The first and the second eight letters of each word, as numbers."""
    eights = np.ndarray((len(data) - 7,), "<u8", data, 0, (1,))
    firsts = eights[starts] & _MASKS[np.minimum(sizes, 8)]
    seconds = np.zeros(len(starts), np.uint64)
    more = np.flatnonzero(sizes > 8)
    seconds[more] = eights[starts[more] + 8] & _MASKS[np.minimum(sizes[more] - 8, 8)]
    return firsts, seconds
